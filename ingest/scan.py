"""Exact nearness among the vectors of a few reports, kept in memory while they are asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.library import FoundChunk
from ingest.vectors import Vector

CACHE_MAX_CHUNKS = 20_000  # 30 MB at 384 dimensions


@dataclass(frozen=True)
class ReportVectors:
    """A report's chunks and their vectors, row by row."""

    chunks: Sequence[FoundChunk]
    vectors: Vector  # shape (len(chunks), dimension)


Read = Callable[[Sequence[str]], dict[str, ReportVectors]]


class Scanner:
    """Compares a vector with every vector of some reports. Safe to use from several threads."""

    def __init__(self, read: Read) -> None:
        """`read` fetches reports that are not in memory."""
        self._read = read
        self._kept: OrderedDict[str, ReportVectors] = OrderedDict()
        self._lock = threading.Lock()
        self._generation = 0

    def nearest(
        self, vector: Vector, report_ids: Sequence[str], limit: int
    ) -> list[tuple[FoundChunk, float]]:
        """Chunks with their cosine similarity, cut to 0 to 1, nearest first."""
        parts = [one for one in self._fetch(report_ids) if one.chunks]
        if not parts:
            return []
        scores = np.concatenate([one.vectors @ vector for one in parts]).clip(0.0, 1.0)
        chunks = [chunk for one in parts for chunk in one.chunks]
        return [(chunks[i], float(scores[i])) for i in np.argsort(-scores, kind="stable")[:limit]]

    def forget(self, report_ids: Iterable[str]) -> None:
        """These reports have changed."""
        with self._lock:
            self._generation += 1
            for report_id in report_ids:
                self._kept.pop(report_id, None)

    def clear(self) -> None:
        """Everything has changed."""
        self.forget(list(self._kept))

    def _fetch(self, report_ids: Sequence[str]) -> list[ReportVectors]:
        with self._lock:
            generation = self._generation
            found = {one: self._kept[one] for one in report_ids if one in self._kept}
            for one in found:
                self._kept.move_to_end(one)
        missing = [one for one in report_ids if one not in found]
        if missing:
            found |= self._read(missing)
            with self._lock:
                if generation == self._generation:  # else what was read may be older than a write
                    self._keep({one: found[one] for one in missing})
        return [found[one] for one in report_ids]

    def _keep(self, read: dict[str, ReportVectors]) -> None:
        self._kept.update(read)
        while sum(len(one.chunks) for one in self._kept.values()) > CACHE_MAX_CHUNKS:
            self._kept.popitem(last=False)
