"""Plain text into blocks: a line is a block, and lines of cells under each other are a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.records import Block

# "发布机构: | 绍兴市科技局 | 成文日期: |" or "指标\t单位\t2024年"
CELL_END = re.compile(r"[|｜\t]")
# Reports copied from web pages carry the pipes of empty cells: "温州市…工作思路 | ||||".
EDGE = " \t\u3000\xa0\u200b\ufeff|｜"


def read_plain(text: str) -> list[Block]:
    """The blocks of a plain text, in order; blank lines and lines of empty cells are none."""
    return list(read_lines(text, 0, len(text)))


def read_lines(text: str, start: int, end: int) -> Iterator[Block]:
    """The blocks of `text[start:end]`, which begins and ends at a line."""
    rows: list[Block] = []
    for line_start, line_end in lines(text, start, end):
        block = trim(text, line_start, line_end)
        above = text[rows[-1].start : rows[-1].end] if rows else ""
        if block and is_row(text[line_start:line_end], above):
            rows.append(Block(line_start, line_end))
            continue
        yield from join_rows(text, rows)
        rows = []
        if block:
            yield block
    yield from join_rows(text, rows)


def lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each line stands, without its end."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def trim(text: str, start: int, end: int) -> Block | None:
    """The line without spaces and empty cells at its edges; None when nothing is left."""
    start, end = without_spaces(text, start, end, EDGE)
    return Block(start, end) if start < end else None


def without_spaces(text: str, start: int, end: int, spaces: str | None = None) -> tuple[int, int]:
    """The span without the spaces, or the characters given, at its edges."""
    run = text[start:end]
    return start + len(run) - len(run.lstrip(spaces)), start + len(run.rstrip(spaces))


def is_row(line: str, above: str) -> bool:
    """Whether two cells or more hold something, or there are as many cells as in the row above."""
    cells = CELL_END.split(line)
    return sum(1 for cell in cells if cell.strip(EDGE)) >= 2 or len(cells) == len(CELL_END.split(above)) > 1


def join_rows(text: str, rows: list[Block]) -> Iterator[Block]:
    """Two rows or more as one table, whose outer cells stay even if empty; a single one as a line."""
    if len(rows) > 1:
        yield Block(*without_spaces(text, rows[0].start, rows[-1].end, " \u3000"), "table")
    elif rows:
        yield Block(*without_spaces(text, rows[0].start, rows[0].end, EDGE))
