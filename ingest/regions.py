"""The regions that a text names, as GB/T 2260 codes.

`terms/regions.csv` holds codes and names, `terms/region_words.csv` the names that are words too. Places below
the county have a code of ours, "330603/柯岩街道", and so has one that the table does not know: "/丽川市".
Text is expected as `fold` leaves it.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from ingest.errors import TermsError
from ingest.normalize import fold
from ingest.phrases import PhraseIndex

Level = Literal["country", "province", "city", "county", "town"]

_FOLDER = Path(__file__).parent / "terms"
LEVEL_RANK: dict[Level, int] = {"country": 0, "province": 1, "city": 2, "county": 3, "town": 4}


@dataclass(frozen=True)
class Region:
    """A province, city, county or town."""

    code: str
    name: str  # 绍兴市
    short: str  # 绍兴; the full name where nothing shorter names it
    parent: str  # code; "" for a province
    level: Level


@dataclass(frozen=True)
class RegionMention:
    """A region named in a text; "浙江省绍兴市柯桥区" is one mention, of the innermost region."""

    start: int
    end: int
    code: str  # "" when the name alone does not decide between `codes`
    name: str  # 柯桥区; as printed when undecided
    codes: tuple[str, ...]  # all regions of that name, the widest first


@dataclass(frozen=True)
class OwnWord:
    """全市, 我县, 本区: the writer's own region, by level only."""

    start: int
    end: int
    text: str
    level: Level


