"""What a noun phrase of a report is called: the terms' name for it, or the phrase itself."""

from __future__ import annotations

import re
from typing import Protocol

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.regions import Regions
from ingest.segments import segment

# 全市高新技术企业
_GENERIC_PREFIX = re.compile(
    r"^(?:全市|全县|全区|本市|我市|有效期内|有效|城区|市区|当年|首批|一批|各类|各级|累计|市域(?!内)|全域|辖区|所有|环境空气)"
)
# 生产总值(GDP)
_PARENTHESIS = re.compile(r"\([^()]*\)")
# 第二产业
SECTOR = re.compile(r"第?[一二三](?:$|产业)")
# 城镇, 初中, 省级: a short word that only tells which of several, unlike 鞋业
_QUALIFIER = re.compile(r".{0,2}[级型类性镇村城乡市县有营办立中学口资方期大小新老旧内外男女公民]")
# 增速
ATTRIBUTE = re.compile(
    r"(?:全国|全省)?(?:排名|位次|增速|价格|增加值|总产值|产值|产量|收入|投资额?|占比|比重|总量|数量|"
    r"(?:种植|播种|养殖|栽培|造林)?面积|零售额|销售额|营业额|交易额|成交额|(?:进?出口|进口)(?:总?额|总值)?|"
    r"(?:基本生活)?(?:最低|平均)?(?:养育|保障|供养|补助|补贴|缴费)?标准|"
    r"(?:基本)?生活费|总额|人数|支出|利润|税收|用电量|覆盖率|率)$"
)


class Lexicon(Protocol):
    """What reading figures needs to know beforehand."""

    @property
    def terms(self) -> Terms: ...
    @property
    def regions(self) -> Regions: ...


# 三项社会保险基金总收入, 五大保险基金支出
_OF_SO_MANY = re.compile("^[两三四五六七八九十](?:[项类种险]|大类?|个险种)的?")


def canonical_indicator(name: str, reader: Lexicon) -> str:
    """The terms' name for a noun phrase, looked up whole, then without neutral words around it; else the phrase."""
    terms = reader.terms
    folded = fold(name).strip("、,的 ")
    if folded.startswith("“") and folded.find("”") == len(folded) - 1:
        folded = folded[1:-1]
    bare = _PARENTHESIS.sub("", folded)
    whole = _GENERIC_PREFIX.sub("", folded)
    of_all = _OF_SO_MANY.sub("", whole).replace("总收入", "收入").replace("总支出", "支出")
    for phrase in (folded, whole, _strip_region(folded, reader), bare, whole.removesuffix("平均"), of_all):
        found = terms.canonical(phrase)
        if found is not None:
            return found
    return whole or folded


def _strip_region(phrase: str, reader: Lexicon) -> str:
    mentions = reader.regions.find(phrase) if reader.regions.may_open(phrase) else []
    return phrase[mentions[0].end :].lstrip("市县区省的") if mentions and mentions[0].start == 0 else phrase


def _behind_like_end(item: str, last: str) -> str:
    """满意率 of 前进社区、和平社区满意率, 达标率 of 昼间、夜间达标率: what follows the word that ends as the item does."""
    for size in range(min(len(item) - 1, 6), 0, -1):
        end = last.find(item[-size:]) + size
        if size < end <= (3 if size == 1 else len(item) + 4) and len(last) - end >= 2:
            return last[end:]
    return ""


def with_suffix(item: str, last: str, terms: Terms) -> str:
    """“城镇、农村居民人均可支配收入”: 城镇 + 居民人均可支配收入 where the terms know the whole."""
    if SECTOR.match(item):  # 第一、二、三产业增加值
        return "第" + item.removeprefix("第")[0] + last[last.find("产业") :]
    if item.startswith("“") and item.endswith("”") and last.startswith("“"):
        return item + last[last.find("”") + 1 :]
    if not ATTRIBUTE.search(item) and (rest := _behind_like_end(item, last)):
        return item + rest
    if terms.canonical(item) is not None:
        is_twin = terms.canonical(last[: len(item)]) is not None  # 小学、初中平均班额
        return item + last[len(item) :] if is_twin and len(last) > len(item) + 1 else item
    for cut in range(1, len(last)):
        if terms.canonical(item + last[cut:]) is not None:
            return item + last[cut:]
    if (
        len(item) <= 3
        and len(last) >= len(item) + 4
        and _QUALIFIER.fullmatch(item)
        and re.fullmatch("[一-鿿]+", last[: len(item)])
    ):  # 城镇、农村居民人均可支配收入
        return item + last[len(item) :]
    attribute = ATTRIBUTE.search(last)
    if not attribute or ATTRIBUTE.search(item):
        return item
    return item + (_rate_behind(item, last) if attribute.group() == "率" else attribute.group())


# 2型糖尿病
_SORT_FRONT = re.compile(r"^[\dⅠ-Ⅳ一二三]型")


def _rate_behind(item: str, last: str) -> str:
    """高血压、糖尿病|患者规范管理率, 国考断面、省考断面|水质优良率: the end of the last of a list that tells which rate."""
    own, words = segment(item), segment(_SORT_FRONT.sub("", last.removesuffix("率")))
    shared = max((k + 1 for k, word in enumerate(words) if word == own[-1]), default=len(own))
    return "".join(words[min(shared, len(words) - 1) :]) + "率"
