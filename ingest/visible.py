"""The library and its indexes as somebody sees them from whom some reports are hidden.

Only what stands in `ReadableLibrary` and `ReadableStore` can be read by those who answer questions, and both the
whole library and this view of it have each of these methods: what is added to one has to be thought of in the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from ingest.catalogue import EVERY, Conditions, Order
from ingest.errors import NotFoundError
from ingest.library import Coverage, FoundChunk, Library
from ingest.records import Figure, Paragraph, Report
from ingest.vectors import Vector
from ingest.words import Words

if TYPE_CHECKING:
    from ingest.embed import Embedder
    from ingest.reader import Reader
    from ingest.store import Store

T = TypeVar("T")
NAMES_FACTOR = 4  # how many more indicators are looked at, each time that too many were hidden ones


class ReadableLibrary(Protocol):
    """What answers may read of the library; see `Library`."""

    def reports(self) -> tuple[Report, ...]: ...

    def report(self, report_id: str) -> Report: ...

    def find_report(self, report_id: str) -> Report | None: ...

    def paragraphs_of(self, report_id: str) -> list[Paragraph]: ...

    def paragraphs(self, ids: Sequence[str]) -> list[Paragraph]: ...

    def figures_of(self, paragraph_ids: Sequence[str]) -> list[Figure]: ...

    def figures(self, ids: Sequence[str]) -> list[Figure]: ...

    def find_figures(self, conditions: Conditions = EVERY, limit: int = 1000) -> list[Figure]: ...

    def find_figure_ids(
        self,
        conditions: Conditions,
        order: Order = "document",
        falling: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[str]: ...

    def count_figures(self, conditions: Conditions) -> int: ...

    def indicators(self) -> Mapping[str, int]: ...

    def coverage(self) -> Sequence[Coverage]: ...

    def reports_on(self, regions: Collection[str]) -> set[str]: ...

    def reports_in(self, periods: Collection[str]) -> set[str]: ...

    def regions(self) -> Mapping[str, str]: ...

    def periods(self) -> Sequence[str]: ...


class ReadableWords(Protocol):
    """What answers may read of the full-text index; see `Words`."""

    def search(
        self, query: str, limit: int, report_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]: ...


class ReadableStore(Protocol):
    """What answers may read; see `Store`."""

    home: Path
    model: str

    @property
    def library(self) -> ReadableLibrary: ...

    @property
    def words(self) -> ReadableWords: ...

    @property
    def embedder(self) -> Embedder: ...

    @property
    def reader(self) -> Reader: ...

    def warm(self) -> None: ...

    def seen_by(self, visible: frozenset[str] | None) -> ReadableStore: ...

    def nearest_chunks(self, vector: Vector, limit: int) -> list[tuple[FoundChunk, float]]: ...

    def nearest_in_reports(
        self, vector: Vector, report_ids: Collection[str], limit: int
    ) -> list[tuple[FoundChunk, float]]: ...

    def nearest_indicators(self, vector: Vector, limit: int) -> list[tuple[str, float]]: ...


class VisibleLibrary:
    """`Library` with only the reports whose ids are in `visible`."""

    def __init__(self, whole: Library, visible: frozenset[str]) -> None:
        self._whole = whole
        self.visible = visible
        self._cache: dict[str, tuple[int, Any]] = {}

    def reports(self) -> tuple[Report, ...]:
        return self._cached("reports", lambda: tuple(filter(self._shows, self._whole.reports())))

    def report(self, report_id: str) -> Report:
        if report_id not in self.visible:
            raise NotFoundError(report_id)  # word for word as of one that is not there
        return self._whole.report(report_id)

    def find_report(self, report_id: str) -> Report | None:
        return self._whole.find_report(report_id) if report_id in self.visible else None

    def paragraphs_of(self, report_id: str) -> list[Paragraph]:
        return self._whole.paragraphs_of(report_id) if report_id in self.visible else []

    def paragraphs(self, ids: Sequence[str]) -> list[Paragraph]:
        return [one for one in self._whole.paragraphs(ids) if one.report_id in self.visible]

    def figures_of(self, paragraph_ids: Sequence[str]) -> list[Figure]:
        return [one for one in self._whole.figures_of(paragraph_ids) if one.report_id in self.visible]

    def figures(self, ids: Sequence[str]) -> list[Figure]:
        return [one for one in self._whole.figures(ids) if one.report_id in self.visible]

    def find_figures(self, conditions: Conditions = EVERY, limit: int = 1000) -> list[Figure]:
        return self._whole.find_figures(self._narrowed(conditions), limit)

    def find_figure_ids(
        self,
        conditions: Conditions,
        order: Order = "document",
        falling: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[str]:
        return self._whole.find_figure_ids(self._narrowed(conditions), order, falling, limit, offset)

    def count_figures(self, conditions: Conditions) -> int:
        return self._whole.count_figures(self._narrowed(conditions))

    def _narrowed(self, conditions: Conditions) -> Conditions:
        wanted = self.visible if conditions.report_ids is None else self.visible & conditions.report_ids
        return replace(conditions, report_ids=wanted)

    def indicators(self) -> Mapping[str, int]:
        def load() -> dict[str, int]:
            counts: Counter[str] = Counter()
            for report_id, of in self._whole.indicators_by_report().items():
                if report_id in self.visible:
                    counts.update(of)
            return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

        return self._cached("indicators", load)

    def coverage(self) -> Sequence[Coverage]:
        def load() -> list[Coverage]:
            counts: Counter[tuple[str, str]] = Counter()
            names: dict[str, str] = {}
            for report_id, of in self._whole.coverage_by_report().items():
                for one in of if report_id in self.visible else ():
                    counts[one.region, one.period] += one.figures
                    names[one.region] = min(names.get(one.region, one.region_name), one.region_name)
            return [Coverage(code, names[code], period, n) for (code, period), n in sorted(counts.items())]

        return self._cached("coverage", load)

    def reports_on(self, regions: Collection[str]) -> set[str]:
        return self._whole.reports_on(regions) & self.visible

    def reports_in(self, periods: Collection[str]) -> set[str]:
        return self._whole.reports_in(periods) & self.visible

    def regions(self) -> Mapping[str, str]:
        def load() -> dict[str, str]:
            names = {one.region: one.region_name for one in self.coverage()}
            return names | {one.region: one.region_name for one in self.reports()}

        return self._cached("regions", load)

    def periods(self) -> Sequence[str]:
        return sorted({one.period for one in self.coverage()} - {""})

    def _shows(self, report: Report) -> bool:
        return report.id in self.visible

    def _cached(self, name: str, load: Callable[[], T]) -> T:
        generation = self._whole.generation
        cached = self._cache.get(name)
        if cached is None or cached[0] != generation:
            cached = (generation, load())
            self._cache[name] = cached
        return cast(T, cached[1])


class VisibleWords:
    """`Words` with only the paragraphs of the reports whose ids are in `visible`."""

    def __init__(self, whole: Words, visible: frozenset[str]) -> None:
        self._whole = whole
        self._visible = visible

    def search(
        self, query: str, limit: int, report_ids: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        wanted = self._visible if report_ids is None else self._visible.intersection(report_ids)
        return self._whole.search(query, limit, list(wanted))


class VisibleStore:
    """`Store` with only the reports whose ids are in `visible`, hidden ones left out before anything is ranked."""

    def __init__(self, whole: Store, visible: frozenset[str]) -> None:
        self._whole = whole
        self._visible = visible
        self.home, self.model = whole.home, whole.model
        self.library = VisibleLibrary(whole.library, visible)
        self.words = VisibleWords(whole.words, visible)

    @property
    def embedder(self) -> Embedder:
        return self._whole.embedder

    @property
    def reader(self) -> Reader:
        return self._whole.reader

    def warm(self) -> None:
        self._whole.warm()

    def seen_by(self, visible: frozenset[str] | None) -> ReadableStore:
        """Narrower still; nobody sees more than this view shows."""
        return self if visible is None else self._whole.seen_by(self._visible & visible)

    def nearest_chunks(self, vector: Vector, limit: int) -> list[tuple[FoundChunk, float]]:
        return self._whole.nearest_in_reports(vector, self._visible, limit)

    def nearest_in_reports(
        self, vector: Vector, report_ids: Collection[str], limit: int
    ) -> list[tuple[FoundChunk, float]]:
        return self._whole.nearest_in_reports(vector, self._visible.intersection(report_ids), limit)

    def nearest_indicators(self, vector: Vector, limit: int) -> list[tuple[str, float]]:
        shown, in_all = self.library.indicators(), len(self._whole.library.indicators())
        fetched = limit
        while True:
            found = self._whole.nearest_indicators(vector, fetched)
            inside = [pair for pair in found if pair[0] in shown]
            if len(inside) >= limit or fetched >= in_all:
                return inside[:limit]
            fetched *= NAMES_FACTOR