class Regions:
    """All regions, by code and by name."""

    def __init__(self, names: Iterable[tuple[str, str]], words: _Words) -> None:
        self._regions = _build_regions(names)
        self._words = words
        self._codes_by_form = _forms(self._regions.values(), words)
        self._index = PhraseIndex(self._codes_by_form)
        self._full_names = {fold(region.name) for region in self._regions.values()}
        self._begin_with_city = [name for name in self._full_names if name.startswith("市")]  # 市中区, 市北区

    @classmethod
    def load(cls) -> Regions:
        """The table that comes with wenju; read once a process."""
        return _load()

    def get(self, code: str) -> Region:
        """The region of a code. Raises KeyError for one that is not in the table (or whose county is not)."""
        parent, mark, name = code.partition("/")
        if mark and not name:
            raise KeyError(code)
        if mark and not parent:
            return Region(code, name, name, "", _LEVEL_ENDS.get(name[-1], "town"))
        if mark:
            return Region(code, name, name, self.get(parent).code, "town")
        return self._regions[code]

    def read(self, given: str) -> str:
        """The code of a place as people write it: a code, a name, a zone of a known city, a place in no table.

        Raises:
            ValueError: it names several places, or none.
        """
        with suppress(KeyError):
            return self.get(given).code
        name = fold(given).strip()
        mentions = [m for m in self.find(name) if m.end == len(name)]
        if mentions and not mentions[-1].code:
            places = "、".join(f"{self._full_name(one)} {one}" for one in mentions[-1].codes)
            raise ValueError(f"叫“{given}”的不止一个：{places}；写代码或连同上级写全")
        if mentions:
            return mentions[-1].code
        local = [m for m in self.find_local(name, "") if m.end == len(name)]
        if local:
            return local[-1].code
        if not _PLACE_NAME.fullmatch(name):
            raise ValueError(f"“{given}”不像地名；写行政区划代码，或带市、县、区、镇等字的全名")
        return f"/{name}"

    def _full_name(self, code: str) -> str:
        """吉林省长春市朝阳区"""
        region = self.get(code)
        return (self._full_name(region.parent) if region.parent else "") + region.name

    def opening(self, words: str) -> str:
        """The code of a place in no table that a title or the name of an office begins with; "" for none.

        "丽川市统计局" → "/丽川市"; "全市科技工作", "开发区管委会" name none.
        """
        match = _OPENING.match(words)
        if not match or match["name"] in ZONES or _NOT_IN_LOCAL.search(match["name"]):
            return ""
        known = [m for m in self.find(words) if m.start < match.end("name")]
        return "" if known else f"/{match['name']}"

    def name(self, code: str) -> str:
        """绍兴市 for "330600"; "" for ""."""
        return self.get(code).name if code else ""

    def level(self, code: str) -> Level:
        return self.get(code).level

    def above(self, code: str, level: Level) -> str:
        """The region of that level that a region is or lies in, or the province where there is none (北京市)."""
        while LEVEL_RANK[(region := self.get(code)).level] > LEVEL_RANK[level] and region.parent:
            code = region.parent
        return code

    def is_within(self, code: str, ancestor: str) -> bool:
        """Whether `code` is `ancestor` or lies in it; False when either is ""."""
        if not code or not ancestor:
            return False
        if "/" in ancestor:
            return code == ancestor
        return code.startswith(_stem(ancestor))

    def children(self, code: str) -> list[Region]:
        """The regions right below, in order of code; towns are not in the table."""
        return [region for region in self._regions.values() if region.parent == code]

    def siblings(self, code: str) -> list[Region]:
        """The other regions with the same parent."""
        return [region for region in self.children(self.get(code).parent) if region.code != code]

    def find(self, text: str, within: str | None = None) -> list[RegionMention]:
        """The regions named in folded `text`, longest names first, in order, none overlapping.

        Args:
            text: as `fold` leaves it.
            within: code of the region that the text is about; it decides between regions of one name.
        """
        hits: list[_Hit] = []

        def accept(start: int, form: str) -> _Hit | None:
            before = hits[-1] if hits and hits[-1].end == start else None
            hit = self._hit(text, start, form, before)
            if hit is None:
                return None
            if before and hit.start == before.start:
                hits.pop()
            hits.append(hit)
            return hit

        self._index.scan(text, accept)
        return [self._mention(text, hit, within) for hit in hits]

    def may_open(self, text: str) -> bool:
        """Whether `text` may begin with a region: cheap, and never False where `find` has one at 0."""
        return self._index.may_open(text)

    def find_local(
        self, text: str, parent: str, known: Sequence[RegionMention] | None = None
    ) -> list[RegionMention]:
        """Towns, 街道, development zones and new areas named in `text`, which the table does not hold.

        "柯桥区柯岩街道" is in 柯桥区, a 街道 on its own in `parent`. A name counts only where it begins
        behind a region, a mark or a preposition, for Chinese does not say where a word begins.
        `known` is what `find(text, parent)` gave, where it is at hand.
        """
        regions = self.find(text, parent) if known is None else known
        found = []
        for match in _LOCAL.finditer(text):
            mention = self._local_mention(match, regions, parent)
            if mention:
                found.append(mention)
        return found

    def _hit(self, text: str, start: int, form: str, before: _Hit | None) -> _Hit | None:
        end = start + len(form)
        codes = self._codes_by_form[form]
        if self._goes_on(text, end, form, codes):
            return None
        inner = tuple(c for c in codes if before and any(self._is_chained(c, o, form) for o in before.codes))
        if before and inner:
            return _Hit(before.start, end, inner)
        refused = self._words.refuses(text, start, form, follows_region=before is not None)
        return None if refused else _Hit(start, end, codes)

    def _goes_on(self, text: str, end: int, form: str, codes: tuple[str, ...]) -> bool:
        """Whether what follows makes the form part of something else: 杭州市场, 大连接, 浙江工业大学."""
        return (
            self._words.goes_on(text, end, form, is_full=form in self._full_names)
            or _INSTITUTION.match(text, end) is not None
            or self._hides_district(text, end, codes)
        )

    def _is_chained(self, code: str, outer: str, form: str) -> bool:
        """Whether a form right behind `outer` is the region `code` in it: 台州三门, but not 广西资源."""
        if form in self._words.full:
            return self._regions[code].parent == outer and self._regions[outer].level == "city"
        return self._is_inside(code, outer)

    def _is_inside(self, code: str, outer: str) -> bool:
        return code != outer and self.is_within(code, outer)

    def _hides_district(self, text: str, end: int, codes: tuple[str, ...]) -> bool:
        """青岛市北区 is 青岛 and 市北区, not 青岛市 and 北区."""
        if text[end - 1] != "市" or text[end : end + 1] == "市":
            return False
        inside = (
            code
            for name in self._begin_with_city
            if text.startswith(name, end - 1)
            for code in self._codes_by_form[name]
        )
        return any(self._is_inside(code, city) for code in inside for city in codes)

    def _mention(self, text: str, hit: _Hit, within: str | None) -> RegionMention:
        code = self._decide(hit.codes, within or "")
        name = self._regions[code].name if code else text[hit.start : hit.end]
        return RegionMention(hit.start, hit.end, code, name, hit.codes)

    def _decide(self, codes: tuple[str, ...], within: str) -> str:
        """Which of several regions of a name is meant: one in `within`, else the widest, else the nearest."""
        inside = [code for code in codes if self.is_within(code, within)]
        choice = self._widest(inside or codes)
        if len(choice) > 1 and within:
            distance = {code: _shared(code, within) for code in choice}
            nearest = max(distance.values())
            choice = [code for code in choice if nearest and distance[code] == nearest]
        return choice[0] if len(choice) == 1 else ""

    def _widest(self, codes: Iterable[str]) -> list[str]:
        ranked = {code: LEVEL_RANK[self._regions[code].level] for code in codes}
        return [code for code, rank in ranked.items() if rank == min(ranked.values())]

    def _local_mention(
        self, match: re.Match[str], regions: Sequence[RegionMention], parent: str
    ) -> RegionMention | None:
        run_start = match.start()
        inside = [r for r in regions if run_start < r.end <= match.start("kind")]
        owner, start = parent, _begin_of_name(match[0], run_start)
        if inside:
            owner, start = inside[-1].code or parent, inside[-1].end
        kind_start = match.start("kind")
        name = match.string[start : match.end()]
        if inside and start == kind_start and match["kind"] in ZONES:  # 绍兴高新区 is named after its city
            start = inside[-1].start
            name = match.string[start : match.end()]
        elif not _LOCAL_NAME[0] <= kind_start - start <= _LOCAL_NAME[1]:
            return None
        is_town = bool(_OPENS_WITH_TOWN.search(match.string[: match.end()]))
        if not owner or (not is_town and (name[:-1].endswith(_NOT_LOCAL) or _NOT_IN_LOCAL.search(name))):
            return None
        code = f"{owner.partition('/')[0]}/{name}"
        return RegionMention(start, match.end(), code, name, (code,))


