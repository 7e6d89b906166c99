"""Figures of a table: each cell with the words of its row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.naming import Lexicon, canonical_indicator
from ingest.normalize import fold
from ingest.numerals import find_numbers
from ingest.periods import find_periods, year_of
from ingest.records import Figure, FigureKind, Paragraph, Report, Status

_CELL = re.compile(r"[^|\n]+")
_RULE = re.compile(r"^[\s|:\-—]+$")
# 旅游收入(亿元), 增速 / %, 单位:万元
_UNIT_IN_HEADER = re.compile(
    r"[(（]\s*(?:单位:)?(?P<paren>[^()（）]{1,10})\s*[)）]\s*$|/(?P<slash>[^/]{1,6})$"
)
_CAPTION_UNIT = re.compile(r"单位:\s*(?P<unit>[^\s)）|,;。]{1,12})")
_NUMBER = re.compile(
    r"^\s*(?P<number>[+\-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+\-−]?\d+(?:\.\d+)?)\s*(?P<unit>%|‰|[^\d\s]{1,6})?\s*$"
)
_MOVE = re.compile(
    r"(?:同比|环比|比上年|较上年|比去年)?(?:增长|增速|增幅|增减|涨幅|±)(?:率)?|同比|环比|比上年|较上年"
)
_SHARE = re.compile(r"占比|比重|占|比例|率(?:[(（]|$)")
_RANK = re.compile(r"排名|位次|名次")
_PLAIN_HEADER = re.compile(
    r"^(?:指标(?:名称)?|数值|总量|绝对(?:数|值|量)|绝对量|实绩|完成(?:数|值|额)?|本年|本期|实际(?:数|完成|值)?|数据|数量|合计|累计|\d{4}年?|单位|年份|序号|项目|名称|地区|区域|县\(?市?、?区?\)?|县区|县市区|乡镇|镇街|区县)$"
)
_TARGET = re.compile(r"目标|计划|预期|任务")
_ACTUAL = re.compile(r"实绩|实际|完成(?!目标)")
_EXPECTED = re.compile(r"预计")


@dataclass(frozen=True)
class _Cell:
    start: int
    end: int
    text: str  # folded and stripped


def find_table_figures(paragraph: Paragraph, report: Report, reader: Lexicon) -> list[Figure]:
    """Every number in a cell, with its unit from the cell, a header or the caption."""
    folded = fold(paragraph.text)
    rows = _rows(folded)
    if len(rows) < 2:
        return []
    header, body = rows[0], rows[1:]
    caption = " ".join((*paragraph.section, folded[: header[0].start] if header else ""))
    unit = m["unit"] if (m := _CAPTION_UNIT.search(fold(caption))) else ""
    figures = []
    first = next((k for k, cell in enumerate(header) if not _is_label_column(cell.text)), 0)
    header = header[first:]
    for row in (r[first:] for r in body):
        for column in range(1, min(len(row), len(header))):
            figure = _figure(paragraph, report, reader, header, row, column, unit, caption)
            if figure is not None:
                figures.append(figure)
    return figures


def _rows(folded: str) -> list[list[_Cell]]:
    rows, at = [], 0
    for line in folded.split("\n"):
        if "|" in line and not _RULE.match(line):
            offset = line.index("|") if line.lstrip().startswith("|") else 0
            cells = [_cell(m.group(), at + offset + m.start()) for m in _CELL.finditer(line[offset:])]
            rows.append([c for c in cells if c.text or len(cells) > 1])
        at += len(line) + 1
    return [r for r in rows if len(r) > 1]


def _cell(text: str, start: int) -> _Cell:
    lead = len(text) - len(text.lstrip())
    stripped = text.strip()
    return _Cell(start + lead, start + lead + len(stripped), stripped.strip("*"))


def _figure(
    paragraph: Paragraph,
    report: Report,
    reader: Lexicon,
    header: Sequence[_Cell],
    row: Sequence[_Cell],
    column: int,
    caption_unit: str,
    caption: str,
) -> Figure | None:
    cell = row[column]
    match = _NUMBER.match(cell.text)
    if match is None or _is_label_column(header[column].text):
        return None
    value = Decimal(match["number"].replace(",", "").replace("−", "-").lstrip("+"))
    words = (row[0].text, header[column].text)
    unit = (
        match["unit"]
        or _unit(words[1])
        or _unit_column(header, row)
        or _unit(words[0])
        or _no_unit(words[1], caption_unit)
    )
    region, region_name = _region(words, report, reader)
    period, status = _time(words, caption, paragraph, report)
    if _MOVE.fullmatch(_without_unit(words[1])):  # 同比(%) is that of the column before it
        words = (words[0], _moved_column(header, column) + words[1])
    noun, subject = _noun(words, region_name, reader, report)
    if not noun:
        noun = re.sub(
            r"\s+", "", re.sub(r"^表\s*\d+[:、 ]*", "", paragraph.section[-1] if paragraph.section else "")
        )
    kind = _kind(words[1] + " " + words[0], unit)
    name = _without_unit(noun)
    indicator = canonical_indicator(_MOVE_SUFFIX.sub("", name) if kind == "growth" else name, reader)
    text = paragraph.text
    return Figure(
        id=f"{paragraph.id}-f{cell.start}",
        report_id=report.id,
        paragraph_id=paragraph.id,
        indicator=indicator,
        name=name,
        joint=(),
        subject=subject,
        action="",
        kind=kind,
        value=value,
        value_max=None,
        unit=unit,
        raw=text[cell.start : cell.end],
        bound="",
        comparator=header[column].text if kind in ("growth", "change") else "",
        scope="",
        region=region,
        region_name=region_name,
        period=period,
        status=status,
        start=cell.start,
        end=cell.end,
        quote_start=row[0].start,
        quote_end=cell.end,
        context=f"{words[0]} {words[1]}",
    )


def _moved_column(header: Sequence[_Cell], column: int) -> str:
    left = [_without_unit(cell.text) for cell in header[1:column] if not _MOVE.search(cell.text)]
    return left[-1] if left else ""


_MOVE_SUFFIX = re.compile(r"(?:同比|比上年|较上年)?(?:增长|增速|增幅|增减|涨幅)?(?:率)?$")


def _is_label_column(header: str) -> bool:
    return header in ("序号", "编号", "单位", "计量单位")


def _unit(words: str) -> str:
    match = _UNIT_IN_HEADER.search(words)
    found = (match["paren"] or match["slash"]) if match else ""
    return found if found and find_numbers("1" + found) else ""


def _unit_column(header: Sequence[_Cell], row: Sequence[_Cell]) -> str:
    for cell, value in zip(header, row, strict=False):
        if cell.text in ("单位", "计量单位"):
            return value.text
    return ""


def _no_unit(column: str, caption_unit: str) -> str:
    return "%" if _MOVE.search(column) and "%" in column else "" if _RANK.search(column) else caption_unit


def _region(words: tuple[str, str], report: Report, reader: Lexicon) -> tuple[str, str]:
    for text in words:
        mentions = reader.regions.find(text, within=report.region or None) or reader.regions.find_local(
            text, report.region
        )
        if mentions and mentions[0].code and mentions[0].end - mentions[0].start >= len(text) - 1:
            return mentions[0].code, mentions[0].name
    return report.region, report.region_name


def _time(words: tuple[str, str], caption: str, paragraph: Paragraph, report: Report) -> tuple[str, Status]:
    base = year_of(paragraph.period) or year_of(report.period)
    period = paragraph.period or report.period
    for text in (fold(caption), *words):
        for mention in find_periods(text, base, bare_years=text in words):
            if mention.period and not re.search(r"[比较]$", text[: mention.start]):
                period = mention.period
    spoken = " ".join(words)
    if _ACTUAL.search(words[1]) and not _TARGET.search(words[0]):
        return period, "actual"
    if _TARGET.search(spoken) or (paragraph.is_plan and not _EXPECTED.search(spoken)):
        return period, "target"
    return period, "expected" if _EXPECTED.search(spoken) else "actual"


def _noun(words: tuple[str, str], region_name: str, reader: Lexicon, report: Report) -> tuple[str, str]:
    """The indicator's words and, where row and column both name something, whose it is."""
    named = []
    for text in words:
        bare = _without_unit(text)
        is_place = (
            bool(region_name)
            and region_name in (bare, bare + "市", bare + "县", bare + "区")
            and region_name != report.region_name
        )
        is_time = bool(find_periods(bare, None, bare_years=True)) and len(bare) <= 8
        is_total = bare in ("合计", "总计", "全市", "全县", "全区", "全镇", "小计")
        if not (is_place or is_time or is_total or _PLAIN_HEADER.match(bare)):
            named.append(bare)
    if not named:
        return "", ""
    row_or_column = named[-1]
    if len(named) == 2:
        if _MOVE.search(named[1]) or _SHARE.fullmatch(named[1]) or _RANK.search(named[1]):
            return named[0] + named[1] if not _MOVE.search(named[1]) else named[0], ""
        return named[1], named[0]
    return row_or_column, ""


def _without_unit(text: str) -> str:
    return _UNIT_IN_HEADER.sub("", text).strip() if _unit(text) else text.strip()


def _kind(words: str, unit: str) -> FigureKind:
    if _RANK.search(words):
        return "rank"
    if "百分点" in unit:
        return "change"
    if _MOVE.search(words):
        return "growth" if unit in ("%", "‰", "") else "change"
    if unit in ("%", "‰"):
        return "ratio"
    if re.search(r"元", unit):
        return "amount"
    if re.search(r"平方|亩|公顷", unit):
        return "area"
    return "count" if unit else "index"
