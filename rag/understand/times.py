"""The times a question asks about."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.indicators import TermMention
from ingest.periods import PeriodMention, find_periods, period_label
from rag.knowledge import Knowledge
from rag.understand.number import PLAN, compares_statuses, status_of

# 今年
_YEAR_WORD = re.compile(r"今年|去年|前年|明年|上年|本年|全年")

_BASE = re.compile(r"的?(?:多少|几|\d+(?:\.\d+)?)倍")  # 是2020年的几倍: the year it is held against

# “十五五”规划纲要什么时候形成草案: part of a name; not 十四五规划目标
_IN_NAME = re.compile(r"(?:期间)?(?:发展)?(?:规划(?!目标|期)|纲要|开局|蓝图)")


def find_times(
    text: str, terms: Sequence[TermMention], codes: Sequence[str], knowledge: Knowledge
) -> list[PeriodMention]:
    """Times asked for, those held up for comparison (比上年) left out.

    A part of a year without its year (上半年, 6月底) is that of the newest year for which the library has it.
    """
    held = knowledge.held_periods(codes)
    newest = knowledge.told_year_of(codes)
    if newest and (start := _AT_START.search(text)):
        return [_year_before(start, newest)]
    next_year = _next_year(text, newest)
    found = [_as_held(mention, text, held) for mention in _find(text, terms, codes, knowledge)]
    return [*(m for m in found if not (next_year and _NEXT.fullmatch(m.text))), *next_year]


# 年初存款余额, 2024年初; not 比年初增加, 年初目标, 2024年初中招生
_AT_START = re.compile(
    r"(?<![比较自从由与])(?:(?P<year>(?:19|20)\d{2})年|(?P<word>今年|去年)|年)年?初"
    r"(?!.{0,12}(?:目标|预算|计划|任务))(?!中(?!央)|[一二三级]|以来|到|至|[预计确下制既约提安制][算划定达期出排]|"
    r"目标|任务|定|人代会|就|开始)"
)


def _year_before(start: re.Match[str], newest: int) -> PeriodMention:
    """年初 is how it stood at the end of the year before."""
    year = int(start["year"]) if start["year"] else newest - (start["word"] == "去年")
    return PeriodMention(*start.span(), str(year - 1), start.group(), "asof")


# 明年
_NEXT = re.compile(r"明年|来年")


def _next_year(text: str, told: int | None) -> list[PeriodMention]:
    """明年, of a report on 2024, is 2025, whatever year it was written in."""
    match = _NEXT.search(text) if told else None
    if match is None or not told:
        return []
    return [PeriodMention(match.start(), match.end(), str(told + 1), match.group(), "relative", False)]


def _as_held(mention: PeriodMention, text: str, held: Collection[str]) -> PeriodMention:
    """截至6月底 is the end of the half year, where the library knows that and not the month."""
    year, _, month = mention.period.partition("-")
    if month == "12" and mention.period not in held and re.search(r"底|末|截[至止]", text):
        return replace(mention, period=year)
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
    held, newest = knowledge.held_periods(codes), knowledge.told_year_of(codes)
    is_planned = newest is not None and newest < (base or 0) and not _asks_goal(text)
    for year in (
        y for y in knowledge.years_of(codes) if not is_planned or y <= (newest or y)
    ):  # 年末, where nothing but plans is told of the newest year, is that of the year before
        mentions = _asked_periods(text, terms, year)
        partial = [m for m in mentions if m.kind != "explicit" or not re.search(r"\d{4}|\d{2}年", m.text)]
        if (
            partial
            and all(not _YEAR_WORD.search(m.text) for m in partial)
            and any(_as_held(m, text, held).period in held for m in partial)
        ):
            return mentions
    found = _asked_periods(text, terms, base)
    return [_with_results(m, newest) for m in found] if is_planned and newest else found


def _asks_goal(text: str) -> bool:
    return status_of(text) == "target" or bool(PLAN.search(text)) or compares_statuses(text)


def _with_results(mention: PeriodMention, newest: int) -> PeriodMention:
    """今年 is the newest year that results are told of; the notice says so."""
    is_now = mention.kind == "relative" and re.fullmatch(r"今年|本年度?", mention.text)
    return replace(mention, period=str(newest), kind="asof") if is_now else mention


def _asked_periods(text: str, terms: Sequence[TermMention], base: int | None) -> list[PeriodMention]:
    return [
        m
        for m in find_periods(text, base, bare_years=True)
        if m.period
        and not m.in_title
        and m.text != "全年"
        and not _is_held_up(text, m)
        and not _BASE.match(text, m.end)
        and not _IN_NAME.match(text, m.end)
        and not any(t.start <= m.start and m.end <= t.end for t in terms)
    ]


def _is_held_up(text: str, mention: PeriodMention) -> bool:
    """比2023年, 2023年同期: what the time asked about is compared with; 占比2023年 and 城乡收入比2023年 are none."""
    if text.startswith(("同期", "相比"), mention.end):
        return True
    before = text[: mention.start]
    is_last = mention.end == len(text.rstrip("?？"))
    return before.endswith(("比", "较")) and not (
        before.endswith(("占比", "同比", "环比")) or (is_last and "城乡" in before)
    )


def notice_of(periods: Sequence[PeriodMention]) -> str:
    """How 今年, 去年 were read, to be said beside the answer."""
    relative = [
        p for p in periods if p.kind == "relative" and re.search(r"今年|去年|前年|明年|上年|本年", p.text)
    ]
    notes = [f"“{p.text}”按库中最新报告的年份读作{period_label(p.period)}" for p in relative]
    stale = [p for p in periods if p.kind == "asof" and re.fullmatch(r"今年|本年度?", p.text)]
    notes += [f"“{p.text}”读作{period_label(p.period)}：库中没有更新的结果" for p in stale]
    notes += [f"“{p.text}”读作{period_label(p.period)}末" for p in periods if p.text.endswith("年初")]
    return "；".join(notes)
