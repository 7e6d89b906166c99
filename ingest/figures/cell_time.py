"""When a cell of a table was, and whether it is a goal: its row, its column or the caption says so."""

from __future__ import annotations

import re

from ingest.figures.cells import Label, Table, bare_header, moved_column
from ingest.figures.headers import MOVE, OF_BUDGET, RATE_OF, SAME_TIME, is_move, time_said
from ingest.normalize import fold
from ingest.periods import first_year, months, previous, year_of
from ingest.records import Status

# 年初预算
_TARGET = re.compile(
    r"目标|计划(?!项目|生育|免疫|单列)|预期(?!寿命)|任务|"
    r"(?:年初|调整|全年)?预算(?:数|额|安排)|(?:^|\s)(?:年初|调整|全年|\d{4}年)*预算$"
)
# 年度计划目标
_WHOLE_YEAR = re.compile(r"(?:年度|全年).*(?:目标|计划|任务|预期|预计)")
# 实际完成
_ACTUAL = re.compile(r"实绩|实际|完成(?!目标)|执行|决算")
# 预计
_EXPECTED = re.compile(r"预计")


def period_of_cell(table: Table, label: Label, column: int) -> str:
    """The time that the row, the column or the caption says; 上年同期 and 同比 lean on the other columns."""
    header = table.header[column].text
    period = table.paragraph.period or table.report.period
    told = [(time, name.text) for time, name in zip(table.times, table.header, strict=True) if time]
    columns = [time for time, name in told if not _TARGET.search(name)] or [time for time, _ in told]
    newest = max(reversed(columns), key=lambda p: months(p)[1]) if columns else ""
    if SAME_TIME.search(header):
        return previous(newest or period)
    period = time_said(table.base_year, fold(table.caption), is_cell=False) or period
    for text in (label.beside, label.text):
        period = time_said(table.base_year, text) or period
    moved = moved_column(table, column) if MOVE.search(header) else None
    of_moved = table.times[moved] if moved is not None else ""
    if (own := table.times[column]) and (own == of_moved or not is_move(bare_header(table, column))):
        return own
    planned = table.report.plan_period
    if "年均" in header and planned and year_of(planned) is None:
        return planned  # 2025年 | 2030年 | 年均增速 of a plan for five years
    year = first_year(period)
    if year and _WHOLE_YEAR.search(header):  # 年度计划 in a report on three quarters
        return str(year)
    if newest and MOVE.search(header):
        ends_with = bool(of_moved) and months(of_moved)[1] == months(newest)[1]
        return of_moved if ends_with else newest  # 12月 | 同比 | 1-12月 | 同比
    return period


def status_of_cell(table: Table, label: Label, header: str, period: str) -> Status:
    spoken = f"{label.text} {header}"
    planned = table.report.plan_period
    is_past = (
        bool(planned and period) and months(period)[1] < months(planned)[0]
    )  # 2025年 of a plan from 2026
    if (
        RATE_OF.search(header)
        or OF_BUDGET.match(header)
        or (_ACTUAL.search(header) and not _TARGET.search(label.text))
    ):
        return "actual"
    if _TARGET.search(spoken) or (table.paragraph.is_plan and not is_past and not _EXPECTED.search(spoken)):
        return "target"
    return "expected" if _EXPECTED.search(spoken) else "actual"
