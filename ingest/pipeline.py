"""ingest(): files into the library, in order: load, compare, read, embed together, write one by one."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.errors import (
    CorpusError,
    EmbedderError,
    FileAccessError,
    ManifestError,
    StorageError,
    WenjuError,
    os_reason,
)
from ingest.loaders import FORMATS, load_file
from ingest.manifest import MANIFEST_NAMES, ManifestEntry, check_digest, read_manifest
from ingest.normalize import is_printable, printable
from ingest.reader import ReadReport, fingerprint, notice_of, read_report
from ingest.records import LoadedFile
from ingest.store import Incoming, Store

logger = logging.getLogger(__name__)

# Enough to sort texts by length and keep the embedder at its full speed; a batch takes some seconds.
BATCH_CHUNKS = 512

IngestStatus = Literal["added", "replaced", "unchanged", "failed"]
Progress = Callable[[int, int, str], None]  # bytes done, bytes in all, file at hand


@dataclass(frozen=True)
class IngestOutcome:
    """What became of one file."""

    path: str
    report_id: str  # "" when it failed
    status: IngestStatus
    error: WenjuError | None
    paragraphs: int
    figures: int
    seconds: float  # embedding is shared out by chunks
    notice: str = ""  # what whoever brought it should know; see `notice_of`


@dataclass(frozen=True)
class _Job:
    """A file to ingest, or what is wrong with it already."""

    path: Path
    size: int = 0
    entry: ManifestEntry | None = None
    error: CorpusError | None = None


@dataclass(frozen=True)
class _Ready:
    """A file that is read and waits for its batch."""

    job: _Job
    read: ReadReport
    before: str | None  # the report that the file held when it was last read
    replaces: tuple[str, ...]
    seconds: float


def ingest(
    paths: Sequence[Path],
    store: Store,
    progress: Progress | None = None,
    groups: Sequence[str] = (),
    replaces: str = "",
    names: Mapping[Path, str] | None = None,
) -> list[IngestOutcome]:
    """Put report files, and all in folders, into the library.

    A file that cannot be read is in the outcomes with its error and stops nothing. A file that has changed
    replaces its report as one step; one that has not changed costs reading it.

    Args:
        groups: that the reports come into; one that is there for everybody stays so.
        replaces: id of the report whose place the one file takes, with its groups.
        names: what files are called that do not go by their path.
    Returns:
        One outcome a file, in the order of the paths and of file names; for a folder whose manifest
        is wrong, one failed outcome.
    Raises:
        StorageError, EmbedderError: nothing more can be written; finished reports stay.
    """
    jobs = [job for path in paths for job in _find_jobs(path)]
    run = _Run(store, jobs, progress, tuple(groups), replaces, names or {})
    for job in jobs:
        run.take(job)
    run.write_batch()
    return [run.outcomes[job.path] for job in dict.fromkeys(jobs)]


class _Run:
    """One call of `ingest`: its open batch and what became of the files so far."""

    def __init__(
        self,
        store: Store,
        jobs: Sequence[_Job],
        progress: Progress | None,
        groups: tuple[str, ...],
        replaces: str,
        names: Mapping[Path, str],
    ) -> None:
        self.outcomes: dict[Path, IngestOutcome] = {}
        self._groups = groups
        self._replaced = replaces
        self._names = names
        self._store = store
        self._progress = progress
        self._total = sum(job.size for job in set(jobs))
        self._done = 0
        self._batch: list[_Ready] = []

    def take(self, job: _Job) -> None:
        """Settle the file at once, or read it into the batch."""
        if job.path in self.outcomes or any(job.path == ready.job.path for ready in self._batch):
            return
        self._tell(job.path)
        started = time.monotonic()
        try:
            settled = self._read(job, started)
        except (StorageError, EmbedderError):
            raise
        except WenjuError as error:
            path = printable(str(job.path))
            settled = IngestOutcome(path, "", "failed", error, 0, 0, time.monotonic() - started)
        if settled is not None:
            self._settle(job, settled)
            self._tell(job.path)
        elif sum(len(ready.read.chunks) for ready in self._batch) >= BATCH_CHUNKS:
            self.write_batch()

    def write_batch(self) -> None:
        """Embed and write what has been read."""
        batch, self._batch = self._batch, []
        if not batch:
            return
        started = time.monotonic()
        incoming = [
            Incoming(one.read, one.replaces, str(one.job.path.resolve()), self._groups) for one in batch
        ]
        size = sum(one.job.size for one in batch)
        refused = self._store.put(
            incoming, lambda done, total: self._tell(batch[-1].job.path, size * done // total)
        )
        chunks = sum(len(one.read.chunks) for one in batch) or 1
        for one in batch:
            seconds = one.seconds + (time.monotonic() - started) * len(one.read.chunks) / chunks
            self._settle(one.job, _outcome(one, refused.get(one.read.report.id), seconds))
        self._tell(batch[-1].job.path)

    def _read(self, job: _Job, started: float) -> IngestOutcome | None:
        """The outcome of a file that needs no writing; None when it is in the batch now."""
        if job.error is not None:
            raise job.error
        loaded = load_file(job.path, self._store.settings.max_file_mb * 1_000_000)
        if job.entry is not None:
            check_digest(job.path, job.entry)
        report_id = _report_id(loaded)
        mark = fingerprint(loaded, job.entry, self._store.reader)
        path = str(job.path.resolve())
        before = self._store.library.report_at(path)
        if any({report_id, before} & {one.read.report.id, one.before or ""} for one in self._batch):
            self.write_batch()  # what becomes of these reports in the batch has to be known first
            before = self._store.library.report_at(path)
        gone = before if before != report_id and self._is_only_at(before, path) else None
        if self._replaced not in ("", report_id):
            gone = self._replaced
        known = self._store.library.find_report(report_id)
        if known is not None and known.fingerprint == mark:
            if before != report_id or gone:
                self._move(path, report_id, gone)
            if self._groups:
                self._store.library.add_groups(report_id, self._groups)
            return self._settled(job, report_id, "replaced" if gone else "unchanged", started)
        read = _read_report(job, self._names.get(job.path, str(job.path)), loaded, self._store)
        replaces = [] if known is None else [known.id]
        replaces += [] if gone is None else [gone]
        self._batch.append(_Ready(job, read, before, tuple(replaces), time.monotonic() - started))
        return None

    def _is_only_at(self, report_id: str | None, path: str) -> bool:
        return report_id is not None and self._store.library.paths_of(report_id) == [path]

    def _move(self, path: str, report_id: str, gone: str | None) -> None:
        """The file holds a text that the library knows from another file."""
        if gone is not None:
            self._store.library.take_groups(gone, report_id)
            self._store.delete(gone)
        self._store.library.set_source(path, report_id)

    def _settled(self, job: _Job, report_id: str, status: IngestStatus, started: float) -> IngestOutcome:
        paragraphs = self._store.library.paragraphs_of(report_id)
        figures = self._store.library.figures_of([one.id for one in paragraphs])
        counts = (len(paragraphs), len(figures), time.monotonic() - started)
        notice = notice_of(self._store.library.report(report_id))
        return IngestOutcome(str(job.path), report_id, status, None, *counts, notice)

    def _settle(self, job: _Job, outcome: IngestOutcome) -> None:
        self.outcomes[job.path] = outcome
        self._done += job.size

    def _tell(self, path: Path, more: int = 0) -> None:
        if self._progress is not None:
            self._progress(self._done + more, self._total, printable(path.name))


def _report_id(loaded: LoadedFile) -> str:
    return hashlib.sha256(loaded.text.encode()).hexdigest()[:12]


def _read_report(job: _Job, source: str, loaded: LoadedFile, store: Store) -> ReadReport:
    try:
        return read_report(loaded, source, job.entry, store.reader)
    except WenjuError:
        raise
    except Exception as error:  # a form of text that nobody thought of must not stop a thousand other files
        logger.exception("reading %s failed", job.path)
        raise CorpusError(
            f"{job.path}：读的时候出错，详情已记入日志（{type(error).__name__}: {error}）"
        ) from error


def _outcome(ready: _Ready, error: CorpusError | None, seconds: float) -> IngestOutcome:
    path, read = str(ready.job.path), ready.read
    if error is not None:
        return IngestOutcome(path, "", "failed", error, 0, 0, seconds)
    status: IngestStatus = "replaced" if ready.replaces else "added"
    counts = (len(read.paragraphs), len(read.figures))
    return IngestOutcome(path, read.report.id, status, None, *counts, seconds, notice_of(read.report))


def _find_jobs(path: Path) -> Iterator[_Job]:
    """The file itself, or every report file under a folder, sorted by name."""
    if path.is_dir():
        yield from _jobs_in(path, {})
        return
    try:
        yield _job(path, _entries_for(path))
    except ManifestError as error:
        yield _Job(path, error=error)


def _entries_for(path: Path) -> dict[Path, ManifestEntry]:
    """The manifest that speaks of one file: of its own folder, else of the nearest above that names it."""
    for folder in path.parents:
        entries = read_manifest(folder)
        if path in entries or (folder == path.parent and entries):
            return entries
    return {}


def _jobs_in(folder: Path, above: dict[Path, ManifestEntry]) -> Iterator[_Job]:
    """A folder's own manifest goes before those of the folders above it."""
    try:
        entries = above | read_manifest(folder)
        inside = sorted(folder.iterdir())
    except ManifestError as error:
        yield _Job(folder, error=error)
        return
    except OSError as error:
        yield _Job(folder, error=CorpusError(f"{folder}：{os_reason(error)}"))
        return
    for path in inside:
        if path.name.startswith(".") or path.name in MANIFEST_NAMES:
            continue
        if path.is_dir():
            yield from _jobs_in(path, entries)
        elif path.suffix.lower() in FORMATS:
            yield _job(path, entries)


def _job(path: Path, entries: dict[Path, ManifestEntry]) -> _Job:
    if not is_printable(str(path)):
        error = FileAccessError(f"{printable(str(path))}：名字不是 UTF-8 编码的，请改名")
        return _Job(path, error=error)
    size = path.stat().st_size if path.is_file() else 0
    return _Job(path, size, entries.get(path))
