"""The times a question asks about."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.indicators import TermMention
from ingest.periods import PeriodMention, find_periods, period_label
from rag.knowledge import Knowledge

_YEAR_WORD = re.compile(r"今年|去年|前年|明年|上年|本年|全年")

_BASE = re.compile(r"的?(?:多少|几|\d+(?:\.\d+)?)倍")  # 是2020年的几倍: the year it is held against


def find_times(
    text: str, terms: Sequence[TermMention], codes: Sequence[str], knowledge: Knowledge
) -> list[PeriodMention]:
    """Times asked for, those held up for comparison (比上年) left out.

    A part of a year without its year (上半年, 6月底) is that of the newest year for which the library has it.
    """
    held = knowledge.held_periods(codes)
    found = [_as_held(mention, text, held) for mention in _find(text, terms, codes, knowledge)]
    return found or _next_year(text, held, knowledge.years_of(codes))


_NEXT = re.compile(r"明年|来年")


def _next_year(text: str, held: Collection[str], years: Sequence[int]) -> list[PeriodMention]:
    """明年, of a report on 2024 that plans for 2025, is 2025: the newest year, where nothing but plans is told of it."""
    match = _NEXT.search(text)
    is_planned = years and str(years[0] - 1) in held and not any(p.startswith(f"{years[0]}-") for p in held)
    if match is None or not is_planned:
        return []
    return [PeriodMention(match.start(), match.end(), str(years[0]), match.group(), "relative", False)]


def _as_held(mention: PeriodMention, text: str, held: Collection[str]) -> PeriodMention:
    """截至6月底 is the end of the half year, where the library knows that and not the month."""
    year, _, month = mention.period.partition("-")
    part = {"03": "Q1", "06": "H1"}.get(month)
    if (
        part
        and mention.period not in held
        and f"{year}-{part}" in held
        and re.search(r"底|末|截[至止]", text)
    ):
        return replace(mention, period=f"{year}-{part}")
    return mention


def _find(
    text: str, terms: Sequence[TermMention], codes: Sequence[str], knowledge: Knowledge
) -> list[PeriodMention]:
    base = knowledge.base_year_of(codes)
    for year in knowledge.years_of(codes):
        mentions = _asked_periods(text, terms, year)
        partial = [m for m in mentions if m.kind != "explicit" or not re.search(r"\d{4}|\d{2}年", m.text)]
        if (
            partial
            and all(not _YEAR_WORD.search(m.text) for m in partial)
            and any(m.period in knowledge.held_periods(codes) for m in partial)
        ):
            return mentions
    return _asked_periods(text, terms, base)


def _asked_periods(text: str, terms: Sequence[TermMention], base: int | None) -> list[PeriodMention]:
    mentions = [
        m
        for m in find_periods(text, base, bare_years=True)
        if m.period and not m.in_title and m.text != "全年"
    ]
    return [
        m for m in mentions
        if not (m.start and text[m.start - 1] in "比较" and text[m.start - 2 : m.start] not in ("占比", "同比", "环比")) and not text.startswith(("同期", "相比"), m.end)
        and not _BASE.match(text, m.end)
        and not any(t.start <= m.start and m.end <= t.end for t in terms)
    ]  # fmt: skip


def notice_of(periods: Sequence[PeriodMention]) -> str:
    """How 今年, 去年 were read, to be said beside the answer."""
    relative = [
        p for p in periods if p.kind == "relative" and re.search(r"今年|去年|前年|明年|上年|本年", p.text)
    ]
    return "；".join(f"“{p.text}”按库中最新报告的年份读作{period_label(p.period)}" for p in relative)
