"""Questions that need several figures side by side: the operands found, held to one measure, and worked out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.periods import contains, period_label, previous, year_of
from rag.compose import claim_figure, wording_of
from rag.compute import Operand, compute, mismatch, ranked_operands
from rag.records import Computation, Draft, Filters, Grid, Operation, Question, Refusal
from rag.retrieve import FittedFigure, Retriever
from rag.rows import best_of, fitting_figures

COMPLETION_WITHIN = 60  # characters between a result and what is said of its target
_MET = re.compile(r"完成率|任务|目标|计划|预算")
MIN_LOWEST = 4  # places that a report has to give before one of them is said to be the lowest
MAX_OPERANDS = 12  # shown in an answer; all that were found are compared
_OWN_WHOLE = ("全市", "全县", "全区", "全州")
_COUNTY_LIKE = ("区", "县", "市", "旗")


@dataclass(frozen=True)
class _Gathered:
    """What was found for the things to be compared, in the order asked."""

    heading: str
    found: dict[str, FittedFigure]
    missing: tuple[str, ...]  # asked for by name and not found
    unclear: tuple[str, ...] = ()  # several figures fit equally well
    of_one_indicator: bool = True
    of_one_status: bool = True
    beside: tuple[FittedFigure, ...] = ()  # said besides, and worked out with nothing
    is_completion: bool = False  # a result and how far its target was met: nothing to work out


def work_out(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The draft of a question over several figures; None when it is not one, or names too little to work with."""
    operation = question.operation or (Operation("difference") if question.statuses_compared else None)
    if operation is None:
        return None
    gathered = _gather(question, operation, _Finder(retriever, filters))
    if gathered is None:
        return None
    if len(gathered.found) < (MIN_LOWEST if _is_open_end(operation, question) else 2):
        return _too_few(question, operation, gathered)
    return _draft(question, operation, gathered)


def _is_open_end(operation: Operation, question: Question) -> bool:
    """The lowest of places that nobody named: reports name the leading few, the lowest may well be missing."""
    return operation.kind == "lowest" and operation.level != "year" and len(question.regions) < 2


def is_stated_first(question: Question) -> bool:
    """Shares, multiples and changes stand in reports themselves; only what they do not state is worked out."""
    operation = question.operation
    if operation is None or len(question.regions) > 1 or len(question.periods) > 1:
        return False
    if operation.kind == "ratio":
        return not question.parts
    return operation.kind == "share" or (operation.kind == "difference" and bool(operation.against))


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


def _gather(question: Question, operation: Operation, finder: _Finder) -> _Gathered | None:
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


def _over_places(
    question: Question, codes: list[str], finder: _Finder, named: bool = True
) -> _Gathered | None:
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


def _over_whole(question: Question, operation: Operation, finder: _Finder) -> _Gathered | None:
    """A place and the one it is part of: 占全市多少."""
    parts = question.regions
    whole = operation.whole or next(
        (c for c in finder.own_regions if all(c != p and finder.regions.is_within(p, c) for p in parts)), ""
    )
    return _over_places(question, [*parts, whole], finder) if parts and whole else None


def _over_periods(question: Question, operation: Operation, finder: _Finder) -> _Gathered | None:
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


def _over_statuses(question: Question, finder: _Finder) -> _Gathered | None:
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
        return _Gathered("", {"完成数": results[0], "完成率": met}, (), is_completion=True)
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


def _over_indicators(question: Question, finder: _Finder) -> _Gathered:
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


def _gathered(heading: str, found: dict[str, list[FittedFigure]], named: bool) -> _Gathered:
    return _Gathered(
        heading,
        {name: best[0] for name, best in found.items() if best},
        tuple(name for name, best in found.items() if not best) if named else (),
        tuple(name for name, best in found.items() if len(best) > 1),
    )


