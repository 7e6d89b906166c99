"""The table of regions: codes of GB/T 2260, names, short names, and which lies in which."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["country", "province", "city", "county", "town"]
_FOLDER = Path(__file__).parent.parent / "terms"
LEVEL_RANK: dict[Level, int] = {"country": 0, "province": 1, "city": 2, "county": 3, "town": 4}


@dataclass(frozen=True)
class Region:
    """A province, city, county or town."""

    code: str
    name: str  # 绍兴市
    short: str  # 绍兴; the full name where nothing shorter names it
    parent: str  # code; "" for a province
    level: Level


# Tails that a short name goes without; 新区 before 区, so that 浦东新区 is 浦东.
_TAILS = {
    "区": ("特别行政区", "自治区", "新区", "林区", "地区", "回族区", "达斡尔族区", "区"),
    "州": ("自治州",),
    "县": ("自治县", "县"),
    "旗": ("自治旗", "旗"),
    **{tail: (tail,) for tail in "省市盟"},
}
# 土默特左旗; 井陉矿区 is not 井陉; 全州 is the whole of an 自治州
_NO_SHORT = re.compile(r"(?:[左右中前后]|联合)旗$|矿区$|^全州县$")
# 自治州
_SELF_RULED = re.compile(r"自治([州县旗])$")
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土"
    "|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|保安|裕固|鄂伦春|独龙|普米|各"
)
# 恩施土家族苗族, 巴音郭楞蒙古: what follows the name of the place
_PEOPLES_TAIL = re.compile(f"(?:(?:{_PEOPLES})族|蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯)+$")


def _short_name(name: str) -> str:
    """绍兴 for 绍兴市, 恩施 for 恩施土家族苗族自治州; the name itself where one character would stay."""
    if _NO_SHORT.search(name):
        return name
    for tail in _TAILS.get(name[-1], ()):
        stem = name.removesuffix(tail)
        if "自治" in tail:
            stem = _without_peoples(stem) if stem != name else name
        if 2 <= len(stem) < len(name):
            return stem
    return name


def _without_peoples(stem: str) -> str:
    """恩施 of 恩施土家族苗族, but 内蒙古 and 鄂伦春: where nothing else is left the people are the name."""
    place = _PEOPLES_TAIL.sub("", stem)
    return place if len(place) >= 2 else stem.removesuffix("族")


def build_regions(names: Iterable[tuple[str, str]]) -> dict[str, Region]:
    pairs = dict(names)
    regions = {}
    for code, name in pairs.items():
        level: Level = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
        city, province = code[:4] + "00", code[:2] + "0000"
        parent = "" if level == "province" else city if level == "county" and city in pairs else province
        regions[code] = Region(code, name, _short_name(name), parent, level)
    return regions


def forms_of(region: Region, provinces: set[str]) -> Iterator[str]:
    yield region.name
    ruled = _SELF_RULED.search(region.name)
    if ruled and region.short != region.name:
        yield region.short + ruled[1]  # 恩施州
    # 吉林 is the province, 吉林市 the city
    if region.short != region.name and (region.short not in provinces or region.level == "province"):
        yield region.short


def stem(code: str) -> str:
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def shared(code: str, other: str) -> int:
    """2 for the same city, 1 for the same province, 0 for neither."""
    return 2 if code[:4] == other[:4] else 1 if code[:2] == other[:2] else 0


def rows(file_name: str) -> list[list[str]]:
    """The rows of a table below its comments and its heading."""
    with (_FOLDER / file_name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(line for line in lines if not line.startswith("#")))[1:]
