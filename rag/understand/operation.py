"""What a question wants worked out over several figures: a sum, a difference, a share, the highest of them. No I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.periods import PeriodMention
from ingest.regions import RegionMention
from rag.records import Level, Operation, OperationKind

_PLACE = (
    r"(?:地方|地区|地市|城市|县级市|县市区|市县|区县|县区|县市|区市县|市区县|县（市、区）|县\(市、区\)|区\(县、市\)|"
    r"[市县区镇乡州]|街道|乡镇|镇街|辖区)"
)
_ASKED_PLACE = re.compile(
    rf"(?:哪(?:些|一|几|两|二|三|四|五)?个?|什么|各个?|是哪)(?P<level>{_PLACE})|(?P<who>谁|哪里|哪儿|哪边|何地|哪个(?=更|最|多|高|低|少|快))"
)
# 增速最快的县, GDP前三的区
_SUCH_PLACE = re.compile(
    rf"(?:最[高多大快好强低少小慢差]|前[二两三四五六十\d]+(?:名|位|强)?|第一)的(?P<level>{_PLACE})(?!的)"
)
_YEAR = re.compile(r"哪一?个?年")
_HAN_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10}
_TOP = re.compile(
    r"(?:排名?|位列|居)?前(?P<n>[二两三四五六十\d]+)(?:名|位|强|个|的)?|(?<![省国])(?:排名?|位列|居)?(?<![省国])第一(?!产业|批|季度|书记|代|次|部)"
)
_RANKING = re.compile(r"排名|排行|排序|排个?队|从[高大]到[低小]|由[高大]到[低小]|由多到少|从多到少")
_EACH = re.compile(rf"(?:各|全部|所有)(?:个)?{_PLACE}")
EVERY = 100  # of a ranking: all places that there are
_MOST = re.compile(r"最(?:高|多|大|快|好|强|长|领先|厉害|靠前|猛)")
_LEAST = re.compile(r"最(?:低|少|小|慢|差|短|弱|靠后)|垫底|末位")
# `asks` are the words of the operation; what stands between them may name what is asked about
_WHICH = r"(?:谁|哪个?(?:市|县|区|地方|城市)?)(?:的?[^,。?]{1,14})?"
_END = r"(?=些|一点|一些|\s*$|[?？,，、])"
_MORE = re.compile(
    rf"(?P<asks>更(?:高|多|大|快|强|好))|{_WHICH}(?P<also>多|高|大|快|强|领先){_END}|(?P<either>[多高大快强]还是)"
)
_LESS = re.compile(
    rf"(?P<asks>更(?:低|少|小|慢|差))|{_WHICH}(?P<also>少|低|小|慢){_END}|(?P<either>[少低小慢]还是)"
)
# 甲加乙, but not 增加, 加快, 加工
_SUM = re.compile(
    r"加起来|加在一起|加一起|相加|之和|一共|合计|总共|总计|总和|合起来|共计|总数|"
    r"(?<![增参追附更添施外])加上?(?![快强大工速入班盟油权价总值氢征息密固深紧])"
)
_DIFFERENCE = re.compile(
    r"相差|差距|差额|差值|扣掉|扣除|减去|除去|刨去|还差|差了?(?:多少|几|多大)|之差|(?:多|(?<!减)少|(?<!提)高|(?<![降减])低|超|领先|落后)(?:出|了)?(?:多少|几)(?!年|岁)|"
    r"(?<=[^最更])(?:多|少|高|低|大|小|快|慢)(?:吗|么|没|不)"
)
# 净增了几家 where only 由83家增加到102家 is said
_ADDED = re.compile(r"净增|(?:增加|减少|多|少)了?(?:多少|几)")
_TIMES = re.compile(r"(?:多少|几)倍|倍数")
_SHARE = re.compile(
    r"占.{0,16}?(?P<asks>多少|几成|几分之几|比重|比例|百分之几|份额|百分比|多大)|占(?=全市|全县|全区|全州|市里|全镇)"
)
_GROWTH = re.compile(r"增速|增幅|增长|涨幅|降幅|增长率|[增涨升降长]得|几个(?:百分)?点|个百分点")


Span = tuple[int, int]


def find_operation(
    text: str, places: int, against: str = "", whole: str = ""
) -> tuple[Operation | None, list[Span]]:
    """The operation a question asks for, and where the words stand that ask for it.

    Args:
        text: the question with its places, times and known indicators blanked.
        places: how many places it names.
        against: the time that the one asked about is held up against: a period, "previous" or "".
        whole: code of the place that the one asked about is part of, or "".
    """
    level = _level(text)
    found = _extreme(text, level, places) or _arithmetic(text)
    if found is None:
        is_change = places < 2 and bool(_ADDED.search(text))
        return (Operation("difference", against=against or "previous") if is_change else None), []
    kind, count, words = found
    asking = [*words, *_ASKED_PLACE.finditer(text), *_SUCH_PLACE.finditer(text)]
    asking += _YEAR.finditer(text) if level == "year" else []
    operation = Operation(kind, count, level, bool(_GROWTH.search(text)), against, whole)
    return operation, [_asking(match) for match in asking]


def _asking(match: re.Match[str]) -> Span:
    named = (
        name for name, words in match.groupdict().items() if words and name in ("asks", "also", "either")
    )
    return match.span(next(named, 0))


def _extreme(text: str, level: Level, places: int) -> tuple[OperationKind, int, list[re.Match[str]]] | None:
    """The highest or lowest, where the question asks which place or year has it, or names the places."""
    if not level and places < 2:  # 最低生活保障标准 ranks nothing
        return None
    ranking, top = _RANKING.search(text), _TOP.search(text)
    if top and re.search(r"(?:全省|全国|省内|国内).{0,10}$", text[: top.start()]):
        top = None  # 全省县市第一的是谁: a rank that reports state
    if ranking and (_EACH.search(text) or places > 1):
        return "highest", EVERY, [ranking]
    for kind, superlative, comparative in (("highest", _MOST, _MORE), ("lowest", _LEAST, _LESS)):
        match = superlative.search(text) or comparative.search(text)
        if match or (top and kind == "highest" and level):
            words = [m for m in (match, top) if m]
            return kind, _count(top), words  # type: ignore[return-value]
    return None


def _arithmetic(text: str) -> tuple[OperationKind, int, list[re.Match[str]]] | None:
    patterns: tuple[tuple[OperationKind, re.Pattern[str]], ...] = (
        ("share", _SHARE),
        ("ratio", _TIMES),
        ("difference", _DIFFERENCE),
        ("sum", _SUM),
    )
    for kind, pattern in patterns:
        match = pattern.search(text)
        if match:  # 两区合起来占全市的比重: the sum is part of the share
            return kind, 1, [match, *_SUM.finditer(text)]
    return None


def _level(text: str) -> Level:
    if _YEAR.search(text):
        return "year"
    match = _SUCH_PLACE.search(text) or _ASKED_PLACE.search(text)
    if match is None:
        return ""
    word = match["level"] or ""
    if word in ("镇", "乡", "街道", "乡镇", "镇街"):
        return "town"
    if word in ("市", "城市", "地市", "州"):
        return "city"
    return "any" if not word or word in ("地方", "地区") else "district"


def _count(match: re.Match[str] | None) -> int:
    if match is None or not match["n"]:
        return 1
    text = match["n"]
    return int(text) if text.isdigit() else _HAN_DIGITS.get(text, 1)


_YEAR_BEFORE = re.compile(r"上年|去年|上一年|前一年|上年同期|去年同期")


def held_up(text: str, mentions: Sequence[PeriodMention]) -> list[PeriodMention]:
    """The times behind 比: what the one asked about is held up against."""
    return [m for m in mentions if m.period and m.start and text[m.start - 1] in "比较"]


def held_against(compared: Sequence[PeriodMention]) -> str:
    """The first of them as a period, "previous" for 上年, "" for none."""
    if not compared:
        return ""
    return "previous" if _YEAR_BEFORE.match(compared[0].text) else compared[0].period


def whole_of(asked: Sequence[RegionMention], named: Sequence[RegionMention]) -> str:
    """Of “越城区占绍兴市多少”, the city: a place named besides the ones asked about."""
    codes = {m.code for m in asked}
    return next((m.code for m in named if m.code and m.code not in codes), "")
