"""Figures and comparisons as files for a spreadsheet: CSV and XLSX, each number with the sentence that states it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from api.wire import STATUS_WORDS, JsonObject
from ingest.sheets import Cell, Sheet, workbook

FileFormat = Literal["csv", "xlsx"]
MEDIA_TYPES: dict[FileFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MAX_ROWS = 10_000

FIGURE_COLUMNS = (
    "指标", "原文名称", "合计各项", "所属", "动作", "数值", "数值上限", "单位", "原文", "限定", "比较", "范围", "类别",
    "地区", "地区代码", "时期", "性质", "标题", "发布机构", "发布日期", "章节", "引文", "段落", "报告编号", "来源",
)  # fmt: skip
CELL_COLUMNS = (
    "指标", "地区", "地区代码", "时期", "内容", "数值", "单位", "动作", "类别", "性质", "标题", "发布机构", "发布日期", "引文",
    "段落", "报告编号",
)  # fmt: skip
FEEDBACK_COLUMNS = ("时间", "评价", "问题", "答案", "说明", "答案编号", "密钥", "编号")
KIND_WORDS = {
    "count": "数量", "amount": "金额", "area": "面积", "ratio": "占比", "growth": "增速", "change": "变化", "rank": "位次",
    "multiple": "倍数", "index": "指数", "quantity": "实物量",
}  # fmt: skip
BOUND_WORDS = {
    "": "", "about": "左右", "at_least": "以上", "more_than": "超过", "at_most": "不超过", "less_than": "不到", "nearly": "近",
}  # fmt: skip


def figures_file(body: JsonObject, form: FileFormat) -> bytes:
    """The rows of a figure look-up, a figure a line."""
    return _file([Sheet("数据", FIGURE_COLUMNS, [_figure_row(one) for one in body["figures"]])], form)


def tables_file(body: JsonObject, form: FileFormat) -> bytes:
    """Tables of places by times: as CSV a cell a line, as XLSX a sheet a table and one for the sources."""
    cells = Sheet("出处", CELL_COLUMNS, _cell_rows(body))
    if form == "csv":
        return _file([cells], form)
    return _file([*(_table_sheet(n, one) for n, one in enumerate(body["tables"], 1)), cells], form)


def feedback_file(rows: Sequence[JsonObject]) -> bytes:
    """What people said, a line each, as CSV."""
    names = ("created", "rating", "question", "answer", "comment", "message_id", "key_id", "id")
    return _csv(Sheet("评价", FEEDBACK_COLUMNS, [[row[name] for name in names] for row in rows]))


def _file(sheets: Sequence[Sheet], form: FileFormat) -> bytes:
    return _csv(sheets[0]) if form == "csv" else workbook(sheets)


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.header)
    writer.writerows([_csv_cell(value) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")  # the mark by which Excel knows UTF-8


# 43%
_NUMBER = re.compile(r"[-+]?\d[\d,.]*%?")


def _csv_cell(value: Cell) -> str:
    """Text that a spreadsheet would run as a formula gets a ' in front; numbers below zero are left alone.

    Source: OWASP, CSV Injection.
    """
    text = format(value, "f") if isinstance(value, Decimal) else str(value if value is not None else "")
    text = text.replace("\x00", "")
    is_risky = text.lstrip(" \u3000\ufeff").startswith(
        ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    )
    return f"'{text}" if is_risky and not _NUMBER.fullmatch(text) else text


def _figure_row(found: JsonObject) -> list[Cell]:
    figure, citation = found["figure"], found["citation"]
    return [
        figure["indicator"], figure["name"], "、".join(figure["joint"]), figure["subject"], figure["action"],
        Decimal(figure["value"]), _decimal(figure["value_max"]), figure["unit"], figure["raw"],
        BOUND_WORDS[figure["bound"]], figure["comparator"], figure["scope"], KIND_WORDS[figure["kind"]],
        figure["region_name"], figure["region"], figure["period"], STATUS_WORDS[figure["status"]],
        citation["title"], citation["publisher"], citation["published"], " › ".join(citation["section"]),
        citation["quote"], citation["paragraph_id"], citation["document_id"], citation["source"],
    ]  # fmt: skip


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _cell_rows(body: JsonObject) -> list[list[Cell]]:
    return [
        row
        for table in body["tables"]
        for place in table["rows"]
        for label, cell in zip(table["labels"], place["cells"], strict=True)
        for row in _rows_of_cell(table["indicator"], place, label, cell, body["citations"])
    ]


def _rows_of_cell(
    indicator: str, place: JsonObject, label: str, cell: JsonObject, citations: Sequence[JsonObject]
) -> list[list[Cell]]:
    where: list[Cell] = [indicator, place["region_name"], place["region"], label]
    if not cell["figures"]:
        return [[*where, cell["text"], *[None] * (len(CELL_COLUMNS) - 5)]]
    return [
        [*where, *_cell_row(figure, citations[figure["citation"] - 1])] for figure in cell["figures"]
    ]  # fmt: skip


def _cell_row(figure: JsonObject, citation: JsonObject) -> list[Cell]:
    return [
        figure["text"], Decimal(figure["value"]), figure["unit"], figure["action"], KIND_WORDS[figure["kind"]],
        STATUS_WORDS[figure["status"]], citation["title"], citation["publisher"], citation["published"],
        citation["quote"], citation["paragraph_id"], citation["document_id"],
    ]  # fmt: skip


def _table_sheet(number: int, table: JsonObject) -> Sheet:
    """As a person reads it; the notes stand below."""
    status = STATUS_WORDS[table["status"]] if table["status"] else ""
    rows: list[list[Cell]] = [
        [place["region_name"], *(cell["text"] for cell in place["cells"])] for place in table["rows"]
    ]
    width = len(table["labels"])
    rows += [[note, *[None] * width] for note in table["notices"]]
    return Sheet(f"{number} {table['indicator']}{status}", ("地区", *table["labels"]), rows)
