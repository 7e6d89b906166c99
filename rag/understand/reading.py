"""One question by itself, read as slots."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.indicators import TermMention, Terms
from ingest.normalize import fold, simplify
from ingest.periods import PeriodMention, find_periods
from ingest.regions import RegionMention
from rag.knowledge import Knowledge
from rag.records import Intent, Operation, PlaceWording, Question, StatedNumber, Wording
from rag.understand.everyday import rate_of, wordings_of
from rag.understand.indicators import find_indicators, misspelt_indicators, parts_of
from rag.understand.intent import intent_of
from rag.understand.movement import movement_in
from rag.understand.number import (
    MONEY,
    MONEY_NOUN,
    PLAN,
    RATE,
    STOCK_ONLY,
    UNIT,
    action_of,
    compares_statuses,
    printed_numbers,
    scope_of,
    status_of,
    target_spans,
    to_do,
)
from rag.understand.operation import find_operation, held_against, held_up, operands_in, whole_of
from rag.understand.places import find_places
from rag.understand.publishers import find_publishers
from rag.understand.ranked_in import within_a_whole
from rag.understand.sides import (
    asks_apart,
    measured_apart,
    parts_of_share,
    share_of,
    sides_of,
    spelt_out,
    words_by_place,
)
from rag.understand.spans import blank, blank_spans, is_inside
from rag.understand.stated import stated_in
from rag.understand.style import without_style
from rag.understand.subject import content_of, without_civilities
from rag.understand.times import find_times, notice_of
from rag.wording.deeds import is_deed, split_deed

# 甲县 乙县 两县
_COUNTED_PLACES = re.compile(
    r"(?<=\s)[等这]?[两二三四五六七八九十]个?(?:县市区|县区|区县|县市|县|市|区|镇|乡|街道|地|城)(?![级域区场])"
)
# 国家级
_MODIFIER = re.compile(
    r"^(?:国家级|省级|市级|县级|区级|镇级|省|国家|全国|有效|重点|规上|限上|首批|第[一二三]产业|城镇|城市|农村|职工|居民|男|女|新|"
    r"老|人均|进口|出口)+$"
)


@dataclass(frozen=True)
class Reading:
    """A question by itself, and which of its slots it fills."""

    question: Question
    brings_indicator: bool
    brings_place: bool
    brings_time: bool


@dataclass(frozen=True)
class _Named:
    """What a question names, and its other words: blanks stand where the names stood."""

    text: str
    regions: Sequence[RegionMention]  # asked about
    places: Sequence[RegionMention]  # all that are named
    codes: tuple[str, ...]
    periods: Sequence[PeriodMention]
    terms: Sequence[TermMention]
    rest: str  # without places and times
    bare: str  # without indicators, too


@dataclass(frozen=True)
class _Work:
    """What is to be worked out, of what, and the words that do not say so."""

    operation: Operation | None
    parts: tuple[tuple[str, str], ...]
    share: str  # the known indicator that is the share of the parts
    words_by_place: tuple[PlaceWording, ...]
    rest: str


def read(text: str, knowledge: Knowledge, around: Sequence[str] = ()) -> Reading:
    """All slots of one question, conversation aside; `around` are the places whose 明年 it means, if it names none."""
    styled, sums_up = without_style(fold(simplify(text)).strip())
    plain = within_a_whole(spelt_out(styled), knowledge, around)
    named = _named(plain, knowledge, around)
    if len(named.codes) < 2 and (apart := measured_apart(named.text)) != named.text:
        named = _named(apart, knowledge, around)
    if (around_it := _held_against_its_whole(named, knowledge)) != named.text:
        named = _named(around_it, knowledge, around)
    stated = stated_in(named.rest)
    moved = movement_in(named.bare)
    intent = intent_of(named.rest, named.terms, named.codes, named.periods, moved is not None)
    intent = (
        "summary" if sums_up and not named.terms and intent in ("text", "who", "list", "value") else intent
    )
    rest = _without_claim(blank_spans(named.rest, moved.spans if moved else ()), stated)
    work = _work(named, rest, intent, stated, knowledge)
    action = action_of(named.bare)
    if work.share:  # 三产占GDP多少 asks for a known indicator
        asked = Wording(work.share, (work.share,))
        wordings: tuple[Wording, ...] = (asked,)
    else:
        asked = _own_wording(named, work.rest, action)
        wordings = _wordings(_asking(work.rest, named, stated), asked, action, knowledge.terms, rate_of(rest))
    question = Question(
        text=named.text,
        regions=named.codes,
        periods=tuple(dict.fromkeys(p.period for p in named.periods)),
        terms=wordings[0].terms,
        content=wordings[0].content,
        wordings=wordings if len(wordings) > 1 else (),
        action=action,
        wants_total=_wants_total(named),
        status=status_of(named.bare) or to_do(named.text),
        statuses_compared=compares_statuses(named.bare),
        intent=_intent_of(stated) or intent,
        unit=m["unit"] if (m := UNIT.search(named.text)) else _unit_of(stated),
        scope=scope_of(named.bare, named.terms),
        is_plan=bool(PLAN.search(named.text)),
        notice=notice_of(named.periods),
        numbers=tuple(printed_numbers(work.rest)),
        parts=work.parts,
        wants_money=bool(MONEY.search(named.bare) or MONEY_NOUN.search(asked.content)),
        wants_rate=bool(RATE.search(asked.content)),
        operation=work.operation,
        words_by_place=work.words_by_place,
        asked=without_civilities(named.rest),
        stated=stated,
    )
    if len(question.periods) > 1 and question.status:  # 2023年实际多少、2024年要控制到多少
        question = replace(question, status=None)
    if not question.content and _asks_staff(named, knowledge):
        wordings = tuple(Wording(name, ()) for name in _STAFF_NAMES)
        question = replace(question, content=_STAFF_NAMES[0], wordings=wordings)
    return _reading(question, named)


# 市监局有多少人: of the office itself
# 市监局有多少人
_STAFF = re.compile(
    r"(?:局|委|厅|院|中心|队|所|办|会)(?:机关|系统)?(?:一共|总共|现在?)?有?(?:多少|几)(?:个|名|位)?(?:人|干部|职工)"
)
_STAFF_NAMES = ("干部职工", "在职干部职工", "在编干部职工", "在职人员", "从业人员", "工作人员")


def _asks_staff(named: _Named, knowledge: Knowledge) -> bool:
    is_office = any(find_publishers(named.text, named.places, knowledge.publishers))
    return is_office and bool(_STAFF.search(named.text))


def _named(text: str, knowledge: Knowledge, around: Sequence[str]) -> _Named:
    terms = find_indicators(text, knowledge.terms)
    regions, places = find_places(text, terms, knowledge, around)
    places = [replace(p, start=p.start - text[: p.start].endswith("占全")) for p in places]  # 占全安徽的
    codes = tuple(dict.fromkeys(r.code for r in regions if r.code))
    periods = find_times(text, terms, codes or around, knowledge)
    terms = [t for t in terms if not is_inside(t, places)]
    rest = _without_publisher(blank(text, [*places, *periods]), text, places, terms, knowledge)
    if len(codes) > 1:  # 甲、乙、丙三县: says again what the places are
        rest = _COUNTED_PLACES.sub(_blanks, rest)
    if not terms:
        terms, rest = misspelt_indicators(rest, knowledge.terms)
    return _Named(text, regions, places, codes, periods, terms, rest, blank(rest, terms))


# 高于
_AGAINST = re.compile(r"(?:[高低快慢多少优好]于|[高低快慢]过|超过?|[比较])$")
# 全市
_OF_WHOLE = re.compile(r"全[省市州]|(?=的?平均|水平|高|低|快|慢|多|少|好|吗|\W*$)")
# 增速, 人均: what a place may be ahead of its whole by
_RATE_LIKE = re.compile(r"增速|增长|[增涨跌降]幅|率|[快慢]于|人均|平均|占比|比重|强度|浓度")


def _held_against_its_whole(named: _Named, knowledge: Knowledge) -> str:
    """GDP增速高于全市吗, for 高于亳州全市吗 asked of a place in it: reports call the whole so."""
    text = named.text
    for whole in named.places:
        behind = _OF_WHOLE.match(text, whole.end)
        is_around = any(knowledge.regions.is_within(c, whole.code) for c in named.codes if c != whole.code)
        is_of_rate = behind and (behind.group() or _RATE_LIKE.search(text))
        if (
            behind
            and is_of_rate
            and is_around
            and whole.code not in knowledge.written
            and _AGAINST.search(text[: whole.start])
        ):
            level = behind.group() or (
                "全市" if knowledge.regions.name(whole.code).endswith("市") else "全省"
            )
            return text[: whole.start] + level + text[behind.end() :]
    return text


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _without_claim(rest: str, stated: StatedNumber | None) -> str:
    """Without the number that a yes-or-no question claims."""
    claimed = re.escape(stated.printed) + r"(?:以上|以下|以内|左右|上下)?" if stated else ""
    return re.sub(claimed, _blanks, rest) if claimed else rest


def _asking(rest: str, named: _Named, stated: StatedNumber | None) -> str:
    """The number that is claimed asked for: 招了多少教师吗 of 招了120名教师吗."""
    at = named.rest.find(stated.printed) if stated and len(stated.printed) > 1 else -1
    return rest if at < 0 else rest[:at] + "多少" + rest[at + 2 :]


def _work(
    named: _Named, rest: str, intent: Intent, stated: StatedNumber | None, knowledge: Knowledge
) -> _Work:
    """What is worked out over several figures.

    Args:
        rest: words without places, times and what is claimed.
    """
    codes, terms = named.codes, named.terms
    base_year = knowledge.base_year_of(codes)
    compared = held_up(named.text, find_periods(named.text, base_year, bare_years=True))
    whole = whole_of(named.regions, named.places)
    operation, asking = find_operation(named.bare, len(codes), held_against(compared), whole)
    asking += [(m.start - 1, m.end) for m in compared] + target_spans(named.bare)
    if operation and operation.kind == "each" and intent == "change":  # 哪几个县反弹了，各涨多少
        operation = replace(operation, on_growth=True)
    is_apart = operation is None and len(codes) < 2 and asks_apart(named.bare, intent)
    sided = operands_in(rest) if operation and operation.takes_away else rest
    parts = sides_of(sided, terms, knowledge.terms, asking) if operation or is_apart else ()
    if operation and operation.kind == "balance":
        parts = (("出口额", "出口"), ("进口额", "进口"))
    if is_apart and len(parts) > 1:
        operation = Operation("each", on_growth=intent == "change")
    by_place = words_by_place(rest, named.regions, terms, asking) if operation or len(codes) > 1 else ()
    rest = blank_spans(rest, asking)
    if stated is not None:  # 过百亿了没有: what is claimed names nothing
        rest = rest.replace(stated.printed, " " * len(stated.printed), 1)
    is_alone = not content_of(named.bare, ())  # 房地产税收占比 is no 税收占比
    if (
        operation is None
        and is_alone
        and len(codes) < 2 > len(named.periods)
        and intent in ("value", "ratio")
    ):
        parts = parts_of_share([t.name for t in terms], knowledge.terms)
        operation = Operation("share") if parts else None
    parts = parts or parts_of(rest, terms)
    if operation and operation.kind == "difference" and operation.against == "previous" and len(parts) > 1:
        if "占" in rest.replace("占比", ""):  # 甲占乙的比重提高了几个百分点: one share
            parts = ()
        else:  # 甲率和乙率分别提高了几个百分点
            operation = Operation("each", on_growth=intent == "change")
    share = share_of(parts, knowledge.terms) if operation and operation.kind == "share" else ""
    return _Work(operation, parts, share, by_place, rest)


def _own_wording(named: _Named, rest: str, action: str) -> Wording:
    content = _without(content_of(rest, named.terms), action)
    return Wording(content, tuple(dict.fromkeys(t.name for t in named.terms)))


def _wants_total(named: _Named) -> bool:
    return bool(STOCK_ONLY.search(named.bare)) or any(t.alias.endswith("总数") for t in named.terms)


def _reading(question: Question, named: _Named) -> Reading:
    """The question with what it brings; a deed alone (实际投了多少) is of what was asked about before."""
    content = question.content
    if not content and not question.terms:
        zones = [r.name for r in named.regions if "/" in r.code]
        question = replace(question, content="".join(zones))
    if is_deed(content):
        question = replace(question, content="", wordings=())
    names_something = len(content) >= 2 and not _MODIFIER.match(content) and not is_deed(content)
    brings_indicator = bool(question.terms) or names_something
    return Reading(question, brings_indicator, bool(named.codes), bool(named.periods))


def _without_publisher(
    blanked: str,
    text: str,
    places: Sequence[RegionMention],
    terms: Sequence[TermMention],
    knowledge: Knowledge,
) -> str:
    for start, end in find_publishers(text, places, knowledge.publishers, knowledge.subjects):
        if not any(term.start < end and start < term.end for term in terms):
            blanked = blanked[:start] + " " * (end - start) + blanked[end:]
    return blanked


def _wordings(blanked: str, asked: Wording, action: str, terms: Terms, rate: str) -> tuple[Wording, ...]:
    """What is asked, in words of reports; one with a known indicator goes first, the question's own words last."""
    found = [_worded(text, action, terms) for text in [*wordings_of(blanked, terms), *filter(None, [rate])]]
    known = [one for one in found if one.terms]
    whole = terms.canonical(action + asked.content) if action else None
    if whole:  # 新登记的经营主体: an indicator of its own
        found.append(Wording(action + asked.content, (whole,)))
    found = [*known[:1], *found, asked]
    return tuple(dict.fromkeys((*found, *_objects(found, terms))))


