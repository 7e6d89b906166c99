"""The reports as people handle them: listed, shown in pages, put in, replaced, taken out, and their original files."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from api.audit import Audit
from api.jobs import Job, Jobs
from api.uploads import Kept, Uploads, read_again, read_uploads, refused_object
from api.wire import (
    ForbiddenError,
    JsonObject,
    NoFileError,
    Progress,
    document_object,
    figure_object,
    paragraph_object,
)
from ingest.errors import CorpusError, WenjuError
from ingest.groups import read_groups
from ingest.manifest import check_overrides
from ingest.periods import contains
from ingest.records import Report
from ingest.store import Store
from ingest.visible import ReadableStore
from rag.lookup.figures import find_period, regions_in
from rag.lookup.queries import DocumentQuery

if TYPE_CHECKING:
    from api.callers import Caller

Visible = frozenset[str] | None


class Shelf:
    """What the /documents and /jobs routes ask for. Safe to use from several threads."""

    def __init__(self, store: Store, working: threading.Lock, audit: Audit) -> None:
        """Args:
        working: held while something is read, so that one long task runs at a time.
        audit: told of every change.
        """
        self._audit = audit
        self._store, self._working = store, working
        self._uploads = Uploads(store.home, store.settings.max_file_mb * 1_000_000)

    @cached_property
    def jobs(self) -> Jobs:
        """The jobs, what an earlier process left undone marked as interrupted and its stray files taken away."""
        jobs = Jobs(self._store.library.database, self._work)
        kept = [self._uploads.folder / one["path"] for job in jobs.undone() for one in job.body["files"]]
        self._uploads.sweep([*kept, *map(Path, self._store.library.paths())])
        return jobs

    def close(self) -> None:
        """Stop after the current step."""
        if "jobs" in vars(self):
            self.jobs.close()

    # reading

    def documents(self, query: DocumentQuery, limit: int, offset: int, visible: Visible = None) -> JsonObject:
        """A page of the reports that fit, the newest first."""
        store = self._store.seen_by(visible)
        codes, period = _codes(store, query), find_period(query.period) if query.period else ""
        query = replace(query, period=period)
        found = [report for report in store.library.reports() if _fits(report, query, codes)]
        page = [document_object(report) for report in found[offset : offset + limit]]
        return {"documents": page, "total": len(found), "limit": limit, "offset": offset}

    def document(self, document_id: str, limit: int, offset: int, visible: Visible = None) -> JsonObject:
        """A report with a page of its paragraphs and the figures that stand in them."""
        library = self._store.seen_by(visible).library
        report = library.report(document_id)
        paragraphs = library.paragraphs_of(document_id)
        page = paragraphs[offset : offset + limit]
        figures = library.figures_of([paragraph.id for paragraph in page])
        return {
            "document": document_object(report),
            "paragraphs": [paragraph_object(paragraph) for paragraph in page],
            "figures": [figure_object(figure) for figure in figures],
            "total": len(paragraphs),
            "limit": limit,
            "offset": offset,
        }

    def file(self, document_id: str, visible: Visible = None) -> Path:
        """The original file of a report.

        Raises:
            NotFoundError: no report has this id.
            NoFileError: it is gone, or holds something else by now.
        """
        from ingest.loaders import load_file

        self._store.seen_by(visible).library.report(document_id)
        for path in map(Path, self._store.library.paths_of(document_id)):
            try:
                text = load_file(path, self._store.settings.max_file_mb * 1_000_000).text
            except CorpusError:
                continue
            if hashlib.sha256(text.encode()).hexdigest().startswith(document_id):
                return path
        raise NoFileError("原文件已不在，或入库之后改过")

    # changing

    def upload(
        self,
        files: Sequence[tuple[str, BinaryIO]],
        groups: Sequence[str],
        overrides: Mapping[str, str],
        caller: Caller,
    ) -> JsonObject:
        """Keep files and read them in the background.

        Raises:
            ForbiddenError: a group is not the caller's.
            CorpusError: none of the files is taken.
        """
        return self._begin("upload", files, _groups_for(caller, groups), "", overrides, caller)

    def replace(
        self,
        document_id: str,
        file: tuple[str, BinaryIO],
        overrides: Mapping[str, str],
        caller: Caller,
        visible: Visible,
    ) -> JsonObject:
        """Put a file in the place of a report, in the same groups.

        Raises:
            NotFoundError: no report has this id.
            CorpusError: the file is not taken.
        """
        self._store.seen_by(visible).library.report(document_id)
        return self._begin("replace", [file], [], document_id, overrides, caller)

    def reread(self, key_id: str) -> JsonObject:
        """Read every report again from its file, with the terms of now; one whose file is gone stays as it is."""
        body = {"files": [], "refused": [], "groups": [], "replaces": ""}
        return {"job": job_object(self.jobs.begin("reread", key_id, body))}

    def delete(self, document_id: str, visible: Visible = None) -> JsonObject:
        """Take a report out, and its file when it was uploaded."""
        self._store.seen_by(visible).library.report(document_id)
        paths = self._store.library.paths_of(document_id)
        report = self._store.delete(document_id)
        self._uploads.drop_all(map(Path, paths))
        self._audit.note("deleted", document_id, title=report.title, source=report.source)
        return {"deleted": document_object(report)}

    def resume(self, job_id: str, caller: Caller) -> JsonObject:
        """Go on with a job that was cut off."""
        return {"job": job_object(self.jobs.resume(job_id, _own(caller)))}

    def job(self, job_id: str, caller: Caller) -> JsonObject:
        """How far a job is; administrators see everybody's."""
        return {"job": job_object(self.jobs.get(job_id, _own(caller)))}

    def list_jobs(self, limit: int, offset: int, caller: Caller) -> JsonObject:
        """A page of the jobs, the newest first."""
        jobs, total = self.jobs.page(_own(caller), limit, offset)
        return {"jobs": [job_object(job) for job in jobs], "total": total, "limit": limit, "offset": offset}

    def _begin(
        self,
        kind: str,
        files: Sequence[tuple[str, BinaryIO]],
        groups: Sequence[str],
        replaces: str,
        overrides: Mapping[str, str],
        caller: Caller,
    ) -> JsonObject:
        jobs = self.jobs  # before the files: what it sweeps away is not theirs
        check_overrides(overrides, self._store.reader.regions)
        kept, refused = self._keep(files)
        names = [vars(one) for one in kept]
        sees = None if caller.groups is None else sorted(caller.groups)
        body = {
            "files": names,
            "refused": refused,
            "groups": list(groups),
            "replaces": replaces,
            "overrides": dict(overrides),
            "sees": sees,
        }
        job = jobs.begin(kind, caller.key_id, body)
        sent = [one.name for one in kept]
        self._audit.note("uploaded", job.id, files=sent, groups=list(groups), replaces=replaces)
        return {"job": job_object(job)}

    def _keep(self, files: Sequence[tuple[str, BinaryIO]]) -> tuple[list[Kept], list[JsonObject]]:
        """The files that are taken, and the outcomes of those that are not; an error when none is."""
        kept: list[Kept] = []
        refused: list[JsonObject] = []
        first: WenjuError | None = None
        for name, content in files:
            try:
                kept.append(self._uploads.keep(name, content))
            except CorpusError as error:
                first = first or error
                refused.append(refused_object(name[:200], error))
        if not kept and first is not None:
            raise first
        return kept, refused

    def _work(self, job: Job, progress: Progress) -> tuple[JsonObject, JsonObject | None]:
        def follow(done: int, total: int, path: str) -> None:
            progress({"done": done, "total": total, "path": path})

        with self._working:
            if job.kind == "reread":
                result = read_again(self._store, follow)
            else:
                result = read_uploads(job.body, self._store, self._uploads, follow)
        for status in ("added", "replaced"):
            changed = [one for one in result["documents"] if one["status"] == status]
            details = [(one["document_id"], {"path": one["path"], "job": job.id}) for one in changed]
            self._audit.note_all(status, details, job.key_id)
        return result, _failure(result["documents"])


