"""Questions over the rows of a table that are no places: 各重点项目完成投资多少, 哪个行业增长最快."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.figures.cells import first_column, headed, name_column
from ingest.grid import Cell, rows_of
from ingest.normalize import fold, fold_rows
from ingest.records import Bound, Figure, Paragraph, Report
from rag.compare.finder import Gathered
from rag.match import Fit
from rag.records import Evidence, Filters, Operation, Question
from rag.retrieve.retriever import FittedFigure, Retriever
from rag.understand.operation import find_operation
from rag.understand.spans import blank_spans
from rag.understand.subject import content_of
from rag.wording.overlap import coverage

MIN_SAID = 0.6  # of the sort of rows asked for (重点文旅 of 重点文旅项目), and of what else, by the title and headers
MIN_HEADER = 0.6  # of a column's header, said by the question
# 产品名称, 项目
_NAME_OF_ROWS = re.compile(r"(?:名称|类别|类型|分类)$")
_INDUSTRIES = "行业"
MIN_INDUSTRIES = 3  # rows
# 地区生产总值及增速
_BY_INDUSTRY = re.compile(r"生产总值|GDP|行业增加值")
# 县市区
_NO_KIND = re.compile(r"地区|[县市区镇乡]|街道|单位|年份|时间|月份|序号|指标|片区|^.?$")
# 合计
_TOTAL = re.compile(r"^(?:合计|总计|小计|全[市县区州省镇]|其中|#)")
# 各重点文旅
_BEFORE_KIND = re.compile(r"[一-鿿]{0,8}$")
# 哪些重点
_ASKING = re.compile(
    r"^.*(?:各个?|哪(?:一|些|几|两|三)*[个种类]?|(?:几|多少)[个项种类]?|每[个项种类]|所有|全部|主要|的)"
)
WHICH = r"(?:各个?|哪(?:一|些|几|两|三)*(?:[个项种类])?|(?:几|多少)[个项种类]?|每[个项种类])"
# 哪个行业
_MAY_ASK = re.compile(r"各|每|哪|最|分别|几|多少")
# 最高
_DEGREE = re.compile(r"[涨跌降升]得|最?[高多大快低少小慢]")
# 投资(亿元)
_UNIT = re.compile(r"[(（][^()（）]*[)）]|\d{4}年|%|％")
# 产值增速
_MOVED = re.compile(r"(?:同比)?(?:增速|增幅|增长率?|增减)")
_MOVES = ("growth", "change")
_SAME_WAY = (("收得最", "最"), ("减产", "下降"), ("增产", "增长"), ("没增长", "下降"), ("负增长", "下降"))


@dataclass(frozen=True)
class Rows:
    """What a question may be asked over: a table, or a paragraph that lists things with a number each."""

    report: Report
    paragraph: Paragraph
    kind: str  # what its rows are: 项目
    headers: tuple[str, ...]
    body: tuple[tuple[Cell, ...], ...] = ()
    name: int = 0  # the column of their names
    listed: tuple[dict[str, Figure], ...] = ()  # the columns, where paragraphs tell them one after another
    told_in: tuple[Paragraph, ...] = ()

    @property
    def said(self) -> str:
        measure = {_INDUSTRIES: "增加值", "税种": "收入"}.get(self.kind, "")
        told = (paragraph.text for paragraph in self.told_in)
        return fold(" ".join((*self.paragraph.section[-2:], *self.headers, measure, *told)))


def over_rows(
    question: Question, retriever: Retriever, filters: Filters
) -> tuple[Operation, Gathered] | None:
    """What is asked of the rows of one table, and the cells that answer; None where no table has such rows."""
    return over(question, retriever, _tables(question, retriever, filters))


def over(
    question: Question, retriever: Retriever, tables: Sequence[Rows]
) -> tuple[Operation, Gathered] | None:
    """What is asked of the rows of one of the tables."""
    if not _MAY_ASK.search(question.text):
        return None
    text = without_places(question, retriever)
    for table in tables:
        sort = sort_asked(text, table)
        held = _against_plan(text, sort, table, retriever)
        if held:
            return held
        operation, rest = operation_over(text, table, sort)
        if operation is None or any(
            coverage(words, table.said) < MIN_SAID for words in (sort, rest) if words
        ):
            continue
        found = _cells(question, operation, table, retriever)
        if len(found) > 1 and len({one.figure.unit for one in found.values()}) == 1:
            return operation, Gathered("项目", found, (), of_one_indicator=False)
    return None


# 没有完成投资计划, 完成投资超过计划的有哪些, 完成了任务的有几个
_OF_PLAN: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("less_than", re.compile(r"(?:没有?|未)能?(?:完成|达到)|不到|低于|少于|落后")),
    ("more_than", re.compile(r"超额完成|超[额过出]?|多于|高于")),
    ("at_least", re.compile(r"(?:完成|达到)了?")),
)
# 计划投资
_PLAN = re.compile(r"计划|目标|任务")
# 完成投资
_DONE = re.compile(r"完成|实际")
# 完成率
_SHARE = re.compile(r"率|占|比")


def _against_plan(
    text: str, sort: str, table: Rows, retriever: Retriever
) -> tuple[Operation, Gathered] | None:
    """Which rows have done what was planned for them, by a column of each; None where that is not asked, or not told."""
    side = next((side for side, words in _OF_PLAN if words.search(text)), None)
    if side is None or not _PLAN.search(text) or not re.search(WHICH, text):
        return None
    bare = text.replace(sort + table.kind, " ")
    for words in (_PLAN, *(words for _, words in _OF_PLAN)):
        bare = words.sub(" ", bare)
    bare = content_of(bare, ())
    if any(coverage(words, table.said) < MIN_SAID for words in (sort, bare) if words):
        return None
    own = {at: header for at, header in enumerate(table.headers) if not _SHARE.search(_UNIT.sub("", header))}
    plans = [at for at, header in own.items() if _PLAN.search(header)]
    done = [at for at, header in own.items() if _DONE.search(header) and at not in plans]
    columns = _columns(table, retriever)
    if len(plans) != 1 or len(done) != 1 or set(columns[plans[0]]) != set(columns[done[0]]):
        return None
    found = {}
    for row, figure in columns[done[0]].items():
        found[row] = fitted(figure, table)
        found[f"{row}计划"] = fitted(columns[plans[0]][row], table)
    operation = Operation("which", level="row", against_plan=side)
    return operation, Gathered("项目", found, (), of_one_indicator=False, of_one_status=False)


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


def _tables(question: Question, retriever: Retriever, filters: Filters) -> list[Rows]:
    """The tables of the places and times asked about whose rows go by a word of the question, newest first."""
    found = []
    for report in reports_asked(question, retriever, filters):
        for paragraph in retriever.store.library.paragraphs_of(report.id):
            table = _table_of(report, paragraph) if paragraph.kind == "table" else None
            if table and table.kind and not _NO_KIND.search(table.kind) and table.kind in question.text:
                found.append(table)
    return found


def reports_asked(question: Question, retriever: Retriever, filters: Filters) -> list[Report]:
    """The reports of the places and times asked about, newest first; none where those of several places may be meant."""
    scope = retriever.scope(question.regions, filters)
    reports = [r for r in retriever.store.library.reports() if scope is None or r.id in scope]
    own = [r for r in reports if not question.regions or r.region in question.regions]
    if not question.regions and len({r.region for r in own}) > 1:
        return []
    own = [r for r in own if not question.periods or r.period in question.periods]
    return sorted(own, key=lambda r: r.period, reverse=True)


def _table_of(report: Report, paragraph: Paragraph) -> Rows | None:
    rows = rows_of(fold_rows(paragraph.text))
    if len(rows) < 2:
        return None
    header, body = headed(rows)
    name = name_column(header, body, first_column(header, body))
    headers = tuple(cell.text for cell in header)
    names = [row[name].text for row in body if name < len(row)]
    return Rows(
        report, paragraph, _kind_of(paragraph, headers[name], names), headers, tuple(map(tuple, body)), name
    )


def _kind_of(table: Paragraph, header: str, names: Sequence[str]) -> str:
    """What the rows are: as their header says; 行业 of a table of the GDP, whatever else stands in it."""
    if _BY_INDUSTRY.search(fold(" ".join(table.section[-1:]))) and not header.endswith(_INDUSTRIES):
        return _INDUSTRIES if sum(map(_is_industry, names)) >= MIN_INDUSTRIES else ""
    return _NAME_OF_ROWS.sub("", header)


def _is_industry(row: str) -> bool:
    return bool(re.fullmatch(r"(?!第)[一-鿿、]+业", row))


def sort_asked(text: str, table: Rows) -> str:
    """重点文旅 of 各重点文旅项目: which of that kind, without asking words."""
    words = _BEFORE_KIND.search(text[: text.find(table.kind)])
    return _ASKING.sub("", words.group()) if words else ""


def operation_over(text: str, table: Rows, sort: str) -> tuple[Operation | None, str]:
    """What is asked of the rows, read as if they were districts, and what else the question names."""
    for said, plain in _SAME_WAY:
        text = text.replace(said, plain)
    text = re.sub(rf"(?P<which>{WHICH})?{re.escape(sort + table.kind)}", _as_districts, text, count=1)
    text = re.sub(r"区县(?:里面?|当中|中)", "区县", text)
    text = re.sub(r"哪(?:一)?[个项种类](?!区县)", "哪个区县", text)
    text = text.replace("区县哪个区县", "哪个区县")
    if not re.search(r"[各每]个?区县", text) and re.search(r"各|分别", text):
        text = text.replace("区县", "各区县", 1)
    operation, asking = find_operation(text, 1)
    if operation is None or operation.kind not in ("highest", "lowest", "each", "which"):
        return None, ""
    rest = blank_spans(text, asking).replace("区县", " ")
    rest = content_of(rest.replace(operation.test.printed, " ") if operation.test else rest, ())
    return replace(operation, level="row") if operation.level else None, _DEGREE.sub("", rest)


def _as_districts(match: re.Match[str]) -> str:
    which = match["which"] or ""
    return ("哪些" if re.match("几|多少", which) else re.sub("[项种类]", "个", which)) + "区县"


def _cells(
    question: Question, operation: Operation, table: Rows, retriever: Retriever
) -> dict[str, FittedFigure]:
    """Row → its cell in the one column that is asked about."""
    columns = _columns(table, retriever)
    column = _column_asked(question, operation, table, columns)
    chosen = columns[column] if column else {}
    return {row: fitted(figure, table) for row, figure in chosen.items()}


def _columns(table: Rows, retriever: Retriever) -> dict[int, dict[str, Figure]]:
    """Number of a column → row → cell, totals left out."""
    if table.listed:
        return dict(enumerate(table.listed))
    columns: dict[int, dict[str, Figure]] = defaultdict(dict)
    is_asked = _is_industry if table.kind == _INDUSTRIES else _is_no_total
    for figure in retriever.store.library.figures_of([table.paragraph.id]):
        row, at = _place_of(figure, table)
        if row and is_asked(row):
            columns[at][row] = figure
    return columns


def _is_no_total(row: str) -> bool:
    return not _TOTAL.match(row)


def fitted(figure: Figure, table: Rows) -> FittedFigure:
    return FittedFigure(_evidence(figure, table), Fit(0.9, frozenset()))


def _place_of(figure: Figure, table: Rows) -> tuple[str, int]:
    """The name of the figure's row, "" for one without, and the number of its column."""
    for row in table.body:
        for at, cell in enumerate(row[: len(table.headers)]):
            if cell.start <= figure.start < cell.end and table.name < len(row):
                return row[table.name].text, at
    return "", 0


