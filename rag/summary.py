"""What a report says in the main: the points of its results or plans, of one topic of it, or its shortcomings, each cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.normalize import fold
from ingest.periods import contains, period_label
from ingest.records import Paragraph, Report
from ingest.sentences import split_sentences
from rag.overlap import coverage
from rag.records import Claim, Draft, Evidence, Filters, Question
from rag.retrieve import Retriever

MAX_POINTS = 12
MAX_OF_TOPIC = 6  # sentences of the one section asked about
MIN_TOPIC = 0.5  # share of the topic's wording in a heading or a title
SHORTCOMINGS = re.compile(r"(?:问题|不足|短板|困难|薄弱环节|差距)")
_ASKING = re.compile(
    r"经济|发展|建设|事业|领域|方面|运行|主要|成效|成绩|工作|情况|做法|亮点|总体|总结|概括|介绍|取得|进展|存在|一下|哪些|内容|重点|任务|思路|打算|计划|安排|举措|下一步"
)
_ORDINAL = re.compile(r"(?<=[：:。；;\s])(?=[一二三四五六七八九十]是)")


def summarize(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The main points of the one newest report in scope; None where it has none of what is asked."""
    report = _report(question, retriever, filters)
    if report is None:
        return None
    paragraphs = retriever.store.library.paragraphs_of(report.id)
    if SHORTCOMINGS.search(question.text):
        return _draft(_shortcomings(paragraphs, report), question, report)
    parts = _parts(paragraphs, _wants_plan(question, report))
    topic = _ASKING.sub("", question.content)
    if len(topic) >= 2 and coverage(topic, report.title + report.publisher) < MIN_TOPIC:
        part = _of_topic(parts, topic)
        spans = _telling(part, retriever)[:MAX_OF_TOPIC] if part else []
    else:
        spans = [
            *_opening(paragraphs, parts, retriever),
            *(s for part in parts[:MAX_POINTS] for s in _point(part, retriever)),
        ]
    return _draft([_evidence(report, span) for span in spans], question, report)


Span = tuple[Paragraph, int, int]


@dataclass(frozen=True)
class _Part:
    """A part of a report under one heading."""

    title: str
    heading: Paragraph | None  # None where the heading stands in its first paragraph
    body: tuple[Paragraph, ...]


def _draft(points: Sequence[Evidence], question: Question, report: Report) -> Draft | None:
    if not points:
        return None
    first = points[0].paragraph
    time = period_label(first.period) if first.period else ""
    label = f"{report.region_name}{time}{'计划' if first.is_plan else ''}："
    claims = tuple(
        Claim("text", label if k == 0 else "", e.paragraph.text[e.start : e.end], e)
        for k, e in enumerate(points)
    )
    return Draft(claims, None, (), question.notice, (), 0.8)


def _evidence(report: Report, span: Span) -> Evidence:
    return Evidence(report, *span, 1.0, ("sections",))


def _wants_plan(question: Question, report: Report) -> bool:
    return question.is_plan or (
        report.plan_period in question.periods and report.period not in question.periods
    )


def _parts(paragraphs: Sequence[Paragraph], wants_plan: bool) -> list[_Part]:
    """The parts of the outermost level of headings that has two or more with text of their own."""
    bodies = [p for p in paragraphs if p.kind == "body" and p.section and p.is_plan == wants_plan]
    for depth in (1, 2, 3):
        prefixes = list(dict.fromkeys(p.section[:depth] for p in bodies if len(p.section) >= depth))
        if len(prefixes) >= 2:
            return [_part(prefix, paragraphs, bodies) for prefix in prefixes]
    return []


def _part(prefix: tuple[str, ...], paragraphs: Sequence[Paragraph], bodies: Sequence[Paragraph]) -> _Part:
    heading = next(
        (
            p
            for p in paragraphs
            if p.kind == "heading" and p.section == prefix[:-1] and p.text.startswith(prefix[-1])
        ),
        None,
    )
    return _Part(prefix[-1], heading, tuple(p for p in bodies if p.section[: len(prefix)] == prefix))


def _of_topic(parts: Sequence[_Part], topic: str) -> _Part | None:
    """The part whose heading names the topic, else the one whose text does."""

    def named(part: _Part) -> float:
        return coverage(topic, fold(part.title))

    def told(part: _Part) -> float:
        return coverage(topic, fold(part.title + "".join(p.text for p in part.body)))

    best = max(parts, key=lambda part: (named(part) >= MIN_TOPIC, named(part), told(part)), default=None)
    return best if best and max(named(best), told(best)) >= MIN_TOPIC else None


