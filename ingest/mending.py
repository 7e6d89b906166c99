"""Words and vectors brought in step with SQL: what is missing is made, what is left over goes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import StorageError
from ingest.library import Library
from ingest.rows import vector_id
from ingest.vectors import COLLECTIONS, Collection, Vectors
from ingest.words import Entry, Words

if TYPE_CHECKING:
    from ingest.embed import Embedder

logger = logging.getLogger(__name__)

EMBED_BATCH = 512  # texts between two writes when much is embedded anew
Progress = Callable[[int, int], None]  # texts embedded, texts to embed


@dataclass(frozen=True)
class Mended:
    """What was put into and taken out of the indexes to bring them in step with SQL."""

    paragraphs_added: int
    paragraphs_removed: int
    chunks_added: int
    chunks_removed: int
    indicators_added: int
    indicators_removed: int

    @property
    def is_nothing(self) -> bool:
        """All was in step."""
        return not any(vars(self).values())


class Mender:
    """Holds the indexes to the library."""

    def __init__(
        self, library: Library, words: Words, vectors: Vectors, embedder: Callable[[], Embedder]
    ) -> None:
        """`embedder` gives the model, loaded only if something has to be embedded."""
        self.library, self.words, self.vectors = library, words, vectors
        self._embedder = embedder

    def mend(self, progress: Progress | None = None) -> Mended:
        """Add what is missing and take out what is left over."""
        return Mended(*self.mend_words(), *self._mend_vectors(progress))

    def mend_words(self) -> tuple[int, int]:
        """Returns how many paragraphs were added and removed; a changed one counts as both."""
        entries = {one.paragraph_id: one for one in self.entries([r.id for r in self.library.reports()])}
        present = self.words.digests()
        removed = [one for one in present if one not in entries or entries[one].digest != present[one]]
        gone = set(removed)
        added = [entry for one, entry in entries.items() if one not in present or one in gone]
        if added or removed:
            self.words.replace_paragraphs(removed, added)
        return len(added), len(removed)

    def entries(self, report_ids: Sequence[str]) -> Iterator[Entry]:
        """What the word index holds of these reports."""
        for report_id in dict.fromkeys(report_ids):
            for paragraph in self.library.paragraphs_of(report_id):
                yield Entry.of(paragraph)

    def discard_damaged(self) -> None:
        """Begin an index anew that cannot even be read."""
        try:
            self.words.digests()
        except StorageError as error:
            logger.warning("word index is damaged and is made anew: %s", error)
            self.words.discard()
        try:
            self._probe_vectors()
        except StorageError as error:
            logger.warning("vectors are damaged and are made anew: %s", error)
            self.vectors.discard()

    def _probe_vectors(self) -> None:
        """Ask for the neighbour of one stored vector of each collection: a damaged index fails here."""
        for name in COLLECTIONS:
            some = sorted(self.vectors.all_ids(name))[:1]
            for vector in self.vectors.get(name, some).values():
                self.vectors.nearest(name, vector, 1)

    def _mend_vectors(self, progress: Progress | None = None) -> tuple[int, int, int, int]:
        """Returns how many chunks were added and removed, then how many indicators."""
        names = {vector_id(name): name for name in self.library.indicators()}
        needed: dict[Collection, set[str]] = {
            "chunks": self.library.vector_ids(),
            "indicators": set(names),
        }
        present = {name: self.vectors.all_ids(name) for name in COLLECTIONS}
        added = {name: sorted(needed[name] - present[name]) for name in COLLECTIONS}
        removed = {name: sorted(present[name] - needed[name]) for name in COLLECTIONS}
        for name in COLLECTIONS:
            self.vectors.delete(name, removed[name])
        todo = [(name, some) for name in COLLECTIONS for some in _batches(added[name])]
        total, done = sum(map(len, added.values())), 0
        for name, some in todo:
            texts = (
                self.library.texts_of_vectors(some) if name == "chunks" else {one: names[one] for one in some}
            )
            self.vectors.add(name, list(texts), self._embedder().passages(list(texts.values())))
            done += len(some)
            if progress is not None:
                progress(done, total)
        counts = [len(some[name]) for name in COLLECTIONS for some in (added, removed)]
        return counts[0], counts[1], counts[2], counts[3]


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + EMBED_BATCH] for start in range(0, len(ids), EMBED_BATCH)]
