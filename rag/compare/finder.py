"""Finds the figures that a comparison goes by, and holds what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.periods import recency
from rag.records import Filters, Level, Operation, Question
from rag.retrieve.choose import fitting_figures
from rag.retrieve.retriever import FittedFigure, Retriever

_COUNTY_LIKE = ("区", "县", "市", "旗")


@dataclass(frozen=True)
class Gathered:
    """What was found for the things to be compared, in the order asked."""

    heading: str
    found: dict[str, FittedFigure]
    missing: tuple[str, ...]  # asked for by name and not found
    unclear: tuple[str, ...] = ()  # several figures fit equally well
    of_one_indicator: bool = True
    of_one_status: bool = True
    of_one_time: bool = True  # a target of next year may be held against this year's result
    beside: tuple[FittedFigure, ...] = ()  # said besides, and worked out with nothing
    left_out: tuple[str, ...] = ()  # places beside them with no figure of that time
    is_completion: bool = False  # a result and how far its target was met: nothing to work out


class Finder:
    """Finds the one figure that answers a question for each of several places, times or indicators."""

    def __init__(self, retriever: Retriever, filters: Filters) -> None:
        self.retriever, self.filters = retriever, filters
        reports = retriever.store.library.reports()
        self.reported = {(r.region, r.period) for r in reports}
        self.own_regions = list(dict.fromkeys(r.region for r in reports if r.region))
        self.regions, self.terms = retriever.store.reader.regions, retriever.store.reader.terms

    def name(self, code: str) -> str:
        return self.regions.name(code)

    def fitting(self, question: Question) -> list[FittedFigure]:
        found = self.retriever.find(question, self.filters).figures
        fitting = fitting_figures(question, found, self.reported)
        if question.intent == "change":  # beside 增长5.7%, 高于全省0.2个百分点 is no growth
            return [f for f in fitting if f.figure.kind == "growth"] or fitting
        return fitting

    def but_for_whose(self, question: Question) -> list[FittedFigure]:
        """Results that fit but for being a part of something that the question does not name."""
        found = self.retriever.find(question, self.filters).figures
        return [f for f in found if f.fit.misses <= {"subject"} and f.figure.status != "target"]

    def is_inside(self, code: str, outer: str) -> bool:
        """Whether a place lies in another; what a zone's own report names lies in the zone."""
        if "/" not in outer:
            return self.regions.is_within(code, outer)
        library = self.retriever.store.library
        own = {r.id for r in library.reports() if r.region == outer}
        return bool(own & library.reports_on([code]))

    def beside(self, code: str) -> list[str]:
        """The places of one kind that lie in the same one as this does, itself among them."""
        around = [o for o in self.own_regions if o != code and self.is_inside(code, o)]
        level: Level = "town" if "/" in code else "district"
        return self.places(Operation("highest", level=level), around[-1:]) if around else []

    def places(self, operation: Operation, base: Sequence[str]) -> list[str]:
        """Codes of the places that “哪个区” asks about: those of the level, inside the place named, that figures are about."""
        held = [code for code in self.retriever.store.library.regions() if code]
        if not base and operation.level in ("city", "any") and len(self.own_regions) > 1:
            return [c for c in self.own_regions if operation.level == "any" or self.name(c).endswith("市")]
        outer = list(base) or self.own_regions
        inside = [c for c in held if any(c != o and self.is_inside(c, o) for o in outer)]
        if operation.level == "town":
            return [c for c in inside if "/" in c]
        if operation.level == "county_city":
            return [c for c in inside if "/" not in c and self.name(c).endswith("市")]
        counties = [c for c in inside if "/" not in c or self.name(c).endswith(_COUNTY_LIKE)]
        return counties or inside


def common_period(fitting: Sequence[FittedFigure]) -> str:
    """The time for which most places have a result; of several the newest."""
    kinds = ({"actual"}, {"actual", "expected"}, {"actual", "expected", "target"})
    found = ([f.figure for f in fitting if f.figure.status in kind] for kind in kinds)
    pairs = {(figure.period, figure.region) for figure in next(filter(None, found), [])}
    counts = Counter(period for period, _ in pairs)
    return max(counts, key=lambda p: (counts[p], recency(p)), default="")


def gathered_of(heading: str, found: dict[str, list[FittedFigure]], named: bool) -> Gathered:
    return Gathered(
        heading,
        {name: best[0] for name, best in found.items() if best},
        tuple(name for name, best in found.items() if not best) if named else (),
        tuple(name for name, best in found.items() if len(best) > 1),
    )
