"""The figures that a comparison goes by: one for each of its places, times, indicators or statuses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.periods import contains, period_label, previous, year_of
from rag.records import Filters, Operation, Question
from rag.retrieve import FittedFigure, Retriever
from rag.rows import best_of, fitting_figures

COMPLETION_WITHIN = 60  # characters between a result and what is said of its target
_MET = re.compile(r"完成率|任务|目标|计划|预算")
_OWN_WHOLE = ("全市", "全县", "全区", "全州")
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
    beside: tuple[FittedFigure, ...] = ()  # said besides, and worked out with nothing
    is_completion: bool = False  # a result and how far its target was met: nothing to work out


def gather(
    question: Question, operation: Operation, retriever: Retriever, filters: Filters
) -> Gathered | None:
    """The operands of an operation; None where the question names too little to find any."""
    finder = _Finder(retriever, filters)
    on_growth = operation.on_growth and not question.wants_rate  # 研发投入强度高几个百分点: rates themselves
    plain = replace(
        question, intent="change" if on_growth else "value", scope="", wants_total=False, unit=""
    )  # fmt: skip
    if not (question.content or question.terms):
        return None
    if question.statuses_compared:
        return _over_statuses(plain, finder)
    if operation.kind == "share" and (operation.whole or question.scope in _OWN_WHOLE):
        return _over_whole(plain, operation, finder)
    if len(question.regions) > 1:
        return _over_places(plain, list(question.regions), finder)
    if len(question.parts) > 1:
        over = _over_indicators(plain, finder)
        return over if all(term for term, _ in question.parts) or not over.missing else None
    if operation.level == "year" or len(question.periods) > 1 or operation.against:
        return _over_periods(plain, operation, finder)
    if operation.kind in ("highest", "lowest") and operation.level:
        return _over_places(plain, finder.places(operation, question.regions), finder, named=False)
    return None


class _Finder:
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

    def _is_inside(self, code: str, outer: str) -> bool:
        """Whether a place lies in another; what a zone's own report names lies in the zone."""
        if "/" not in outer:
            return self.regions.is_within(code, outer)
        library = self.retriever.store.library
        own = {r.id for r in library.reports() if r.region == outer}
        return bool(own & library.reports_on([code]))

    def places(self, operation: Operation, base: Sequence[str]) -> list[str]:
        """Codes of the places that “哪个区” asks about: those of the level, inside the place named, that figures are about."""
        held = [code for code in self.retriever.store.library.regions() if code]
        if not base and operation.level in ("city", "any") and len(self.own_regions) > 1:
            return [c for c in self.own_regions if operation.level == "any" or self.name(c).endswith("市")]
        outer = list(base) or self.own_regions
        inside = [c for c in held if any(c != o and self._is_inside(c, o) for o in outer)]
        if operation.level == "town":
            return [c for c in inside if "/" in c]
        counties = [c for c in inside if "/" not in c or self.name(c).endswith(_COUNTY_LIKE)]
        return counties or inside


def _over_places(
    question: Question, codes: list[str], finder: _Finder, named: bool = True
) -> Gathered | None:
    asked = replace(question, regions=tuple(codes))
    fitting = _fitting_by_place(asked, finder) if codes else []
    period = question.periods[0] if len(question.periods) == 1 else _common_period(fitting)
    found = {
        c: best_of(asked, [f for f in fitting if f.figure.region == c and f.figure.period == period])
        or (_newest(asked, [f for f in fitting if f.figure.region == c]) if named else [])
        for c in codes
    }
    gathered = _gathered("地区", {finder.name(c): f for c, f in found.items()}, named)
    return replace(gathered, of_one_indicator=not question.words_by_place)


def _newest(question: Question, fitting: Sequence[FittedFigure]) -> list[FittedFigure]:
    """The figure of another time than the others', for a place that has none of theirs."""
    results = [f for f in fitting if f.figure.status != "target"] or list(fitting)
    latest = max((f.figure.period for f in results), default="")
    return best_of(question, [f for f in results if f.figure.period == latest])


def _fitting_by_place(question: Question, finder: _Finder) -> list[FittedFigure]:
    if not question.words_by_place:
        return finder.fitting(question)
    fitting = []
    for code, words in question.words_by_place:
        terms = tuple(dict.fromkeys(t.name for t in finder.terms.find(words)))
        fitting += finder.fitting(replace(question, regions=(code,), content=words, terms=terms))
    return fitting


