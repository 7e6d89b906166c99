"""是 or 不是: whether figures bear out what a yes-or-no question supposes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.numerals import scale
from ingest.records import Bound, Figure
from ingest.verbs import DOWN, UP
from rag.records import Claim, Question, StatedNumber

_YES_NO = re.compile(
    r"是不是|是否|有没有|有无|对不对|对吗|吗\W*$|吧\W*$|么\W*$|没有?\W*$|(?P<verb>[一-鿿])[没不](?P=verb)"
)
# 是不是700家, 增长了5%吧: just this number; 增长6%了吗: at least
_EXACTLY = re.compile(r"是不是|是否是|吧\W*$|对不对|对吗|对吧|是吗")
_OPEN = re.compile(
    r"多少|几(?![乎近])|哪|还是|是[增升涨]是[降减跌]|[增升涨][降减跌]|多不多|高不高|大不大|快不快"
)
_UPWARD = re.compile(rf"(?:{UP})")
_DOWNWARD = re.compile(rf"(?:{DOWN})")
_TURNED = re.compile(r"(?:没有?|未|不)(?:再)?$")


def judge(question: Question, claims: Sequence[Claim]) -> str:
    """“是，” or “不是，”; "" where nothing is supposed, or the figures do not decide it."""
    if (
        not claims
        or question.statuses_compared
        or not _YES_NO.search(question.text)
        or _OPEN.search(question.text)
    ):
        return ""
    figures = [c.evidence.figure for c in claims if c.evidence.figure]
    if len({(f.region, f.period) for f in figures}) != 1 or any(f.status == "target" for f in figures):
        return ""
    verdicts = {v for f in figures if (v := _verdict(question, f)) is not None}
    if len(verdicts) != 1:
        return ""
    return "是，" if verdicts.pop() else "不是，"


def _verdict(question: Question, figure: Figure) -> bool | None:
    if question.stated is not None:
        return _bears_out(question.stated, figure, bool(_EXACTLY.search(question.text)))
    return _moved_so(question.text, figure)


def _moved_so(text: str, figure: Figure) -> bool | None:
    """有没有下降: whether it moved the way asked; None where the question names no way, or the figure no movement."""
    up, down = _asked(_UPWARD, text), _asked(_DOWNWARD, text)
    if (
        up == down
        or figure.kind not in ("growth", "change")
        or not figure.value
        or figure.comparator.startswith("高于")
    ):
        return None
    return (figure.value > 0) == up


def _asked(way: re.Pattern[str], text: str) -> bool:
    return any(
        not _TURNED.search(text[: m.start()]) or "有没有" in text[: m.start()] for m in way.finditer(text)
    )


def _bears_out(stated: StatedNumber, figure: Figure, exactly: bool) -> bool | None:
    asked, there = _comparable(stated, figure)
    if asked is None or there is None:
        return None
    if stated.direction and figure.kind in ("growth", "change"):
        if (figure.value > 0) != (stated.direction == "up"):
            return False
        there = abs(there)
    if stated.bound == "" and (exactly or stated.form == "rank"):
        return _is_exactly(asked, there, figure.bound)
    return _holds(stated.bound or "at_least", asked, there, figure.bound)


def _comparable(stated: StatedNumber, figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    """Both numbers in one unit; (None, None) for units that do not go together: 5000亿 goes with 亿元."""
    (factor, base), (own_factor, own_base) = scale(stated.unit), scale(figure.unit)
    is_rank = stated.form == "rank" and figure.kind == "rank"
    if not is_rank and base not in ("", own_base) and not {base, own_base} <= _ALIKE:
        return None, None
    tenth = {"成": Decimal(10)}
    return stated.value * factor * tenth.get(base, Decimal(1)), figure.value * own_factor * tenth.get(
        own_base, Decimal(1)
    )


_ALIKE = frozenset(("家", "个", "项", "名", "人", "所", "座", "位", "户")) | {"%", "成"}


def _is_exactly(asked: Decimal, there: Decimal, bound: Bound) -> bool | None:
    if asked != there:
        return False if not bound or abs(asked - there) > abs(there) / 5 else None
    return True if not bound else None


def _holds(claimed: Bound, asked: Decimal, there: Decimal, bound: Bound) -> bool | None:
    """Whether `there`, known up to its own bound, is on the claimed side of `asked`; None where that is open."""
    if bound == "about":
        return None if abs(asked - there) <= abs(there) / 10 else _compare(claimed, asked, there)
    lowest = None if bound in ("at_most", "less_than", "nearly") else there
    highest = None if bound in ("at_least", "more_than") else there
    if claimed in ("at_least", "more_than", "about", "nearly"):
        if lowest is not None and (
            lowest > asked or (lowest == asked and (claimed == "at_least" or bound == "more_than"))
        ):
            return True
        if highest is not None and (
            highest < asked
            or (highest == asked and (bound in ("less_than", "nearly") or claimed == "more_than"))
        ):
            return False
        return None
    if highest is not None and (
        highest < asked or (highest == asked and (claimed == "at_most" or bound in ("less_than", "nearly")))
    ):
        return True
    if lowest is not None and (
        lowest > asked or (lowest == asked and (claimed == "less_than" or bound == "more_than"))
    ):
        return False
    return None


def _compare(claimed: Bound, asked: Decimal, there: Decimal) -> bool:
    return there < asked if claimed in ("at_most", "less_than") else there > asked