def _failure(outcomes: Sequence[JsonObject]) -> JsonObject | None:
    """The error of a job that has done nothing, told by its first file."""
    if not outcomes or any(one["status"] != "failed" for one in outcomes):
        return None
    error: JsonObject = outcomes[0]["error"]
    several = f"{len(outcomes)} 份都没有入库；" if len(outcomes) > 1 else ""
    return error | {"message": several + error["message"]}


def job_object(job: Job) -> JsonObject:
    """A job as it is shown."""
    body = job.body
    files = [{"name": one["name"], "size": one["size"], "error": None} for one in body["files"]]
    files += [{"name": one["path"], "size": None, "error": one["error"]} for one in body["refused"]]
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "created": job.created,
        "updated": job.updated,
        "files": files,
        "replaces": body["replaces"] or None,
        "progress": body.get("progress"),
        "documents": body["result"]["documents"] if "result" in body else [],
        "error": body.get("error"),
    }


def _own(caller: Caller) -> str | None:
    """The key whose jobs a caller sees; None is everybody's."""
    return None if caller.role == "admin" else caller.key_id


def _groups_for(caller: Caller, named: Sequence[str]) -> list[str]:
    """The groups that an upload comes into: those named, else the caller's own.

    Raises:
        ForbiddenError: one is not the caller's.
        GroupError: one is no name.
    """
    wanted = read_groups(named)
    if caller.groups is None:
        return sorted(wanted)
    if not wanted <= caller.groups:
        raise ForbiddenError(f"“{caller.name}”不在分组 {'、'.join(sorted(wanted - caller.groups))} 里")
    return sorted(wanted or caller.groups)


def _codes(store: ReadableStore, query: DocumentQuery) -> frozenset[str] | None:
    """The places filtered by."""
    return regions_in(store, [query.region], with_districts=True) if query.region else None


def _fits(report: Report, query: DocumentQuery, codes: frozenset[str] | None) -> bool:
    searched = f"{report.title} {report.publisher} {report.number} {report.source}".lower()
    return (
        query.q.lower() in searched
        and query.publisher in report.publisher
        and (codes is None or report.region in codes)
        and (
            not query.period
            or any(contains(query.period, one) for one in (report.period, report.plan_period))
        )
    )
