"""An indicator laid out by places and times: for those who compare, and for those who want all that is stated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.periods import period_label
from ingest.records import Figure, Status
from rag.answer.claim import claim_figure
from rag.answer.render import cite, stated
from rag.compare.comparable import mismatch
from rag.compare.compute import Operand, caveat
from rag.errors import FilterError
from rag.knowledge import knowledge_of
from rag.lookup.figures import conditions_of, find_indicator, regions_in
from rag.lookup.queries import CompareQuery, FigureQuery, Measure
from rag.records import Citation, FoundFigure, Intent, Question
from rag.retrieve.choose import best_of, fitting_figures
from rag.retrieve.retriever import FittedFigure, Retriever
from rag.understand import understand
from rag.verify import verify

MAX_CELLS = 5_000  # a larger table is no longer read by anybody, and takes seconds
UNSEEN = "未见"


@dataclass(frozen=True)
class CellFigure:
    """A figure in a cell, and the number of its citation."""

    figure_id: str
    text: str  # 138家（预计）
    value: str
    unit: str
    action: str
    kind: str
    status: Status
    citation: int


@dataclass(frozen=True)
class CrossCell:
    """What the reports state for one place and time; no figures where they state nothing."""

    text: str
    figures: tuple[CellFigure, ...]


@dataclass(frozen=True)
class CrossRow:
    """One place, a cell for each time."""

    region: str
    region_name: str
    cells: tuple[CrossCell, ...]


@dataclass(frozen=True)
class CrossTable:
    """One indicator by places and times."""

    indicator: str
    status: Status | None
    periods: tuple[str, ...]
    labels: tuple[str, ...]  # of the periods: 2024年上半年
    rows: tuple[CrossRow, ...]
    notices: tuple[str, ...]  # why the numbers may not measure the same thing


@dataclass(frozen=True)
class CrossTables:
    """The tables, and the citations that their cells name."""

    tables: tuple[CrossTable, ...]
    citations: tuple[Citation, ...]


def compare(retriever: Retriever, query: CompareQuery) -> CrossTables:
    """Each indicator by places and times, the figure that an answer would give in each cell.

    Raises:
        FilterError: a name is not known, or the table would be too large.
    """
    citing = _Citing()
    statuses: Sequence[Status | None] = query.statuses or (None,)
    tables = [
        _compared(retriever, query, name, status, citing) for name in query.indicators for status in statuses
    ]
    return CrossTables(tuple(tables), tuple(citing.citations))


def group(retriever: Retriever, rows: Sequence[FoundFigure], indicator: str) -> CrossTables:
    """All these figures of one indicator, each in the cell of its place and time."""
    citing = _Citing()
    cells: dict[tuple[str, str], list[FoundFigure]] = {}
    rows = [row for row in rows if indicator in (row.figure.indicator, *row.figure.joint)]
    for row in rows:
        cells.setdefault((row.figure.region, row.figure.period), []).append(row)
    regions = sorted({region for region, _ in cells})
    periods = sorted({period for _, period in cells})
    table = _table(retriever, indicator, None, regions, periods, cells, citing)
    return CrossTables((replace(table, notices=_sorts(rows)),), tuple(citing.citations))


def _compared(
    retriever: Retriever, query: CompareQuery, name: str, status: Status | None, citing: _Citing
) -> CrossTable:
    lookup = FigureQuery(
        indicators=(name,), regions=query.regions, with_districts=query.with_districts, periods=query.periods,
        since=query.since, until=query.until, documents=query.documents,
    )  # fmt: skip
    store = retriever.store
    conditions = conditions_of(store, lookup)
    indicator = find_indicator(store, name)
    asked = _asked(retriever, indicator, query, status, conditions.regions or (), conditions.periods or ())
    figures = store.library.figures(store.library.find_figure_ids(conditions))
    reported = {(r.region, r.period) for r in store.library.reports()}
    fitting = fitting_figures(asked, retriever.fitted(asked, figures), reported)
    chosen = _chosen(asked, [f for f in fitting if verify(claim_figure(f), store.reader.regions).is_sound])
    regions = _in_order(_regions_asked(retriever, query), {region for region, _ in chosen})
    wanted = sorted(conditions.periods) if query.periods and conditions.periods else ()
    periods = _in_order(wanted, {period for _, period in chosen})
    table = _table(retriever, indicator, status, regions, periods, chosen, citing)
    firsts = [found[0] for found in chosen.values()]
    return replace(table, notices=(*_notices(firsts), *_several(chosen)))


def _regions_asked(retriever: Retriever, query: CompareQuery) -> list[str]:
    """The places asked for, in the order given; districts follow their order of codes."""
    wanted: dict[str, None] = {}
    for one in query.regions:
        wanted |= dict.fromkeys(sorted(regions_in(retriever.store, [one], query.with_districts)))
    return list(wanted)


def _in_order(wanted: Sequence[str], found: Collection[str]) -> list[str]:
    """What was asked for, found or not; when nothing was, what was found."""
    return list(wanted) if wanted else sorted(found)


_INTENTS: dict[Measure, Intent] = {"value": "value", "change": "change", "ratio": "ratio", "rank": "rank"}


def _asked(
    retriever: Retriever,
    indicator: str,
    query: CompareQuery,
    status: Status | None,
    regions: Collection[str],
    periods: Collection[str],
) -> Question:
    question = understand(indicator, (), knowledge_of(retriever.store))
    return replace(
        question,
        terms=(indicator,),
        content=indicator,
        wordings=(),
        regions=tuple(sorted(regions)),
        periods=tuple(sorted(periods)),
        status=status,
        is_plan=status == "target",
        intent=_INTENTS[query.measure],
    )


def _chosen(asked: Question, fitting: Sequence[FittedFigure]) -> dict[tuple[str, str], list[FoundFigure]]:
    """For each place and time what an answer would state, the best first."""
    held: dict[tuple[str, str], list[FittedFigure]] = {}
    for one in fitting:
        held.setdefault((one.figure.region, one.figure.period), []).append(one)
    chosen = {place: best_of(asked, found) for place, found in held.items()}
    return {place: [_found(f) for f in found] for place, found in chosen.items() if found}


def _found(one: FittedFigure) -> FoundFigure:
    evidence = one.evidence
    return FoundFigure(one.figure, evidence.report, evidence.paragraph, round(one.fit.score, 3))


def _table(
    retriever: Retriever,
    indicator: str,
    status: Status | None,
    regions: Sequence[str],
    periods: Sequence[str],
    found: Mapping[tuple[str, str], Sequence[FoundFigure]],
    citing: _Citing,
) -> CrossTable:
    if len(regions) * len(periods) > MAX_CELLS:
        raise FilterError(
            f"region、period：{len(regions)} 个地区 × {len(periods)} 个时期的表太大，最多 {MAX_CELLS} 格；请缩小范围"
        )
    names = {f.figure.region: f.figure.region_name for some in found.values() for f in some}
    held = retriever.store.library.regions()
    rows = tuple(
        CrossRow(
            region,
            names.get(region) or held.get(region) or retriever.store.reader.regions.name(region),
            tuple(_cell(found.get((region, period), ()), citing) for period in periods),
        )
        for region in regions
    )
    labels = tuple(period_label(period) if period else "时期未注明" for period in periods)
    return CrossTable(indicator, status, tuple(periods), labels, rows, ())


def _cell(found: Sequence[FoundFigure], citing: _Citing) -> CrossCell:
    figures = tuple(_cell_figure(one, citing.index(one)) for one in found)
    text = "；".join(dict.fromkeys(one.text for one in figures))
    return CrossCell(text or UNSEEN, figures)


def _cell_figure(found: FoundFigure, citation: int) -> CellFigure:
    figure = found.figure
    return CellFigure(
        figure.id, stated(figure), format(figure.value, "f"), figure.unit,
        figure.action, figure.kind, figure.status, citation,
    )  # fmt: skip


def _notices(found: Sequence[FoundFigure]) -> tuple[str, ...]:
    """What keeps the numbers from measuring the same thing, and what is to be known of them."""
    operands = [Operand(_name(one.figure), one.figure) for one in found]
    if len(operands) < 2:
        return ()
    reason = mismatch(operands)
    if reason:
        return (f"各数不能直接比较：{reason}",)
    beside = caveat(operands).strip("（）")
    return (beside,) if beside else ()


def _sorts(found: Sequence[FoundFigure]) -> tuple[str, ...]:
    """That all that is stated stands here, whatever it measures: counts beside ranks, 新增 beside 净增."""
    figures = [one.figure for one in found]
    units = dict.fromkeys(f.unit for f in figures if f.unit)
    actions = dict.fromkeys(f.action for f in figures if f.action)
    notes = [f"单位不一（{'、'.join(units)}）"] if len(units) > 1 else []
    notes += [f"口径不一（{'、'.join(actions)}）"] if len(actions) > 1 else []
    return (f"表中的数{'，'.join(notes)}，比较前请看原文",) if notes else ()


def _several(chosen: Mapping[tuple[str, str], Sequence[FoundFigure]]) -> tuple[str, ...]:
    names = [_name(found[0].figure) for found in chosen.values() if len(found) > 1]
    return (f"{'、'.join(names)}在报告中有几个不同的数，都列出",) if names else ()


def _name(figure: Figure) -> str:
    return figure.region_name + (period_label(figure.period) if figure.period else "")


@dataclass
class _Citing:
    """Numbers the quoted spans in the order of the cells; equal spans share a number."""

    citations: list[Citation] = field(default_factory=list)
    _by_span: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def index(self, found: FoundFigure) -> int:
        figure, paragraph = found.figure, found.paragraph
        span = (paragraph.id, figure.quote_start, figure.quote_end)
        if span not in self._by_span:
            self._by_span[span] = len(self.citations) + 1
            self.citations.append(cite(self._by_span[span], found.report, paragraph, *span[1:]))
        return self._by_span[span]
