"""Places in no table: towns, zones, and 全市, 我县, the writer's own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.regions.table import Level


@dataclass(frozen=True)
class OwnWord:
    """全市, 我县, 本区: the writer's own region, by level only."""

    start: int
    end: int
    text: str
    level: Level


def own_words(text: str) -> list[OwnWord]:
    """全市, 我省, 本县 and the like in folded `text`, in order; 全国 too."""
    return [OwnWord(m.start(), m.end(), m[0], _OWN_LEVELS[m["unit"]]) for m in _OWN.finditer(text)]


ZONES = tuple(
    "经济技术开发区 经济开发区 高新技术产业开发区 高新区 经开区 开发区 新区 工业园区 旅游度假区 高新技术产业园区 "
    "先进制造业开发区 工业集中区 产业集聚区".split()
)
# what a zone of a city is called for short, however its name is written
ZONE_NAMES = {
    "经济技术开发区": "经开区",
    "经济开发区": "经开区",
    "高新技术产业开发区": "高新区",
    "高新技术产业园区": "高新区",
}
# 绍兴高新区
LOCAL = re.compile(
    rf"[一-鿿]{{0,12}}?(?P<kind>{'|'.join(ZONES)}|街道|镇|(?<![下返家老还城])(?<![河江湖溪泉南方园]水)乡)"
    r"(?![一-鿿]?[村居]委|[域化级风镇愁]|长团|"
    r"(?<=城镇)[居新登常人户建职社基污生失就低调])"
)
LOCAL_NAME = (2, 4)  # characters in front of 街道, 镇, 高新区
# 位于
_BEGINS = re.compile(
    r"^.*(?:[在赴到对由从为是的]|(?<=.)[与和及]|其中|包括|推动|支持|位于|推进|建设|依托|"
    r"启动|打造|加快|提升|规划|新建|建成|实施)"
)
NOT_LOCAL = ("小", "中心", "重点", "特色", "建制", "美丽", "全国百强", "各乡", "城")
# 各镇
NOT_IN_LOCAL = re.compile(
    r"[各全每个老两多本我该]|^[去今前明上]年|[国省市]家?级|[城乡小集强]镇|特色|新型|中心镇|"
    r"(?:绿色|智慧|零碳|低碳|循环化?|化工|现代|标准化?|小微|专业|重点)工业园区"
)
# 枝城镇|规上工业产值; not 全城镇, 新城镇, nor 城镇 居民 of the kinds below
# 枝城镇
OPENS_WITH_TOWN = re.compile(
    r"(?:^|[,，。;；、:：\n])[^全各我本新老古小大市县区的和与在中对强特,，。;；、:：\n]城镇$"
)
_OWN_LEVELS: dict[str, Level] = {
    "国": "country", "省": "province", "市": "city", "州": "city", "盟": "city",
    "县": "county", "区": "county", "旗": "county", "镇": "town", "乡": "town", "街道": "town",
}  # fmt: skip
# 全市, 我县, 本区; not 全市场, 全区间, 安全市, 健全省
_OWN = re.compile(
    r"(?<![安健完齐保成基原根日版])(?:全|我|本)(?P<unit>街道|[国省市州盟县区旗镇乡])(?![场]|(?<=区)[间位段块域]|"
    r"(?<=[我本]国)[家])"
)
# What a place that the table does not know is called, as far as its name shows it.
# 三河镇
PLACE_NAME = re.compile(r"[一-鿿]{1,12}(?:省|市|县|区|旗|州|盟|镇|乡|街道|区划|新城|基地|[村岛港湾])")
LEVEL_ENDS: dict[str, Level] = {
    "省": "province", "市": "city", "州": "city", "盟": "city", "县": "county", "区": "county", "旗": "county",
}  # fmt: skip
# 丽川市统计局, 丽川市2024年…; the name is as short as can be, so that 市 ends it; 市城乡建设局 is no 乡
OPENING = re.compile(
    r"(?:中共|关于)?(?P<name>(?![省市])[一-鿿]{2,6}?(?:自治[州县旗]|新区|街道|[市县区旗盟镇乡]))"
    r"(?=\d{4}年|[上下]半年|人民政府|政府|国民经济|统计|委员?会|管委会|[一-鿿]{2,14}(?:局|委|办|厅|院|中心|"
    r"公室)(?:$|\d|\s))"
)


# 六甲街道和官渡街道; but 和平街道
_AND_NEXT = re.compile("(?<=[道镇乡])[与和及]")


def begin_of_name(text: str, start: int, end: int) -> int:
    """Where a name can begin in a run of Han characters: behind the last preposition."""
    if joined := _AND_NEXT.match(text, start):
        start = joined.end()
    begins = _BEGINS.match(text[start:end])
    return start + (begins.end() if begins else 0)
