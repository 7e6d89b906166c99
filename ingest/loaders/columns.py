"""Tables that have no lines: cells set apart by blanks, or each on a line of its own, are set apart by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MIN_ROWS = 3  # under a header; fewer may be chance
_MOST_COLUMNS = 12
_LONGEST = 24  # characters of a cell that has a line to itself
_BLANK = "[ \u00a0\u2002-\u200b\u3000]"
# two blanks or a wide one between cells, whose names may hold one: R&D 经费  12.4
_WIDE = re.compile(rf"{_BLANK}{{2,}}|\u3000")
_NARROW = re.compile(rf"{_BLANK}+")
# 全市实现增加值96.3亿元，
_SENTENCE = re.compile("[|\t。；，;]|,(?!\\d)")
# 512.36, -3.8, 9.4%, 1,280, —
_NUMBER = re.compile(r"[+\-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[%‰]?|[-—–－/…]+")
# 2024, 2024年: heads a column
_YEAR = re.compile(r"(?:19|20)\d\d年?")
# 各县市增速（%）： over 昌吉市  8.2
_ANNOUNCES = re.compile(r"[:：)）]\s*$")
# 指标, #工业
_WORD = re.compile(r"[一-鿿A-Za-z]")


def tabbed(text: str) -> str:
    """The text with a tab between the cells of each table that has no lines, one line a row; all else as it is."""
    lines = text.split("\n")
    for tables in (_tables_of_blanks, _tables_of_lines):
        for start, end, rows in reversed(list(tables(lines))):
            lines[start:end] = ["\t".join(row) for row in rows]
    return "\n".join(lines)


Table = tuple[int, int, list[list[str]]]  # its first line, the line behind it, its cells


def _tables_of_blanks(lines: Sequence[str]) -> Iterator[Table]:
    """指标 单位 数值 over rows of as many cells."""
    at = 0
    while at < len(lines):
        found = _rows_of_blanks(lines, at, _WIDE) or _rows_of_blanks(lines, at, _NARROW)
        if found:
            yield found
        at = found[1] if found else at + 1


def _rows_of_blanks(lines: Sequence[str], start: int, blanks: re.Pattern[str]) -> Table | None:
    header = _split(lines[start], blanks)
    above = next((line for line in reversed(lines[max(0, start - 2) : start]) if line.strip()), "")
    is_bare = len(header) == 2 and _is_row(header) and bool(_ANNOUNCES.search(above))
    if not (is_bare or _is_header(header)):
        return None
    rows, at = [header], start + 1
    while at < len(lines):
        row = _split(lines[at], blanks)
        if lines[at].strip():
            if len(row) != len(header) or not (_is_row(row) or (blanks is _WIDE and _is_told(row))):
                break
            rows.append(row)
            end = at + 1
        at += 1
    return (start, end, rows) if len(rows) > MIN_ROWS - is_bare else None


def _split(line: str, blanks: re.Pattern[str]) -> list[str]:
    """The cells of a line; the characters of 指 标 are one."""
    cells: list[str] = []
    for cell in blanks.split(line.strip()) if not _SENTENCE.search(line) else []:
        if cells and len(cell) == len(cells[-1]) == 1 and _WORD.match(cell + cells[-1]):
            cells[-1] += cell
        else:
            cells.append(cell)
    return cells


def _is_header(cells: Sequence[str]) -> bool:
    return 1 < len(cells) <= _MOST_COLUMNS and all(
        _YEAR.fullmatch(cell) or (_WORD.search(cell) and not _NUMBER.fullmatch(cell)) for cell in cells
    )


def _is_row(cells: Sequence[str]) -> bool:
    """A name, maybe a unit, and then nothing but numbers."""
    numeric = [bool(_NUMBER.fullmatch(cell)) for cell in cells]
    return (
        not numeric[0]
        and bool(_WORD.search(cells[0]))
        and numeric[-1]
        and numeric == sorted(numeric)
        and any(re.search(r"\d", cell) for cell in cells[1:])
    )


def _is_told(cells: Sequence[str]) -> bool:
    """A row with its place in front (3  武陟县  3.05), or words among its numbers (新河口  Ⅴ  1.74  否)."""
    return len(cells) > 2 and bool(_WORD.search("".join(cells[:2]))) and any(map(_NUMBER.fullmatch, cells))


def _tables_of_lines(lines: Sequence[str]) -> Iterator[Table]:
    """Each cell a line: as many for the header as for each row, of which the last is a number."""
    at = 0
    while at < len(lines):
        found = next((t for k in range(2, _MOST_COLUMNS + 1) if (t := _rows_of_lines(lines, at, k))), None)
        if found:
            yield found
        at = found[1] if found else at + 1


def _rows_of_lines(lines: Sequence[str], start: int, columns: int) -> Table | None:
    header = _cells(lines, start, columns)
    if not _is_header(header):
        return None
    rows, at = [header], start + columns
    while _is_row(row := _cells(lines, at, columns) or [""]):
        rows.append(row)
        at += columns
    return (start, at, rows) if len(rows) > MIN_ROWS else None


def _cells(lines: Sequence[str], start: int, columns: int) -> list[str]:
    """The lines as cells; none where one is blank, long or a sentence."""
    cells = [line.strip() for line in lines[start : start + columns]]
    is_short = all(0 < len(cell) <= _LONGEST and not _SENTENCE.search(cell) for cell in cells)
    return cells if len(cells) == columns and is_short else []
