"""Who changed what, and when: written down with the change, never changed again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from api.callers import current_caller, request_id
from api.tables import audit_table as table
from api.wire import JsonObject
from ingest.database import Database, Row

Action = Literal[
    "key_created",
    "key_revoked",
    "groups_set",
    "uploaded",
    "ingest_begun",
    "added",
    "replaced",
    "deleted",
    "reindexed",
    "mended",
    "terms_changed",
]
ACTIONS: tuple[str, ...] = get_args(Action)
MAX_ENTRIES = 500  # in one page


class Audit:
    """The audit log of a library. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, action: Action, target: str = "", key_id: str | None = None, **details: Any) -> None:
        """Write down one change.

        Args:
            target: id of the key, report or job that changed.
            key_id: whose change it is, where that is not the caller of the request under way.
        """
        self.note_all(action, [(target, details)], key_id)

    def note_all(
        self, action: Action, changes: Sequence[tuple[str, Mapping[str, Any]]], key_id: str | None = None
    ) -> None:
        """Write down several changes of one kind, each a target with its details."""
        if not changes:
            return
        head = {
            "created": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "key_id": current_caller.get().key_id if key_id is None else key_id,
            "action": action,
            "request_id": request_id.get(),
        }
        rows = [
            {**head, "target": target, "details": json.dumps(details, ensure_ascii=False)}
            for target, details in changes
        ]
        with self._database.writing() as connection:
            connection.execute(table.insert(), rows)

    def page(
        self, limit: int, before: int | None = None, action: str = "", key_id: str | None = None
    ) -> JsonObject:
        """Entries, the newest first.

        Args:
            before: only entries that are older than the one of this number.
            action, key_id: only these.
        """
        query = table.select().order_by(table.c.id.desc()).limit(limit + 1)
        if before is not None:
            query = query.where(table.c.id < before)
        if action:
            query = query.where(table.c.action == action)
        if key_id is not None:
            query = query.where(table.c.key_id == key_id)
        found = [_entry(row) for row in self._database.read(query)]
        more = found[limit - 1]["id"] if len(found) > limit else None
        return {"entries": found[:limit], "before": more}


def _entry(row: Row) -> JsonObject:
    entry: JsonObject = dict(row._mapping)
    return entry | {"details": json.loads(row.details)}