def _column_asked(
    question: Question, operation: Operation, table: Rows, columns: dict[int, dict[str, Figure]]
) -> int | None:
    """The column whose header the question says best; of growths, where it asks how they moved; None where two do."""
    moves = operation.on_growth or bool(operation.test and operation.test.direction)
    fitting = [
        at
        for at, cells in columns.items()
        if cells and all((f.kind in _MOVES) == moves for f in cells.values())
    ]
    is_plain = table.listed and not _NAMES_MEASURE.search(question.text)
    if (moves or is_plain or table.kind == _INDUSTRIES) and len(fitting) == 1:
        return fitting[0]
    named = {at: _UNIT.sub("", table.headers[at]) for at in fitting}
    named = {at: (_MOVED.sub("", name) or name) if moves else name for at, name in named.items()}
    said = {at: coverage(name, fold(question.text)) for at, name in named.items()}
    best = max(said.values(), default=0.0)
    chosen = [at for at, score in said.items() if score == best]
    return chosen[0] if len(chosen) == 1 and best >= MIN_HEADER else None


# 总投资, which 完成投资 is not
_NAMES_MEASURE = re.compile(r"总投资|完成投资|产值|增加值|税收|产量")


def _evidence(figure: Figure, table: Rows) -> Evidence:
    told_in = (p for p in table.told_in if p.id == figure.paragraph_id)
    return Evidence(
        table.report,
        next(told_in, table.paragraph),
        figure.quote_start,
        figure.quote_end,
        0.9,
        ("table",),
        figure,
    )
