"""Workbooks as spreadsheets open them."""

from __future__ import annotations

import gc
import os
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ingest.sheets import Sheet, read_rows, workbook

FILES = Path("/proc/self/fd")


def test_text_stays_text_whatever_it_begins_with(tmp_path: Path) -> None:
    texts = ["=1+1", "+86", "-", "@SUM(A1)", '=HYPERLINK("http://x")', "绍兴市", "a\x00b\x0bc"]
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook([Sheet("数据", ("文字",), [[text] for text in texts])]))
    sheet = load_workbook(path)["数据"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == [*texts[:-1], "abc"]
    assert next(read_rows(path)) == ("文字",)


def test_a_number_is_a_number_unless_a_spreadsheet_would_round_it() -> None:
    values = [Decimal("3.12"), Decimal("-1.3"), Decimal("1234567890.1234567"), None]
    book = load_workbook(BytesIO(workbook([Sheet("数", ("值",), [[v] for v in values])])))
    assert [row[0].value for row in book["数"].iter_rows(min_row=2, max_row=4)] == [
        3.12,
        -1.3,
        "1234567890.1234567",
    ]


def test_a_sheet_may_be_named_after_anything() -> None:
    book = load_workbook(BytesIO(workbook([Sheet("规上/[企业]:" + "长" * 40, ("a",), [])])))
    assert len(book.sheetnames[0]) == 31 and "/" not in book.sheetnames[0]


def test_what_is_no_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_text("id,question")
    with pytest.raises(ValueError, match="不是 XLSX"):
        list(read_rows(path))


@pytest.mark.skipif(not FILES.exists(), reason="files that are open are listed there on Linux only")
def test_a_workbook_that_was_read_is_open_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "set.xlsx"
    path.write_bytes(workbook([Sheet("题", ("题", "数"), [("高企多少家", 36)])]))
    gc.disable()  # which would close it, some time
    try:
        assert list(read_rows(path)) == [("题", "数"), ("高企多少家", 36)]
        assert str(path) not in {os.path.realpath(one) for one in FILES.iterdir()}
    finally:
        gc.enable()
