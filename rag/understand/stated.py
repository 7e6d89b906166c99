"""The number that a yes-or-no question names: 增长了5%吗, 是不是超过1000家."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.numerals import Number, NumberForm, find_numbers, parse_han
from ingest.records import Bound
from ingest.verbs import DOWN, UP
from rag.records import Direction, StatedNumber
from rag.understand.spans import TITLES

# 多少
_OPEN = re.compile(r"多少|几(?![乎近])|哪|谁|什么|第几")
# 增长了5%吗
_YES_NO = re.compile(
    r"是不是|是否|有没有|有无|对不对|够不够|(?:对|是|有|到)不\W*$|[,，\s]不\W*$|(?<=[一-鿿%])不\W*$|对(?=\W*$)|"
    r"没错|(?P<verb>[一-鿿])没(?P=verb)|吗|吧\W*$|(?<![什怎多])么\W*$|没有?\W*$|了没"
)
# 50亿元以上的项目, 3家医院: the number says which ones, it is not what is claimed
_NAMES = re.compile(r"的|级|类|等|强(?!度)|届|期|号|所有")
# 左右吗
_ASKED_OF_ALL = re.compile(
    r"\s*(?:左右|上下|以上|以下|以内|之多)?\s*(?:了|啦)?\s*[,，]?\s*(?:吗|吧|么|没有?|呢|啊|对吗|对吧|对不对|对不?|"
    r"不|是吗|是不|是不是|有没有|没错吧?)?\W*$"
)
# 是不是超过
_CLAIM = re.compile(
    r"(?:是不是|是否|有没有|有|是|为|达到?|到|至|够|超|过|破|突破|超过|不足|不到|多于|少于|高于|低于|了|增长|下降)\s*$"
)
# 新增138家 is an increment, no movement
# 下降了
_MOVED = re.compile(rf"(?:(?P<down>{DOWN})|(?P<up>(?<![新净])(?:{UP})))了?(?:有|近|约)?\s*$")
# 增长超过10%
# 增长超过
_TESTED_MOVE = re.compile(
    r"(?:(?P<down>下降|减少|回落|下滑|降幅|跌幅|降)|(?P<up>增长|增速|增幅|涨幅|提高|上升|增加(?!值)|涨))[^,，]{0,4}$"
)
# 够不够
_NOT_BELOW = re.compile(
    r"(?:够不够|达没达到?|到没到|有没有到?|(?<![没不])达到?|(?<![没不])到|(?<![没不])够|(?<![没不])有|破|突破)了?\s*$"
)
# 没达到
_BELOW = re.compile(r"(?:(?<![到达够有])没有?(?:达?到|达|够)|(?<!够)不够)\s*$")
# 没超过
_NOT_ABOVE = re.compile(r"(?:(?<![超有])没超过?|(?<![过有])没过|没有超过?|没突破)\s*$")
# 超没超过
_ABOVE = re.compile(r"(?:超没超过?|过没过|多于|大于|不止|[超过破]|超过|突破)了?\s*$")
# 第一, also where nothing in front says that it is a rank
_RANK = re.compile(
    r"第(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>位|名)?(?=\W*$|[吗吧么没对是了])"
)
# 进了前50吗
_AMONG_TOP = re.compile(
    r"(?P<entry>进(?:入|了|到)?[^,，前]{0,8}|(?:是不是|是否|在不在|排在?)[^,，前]{0,8})前(?P<number>\d{1,3}|"
    r"[一二三四五六七八九十]{1,3})(?:名|位|强)?"
)
# 七千亿: a Chinese numeral that ends in 万 or 亿 with no unit behind it
_HAN_BARE = re.compile(
    r"(?P<number>[一二两三四五六七八九十百千零〇点]+)(?P<unit>万亿|亿|万)(?![一-鿿]*?[元人家件]\b)"
)


def stated_in(text: str) -> StatedNumber | None:
    """The number that a question asks to be confirmed; None where it asks how many, or states none."""
    if _OPEN.search(text) or not _YES_NO.search(text):
        return None
    among = _AMONG_TOP.search(text)
    if among:
        digits = among["number"]
        value = Decimal(digits) if digits.isdigit() else parse_han(digits)
        return StatedNumber(value, "", "at_most", "", "rank", f"前{digits}")
    titles = [m.span() for m in TITLES.finditer(text)]
    for number in _numbers(text):
        if not any(a <= number.start < b for a, b in titles) and _is_claimed(text, number):
            return StatedNumber(
                value=number.value,
                unit=number.unit,
                bound=_bound(text, number),
                direction=_direction(text, number),
                form=number.form,
                printed=text[number.start : number.end],
            )
    return None


def test_in(text: str) -> StatedNumber | None:
    """The bound that things have to pass to be among those asked for: 超过100亿元的区县, 增长10%以上的镇; else None."""
    for number in find_numbers(text):
        before = text[: number.lead_end]
        bound = _bound(text, number)
        if (
            number.form == "plain"
            and number.unit
            and bound in ("more_than", "at_least", "at_most", "less_than")
        ):
            moved = _TESTED_MOVE.search(before)
            direction: Direction = "" if not moved else "down" if moved["down"] else "up"
            printed = text[number.start : number.end]
            return StatedNumber(number.value, number.unit, bound, direction, number.form, printed)
    return None


def _numbers(text: str) -> Iterator[Number]:
    found = find_numbers(text)
    yield from found
    forms: tuple[tuple[re.Pattern[str], NumberForm], ...] = ((_HAN_BARE, "plain"), (_RANK, "rank"))
    for pattern, form in forms:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(n.start < end and start < n.end for n in found):
                digits = match["number"]
                value = Decimal(digits) if digits.isdigit() else parse_han(digits)
                yield Number(start, end, value, None, match["unit"] or "", "", form, start, end, True)


def _is_claimed(text: str, number: Number) -> bool:
    """Whether the number is what is asked about: at the end of its question, or right behind 是, 有, 到, 超过."""
    if number.form == "structure" or _NAMES.match(text, number.tail_start):
        return False
    behind, before = text[number.tail_start :], text[: number.lead_end]
    is_bounded = bool(number.bound) or bool(_NOT_ABOVE.search(before) or _ABOVE.search(before))
    return bool(_ASKED_OF_ALL.match(behind)) or is_bounded or bool(_CLAIM.search(before))


def _bound(text: str, number: Number) -> Bound:
    before = text[: number.lead_end]
    if number.bound == "more_than":
        return "at_most" if re.search(r"(?:(?<!有)没有?|不)$", before) else "more_than"
    if number.bound:
        return number.bound
    if _NOT_ABOVE.search(before):
        return "at_most"
    if _BELOW.search(before):
        return "less_than"
    if _ABOVE.search(before):
        return "more_than"
    return "at_least" if _NOT_BELOW.search(before) else ""


def _direction(text: str, number: Number) -> Direction:
    match = _MOVED.search(text[: number.lead_end])
    if not match:
        return ""
    return "down" if match["down"] else "up"
