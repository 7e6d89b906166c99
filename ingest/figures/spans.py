"""What is quoted with a number, and the words it leans on."""

from __future__ import annotations

import re

from ingest.clauses import Lead, Span, trim
from ingest.figures.draft import Draft
from ingest.figures.named import what_persons_did
from ingest.figures.nouns import tail_end
from ingest.figures.sentence import Sentence
from ingest.figures.status import EXPECTED, SUPPOSED
from ingest.numerals import Number, find_numbers


def quote_span(
    sentence: Sentence,
    number: Number,
    lead: Lead,
    lead_start: int,
    noun: Span,
    is_behind: bool,
    owners: tuple[Draft, ...],
) -> Span:
    """The shortest run that states number and noun together."""
    start = _quote_start(sentence, number, lead, lead_start, owners)
    if is_behind and (served := _served(sentence, number)):
        start = min(start, served.start())
    return start, _quote_end(sentence, number, noun, is_behind)


def widened(sentence: Sentence, draft: Draft, owners: tuple[Draft, ...]) -> Span:
    """The quote, back to where it says whose time or status the number before has, if that is another one's.

    原计划引进项目50个,实际引进43个: without 原计划 both would read as results.
    """
    start, end = draft.quote
    held = sentence.text.rfind(draft.comparator, sentence.start, start) if "相比" in draft.comparator else -1
    if held >= 0:
        return held, end  # 与近5年均值相比,死亡人数、经济损失分别下降30.8%、25.3%
    owner = owners[0] if owners and owners[0].number.start < draft.number.start else None
    if owner is None or _is_far(sentence, owner):
        return draft.quote
    opening = max((m.end() for m in _SENTENCE.finditer(sentence.text, 0, owner.number.start)), default=0)
    supposed = SUPPOSED.search(sentence.text, max(0, opening - 1), owner.number.start)
    if (owner.period, owner.status) == (draft.period, draft.status) and not supposed:
        return draft.quote
    times = [m.start for m in sentence.passage.periods if opening <= m.start < owner.number.start]
    said = [*times[-1:], *([supposed.start()] if supposed else []), owner.clause]
    first = min(start, *said)
    return first + len(sentence.text[first:]) - len(sentence.text[first:].lstrip(",，;；。 \n")), end


def _is_far(sentence: Sentence, owner: Draft) -> bool:
    """GDP增长6.4%。其中:…;…。分季度看,一季度增长5.2%: the whole is told too far away to be quoted with it."""
    return sentence.text.count("。", owner.number.start, sentence.start) > 1


# where what is said of one time or of a plan begins
# 。
_SENTENCE = re.compile(r"[。!?;；\n]\s*")


def context_span(sentence: Sentence, number: Number, quote_start: int, lead_start: int) -> Span:
    """The words around a number that belong to it and to no other."""
    return _context_start(sentence, number, quote_start, lead_start), _context_end(sentence, number)


def _quote_start(
    sentence: Sentence, number: Number, lead: Lead, lead_start: int, owners: tuple[Draft, ...]
) -> int:
    if owners and owners[0].number.start < number.start and not _is_far(sentence, owners[0]):
        return owners[0].quote[0]
    start, _ = trim(sentence.text, lead_start, number.start, _no_skip)
    start = next((m.start for m in sentence.passage.regions if m.start < start < m.end), start)  # 让|胡路区
    for word in EXPECTED.finditer(sentence.text, lead_start, number.start):
        start = min(start, word.start())
    inherited = (
        sentence.done
        and not lead.verbs
        and sentence.done[-1].action
        and sentence.done[-1].clause == sentence.clause_start(number.start)
    )
    if inherited and lead.has_noun and not sentence.done[-1].tail_noun:
        return sentence.done[-1].quote[0]
    return min(start, number.start)


def _quote_end(sentence: Sentence, number: Number, noun: Span, is_behind: bool) -> int:
    end = max(number.end, number.tail_start, _unit_end(sentence, number))
    if did := what_persons_did(sentence, number):
        return did.end()
    if not is_behind:
        return end
    limit = tail_end(sentence, noun[1])
    if _served(sentence, number):
        return max(limit, sentence.clause_end(number.end))
    return noun[1] if any(noun[1] <= n.start < limit for n in sentence.numbers) else limit


# 向1.2万户企业发放补贴3460万元: what was done for them is told behind them
# 向
_SERVED = re.compile("(?:[为向给替]|帮助)[近约超]?$")


def _served(sentence: Sentence, number: Number) -> re.Match[str] | None:
    return _SERVED.search(sentence.text, max(sentence.start, number.start - 3), number.start)


def _unit_end(sentence: Sentence, number: Number) -> int:
    """3.2万、1.8万、0.9万平方米: the quote goes on to where the unit of the list stands."""
    unit = number.unit.lstrip("百千万亿")
    if number.form != "plain" or not unit or sentence.text.endswith(unit, 0, number.end):
        return number.end
    later = [n for n in sentence.numbers if n.start > number.start and n.unit.lstrip("百千万亿") == unit]
    ends = [n.end for n in later if sentence.text.endswith(unit, 0, n.end)]
    return ends[0] if ends and ends[0] - number.end < 40 else number.end


def _context_start(sentence: Sentence, number: Number, quote_start: int, lead_start: int) -> int:
    """Numbers side by side (30方面80项举措) lean on the same words."""
    start = min(quote_start, lead_start)
    alone = sentence.done and not sentence.text[lead_start : number.lead_end].strip()
    return min(start, sentence.done[-1].context[0]) if alone else start


def _context_end(sentence: Sentence, number: Number) -> int:
    limit = sentence.clause_end(number.end)
    following = find_numbers(sentence.text[number.tail_start : limit])
    if not following:
        return limit
    breaks = sentence.text.rfind("、", number.end, number.tail_start + following[0].start)
    return breaks if breaks > 0 else max(number.end, number.tail_start)


def _no_skip(start: int, end: int) -> int:
    return start
