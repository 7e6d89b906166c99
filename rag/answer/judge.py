"""是 or 不是, 涨了 or 没有: whether a figure bears out what a yes-or-no question supposes.

Said only where one figure is of the very kind that the question claims: a verdict to be doubted is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.normalize import fold
from ingest.numerals import scale
from ingest.periods import year_of
from ingest.records import Bound, Figure
from ingest.verbs import NEW_ACTIONS
from rag.compare.bounds import holds
from rag.match import is_held_against
from rag.records import Claim, Question, StatedNumber
from rag.understand.movement import movement_in
from rag.wording.overlap import coverage

SAME = 0.95  # share of the wording that figure and question have to have in common
# 增长了吗
_YES_NO = re.compile(
    r"是不是|是否|有没有|有无|对不对|对吗|吗\W*$|吧\W*$|(?<!什)么\W*$|没有?\W*$|(?P<verb>[一-鿿])[没不](?P=verb)"
)
# 是增是降
_OPEN = re.compile(
    r"多少|几(?![乎近])|哪|还是|是[增升涨]是[降减跌]|[增升涨][降减跌]|多不多|高不高|大不大|快不快"
)
# 增长6%了吗: 6.5% is more than that, so neither yes nor no
_REACHED = re.compile(r"了(?:吗|么|没|没有)\W*$")
# 增加到
_MOVED_TO = re.compile(r"(?:增加|提高|提升|上升|增长|下降|减少|降低|压降|回落|升|降|增|减)(?:到|至)")
# 比…多, 快于: decided by two figures, never by one
_HELD_AGAINST = re.compile(r"比(?!上年|去年|上一年|重|例|较|率)|[快慢高低多少优]于|超过(?=[一-鿿]{2})")
# 降幅收窄了吗: which way that is depends on how it is counted
_OF_GROWTH = re.compile(r"[增降涨跌]幅|增速")
_LEVELS = ("count", "amount", "area", "ratio", "quantity", "index")
_MOVES = ("growth", "change")


def judge(question: Question, claims: Sequence[Claim], gaps: Sequence[str] = ()) -> str:
    """The verdict in the question's own way; "" where nothing is supposed, or one figure of that very kind does not decide it."""
    text = question.text
    if gaps or question.statuses_compared or not asks_whether(text):
        return ""
    figures = [c.evidence.figure for c in claims if c.evidence.figure]
    held = next((f for f in figures if is_held_against(f, text)), None)
    if held and held.status != "expected" and (way := _ABOVE.search(text)):
        return worded(text, (held.value > 0) == bool(way["above"]))
    if not figures or len({(f.value, f.unit, f.region, f.period) for f in figures}) != 1:
        return ""
    figure = figures[0]
    if not _is_what_is_asked(question, figure):
        return ""
    verdict = (
        _bears_out(question, question.stated, figure) if question.stated else _moved_so(question, figure)
    )
    if verdict is None or (verdict and figure.status == "expected"):
        return ""  # what is expected to pass has not passed
    return worded(text, verdict)


def asks_whether(text: str) -> bool:
    """Whether 是 or 不是 answers: 增长了吗, but not 是增是降."""
    return bool(_YES_NO.search(text)) and not _OPEN.search(text)


# 涨没涨, 有没有下降, 增加了吗, 降了没: they ask whether it came to pass, not whether it is so
_CAME_TO_PASS = re.compile(r"(?P<verb>[一-鿿])没有?(?P=verb)|有无|了(?:吗|么|没有?)\W*$")
# 是不是
_IS_SO = re.compile(r"是不是|是否|(?<!还)是[^,，]*(?:吗|么)\W*$")


def worded(text: str, verdict: bool) -> str:
    """是 or 不是, or whether it came to pass: 涨没涨 is answered by 涨了 or 没有."""
    asked = _CAME_TO_PASS.search(text)
    if _IS_SO.search(text) or not asked:
        return "是，" if verdict else "不是，"
    if not verdict:
        return "没有，"
    if asked.group()[0] == "有":
        return "有，"
    return f"{asked['verb']}了，" if asked["verb"] else "是，"


