"""The figure look-up and its filters: the same figures as answers stand on, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.catalogue import Conditions, Order, sort_figures
from ingest.normalize import fold
from ingest.periods import months, read_period
from ingest.records import Figure
from ingest.visible import ReadableStore
from rag.errors import FilterError
from rag.knowledge import knowledge_of
from rag.lookup.queries import FigureQuery
from rag.records import Filters, FoundFigure, Question
from rag.retrieve.retriever import FittedFigure, Retriever
from rag.understand import understand

MIN_ROW = 0.45  # rows below merely share a character or two with the words asked for
MAX_FITTED = 5_000  # figures of the indicators asked for that are held against the words: about a second
_SPOILING = frozenset({"region", "period", "status", "indicator"})


@dataclass(frozen=True)
class FigurePage:
    """Some rows of a look-up, and how many there are in all."""

    rows: tuple[FoundFigure, ...]
    total: int


def look_up(retriever: Retriever, query: FigureQuery, limit: int, offset: int) -> FigurePage:
    """Rows for the look-up; without `q`, all figures that pass the filters, in the order asked or of their reports.

    Raises:
        FilterError: a filter names something that the library does not hold.
    """
    conditions = conditions_of(retriever.store, query)
    if not query.q.strip():
        return _all_that_pass(retriever.store, query, conditions, limit, offset)
    found = _fitting(retriever, query, conditions)
    scores = {one.figure.id: round(one.fit.score, 3) for one in found}
    figures = [one.figure for one in found]
    if query.sort != "relevance":
        published = {r.id: r.published for r in retriever.store.library.reports()}
        figures = sort_figures(figures, published, query.sort, query.falling)
    return FigurePage(_rows(retriever.store, figures[offset : offset + limit], scores), len(figures))


def _all_that_pass(
    store: ReadableStore, query: FigureQuery, conditions: Conditions, limit: int, offset: int
) -> FigurePage:
    order: Order = "document" if query.sort == "relevance" else query.sort
    ids = store.library.find_figure_ids(conditions, order, query.falling, limit, offset)
    return FigurePage(_rows(store, store.library.figures(ids), {}), store.library.count_figures(conditions))


def _fitting(retriever: Retriever, query: FigureQuery, conditions: Conditions) -> list[FittedFigure]:
    """Figures that fit the words and pass the filters, best first."""
    question = _asked(retriever.store, query, conditions)
    filters = Filters(documents=tuple(sorted(conditions.report_ids or ())))
    found = {f.figure.id: f for f in retriever.find(question, filters).figures}
    if question.terms:
        named = replace(conditions, indicators=conditions.indicators or frozenset(question.terms))
        ids = retriever.store.library.find_figure_ids(named, limit=MAX_FITTED)
        more = retriever.store.library.figures([one for one in ids if one not in found])
        found |= {f.figure.id: f for f in retriever.fitted(question, more)}
    rows = [f for f in found.values() if f.fit.score >= MIN_ROW and not f.fit.misses & _SPOILING]
    return sorted((f for f in rows if conditions.accept(f.figure)), key=lambda f: (-f.fit.score, f.figure.id))


def _asked(store: ReadableStore, query: FigureQuery, conditions: Conditions) -> Question:
    question = understand(query.q, (), knowledge_of(store))
    return replace(
        question,
        intent="text",  # a look-up shows every kind of figure of an indicator: value, growth, rank and share alike
        regions=question.regions or tuple(sorted(conditions.regions or ())),
        status=question.status or query.status,
    )


def _rows(
    store: ReadableStore, figures: Sequence[Figure], scores: dict[str, float]
) -> tuple[FoundFigure, ...]:
    reports = {r.id: r for r in store.library.reports()}
    paragraphs = {p.id: p for p in store.library.paragraphs(sorted({f.paragraph_id for f in figures}))}
    return tuple(
        FoundFigure(f, reports[f.report_id], paragraphs[f.paragraph_id], scores.get(f.id, 1.0))
        for f in figures
        if f.report_id in reports and f.paragraph_id in paragraphs  # both may have gone meanwhile
    )


# --- filters ----------------------------------------------------------------------------------------------


def conditions_of(store: ReadableStore, query: FigureQuery) -> Conditions:
    """The filters of a look-up as exact values.

    Raises:
        FilterError: naming the filter, what was given, and what the library has.
    """
    documents = frozenset(find_document(store, one) for one in query.documents)
    return Conditions(
        indicators=frozenset(find_indicator(store, one) for one in query.indicators) or None,
        regions=regions_in(store, query.regions, query.with_districts) if query.regions else None,
        periods=_periods_of(store, query),
        statuses=frozenset({query.status}) if query.status else None,
        kinds=frozenset({query.kind}) if query.kind else None,
        actions=frozenset({query.action}) if query.action else None,
        report_ids=documents or None,
    )


def resolve_filters(store: ReadableStore, filters: Filters) -> Filters:
    """Filters with regions as codes and periods as period strings.

    Raises:
        FilterError: naming the filter, what was given, and what the library has.
    """
    return replace(
        filters,
        regions=tuple(find_region(store, one) for one in filters.regions),
        periods=tuple(find_period(one) for one in filters.periods),
        documents=tuple(find_document(store, one) for one in filters.documents),
    )


def find_indicator(store: ReadableStore, given: str) -> str:
    """The canonical name of an indicator that figures of the library have, by its name or a short form."""
    held = store.library.indicators()
    name = store.reader.terms.canonical(given) or given
    if name in held or store.reader.terms.knows(name):
        return name
    near = [one for one in store.reader.terms.near(given) if one in held]
    near += [one for one in held if given in one or one in given][:6]
    hint = f"；相近的有：{'、'.join(dict.fromkeys(near))}" if near else ""
    raise FilterError(f"indicator：库中没有指标“{given}”{hint}", "GET /terms 或 wenju terms list 列出的指标")


def only_indicator(store: ReadableStore, query: FigureQuery) -> str:
    """The one indicator that a look-up asks for, by its filter or by its words.

    Raises:
        FilterError: it names none, or several.
    """
    names = [find_indicator(store, one) for one in query.indicators]
    if not names and query.q.strip():
        names = list(understand(query.q, (), knowledge_of(store)).terms)
    if len(set(names)) != 1:
        raise FilterError("group_by：一张表只看一个指标", "一个 indicator，如 indicator=高新技术企业")
    return names[0]


def regions_in(store: ReadableStore, given: Sequence[str], with_districts: bool) -> frozenset[str]:
    """The codes of places, and with their districts those of all that lies in them and has figures."""
    codes = frozenset(find_region(store, one) for one in given)
    if not with_districts:
        return codes
    table = store.reader.regions
    held = store.library.regions()
    return codes | {one for one in held if one and any(table.is_within(one, code) for code in codes)}


def _periods_of(store: ReadableStore, query: FigureQuery) -> frozenset[str] | None:
    wanted = frozenset(find_period(one) for one in query.periods) or None
    if not query.since and not query.until:
        return wanted
    inside = periods_between(store, query.since, query.until)
    return inside if wanted is None else wanted & inside


def periods_between(store: ReadableStore, since: str, until: str) -> frozenset[str]:
    """The periods of the library's figures that begin in `since` or later and end in `until` or earlier."""
    first = months(find_period(since))[0] if since else 0
    last = months(find_period(until))[1] if until else months("9999")[1]
    if first > last:
        raise FilterError(f"from、to：{since} 在 {until} 之后", "from 不晚于 to")
    held = [(one, months(one)) for one in store.library.periods()]
    return frozenset(one for one, (begin, end) in held if first <= begin and end <= last)


def find_region(store: ReadableStore, given: str) -> str:
    """The code of a place that the library knows, by code, name or short form."""
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
    known = "、".join(sorted(filter(None, held.values()))[:12])
    raise FilterError(f"region：库中没有地区“{given}”；现有：{known}", "库中有的地区，名称或代码")


def find_period(given: str) -> str:
    """A period string, by itself or as people write it: 2024年上半年."""
    try:
        return read_period(given)
    except ValueError as error:
        raise FilterError(f"period：{error}", "一个时期") from None


def find_document(store: ReadableStore, given: str) -> str:
    """The id of a report that the library holds."""
    if store.library.find_report(given) is None:
        raise FilterError(f"documents：库中没有报告“{given}”", "GET /documents 或 wenju documents 列出的编号")
    return given
