"""What a number takes over from the one before it: 增长6.5%,力争7%; 高于全国、全省1.3个和0.5个百分点."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.clauses import Lead
from ingest.figures.distribution import numbers_alike
from ingest.figures.sentence import Sentence
from ingest.numerals import Number

_CUTS = ("压减", "压缩", "削减", "减少", "核减", "压降")


def cut_by(number: Number, lead: Lead) -> Lead:
    """压减一般性支出5%: with a rate, the verb in front tells by how much it fell."""
    cut = number.unit == "%" and lead.has_noun and lead.verbs and lead.verbs[-1] in _CUTS
    return replace(lead, change_verb=lead.verbs[-1], is_down=True) if cut and not lead.change_verb else lead


# 力争突破
_AIMS = re.compile(r"(?:并|且)?(?:力争|争取|确保|奋力|努力|冲刺|挑战)(?:达到?|实现|完成|突破|超|到)?")


def is_higher_goal(sentence: Sentence, number: Number, lead: Lead) -> bool:
    """增长6.5%,力争7%: of the very thing whose growth stands before it."""
    last = sentence.last
    own = sentence.text[sentence.clause_start(number.start) : number.start]
    is_growth = last is not None and last.kind == "growth" and last.number.unit == number.unit
    return is_growth and not lead.has_noun and bool(_AIMS.fullmatch(own))


def carried_on(sentence: Sentence, number: Number, lead: Lead) -> Lead:
    """高于全国、全省1.3个和0.5个百分点; 增长6.5%,力争7%: a number behind another moved the same way."""
    last = sentence.last
    between = sentence.text[last.number.tail_start : number.lead_end] if last is not None else ""
    other = _OTHER_AVERAGE.fullmatch(between)
    beside = last is not None and (between in ("和", "、", "与") or other is not None)
    if last is None or last.number.unit != number.unit:
        return lead
    if not is_higher_goal(sentence, number, lead) and not (beside and last.kind == "change"):
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


def of_the_whole(sentence: Sentence, number: Number, lead: Lead) -> Lead:
    """占总投资9.2亿元的39.1%: the share itself."""
    last = sentence.last
    if last is None or not last.lead.is_whole or sentence.text[last.number.end : number.start] != "的":
        return lead
    return replace(lead, is_share=True, share_of=last.name, start=last.lead.start - 1)


def first_compared(sentence: Sentence, number: Number, lead: Lead) -> str:
    """What it moved against: 与近五年均值相比,死亡人数、经济损失分别下降30.8%、25.3%."""
    is_first = "百分点" in number.unit and numbers_alike(sentence, number) == 2
    if lead.comparator or not lead.change_verb:
        return _compared_with(lead.comparator, 0) if is_first else lead.comparator
    held = _HELD_AGAINST.search(sentence.text, sentence.start, number.start)
    return held.group() if held else ""


# 与近5年均值相比
_HELD_AGAINST = re.compile(r"(?:与|同|和|较|相比|比)[^,;。、]{2,12}相比|相(?:比|较)于?[^,;。、]{2,12}(?=,)")
