"""The places that a paragraph names: regions of the table, towns and zones, and 我市 or 全县 for the writer's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.naming import Lexicon
from ingest.normalize import fold
from ingest.records import Report
from ingest.regions import ZONES, OwnWord, RegionMention, own_words
from ingest.verbs import ACTION

_AND = ("、", "和", "与", "及")
# 绍兴高新区
_LOCAL_KIND = re.compile(rf"(?:{'|'.join(ZONES)}|街道|镇|乡)$")
# 乌衣镇
_TOWN_KIND = re.compile(r"镇(?!平|江|海|远|雄|安|赉|原|宁|巴|坪|沅|康|东)|乡(?!村|镇|贤|愁|土|宁|城)|街道")


# 市高新区, 经济技术开发区, 市城乡一体化示范区; not 高新区建设
_BARE_ZONE = re.compile(
    r"(?:^|(?<=[\n,，。;；:：、和与及中]))(?P<own>[市县](?=[一-鿿]{3}))?"
    rf"(?P<zone>(?P<known>{'|'.join(ZONES)})|[一-鿿]{{0,6}}?(?:示范|集聚|保税|港|合作)区)"
    r"(?![等内外]|管委会|建设|改革|创新|综合|体制|平台|载体|争先|提质|扩区|发展)"
)
# 经开区|完成投资12亿元, 高新区|分别增长12%
_DOES = re.compile(rf"分别|累计|共(?!建|享|同)|全年|{ACTION.pattern}")
# 岳塘区152家、
_COUNTED_BEFORE = re.compile(
    r"(?<!级高新)(?<!级经开)(?<!级开发)[区县市镇]\d[\d.]*[万亿]?(?!个)[一-鿿%]{1,2}[、,;]$"
)
# 86亿元、雨湖区52
_COUNTED_BEHIND = re.compile(r"\d[\d.]*[万亿]?(?!个)[一-鿿%]{1,2}[、,;][一-鿿]{1,6}[区县市镇]\d")


def _bare_zones(
    text: str, report: Report, known: Sequence[RegionMention], reader: Lexicon
) -> list[RegionMention]:
    """The city's own zones by their kind alone: in a list of places, behind 市, or as those who did something."""
    if reader.regions.level(report.region) == "province":
        return []  # all zones of the province
    spots = [m for m in _BARE_ZONE.finditer(text) if not ACTION.match(m["zone"])]
    places = [(k.start, k.end) for k in known] + [m.span() for m in spots if m["known"]]
    starts, ends = {start for start, _ in places}, {end for _, end in places}
    found = []
    for m in spots:
        beside = (text[m.start() - 1 : m.start()] in _AND and m.start() - 1 in ends) or (
            text[m.end() : m.end() + 1] in _AND and m.end() + 1 in starts
        )
        counted = _COUNTED_BEFORE.search(text, 0, m.start()) or _COUNTED_BEHIND.match(text, m.end())
        alone = m["zone"] in ZONES[:5] and _DOES.match(text, m.end())
        if beside or counted or alone or m["own"]:
            code = reader.regions.zone(report.region, m["zone"])
            found.append(RegionMention(*m.span(), code, m["zone"], (code,)))
    return found


def find_places(text: str, report: Report, reader: Lexicon) -> list[RegionMention]:
    """Regions of the table, and towns or zones that a clause opens with: 柳市镇实现…"""
    known = reader.regions.find(text, within=report.region or None)
    if not report.region:
        return known
    if report.region.startswith("/"):  # in no table, so nobody else finds it
        name, code = fold(report.region_name), report.region
        known += [RegionMention(m.start(), m.end(), code, name, (code,)) for m in re.finditer(name, text)]
        known.sort(key=lambda m: m.start)
    found = known
    known = [k for k in known if _TOWN_KIND.match(text, k.end) or not _is_far_word(k, known, report, reader)]
    own = [_own_place(word, known, report, reader) for word in own_words(text)]
    known = sorted([*known, *own], key=lambda m: m.start)
    local = [m for m in reader.regions.find_local(text, report.region, found) if _is_town(m, text)]
    local += _bare_zones(text, report, known, reader)
    local += [_town_of(k, text, report) for k in known if k.codes != ("",) and _TOWN_KIND.match(text, k.end)]
    local = [m for m in local if not any(k.start < m.start < k.end < m.end for k in known)]
    kept = [k for k in known if not any(m.start <= k.start and k.end <= m.end for m in local)]
    return sorted([*kept, *local], key=lambda m: m.start)


def _is_far_word(
    place: RegionMention, known: Sequence[RegionMention], report: Report, reader: Lexicon
) -> bool:
    """古城|景区, 城关|小学: the bare name of a county of another province is more often a word or a name of here."""
    regions = reader.regions
    code = place.code or (place.codes[0] if place.codes else "")
    if (
        not code
        or "/" in code
        or regions.level(code) != "county"
        or place.name.startswith(report.region_name)
    ):
        return False
    if place.end - place.start >= len(regions.name(code)):
        return False  # with its 县, 市 or 区
    follows = any(k.end == place.start for k in known if k is not place)  # 云南古城
    return not follows and all(one[:2] != report.region[:2] for one in (code, *place.codes))


def _own_place(
    word: OwnWord, known: Sequence[RegionMention], report: Report, reader: Lexicon
) -> RegionMention:
    """我市, 全县: the report's own place; 全县 in a city's report is the county spoken of; 全省, 全国 are nobody known."""
    level = reader.regions.level(report.region)
    wider = word.level == "country" or (word.level == "province" and level != "province")
    code, name = ("", "") if wider else (report.region, report.region_name)
    if word.level == "county" and level in ("city", "province"):
        spoken = [
            k
            for k in known
            if k.end <= word.start
            and k.code
            and "/" not in k.code
            and reader.regions.level(k.code) == "county"
        ]
        if spoken:
            code, name = spoken[-1].code, spoken[-1].name
    return RegionMention(word.start, word.end, code, name, (code,))


def _town_of(place: RegionMention, text: str, report: Report) -> RegionMention:
    """玉林街道 in a report of 武侯区 is a street there, not the city of 玉林."""
    match = _TOWN_KIND.match(text, place.end)
    end = match.end() if match else place.end
    name = text[place.start : end]
    code = f"{report.region.partition('/')[0]}/{name}"
    return RegionMention(place.start, end, code, name, (code,))


# 建设美丽圩镇2个: what was done to it stands right before
# 建设
_BUILT = re.compile(r"(?:建设|新建|创建|打造|建成|改造)$")


def _is_town(mention: RegionMention, text: str) -> bool:
    """实施乡|村振兴 is no town: a verb in front, or a word going on behind."""
    name = _LOCAL_KIND.sub("", mention.name)
    return not (
        _BUILT.search(text[max(0, mention.start - 2) : mention.start])
        or ACTION.fullmatch(name)
        or name in ("国家", "国家级", "省级", "市级")  # 国家高新区综合评价
        or (text[mention.end : mention.end + 1] == "村" and mention.name.endswith("乡"))
    )
