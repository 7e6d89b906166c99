"""The indicators that a question holds against each other: 出口比进口, 城镇和农村居民收入, 一产、二产、三产."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.indicators import TermMention, Terms
from ingest.naming import with_suffix
from ingest.regions import RegionMention
from rag.records import Intent, PlaceWording
from rag.understand.number import action_of, status_of
from rag.understand.operation import MINUS, PLUS
from rag.understand.spans import blank_spans
from rag.understand.subject import content_of
from rag.wording.alike import wordings

# 加起来
_APART = re.compile(
    r"合起来|总和|各(?=多少|几|是|有|为|达|增|占|降|[^类级项种界方位行地市县区镇省族自部单大]{0,8}(?:多少|几))|"
    r"分别|各自|一共|"
    r"合计|加起来|总共|之和|相差|差多少|哪个|谁|[几多]倍|多多少|高多少|快|慢"
)
# 比全市平均高吗: one indicator, and what it is held against
_NAMES_NOTHING = re.compile(r"(?:全[国省市县区州])?(?:平均)?(?:水平|值|数|增速)?(?:平均)?|各[县区市地]+|\d+")
# 哪几个县发放了贷款，各发了多少
_EACH_OF_THEM = re.compile(r"(?:各|分别)[一-鿿]{0,2}")
# 全部充电桩
_ALL = re.compile(r"^(?:全部|所有)(?=[一-鿿]{2})")
MIN_SIDE = 2  # characters that can name something; of a list of three (茶、藤铁、光电产值) the noun stands at its end
# 高企和孵化器
_BETWEEN = re.compile(
    rf"[、和与跟占同,]|及(?!以[上下])|(?<!占)比(?![例重值率])|以及|相当于|(?<!不)是(?![不否])|里?(?:{MINUS})|{PLUS}"
)
# 出口比进口: what is counted goes without saying
_MEASURES = ("", "额", "总额", "量", "数", "人数", "增加值")


def spelt_out(text: str) -> str:
    """一二三产增加值各多少 as 第一产业、第二产业、第三产业增加值各多少, where they are asked about apart."""
    rows = wordings()
    for row in (*rows.short, *(rows.short_apart if _APART.search(text) else ())):
        text = row.said.sub(row.put[0], text)
    return text


# 甲项目和乙项目哪个投资多: what is measured stands behind both
_MEASURE_BEHIND = re.compile(
    r"(?P<one>[^,，、和与跟比]{2,}?)[和与跟、](?P<other>[^,，、和与跟比]{2,}?)(?P<where>[,，][^,，]{0,8}?|)(?P<which>哪个|谁)的?"
    r"(?P<measure>(?!增速|增幅|[涨降跌]幅|增长|下降|最|更|是)[一-鿿]{1,10}[^得的了最更])"
    r"(?P<how>更?[多高大快好少低小慢长])(?=些|一点|\W*$)"
)


# 享受加计扣除的企业数和金额分别, 技术合同成交项数和金额各
_TWO_MEASURES = re.compile(
    r"(?P<of>[^,，、和与跟比的]{4,}?)(?P<one>的[^,，、和与跟比的]{1,4}|[户人项件家宗笔次]数|数量)(?P<and>[和与、])"
    r"(?P<other>金额|资金|总额|数额|面积)(?=各|分别|[有是]?多少|增|降|一共)"
)


# 合作社多还是家庭农场多
_EITHER = re.compile(
    r"(?P<one>[^,，增减涨跌升降]{2,}[^,，增减涨跌升降的])(?P<how>[多高大快少低小慢])还是"
    r"(?P<other>[^,，增减涨跌升降]+[^的])(?P=how)(?=\W*$)"
)


def measured_apart(text: str) -> str:
    """甲项目和乙项目哪个投资多 as 甲项目投资和乙项目投资哪个多; 成交项数和金额 as 成交项数和成交金额."""
    text = _TWO_MEASURES.sub(r"\g<of>\g<one>\g<and>\g<of>\g<other>", text)
    text = _EITHER.sub(r"\g<one>和\g<other>哪个\g<how>", text)
    return _MEASURE_BEHIND.sub(r"\g<one>\g<measure>和\g<other>\g<measure>\g<where>\g<which>\g<how>", text)


def asks_apart(text: str, intent: Intent) -> bool:
    """Whether several things are asked for, each by itself: 各多少, 分别是多少, 柑橘和茶叶哪个减产了."""
    return bool(_EACH_BY_ITSELF.search(text) or (intent == "change" and "哪个" in text))


# 各有多少
_EACH_BY_ITSELF = re.compile(
    r"(?:各|分别|各自).{0,12}(?:多少|几|多大|怎么样|如何)|(?:各|分别)(?:是|为|有)?(?:多少|几)|"
    r"(?:多少|几)[^,，]{0,3}(?:分别|各)"
)


def sides_of(
    text: str, known: Sequence[TermMention], terms: Terms, asking: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[str, str], ...]:
    """(indicator, wording) of each side, the indicator "" where no table knows it; () where there are no two sides.

    Args:
        text: the question with places and times blanked.
        known: indicators that stand in it whole: a mark inside one (软件和信息技术服务业) parts nothing.
        asking: where the words of the operation stand, which name nothing.
    """
    marks = [
        m
        for m in _BETWEEN.finditer(text)
        if not any(_is_inside_one(m, k, text, terms) for k in known)
        and not any(a <= m.start() and m.end() < b for a, b in asking)  # the 加 of 加起来 parts nothing
    ]
    edges = [0, *(edge for m in marks for edge in m.span()), len(text)]
    subject = blank_spans(text, asking)
    words = [_words(subject, a, b, known) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    sides = [_ALL.sub("", w) for w in words if w and not _EACH_OF_THEM.fullmatch(w)]
    if len(sides) < 2 or any(_NAMES_NOTHING.fullmatch(side) for side in sides):
        return ()
    # 城镇和农村居民收入; 城镇居民收入是农村的几倍: the noun stands once, at either end
    whole = [_whole(side, (sides[-1], sides[0]), terms) for side in sides]
    named = [terms.canonical(words) or "" for words in whole]
    if (
        len(set(whole)) < len(sides)
        or (min(map(len, whole)) < MIN_SIDE and (len(sides) < 3 or len(whole[-1]) < MIN_SIDE))
        or len(set(filter(None, named))) < sum(map(bool, named))
    ):
        return ()
    return tuple(zip(named, whole, strict=True))


def _is_inside_one(mark: re.Match[str], known: TermMention, text: str, terms: Terms) -> bool:
    """Whether a mark joins one name: 软件和信息技术服务业, but not the two of 人大代表建议、政协提案."""
    halves = text[known.start : mark.start()], text[mark.end() : known.end]
    return known.start < mark.start() and mark.end() < known.end and not all(map(terms.canonical, halves))


def _words(text: str, start: int, end: int, known: Sequence[TermMention]) -> str:
    inside = [
        replace(k, start=k.start - start, end=k.end - start)
        for k in known
        if start <= k.start and k.end <= end
    ]
    return content_of(text[start:end], inside)


# 农村居民收入和消费支出
_WHOSE = re.compile("(?:城镇|农村|全体)?居民")


def _whole(side: str, others: Sequence[str], terms: Terms) -> str:
    """The side as the terms know it, with what it leaves to be understood."""
    last, *rest = [with_suffix(side, other, terms) for other in others]  # 第一产业、第三产业占比
    behind = [side + other for other in others if other != side]  # 城镇占社零多少: 城镇社零
    behind += [whose.group() + side for o in others if (whose := _WHOSE.match(o))]
    choices = [side, last, *(side + measure for measure in _MEASURES), *rest, *behind]
    return next((words for words in choices if terms.canonical(words)), side)


def share_of(parts: Sequence[tuple[str, str]], terms: Terms) -> str:
    """The indicator that is the share of the first of two in the second; "" where no table knows one."""
    if len(parts) != 2 or not all(name for name, _ in parts):
        return ""
    (part, _), (whole, _) = parts
    return terms.canonical(f"{part}占{whole}比重") or ""


def parts_of_share(names: Sequence[str], terms: Terms) -> tuple[tuple[str, str], ...]:
    """The part and the whole of an indicator that is a share: 税收收入占一般公共预算收入比重; () of any other."""
    found = _IS_SHARE.fullmatch(names[0]) if len(names) == 1 else None
    parts = tuple((terms.canonical(side) or "", side) for side in found.groups()) if found else ()
    return parts if parts and all(name for name, _ in parts) else ()


# 税收收入占一般公共预算收入比重
_IS_SHARE = re.compile(r"(.+?)占(.+?)比重")


# 新增数, 的
_NOTHING_NAMED = re.compile(r"的?(?:数量?|总数|人数|户数)?的?是?")


def words_by_place(
    text: str,
    places: Sequence[RegionMention],
    known: Sequence[TermMention],
    asking: Sequence[tuple[int, int]],
) -> tuple[PlaceWording, ...]:
    """What is asked of each place, where a question words each side by itself: 甲市热线办结率和乙区热线按期办结率; else ().

    Where the sides differ in what was done (甲市新认定和乙市新增的高企), the noun may stand once.
    """
    if len(places) < 2:
        return ()
    subject = blank_spans(text, asking)
    ends = [*(place.start for place in places[1:]), len(text)]
    spans = [(place.end, end) for place, end in zip(places, ends, strict=True)]
    actions = [action_of(subject[a:b]) for a, b in spans]
    statuses = [status_of(subject[a:b]) for a, b in spans]
    words = [_words(subject, a, b, known).removesuffix("是") for a, b in spans]
    words = ["" if _NOTHING_NAMED.fullmatch(w) else w for w in words]
    if len(set(actions)) == len(actions) and all(actions):
        noun = next(filter(None, words), "")
        words = [w or noun for w in words]
    if not all(words):
        return ()
    each = zip(places, words, actions, statuses, strict=True)
    return tuple(PlaceWording(place.code, said, action, status) for place, said, action, status in each)
