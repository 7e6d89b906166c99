"""Figures of a table: each cell with the words of its row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.figures.cell_name import is_of_gdp, noun_of_cell
from ingest.figures.cell_time import period_of_cell, status_of_cell
from ingest.figures.cell_unit import unit_of_cell
from ingest.figures.cell_words import figures_in_words
from ingest.figures.cells import (
    NUMBER,
    Label,
    Table,
    bare_header,
    first_column,
    headed,
    labels_of,
    name_column,
)
from ingest.figures.headers import (
    ANNOUNCING,
    CAPTION_UNIT,
    GROWTH_BACK,
    MOVE,
    MOVE_SUFFIX,
    OF_BUDGET,
    RANK,
    SHARE,
    is_label_column,
    scope_of,
    time_said,
    unit_in,
    verb_of,
    without_unit,
)
from ingest.figures.kind import kind_of_unit
from ingest.grid import Cell, filled_down, rows_of
from ingest.naming import Lexicon, canonical_indicator
from ingest.normalize import fold, fold_rows
from ingest.numerals import bound_of
from ingest.periods import year_of
from ingest.records import Bound, Figure, FigureKind, Paragraph, Report
from ingest.regions import ZONES
from ingest.verbs import NEW_ACTIONS

# 企业数量
_COUNTS = re.compile("[个家户人]数|数量|项目|企业")
_LEAST_LEVEL = 100  # under 单位:万元、% a smaller number may be a rate as well
# 城关镇
_TOWN = re.compile(r"(?!城镇|乡镇|村镇|集镇|建制镇|城乡)[一-鿿]{1,6}(?:街道|镇|乡)")


def find_table_figures(paragraph: Paragraph, report: Report, reader: Lexicon) -> list[Figure]:
    """Every number in a cell, with its unit from the cell, a header or the caption."""
    folded = fold_rows(paragraph.text)
    rows = rows_of(folded)
    if len(rows) < 2:
        return []
    header, body = headed(rows)
    caption = " ".join((*paragraph.section, folded[: header[0].start]))
    said = CAPTION_UNIT.search(fold(caption))
    unit = said["unit"] if said else unit_in(ANNOUNCING.sub("", fold(caption)))
    base = year_of(paragraph.period) or year_of(report.period)
    told = paragraph.period or report.period
    times = tuple(
        told if cell.text.startswith("本年") else time_said(base, cell.text) for cell in header
    )  # 本年累计 of three quarters
    first = first_column(header, body)
    others = tuple(re.findall("[^、,/\\s]+", said["more"])) if said else ()
    name = name_column(header, body, first)
    table = Table(paragraph, report, reader, caption, unit, others, tuple(header), first, name, times)
    figures = []
    rows = filled_down(body, first)
    for row, label in zip(rows, labels_of(table, rows), strict=True):
        for column in range(min(len(row), len(header))):
            is_told = column >= table.first or RANK.fullmatch(header[column].text)
            figure = _figure(table, row, label, column) if is_told else None
            if figure is not None:
                figures.append(figure)
            elif not NUMBER.match(row[column].text):
                figures += figures_in_words(table, label, row[column], column)
    return figures


def _figure(table: Table, row: Sequence[Cell], label: Label, column: int) -> Figure | None:
    cell = row[column]
    match = NUMBER.match(cell.text)
    header = table.header[column].text
    if match is None or is_label_column(header):
        return None
    unit = unit_of_cell(table, label, column, match)
    value = Decimal(re.sub("[, ]", "", match["number"]).replace("−", "-").lstrip("+"))
    is_unsure = "%" in table.others and unit == table.unit and not _COUNTS.search(header)
    if is_unsure and abs(value) < _LEAST_LEVEL:
        return None
    region, region_name = _region(table, (label.place, header))
    noun, subject = noun_of_cell(table, label, column, region_name)
    if not noun:
        return None
    kind = _kind(f"{header} {label.text}", noun, unit, table.reader)
    name, action = _without_action(without_unit(noun), table.reader)
    action = action or verb_of(bare_header(table, column))
    moved = kind in ("growth", "change")
    of_budget = OF_BUDGET.match(header)
    period = period_of_cell(table, label, column)
    start = cell.start + match.start("number")
    end = cell.start + (match.end("unit") if match["unit"] else match.end("number"))
    text = table.paragraph.text
    return Figure(
        id=f"{table.paragraph.id}-f{cell.start}",
        report_id=table.report.id,
        paragraph_id=table.paragraph.id,
        indicator=_indicator(table, MOVE_SUFFIX.sub("", name) if moved or kind == "rank" else name),
        name=name,
        joint=(),
        subject=subject,
        action=action,
        kind=kind,
        value=value,
        value_max=None,
        unit=unit,
        raw=text[start:end],
        bound=_bound(match),
        comparator=header if moved else of_budget.group() if of_budget else "",
        scope=scope_of(header) if kind == "rank" else "",
        region=region,
        region_name=region_name,
        period=period,
        status=status_of_cell(table, label, header, period),
        start=start,
        end=end,
        quote_start=min(start, label.cell.start),
        quote_end=max(end, label.cell.end),
        context=f"{label.text} {name}{header}{text[start:end]}"
        if kind == "rank"
        else f"{label.text} {header}",
    )


# 第一产业
_SECTOR = re.compile(r"第[一二三]产业")
# 批发和零售业
_INDUSTRY = re.compile(r"(?!第)[一-鿿、]+业")
# 出口
_TRADED = re.compile(r"(?:(?!.*额).{0,8})(?:进出口|出口|进口)")


def _indicator(table: Table, name: str) -> str:
    """The terms' name; 第一产业 of a table of values is its 增加值, 建筑业 of one of the 生产总值 as well, 出口 its 出口额."""
    is_industry = bool(_INDUSTRY.fullmatch(name)) and is_of_gdp(table)
    is_value = is_industry or bool(_SECTOR.fullmatch(name))
    whole = name + "增加值" if is_value else name + "额" if _TRADED.fullmatch(name) else name
    known = table.reader.terms.canonical(whole)
    return known if known is not None else canonical_indicator(whole if is_industry else name, table.reader)


