"""What the reports do not say: why, and what stands nearest to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.periods import period_label
from ingest.segments import segment
from rag.match import MIN_NOUN
from rag.records import Evidence, Question, Refusal, RefusalReason
from rag.retrieve.retriever import FittedFigure
from rag.understand.intent import asks_reason

_NEAR: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"period"}), "other_period"),
    (frozenset({"status"}), "other_status"),
    (frozenset({"period", "status"}), "other_period"),
    (frozenset({"action"}), "other_measure"),
    (frozenset({"kind"}), "other_measure"),
    (frozenset({"subject"}), "part"),
    (frozenset({"scope"}), "other_measure"),
    (frozenset({"region"}), "other_region"),
    (frozenset({"region", "period"}), "other_region"),
)


# the question's noun ends here: 高企[是多少], 人口[占全省]
_NOUN_ENDS = re.compile(
    r"\W|$|[的是有为达占第排居]|多少|几|一共|总共|合计|情况|增|涨|降|下|上升|提高|比|目标|计划|完成|实现"
)


def wording_of(question: Question) -> str:
    """What is asked about, in the question's own words."""
    words = _own_words(question)
    action = question.action if question.action and question.action not in words else ""
    return f"{action}{words}" or "所问内容"


def _own_words(question: Question) -> str:
    return next((w.content for w in reversed(question.wordings) if not w.verb), question.content)


def _named(question: Question) -> str:
    """What is asked about; quoted from a question of one place by itself where it is no noun: “案子收了多少”."""
    is_by_itself = question.asked and not question.around and len(question.regions) < 2
    if re.search(r"\d", question.asked):  # a refusal says no number
        return wording_of(question)
    if is_by_itself and not question.operation and _is_clause(_own_words(question), question.text):
        return f"“{question.asked}”"
    return wording_of(question)


def _is_clause(own: str, text: str) -> bool:
    """Whether what is asked is no noun but said with its verb: 案子收了多少, 人能活多少岁."""
    at = text.find(own)
    is_verb_last = own[-1:] in segment(own)
    return at < 0 or is_verb_last or not _NOUN_ENDS.match(text, at + len(own))


def refuse(question: Question, fitted: Sequence[FittedFigure], names: Mapping[str, str]) -> Refusal:
    """Which slot no figure fills: of all that fit in the others."""
    kinds = {"rank": "排名", "change": "增减变化", "ratio": "占比"}
    wider = question.scope if any(f.fit.misses == {"scope"} for f in fitted) else ""
    kind = f"的{kinds[question.intent]}" if question.intent in kinds else ""
    about = _of(wider + _named(question), kind)
    misses = [f.fit.misses for f in fitted if f.fit.misses.isdisjoint({"indicator", "region"})]
    reason, message = _say_missing(question, misses, _owner(question, names), _times(question), about)
    return Refusal(reason, message)


def no_text(question: Question, names: Mapping[str, str]) -> Refusal:
    """That no sentence says it."""
    times = _times(question)
    of = _of(_named(question), "的原因" if asks_reason(question.text) else "")
    about = f"{times}{'的' if times else ''}{of}"
    return Refusal("no_text", f"{_owner(question, names)}没有写到{about}。")


def _owner(question: Question, names: Mapping[str, str]) -> str:
    places = "、".join(names.get(code, code) for code in question.regions)
    return f"{places}的报告" if places else "库中的报告"


def _times(question: Question) -> str:
    return "、".join(map(period_label, question.periods))


def _say_missing(
    question: Question, misses: Sequence[frozenset[str]], owner: str, times: str, about: str
) -> tuple[RefusalReason, str]:
    if any(m == {"period"} for m in misses) and times:
        return "no_period", f"{owner}没有写到{times}的{about}。"
    if any(m <= {"status", "period"} for m in misses) and question.status:
        wanted = {"target": "的目标", "actual": "的实际完成数", "expected": "的预计数"}[question.status]
        return "no_status", f"{owner}没有写到{times}{_of(about, wanted)}。"
    if any("action" in m for m in misses):
        wanted = "的新增数" if question.action else "的总数" if question.wants_total else ""
        return "no_action", f"{owner}没有写到{times}{_of(about, wanted)}。"
    return "no_indicator", f"{owner}没有写到{times}{'的' if times else ''}{about}。"


def _of(about: str, wanted: str) -> str:
    """A question that is quoted says itself what it wants."""
    return about if about.endswith("”") else about + wanted


def related(fitted: Sequence[FittedFigure], limit: int) -> tuple[tuple[Evidence, str], ...]:
    """The same indicator of another place, time or measure; then indicators worded alike."""
    found: list[tuple[Evidence, str]] = []
    seen: set[tuple[str, int]] = set()
    for misses, why in _NEAR:
        for one in fitted:
            if one.fit.misses == misses:
                _take(one, why, found, seen)
    for one in sorted(fitted, key=lambda f: -f.fit.score):
        if (
            "indicator" in one.fit.misses
            and not one.fit.misses & {"region"}
            and (one.fit.score >= MIN_NOUN or "vector" in one.evidence.found_by)
        ):
            _take(one, "near_indicator", found, seen)
    return tuple(found[:limit])


def _take(one: FittedFigure, why: str, found: list[tuple[Evidence, str]], seen: set[tuple[str, int]]) -> None:
    span = (one.evidence.paragraph.id, one.evidence.start)
    if span not in seen:
        seen.add(span)
        found.append((one.evidence, why))
