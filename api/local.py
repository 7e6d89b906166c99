"""The library in this process, answering what the commands and routes ask for.

What reads reports and what answers questions is imported where it is used: most commands need one of them.
"""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Callable, Generator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from api.callers import Caller, Role
from api.conversations import Conversations
from api.evaluations import Evaluations
from api.keys import Keys, key_object
from api.shelf import Shelf
from api.wire import (
    TOKEN_NAME,
    JsonObject,
    Progress,
    StoppingError,
    case_object,
    found_figure_object,
    hit_object,
    outcome_object,
)
from ingest.errors import StorageError
from ingest.settings import IngestSettings
from ingest.store import Store, open_store
from rag.queries import CompareQuery, DocumentQuery, FigureQuery
from rag.records import Filters, Turn, dataclass_to_json

if TYPE_CHECKING:
    from ingest.visible import ReadableLibrary
    from rag.events import Event
    from rag.service import Service


def open_local(settings: IngestSettings, rebuild: bool = False) -> LocalWenju:
    """Take the data directory and open what is in it.

    Args:
        rebuild: also open a library that waits for `reindex`, to do just that.
    """
    return LocalWenju(open_store(settings, allow_mismatch=rebuild))


class LocalWenju:
    """`Wenju` by way of an open store; see there. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.keys = Keys(store.library.database)
        self.conversations = Conversations(store.library.database)
        self._working = threading.Lock()  # one long task at a time; the store itself orders the writes
        self._is_stopping = False
        self._token_file: Path | None = None

    def warm(self) -> None:
        """Answer once, so that the first question is as fast as the next."""
        self._service.warm()

    def announce(self, address: str, token: str) -> None:
        """Tell the commands of other processes where this library is served, and its owner the token."""
        self._token_file = self._store.home / TOKEN_NAME
        try:
            self._token_file.unlink(missing_ok=True)
            descriptor = os.open(self._token_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(token)
        except OSError as error:
            raise StorageError(f"{self._token_file}: {error}") from error
        self._store.set_address(address)

    def visible_to(self, caller: Caller) -> frozenset[str] | None:
        """Ids of the reports that a caller may see; None is all. Belongs into the `Filters` of every query."""
        return self._store.library.visible_to(caller.groups)

    def library_seen_by(self, caller: Caller) -> ReadableLibrary:
        """The library as far as a caller may see it."""
        return self._store.seen_by(self.visible_to(caller)).library

    def ready(self, visible: frozenset[str] | None = None) -> JsonObject:
        """What /readyz says."""
        return {
            "status": "ready",
            "documents": len(self._store.seen_by(visible).library.reports()),
            "model": self._store.model,
        }

    def ask(self, question: str, history: Sequence[Turn], filters: Filters) -> JsonObject:
        answer: JsonObject = self._service.ask(question, history, filters).to_dict()
        return answer

    def stream(
        self, question: str, history: Sequence[Turn], filters: Filters
    ) -> Generator[Event, None, None]:
        """`ask`, event by event; see rag/events.py."""
        return cast("Generator[Event, None, None]", self._service.stream(question, history, filters))

    def search(self, question: str, filters: Filters, limit: int, offset: int) -> JsonObject:
        hits = self._service.search(question, filters)
        page = [hit_object(hit) for hit in hits[offset : offset + limit]]
        return {"hits": page, "total": len(hits), "limit": limit, "offset": offset}

    def figures(
        self, query: FigureQuery, limit: int, offset: int, visible: frozenset[str] | None = None
    ) -> JsonObject:
        page = self._service.seen_by(visible).figures(query, limit, offset)
        rows = [found_figure_object(one) for one in page.rows]
        more = offset + len(rows) < page.total
        return {"figures": rows, "total": page.total, "limit": limit, "offset": offset, "more": more}

    def group_figures(self, query: FigureQuery, visible: frozenset[str] | None = None) -> JsonObject:
        tables: JsonObject = dataclass_to_json(self._service.seen_by(visible).group(query))
        return tables

    def compare(self, query: CompareQuery, visible: frozenset[str] | None = None) -> JsonObject:
        tables: JsonObject = dataclass_to_json(self._service.seen_by(visible).compare(query))
        return tables

    def documents(
        self, query: DocumentQuery, limit: int, offset: int, visible: frozenset[str] | None = None
    ) -> JsonObject:
        return self.shelf.documents(query, limit, offset, visible)

    def document(
        self, document_id: str, limit: int, offset: int, visible: frozenset[str] | None = None
    ) -> JsonObject:
        return self.shelf.document(document_id, limit, offset, visible)

    def cases(self) -> JsonObject:
        """The questions noted for evaluations."""
        from evals.casebook import CASEBOOK, read_cases

        return {
            "cases": [case_object(case) for case in read_cases(self._store.home)],
            "file": str(self._store.home / CASEBOOK),
        }

    def add_case(self, row: JsonObject) -> JsonObject:
        """Note a question with what is right."""
        from evals.casebook import CASEBOOK, add_case

        try:
            case = add_case(self._store.home, row)
        except OSError as error:
            raise StorageError(f"{self._store.home / CASEBOOK}: {error}") from error
        return {"case": case_object(case)}

    def delete(self, document_id: str, visible: frozenset[str] | None = None) -> JsonObject:
        return self.shelf.delete(document_id, visible)

    def ingest(self, paths: Sequence[str], progress: Progress) -> JsonObject:
        from ingest.pipeline import ingest

        with self._working:
            outcomes = ingest([Path(path) for path in paths], self._store, self._steps(progress))
        return {"documents": [outcome_object(outcome) for outcome in outcomes]}

    def reindex(self, progress: Progress) -> JsonObject:
        follow = self._steps(progress)
        with self._working:
            mended = self._store.reindex(lambda done, total: follow(done, total, ""))
        return dataclasses.asdict(mended)

    def doctor(self) -> JsonObject:
        mended = self._store.doctor()
        return {"in_step": mended.is_nothing, "mended": dataclasses.asdict(mended)}

    def list_keys(self) -> JsonObject:
        return {"keys": [key_object(key) for key in self.keys.list()]}

    def create_key(self, name: str, role: Role, groups: Sequence[str] | None) -> JsonObject:
        key, secret = self.keys.create(name, role, groups)
        return {"key": key_object(key), "secret": secret}

    def revoke_key(self, key: str) -> JsonObject:
        return {"revoked": key_object(self.keys.revoke(key))}

    def close(self) -> None:
        """Let the library go; a long task under way stops after its current step. Closing twice is fine."""
        if self._is_stopping:
            return
        self._is_stopping = True
        if "evaluations" in vars(self):
            self.evaluations.close()
        if "shelf" in vars(self):
            self.shelf.close()
        with self._working:
            if self._token_file is not None:
                self._token_file.unlink(missing_ok=True)
            self.keys.close()
            self._store.close()

    @cached_property
    def evaluations(self) -> Evaluations:
        """Question sets put to this library."""
        return Evaluations(self._store, lambda: self._service)

    @cached_property
    def shelf(self) -> Shelf:
        """The reports as they are listed, put in and taken out."""
        return Shelf(self._store, self._working)

    @cached_property
    def _service(self) -> Service:
        from rag.service import Service

        return Service(self._store)

    def _steps(self, progress: Progress) -> Callable[[int, int, str], None]:
        """Progress as the store reports it, turned into JSON; ends the task when the service stops."""

        def follow(done: int, total: int, path: str) -> None:
            if self._is_stopping:
                raise StoppingError("做完的部分已保存，再运行一次即可接着做")
            progress({"done": done, "total": total, "path": path})

        return follow
