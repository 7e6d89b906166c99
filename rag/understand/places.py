"""The places a question asks about, and all that it names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.indicators import TermMention
from ingest.normalize import fold
from ingest.regions import ZONES, RegionMention
from ingest.segments import segment
from rag.knowledge import Knowledge
from rag.understand.spans import TITLES, covered, spans_of

# 三河|镇
_TOWN_KIND = re.compile(r"古?镇|乡(?!村|镇|贤)|街道|社区|村(?![级居民集委干])")
# 吉安|县
_OTHER_COUNTY = re.compile(r"[县旗](?![域级城区里长委市政内下乡])")
# 三河镇
_TOWN_END = re.compile(r"(?:街道|镇|乡)$")
# in a list of places by the rest of its name
# 柳叶湖旅游度假区
_ZONE_END = re.compile(
    r"(?<=[一-鿿]{3})(?:旅游度假区|度假区|风景名胜区|风景区|(?:经济|高新)(?:技术)?(?:产业)?开发区|示范区|管理区|工业园区?)$"
)
# 煤山镇2024年…: a town at the front of a question, or behind a place, is a place even if the library has nothing of it
_TOWN = re.compile(r"[一-鿿]{2,4}?(?:街道|镇|乡)(?!村|镇|卫生|企|域|级|贤|亲|土)")
# 各乡
_NO_TOWN = re.compile(
    r"(?:[乡城返下回入还]|古|特色小|重点|中心|强|示范|典型|试点|标杆|样板|建制|各|些|多少|个|全)(?:街道|镇|乡)$|"
    r"全省|全国|全市|全县"
)


def find_places(
    text: str, terms: Sequence[TermMention], knowledge: Knowledge, around: Sequence[str] = ()
) -> tuple[list[RegionMention], list[RegionMention]]:
    """Places asked about, and all places named; of several of one name, the one the library holds.

    Args:
        around: codes of the places that the question before was about.
    """
    places: list[RegionMention] = []
    for mention in knowledge.regions.find(text):
        if not (
            _is_in_other_words(text, mention, terms)
            or _is_of_a_name(text, mention, places, knowledge)
            or _names_a_house(text, mention.end, mention.codes or (mention.code,), knowledge)
        ):
            places.append(
                _other_county(text, mention) or _settled(text, _without_office(text, mention), knowledge)
            )
    places = _with_held(text, terms, places, knowledge, around)
    places = [one for one in places if not _is_in_own_name(text, one, places, knowledge)]
    if not any(_is_held(one.code, knowledge) for one in places):
        places = [*_opening(text, terms, places, knowledge), *places]
    places = _with_unknown_towns(text, places, terms, knowledge) or _misspelt(text, knowledge)
    asked = [
        m
        for m in places
        if not any(_is_part(one, m, knowledge) and not _beside(one, m, text) for one in places)
    ]
    asked = sorted(asked or _around_house(text, knowledge), key=lambda m: m.start)
    partners = _partners(text, asked, knowledge)
    return [m for m in asked if m not in partners], sorted(
        (m for m in places if m not in partners), key=lambda m: m.start
    )


# 嘉兴在北京上海建了几个飞地, 安溪和宁夏哪个地方结对: where it was done and with whom, not of whom it is asked
_TOWARDS = re.compile(r"(?:在|到|向|从|对|往|赴|来自|吸纳)$")
# 和丽江结对
_TOGETHER = re.compile(r"结对|协作|对口|支援|合作|共建|联合")


# 江北|城区山洪防治工程; but 福州|温州|哪个高
# 城区山洪防治工程
_LONG_NAME = re.compile(r"(?!.*(?:哪|谁|比|差|各|分别|两))[\W一-鿿]{0,3}[一-鿿]{2,}")


def _in_long_name(text: str, one: RegionMention) -> bool:
    """Whether a bare place right behind another begins the name of something there."""
    return text[one.end - 1] not in "省市县区州盟旗" and bool(_LONG_NAME.match(text, one.end))


def _partners(text: str, asked: Sequence[RegionMention], knowledge: Knowledge) -> list[RegionMention]:
    """Places that no report is from, named behind one that has a report, as what was done there or together."""
    first, *others = asked or (None,)
    if first is None or not _is_held(first.code, knowledge):
        return []
    found: list[RegionMention] = []
    for one in others:
        is_known = _is_held(one.code, knowledge) or knowledge.regions.is_within(first.code, one.code)
        joins = any(m.end == one.start or text[m.end : one.start] in ("、", "和") for m in found)
        in_name = first.end == one.start and _in_long_name(text, one)
        if not is_known and (
            in_name or joins or _TOWARDS.search(text[: one.start]) or _TOGETHER.search(text, one.end)
        ):
            found.append(one)
    return found


# 通道|万佛山: a character between a place that has a report and one that has none
_BETWEEN = re.compile(r"(?![和与跟及比同、的在对到向从有省市县区年])[一-鿿]")


def _is_in_own_name(
    text: str, one: RegionMention, places: Sequence[RegionMention], knowledge: Knowledge
) -> bool:
    """万佛山 in 通道 is no 佛山: what stands a character behind a place of the library and has no report itself."""
    if _is_held(one.code, knowledge) or text[one.end - 1] in "省市县区州盟旗":
        return False
    before = (p for p in places if p.end == one.start - 1 and _is_held(p.code, knowledge))
    return any(_BETWEEN.fullmatch(text[p.end : one.start]) for p in before)


def _is_in_other_words(text: str, mention: RegionMention, terms: Sequence[TermMention]) -> bool:
    """Whether it stands in a title, in the name of an indicator or a town, or in a longer word."""
    size = mention.end - mention.start
    is_in_title = any(m.start() < mention.start and mention.end < m.end() for m in TITLES.finditer(text))
    is_in_term = any(
        t.start <= mention.start and mention.end <= t.end and t.end - t.start > size for t in terms
    )
    is_town = bool(_TOWN_KIND.match(text, mention.end))  # 三河镇 is a town, not the city of 三河
    return is_in_title or is_in_term or is_town or not _is_word(text, mention)  # 独秀峰 is no 秀峰


def _other_county(text: str, mention: RegionMention) -> RegionMention | None:
    """某县, where only a city of that name is known."""
    is_other = mention.code and text[mention.end - 1] not in "省市县区州盟旗"
    if not is_other or not _OTHER_COUNTY.match(text, mention.end):
        return None
    name = text[mention.start : mention.end + 1]
    code = f"{mention.code.partition('/')[0]}/{name}"
    return RegionMention(mention.start, mention.end + 1, code, name, (code,))


def _without_office(text: str, mention: RegionMention) -> RegionMention:
    return replace(mention, end=_end_before_office(text, mention.end))


def _end_before_office(text: str, end: int) -> int:
    """肥西县长, 洛阳市级平台, 佛山市场监管局, 宁波市民: 长, 级, 场 and 民 take the place's last character into their own word."""
    last, behind = text[end - 1], text[end : end + 1]
    is_shared = (behind in ("长", "级") and last in "省市县区镇乡州") or (
        last == "市" and behind in ("场", "民")
    )
    return end - 1 if is_shared else end


