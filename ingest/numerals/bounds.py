"""Words that bound a number: 超, 近, 以上, 左右."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.numerals.number import Number
from ingest.records import Bound

# 突破
_BOUND_BEFORE = re.compile(
    r"(?:不少于|不低于|不超过|不高于|不多于|不到|不足|低于|高于|至少|最多|超过|突破|超出|高达|大约|约为|接近|将近|"
    r"首破|迈上|迈过|跨上|跨过|站上|冲破|超|逾|过|近|约|≥|≤|>|<)$"
)
# 左右
_BOUND_AFTER = re.compile(r"(?:左右|上下|以上|以下|以内|及以上|之多)")
# 分别
_EACH = re.compile(r"(?:分别|依次|均|都|双双)[已将]?$")


def share_bounds(numbers: list[Number], folded: str) -> list[Number]:
    """分别增长5%和6.5%左右: a bound behind the last number of a list holds for all of it, as one behind 分别 does."""
    shared: set[int] = set()  # places in a list that 分别 opened
    for k in range(len(numbers) - 2, -1, -1):
        number, following = numbers[k], numbers[k + 1]
        is_list = folded[number.end : following.start] in ("和", "、", "与", "及")
        behind = folded[following.end : following.tail_start]
        # 1家、千万元以上企业6家, 2个、50亿元以上1个: a threshold bounds nothing
        is_list = is_list and bool(behind) and not re.match("[一-鿿\\d]", folded[following.tail_start :][:1])
        if is_list and not number.bound:
            numbers[k] = replace(number, bound=following.bound)
    for k in range(1, len(numbers)):  # 分别突破240亿元、90亿元和60亿元
        first, number = numbers[k - 1], numbers[k]
        is_list = folded[first.tail_start : number.start] in ("和", "、", "与", "及")
        each = is_list and (k in shared or _EACH.search(folded[max(0, first.lead_end - 4) : first.lead_end]))
        if each and first.bound and not number.bound and first.unit == number.unit:
            numbers[k] = replace(number, bound=first.bound)
            shared.add(k + 1)
    return numbers


# 通过, 签约: words that end like one of a bound
_NO_BOUND = re.compile(r"[通经不]过$|[签履节集预制]约$|[附就邻邻]近$")
# 约为株洲市的八成, 约占四分之三: what is held against stands between the bound and the number
_ABOUT_OF = re.compile(r"(?:大?约|近)[占为][^,;。、约近]{0,10}$")


def bounds(folded: str, start: int, end: int, is_part: bool = False) -> tuple[Bound, int, int]:
    bound: Bound = ""
    lead_end, tail_start = start, end
    before = _BOUND_BEFORE.search(folded, max(0, start - 4), start)
    if before and not _NO_BOUND.search(folded[max(0, start - 3) : start]):
        word = before.group()
        if word == "大约" and folded[: lead_end - 2].endswith(("放", "扩")):  # 放大约8倍
            word = "约"
        bound = bound_of(word)
        lead_end = start - len(word)
    elif is_part and _ABOUT_OF.search(folded[max(0, start - 16) : start]):
        bound = "about"
    after = _BOUND_AFTER.match(folded, end, end + 3)
    if after:
        bound = bound or bound_of(after.group())
        tail_start = end + len(after.group())
    return bound, lead_end, tail_start


_WORDS: dict[Bound, str] = {
    "more_than": "超过 突破 超出 超 逾 过 高于 > 之多 高达 首破 迈上 迈过 跨上 跨过 站上 冲破",
    "at_least": "不少于 不低于 至少 以上 及以上 ≥",
    "at_most": "不超过 不高于 不多于 最多 以下 以内 ≤",
    "less_than": "不到 不足 低于 <",
    "nearly": "近 接近 将近",
    "about": "约 大约 约为 左右 上下",
}
_BOUND_OF = {word: bound for bound, words in _WORDS.items() for word in words.split()}


def bound_of(word: str) -> Bound:
    """How a word bounds the number beside it; "" where it does not."""
    return _BOUND_OF.get(word, "")
