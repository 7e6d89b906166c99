"""A row of a table told in words, where it says more than numbers: 某路改造：建设单位县交通局；进度100%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.grid import Cell, rows_of
from ingest.normalize import fold_rows
from ingest.records import Paragraph
from rag.records import Evidence

# 序号
_NO_CONTENT = re.compile(r"序号|编号|单位|计量单位|备注")
# 5.7, 100%, 5847人, —
_ALL_NUMBER = re.compile(r"[-+−—/…\s]*[\d.,]*\s*[%‰一-鿿]{0,3}")


def told_row(span: Evidence) -> tuple[Evidence, str] | None:
    """The whole row that a span of a table stands in and its cells under their headers; None for a row of numbers."""
    header, *rows = rows_of(fold_rows(span.paragraph.text)) or [[]]
    row = next((row for row in rows if row[0].start <= span.start < max(row[-1].end, row[0].end + 1)), None)
    cells = _cells(header, row) if row else []
    if row is None or len(cells) < 2 or all(_ALL_NUMBER.fullmatch(cell.text) for _, cell in cells[1:]):
        return None
    (_, name), *others = cells
    said = "；".join(f"{head}{_words(span.paragraph, cell)}" for head, cell in others)
    whole = replace(span, start=name.start, end=max(cell.end for _, cell in cells))
    return whole, f"{_words(span.paragraph, name)}：{said}"


def _cells(header: Sequence[Cell], row: Sequence[Cell]) -> list[tuple[str, Cell]]:
    pairs = zip(header, row, strict=False)
    return [(head.text, cell) for head, cell in pairs if cell.text and not _NO_CONTENT.fullmatch(head.text)]


def _words(paragraph: Paragraph, cell: Cell) -> str:
    return paragraph.text[cell.start : cell.end].strip("*")
