"""The library with its indexes, its embedder and its reader, opened together and kept in step.

SQL is the truth. The indexes differ from it only while something is written, and then a note in the journal
says so; whoever opens the library next brings them back in step. A vector's id is the digest of its text: it
is never overwritten, an unchanged text is never embedded again, and a vector that no chunk needs is merely
left over.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from ingest.e5.folder import DEFAULT_MODEL
from ingest.errors import CorpusError, EmbedderMismatchError, StorageError
from ingest.library import FoundChunk, Library
from ingest.lock import HomeLock
from ingest.mending import Mended, Mender, Progress
from ingest.records import Report
from ingest.rows import vector_id
from ingest.scan import ReportVectors, Scanner
from ingest.settings import IngestSettings
from ingest.vectors import Vector, Vectors
from ingest.visible import ReadableStore, VisibleStore
from ingest.words import Words

if TYPE_CHECKING:
    from ingest.embed import Embedder
    from ingest.reader import Reader, ReadReport

logger = logging.getLogger(__name__)

SCAN_MAX_CHUNKS = 2000  # reading a vector takes 0.1 ms, so that a larger scope goes through the index
VIEWS_KEPT = 16  # of what callers see; they differ by their groups, and there are few sets of groups


@dataclass(frozen=True)
class Incoming:
    """A report on its way into the library."""

    read: ReadReport
    replaces: tuple[str, ...] = ()  # ids of reports that go when it comes
    path: str = ""  # absolute
    groups: tuple[str, ...] = ()  # that it comes into


def open_store(
    settings: IngestSettings,
    embedder: Embedder | None = None,
    reader: Reader | None = None,
    allow_mismatch: bool = False,
) -> Store:
    """Take the data directory and open all that is in it.

    Args:
        embedder, reader: used in place of those that the settings name.
        allow_mismatch: also open a library that waits for `reindex`, to do just that.
    Raises:
        LibraryLockedError: another process has the directory.
        EmbedderMismatchError: the vectors were made with another model.
        StorageError: something cannot be read or written.
    """
    lock = HomeLock(settings.home)
    try:
        store = Store(settings, lock, embedder, reader)
        store.start(allow_mismatch)
    except BaseException:
        lock.release()
        raise
    return store


class Store:
    """Everything under one data directory. Reading is safe from several threads, writing takes its turn."""

    def __init__(
        self, settings: IngestSettings, lock: HomeLock, embedder: Embedder | None, reader: Reader | None
    ) -> None:
        """Use `open_store`."""
        self.settings = settings
        self.home: Path = settings.home
        self.model = embedder.model if embedder else _model_name(settings.embedding_model)
        self.library = Library(settings.sql_url)
        self.words = Words(settings.home / "words")
        self.vectors = Vectors(settings.home / "vectors", settings.chroma_url)
        self._lock = lock
        self._given_embedder = embedder
        self._given_reader = reader
        self._writing = threading.RLock()
        self._loading = threading.Lock()
        self._viewing = threading.Lock()
        self._mender = Mender(self.library, self.words, self.vectors, lambda: self.embedder)
        self._scanner = Scanner(self._read_vectors)
        self._views: OrderedDict[frozenset[str], VisibleStore] = OrderedDict()

    def start(self, allow_mismatch: bool) -> None:
        """Check that the vectors fit the model, and mend what a crash left."""
        if not allow_mismatch:
            self._check_model()
            self._mend_left_over()
        if self.words.is_fresh and self.library.reports():
            logger.warning("word index is built anew from %d reports", len(self.library.reports()))
            self._mender.mend_words()

    def close(self) -> None:
        """Let go of everything, the data directory last."""
        try:
            self.words.close()
            self.vectors.close()
            self.library.close()
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def set_address(self, address: str) -> None:
        """Tell other processes where the service of this one listens."""
        self._lock.set_address(address)

    @property
    def embedder(self) -> Embedder:
        """The embedding model, loaded at first use."""
        with self._loading:
            return self._embedder

    @property
    def reader(self) -> Reader:
        """Regions and terms, loaded at first use."""
        with self._loading:
            return self._reader

    def load_terms_again(self) -> None:
        """Take up what the file of one's own terms says now; what was read before stays until it is read again.

        Raises:
            TermsError: the file does not say what it must; the terms stay as they were.
        """
        from ingest.reader import Reader

        reader = Reader.load(self.settings.terms)
        with self._loading:
            self.__dict__["_reader"] = reader

    def warm(self) -> None:
        """Load now what would slow down the first question: chromadb beside the embedding model."""
        failed: list[StorageError] = []

        def open_vectors() -> None:
            try:
                self.vectors.open()
            except StorageError as error:
                failed.append(error)

        thread = threading.Thread(target=open_vectors)
        thread.start()
        self.embedder.query("问")
        thread.join()
        if failed:
            raise failed[0]

    # writing

    def put(self, incoming: Sequence[Incoming], progress: Progress | None = None) -> dict[str, CorpusError]:
        """Write reports, each as one step: it is there with all its parts, or what it replaces still is.

        Their new texts are embedded together before anything is written.

        Returns:
            Report id → error of those that were refused; the others are in.
        Raises:
            StorageError: disk full, no permission; what was not yet in is as before.
        """
        with self._writing:
            ids = [one.read.report.id for one in incoming]
            old_ids = [old for one in incoming for old in one.replaces]
            touched = list(dict.fromkeys([*ids, *old_ids]))
            old_vectors = {chunk.vector_id for chunk in self.library.found_chunks(touched)}
            old_names = self.library.indicators_of(touched)
            texts, names = self._new_texts(incoming), self._new_indicators(incoming)
            embedded = self._embed([*texts.values(), *names.values()], progress)
            self._note_model()
            with self._journalled(touched):
                self.vectors.add("chunks", list(texts), embedded[: len(texts)])
                self.vectors.add("indicators", list(names), embedded[len(texts) :])
                refused = self._put_into_library(incoming)
                self.words.replace(touched, self._mender.entries(touched))
                self._drop_left_over({*old_vectors, *texts}, {*old_names, *names.values()})
            return refused

    def delete(self, report_id: str) -> Report:
        """Take a report out of everything and return it.

        Raises:
            NotFoundError: no report has this id.
        """
        with self._writing:
            report = self.library.report(report_id)
            vectors = {chunk.vector_id for chunk in self.library.found_chunks([report_id])}
            names = self.library.indicators_of([report_id])
            with self._journalled([report_id]):
                self.library.delete_report(report_id)
                self.words.delete([report_id])
                self._drop_left_over(vectors, names)
            return report

    def doctor(self) -> Mended:
        """Hold every word and vector to SQL, and mend what differs.

        Raises:
            StorageError: the database itself is damaged.
        """
        with self._writing:
            self.library.check()
            self._mender.discard_damaged()
            mended = self._mender.mend()
            self.library.close_journal(self.library.journal())
            return mended

    def reindex(self, progress: Progress | None = None) -> Mended:
        """Make words and vectors anew from SQL with the embedding model in use."""
        with self._writing:
            self.library.set_meta("reindexing", "yes")
            self.library.set_meta("embedding_model", self.model)
            self.vectors.discard()
            self._scanner.clear()
            self.words.discard()
            mended = self._mender.mend(progress)
            self.library.set_meta("reindexing", "")
            self.library.close_journal(self.library.journal())
            return mended

    # reading

    def seen_by(self, visible: frozenset[str] | None) -> ReadableStore:
        """What somebody reads of it who may see these reports only; None is all."""
        if visible is None:
            return self
        with self._viewing:
            view = self._views.pop(visible, None) or VisibleStore(self, visible)
            self._views[visible] = view
            if len(self._views) > VIEWS_KEPT:
                self._views.popitem(last=False)
        return view

    def nearest_chunks(self, vector: Vector, limit: int) -> list[tuple[FoundChunk, float]]:
        """Chunks of the whole library with their cosine similarity (0 to 1), nearest first."""
        return self._resolve(self.vectors.nearest("chunks", vector, limit))[:limit]

    def nearest_in_reports(
        self, vector: Vector, report_ids: Collection[str], limit: int
    ) -> list[tuple[FoundChunk, float]]:
        """The same among these reports only: exact while they are few, else from the index."""
        counts = self.library.chunk_counts()
        wanted = [one for one in dict.fromkeys(report_ids) if counts.get(one)]
        if sum(counts[one] for one in wanted) <= SCAN_MAX_CHUNKS:
            return self._scanner.nearest(vector, wanted, limit)
        scope = set(wanted)
        fetched = limit
        while True:
            fetched = min(fetched * 4, sum(counts.values()))
            near = self._resolve(self.vectors.nearest("chunks", vector, fetched))
            inside = [(chunk, score) for chunk, score in near if chunk.report_id in scope]
            if len(inside) >= limit or fetched == sum(counts.values()):
                return inside[:limit]

    def nearest_indicators(self, vector: Vector, limit: int) -> list[tuple[str, float]]:
        """Indicators that figures answer, with their cosine similarity (0 to 1), nearest first."""
        found = self.vectors.nearest("indicators", vector, limit)
        named = [(self.library.indicator_of_vector(one), score) for one, score in found]
        return [(name, score) for name, score in named if name is not None]

    # how it is done

    @cached_property
    def _embedder(self) -> Embedder:
        if self._given_embedder is not None:
            return self._given_embedder
        from ingest.embed import open_embedder

        return open_embedder(self.settings.embedding_model, self.home)

    @cached_property
    def _reader(self) -> Reader:
        if self._given_reader is not None:
            return self._given_reader
        from ingest.reader import Reader

        return Reader.load(self.settings.terms)

    def _check_model(self) -> None:
        made_with = self.library.meta("embedding_model")
        if made_with and made_with != self.model and self.library.reports():
            raise EmbedderMismatchError(
                f"{self.home} 里的资料库用的是 {made_with}，现在设的是 {self.model}；"
                f"运行 wenju reindex 换过来，或设 WENJU_EMBEDDING_MODEL={made_with}"
            )
        if self.library.meta("reindexing"):
            raise StorageError(f"{self.home} 重建索引时中断了；请再运行 wenju reindex")

    def _note_model(self) -> None:
        made_with = self.library.meta("embedding_model")
        if made_with == self.model:
            return
        if made_with:  # another model, and no report any more: its collections have another dimension
            self.vectors.discard()
        self.library.set_meta("embedding_model", self.model)

    @contextmanager
    def _journalled(self, report_ids: Sequence[str]) -> Iterator[None]:
        number = self.library.open_journal(report_ids)
        try:
            yield
        except BaseException:
            try:
                self.vectors.close()  # after a full disk this Chroma client would hang, a new one does not
                self._mender.mend()
                self.library.close_journal([number])
            except Exception as error:
                logger.warning("indexes will be mended at the next start: %s", error)
            raise
        finally:
            self._scanner.forget(report_ids)
        self.library.close_journal([number])

    def _embed(self, texts: Sequence[str], progress: Progress | None) -> Vector:
        if not texts:
            return np.empty((0, 0), np.float32)
        tell = (lambda done: progress(done, len(texts))) if progress is not None else None
        return self.embedder.passages(texts, tell)

    def _put_into_library(self, incoming: Sequence[Incoming]) -> dict[str, CorpusError]:
        refused: dict[str, CorpusError] = {}
        for one in incoming:
            read = one.read
            try:
                self.library.put_report(
                    read.report,
                    read.paragraphs,
                    read.figures,
                    read.chunks,
                    one.replaces,
                    one.path,
                    one.groups,
                )
            except CorpusError as error:
                refused[read.report.id] = error
        return refused

    def _new_texts(self, incoming: Sequence[Incoming]) -> dict[str, str]:
        texts = {vector_id(chunk.text): chunk.text for one in incoming for chunk in one.read.chunks}
        known = self.library.texts_of_vectors(list(texts))
        return {one: text for one, text in texts.items() if one not in known}

    def _new_indicators(self, incoming: Sequence[Incoming]) -> dict[str, str]:
        figures = (figure for one in incoming for figure in one.read.figures)
        names = {name for figure in figures for name in (figure.indicator, *figure.joint) if name}
        return {vector_id(name): name for name in sorted(names - self.library.known_indicators(names))}

    def _drop_left_over(self, vector_ids: Collection[str], names: Collection[str]) -> None:
        """Take out those vectors that no chunk and no figure needs any more."""
        needed = self.library.texts_of_vectors(list(vector_ids))
        self.vectors.delete("chunks", [one for one in vector_ids if one not in needed])
        unused = set(names) - self.library.known_indicators(names)
        self.vectors.delete("indicators", [vector_id(name) for name in unused])

    def _mend_left_over(self) -> None:
        journal = self.library.journal()
        if not journal:
            return
        report_ids = sorted({one for ids in journal.values() for one in ids})
        logger.warning("mending what an interrupted write left of reports %s", ", ".join(report_ids))
        try:
            self._mender.mend()
            self.library.close_journal(journal)
        except StorageError as error:  # SQL is whole, so that questions can be answered even on a full disk
            logger.warning("not mended yet: %s", error)

    def _resolve(self, near: Sequence[tuple[str, float]]) -> list[tuple[FoundChunk, float]]:
        scores = dict(near)
        return [(chunk, scores[chunk.vector_id]) for chunk in self.library.chunks_of_vectors(list(scores))]

    def _read_vectors(self, report_ids: Sequence[str]) -> dict[str, ReportVectors]:
        chunks: dict[str, list[FoundChunk]] = {one: [] for one in report_ids}
        for chunk in self.library.found_chunks(report_ids):
            chunks[chunk.report_id].append(chunk)
        ids = {chunk.vector_id for some in chunks.values() for chunk in some}
        vectors = self.vectors.get("chunks", list(ids))
        return {one: _report_vectors(some, vectors) for one, some in chunks.items()}


def _report_vectors(chunks: Sequence[FoundChunk], vectors: dict[str, Vector]) -> ReportVectors:
    present = [chunk for chunk in chunks if chunk.vector_id in vectors]
    return ReportVectors(present, np.array([vectors[chunk.vector_id] for chunk in present]))


def _model_name(configured: str) -> str:
    """The name that the embedder of this setting will have."""
    folder = Path(configured).expanduser()
    return str(folder.resolve()) if configured and folder.is_dir() else configured or DEFAULT_MODEL