def _point(part: _Part, retriever: Retriever) -> list[Span]:
    """The heading and the first sentence under it that states a figure."""
    heading = part.heading or part.body[0]  # “(一)旅游提速。接待游客…”: the heading opens the first paragraph
    named = heading is part.heading or heading.text.startswith(part.title)
    end = len(heading.text if heading is part.heading else part.title)
    return [*([(heading, 0, end)] if named else []), *_telling(part, retriever)[:1]]


def _opening(paragraphs: Sequence[Paragraph], parts: Sequence[_Part], retriever: Retriever) -> list[Span]:
    """What is said in front of the parts, under the heading that they share or none: the overview in figures."""
    told = {p.id for part in parts for p in part.body}
    first = min((p for part in parts for p in part.body), key=lambda p: p.index, default=None)
    if first is None:
        return []
    before = [p for p in paragraphs if p.kind == "body" and p.index < first.index and p.id not in told]
    lead = tuple(p for p in before if p.is_plan == first.is_plan)
    if not lead or not retriever.store.library.figures_of([p.id for p in lead]):
        return []
    return _telling(_Part("", None, lead), retriever)[:1]


def _telling(part: _Part, retriever: Retriever) -> list[Span]:
    """Sentences of a part that state figures; where none does, its first sentence."""
    figures = retriever.store.library.figures_of([p.id for p in part.body])
    starts = {p.id: [f.start for f in figures if f.paragraph_id == p.id] for p in part.body}
    sentences = [
        (p, *_trimmed(p.text, start, end)) for p in part.body for start, end in split_sentences(p.text)
    ]
    telling = [s for s in sentences if any(s[1] <= at < s[2] for at in starts[s[0].id])]
    return telling or sentences[:1]


def _shortcomings(paragraphs: Sequence[Paragraph], report: Report) -> list[Evidence]:
    """What stands behind “存在的问题：一是…二是…”, point by point."""
    for paragraph in paragraphs:
        lead = (
            _LEAD.search(fold(paragraph.text)) if paragraph.kind == "body" and not paragraph.is_plan else None
        )
        if lead:
            ends = [
                *(m.start() for m in _ORDINAL.finditer(paragraph.text, lead.start())),
                len(paragraph.text),
            ]
            runs = list(pairwise(ends)) or [(lead.start(), len(paragraph.text))]
            return [_evidence(report, (paragraph, *_trimmed(paragraph.text, a, b))) for a, b in runs]
    return []


_LEAD = re.compile(r"(?:存在|看到|认识|面临|还有)[^。]{0,30}(?:问题|不足|短板|困难|薄弱|差距)")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\n　":
        start += 1
    while end > start and text[end - 1] in " \t\n　；;。":
        end -= 1
    return start, end


def list_below(evidence: Evidence, retriever: Retriever) -> list[Evidence]:
    """“九大攻坚战:” announces a list: the headings that follow it, one level, up to the next text of its own."""
    text = evidence.paragraph.text.rstrip()
    if not text.endswith((":", "：")) or evidence.end < len(text) - 1:
        return []
    following = [
        p
        for p in retriever.store.library.paragraphs_of(evidence.report.id)
        if p.index > evidence.paragraph.index and p.kind == "heading"
    ]
    depth = len(following[0].section) if following else 0
    listed: list[Evidence] = []
    for heading in following:
        if len(heading.section) < depth or len(listed) == MAX_POINTS:
            break
        if len(heading.section) == depth:
            listed.append(replace(evidence, paragraph=heading, start=0, end=len(heading.text)))
    return listed


def _report(question: Question, retriever: Retriever, filters: Filters) -> Report | None:
    scope = retriever.scope(question.regions, filters)
    reports = [r for r in retriever.store.library.reports() if scope is None or r.id in scope]
    if question.periods:
        reports = [r for r in reports if any(_speaks_of(r, p) for p in question.periods)]
    own = [r for r in reports if r.region in question.regions]
    reports = own or reports
    if not reports or (len({r.region for r in reports}) > 1 and not question.regions):
        return None
    topic = _ASKING.sub("", question.content)
    return max(reports, key=lambda r: (round(coverage(topic, r.title), 1), r.period, r.published))


def _speaks_of(report: Report, period: str) -> bool:
    return period in (report.period, report.plan_period) or contains(report.period, period)