def _bound(match: re.Match[str]) -> Bound:
    return bound_of(match["before"] or match["after"] or "")


def _region(table: Table, words: tuple[str, str]) -> tuple[str, str]:
    regions, own = table.reader.regions, table.report.region
    for text in words:
        if own and _TOWN.fullmatch(text):  # 河东乡 is not 东乡, nor 茶平乡 平乡
            return f"{own.partition('/')[0]}/{text}", text
        if own and text in ZONES:  # 高新区, in a table of a city's parts
            return regions.zone(own, text), text
        mentions = regions.find(text, within=own or None) or regions.find_local(text, own)
        if mentions and mentions[0].code and mentions[0].end - mentions[0].start >= len(text) - 1:
            return mentions[0].code, mentions[0].name
    return own, table.report.region_name


def _without_action(name: str, reader: Lexicon) -> tuple[str, str]:
    """新增高新技术企业 as 高新技术企业 and 新增, unless the terms know it whole."""
    fresh = max((verb for verb in NEW_ACTIONS if name.startswith(verb)), key=len, default="")
    if not fresh or len(name) - len(fresh) < 2:
        return name, ""
    return (name if reader.terms.canonical(name) is not None else name[len(fresh) :]), fresh


def _kind(words: str, noun: str, unit: str, reader: Lexicon) -> FigureKind:
    if RANK.search(words):
        return "rank"
    if "百分点" in unit:
        return "change"
    if OF_BUDGET.match(words):
        return "ratio"
    is_share = bool(SHARE.search(words))
    if MOVE.search(words) or (GROWTH_BACK.search(noun) and not is_share):
        return "growth" if unit in ("%", "‰", "") else "change"
    if unit not in ("%", "‰"):
        return kind_of_unit(unit)
    known = reader.terms.canonical(noun)  # 规模以上工业增加值 | % | 8.4
    is_level = known is not None and reader.terms.get(known).kind != "ratio"
    return "growth" if is_level and not is_share else "ratio"
