"""Tables as questions are held against them: rows by name, cells by column, and what is said of the whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.figures.cells import first_column, headed, name_column
from ingest.grid import Cell, filled_down, rows_of
from ingest.normalize import fold, fold_rows
from ingest.numerals import scale
from ingest.periods import find_periods
from ingest.records import Figure, Paragraph, Report
from ingest.segments import segment
from rag.match import Fit
from rag.records import Evidence, Filters, Question
from rag.retrieve.retriever import FittedFigure, Retriever

MIN_TOTAL = 10  # a smaller number may be the sum of a column by chance
MIN_INDUSTRIES = 3  # rows
MOVES = ("growth", "change")
LEVELS = ("count", "amount", "area", "quantity", "index")
Row = Mapping[int, Figure]  # column: cell
# 合计
_TOTAL = re.compile(r"(?:全[市县区州省镇盟旗])?(?:合计|总计|总数|共计)|全[市县区州省镇盟旗]")
# 建筑业, which 哪个行业 asks of beside 生产总值 and 第二产业
INDUSTRY = re.compile(r"(?!第)[一-鿿、]+业")
# 投资(亿元)
_UNIT = re.compile(r"[(（][^()（）]*[)）]|[%％‰\s]|(?:19|20)\d\d年|其中[:：]?")
# 比上年增长
_MOVED = re.compile(
    r"(?:同比|环比|比?(?:上年|去年|上月)(?:同期)?)?(?:(?:增速|增幅|增长率?|增减|升降|变化|涨跌|±)(?:幅度|情况|率)?|$)"
)
# 其中, 如下: no word of what is announced
_ANNOUNCING = re.compile(r"情况|如下|下表|附表|前.|主要|其中|单位|[^一-鿿]*")


@dataclass(frozen=True)
class Sheet:
    """A table, or things that paragraphs tell one after another, as it is asked."""

    report: Report
    paragraphs: Mapping[str, Paragraph]
    section: str  # what stands right over it
    headers: Sequence[str]
    rows: Mapping[str, Row]  # without totals
    said: str  # that tells what all of it is of
    columns: Mapping[int, str]  # what each column is called, there and in the text
    wholes: Mapping[int, Figure] = field(default_factory=dict)  # column: its sum, in a row or in the text

    @cached_property
    def is_of_places(self) -> bool:
        firsts = [next(iter(cells.values())) for cells in self.rows.values()]
        return 2 * sum(f.region != self.report.region for f in firsts) > len(firsts)

    @cached_property
    def times(self) -> dict[str, str]:
        """Row: its time, where the rows are times."""
        times = {name: next(iter(cells.values())).period for name, cells in self.rows.items()}
        is_apart = len(set(times.values())) == len(times)
        return times if is_apart and all(find_periods(n, 2000, bare_years=True) for n in times) else {}

    def fitted(self, figure: Figure) -> FittedFigure:
        span = (figure.quote_start, figure.quote_end)
        told = Evidence(self.report, self.paragraphs[figure.paragraph_id], *span, 0.9, ("table",), figure)
        return FittedFigure(told, Fit(0.9, frozenset()))


def sheets(question: Question, retriever: Retriever, filters: Filters) -> Iterator[Sheet]:
    """The tables of the reports on the places asked about, of the newest report first."""
    library, regions = retriever.store.library, retriever.store.reader.regions
    scope = retriever.scope(question.regions, filters)
    reports = [r for r in library.reports() if scope is None or r.id in scope]
    if not question.regions and len({r.region for r in reports}) > 1:
        return
    for report in sorted(reports, key=lambda r: r.period, reverse=True):
        own, asked = report.region, question.regions
        paragraphs = library.paragraphs_of(report.id)
        if all(c.startswith(own) or regions.is_within(c, own) for c in asked) and any(
            p.kind == "table" for p in paragraphs
        ):
            figures = library.figures_of([p.id for p in paragraphs])
            yield from filter(
                None, (_sheet(report, p, figures, paragraphs) for p in paragraphs if p.kind == "table")
            )


def reports_asked(question: Question, retriever: Retriever, filters: Filters) -> list[Report]:
    """The reports of the places and times asked about, newest first; none where those of several places may be meant."""
    scope = retriever.scope(question.regions, filters)
    reports = [r for r in retriever.store.library.reports() if scope is None or r.id in scope]
    own = [r for r in reports if not question.regions or r.region in question.regions]
    if not question.regions and len({r.region for r in own}) > 1:
        return []
    own = [r for r in own if not question.periods or r.period in question.periods]
    return sorted(own, key=lambda r: r.period, reverse=True)


def _sheet(
    report: Report, paragraph: Paragraph, figures: Sequence[Figure], around: Sequence[Paragraph]
) -> Sheet | None:
    grid = rows_of(fold_rows(paragraph.text))
    if len(grid) < 2:
        return None
    header, body = headed(grid)
    first = first_column(header, body)
    name = name_column(header, body, first)
    own = {f.start: f for f in figures if f.paragraph_id == paragraph.id}
    told = _cells(filled_down(body, first), own, first, name, len(header))
    rows = {n: cells for n, cells in told.items() if not _TOTAL.fullmatch(n)}
    if not rows:
        return None
    total = next((cells for n, cells in told.items() if _TOTAL.fullmatch(n)), {})
    linked = dict(_linked(rows, total, [f for f in figures if f.paragraph_id != paragraph.id]))
    headers = [cell.text for cell in header]
    section = "".join(paragraph.section[-1:])
    said = [report.title, report.publisher, *paragraph.section, headers[name], *_led_up(paragraph, around)]
    said += ["行业"] * (sum(map(bool, map(INDUSTRY.fullmatch, rows))) >= MIN_INDUSTRIES)
    columns = {k: full(headers[k]) for row in rows.values() for k in row}  # 名次 before the names, too
    columns |= _columns(headers[first:], first, linked, section)
    by_id = {p.id: p for p in around}
    return Sheet(report, by_id, section, headers, rows, full(" ".join(said)), columns, {**linked, **total})


def _cells(
    body: Iterable[Sequence[Cell]], own: Mapping[int, Figure], first: int, name: int, width: int
) -> dict[str, dict[int, Figure]]:
    """Row: column: cell, of what is read in them; 合计 | | 5.8 is called by its first."""
    told: dict[str, dict[int, Figure]] = defaultdict(dict)
    for row in body:
        called = next((cell.text for cell in (*row[name : name + 1], *row[:first]) if cell.text), "")
        for column, cell in enumerate(row[:width]):
            figure = next((own[at] for at in range(cell.start, cell.end) if at in own), None)
            if figure and called and column != name:
                told[fold(called)][column] = figure
    return told


def _columns(headers: Sequence[str], first: int, linked: Row, section: str) -> dict[int, str]:
    """What each column is called: of 比上年增长 with what is before it, of 起数 as the text says that they are 火灾."""
    columns, before = {}, ""
    for k, header in enumerate(headers, first):
        before = header if bare(header, True) else before
        text = linked.get(k)
        named = f"{text.subject}{text.name} {text.indicator} {text.action}" if text else ""
        columns[k] = full(f"{header} {before if not bare(header, True) else ''} {named}")
        columns[k] += " 增加值" * bool(re.search("生产总值|GDP", section))
    return columns


def _linked(rows: Mapping[str, Row], total: Row, told: Sequence[Figure]) -> Iterator[tuple[int, Figure]]:
    """Column and the number of the text that its cells add up to, and so are parts of: 火灾1286起."""
    for column in {k for cells in rows.values() for k in cells}:
        cells = [row[column] for row in rows.values() if column in row]
        first = cells[0]
        if len({(f.unit, f.period, f.kind) for f in cells}) > 1 or first.kind not in LEVELS or not first.unit:
            continue
        factor, base = scale(first.unit)
        whole = factor * (total[column].value if column in total else sum(f.value for f in cells))
        alike = (f for f in told if f.kind in LEVELS and f.unit and scale(f.unit)[1] == base)
        figure = next((f for f in alike if f.value * scale(f.unit)[0] == whole), None)
        if figure and whole >= MIN_TOTAL:
            yield column, figure


def _led_up(paragraph: Paragraph, around: Sequence[Paragraph]) -> list[str]:
    """What the paragraph over a table says with the words that announce it: 全年受理投诉举报14.62万件 of 投诉举报前五类."""
    above = around[max(paragraph.index - 1, 0)]
    words = segment(fold("".join(paragraph.section[-1:])))
    announced = [w for w in words if len(w) > 1 and not _ANNOUNCING.fullmatch(w)]
    clauses = re.split("[,，。；;:：]", fold(above.text)) if above.kind == "body" else []
    return [clause for clause in clauses if any(w in clause for w in announced)]


def full(text: str) -> str:
    return fold(text).replace("规上", "规模以上").replace("限上", "限额以上")


def bare(header: str, moves: bool = False) -> str:
    """What a header says of what is counted: without unit and time, nor that it moved where that is asked; "" for 2023年."""
    words = _UNIT.sub("", full(header))
    words = _MOVED.sub("", words) if moves else words
    return "" if len(words) < 4 and find_periods(words, 2000, bare_years=True) else words


def without_places(question: Question, retriever: Retriever) -> str:
    text = question.text
    for code in question.regions:
        name = retriever.store.reader.regions.name(code)
        for form in (name, name[:-1]):
            text = text.replace(form, "") if len(form) > 1 else text
    text = _TURNED.sub(r"哪个\g<sort>\g<most>", text)
    return re.sub(r"(?:20\d\d年?|全[市县区])的?", "", text)


# 产值最高的产业是哪个
_TURNED = re.compile(
    r"(?P<most>[一-鿿]{0,8}最[高多大快低少小慢])的(?P<sort>[一-鿿]{2,8}?)是(?:哪|什么)[一-鿿]*\W*$"
)
