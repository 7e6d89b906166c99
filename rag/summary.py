"""The main points of a report's results or plans: its own headings, each cited."""

from __future__ import annotations

from dataclasses import replace

from ingest.periods import period_label
from ingest.records import Paragraph, Report
from rag.records import Claim, Draft, Evidence, Filters, Question
from rag.retrieve import Retriever

MAX_POINTS = 12


def summarize(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The headings under results (or plans) of the one newest report in scope; None when it has no such headings."""
    report = _report(question, retriever, filters)
    if report is None:
        return None
    paragraphs = retriever.store.library.paragraphs_of(report.id)
    points = _points(paragraphs, question, report)
    if not points:
        return None
    period = points[0][0].period
    label = f"{report.region_name}{period_label(period) if period else ''}{'计划' if points[0][0].is_plan else ''}："
    claims = tuple(
        Claim(
            "text",
            label if k == 0 else "",
            p.text[start:end],
            Evidence(report, p, start, end, 1.0, ("sections",)),
        )
        for k, (p, start, end) in enumerate(points)
    )
    return Draft(claims, None, (), question.notice, (), 0.8)


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
        reports = [r for r in reports if r.period in question.periods or r.plan_period in question.periods]
    regions = {r.region for r in reports}
    if not reports or (len(regions) > 1 and not question.regions):
        return None
    return max(reports, key=lambda r: (r.period, r.published))


def _points(
    paragraphs: list[Paragraph], question: Question, report: Report
) -> list[tuple[Paragraph, int, int]]:
    """The headings of one level that have text below them; the outermost level with two or more serves."""
    wants_plan = question.is_plan or (
        report.plan_period in question.periods and report.period not in question.periods
    )
    for depth in (2, 1, 3):
        headings = [
            p for p in paragraphs
            if p.kind == "heading" and p.section and len(p.section) in (depth, depth - 1) and p.is_plan == wants_plan
        ]  # fmt: skip
        of_depth = [p for p in headings if len(p.section) == depth]
        if len(of_depth) >= 2:
            return [(p, 0, len(p.text)) for p in of_depth[:MAX_POINTS]]
    return []