def own_words(text: str) -> list[OwnWord]:
    """全市, 我省, 本县 and the like in folded `text`, in order; 全国 too."""
    return [OwnWord(m.start(), m.end(), m[0], _OWN_LEVELS[m["unit"]]) for m in _OWN.finditer(text)]


# --- names and the words they look like -------------------------------------------------------------------


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    codes: tuple[str, ...]


@dataclass
class _Words:
    """`region_words.csv`: which names need what around them to be a region and not a word."""

    full: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)
    bounded: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)
    not_after: dict[str, str] = field(default_factory=dict)
    not_before: dict[str, str] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)

    def goes_on(self, text: str, end: int, form: str, *, is_full: bool) -> bool:
        """Whether the character behind the form begins no new word: 大连接, 杭州市场, 朝阳区域."""
        after = text[end : end + 1]
        if is_full and after and after in _TAIL_GOES_ON.get(form[-1], ""):
            return True
        return after in self._characters(self.not_before, form)

    def refuses(self, text: str, start: int, form: str, *, follows_region: bool) -> bool:
        """Whether the form at `start` rather belongs to the words in front of it, or is a word itself."""
        if form in self.behind or form in self.full:
            return True
        if follows_region or start == 0:
            return False
        before = text[start - 1]
        if before in self._characters(self.not_after, form):
            return True
        opens = before in _CONNECTORS or text.endswith(("其中", "包括", "尤其", "分县"), 0, start)
        return self._is_bounded(form) and _is_han(before) and not opens

    def _is_bounded(self, form: str) -> bool:
        if any(form.startswith(name) for name in self.free):
            return False
        # 范县 in 示范县, 文县 in 人文县城: a county of one character
        return (
            form[0] + "*" in self.bounded or form in self.bounded or (len(form) == 2 and form[1] in "县市区")
        )

    def _characters(self, rules: dict[str, str], form: str) -> tuple[str, ...]:
        return (*rules.get(form, ""), *rules.get(form[0] + "*", ""))


