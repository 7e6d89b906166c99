"""The regions named in a text, found, told apart and put in one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from ingest.normalize import fold
from ingest.phrases import PhraseIndex
from ingest.regions.local import (
    LEVEL_ENDS,
    LOCAL,
    LOCAL_NAME,
    NOT_IN_LOCAL,
    NOT_LOCAL,
    OPENING,
    OPENS_WITH_TOWN,
    PLACE_NAME,
    ZONE_NAMES,
    ZONES,
    begin_of_name,
)
from ingest.regions.table import LEVEL_RANK, Level, Region, build_regions, forms_of, rows, shared, stem
from ingest.regions.words import NameWords, load_words


@dataclass(frozen=True)
class RegionMention:
    """A region named in a text; "浙江省绍兴市柯桥区" is one mention, of the innermost region."""

    start: int
    end: int
    code: str  # "" when the name alone does not decide between `codes`
    name: str  # 柯桥区; as printed when undecided
    codes: tuple[str, ...]  # all regions of that name, the widest first


class Regions:
    """All regions, by code and by name."""

    def __init__(self, names: Iterable[tuple[str, str]], words: NameWords) -> None:
        self._regions = build_regions(names)
        self._words = words
        self._codes_by_form = _forms(self._regions.values(), words)
        self._index = PhraseIndex(self._codes_by_form)
        self._full_names = {fold(region.name) for region in self._regions.values()}
        self._plain: dict[str, dict[str, str]] = {}  # region → its districts whose names are words, too
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
            return Region(code, name, name, "", LEVEL_ENDS.get(name[-1], "town"))
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
        if not PLACE_NAME.fullmatch(name):
            raise ValueError(f"“{given}”不像地名；写行政区划代码，或带市、县、区、镇等字的全名")
        return f"/{name}"

    def _full_name(self, code: str) -> str:
        """吉林省长春市朝阳区"""
        region = self.get(code)
        return (self._full_name(region.parent) if region.parent else "") + region.name

    def opening(self, words: str) -> str:
        """The code of a place in no table that a title or the name of an office begins with; "" for none.

        "丽川市统计局" → "/丽川市"; "全市科技工作", "开发区管委会" name none; a known place whose name is a word, too
        (市北区民政局), is that place where only one is called so.
        """
        plain = next((n for n in self._words.behind | self._words.opening if words.startswith(n)), "")
        codes = self._codes_by_form.get(plain, ()) if len(plain) > LOCAL_NAME[0] else ()
        if len(codes) == 1 and OPENING.match("某" + words):
            return codes[0]
        match = OPENING.match(words)
        if not match or match["name"] in ZONES or NOT_IN_LOCAL.search(match["name"]):
            return ""
        known = [m for m in self.find(words) if m.start < match.end("name")]
        return "" if known else f"/{match['name']}"

    def zone(self, place: str, kind: str) -> str:
        """The code of a place's own zone, however it is written: 330600/绍兴高新区 of 高新技术产业开发区."""
        city = place.partition("/")[0]
        return f"{city}/{self.get(city).short if city else ''}{ZONE_NAMES.get(kind, kind)}"

    def zone_forms(self, code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """How a place's own zone is written with the place (绍兴市高新技术产业开发区) and alone (市高新区); else nothing."""
        city, _, name = code.partition("/")
        region = self.get(city) if city else None
        kind = name.removeprefix(region.short) if region else name
        kinds = sorted((k for k in ZONES if ZONE_NAMES.get(k, k) == kind), key=len, reverse=True)
        if region is None or kind == name or not kinds:
            return (), ()
        return (
            tuple(place + k for place in (region.name, region.short) for k in kinds),
            tuple(own + k for own in ("市", "") for k in kinds),
        )

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
        return code.startswith(stem(ancestor))

    def children(self, code: str) -> list[Region]:
        """The regions right below, in order of code; towns are not in the table."""
        return [region for region in self._regions.values() if region.parent == code]

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
        found = [self._mention(text, hit, within) for hit in hits]
        return self._with_listed(text, found, within) if within else found

    def _with_listed(self, text: str, found: list[RegionMention], within: str) -> list[RegionMention]:
        """东区、西区、仁和区 in a report of 攀枝花: names that are words, too, where they stand in a list of its districts.

        In a cell of a table they stand alone, and some of them (市南区) open a clause.
        """
        names = self._plain_names(within)
        spots = [
            m
            for name in names
            for m in re.finditer(name, text)
            if not self._words.goes_on(text, m.end(), name, is_full=True)
        ]
        listed = list(found)
        while added := next((m for m in spots if self._is_listed(text, m, listed)), None):
            spots.remove(added)
            code = names[added.group()]
            listed.append(RegionMention(*added.span(), code, added.group(), (code,)))
        return sorted(listed, key=lambda mention: mention.start)

    def _is_listed(self, text: str, name: re.Match[str], found: Sequence[RegionMention]) -> bool:
        """Whether a name stands beside a region in a list, opens a clause as no word does, or is all there is."""
        start, end = name.span()
        if any(m.start < end and start < m.end for m in found):
            return False
        beside = any(
            (m.end + 1 == start and text[m.end] in "、和与及")
            or (end + 1 == m.start and text[end] in "、和与及")
            or _are_items(text, start, m.start)
            for m in found
        )
        opens = name.group() in self._words.opening and _OPENS.match(text, start)
        return beside or bool(opens) or text.strip() == name.group()

    def _plain_names(self, within: str) -> dict[str, str]:
        """Names of districts of a city that are words, too: 东区 → 510402."""
        if within not in self._plain:
            self._plain[within] = {
                name: inside[0]
                for name in self._words.behind | self._words.opening
                if len(inside := [c for c in self._codes_by_form.get(name, ()) if self._is_inside(c, within)])
                == 1
            }
        return self._plain[within]

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
        for match in LOCAL.finditer(text):
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
            distance = {code: shared(code, within) for code in choice}
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
        kind_start = match.start("kind")
        inside = [r for r in regions if run_start < r.end <= kind_start]
        while inside and self._is_part_of_name(inside, kind_start, parent):
            inside.pop()
        owner, start = parent, begin_of_name(match.string, run_start, match.end())
        if inside:
            owner, start = inside[-1].code or parent, inside[-1].end
        name = match.string[start : match.end()]
        is_of_city = match.string[start:kind_start] in ("", "国家", "国家级")
        if inside and is_of_city and match["kind"] in ZONES and owner:  # named after its city
            start, code = inside[-1].start, self.zone(owner, match["kind"])
            return RegionMention(start, match.end(), code, match.string[start : match.end()], (code,))
        if inside and start == kind_start and match["kind"] in ("街道", "镇"):
            return self._named_after_district(match, inside[-1], parent)
        is_known = any(r.start <= start and match.end() <= r.end for r in regions)  # 景德镇, a city
        if is_known or not LOCAL_NAME[0] <= kind_start - start <= LOCAL_NAME[1]:
            return None
        is_town = bool(OPENS_WITH_TOWN.search(match.string[: match.end()]))
        if not owner or (not is_town and (name[:-1].endswith(NOT_LOCAL) or NOT_IN_LOCAL.search(name))):
            return None
        code = f"{owner.partition('/')[0]}/{name}"
        return RegionMention(start, match.end(), code, name, (code,))

    def _named_after_district(
        self, match: re.Match[str], district: RegionMention, parent: str
    ) -> RegionMention | None:
        """海沧街道 of 海沧区, by the short name that they share; no town of another place that is called so."""
        words, code = match.string[district.start : district.end], district.code
        is_here = not parent or code == parent or self.is_within(code, parent)
        if not code or not is_here or self.level(code) != "county" or words != self.get(code).short:
            return None
        name = match.string[district.start : match.end()]
        code = f"{code}/{name}"
        return RegionMention(district.start, match.end(), code, name, (code,))

    def _is_part_of_name(self, inside: Sequence[RegionMention], kind_start: int, parent: str) -> bool:
        """南京|江北|新区: whether the last name, in front of what the place is called, lies elsewhere.

        Right behind a place it is in it; alone, where it may mean several places, in none of them.
        """
        last = inside[-1]
        above = [one.code for one in inside[-2:-1] if one.end == last.start]
        outer = above[0] if above else "" if last.code else parent
        is_elsewhere = bool(outer) and not any(self.is_within(code, outer) for code in last.codes)
        return last.end == kind_start and is_elsewhere


# ,老城区新增高企|12家: an item of a list of districts
_ITEM = re.compile(r"(?:^|(?<=[、,，;；:：。\n看中年]))[^、,，;；。\n\d]{2,16}\d")
# 市南区, where a clause opens
_OPENS = re.compile(r"(?:^|(?<=[、,，;；:：。\n看中年月)）]))")
# 。
_SENTENCE_END = re.compile(r"[。;；\n]")


def _are_items(text: str, first: int, second: int) -> bool:
    """老城区新增高企12家,涧西区86家: whether two names open items of one list, each with its number."""
    between = text[min(first, second) : max(first, second)]
    alike = _ITEM.match(text, first) and _ITEM.match(text, second)
    return bool(alike) and not _SENTENCE_END.search(between)


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    codes: tuple[str, ...]


# 理工大学
_INSTITUTION = re.compile(
    r"(?:理工|科技|工业|师范|医科|农业|农林|林业|财经|工商|海洋|文理|外国语|交通|邮电|电子|政法|中医药?|传媒|民族|"
    r"职业|技术"
    r"|石油|建筑|航空|航天|体育|美术|音乐|经贸|城市|医|赛宝|商业|农村|农商)*(?:大学|学院|银行)"
)


def _forms(regions: Iterable[Region], words: NameWords) -> dict[str, tuple[str, ...]]:
    """Every form that names a region (folded) → the codes it may mean, the widest first."""
    by_width = sorted(regions, key=lambda region: (LEVEL_RANK[region.level], region.code))
    provinces = {region.short for region in by_width if region.level == "province"}
    pairs = [(form, region.code) for region in by_width for form in forms_of(region, provinces)]
    pairs += words.also.items()
    codes: dict[str, list[str]] = defaultdict(list)
    # Folded all at once, a fifth of the time of one by one.
    for form, (_, code) in zip(fold("\n".join(form for form, _ in pairs)).split("\n"), pairs, strict=True):
        codes[form].append(code)
    return {form: tuple(found) for form, found in codes.items()}


@cache
def _load() -> Regions:
    return Regions([(code, name) for code, name in rows("regions.csv")], load_words())