def _common_period(fitting: Sequence[FittedFigure]) -> str:
    """The time for which most places have a result; of several the newest."""
    pairs = {(f.figure.period, f.figure.region) for f in fitting if f.figure.status != "target"}
    pairs = pairs or {(f.figure.period, f.figure.region) for f in fitting}
    counts = Counter(period for period, _ in pairs)
    return max(counts, key=lambda p: (counts[p], p), default="")


def _over_whole(question: Question, operation: Operation, finder: _Finder) -> Gathered | None:
    """A place and the one it is part of: 占全市多少."""
    parts = question.regions
    whole = operation.whole or next(
        (c for c in finder.own_regions if all(c != p and finder.regions.is_within(p, c) for p in parts)), ""
    )
    return _over_places(question, [*parts, whole], finder) if parts and whole else None


def _over_periods(question: Question, operation: Operation, finder: _Finder) -> Gathered | None:
    if operation.against:
        question = replace(question, action="")  # 净增: between two totals
    fitting = finder.fitting(replace(question, periods=()))
    periods: Sequence[str] = question.periods
    if operation.level == "year":
        periods = sorted(
            {f.figure.period for f in fitting if f.figure.period.isdigit() and f.figure.status != "target"}
        )
    elif operation.against and len(periods) < 2:
        now = question.periods[0] if question.periods else _common_period(fitting)
        periods = (now, previous(now) if operation.against == "previous" else operation.against)
        fitting = finder.fitting(replace(question, periods=tuple(periods)))
    found = {
        period_label(p): best_of(question, [f for f in fitting if f.figure.period == p]) for p in periods if p
    }
    return _gathered("时期", found, operation.level != "year")


def _over_statuses(question: Question, finder: _Finder) -> Gathered | None:
    """The result and the target, or the result and the share of its target that the report says was met."""
    years = (str(year_of(p)) for p in question.periods if year_of(p))  # half a year goes by the year's target
    fitting = finder.fitting(replace(question, periods=tuple(dict.fromkeys((*question.periods, *years)))))
    targets = [f for f in fitting if f.figure.status == "target"]
    results = best_of(question, [f for f in fitting if f.figure.status != "target" and _in_time(f, question)])
    if results:  # what was planned for another year was not missed in this one
        now = results[0].figure.period
        targets = [f for f in targets if f.figure.period == now or contains(f.figure.period, now)]
    asked = replace(question, status="target")
    gathered = _gathered("", {"完成数": results, "目标数": best_of(asked, targets)}, True)
    met = _completion(results[0], finder) if results else None
    if met and not targets:
        return Gathered("", {"完成数": results[0], "完成率": met}, (), is_completion=True)
    return replace(gathered, of_one_status=False, beside=(met,) if met else ())


def _in_time(one: FittedFigure, question: Question) -> bool:
    return not question.periods or one.figure.period in question.periods


def _completion(result: FittedFigure, finder: _Finder) -> FittedFigure | None:
    """完成投资66.58亿元,年度计划完成率152.6%: how far the plan was met, said right behind the result."""
    paragraph, at = result.evidence.paragraph, result.figure.end
    for figure in finder.retriever.store.library.figures_of([paragraph.id]):
        says_so = _MET.search(figure.name + figure.comparator) and figure.kind == "ratio"
        if says_so and at <= figure.start < at + COMPLETION_WITHIN:
            evidence = replace(result.evidence, figure=figure, start=figure.quote_start, end=figure.quote_end)
            return FittedFigure(evidence, result.fit)
    return None


def _over_indicators(question: Question, finder: _Finder) -> Gathered:
    found = {}
    for term, words in question.parts:
        known = (term,) if term else ()
        asked = replace(
            question, terms=known, content=words, parts=(), wordings=(), wants_rate=_is_rate(words)
        )
        fitting = finder.fitting(asked)
        period = question.periods[0] if question.periods else _common_period(fitting)
        found[term or words] = best_of(asked, [f for f in fitting if f.figure.period == period])
    return replace(_gathered("指标", found, True), of_one_indicator=False)


def _is_rate(words: str) -> bool:
    """Whether words name a rate or a share."""
    return words.endswith(("率", "占比", "比重", "强度"))


def _gathered(heading: str, found: dict[str, list[FittedFigure]], named: bool) -> Gathered:
    return Gathered(
        heading,
        {name: best[0] for name, best in found.items() if best},
        tuple(name for name, best in found.items() if not best) if named else (),
        tuple(name for name, best in found.items() if len(best) > 1),
    )