# 高于全国吗, 比全省慢吗
_ABOVE = re.compile(
    r"(?P<above>[高快多优]于|高[出过]|超过|跑赢|领先|比[^,，]+[高快多])|[低慢少]于|不及|不如|跑输|落后|"
    r"比[^,，]+[低慢少]"
)


def _is_what_is_asked(question: Question, figure: Figure) -> bool:
    """Whether the figure is under the name that the question gives, new or in all, for the time asked about."""
    asked, name = fold(question.content), fold(figure.name).removeprefix("对")  # 对美国出口
    is_named = figure.indicator in question.terms and len(question.terms) == 1
    alike = coverage(asked, name + fold(figure.subject)) >= SAME and coverage(name, asked) >= SAME
    is_part_year = len(figure.period) > 4 and year_of(figure.period) is not None
    return (
        (is_named or alike)
        and figure.status != "target"
        and not figure.joint
        and (figure.action if figure.action in NEW_ACTIONS else "") == question.action
        and not ("全年" in question.text and is_part_year)
    )


def _moved_so(question: Question, figure: Figure) -> bool | None:
    """有没有下降: whether it moved the way asked; None where the question names no way, or the figure no movement."""
    moved = movement_in(question.text)
    direction = moved.direction if moved else ""
    against = any(word.search(question.text) for word in (_HELD_AGAINST, _OF_GROWTH))
    against = against or figure.comparator.startswith(("高于", "低于"))
    if not direction or figure.kind not in _MOVES or not figure.value or against or question.operation:
        return None
    return (figure.value > 0) == (direction == "up")


# 有3家
_HAS_FEW = re.compile(r"(?<![没能])有[1-9两二三四五六七八九][个家项所座条件起](?!\d)")


def _bears_out(question: Question, stated: StatedNumber, figure: Figure) -> bool | None:
    if not _is_same_kind(question, stated, figure):
        return None
    asked, there = _comparable(stated, figure)
    if asked is None or there is None:
        return None
    if stated.direction and (figure.value > 0) != (stated.direction == "up"):
        return False
    there = abs(there) if stated.direction else there
    if there > asked and _HAS_FEW.search(question.text):
        return None  # 有2个吗, of 4: at least two, but hardly what is meant
    if stated.form == "rank" and stated.bound == "at_most":
        return there <= asked
    if stated.bound and stated.form != "rank":
        return holds(stated.bound, asked, there, figure.bound)
    if there > asked and _REACHED.search(question.text):
        return None
    return _is_exactly(asked, there, figure.bound)


def _is_same_kind(question: Question, stated: StatedNumber, figure: Figure) -> bool:
    """A claimed rank by a rank, a claimed movement by a movement, a share by a share of the same whole."""
    text = question.text
    if _HELD_AGAINST.search(text) or _MOVED_TO.search(text) or question.operation:
        return False
    if stated.form == "rank":
        return figure.kind == "rank" and not re.search(r"增速|增幅|增长|幅度", text)
    if stated.direction:
        return figure.kind in _MOVES and not figure.comparator.startswith(("高于", "低于"))
    if figure.action == "占" or "占" in text:
        return figure.kind == "ratio" and "占" in text and bool(figure.scope) and fold(figure.scope) in text
    return figure.kind in _LEVELS


def _comparable(stated: StatedNumber, figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    """Both numbers in one unit; (None, None) for units that do not go together: 5000亿 goes with 亿元."""
    (factor, base), (own_factor, own_base) = scale(stated.unit), scale(figure.unit)
    is_rank = stated.form == "rank" and figure.kind == "rank"
    is_bare = base == "" and stated.form == "plain" and own_base not in ("%", "‰", "个百分点")
    if (
        not is_rank
        and not is_bare
        and base != own_base
        and not any({base, own_base} <= alike for alike in _ALIKE)
    ):
        return None, None
    tenth = {"成": Decimal(10)}
    asked = stated.value * factor * tenth.get(base, Decimal(1))
    return asked, figure.value * own_factor * tenth.get(own_base, Decimal(1))


_ALIKE = (frozenset(("家", "个", "项", "名", "人", "所", "座", "位", "户")), frozenset(("%", "成")))


def _is_exactly(asked: Decimal, there: Decimal, bound: Bound) -> bool | None:
    if asked != there:
        return False if not bound or abs(asked - there) > abs(there) / 5 else None
    return True if not bound else None
