"""What a figure was the year before, where a report says only what it is and by how much it changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.numerals import scale
from ingest.periods import find_periods, period_label, previous, year_of
from ingest.records import Figure
from rag.answer.claim import claim_figure
from rag.compare.compute import Operand, compute
from rag.compare.finder import Finder
from rag.compare.targets import cited
from rag.records import Computation, Draft, Filters, Operation, Question
from rag.retrieve.retriever import FittedFigure, Retriever

_LEVELS = ("count", "amount", "area", "quantity", "ratio", "growth", "rank")
_OWN_INTENTS = ("rank", "change")  # of what a rank or a growth was; else a level is asked for
# 较2022年多
_YEAR = re.compile(r"[较比与](?P<year>(?:19|20)\d\d)年")
# 去年同期争取了多少: of the part of the year that the report is on
# 去年同期
_SAME_TIME = re.compile(r"(?:去年|上年)同期")
# 比一季度加快
_PART = re.compile(r"[较比](?P<part>[一二三]季度|上半年|前三季度)")
# 较上年末增加, of a half year too
_YEAR_END = re.compile(r"[较比](?:上年[末底]|上?年初|去年[末底])")
# 同比减少
_YEAR_BEFORE = re.compile(r"同比|[较比与](?:上年|去年|上一年)(?:同期)?(?![末底初])")


def tell_before(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """631件，较2022年多41件: 590 in 2022; 第4位，较上年前移1位: the fifth; None where no later figure says so."""
    if len(question.periods) != 1 or question.operation is not None or question.status == "target":
        return None
    asked = "" if _SAME_TIME.search(question.text) else question.periods[0]
    finder = Finder(retriever, filters)
    intent = question.intent if question.intent in _OWN_INTENTS else "value"
    later = finder.fitting(replace(question, periods=(), intent=intent, action=""))
    if len({one.figure.region for one in later}) > 1:
        return None  # of no place in particular
    for one in later:
        change = _change_from(asked, one, finder)
        if change is not None:
            return _worked_out(question, asked or _base_period(change.figure), one, change)
    return None


def _change_from(asked: str, one: FittedFigure, finder: Finder) -> FittedFigure | None:
    """By how much the figure differs from what it was at the time asked."""
    figure = one.figure
    if figure.kind not in _LEVELS or figure.bound or figure.joint or figure.status != "actual":
        return None
    others = finder.retriever.store.library.figures_of([figure.paragraph_id])
    text = one.evidence.paragraph.text
    changes = (
        f
        for f in others
        if _is_change_of(figure, f) and _is_from(f, asked) and _is_next(figure, f, others, text)
    )
    return next((cited(one, change) for change in changes), None)


def _is_change_of(figure: Figure, other: Figure) -> bool:
    same = ("indicator", "name", "subject", "region", "period", "status")
    points = figure.kind in ("ratio", "growth") and other.unit == "个百分点"
    if figure.kind == "rank":
        points = other.unit.strip("个次") in ("位", "名")
    return (
        other.kind == "change"
        and not other.bound
        and other.start > figure.start
        and all(getattr(figure, field) == getattr(other, field) for field in same)
        and (points or scale(figure.unit)[1] == scale(other.unit)[1])
    )


def _is_next(figure: Figure, change: Figure, others: Sequence[Figure], text: str) -> bool:
    """新开工72个、竣工58个，比上年分别多9个、少3个: whose a change is, only the one right behind its level tells."""
    between = [f for f in others if figure.end <= f.start < change.start]
    alike = any(scale(f.unit)[1] == scale(change.unit)[1] for f in between)
    return not alike and "分别" not in text[figure.end : change.start]


def _is_from(change: Figure, asked: str) -> bool:
    """Whether a change counts from the time asked; "" asks for the same time of the year before."""
    base = _base_period(change)
    return base == asked if asked else bool(base) and base == previous(change.period)


def _base_period(change: Figure) -> str:
    """The time that a change counts from; "" where it is another place's number or not said."""
    said = change.comparator
    if year := _YEAR.match(said):
        return year["year"]
    own = year_of(change.period)
    if own and (part := _PART.match(said)):
        return next((m.period for m in find_periods(part["part"], own)), "")
    if _YEAR_END.match(said):
        return str(own - 1) if own else ""
    return previous(change.period) if _YEAR_BEFORE.match(said) else ""


def _worked_out(question: Question, asked: str, one: FittedFigure, change: FittedFigure) -> Draft | None:
    operation = Operation("before", against=asked)
    names = (period_label(one.figure.period), period_label(asked))
    figures = (one.figure, change.figure)
    result = compute(operation, [Operand(n, f) for n, f in zip(names, figures, strict=True)])
    if result is None:
        return None
    claims = (claim_figure(one), claim_figure(change))
    words = f"计算得出：{result.words}"
    computation = Computation(operation, words, result.value, result.unit, names, claims)
    confidence = min(0.9, round(one.fit.score, 3))
    shown = claims[1:] if claims[0].quote in claims[1].quote else claims
    return Draft(shown, None, (), question.notice, (), confidence, computations=(computation,))
