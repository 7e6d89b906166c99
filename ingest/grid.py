"""The text of a table as rows of cells: Markdown with its outer lines, or cells that lines or tabs set apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_CELL = re.compile(r"(?:^|(?<=\|))[^|]*")  # may be empty
# | --- | :--: |
_RULE = re.compile(r"^[\s|:\-—]+$")
_NOTE_MARKS = "①②③④⑤⑥⑦⑧⑨⑩"  # 860①
# 指 标, 鲜　菜
_APART = re.compile(r"(?<=[一-鿿])[ \u3000]{1,4}(?=[一-鿿])")


@dataclass(frozen=True)
class Cell:
    start: int
    end: int
    text: str  # folded and stripped


def rows_of(folded: str) -> list[list[Cell]]:
    """The rows of two cells or more.

    Args:
        folded: a table as `fold_rows` leaves it.
    """
    lines = [line for line in folded.split("\n") if "|" in line and not _RULE.match(line)]
    has_outer = sum(line.lstrip().startswith("|") for line in lines) > len(lines) / 2
    rows, at = [], 0
    for line in folded.split("\n"):
        if "|" in line and not _RULE.match(line):
            rows.append([_cell(run, at + start) for start, run in _runs(line, has_outer)])
        at += len(line) + 1
    return _stacked([row for row in rows if len(row) > 1])


def _stacked(rows: list[list[Cell]]) -> list[list[Cell]]:
    """指标 | 数值 | 指标 | 数值: what stands side by side under one header twice, below each other."""
    header = [cell.text for cell in rows[0]] if rows else []
    starts = [k for k, text in enumerate(header) if text and text == header[0]]
    if len(starts) < 2:
        return rows
    parts = [slice(low, high) for low, high in pairwise([*starts, len(header)])]
    alike = [part for part in parts if header[part] == header[parts[0]]]
    below = (row[part] for part in alike for row in rows[1:])
    return [rows[0][parts[0]], *(row for row in below if any(cell.text for cell in row))]


def _runs(line: str, has_outer: bool) -> list[tuple[int, str]]:
    """Where each cell begins, and its text; without outer lines "| 产值 | 增速" begins with an empty cell."""
    is_outer = has_outer and line.lstrip().startswith("|")
    offset = line.index("|") + 1 if is_outer else 0
    end = len(line.rstrip().removesuffix("|"))
    return [(cell.start(), cell.group()) for cell in _CELL.finditer(line, offset, end)]


def _cell(text: str, start: int) -> Cell:
    lead = len(text) - len(text.lstrip())
    stripped = text.strip().rstrip(_NOTE_MARKS)
    name = _APART.sub("", stripped.strip("*"))
    return Cell(start + lead, start + lead + len(stripped), name)


def filled_down(rows: Sequence[Sequence[Cell]], columns: int) -> list[list[Cell]]:
    """The rows with what a merged cell of the first columns says repeated in the empty ones under it.

    A column that is empty under each other is of one cell; the last of the columns names the row and stays.
    """
    filled, above = [], [""] * columns
    for row in rows:
        cells = list(row)
        for k in range(min(columns - 1, len(row) - 1)):
            has_name = any(cell.text for cell in row[k + 1 : columns])
            above[k] = cells[k].text or (above[k] if has_name else "")
            cells[k] = replace(cells[k], text=above[k])
        filled.append(cells)
    return filled
