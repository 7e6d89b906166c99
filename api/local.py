"""The library in this process, answering what the commands and routes ask for.

What reads reports and what answers questions is imported where it is used: most commands need one of them.
"""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from api.audit import Audit
from api.callers import OWNER, Caller, Role
from api.conversations import Conversations
from api.evaluations import Evaluations
from api.feedback import Feedback
from api.keys import Keys, key_object
from api.shelf import Shelf
from api.tables import jobs_by_state
from api.watching import current_watcher
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
from ingest.errors import StorageError, os_reason
from ingest.groups import read_groups
from ingest.normalize import printable
from ingest.settings import IngestSettings
from ingest.store import Store, open_store
from rag.events import DoneEvent, Event, RefusalEvent
from rag.lookup.queries import CompareQuery, DocumentQuery, FigureQuery
from rag.records import Filters, Turn, dataclass_to_json

if TYPE_CHECKING:
    from ingest.pipeline import IngestOutcome
    from ingest.visible import ReadableLibrary
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
        self.audit = Audit(store.library.database)
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
            raise StorageError(f"{self._token_file}：{os_reason(error)}") from error
        self._store.set_address(address)

    def visible_to(self, caller: Caller) -> frozenset[str] | None:
        """Ids of the reports that a caller may see; None is all. Belongs into the `Filters` of every query."""
        return self._store.library.visible_to(caller.groups)

    def library_seen_by(self, caller: Caller) -> ReadableLibrary:
        """The library as far as a caller may see it."""
        return self._store.seen_by(self.visible_to(caller)).library

    def holdings(self) -> JsonObject:
        """What /metrics says of the library."""
        library = self._store.library
        jobs = dict(library.database.read(jobs_by_state()))
        return {"documents": len(library.reports()), "jobs": jobs}

    def ready(self, visible: frozenset[str] | None = None) -> JsonObject:
        """What /readyz says."""
        return {
            "status": "ready",
            "documents": len(self._store.seen_by(visible).library.reports()),
            "model": self._store.model,
        }

    def ask(self, question: str, history: Sequence[Turn], filters: Filters) -> JsonObject:
        *_, last = self.stream(question, history, filters)
        assert isinstance(last, DoneEvent)
        return last.answer.to_dict()

    def stream(
        self, question: str, history: Sequence[Turn], filters: Filters
    ) -> Generator[Event, None, None]:
        """`ask`, event by event; see rag/events.py."""
        return _watched(question, self._service.stream(question, history, filters))

    def search(self, question: str, filters: Filters, limit: int, offset: int) -> JsonObject:
        hits = self._service.search(question, filters, limit, offset)
        page = [hit_object(hit) for hit in hits.page]
        return {"hits": page, "total": hits.total, "limit": limit, "offset": offset}

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
            raise StorageError(f"{self._store.home / CASEBOOK}：{os_reason(error)}") from error
        return {"case": case_object(case)}

    def terms(self, q: str, limit: int, offset: int, visible: frozenset[str] | None = None) -> JsonObject:
        from api.terms import list_terms

        return list_terms(self._store.seen_by(visible), self._store.settings.terms, q, limit, offset)

    def add_terms(self, entries: Sequence[JsonObject], reread: bool, key_id: str = "") -> JsonObject:
        """Write terms into the staff's own file, and read all reports again with them if wanted."""
        from api.terms import add_own_terms

        added = add_own_terms(self._store, entries)
        self.audit.note("terms_changed", "", names=added["added"])
        return added | {"job": self.shelf.reread(key_id)["job"] if reread else None}

    def job(self, job_id: str) -> JsonObject:
        return self.shelf.job(job_id, OWNER)

    def delete(self, document_id: str, visible: frozenset[str] | None = None) -> JsonObject:
        return self.shelf.delete(document_id, visible)

    def ingest(self, paths: Sequence[str], progress: Progress, groups: Sequence[str] = ()) -> JsonObject:
        from ingest.pipeline import ingest

        names = read_groups(groups)
        self.audit.note("ingest_begun", paths=list(map(printable, paths)), groups=sorted(names))
        with self._working:
            outcomes = ingest(
                [Path(path) for path in paths], self._store, self._steps(progress), sorted(names)
            )
            self._regroup([outcome.report_id for outcome in outcomes if outcome.report_id], names)
        self._note_ingested(outcomes, names)
        return {"documents": [outcome_object(outcome) for outcome in outcomes]}

    def _regroup(self, document_ids: Sequence[str], groups: frozenset[str]) -> None:
        """Put what was there before into the groups named now; what is new came into them with its first word."""
        library = self._store.library
        for one in document_ids if groups else ():
            if library.groups().get(one) != groups:
                library.set_groups(one, groups)

    def _note_ingested(self, outcomes: Sequence[IngestOutcome], groups: frozenset[str]) -> None:
        for status in ("added", "replaced"):
            changed = [one for one in outcomes if one.status == status]
            details = [(one.report_id, {"path": one.path, "groups": sorted(groups)}) for one in changed]
            self.audit.note_all(status, details)

    def reindex(self, progress: Progress) -> JsonObject:
        follow = self._steps(progress)
        with self._working:
            mended = self._store.reindex(lambda done, total: follow(done, total, ""))
        self.audit.note("reindexed")
        return dataclasses.asdict(mended)

    def doctor(self) -> JsonObject:
        mended = self._store.doctor()
        if not mended.is_nothing:
            self.audit.note("mended", **dataclasses.asdict(mended))
        return {"in_step": mended.is_nothing, "mended": dataclasses.asdict(mended)}

    def audit_page(self, limit: int, before: int | None, action: str, key: str | None) -> JsonObject:
        return self.audit.page(limit, before, action, key)

    def list_groups(self) -> JsonObject:
        library = self._store.library
        found: dict[str, list[JsonObject]] = {}
        for report in library.reports():
            for name in library.groups().get(report.id, ()):
                found.setdefault(name, []).append({"id": report.id, "title": report.title})
        return {"groups": [{"name": name, "documents": found[name]} for name in sorted(found)]}

    def groups_of(self, document_id: str) -> JsonObject:
        report = self._store.library.report(document_id)
        groups = self._store.library.groups().get(report.id, frozenset())
        return {"document_id": report.id, "groups": sorted(groups)}

    def set_groups(self, document_id: str, groups: Sequence[str]) -> JsonObject:
        self._store.library.set_groups(document_id, read_groups(groups))
        now = self.groups_of(document_id)
        self.audit.note("groups_set", document_id, groups=now["groups"])
        return now

    def list_keys(self) -> JsonObject:
        return {"keys": [key_object(key) for key in self.keys.list()]}

    def create_key(self, name: str, role: Role, groups: Sequence[str] | None) -> JsonObject:
        key, secret = self.keys.create(name, role, groups)
        made = key_object(key)
        self.audit.note("key_created", key.id, name=key.name, role=key.role, groups=made["groups"])
        return {"key": made, "secret": secret}

    def revoke_key(self, key: str) -> JsonObject:
        revoked = self.keys.revoke(key)
        self.audit.note("key_revoked", revoked.id, name=revoked.name)
        return {"revoked": key_object(revoked)}

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
    def feedback(self) -> Feedback:
        """What people said of answers."""
        return Feedback(self._store.library.database)

    @cached_property
    def shelf(self) -> Shelf:
        """The reports as they are listed, put in and taken out."""
        return Shelf(self._store, self._working, self.audit)

    @cached_property
    def _service(self) -> Service:
        from rag.service import Service

        service = Service(self._store)
        if service.llm is not None:
            service.llm.on_call = lambda outcome, seconds: current_watcher.get().asked_model(outcome, seconds)
        return service

    def _steps(self, progress: Progress) -> Callable[[int, int, str], None]:
        """Progress as the store reports it, turned into JSON; ends the task when the service stops."""

        def follow(done: int, total: int, path: str) -> None:
            if self._is_stopping:
                raise StoppingError("做完的部分已保存，再运行一次即可接着做")
            progress({"done": done, "total": total, "path": path})

        return follow


def _watched(question: str, events: Iterator[Event]) -> Generator[Event, None, None]:
    """The events, the watcher of the request told of their end."""
    reason = ""
    with closing(cast("Generator[Event, None, None]", events)) as told:
        for event in told:
            if isinstance(event, RefusalEvent):
                reason = event.reason
            elif isinstance(event, DoneEvent):
                current_watcher.get().answered(question, event.answer, reason)
            yield event