def _settled(text: str, mention: RegionMention, knowledge: Knowledge) -> RegionMention:
    """Of several places of one name the one that reports, else the one that the library's figures are about."""
    codes = mention.codes or (mention.code,)
    held = [code for code in codes if _is_held(code, knowledge)]
    reporting = [code for code in mention.codes if code in knowledge.written] or [
        code
        for code, name in knowledge.held_names.items()
        if code in knowledge.written and _short(code, name, knowledge) == text[mention.start : mention.end]
    ]
    if (
        len(reporting) == 1
    ):  # 吉林 is the city where only its reports are there, though they name the province
        code = reporting[0]
    elif len(held) == 1 and mention.code not in held:
        code = held[0]
    else:
        code = mention.code
    return replace(mention, code=code or codes[0])


def _with_held(
    text: str,
    terms: Sequence[TermMention],
    places: list[RegionMention],
    knowledge: Knowledge,
    around: Sequence[str],
) -> list[RegionMention]:
    """Also the towns and zones that the library's figures are about, and its places by a short name that is a word too."""
    for code, name in knowledge.held_names.items():
        short = _TOWN_END.sub("", fold(name)) if "/" in code[1:] else _short(code, name, knowledge)
        zone, alone = knowledge.regions.zone_forms(code)
        zone = (*zone, *_only_zone(code, knowledge)) if zone else zone
        listed = _ZONE_END.sub("", fold(name)) if "/" in code[1:] else ""
        for form in dict.fromkeys((*zone, *alone) or (fold(name), short, listed)):
            start = text.find(form)
            is_rest = form == listed and form not in (fold(name), short)
            if start < 0 or len(form) < 2 or (is_rest and not _is_listed(text, form, terms)):
                continue
            span = (start, start + len(form))
            spoken_of = [p.code for p in places] or list(around)
            is_bare = form in alone or form in ZONES
            if is_bare and _is_elsewhere(code, spoken_of, knowledge):
                continue  # 高新区 behind 丰城 is no 淄博高新区
            if form in alone and any(m.end == start for m in places):
                continue  # another city's
            if form in alone and not spoken_of and _is_shared(alone, knowledge):
                continue
            is_full = form in (zone or (fold(name),))
            if _names_other(text, span, code, is_full, terms, places, knowledge):
                continue
            places = [m for m in places if not (start <= m.start and m.end <= span[1])]
            places.append(RegionMention(start, _end_before_office(text, span[1]), code, name, (code,)))
            break
    return places


