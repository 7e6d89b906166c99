"""Claims as the sentence a person reads, with its [n]; and the labels that keep place, time and status said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.periods import period_label
from ingest.records import Figure, Paragraph, Report
from rag.records import Citation, Claim

_TARGET_WORDS = re.compile(r"目标|力争|计划|预期|争取|确保|拟|将")


def label_figure(figure: Figure, quote: str) -> str:
    """Place, time and status of a figure, as far as the quote does not say them itself."""
    place = "" if _says_place(figure, quote) else figure.region_name
    time = "" if _says_period(figure.period, quote) else period_label(figure.period) if figure.period else ""
    if (
        figure.subject
        and figure.subject not in quote
        and not figure.subject.startswith(figure.region_name[:2] or "-")
    ):
        time += f"（{figure.subject}）"
    if figure.status == "target" and not _TARGET_WORDS.search(quote):
        return f"{place}{time}目标：" if place or time else "目标："
    if figure.status == "expected" and "预" not in quote:
        return f"{place}{time}预计"
    return place + time


def word_cell(figure: Figure) -> str:
    """A cell of a table in words: 接待游客120万人次; its row is the quote."""
    unit = "" if figure.raw.endswith(figure.unit) else figure.unit
    link = figure.comparator if figure.kind in ("growth", "change") else ""
    link = re.sub(r"[(（].*?[)）]", "", link)
    if link and (link in figure.name or figure.name in link):
        link = ""
    subject = f"{figure.subject}的" if figure.subject else ""
    name = figure.name if not link.startswith(figure.name) else ""
    return f"{subject}{name}{link}{'：' if figure.kind in ('growth', 'change', 'rank') else ''}{figure.raw}{unit}"


def word_item(figure: Figure) -> str:
    """One number of a spread list by itself: 城镇居民人均可支配收入增长4.5%; the whole list is the quote."""
    subject = figure.subject if figure.subject not in (figure.region_name, figure.name) else ""
    subject = "" if figure.region_name.startswith(subject) else subject
    number = _BOUND_BEFORE.get(figure.bound, "") + figure.raw + _BOUND_AFTER.get(figure.bound, "")
    if figure.kind in ("growth", "change"):
        return f"{subject}{figure.name}{figure.comparator if len(figure.comparator) < 8 else ''}{figure.action}{number}"
    if figure.action == "占":
        return f"{figure.name}占{figure.scope}{number}"
    action = "" if figure.action in figure.name or figure.kind in ("rank", "ratio") else figure.action
    return f"{subject}{action}{figure.name}{figure.scope if figure.kind == 'rank' else ''}{number}"


_BOUND_BEFORE = {"more_than": "超", "nearly": "近", "at_most": "不超过", "less_than": "不到"}
_BOUND_AFTER = {"about": "左右", "at_least": "以上"}


def _says_place(figure: Figure, quote: str) -> bool:
    short = figure.region_name[:-1] if len(figure.region_name) > 2 else figure.region_name
    return bool(figure.region_name) and quote.startswith(
        (figure.region_name, short + "市", short + "县", short + "区")
    )


def _says_period(period: str, quote: str) -> bool:
    return bool(period) and quote.startswith(period_label(period))


def cite(index: int, report: Report, paragraph: Paragraph, start: int, end: int) -> Citation:
    """The citation of a run of a paragraph."""
    return Citation(
        index=index,
        document_id=report.id,
        title=report.title,
        publisher=report.publisher,
        published=report.published,
        region=report.region_name,
        paragraph_id=paragraph.id,
        section=paragraph.section,
        text=paragraph.text,
        quote=paragraph.text[start:end],
        start=start,
        end=end,
        source=report.source,
    )


def render(claims: Sequence[Claim], gaps: Sequence[str] = ()) -> tuple[str, tuple[Citation, ...], list[int]]:
    """The answer, its citations, and for each claim the index of its citation; equal spans share one."""
    citations: list[Citation] = []
    by_span: dict[tuple[str, int, int], int] = {}
    indexes, parts = [], []
    for claim in claims:
        evidence = claim.evidence
        span = (evidence.paragraph.id, evidence.start, evidence.end)
        if span not in by_span:
            by_span[span] = len(citations) + 1
            citations.append(
                cite(by_span[span], evidence.report, evidence.paragraph, evidence.start, evidence.end)
            )
        indexes.append(by_span[span])
        parts.append(f"{_readable(claim.text)}[{by_span[span]}]")
    parts += gaps
    unique = list(dict.fromkeys(parts))
    return "；".join(unique) + ("。" if unique else ""), tuple(citations), indexes


def _readable(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).strip().rstrip("。；;，,")