def _too_few(question: Question, operation: Operation, gathered: _Gathered) -> Draft | None:
    """With one figure or none nothing is compared; what was asked of named places the plain answer says."""
    if operation.level in ("", "year") or len(question.regions) > 1:
        return None
    message = f"报告没有写到可以互相比较的几个地区的{wording_of(question)}。"
    claims = [claim_figure(f) for f in gathered.found.values()]
    return Draft((), Refusal("no_figure", message), tuple((c.evidence, "other_region") for c in claims))


def _draft(question: Question, operation: Operation, gathered: _Gathered) -> Draft:
    operands = [Operand(name, one.figure) for name, one in gathered.found.items()]
    reason = _why_not(gathered, operands)
    if operation.kind in ("highest", "lowest"):
        operands = ranked_operands(operation, operands)
    claims = {o.name: claim_figure(gathered.found[o.name]) for o in operands}
    result = None if reason or gathered.is_completion else compute(operation, operands)
    computations: tuple[Computation, ...] = ()
    if result is not None:
        computations = (
            Computation(
                operation,
                f"计算得出：{result.words}",
                result.value,
                result.unit,
                tuple(claims),
                tuple(claims.values()),
            ),
        )
    gaps = [f"{name}的{wording_of(question)}，报告未见" for name in gathered.missing]
    if result is None and not gathered.is_completion:
        gaps.append(f"{reason or '这类数据不能这样计算'}，不作计算")
    rows = (*claims, *gathered.missing)
    column = _column(operands)
    grid = Grid(gathered.heading or "性质", rows, (column,), tuple((n, column, c) for n, c in claims.items()))
    return Draft(
        claims=(*tuple(claims.values())[:MAX_OPERANDS], *map(claim_figure, gathered.beside)),
        refusal=None,
        notice=question.notice,
        gaps=tuple(gaps),
        confidence=min(0.95, round(min(f.fit.score for f in gathered.found.values()), 3)),
        computations=computations,
        grid=grid,
        opening=_verdict(question, operands) if question.statuses_compared else "",
    )


def _verdict(question: Question, operands: Sequence[Operand]) -> str:
    """Whether the target was met, for those who ask so; "" where the figures do not show it."""
    result, against = (o.figure for o in operands[:2])
    if question.intent != "yes_no" or result.period != against.period:
        return ""
    if against.status != "target":
        return "已完成；" if against.value >= 100 else "未完成；"
    is_ceiling = against.bound in ("at_most", "less_than") or "控制" in against.context
    is_met = result.value <= against.value if is_ceiling else result.value >= against.value
    return "已达到目标；" if is_met else "未达到目标；"


def _why_not(gathered: _Gathered, operands: Sequence[Operand]) -> str:
    if gathered.missing:
        return "缺少一方的数"
    if (
        gathered.heading != "时期"
        and len({o.figure.period for o in operands}) > 1
        and not _is_so_far(operands)
    ):
        return "所列的数不是同一时期的"
    if gathered.unclear:
        return f"{'、'.join(gathered.unclear)}在报告中有几个不同的数"
    return mismatch(
        operands, of_one_indicator=gathered.of_one_indicator, of_one_status=gathered.of_one_status
    )


def _is_so_far(operands: Sequence[Operand]) -> bool:
    """A sum so far and the year's target for it: 还差多少 goes by both; a growth so far has no such rest."""
    if len(operands) != 2 or operands[1].figure.status != "target":
        return False
    result, target = (o.figure for o in operands)
    return contains(target.period, result.period) and result.kind in ("count", "amount", "area", "quantity")


def _column(operands: Sequence[Operand]) -> str:
    figure = operands[0].figure
    same_time = len({o.figure.period for o in operands}) == 1
    same_indicator = len({o.figure.indicator for o in operands}) == 1
    time = period_label(figure.period) if same_time and figure.period else ""
    growth = "增速" if figure.kind == "growth" else ""
    return time + (figure.indicator + growth if same_indicator else "") or "数值"
