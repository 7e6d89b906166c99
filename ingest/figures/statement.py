"""One number with the words around it, put together to a draft of a figure."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.clauses import Lead, Span, parse_lead
from ingest.figures.action import action_of
from ingest.figures.behind import for_whom, raised_by, raised_end, thing_of_money
from ingest.figures.beside import carried_on, cut_by, first_compared, of_the_whole
from ingest.figures.distribution import distribute, items_by_number, of_one_place, spread_unsaid
from ingest.figures.draft import Draft
from ingest.figures.goal import goal_before, goal_words, said_as_goal
from ingest.figures.indicator import indicator_of, share_indicator
from ingest.figures.label import label_start
from ingest.figures.named import Words, named, what_persons_did, words_of
from ingest.figures.nouns import tail_end
from ingest.figures.owners import adopt
from ingest.figures.period import period_of
from ingest.figures.predicate import bestowed, done_for
from ingest.figures.reference import as_reference, distance_from, held_against
from ingest.figures.region import listed_places, region_of
from ingest.figures.sentence import Sentence
from ingest.figures.several import each_of_the_list, several
from ingest.figures.shares import doer_of_share
from ingest.figures.shortened import Short, completed
from ingest.figures.spans import context_span, quote_span, widened
from ingest.figures.status import status_of
from ingest.figures.subject import subject_of
from ingest.normalize import fold
from ingest.numerals import Number
from ingest.periods import first_year, year_of
from ingest.verbs import MISDEEDS

# 高于全市68.9%的平均水平
# 城乡居民收入比
_PROPORTION = re.compile(r"(?:收入|消费|之|余额|存贷)比值?$|比值$")


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
    if _TURNED.match(sentence.passage.paragraph.text, number.tail_start):
        lead = replace(lead, is_from=True)
    lead = cut_by(number, of_the_whole(sentence, number, carried_on(sentence, number, lead)))
    lead = distance_from(sentence, number, held_against(sentence, number, lead))
    if lead.is_reference:
        number = replace(number, bound="")  # 低于5.5%的目标
    lead = items_by_number(sentence, number, spread_unsaid(sentence, number, lead))
    raised = raised_by(sentence, number, lead)
    lead = raised or lead
    draft = draft_of(sentence, number, lead, lead_start, goal is not None)
    sentence.at = max(number.end, number.tail_start)
    if draft is None or not draft.indicator:
        return
    if goal:
        _as_goal(sentence, draft, goal[1])
    if raised and year_of(draft.period):
        draft.period = str(first_year(draft.period))  # 7月底前 it was paid
        draft.quote = draft.quote[0], raised_end(sentence, number)
    if of_goal:
        draft.kind, draft.status = "ratio", "actual"
        draft.period = period_of(sentence, number, lead)
    if sentence.part_action:
        draft.action, sentence.part_action = draft.action or sentence.part_action, ""
    of_which = _as_whole(sentence, draft)
    thing = thing_of_money(sentence, number, draft)
    draft.subject = sentence.clean(thing) if thing else draft.subject
    sentence.done.append(draft)
    sentence.passage.drafts.append(draft)
    sentence.at = max(sentence.at, of_which, _read_behind(sentence, draft, thing))


# 58.2亿元| → 2024年79.6亿元, 46.8%|升至57.3%: where it came from
# 升至
_TURNED = re.compile(
    r"\s*(?:→|(?:升|降|增|提高|提升|上升|下降|增长|增加|减少|变)[至到为成])[^,，;；。]{0,8}?\d"
)


# 整治易涝点12处|中的9处, 完成42个|重点项目中的36个
_OF_WHICH = re.compile(r"(?P<noun>[一-鿿]{0,12}?)(?:当|之)?中的?(?=\d)")


def _as_whole(sentence: Sentence, draft: Draft) -> int:
    """Where 中的 ends behind how many there are: what was done is said of the number behind it; 0 for no such words."""
    part = _OF_WHICH.match(sentence.text, draft.number.tail_start)
    following = next((n for n in sentence.numbers if n.start > draft.number.start), None)
    is_part = part and following and part.end() == following.lead_end and following.unit == draft.number.unit
    if not part or not is_part or draft.kind != "count":
        return 0
    sentence.part_action, draft.action = draft.action, ""
    draft.name = part["noun"] or draft.name
    draft.indicator = sentence.canonical(draft.name)
    return part.end()


def _read_behind(sentence: Sentence, draft: Draft, thing: Span | None) -> int:
    """Where the words behind a number end that the next one does not read again; 0 for no such words."""
    if did := what_persons_did(sentence, draft.number):
        return did.end()  # 造成3人死亡|、5人受伤
    if thing and _THEN_ANOTHER.match(sentence.text, thing[1]):
        return thing[1]
    if not draft.tail_noun:
        return 0
    honoured = tail_end(sentence, draft.noun[1])
    if bestowed(sentence, draft.noun, honoured)[1]:
        return honoured  # 5所学校被评为示范校|、21所学校被评为…
    if draft.number.unit == "%" or _ANOTHER_MATTER.match(sentence.text, draft.noun[1]):
        return draft.noun[1]  # 53%的人口|和68%的医院, 为2.1万户企业|减税降费27.8亿元
    served = for_whom(sentence, draft.number)
    return served[1] if served else 0


# 户均
_ANOTHER_MATTER = re.compile(
    rf"{MISDEEDS}|、|并|(?:以及|[和与及])(?=[\d一二两三四五六七八九十])|减税|减负|降本|解决|增收|提供|发放|节约|节省|兑现|挽回|"
    r"[户人亩村]均"
)


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
    last = sentence.last
    if draft.kind == "ratio" and last is not None and last.kind == "growth":  # 增长4.6%,未达到年初7%的目标
        draft.kind, draft.action, draft.is_negative = "growth", "增长", False


def draft_of(
    sentence: Sentence, number: Number, lead: Lead, lead_start: int, is_goal: bool = False
) -> Draft | None:
    """What a number states, or None where nothing says what it counts."""
    words = named(sentence, number, words_of(sentence, number, lead, lead_start, is_goal))
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
    _as_pull(sentence, draft)
    draft.quote = widened(sentence, draft, words.owners)
    return draft


# 第一产业对经济增长的贡献率
_SHARE_IN_GROWTH = re.compile("(?:对[^,;。]*?)?的?贡献率$")
# 拉动GDP增长
_PULLED = re.compile(r"(?:拉动|带动)[^,;。\d]+?增长(?=[^,;。]*$)")


def _as_pull(sentence: Sentence, draft: Draft) -> None:
    """三次产业贡献率分别为14%、16%、70%,分别拉动经济增长1.2、1.3和5.6个百分点: by how much, and no growth of a share."""
    pulled = _PULLED.search(sentence.text[sentence.clause_start(draft.number.start) : draft.number.start])
    if not pulled or draft.kind != "change":
        return
    is_share = bool(_SHARE_IN_GROWTH.search(draft.name))
    if is_share or (draft.subject and not sentence.distributed):
        whose = _SHARE_IN_GROWTH.sub("", draft.name) if is_share else draft.subject
        draft.name = draft.indicator = whose + pulled.group()
        draft.subject, draft.action = "" if not is_share else draft.subject, ""


def _place(sentence: Sentence, draft: Draft, words: Words) -> None:
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


def _name_anew(sentence: Sentence, draft: Draft, words: Words) -> None:
    """日均 of what was said before; a share by what it is of."""
    lead = words.lead
    if lead.each and words.owners:  # 日均新设187户
        of = words.owners[-1].indicator
        draft.indicator = draft.name = (lead.each[:2] if of.startswith("新") else lead.each) + of
    if lead.is_share and (called := _called_in_parentheses(sentence, draft.number, words.lead_start)):
        draft.name = draft.indicator = called
    elif lead.is_share and draft.name:
        draft.indicator = share_indicator(sentence, draft, lead)


def _as_like_doer(sentence: Sentence, draft: Draft) -> None:
    """省重点项目完成投资236亿元,市重点项目627亿元、县重点项目85亿元: the same of another one of a sort."""
    last = sentence.last
    if last is None or last.kind != draft.kind or draft.kind not in ("amount", "area", "quantity"):
        return
    is_like = draft.name[-2:] == last.subject[-2:] and draft.name != last.subject and len(draft.name) <= 10
    is_plain = draft.indicator == sentence.canonical(draft.name)
    if draft.lead.verbs or draft.tail_noun or not (last.subject and last.action and is_like and is_plain):
        return
    is_measure = last.indicator == sentence.canonical(last.name)  # 投资; not 规模以上工业总产值
    draft.indicator = last.indicator if is_measure else sentence.canonical(draft.name + last.name)
    draft.subject, draft.action, draft.name = draft.name, last.action, last.name


# 和总投资12.6
_THEN_ANOTHER = re.compile("(?:、|和|与|以及)(?:总?投资)?\\d")


def _add_honour(sentence: Sentence, draft: Draft, noun: Span) -> None:
    end = tail_end(sentence, noun[1])
    verb, honour = bestowed(sentence, noun, end)
    if for_whom(sentence, draft.number) and (done := done_for(sentence, noun[1], end))[1]:
        draft.name += done[1]
        draft.indicator, draft.action = sentence.canonical(draft.name), done[0]
    elif honour:
        draft.name = honour if honour.endswith(draft.name) else honour + draft.name
        draft.indicator = draft.name
        draft.action = draft.action if draft.lead.verbs or draft.lead.action else verb


def _described(sentence: Sentence, number: Number, words: Words) -> Draft:
    """The draft with every field as the words right around the number say it."""
    lead, noun, name, is_behind = words.lead, words.noun, words.name, bool(words.behind)
    indicator, kind, joint = indicator_of(sentence, name, lead, words.kind, is_behind)
    if kind == "index" and (_PROPORTION.search(name) or lead.share_name.endswith("之比")):
        kind = "ratio"
    if name and not joint:
        indicator = completed(Short(sentence, indicator, name, lead, number, is_behind))
    region, region_name = region_of(sentence, number, lead)
    if whole := _whole_called_alike(sentence, indicator, noun, region):
        indicator = indicator if fold(whole.name) in ("", fold(name)) else fold(name) or indicator
    period = period_of(sentence, number, lead)
    quote = quote_span(sentence, number, lead, words.lead_start, noun, is_behind, words.owners)
    return Draft(
        number=number,
        lead=lead,
        noun=noun,
        name=name,
        indicator=indicator,
        joint=joint,
        subject=subject_of(sentence, number, lead, name, noun) or _own_budget(sentence, noun),
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
        comparator=first_compared(sentence, number, lead) or ("由" if lead.is_from else ""),
        is_negative=lead.is_down and not lead.is_level and kind in ("growth", "change"),
        tail_noun=is_behind,
    )


def _own_budget(sentence: Sentence, noun: Span) -> str:
    """区本级|地区生产总值: not that of all of the district."""
    own = sentence.text[max(noun[0] - 3, 0) : noun[0]]
    return own if own in ("省本级", "市本级", "州本级", "县本级", "区本级") else ""


def _whole_called_alike(sentence: Sentence, indicator: str, noun: Span, region: str) -> Draft | None:
    """农林牧渔业总产值1083亿元,其中农业产值452亿元: the whole of a part, which the terms call alike."""
    said = (d for d in (*sentence.carried, *sentence.done) if d.indicator == indicator and d.kind == "amount")
    whole = next((d for d in said if d.region == region), None)
    is_part = whole is not None and "其中" in sentence.text[whole.number.end : noun[0]]
    return whole if is_part else None


def _called_in_parentheses(sentence: Sentence, number: Number, lead_start: int) -> str:
    """占总人口比重(常住人口城镇化率)为75%: the name that the terms know such a share by."""
    blanked = [i for i in range(lead_start, number.start) if sentence.text[i] == "\x00"]
    if not blanked:
        return ""
    inside = sentence.passage.text[blanked[0] : blanked[-1] + 1].strip("()")
    return sentence.terms.canonical(inside) or ""