def _only_zone(code: str, knowledge: Knowledge) -> tuple[str, ...]:
    """谷城开发区 for 谷城经开区, where the library has no other zone of 谷城."""
    city = code.partition("/")[0]
    zones = [c for c in knowledge.held_names if c.startswith(f"{city}/") and c.endswith(("区", "园"))]
    place = knowledge.regions.get(city)
    return (f"{place.name}开发区", f"{place.short}开发区") if zones == [code] else ()


def _is_listed(text: str, form: str, terms: Sequence[TermMention]) -> bool:
    """武陵、鼎城、柳叶湖, 柳叶湖旅游收入: what stands beside other places, or has an indicator right behind it."""
    leads = any(text[: term.start].endswith(form) for term in terms)
    return leads or bool(re.search(rf"[、和与跟及]{form}|{form}[、和与跟及]", text))


def _is_shared(alone: tuple[str, ...], knowledge: Knowledge) -> bool:
    """Whether two cities of the library have a 高新区."""
    forms = [knowledge.regions.zone_forms(code)[1] for code in knowledge.held_names if "/" in code]
    return forms.count(alone) > 1


def _is_elsewhere(zone: str, around: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether a zone lies in none of the cities that are spoken of."""
    city = zone.partition("/")[0]
    regions = knowledge.regions
    return bool(around) and not any(
        regions.is_within(city, code.partition("/")[0]) or regions.is_within(code.partition("/")[0], city)
        for code in around
        if code
    )


def _names_other(
    text: str,
    span: tuple[int, int],
    code: str,
    is_full: bool,
    terms: Sequence[TermMention],
    places: Sequence[RegionMention],
    knowledge: Knowledge,
) -> bool:
    """Whether the words that may name a held place name something else: a part of a title, a term, a wider place."""
    start, end = span
    if any(m.start() < start < m.end() for m in TITLES.finditer(text)):
        return True
    is_short = "/" not in code or not is_full
    if is_short and covered(start, end, places, terms):
        return True
    if not is_full and _names_a_house(text, end, (code,), knowledge):
        return True
    is_word = _begins_word(text, start, places) or (code in knowledge.written and _is_cut_out(text, *span))
    if not is_full and (not is_word or ("/" in code and _is_wider(text, start, end, places))):
        return True
    return any(m.start <= start and end < m.end and "/" in m.code for m in places)


def _is_wider(text: str, start: int, end: int, places: Sequence[RegionMention]) -> bool:
    """昭平 is the county, 昭平县 all the more, and not its 昭平镇, unless the town is named in full."""
    is_named = any(m.start <= start and end <= m.end for m in places)
    return is_named or text[end : end + 1] in ("省", "市", "县", "区", "州", "旗")


def _is_part(inner: RegionMention, outer: RegionMention, knowledge: Knowledge) -> bool:
    if not outer.code or inner.code == outer.code:
        return False
    is_zone = "/" in outer.code and not _TOWN_END.search(outer.name)
    is_of_zone = is_zone and outer.end == inner.start and bool(_TOWN_END.search(inner.name))
    return is_of_zone or knowledge.regions.is_within(inner.code, outer.code)  # 某高新区某镇


def _beside(one: RegionMention, other: RegionMention, text: str) -> bool:
    """甲县和乙市: both are asked about, though one lies in the other."""
    first, second = sorted((one, other), key=lambda m: m.start)
    return bool(re.fullmatch(r"[和与跟、及比同]", text[first.end : second.start]))


# 高于
_THAN = re.compile(r"[高低快慢多少优好]于$")


def _is_word(text: str, mention: RegionMention) -> bool:
    """Whether a place without its 市, 县, 区 begins where the segmenter, too, begins a word."""
    start = mention.start
    if (
        not start
        or not re.match(r"[一-鿿]", text[start - 1])
        or text[mention.end - 1] in "省市县区州盟旗镇乡"
        or _THAN.search(text[:start])
    ):
        return True
    return start in set(itertools.accumulate((len(w) for w in segment(text)), initial=0))


# 湛江徐闻港, 湛江吴川机场: what is in the place before, named after another
_NAMED = re.compile(r"港|机场|大桥|特?大桥|高速|铁路|高铁|水库|电站|湿地|景区|大学|学院|医院|车站")


# 南湖|实验室: no report is from a 南湖 of its own
_INSTITUTION = re.compile(r"实验室|研究院|大学|机场")


def _names_a_house(text: str, end: int, codes: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether a bare place that no report is from is part of an institution's name."""
    bare = text[end - 1] not in "省市县区州盟旗镇乡"
    in_name = any(name.match(text, end) for name in (_NAMED, _HOUSE, _WATER))
    of_town = in_name and all("/" in code for code in codes)
    is_named = bool(of_town or _INSTITUTION.match(text, end))  # 渌江|大桥 is no bridge of 渌江镇
    return bare and is_named and not any(code in knowledge.written for code in codes)


def _around_house(text: str, knowledge: Knowledge) -> list[RegionMention]:
    """The place with a report that an institution lies in; of no length, as the question does not name it."""
    for code, name in knowledge.held_names.items():
        short = _short(code, name, knowledge)
        start, size = text.find(short), len(short)
        if code and start >= 0 and _names_a_house(text, start + size, (code,), knowledge):
            held = (one for one in knowledge.written if one and knowledge.regions.is_within(code, one))
            return [
                RegionMention(start, start, one, knowledge.held_names.get(one, ""), (one,)) for one in held
            ][:1]
    return []


# 经济技术开发区, of which 经济 is no short form
_COMMON = re.compile(
    r"经济|高新|工业|旅游|国家|综合|自由|城市|科技|文化|农业|生态|现代|国际|临空|保税|[东南西北中]部"
)
MIN_SHORT = 2  # characters


def _opening(
    text: str, terms: Sequence[TermMention], places: Sequence[RegionMention], knowledge: Knowledge
) -> list[RegionMention]:
    """沪东 at the front, of 沪东新村街道: the one place in no table that a report is of and that begins so."""
    front = text[:MIN_SHORT]
    names = {c: knowledge.held_names.get(c, "") for c in knowledge.written if "/" in c}
    found = [(code, name) for code, name in names.items() if fold(name).startswith(front)]
    taken = [*(t.start for t in terms), *(p.start for p in places)]
    if len(found) != 1 or len(front) < MIN_SHORT or _COMMON.match(front) or min(taken, default=9) < MIN_SHORT:
        return []
    ((code, name),) = found
    pairs = enumerate(zip(text, fold(name), strict=False))
    end = next((k for k, (said, own) in pairs if said != own), min(len(text), len(name)))
    is_other = re.match(r"街道|[省市县区镇乡村]", text[end:])  # 沪东街道 may be another
    return [] if is_other else [RegionMention(0, end, code, name, (code,))]


# 江
_WATER = re.compile(r"江(?![段堤景河])|河(?![道长湖流段])|湖(?![泊区景])")


def _is_of_a_name(
    text: str, mention: RegionMention, found: Sequence[RegionMention], knowledge: Knowledge
) -> bool:
    """Whether a bare place stands in another's name: 河|东乡 behind 松溪县, or 徐闻|港 behind 湛江."""
    if text[mention.end - 1] in "省市县区州盟旗" or not found:
        return False
    if _WATER.match(text, mention.end):
        return True  # 嘉陵|江大桥
    held = any(_is_held(code, knowledge) for code in (mention.codes or (mention.code,)))
    if not held or any(one.end == mention.start for one in found):
        return bool(_NAMED.match(text, mention.end)) or not _begins_word(text, mention.start, found)
    return False


def _is_cut_out(text: str, start: int, end: int) -> bool:
    """初中生均公用经费|兴化|定多少: a word by itself to the segmenter."""
    ends = list(itertools.accumulate((len(w) for w in segment(text)), initial=0))
    return start in ends and ends[ends.index(start) + 1] == end


def _begins_word(text: str, start: int, places: Sequence[RegionMention]) -> bool:
    """A short name inside a longer word (独秀峰) names no place."""
    if start <= 0 or not re.match(r"[一-鿿]", text[start - 1]):
        return True
    is_led = text[start - 1] in "和与跟及比在请问查到那看找说由从向、年月" or _THAN.search(text[:start])
    return bool(is_led) or any(m.end == start for m in places)


def _with_unknown_towns(
    text: str, places: list[RegionMention], terms: Sequence[TermMention], knowledge: Knowledge
) -> list[RegionMention]:
    starts = {m.end for m in places} | {0}
    found = list(places)
    spelt: list[RegionMention] | None = None
    for start in sorted(starts):
        match = _TOWN.match(text, start)
        if not match or any(a < match.end() and match.start() < b for a, b in spans_of(places, terms)):
            continue
        if not _NO_TOWN.search(match.group()):
            spelt = _misspelt(match.group(), knowledge) if spelt is None else spelt
            if spelt and spelt[0].end == len(match.group()):  # 北窖镇 for 北滘镇
                found.append(replace(spelt[0], start=start, end=match.end()))
                continue
            parents = [m.code for m in places if m.end == start and m.code] or [
                c for c in knowledge.held_names if c
            ]
            code = f"{parents[0].partition('/')[0]}/{match.group()}" if parents else ""
            found.append(RegionMention(start, match.end(), code, match.group(), (code,)))
    return found


def _misspelt(text: str, knowledge: Knowledge) -> list[RegionMention]:
    """衢洲 for 衢州: a place of the library written with characters that sound the same, tones included."""
    titles = [m.span() for m in TITLES.finditer(text)]
    sounds = {
        (_sound(form), len(form)): (code, name)
        for code, name in knowledge.held_names.items()
        for form in (fold(name), _short(code, name, knowledge))
        if len(form) > 1 and form not in ZONES
    }
    spoken = _sound(text) if re.fullmatch(r"[一-鿿]+", text) else ()
    for size in sorted({length for _, length in sounds}, reverse=True):
        for start in range(len(text) - size + 1):
            window = text[start : start + size]
            if any(a < start < b for a, b in titles):
                continue
            if not re.fullmatch(r"[一-鿿]+", window) or _stands_in_name(text, start, start + size):
                continue
            heard = spoken[start : start + size] if spoken else _sound(window)
            if (heard, size) in sounds:
                code, name = sounds[heard, size]
                return [RegionMention(start, start + size, code, name, (code,))]
    return []


# 白鹭洲|中学: what ends a name
_HOUSE = re.compile(r"[一-鿿]{0,2}(?:中学|小学|大学|学院|学校|医院|公司|集团|书院|实验室|研究院|机场)")


def _stands_in_name(text: str, start: int, end: int) -> bool:
    """白鹭洲中学 names no 潞州: what follows another character, or leads to the end of a name, is no misspelt place."""
    return not _begins_word(text, start, ()) or bool(_HOUSE.match(text, end))


@lru_cache(maxsize=20_000)  # each name of the library, at every question: a third of the time otherwise
def _sound(word: str) -> tuple[str, ...]:
    """衢州 → (qu2, zhou1)"""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(word, style=Style.TONE3))


def _short(code: str, name: str, knowledge: Knowledge) -> str:
    """通道 of 通道侗族自治县; of a place in no table the name without 市, 县, 镇."""
    if code and "/" not in code:
        return knowledge.regions.get(code).short
    tail = r"(?:自治州|自治县|自治区|新区|地区|街道|[省市县区州盟旗镇乡])$"
    return re.sub(tail, "", name) if len(name) > 2 else name


def _is_held(code: str, knowledge: Knowledge) -> bool:
    return code in knowledge.held_regions
