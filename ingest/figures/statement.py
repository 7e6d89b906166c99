"""One number with the words around it, put together to a draft of a figure."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.clauses import Lead, Span, parse_lead
from ingest.figures.action import action_of
from ingest.figures.distribution import distribute, spread_unsaid
from ingest.figures.draft import Draft
from ingest.figures.indicator import completed, indicator_of, share_indicator
from ingest.figures.kind import kind_of
from ingest.figures.nouns import is_predicate_only, tail_end, tail_noun
from ingest.figures.owners import adopt, owners_of
from ingest.figures.period import period_of
from ingest.figures.predicate import bestowed, honour_before
from ingest.figures.region import listed_places, region_of
from ingest.figures.sentence import Sentence
from ingest.figures.spans import context_span, quote_span
from ingest.figures.status import status_of
from ingest.figures.subject import subject_of
from ingest.numerals import Number
from ingest.records import FigureKind

# 高于全市68.9%的平均水平
_PROPORTION = re.compile(r"(?:收入|消费|之|余额|存贷)比值?$|比值$")
_AVERAGE_BEHIND = re.compile(r"的(?:全[省国市县区])?平均")


def take(sentence: Sentence, number: Number) -> None:
    """Read the next number of a sentence; what it states joins the drafts of the sentence and the passage."""
    lead_start = max(sentence.at, sentence.clause_start(number.start))
    lead = parse_lead(
        sentence.text,
        lead_start,
        number.lead_end,
        number.form,
        sentence.passage.skip,
        sentence.passage.term_at,
    )
    draft = draft_of(sentence, number, spread_unsaid(sentence, number, lead), lead_start)
    if draft is not None:
        sentence.done.append(draft)
        sentence.passage.drafts.append(draft)
    sentence.at = max(number.end, number.tail_start)


def draft_of(sentence: Sentence, number: Number, lead: Lead, lead_start: int) -> Draft | None:
    """What a number states, or None where nothing says what it counts."""
    kind = kind_of(number, lead)
    behind = _noun_behind(sentence, number, lead, kind)
    noun = behind or lead.noun
    lead = _held_against_average(sentence, number, lead)
    name = sentence.clean(noun) if noun[1] > noun[0] else ""
    owners: tuple[Draft, ...] = ()
    if not name and sentence.before is None:
        name = _verb_as_name(lead, number)
        if not name:
            return None
    elif not name:
        owners = owners_of(sentence, number, lead, kind)
    if kind == "rank" and not name and (honour := honour_before(sentence, number)):
        name, owners = honour, ()
    draft = _described(sentence, number, lead, lead_start, kind, noun, name, bool(behind), owners)
    if behind:
        _add_honour(sentence, draft, behind)
    if owners:
        draft = adopt(sentence, draft, owners)
    if (listed := listed_places(sentence, number, lead)) is not None:
        draft.region, draft.region_name = listed
    if lead.is_reference:
        draft.region, draft.region_name, draft.comparator = "", "", "平均"
    if lead.each and owners:  # 日均新设187户
        draft.indicator = draft.name = lead.each + owners[-1].indicator
    if lead.is_share and draft.name:
        draft.indicator = share_indicator(sentence, draft, lead)
    distribute(sentence, draft, lead)
    return draft


def _add_honour(sentence: Sentence, draft: Draft, noun: Span) -> None:
    verb, honour = bestowed(sentence, noun, tail_end(sentence, noun[1]))
    if honour:
        draft.name = draft.indicator = honour + draft.name
        draft.action = draft.action or verb


def _noun_behind(sentence: Sentence, number: Number, lead: Lead, kind: FigureKind) -> Span | None:
    """The noun behind a number, where the words before it leave one to be named."""
    if lead.has_noun:
        wanted = kind == "count" and is_predicate_only(sentence, lead, number)
    elif kind == "ratio":
        wanted = sentence.text.startswith("的", number.tail_start)  # 近九成的村集体…
    else:
        wanted = kind in ("count", "amount", "area", "quantity") and not lead.is_share
    return tail_noun(sentence, number) if wanted else None


def _held_against_average(sentence: Sentence, number: Number, lead: Lead) -> Lead:
    if lead.change_verb and _AVERAGE_BEHIND.match(sentence.text, number.tail_start):
        return replace(lead, is_reference=True, change_verb="")
    return lead


def _described(
    sentence: Sentence,
    number: Number,
    lead: Lead,
    lead_start: int,
    kind: FigureKind,
    noun: Span,
    name: str,
    is_behind: bool,
    owners: tuple[Draft, ...],
) -> Draft:
    """The draft with every field as the words right around the number say it."""
    indicator, kind, joint = indicator_of(sentence, name, lead, kind, is_behind)
    if kind == "index" and _PROPORTION.search(name):
        kind = "ratio"
    if name and not joint:
        indicator = completed(sentence, indicator, name, lead, number.unit)
    region, region_name = ("", "") if lead.is_reference else region_of(sentence, number, lead)
    period = period_of(sentence, number, lead)
    quote = quote_span(sentence, number, lead, lead_start, noun, is_behind, owners)
    return Draft(
        number=number,
        lead=lead,
        noun=noun,
        name=name,
        indicator=indicator,
        joint=joint,
        subject=subject_of(sentence, lead, name, noun),
        action=action_of(sentence, number, lead, lead_start, kind),
        kind=kind,
        region=region,
        region_name=region_name,
        period=period,
        status=status_of(sentence, number, lead, period),
        quote=quote,
        context=context_span(sentence, number, quote[0], lead_start),
        clause=sentence.clause_start(number.start),
        scope=lead.scope or (lead.share_of if lead.is_share else ""),
        comparator=lead.comparator or ("由" if lead.is_from else ""),
        is_negative=lead.is_down and not lead.is_level and kind in ("growth", "change"),
        tail_noun=is_behind,
    )


def _verb_as_name(lead: Lead, number: Number) -> str:
    """“培训1200人次”: a verb alone names what was counted."""
    return lead.verbs[-1] if lead.verbs and number.form == "plain" else ""