_CONNECTORS = "在赴到对与和及由从为是的问那较比去至向"
# Tails that a short name goes without; 新区 before 区, so that 浦东新区 is 浦东.
_TAILS = {
    "区": ("特别行政区", "自治区", "新区", "林区", "地区", "回族区", "达斡尔族区", "区"),
    "州": ("自治州",),
    "县": ("自治县", "县"),
    "旗": ("自治旗", "旗"),
    **{tail: (tail,) for tail in "省市盟"},
}
_NO_SHORT = re.compile(r"(?:[左右中前后]|联合)旗$|矿区$")  # 土默特左旗; 井陉矿区 is not 井陉
_SELF_RULED = re.compile(r"自治([州县旗])$")
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土"
    "|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|保安|裕固|鄂伦春|独龙|普米|各"
)
# 恩施土家族苗族, 巴音郭楞蒙古: what follows the name of the place
_PEOPLES_TAIL = re.compile(f"(?:(?:{_PEOPLES})族|蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯)+$")

# 杭州市场, 朝阳区域
_TAIL_GOES_ON = {"市": "场值盈", "区": "域块间位段"}
_INSTITUTION = re.compile(
    r"(?:理工|科技|工业|师范|医科|农业|农林|林业|财经|工商|海洋|文理|外国语|交通|邮电|电子|政法|中医药?|传媒|民族|"
    r"职业|技术"
    r"|石油|建筑|航空|航天|体育|美术|音乐|经贸|城市|医|赛宝|商业|农村|农商)*(?:大学|学院|银行)"
)


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


def _build_regions(names: Iterable[tuple[str, str]]) -> dict[str, Region]:
    pairs = dict(names)
    regions = {}
    for code, name in pairs.items():
        level: Level = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
        city, province = code[:4] + "00", code[:2] + "0000"
        parent = "" if level == "province" else city if level == "county" and city in pairs else province
        regions[code] = Region(code, name, _short_name(name), parent, level)
    return regions


def _forms(regions: Iterable[Region], words: _Words) -> dict[str, tuple[str, ...]]:
    """Every form that names a region (folded) → the codes it may mean, the widest first."""
    by_width = sorted(regions, key=lambda region: (LEVEL_RANK[region.level], region.code))
    provinces = {region.short for region in by_width if region.level == "province"}
    pairs = [(form, region.code) for region in by_width for form in _forms_of(region, provinces)]
    pairs += words.also.items()
    codes: dict[str, list[str]] = defaultdict(list)
    # Folded all at once, a fifth of the time of one by one.
    for form, (_, code) in zip(fold("\n".join(form for form, _ in pairs)).split("\n"), pairs, strict=True):
        codes[form].append(code)
    return {form: tuple(found) for form, found in codes.items()}


def _forms_of(region: Region, provinces: set[str]) -> Iterator[str]:
    yield region.name
    ruled = _SELF_RULED.search(region.name)
    if ruled and region.short != region.name:
        yield region.short + ruled[1]  # 恩施州
    # 吉林 is the province, 吉林市 the city
    if region.short != region.name and (region.short not in provinces or region.level == "province"):
        yield region.short


