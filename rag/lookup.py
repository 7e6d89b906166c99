"""The figure look-up and its filters: the same figures as answers stand on, as rows."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from ingest.normalize import fold
from ingest.periods import find_periods
from ingest.records import Status
from ingest.visible import ReadableStore
from rag.errors import FilterError
from rag.knowledge import knowledge_of
from rag.records import Filters, FoundFigure
from rag.retrieve import Retriever
from rag.understand import understand

MIN_ROW = 0.45  # rows below merely share a character or two with the words asked for


def look_up(
    retriever: Retriever, q: str, region: str, period: str, status: str, limit: int, offset: int
) -> list[FoundFigure]:
    """Rows for the look-up; without `q`, all figures that pass the filters, in the order of their reports."""
    filters = resolve_filters(
        retriever.store,
        Filters((region,) if region else (), (period,) if period else (), (), _status(status)),
    )
    library = retriever.store.library
    reports = {r.id: r for r in library.reports()}
    if not q.strip():
        figures = library.find_figures(
            regions=filters.regions or None,
            periods=filters.periods or None,
            status=filters.status,
            limit=offset + limit,
        )[offset:]
        paragraphs = {p.id: p for p in library.paragraphs(sorted({f.paragraph_id for f in figures}))}
        return [FoundFigure(f, reports[f.report_id], paragraphs[f.paragraph_id], 1.0) for f in figures]
    question = understand(q, (), knowledge_of(retriever.store))
    question = replace(
        question,
        intent="text",
        regions=question.regions or filters.regions,
        status=question.status or filters.status,
    )
    # a look-up shows every kind of figure of an indicator: value, growth, rank and share alike
    found = retriever.find(question, filters).figures
    rows = [
        f
        for f in found
        if f.fit.score >= MIN_ROW and not f.fit.misses & {"region", "period", "status", "indicator"}
    ]
    rows.sort(key=lambda f: -f.fit.score)
    return [
        FoundFigure(f.figure, f.evidence.report, f.evidence.paragraph, round(f.fit.score, 3))
        for f in rows[offset : offset + limit]
    ]


def resolve_filters(store: ReadableStore, filters: Filters) -> Filters:
    """Filters with regions as codes and periods as period strings.

    Raises:
        FilterError: naming the filter, what was given, and what the library has.
    """
    return Filters(
        regions=tuple(_region(store, one) for one in filters.regions),
        periods=tuple(_period(one) for one in filters.periods),
        documents=tuple(_document(store, one) for one in filters.documents),
        status=filters.status,
        visible=filters.visible,
    )


def _region(store: ReadableStore, given: str) -> str:
    held = {
        **store.library.regions(),
        **{r.region: r.region_name for r in store.library.reports() if r.region},
    }
    if given in held:
        return given
    for code, name in held.items():
        if given == name:
            return code
    mentions = store.reader.regions.find(fold(given))
    codes = [code for m in mentions for code in (m.codes or (m.code,)) if code in held]
    if len(codes) == 1:
        return codes[0]
    known = "、".join(sorted(held.values())[:12])
    raise FilterError(f"region：库中没有地区“{given}”；现有：{known}")


def _period(given: str) -> str:
    mentions = find_periods(fold(given), None, bare_years=True)
    if len(mentions) == 1 and mentions[0].period:
        return mentions[0].period
    try:
        from ingest.periods import months

        months(given)
    except ValueError:
        raise FilterError(
            f"period：读不懂“{given}”；写作 2024、2024-H1、2024-Q3、2024-05 或“2024年上半年”"
        ) from None
    return given


def _document(store: ReadableStore, given: str) -> str:
    if store.library.find_report(given) is None:
        raise FilterError(f"documents：库中没有报告“{given}”；GET /documents 列出现有的报告")
    return given


def _status(given: str) -> Status | None:
    if not given:
        return None
    if given not in get_args(Status):
        raise FilterError(f"status：没有“{given}”；可用 {'、'.join(get_args(Status))}")
    return given  # type: ignore[return-value]
