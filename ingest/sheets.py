"""Workbooks (XLSX), read and written: the one place that knows openpyxl."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

Cell = str | int | Decimal | None

# What XML cannot hold: all control characters but tab and line end.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX_CELL_CHARS = 32_767  # Excel's own limit
_MAX_DIGITS = 15  # more would be rounded: Excel counts in doubles
_MAX_WIDTH = 60


@dataclass(frozen=True)
class Sheet:
    """A table with a header row."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def read_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """The rows of the first sheet, formulas as their values.

    Raises:
        ValueError: it is no workbook.
    """
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    with path.open("rb") as file:  # openpyxl leaves what it opens itself open
        try:
            sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
        except (BadZipFile, KeyError) as error:
            raise ValueError(f"{path}：不是 XLSX 文件") from error
        yield from sheet.iter_rows(values_only=True)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An XLSX file. Text stays text, whatever it begins with: no cell is ever a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for one in sheets:
        _write(book.create_sheet(_sheet_title(one.title)), one)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(sheet: Any, table: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for n, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    head = [WriteOnlyCell(sheet, value=name) for name in table.header]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        if len(value.as_tuple().digits) <= _MAX_DIGITS:
            return value
        value = format(value, "f")
    cell = WriteOnlyCell(sheet, value=_UNPRINTABLE.sub("", value)[:_MAX_CELL_CHARS])
    cell.data_type = "s"  # openpyxl takes what begins with = for a formula
    return cell


def _widths(table: Sheet) -> list[int]:
    """Wide enough for most of the first rows; a Han character takes two places."""
    some = [table.header, *table.rows[:50]]
    return [
        min(_MAX_WIDTH, 2 + max(sum(1 + (ord(c) > 255) for c in str(row[n] or "")) for row in some))
        for n in range(len(table.header))
    ]


def _sheet_title(title: str) -> str:
    """At most 31 characters, none of those that Excel refuses."""
    return re.sub(r"[\\/*?:\[\]]", " ", title)[:31] or "表"