def _objects(found: Sequence[Wording], terms: Terms) -> list[Wording]:
    """What something was done to, by itself: 博士 of 引进博士, 冷库 of 冷库建了; 禽肉产量 is a name of its own."""
    parted = [(one.content, *split_deed(one.content)) for one in found if not terms.canonical(one.content)]
    objects = [
        (asked, Wording(noun, tuple(dict.fromkeys(t.name for t in terms.find(noun))), verb))
        for asked, verb, noun in parted
        if verb
    ]
    return [one for asked, one in objects if _digits(one.content) == _digits(asked)]


def _digits(text: str) -> list[str]:
    """签约项目中10亿元以上 is no 项目 of any size."""
    return re.findall(r"\d+", text)


def _without(content: str, action: str) -> str:
    return content.replace(action, "") if action else content


def _worded(text: str, action: str, terms: Terms) -> Wording:
    mentions = find_indicators(text, terms)
    content = content_of(text, mentions)
    content = _without(content, action)
    names = (t.name for t in (*mentions, *terms.find(content)))
    return Wording(content, tuple(dict.fromkeys(names)))


def _intent_of(stated: StatedNumber | None) -> Intent | None:
    """增长了5%吗 asks for a growth, 是不是第一 for a rank, 是不是增加到500家 for neither."""
    if stated and stated.form == "rank":
        return "rank"
    is_movement = stated and stated.direction and stated.unit in ("%", "个百分点", "百分点", "成", "倍")
    return "change" if is_movement else None


def _unit_of(stated: StatedNumber | None) -> str:
    """The unit that a claimed number has, as 多少家 would have asked for it."""
    if not stated or stated.form not in ("plain", "proportion"):
        return ""
    unit = stated.unit
    return unit if unit in ("元", "亿元", "万元", "万亿元") else unit.lstrip("万千百亿")