def _stem(code: str) -> str:
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def _shared(code: str, other: str) -> int:
    """2 for the same city, 1 for the same province, 0 for neither."""
    return 2 if code[:4] == other[:4] else 1 if code[:2] == other[:2] else 0


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"


# --- places that the table does not hold ------------------------------------------------------------------

ZONES = (
    "经济技术开发区",
    "经济开发区",
    "高新技术产业开发区",
    "高新区",
    "经开区",
    "开发区",
    "新区",
    "工业园区",
    "旅游度假区",
)
_LOCAL = re.compile(
    rf"[一-鿿]{{0,12}}?(?P<kind>{'|'.join(ZONES)}|街道|镇|(?<![下返家老还城])乡)(?![一-鿿]?[村居]委|[域化级风镇愁]|"
    r"(?<=城镇)[居新登常人户建职社基污生失就低调])"
)
_LOCAL_NAME = (2, 4)  # characters in front of 街道, 镇, 高新区
_BEGINS = re.compile(r"^.*(?:[在赴到对由从为是的]|(?<=.)[与和及]|其中|包括|推动|支持|位于|推进|建设|依托)")
_NOT_LOCAL = ("小", "中心", "重点", "特色", "建制", "美丽", "全国百强", "各乡", "城")
_NOT_IN_LOCAL = re.compile(
    r"[各全每个老两多本我该]|[国省市]家?级|[城乡小集强]镇|特色|新型|中心镇|"
    r"(?:绿色|智慧|零碳|低碳|循环化?|化工|现代|标准化?|小微|专业|重点)工业园区"
)

# 枝城镇|规上工业产值; not 全城镇, 新城镇, nor 城镇 居民 of the kinds below
_OPENS_WITH_TOWN = re.compile(
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
_PLACE_NAME = re.compile(r"[一-鿿]{1,12}(?:省|市|县|区|旗|州|盟|镇|乡|街道|区划|新城|基地|[村岛港湾])")
_LEVEL_ENDS: dict[str, Level] = {
    "省": "province", "市": "city", "州": "city", "盟": "city", "县": "county", "区": "county", "旗": "county",
}  # fmt: skip
# 丽川市统计局, 丽川市2024年…; the name is as short as can be, so that 市 ends it
_OPENING = re.compile(
    r"(?:中共|关于)?(?P<name>[一-鿿]{2,6}?(?:自治[州县旗]|新区|街道|[市县区旗盟镇乡]))"
    r"(?=\d{4}年|[上下]半年|人民政府|政府|国民经济|统计|委员?会|管委会|[一-鿿]{2,14}(?:局|委|办|厅|院|中心|"
    r"公室)(?:$|\d|\s))"
)


def _begin_of_name(run: str, run_start: int) -> int:
    """Where a name can begin in a run of Han characters: behind the last preposition."""
    begins = _BEGINS.match(run)
    return run_start + (begins.end() if begins else 0)


# --- loading ----------------------------------------------------------------------------------------------


@cache
def _load() -> Regions:
    return Regions([(code, name) for code, name in _rows("regions.csv")], _load_words())


def _load_words() -> _Words:
    words = _Words()
    for form, rule, detail in _rows("region_words.csv"):
        form = fold(form)
        if rule in ("full", "behind", "bounded", "free"):
            getattr(words, rule).add(form)
        elif rule in ("not_after", "not_before", "also"):
            getattr(words, rule)[form] = detail
        else:
            raise TermsError(f"region_words.csv：{form} 的规则 {rule} 不认识")
    return words


def _rows(file_name: str) -> list[list[str]]:
    """The rows of a table below its comments and its heading."""
    with (_FOLDER / file_name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(line for line in lines if not line.startswith("#")))[1:]
