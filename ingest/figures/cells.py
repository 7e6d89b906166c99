"""A table as rows of cells: its header, what each row is called, which column holds the first number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.figures.headers import (
    RANK,
    RATE_OF,
    ROW_MARK,
    UNIT_BEHIND,
    is_label_column,
    is_move,
    unit_in,
    without_time,
    without_unit,
)
from ingest.naming import Lexicon
from ingest.numerals import find_numbers
from ingest.periods import year_of
from ingest.records import Paragraph, Report
from ingest.verbs import NEW_ACTIONS

_CELL = re.compile(r"(?:^|(?<=\|))[^|]*")  # may be empty
# | --- | :--: |
_RULE = re.compile(r"^[\s|:\-—]+$")
# 1,204 · -2.3 · 15.0% · 7300以上 · 约320
NUMBER = re.compile(
    r"^\s*(?P<before>约|超过?|近|不低于|不少于|≥|≤|>|<)?\s*(?P<number>[+\-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|"
    r"[+\-−]?\d+(?:\.\d+)?)"
    r"\s*(?P<unit>%|‰|(?!以上|以下|以内|左右)[^\d\s]{1,6}?)?\s*(?P<after>及?以上|以下|以内|左右)?\s*$"
)
# Columns that say where a row belongs; the words of a row stand in another one, if there is one.
# 县区
_PLACE_HEADER = re.compile(r"(?:地区|区域|片区|县区|县市区|市县|区县|乡镇|镇街|街道|城市|市州|单位名称)")


@dataclass(frozen=True)
class Cell:
    start: int
    end: int
    text: str  # folded and stripped


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
    times: tuple[str, ...]  # what each header says of time, "" for nothing

    @property
    def base_year(self) -> int | None:
        return year_of(self.paragraph.period) or year_of(self.report.period)


@dataclass(frozen=True)
class Label:
    """What a row is called, and the place that it is of."""

    cell: Cell  # where the words of the row begin
    text: str
    place: str


def rows_of(folded: str) -> list[list[Cell]]:
    rows, at = [], 0
    for line in folded.split("\n"):
        if "|" in line and not _RULE.match(line):
            offset = line.index("|") + 1 if line.lstrip().startswith("|") else 0
            cells = _CELL.finditer(line, offset, len(line.rstrip().removesuffix("|")))
            rows.append([_cell(cell.group(), at + cell.start()) for cell in cells])
        at += len(line) + 1
    return [r for r in rows if len(r) > 1]


def headed(rows: list[list[Cell]]) -> tuple[list[Cell], list[list[Cell]]]:
    """The header and the rows below; a second line of headers, under 2024年 | (blank) | 2023年, is joined to the first."""
    header, body = rows[0], rows[1:]
    while len(body) > 1 and not body[0][0].text and not any(_is_number(c.text) for c in body[0]):
        header, body = _joined(header, body[0]), body[1:]
    return [_whose(cell, k, body) for k, cell in enumerate(header)], body


def _whose(head: Cell, column: int, body: Sequence[Sequence[Cell]]) -> Cell:
    """单位 over 岳阳楼区 or 市教育局 says whose a row is, not in what it is counted."""
    cells = [row[column].text for row in body if column < len(row)]
    named = any(cell and not find_numbers("1" + cell) for cell in cells)
    return Cell(head.start, head.end, "单位名称") if head.text == "单位" and named else head


def _is_number(text: str) -> bool:
    return bool(NUMBER.match(text)) and not _YEAR.fullmatch(text)


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


_NOTE_MARKS = "①②③④⑤⑥⑦⑧⑨⑩"  # 860①


def _cell(text: str, start: int) -> Cell:
    lead = len(text) - len(text.lstrip())
    stripped = text.strip().rstrip(_NOTE_MARKS)
    name = _APART.sub("", stripped.strip("*"))
    return Cell(start + lead, start + lead + len(stripped), name)


# 指 标, 鲜　菜
_APART = re.compile(r"(?<=[一-鿿])[ \u3000]{1,4}(?=[一-鿿])")


def first_column(header: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> int:
    """Behind the serial numbers, the names and the units: the first column with a number in it."""
    named = next((k for k, cell in enumerate(header) if not is_label_column(cell.text)), 0)
    for column in range(named + 1, len(header)):
        cells = [row[column].text for row in body if column < len(row)]
        if not is_label_column(header[column].text) and any(NUMBER.match(text) for text in cells):
            return column
    return len(header)


def label_of(table: Table, row: Sequence[Cell]) -> Label:
    """The first column of a row that names what is measured; a column of places says whose it is."""
    labels = [
        (head, cell)
        for head, cell in zip(table.header[: table.first], row, strict=False)
        if not is_label_column(head.text) and cell.text
    ]
    if not labels:
        return Label(row[0], "", "")
    places = [cell for head, cell in labels if _PLACE_HEADER.search(head.text)]
    names = [cell for head, cell in labels if not _PLACE_HEADER.search(head.text)]
    first = names[0] if names else places[-1]
    text = ROW_MARK.sub("", first.text) or first.text
    return Label(first, text, places[-1].text if places else text)


def moved_column(table: Table, column: int) -> int | None:
    """The column that 同比(%) is the growth of: the nearest one before it that is no move, rate or rank itself."""
    left = range(column - 1, table.first - 1, -1)
    heads = {k: bare_header(table, k) for k in left}
    levels = [k for k in left if not (is_move(heads[k]) or RANK.search(heads[k]))]
    return next((k for k in levels if not RATE_OF.fullmatch(heads[k])), levels[0] if levels else None)


def bare_header(table: Table, column: int) -> str:
    return without_time(without_unit(table.header[column].text), table.base_year)
