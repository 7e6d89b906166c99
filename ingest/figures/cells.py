"""A table as rows of cells: its header, what each row is called, which column holds the first number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ingest.figures.headers import (
    OF_BUDGET,
    RANK,
    RATE_OF,
    ROW_MARK,
    UNIT_BEHIND,
    is_label_column,
    is_move,
    is_set_before,
    unit_in,
    without_time,
    without_unit,
)
from ingest.grid import Cell
from ingest.naming import Lexicon
from ingest.numerals import find_numbers
from ingest.periods import year_of
from ingest.records import Paragraph, Report
from ingest.verbs import NEW_ACTIONS

# 1,204 · 12 086 · -2.3 · 15.0% · 7300以上 · 约320
NUMBER = re.compile(
    r"^\s*(?P<before>约|超过?|近|不低于|不少于|≥|≤|>|<)?\s*(?P<number>[+\-−]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|"
    r"[+\-−]?\d+(?:\.\d+)?)"
    r"\s*(?P<unit>%|‰|(?!以上|以下|以内|左右)[^\d\s]{1,6}?)?\s*(?P<after>及?以上|以下|以内|左右)?\s*$"
)
# Columns that say where a row belongs; the words of a row stand in another one, if there is one.
# 县区
_PLACE_HEADER = re.compile(r"(?:地区|区域|片区|县区|县市区|市县|区县|乡镇|镇街|街道|城市|市州|单位名称)")


@dataclass(frozen=True)
class Table:
    """A table with what holds of all its cells."""

    paragraph: Paragraph
    report: Report
    reader: Lexicon
    caption: str
    unit: str  # of the caption
    others: tuple[str, ...]  # which it names beside it
    header: tuple[Cell, ...]
    first: int  # the first column that may hold numbers
    name: int  # the column that names the rows
    times: tuple[str, ...]  # what each header says of time, "" for nothing

    @property
    def base_year(self) -> int | None:
        return year_of(self.paragraph.period) or year_of(self.report.period)


@dataclass(frozen=True)
class Label:
    """What a row is called, the place that it is of, and in what it is counted where the row says so."""

    cell: Cell  # where the words of the row begin
    text: str
    place: str
    beside: str  # what other columns say of it: 工业, 2023年
    unit: str = ""


def headed(rows: list[list[Cell]]) -> tuple[list[Cell], list[list[Cell]]]:
    """The header and the rows below; a second line of headers, under 2024年 | (blank) | 2023年, is joined to the first."""
    if all(_BARE.fullmatch(cell.text) for cell in rows[0][1:]):  # 昌吉市 | 8.2: the line above says what
        return [Cell(rows[0][0].start, rows[0][0].start, "") for _ in rows[0]], rows
    header, body = rows[0], rows[1:]
    while len(body) > 1 and not any(_is_number(c.text) for c in body[0]):
        if is_label_column(body[0][0].text):  # 单位 | 万千瓦时 | %
            header, body = _with_units(header, body[0]), body[1:]
        elif not body[0][0].text:
            header, body = _joined(header, body[0]), body[1:]
        else:
            break
    return [_whose(cell, k, body) for k, cell in enumerate(header)], body


def _with_units(header: Sequence[Cell], units: Sequence[Cell]) -> list[Cell]:
    pairs = zip_longest(header, units[: len(header)])
    return [
        replace(head, text=f"{head.text}({unit.text})") if k and unit and unit.text else head
        for k, (head, unit) in enumerate(pairs)
    ]


def _whose(head: Cell, column: int, body: Sequence[Sequence[Cell]]) -> Cell:
    """单位 over 岳阳楼区 or 市教育局 says whose a row is, not in what it is counted."""
    cells = [row[column].text for row in body if column < len(row) and row[column].text.strip("-—")]
    named = 2 * sum(not find_numbers("1" + cell) for cell in cells) > len(cells)
    return Cell(head.start, head.end, "单位名称") if head.text == "单位" and named else head


def _is_number(text: str) -> bool:
    return bool(NUMBER.match(text)) and not _YEAR.fullmatch(text)


# 8.2, not 2024
_BARE = re.compile(r"(?!(?:19|20)\d\d$)[+\-−]?\d[\d,]*(?:\.\d+)?%?")
# 2024年
_YEAR = re.compile(r"(?:19|20)\d\d年?")


def _joined(groups: Sequence[Cell], names: Sequence[Cell]) -> list[Cell]:
    joined, group = [], ""
    for k, name in enumerate(names):
        own = groups[k].text if k < len(groups) else ""
        group = own or group
        joined.append(Cell(name.start, name.end, _under(group, name.text) if name.text else own))
    return joined


def _under(group: str, name: str) -> str:
    """工业总产值(万元) over 增幅(%), over 数额, over 2023年: one unit, and last."""
    unit = UNIT_BEHIND.search(group)
    if unit is None:
        return group + name
    bare = group[: unit.start()]
    if _YEAR.match(name) or name in NEW_ACTIONS:
        return name + group
    return bare + name if unit_in(name) or is_move(name) else bare + name + unit.group()


def first_column(header: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> int:
    """Behind the serial numbers, the names and the units: the first column of numbers, or else with one in it."""
    named = next((k for k, cell in enumerate(header) if not is_set_before(cell.text)), 0)
    columns = [k for k in range(named + 1, len(header)) if not is_label_column(header[k].text)]
    numeric = {k: _share_of_numbers([row[k].text for row in body if k < len(row)]) for k in columns}
    mostly = (k for k, share in numeric.items() if share >= _MOSTLY)
    return next(mostly, next((k for k, share in numeric.items() if share), len(header)))


# —
_EMPTY = re.compile(r"[-—–－/…\s]*")
_MOSTLY = 0.5  # of the cells of a column; 234省道改造 among names looks like a number


def _share_of_numbers(cells: Sequence[str]) -> float:
    filled = [text for text in cells if not _EMPTY.fullmatch(text)]
    return sum(1 for text in filled if NUMBER.match(text)) / len(filled) if filled else 0


# 类别, 责任单位, 建设性质: what is said of a row beside its name
_BESIDE_NAME = re.compile(
    r"(?:类别|分类|类型|领域|板块|门类|大类|属性|性质|级别|年份|年度|时间|时期|月份|季度|备注|地点|内容|规模|年限|负责人|"
    r"责任人|(?:责任|牵头|建设|实施|主管|承办|配合|业主|申报|承担)单位|(?:责任|牵头|主管)部门)$"
)


def name_column(header: Sequence[Cell], body: Sequence[Sequence[Cell]], first: int) -> int:
    """The column before the numbers that names the rows: of several, one where each row has a name of its own."""
    labels = [k for k, cell in enumerate(header[:first]) if not is_set_before(cell.text)]
    labels = [k for k in labels if not RANK.search(header[k].text)] or labels  # 名次 | 地区
    names = [k for k in labels if not _PLACE_HEADER.search(header[k].text)] or labels[-1:]
    names = [k for k in names if not _BESIDE_NAME.search(header[k].text)] or names
    own = (k for k in names if _tells_apart([row[k].text for row in body if k < len(row)]))
    return next(own, names[0] if names else 0)


def _tells_apart(names: Sequence[str]) -> bool:
    """Whether no two rows go by one name, nor two of them by none (a total may)."""
    named = [name for name in names if name]
    return len(named) >= len(names) - 1 and len(set(named)) == len(named)


def label_of(table: Table, row: Sequence[Cell]) -> Label:
    """The name of a row; a column of places says whose it is, the others what else is said of it."""
    labels = {
        k: cell
        for k, (head, cell) in enumerate(zip(table.header[: table.first], row, strict=False))
        if not is_set_before(head.text) and cell.text
    }
    if not labels:
        return Label(row[0], "", "", "")
    places = [cell for k, cell in labels.items() if _PLACE_HEADER.search(table.header[k].text)]
    first = labels.get(table.name, next(iter(labels.values())))
    text = ROW_MARK.sub("", first.text) or first.text
    beside = " ".join(cell.text for cell in labels.values() if cell is not first and cell not in places)
    return Label(first, text, places[-1].text if places else text, beside)


# 其中:夏粮, #出口
_PART = re.compile(r"^(?:#|其中)")


def labels_of(table: Table, body: Sequence[Sequence[Cell]]) -> Iterator[Label]:
    """The label of each row; a part that says no unit (其中:夏粮), and what follows it, has that of its whole (粮食(万吨))."""
    unit, is_part = "", False
    for row in body:
        label = label_of(table, row)
        own = _unit_column(table.header, row) or unit_in(label.text)
        is_part = not own and (is_part or bool(_PART.match(label.cell.text)))
        unit = own or (unit if is_part else "")
        yield replace(label, unit=unit)


def _unit_column(header: Sequence[Cell], row: Sequence[Cell]) -> str:
    cells = (
        value.text for cell, value in zip(header, row, strict=False) if cell.text in ("单位", "计量单位")
    )
    return next(cells, "")


def moved_column(table: Table, column: int) -> int | None:
    """The column that 同比(%) is the growth of: the nearest one before it that is no move, rate or rank itself."""
    left = range(column - 1, table.first - 1, -1)
    heads = {k: bare_header(table, k) for k in left}
    levels = [
        k for k in left if not (is_move(heads[k]) or RANK.search(heads[k]) or OF_BUDGET.fullmatch(heads[k]))
    ]
    return next((k for k in levels if not RATE_OF.fullmatch(heads[k])), levels[0] if levels else None)


def bare_header(table: Table, column: int) -> str:
    return without_time(without_unit(table.header[column].text), table.base_year)
