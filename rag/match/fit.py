"""A figure held against every slot of a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.verbs import NEW_ACTIONS, STOCK_ACTIONS
from rag.match.action import action_fits
from rag.match.indicator import IndicatorFit, fit_indicator
from rag.match.kind import MOVES, kind_fits
from rag.match.scope import scope_fits
from rag.match.subject import is_subject_asked, owner_is_missed
from rag.match.words import without_scale
from rag.records import Question
from rag.wording.deeds import says_deed

_NEAR_ACTION = 12  # characters in front of a number, where what was done stands
# 累计完成投资186亿元,其中2024年完成104亿元
_OF_THE_YEAR = re.compile(r"其中(?:,|，)?(?:20\d\d年|今年|当年|年内|本年)[^\d,，;；]{0,8}[\d.]+[^\d,，;；]*$")
Miss = Literal["indicator", "region", "period", "status", "action", "kind", "subject", "scope"]


@dataclass(frozen=True)
class Fit:
    """How a figure fits: `misses` empty means that it answers."""

    score: float
    misses: frozenset[Miss]
    why: str = ""  # of a miss of the indicator: the check that tells the two apart


def fit_figure(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> Fit:
    """Hold one figure against every slot of the question, in the wording that it bears out best."""
    indicator = max(
        (fit_indicator(one, figure, paragraph, terms) for one in worded_ways(question)),
        key=lambda fit: (not fit.is_miss, not fit.subject_is_miss, fit.score),
    )
    misses = _misses(question, figure, paragraph, indicator)
    return Fit(indicator.score + _bonus(question, figure), misses, indicator.why)


def _misses(
    question: Question, figure: Figure, paragraph: Paragraph, indicator: IndicatorFit
) -> frozenset[Miss]:
    is_missed: dict[Miss, bool] = {
        "indicator": indicator.is_miss,
        "subject": indicator.subject_is_miss or owner_is_missed(question, figure, paragraph),
        "region": bool(question.regions) and figure.region not in question.regions,
        "period": bool(question.periods)
        and not any(figure.period == p or nearly_of(figure, p) for p in question.periods),
        "status": not _status_fits(question, figure),
        "action": not action_fits(question, figure),
        "kind": not kind_fits(question, figure, paragraph),
        "scope": not scope_fits(question, figure, paragraph),
    }
    return frozenset(slot for slot, missed in is_missed.items() if missed)


@lru_cache(maxsize=64)
def worded_ways(question: Question) -> tuple[Question, ...]:
    """The question in each of its wordings; none but its own where it was asked on with another content."""
    first, *others = question.wordings or (None,)
    if first is None or first.content != question.content:
        return (question,)
    return (
        question,
        *(replace(question, content=w.content, terms=w.terms, verb=w.verb) for w in others if w),
    )


# 截至11月底 in a year's report: as far as that reports on the year
# 2024-01/2024-11
_NEARLY_THE_YEAR = re.compile(r"(?P<year>\d{4})-01/\d{4}-1[01]")
# what a look back on several years says there is, is so at the end of the last
# 2021/2025
_RUN_OF_YEARS = re.compile(r"\d{4}/(?P<year>\d{4})")
# 累计新改建
_OF_THE_RUN = re.compile("累计|合计|共计|年均|平均|新|[增降]")


def nearly_of(figure: Figure, period: str) -> bool:
    """Whether a figure of another period tells of this one: its first eleven months, or how things were at its end.

    “十四五”以来 is told of the years of it that are over: 2021-2024年.
    """
    if "/" in period and "-" not in period:
        return (
            bool(_RUN_OF_YEARS.fullmatch(figure.period))
            and figure.period[:5] == period[:5]
            and figure.period < period
        )
    told = _NEARLY_THE_YEAR.fullmatch(figure.period)
    told = told or (_RUN_OF_YEARS.fullmatch(figure.period) if _is_state(figure) else None)
    return told is not None and told["year"] == period


def _is_state(figure: Figure) -> bool:
    """农村公路列养率100%, 现有学校86所: how things are, and not what was done in a time."""
    is_level = figure.kind == "ratio" or figure.action in STOCK_ACTIONS or figure.action in ("达", "达到")
    return is_level and not _OF_THE_RUN.search(figure.action + fold(figure.context))


def _status_fits(question: Question, figure: Figure) -> bool:
    """What is expected stands for what was done, a target never."""
    if not question.status:
        return True
    if question.status == "actual":
        return figure.status in ("actual", "expected")
    return figure.status == question.status


def _is_done_so(asked: str, figure: Figure) -> bool:
    """认定198家 says what 新认定 asks for, before 净增64家; 新增 is any of them."""
    deed = asked if asked == "新增" else asked.removeprefix("新")
    return bool(deed) and deed in figure.action


def _bonus(question: Question, figure: Figure) -> float:
    """Puts in order the figures that fit alike."""
    bonus = 0.0
    if question.unit and question.unit == without_scale(figure.unit):
        bonus += 0.03
    verbs = [w.verb for w in question.wordings if w.verb]
    done = figure.action + fold(figure.context)[-_NEAR_ACTION - len(figure.raw) :]
    if any(says_deed(verb, done) for verb in verbs):
        bonus += 0.1
    if _is_done_so(question.action, figure):
        bonus += 0.05
    if question.wants_total and figure.action in STOCK_ACTIONS:
        bonus += 0.05
    if question.periods and not question.wants_total and _OF_THE_YEAR.search(figure.context):
        bonus += 0.3  # before what was done in all years
    if not figure.subject:
        bonus += 0.03
    elif is_subject_asked(question, figure):
        bonus += 0.05
    if figure.action in NEW_ACTIONS and not question.action and not verbs:
        bonus -= 0.08  # asked how many there are, what there is goes before what came new
    if figure.joint:
        bonus -= 0.03
    if figure.kind in MOVES and question.intent == "value":
        bonus -= 0.1
    return bonus
