"""One number with the words around it, put together to a draft of a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.clauses import Lead, Span, handed_over, parse_lead
from ingest.figures.action import action_of
from ingest.figures.distribution import are_listed, distribute, numbers_alike, of_one_place, spread_unsaid
from ingest.figures.draft import Draft
from ingest.figures.effort import worked_at
from ingest.figures.goal import goal_before, goal_words, said_as_goal
from ingest.figures.indicator import completed, indicator_of, is_level, share_indicator
from ingest.figures.kind import kind_of, kind_of_unit
from ingest.figures.label import label_start
from ingest.figures.measures import BARE
from ingest.figures.nouns import is_predicate_only, tail_end, tail_noun
from ingest.figures.owners import adopt, owners_of
from ingest.figures.period import period_of
from ingest.figures.predicate import bestowed, honour_before, said_before, thing_before
from ingest.figures.reference import as_reference, distance_from, held_against
from ingest.figures.region import listed_places, places_each, region_of
from ingest.figures.sentence import Sentence
from ingest.figures.several import each_of_the_list, several
from ingest.figures.shares import doer_of_share, share_behind
from ingest.figures.spans import context_span, quote_span, widened
from ingest.figures.status import status_of
from ingest.figures.subject import subject_of
from ingest.numerals import Number
from ingest.periods import first_year, year_of
from ingest.records import FigureKind
from ingest.regions import ZONES
from ingest.verbs import ACTION, ACTIONS_ONLY, MISDEEDS

# 高于全市68.9%的平均水平
# 城乡居民收入比
_PROPORTION = re.compile(r"(?:收入|消费|之|余额|存贷)比值?$|比值$")
_WIDE = ("全省", "全国", "全市", "全球")
# 两镇合计占全市的35%: the places named before, none of them alone
_TOGETHER = re.compile(
    r"(?:上述|以上|这)?[两二三四五六七八九十]个?(?:县市|市县|县区|市区|区县|街道|园区|[市县区镇乡地])(?:合计)?"
)


def take(sentence: Sentence, number: Number) -> None:
    """Read the next number of a sentence; what it states joins the drafts of the sentence and the passage."""
    lead_start = max(sentence.at, label_start(sentence, number))
    goal = goal_words(sentence, number, lead_start)
    of_goal = goal_before(sentence, number)
    lead = parse_lead(
        sentence.text,
        lead_start,
        goal[0] if goal else lead_start if of_goal else number.lead_end,
        number.form,
        sentence.passage.skip,
        sentence.passage.term_at,
    )
    lead = _cut_by(number, _of_the_whole(sentence, number, _carried_on(sentence, number, lead)))
    lead = distance_from(sentence, number, held_against(sentence, number, lead))
    if lead.is_reference:
        number = replace(number, bound="")  # 低于5.5%的目标
    draft = draft_of(sentence, number, spread_unsaid(sentence, number, lead), lead_start, goal is not None)
    if draft is not None and goal:
        _as_goal(sentence, draft, goal[1])
    if draft is not None and of_goal:
        draft.kind, draft.status = "ratio", "actual"
        draft.period = period_of(sentence, number, lead)
    thing = thing_of_money(sentence, number, draft) if draft is not None else None
    if draft is not None:
        draft.subject = sentence.clean(thing) if thing else draft.subject
        sentence.done.append(draft)
        sentence.passage.drafts.append(draft)
    sentence.at = max(number.end, number.tail_start)
    served = draft is not None and draft.tail_noun and _for_whom(sentence, number)
    if served:
        sentence.at = max(sentence.at, served[1])
    if thing and _THEN_ANOTHER.match(sentence.text, thing[1]):
        sentence.at = max(sentence.at, thing[1])
    if draft is not None and draft.tail_noun and draft.number.unit == "%":
        sentence.at = draft.noun[1]  # 53%的人口|和68%的医院
    if draft is not None and draft.tail_noun and _ANOTHER_MATTER.match(sentence.text, draft.noun[1]):
        sentence.at = max(sentence.at, draft.noun[1])  # 为2.1万户企业|减税降费27.8亿元


_CUTS = ("压减", "压缩", "削减", "减少", "核减", "压降")


# 户均
_ANOTHER_MATTER = re.compile(
    rf"{MISDEEDS}|、|减税|减负|降本|解决|增收|提供|发放|节约|节省|兑现|挽回|[户人亩村]均"
)


def _cut_by(number: Number, lead: Lead) -> Lead:
    """压减一般性支出5%: with a rate, the verb in front tells by how much it fell."""
    cut = number.unit == "%" and lead.has_noun and lead.verbs and lead.verbs[-1] in _CUTS
    return replace(lead, change_verb=lead.verbs[-1], is_down=True) if cut and not lead.change_verb else lead


def _as_goal(sentence: Sentence, draft: Draft, noun: Span) -> None:
    """完成全年40亿元目标的56%: what was to be reached within the year."""
    draft.is_goal, draft.status, draft.action = True, "target", ""
    if draft.number.lead_end < draft.number.start:
        draft.number = replace(draft.number, bound="")  # 低于6%的目标
    draft.quote = draft.quote[0], max(draft.quote[1], said_as_goal(sentence, draft.number))
    if noun[1] - noun[0] >= 2 and not draft.lead.has_noun:
        draft.noun, draft.name = noun, sentence.clean(noun)
        draft.indicator, draft.joint = sentence.canonical(draft.name), ()
    year = first_year(draft.period)
    draft.period = str(year) if year and year_of(draft.period) else draft.period
    last = sentence.done[-1] if sentence.done else None
    if draft.kind == "ratio" and last is not None and last.kind == "growth":  # 增长4.6%,未达到年初7%的目标
        draft.kind, draft.action, draft.is_negative = "growth", "增长", False


# 力争突破
_AIMS = re.compile(r"(?:并|且)?(?:力争|争取|确保|奋力|努力|冲刺|挑战)(?:达到?|实现|完成|突破|超|到)?")


def _is_higher_goal(sentence: Sentence, number: Number, lead: Lead) -> bool:
    """增长6.5%,力争7%: of the very thing whose growth stands before it."""
    last = sentence.done[-1] if sentence.done else None
    own = sentence.text[sentence.clause_start(number.start) : number.start]
    is_growth = last is not None and last.kind == "growth" and last.number.unit == number.unit
    return is_growth and not lead.has_noun and bool(_AIMS.fullmatch(own))


def _carried_on(sentence: Sentence, number: Number, lead: Lead) -> Lead:
    """高于全国、全省1.3个和0.5个百分点; 增长6.5%,力争7%: a number behind another moved the same way."""
    last = sentence.done[-1] if sentence.done else None
    between = sentence.text[last.number.tail_start : number.lead_end] if last is not None else ""
    other = _OTHER_AVERAGE.fullmatch(between)
    beside = last is not None and (between in ("和", "、", "与") or other is not None)
    if last is None or last.number.unit != number.unit:
        return lead
    if not _is_higher_goal(sentence, number, lead) and not (beside and last.kind == "change"):
        return lead
    comparator = _compared_with(last.lead.comparator, 1) if beside else lead.comparator
    if other:
        end = number.lead_end
        lead = replace(lead, noun=(end, end), subject=(end, end), items=())
        comparator = last.lead.change_verb + other["whom"]
    return replace(lead, change_verb=last.lead.change_verb, is_down=last.lead.is_down, comparator=comparator)


# 高于全国平均1.4个百分点|、全省平均|0.6个百分点
_OTHER_AVERAGE = re.compile("[、和与,](?P<whom>全[国省市县区州](?:平均)?(?:水平|增速)?)")
# 高于|全国、全省 · 增速比|全国、全省|分别高
# 增速比全国、全省分别高
_COMPARED = re.compile(
    r"(?P<head>.*?(?:高于|低于|快于|慢于|优于|好于|高出|比|较))(?P<list>[一-鿿]{2,8}(?:平均水平|"
    r"平均)?[、和与][一-鿿]{2,8}?)(?P<tail>(?:平均水平|平均)?(?:分别|各|均)?[高低快慢]?)"
)


def _compared_with(comparator: str, k: int) -> str:
    """The k-th of those that two numbers are held against by turns; the whole where it is no list."""
    match = _COMPARED.fullmatch(comparator)
    if match is None:
        return comparator
    places = re.split("[、和与]", match["list"])
    return match["head"] + places[k] + match["tail"] if k < len(places) else comparator


def _of_the_whole(sentence: Sentence, number: Number, lead: Lead) -> Lead:
    """占总投资9.2亿元的39.1%: the share itself."""
    last = sentence.done[-1] if sentence.done else None
    if last is None or not last.lead.is_whole or sentence.text[last.number.end : number.start] != "的":
        return lead
    return replace(lead, is_share=True, share_of=last.name, start=last.lead.start - 1)


@dataclass(frozen=True)
class _Words:
    """The words around a number, as far as they are read."""

    lead: Lead
    lead_start: int
    kind: FigureKind
    noun: Span
    name: str
    behind: Span | None  # the noun behind the number, where that is what it counts
    is_turned: bool  # 53%的人口: a share of what stands behind it
    each: tuple[tuple[str, str], ...]  # places that have the number each
    is_together: bool  # 两镇合计占…: of the places named before, and of none alone
    owners: tuple[Draft, ...] = ()  # earlier figures that the number goes on about


def draft_of(
    sentence: Sentence, number: Number, lead: Lead, lead_start: int, is_goal: bool = False
) -> Draft | None:
    """What a number states, or None where nothing says what it counts."""
    words = _named(sentence, number, _words_of(sentence, number, lead, lead_start, is_goal))
    if words is None:
        return None
    lead = words.lead
    draft = _described(sentence, number, words)
    if words.is_turned:
        draft.subject = doer_of_share(sentence, number)
        draft.name = draft.indicator = f"{draft.subject}{words.name}占比"
    elif words.behind:
        _add_honour(sentence, draft, words.behind)
    if words.owners:
        draft = adopt(sentence, draft, words.owners)
    else:
        _as_like_doer(sentence, draft)
    _place(sentence, draft, words)
    if lead.is_reference:
        as_reference(sentence, draft)
    elif words.owners and sentence.done[-1:] and sentence.done[-1].lead.is_reference:
        draft.status = words.owners[-1].status  # 低于4.5%的目标|1.23个百分点
    draft.of = several(sentence, draft, lead) or draft.of
    _name_anew(sentence, draft, words)
    if listed_before := each_of_the_list(sentence, draft, lead):
        sentence.spread = [replace(each, subject="") for each in listed_before]  # its name says whose it is
        draft.name, draft.indicator, draft.subject = listed_before[0].name, listed_before[0].indicator, ""
    distribute(sentence, draft, lead)
    draft.quote = widened(sentence, draft, words.owners)
    return draft


def _words_of(sentence: Sentence, number: Number, lead: Lead, lead_start: int, is_goal: bool) -> _Words:
    """The noun that a number counts, before or behind it, and how the words call it."""
    each = places_each(sentence, number, lead_start)
    lead = replace(lead, is_distributed=False, items=()) if each else lead
    kind = kind_of(number, lead)
    turned = share_behind(sentence, number, lead)
    behind = turned or _behind(sentence, number, lead, kind, is_goal)
    if behind and _is_next_thing(sentence, number):
        behind = None  # 总投资35亿元的产业园、12.6亿元的工厂
    noun = behind or lead.noun
    name = sentence.clean(noun) if noun[1] > noun[0] else ""
    if not behind and (name in _STATES or _TAKEN_UP.fullmatch(name)) and _is_beside(sentence, number):
        lead, name = replace(lead, action=name, verbs=(name,), noun=(noun[1], noun[1])), ""
    name = _called(sentence, number, lead, noun, name)
    name = name.strip("各均") if each else name
    is_together = bool(sentence.before and _TOGETHER.fullmatch(name))
    name = "" if is_together else name
    return _Words(lead, lead_start, kind, noun, name, behind, bool(turned), each, is_together)


def _behind(sentence: Sentence, number: Number, lead: Lead, kind: FigureKind, is_goal: bool) -> Span | None:
    """The noun behind a number; none of the next of a list, nor of a goal that a result stands before."""
    in_list = bool(sentence.distributed) and not sentence.distributed[0].tail_noun
    in_list = in_list and sentence.text[sentence.at : number.lead_end] in ("、", "和", "与")
    return None if (is_goal and sentence.done) or in_list else _noun_behind(sentence, number, lead, kind)


def _called(sentence: Sentence, number: Number, lead: Lead, noun: Span, name: str) -> str:
    """The name with what the words around it leave to the reader."""
    if name.endswith("中") and sentence.done and sentence.done[-1].tail_noun and noun[0] == sentence.at:
        name = sentence.done[-1].name  # 33个行业大类中21个
    name = _SCORED.sub("", name)  # 满意度测评中|得分
    if not lead.verbs or not _LASTS.search(number.unit):
        return name
    # 抵押登记0.5天办结: how long that takes
    return name + (lead.verbs[-1] if sentence.text.endswith(lead.verbs[-1], 0, number.lead_end) else "")


def _named(sentence: Sentence, number: Number, words: _Words) -> _Words | None:
    """With a name, or with the earlier figures that give it theirs; None where nothing does."""
    lead, kind = words.lead, words.kind
    name = _of_persons(sentence, number, words)
    owners: tuple[Draft, ...] = ()
    if not name and lead.action == "累计" and (honour := honour_before(sentence, number)):
        name = honour  # 甲市、乙市入选省级示范县,全市累计4个
    elif lead.verbs and (not name or is_level(name)) and (worked := worked_at(sentence, number))[0]:
        name = name + worked[0]  # 加强孵化平台建设,新增省级2家
        words = replace(words, lead_start=worked[1])
    elif not name and (said := said_before(sentence, number))[0]:
        name = said[0]  # 非税收入有所回落,完成38.6亿元
        words = replace(words, lead_start=said[1])
    elif not name:
        found = _unsaid(sentence, number, words)
        if found is None:
            return None
        name, owners = found
    if kind == "rank" and not name and (honour := honour_before(sentence, number)):
        name, owners = honour, ()
        lead = replace(lead, scope=lead.scope or next((s for s in _WIDE if honour.startswith(s)), ""))
    return replace(words, lead=lead, name=name, owners=owners)


def _of_persons(sentence: Sentence, number: Number, words: _Words) -> str:
    """The name where persons did something (报名2.1万人: 报名人数) or where a bare measure wants its thing."""
    lead, name = words.lead, words.name
    if person := _persons(sentence, number, name):
        name = person
    elif _PERSONS_DID.fullmatch(name or (lead.verbs[-1] if lead.verbs else "")) and re.search(
        "人次?$", number.unit
    ):
        name = (name or lead.verbs[-1]) + "人数"  # 公开招聘岗位612个,报名2.1万人
    if BARE.fullmatch(name) and (thing := thing_before(sentence, number)):
        name = thing + name
    return name


def _unsaid(sentence: Sentence, number: Number, words: _Words) -> tuple[str, tuple[Draft, ...]] | None:
    """The name of a number whose clause has none: said before, of another thing, or that of earlier figures."""
    lead, kind = words.lead, words.kind
    if sentence.before is None:
        moved = sentence.topic if kind == "growth" and lead.change_verb else ""
        name = moved or _verb_as_name(lead, number)
        return (name, ()) if name else None
    if _counts_other(sentence, number, lead, kind) or _is_handed_over(sentence, lead, number):
        return _verb_and_whom(sentence, number, lead), ()
    own = _own_clause_names(sentence, number)
    if own is not None:
        return (own, ()) if own else None
    if _is_higher_goal(sentence, number, lead):
        return "", (sentence.done[-1],)
    if (
        kind == "count"
        and not lead.verbs
        and _goes_on_unread(sentence, number)
        and not sentence.last_alike(number)
    ):
        return None
    return "", _whole_of_zones(sentence, owners_of(sentence, number, lead, kind))


def _goes_on_unread(sentence: Sentence, number: Number) -> bool:
    """新增就业430人,12个已经开工: words behind a number that opens its clause, and name nothing."""
    opens = sentence.clause_start(number.start) == number.lead_end
    return opens and "一" <= sentence.text[number.tail_start : number.tail_start + 1] <= "鿿"


def _whole_of_zones(sentence: Sentence, owners: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """高企1068家,其中高新区412家、襄州区203家: the next place has as many of the whole, not of 高新区."""
    last = owners[-1] if owners else None
    if last is None or last.name not in ZONES or not last.subject:
        return owners
    return tuple(d for d in sentence.done if d.indicator == last.subject)[-1:] or owners


def _place(sentence: Sentence, draft: Draft, words: _Words) -> None:
    """Whose the number is where places are listed."""
    if (listed := listed_places(sentence, draft.number, words.lead)) is not None:
        draft.region, draft.region_name = listed
    is_of_part = listed is not None or (
        draft.number.unit != "个" and draft.region != sentence.passage.report.region
    )
    if is_of_part and (name := of_one_place(draft.name)) != draft.name:
        draft.name, draft.indicator = name, sentence.canonical(name)
    if is_of_part and of_one_place(draft.subject) == draft.name:
        draft.subject = ""
    if words.is_together:
        draft.region, draft.region_name = "", ""
    draft.places = words.each


def _name_anew(sentence: Sentence, draft: Draft, words: _Words) -> None:
    """日均 of what was said before; a share by what it is of."""
    lead = words.lead
    if lead.each and words.owners:  # 日均新设187户
        of = words.owners[-1].indicator
        draft.indicator = draft.name = (lead.each[:2] if of.startswith("新") else lead.each) + of
    if lead.is_share and (called := _called_in_parentheses(sentence, draft.number, words.lead_start)):
        draft.name = draft.indicator = called
    elif lead.is_share and draft.name:
        draft.indicator = share_indicator(sentence, draft, lead)


# 测评中得分
_SCORED = re.compile("中(?=得分|排名|成绩|综合得分)")
# 3个工作日
_LASTS = re.compile("工作日|^天|小时|分钟")


def _as_like_doer(sentence: Sentence, draft: Draft) -> None:
    """省重点项目完成投资236亿元,市重点项目627亿元: the same of another one of a sort."""
    last = sentence.done[-1] if sentence.done else None
    if last is None or last.kind != draft.kind or draft.kind not in ("amount", "area", "quantity"):
        return
    is_like = draft.name[-2:] == last.subject[-2:] and draft.name != last.subject and len(draft.name) <= 10
    is_plain = draft.indicator == sentence.canonical(draft.name)
    if draft.lead.verbs or draft.tail_noun or not (last.subject and last.lead.verbs and is_like and is_plain):
        return
    is_measure = last.indicator == sentence.canonical(last.name)  # 投资; not 规模以上工业总产值
    draft.indicator = last.indicator if is_measure else sentence.canonical(draft.name + last.name)
    draft.subject, draft.action, draft.name = draft.name, last.action, last.name


# 总投资|35亿元|的玉米精深加工产业园
# 总投资
_PUT_IN = re.compile(
    r"(?:(?:计划|预计|概算|合同|协议)?(?:总|固定资产)?投资(?:额|规模)?|年?产值|年销售收入|年?营业收入)$"
)


def thing_of_money(sentence: Sentence, number: Number, draft: Draft) -> Span | None:
    """What so much money was put into, named behind it; None where it is named before or not at all."""
    goes_on = _is_next_thing(sentence, number)
    if draft.kind != "amount" or not sentence.text.startswith("的", number.tail_start):
        return None
    if not goes_on and not (_PUT_IN.fullmatch(draft.name) and draft.lead.has_noun):
        return None
    noun = tail_noun(sentence, number)
    if noun is None:
        return None
    joined = _JOINED_BEHIND.search(sentence.text, *noun)  # 新院区和|3.1亿元的职教中心
    return noun[0], joined.start() if joined else noun[1]


# 以及
_JOINED_BEHIND = re.compile("(?:以及|[和与及])$")
# 和总投资12.6
_THEN_ANOTHER = re.compile("(?:、|和|与|以及)(?:总?投资)?\\d")


def _is_next_thing(sentence: Sentence, number: Number) -> bool:
    """Whether a number is the next of a list of things, each behind what was put into it."""
    last = sentence.done[-1] if sentence.done else None
    if last is None or not last.subject or last.kind != "amount" or not number.unit.endswith("元"):
        return False
    between = sentence.text[last.number.tail_start : number.lead_end]
    return bool(_NEXT_THING.fullmatch(between)) and last.subject in between.replace(" ", "")


# 的玉米精深加工产业园、总投资
_NEXT_THING = re.compile("的[^,;。\\d]{2,24}(?:、|和|与|以及|,)(?:总?投资)?")


# 建成综合体2个、在建3个: another state of the same things
_STATES = frozenset(
    [
        "在建",
        "续建",
        "在谈",
        "在库",
        "在册",
        "在营",
        "拟建",
        "待建",
        "开工",
        "竣工",
        "完工",
        "投产",
        "签约",
        "落地",
        "退库",
        "退出",
        "注销",
        "出库",
        "入库",
    ]
)


_TAKEN_UP = re.compile("被[一-鿿]{2,3}")  # 提出建议316条、被采纳298条


def _is_beside(sentence: Sentence, number: Number) -> bool:
    """Whether a number goes on in a list of numbers of the same unit."""
    last = sentence.done[-1] if sentence.done else None
    return last is not None and last.number.unit == number.unit


def _add_honour(sentence: Sentence, draft: Draft, noun: Span) -> None:
    verb, honour = bestowed(sentence, noun, tail_end(sentence, noun[1]))
    if honour:
        draft.name = honour if honour.endswith(draft.name) else honour + draft.name
        draft.indicator = draft.name
        draft.action = draft.action or verb


def _noun_behind(sentence: Sentence, number: Number, lead: Lead, kind: FigureKind) -> Span | None:
    """The noun behind a number, where the words before it leave one to be named."""
    if whom := _for_whom(sentence, number):
        return whom
    if lead.is_reference:
        return None
    if lead.has_noun:
        only_verbs = ACTIONS_ONLY.fullmatch(sentence.text, *lead.noun)  # 累计服务百余家企业
        where = _WHERE.search(sentence.text, *lead.noun)  # 南四湖流域|3个国控断面
        among = _COUNTED_AMONG.match(sentence.text, number.tail_start)  # 规上工业|39个行业大类中
        relative = not lead.is_from and sentence.text.endswith(
            "的", lead.start, number.lead_end
        )  # 年初排的126个重点项目
        wanted = kind == "count" and bool(
            only_verbs
            or sentence.text.endswith("辖", *lead.noun)
            or relative
            or where
            or among
            or is_predicate_only(sentence, lead, number)
        )
    elif kind == "ratio":
        wanted = sentence.text.startswith("的", number.tail_start)  # 近九成的村集体…
    else:
        wanted = kind in ("count", "amount", "area", "quantity") and not lead.is_share
    return tail_noun(sentence, _last_of_list(sentence, number)) if wanted else None


def _last_of_list(sentence: Sentence, number: Number) -> Number:
    """分别有9个、8个村: the last of numbers side by side has the noun of all behind it."""
    count = numbers_alike(sentence, number)
    if number.form != "plain" or count < 2 or not are_listed(sentence, number, count):
        return number
    return [n for n in sentence.numbers if n.start >= number.start][count - 1]


def _described(sentence: Sentence, number: Number, words: _Words) -> Draft:
    """The draft with every field as the words right around the number say it."""
    lead, noun, name, is_behind = words.lead, words.noun, words.name, bool(words.behind)
    indicator, kind, joint = indicator_of(sentence, name, lead, words.kind, is_behind)
    if kind == "index" and (_PROPORTION.search(name) or lead.share_name.endswith("之比")):
        kind = "ratio"
    if name and not joint:
        indicator = completed(sentence, indicator, name, lead, number, is_behind)
    region, region_name = region_of(sentence, number, lead)
    period = period_of(sentence, number, lead)
    quote = quote_span(sentence, number, lead, words.lead_start, noun, is_behind, words.owners)
    return Draft(
        number=number,
        lead=lead,
        noun=noun,
        name=name,
        indicator=indicator,
        joint=joint,
        subject=subject_of(sentence, number, lead, name, noun),
        action=action_of(sentence, number, lead, words.lead_start, kind),
        kind=kind,
        region=region,
        region_name=region_name,
        period=period,
        status=status_of(sentence, number, lead, period),
        quote=quote,
        context=context_span(sentence, number, quote[0], words.lead_start),
        clause=sentence.clause_start(number.start),
        scope=lead.scope or (lead.share_of if lead.is_share else ""),
        comparator=_first_compared(sentence, number, lead) or ("由" if lead.is_from else ""),
        is_negative=lead.is_down and not lead.is_level and kind in ("growth", "change"),
        tail_noun=is_behind,
    )


def _first_compared(sentence: Sentence, number: Number, lead: Lead) -> str:
    is_first = "百分点" in number.unit and numbers_alike(sentence, number) == 2
    return _compared_with(lead.comparator, 0) if is_first else lead.comparator


# 改造提升
_SERVED = re.compile(rf"{ACTION.pattern}|授信|放贷|贷款|减税|免费|提供|补贴|补助|担保|融资")


def _for_whom(sentence: Sentence, number: Number) -> Span | None:
    """为|1580家企业|授信213亿元: those for whom something was done that has a number too; None for any other."""
    if not sentence.text.endswith("为", number.lead_end - 1, number.lead_end) or not number.unit:
        return None
    noun = tail_noun(sentence, number)
    if noun and (verb := _SERVED.search(sentence.text, noun[0] + 2, noun[1])):
        noun = noun[0], verb.start()
    goes_on = noun and any(noun[1] < n.start < sentence.clause_end(number.end) for n in sentence.numbers)
    return noun if goes_on and kind_of_unit(number.unit) == "count" else None


# 规上企业中有
_COUNTED_AMONG = re.compile(r"[一-鿿]{2,8}中[,有\d]")
# 长江流域
_WHERE = re.compile(r"(?:流域|沿线|沿岸|境内|片区|地区|范围内|区域内|系统内)$")
# 近9万人登台, 马拉松2.1万人参赛
_PERSONS_DO = re.compile(r"(?:参赛|登台|参加|参与|观看|参展|受益|报名|参训)(?=[,;。、\x00]|$)")

# 受益
_PERSONS_DID = re.compile("报名|参[赛训展会演保]|受训|受益|观[看演]|返[岗乡]|返乡创业|上岗|入住|就诊")


def _called_in_parentheses(sentence: Sentence, number: Number, lead_start: int) -> str:
    """占总人口比重(常住人口城镇化率)为75%: the name that the terms know such a share by."""
    blanked = [i for i in range(lead_start, number.start) if sentence.text[i] == "\x00"]
    if not blanked:
        return ""
    inside = sentence.passage.text[blanked[0] : blanked[-1] + 1].strip("()")
    return sentence.terms.canonical(inside) or ""


def _persons(sentence: Sentence, number: Number, name: str) -> str:
    done = _PERSONS_DO.match(sentence.text, number.tail_start, sentence.end)
    if sentence.done and sentence.done[-1].tail_noun and sentence.done[-1].noun[1] >= sentence.at:
        name = ""  # 3000支群众文艺团队、近9万人登台
    return f"{name}{done.group()}人数" if done and re.search(r"[人名]次?$", number.unit) else ""


def _own_clause_names(sentence: Sentence, number: Number) -> str | None:
    """“公立医院运营压力较大,29家出现亏损” is not of what stands before the semicolon; None where it may be."""
    start = sentence.clause_start(number.start)
    if sentence.done or sentence.parent or start <= sentence.start or number.form == "rank":
        return None
    said = sentence.text[sentence.start : start - 1]
    places = [m for m in sentence.passage.regions if sentence.start <= m.start < start]
    times = [m for m in sentence.passage.periods if sentence.start <= m.start < start]
    if places or times or len(said) < 6 or "其中" in said or said.startswith("从"):
        return None
    terms = [m for m in sentence.passage.terms.values() if sentence.start <= m.start and m.end < start]
    return min(terms, key=lambda m: m.start).name if terms else ""


_IN_MONEY = ("担保", "理赔", "赔付", "募捐", "减免", "授信", "放贷")  # 为86家企业提供担保12亿元: no 企业


def _counts_other(sentence: Sentence, number: Number, lead: Lead, kind: FigureKind) -> bool:
    """生产安全事故37起,死亡29人: a verb alone that counts something else than what stands before it."""
    if (
        not lead.verbs
        or not (kind in ("count", "area", "quantity") or (kind == "amount" and lead.verbs[-1] in _IN_MONEY))
        or lead.verbs[-1] in _SAYS_NOTHING
        or lead.is_distributed
    ):
        return False
    unit = number.unit.lstrip("百千万亿")
    said = sentence.done or sentence.carried
    return bool(said) and all(d.number.unit.lstrip("百千万亿") != unit for d in said)


def _verb_and_whom(sentence: Sentence, number: Number, lead: Lead) -> str:
    """移送司法机关4件: a verb alone, with those it went to."""
    said = sentence.text.rfind(lead.verbs[-1], lead.start, number.lead_end)
    whole = sentence.text[said : number.lead_end] if said >= 0 else ""
    return whole if handed_over(whole) else lead.verbs[-1]


# 违法线索
_CASES = re.compile("(?:案件?|线索|违法行为|问题|纠纷)$")


def _is_handed_over(sentence: Sentence, lead: Lead, number: Number) -> bool:
    """曝光典型案例24件,移送司法机关3件5人: none of the examples, though they are counted alike."""
    last = sentence.last_alike(number)
    alike = last is not None and last.action not in ("曝光", "公布", "通报") and _CASES.search(last.indicator)
    return bool(lead.verbs) and handed_over(_verb_and_whom(sentence, number, lead)) and not alike


_SAYS_NOTHING = frozenset(
    [
        "完成",
        "实现",
        "达到",
        "累计",
        "新增",
        "净增",
        "建成",
        "取得",
        "获得",
        "获",
        "拥有",
        "共有",
        "现有",
        "减少",
        "增加",
    ]
)


def _verb_as_name(lead: Lead, number: Number) -> str:
    """“培训1200人次”: a verb alone names what was counted."""
    return lead.verbs[-1] if lead.verbs and number.form == "plain" else ""
