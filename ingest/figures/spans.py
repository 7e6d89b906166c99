"""What is quoted with a number, and the words it leans on."""

from __future__ import annotations

from ingest.clauses import Lead, Span, trim
from ingest.figures.draft import Draft
from ingest.figures.nouns import tail_end
from ingest.figures.sentence import Sentence
from ingest.figures.status import EXPECTED
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
    return start, _quote_end(sentence, number, noun, is_behind)


def context_span(sentence: Sentence, number: Number, quote_start: int, lead_start: int) -> Span:
    """The words around a number that belong to it and to no other."""
    return _context_start(sentence, number, quote_start, lead_start), _context_end(sentence, number)


def _quote_start(
    sentence: Sentence, number: Number, lead: Lead, lead_start: int, owners: tuple[Draft, ...]
) -> int:
    if owners and owners[0].number.start < number.start:
        return owners[0].quote[0]
    start, _ = trim(sentence.text, lead_start, number.start, _no_skip)
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
    end = max(number.end, number.tail_start)
    if not is_behind:
        return end
    limit = tail_end(sentence, noun[1])
    return noun[1] if find_numbers(sentence.text[noun[1] : limit]) else limit


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
