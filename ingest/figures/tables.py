"""Figures of a table: each cell with the words of its row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ingest.figures.kind import MONEY_OR_AREA, kind_of_unit
from ingest.naming import ATTRIBUTE, Lexicon, canonical_indicator
from ingest.normalize import fold, fold_rows
from ingest.numerals import bound_of, find_numbers
from ingest.periods import find_periods, first_year, months, previous, year_of
from ingest.records import Bound, Figure, FigureKind, Paragraph, Report, Status
from ingest.regions import ZONES
from ingest.verbs import ACTIONS_ALONE, NEW_ACTIONS

_CELL = re.compile(r"(?:^|(?<=\|))[^|]*")  # may be empty
# | --- | :--: |
_RULE = re.compile(r"^[\s|:\-—]+$")
# 旅游收入(亿元), 增速 / %, 单位:万元
_UNIT_IN_HEADER = re.compile(
    r"[(（]\s*(?:单位:)?[±+-]*(?P<paren>[^()（）]{1,10})\s*[)）]\s*$|/(?P<slash>[^/]{1,6})$|(?<=[一-鿿±])(?P<bare>[%‰])$"
)
# 单位:万元 · 单位:万元、%(另有注明的除外): of several the first is that of the levels
_CAPTION_UNIT = re.compile(
    r"单位:\s*(?P<unit>[^\s()（）|,;。、/%]{1,12}|%)(?P<more>(?:[、,/]\s*[^\s()（）|,;。、/]{1,6})*)"
)
# 企业数量
_COUNTS = re.compile("[个家户人]数|数量|项目|企业")
_LEAST_LEVEL = 100  # under 单位:万元、% a smaller number may be a rate as well
# 1,204 · -2.3 · 15.0% · 7300以上 · 约320
_NUMBER = re.compile(
    r"^\s*(?P<before>约|超过?|近|不低于|不少于|≥|≤|>|<)?\s*(?P<number>[+\-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|"
    r"[+\-−]?\d+(?:\.\d+)?)"
    r"\s*(?P<unit>%|‰|(?!以上|以下|以内|左右)[^\d\s]{1,6}?)?\s*(?P<after>及?以上|以下|以内|左右)?\s*$"
)
_HELD = r"(?:同比|环比|[比较]?(?:上年|去年|上月|年初|上季度|上年末|上年同期|去年同期|20\d\d年(?:同期)?))"
_MOVED = r"(?:增长|增速|增幅|增减|增加(?!值)|涨幅|升降|变化|±)(?:率|幅度|情况|百分点|额|量|数)?"
# 比上年增长
_MOVE = re.compile(rf"{_HELD}?{_MOVED}|同比|环比|[比较](?:上年|去年|年初)(?:同期|[末底])?")
# 增速
_RATE_OF_MOVE = re.compile(r"增速|增幅|涨幅|增长(?!额|量|数)|同比$")
# 同比增长
_MOVE_SUFFIX = re.compile(rf"{_HELD}?{_MOVED}$|{_HELD}$")
# 占比
_SHARE = re.compile(r"占比|比重|占|比例|率(?:[(（]|$)")
# 全省排名
_RANK = re.compile(r"排名|排位|排序|位次|名次|(?:全[省国市县区州]|省内|市内)第?[几位]")
# GDP增速全省位次
_RANK_SUFFIX = re.compile(
    r"(?:[在占居列]?(?P<scope>全[省国市县区州]|省内|市内))?(?:排名|排位|排序|位次|名次)$"
)
# 上年同期
_SAME_TIME = re.compile(r"(?:上年|去年)同期")
# Words of a column that tell which number stands there, but not of what: 累计完成数, 年度计划
_PLAIN_HEADER = re.compile(
    r"^(?:(?:全年|年度|当年|本年|本期|本[月季]止?|当[月季]|年初|下达|自年初|累计|实际|预计|预期|计划|目标|任务|已|"
    r"同期|年末)*"
    r"(?:完成|实现|达到|目标|计划|任务|安排|指标|实绩|预期|累计|同期|本年|本期|本[月季]|当[月季]|年末)?(?:数|值|额|"
    r"量|情况|总量)?|"
    r"指标(?:名称)?|数[值据量]|绝对[数值量]|总[数量]|合计|\d{4}年?|单位|年份|月份|季度|序号|项目|名称|"
    r"地区|区域|片区|县\(?市?、?区?\)?|县区|县市区|乡镇|镇街|区县)$"
)
# 完成率, 进度: a rate that is of what the table or the row is about
_RATE_OF = re.compile(
    r"(?:目标|计划|任务|年度|年度计划|年度目标|投资|累计)*(?:完成|开工|竣工|达标|覆盖|入库|支出|执行)(?:率|比例|"
    r"进度)|进度|达标率|占比"
)
# 附表1:
_IN_WHOLE = re.compile(r"附?(?:表\s*[\d一二三四五六七八九十]+(?:-\d+)?[:、.\s]*)|\*+|\s+")
# 各县(市、区), 分行业, 全市主要: what a title says of rows, not of what is measured
_TITLE_FRONT = re.compile(
    r"^(?:[、:]|及其|(?:全[市县区省]|我[市县区省])(?!民|域|口径)|(?:各|分)(?:县(?:\([^()]*\)|市区|区)?|市州|地市|"
    r"区县|市(?:县|区)?|区|乡镇(?:\([^()]*\))?|镇街|镇|街道|行业|产业|部门|单位|月份?|季度|年度|类别|"
    r"类)(?:20\d\d年)?|主要(?!污染))+"
)
# 主要指标完成情况表
_TITLE_BACK = re.compile(
    r"(?:的?(?:主要|基本)?(?:完成|推进|执行|分布|变化|发展|实施|进展|对比|增长)?(?:情况|进度|统计|一览|明细|对照|"
    r"汇总|排名)*表?)$"
)
# 投资(单位:亿元)
_UNIT_BEHIND = re.compile(r"\((?:(?:计量)?单位:)?[^()]{1,10}\)$")
# (一)
_HEADING_MARK = re.compile(r"^(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.])+")
# 同比增长
_GROWTH_BACK = re.compile(r"(?:同比)?(?:增长|增速|增幅)$")
# 主要经济指标
_NAMES_NOTHING = re.compile(
    r"(?:经济|发展|工作|社会|目标|任务|核心|统计|监测|预期)*(?:指标|数据|目标|任务|基本|概况)|"
)
# 城关镇
_TOWN = re.compile(r"[一-鿿]{1,6}(?:街道|镇|乡)")
# Columns that say where a row belongs; the words of a row stand in another one, if there is one.
# 县区
_PLACE_HEADER = re.compile(r"(?:地区|区域|片区|县区|县市区|市县|区县|乡镇|镇街|街道|城市|市州|单位名称)")
# (二)其中:过夜游客, #出口: what stands before the name of a row
_ROW_MARK = re.compile(r"^(?:[#*]+|[(（]?[一二三四五六七八九十\d]{1,2}[)）、.](?!\d)|其中[:：]?|\s)+")
# 预算数, 调整预算数; 为预算%, 占年初预算: how much of it was reached
_BUDGET = re.compile(r"(?:年初|调整|变动|全年|\d{4}年)*(?:预算|决算|执行|快报|收入|支出|实绩)数?")
# 完成年初预算
_OF_BUDGET = re.compile(
    r"(?:为|占|完成|是)(?:年初|年度|当年|调整|变动|全年)*(?:预算|计划|目标|任务)数?的?(?:比例|比重|进度)?"
)
# 年初预算
_TARGET = re.compile(
    r"目标|计划|预期|任务|(?:年初|调整|全年)?预算(?:数|额|安排)|(?:^|\s)(?:年初|调整|全年|\d{4}年)*预算$"
)
# 年度计划目标
_WHOLE_YEAR = re.compile(r"(?:年度|全年).*(?:目标|计划|任务|预期|预计)")
# 实际完成
_ACTUAL = re.compile(r"实绩|实际|完成(?!目标)|执行|决算")
# 预计
_EXPECTED = re.compile(r"预计")
# 产量 of 粮食, 总投资 of a project: a column that only means something with its row
_OF_ROW = re.compile(
    r"(?:总|计划|完成|累计完成|实际|年度计划|计划总|年度)?(?:产量|产值|投资额?|增加值|面积|销量|销售额|收入|利润|"
    r"税收|人数|单产|总产|价格|存栏|出栏)"
)


@dataclass(frozen=True)
class _Cell:
    start: int
    end: int
    text: str  # folded and stripped


@dataclass(frozen=True)
class _Table:
    """A table with what holds of all its cells."""

    paragraph: Paragraph
    report: Report
    reader: Lexicon
    caption: str
    unit: str  # of the caption
    others: tuple[str, ...]  # which it names beside it
    header: tuple[_Cell, ...]
    first: int  # the first column that may hold numbers
    times: tuple[str, ...]  # what each header says of time, "" for nothing

    @property
    def base_year(self) -> int | None:
        return year_of(self.paragraph.period) or year_of(self.report.period)


@dataclass(frozen=True)
class _Label:
    """What a row is called, and the place that it is of."""

    cell: _Cell  # where the words of the row begin
    text: str
    place: str


def find_table_figures(paragraph: Paragraph, report: Report, reader: Lexicon) -> list[Figure]:
    """Every number in a cell, with its unit from the cell, a header or the caption."""
    folded = fold_rows(paragraph.text)
    rows = _rows(folded)
    if len(rows) < 2:
        return []
    header, body = _headed(rows)
    caption = " ".join((*paragraph.section, folded[: header[0].start]))
    said = _CAPTION_UNIT.search(fold(caption))
    unit = said["unit"] if said else _unit(fold(caption).strip(" *|\n"))
    base = year_of(paragraph.period) or year_of(report.period)
    times = tuple(_said(base, cell.text) for cell in header)
    first = _first_column(header, body)
    others = tuple(re.findall("[^、,/\\s]+", said["more"])) if said else ()
    table = _Table(paragraph, report, reader, caption, unit, others, tuple(header), first, times)
    figures = []
    for row in body:
        label = _label(table, row)
        for column in range(table.first, min(len(row), len(header))):
            figure = _figure(table, row, label, column)
            if figure is not None:
                figures.append(figure)
    return figures


def _rows(folded: str) -> list[list[_Cell]]:
    rows, at = [], 0
    for line in folded.split("\n"):
        if "|" in line and not _RULE.match(line):
            offset = line.index("|") + 1 if line.lstrip().startswith("|") else 0
            cells = _CELL.finditer(line, offset, len(line.rstrip().removesuffix("|")))
            rows.append([_cell(cell.group(), at + cell.start()) for cell in cells])
        at += len(line) + 1
    return [r for r in rows if len(r) > 1]


def _headed(rows: list[list[_Cell]]) -> tuple[list[_Cell], list[list[_Cell]]]:
    """The header and the rows below; a second line of headers, under 2024年 | (blank) | 2023年, is joined to the first."""
    header, body = rows[0], rows[1:]
    while len(body) > 1 and not body[0][0].text and not any(_is_number(c.text) for c in body[0]):
        header, body = _joined(header, body[0]), body[1:]
    return [_whose(cell, k, body) for k, cell in enumerate(header)], body


def _whose(head: _Cell, column: int, body: Sequence[Sequence[_Cell]]) -> _Cell:
    """单位 over 岳阳楼区 or 市教育局 says whose a row is, not in what it is counted."""
    cells = [row[column].text for row in body if column < len(row)]
    named = any(cell and not find_numbers("1" + cell) for cell in cells)
    return _Cell(head.start, head.end, "单位名称") if head.text == "单位" and named else head


def _is_number(text: str) -> bool:
    return bool(_NUMBER.match(text)) and not _YEAR.fullmatch(text)


# 2024年
_YEAR = re.compile(r"(?:19|20)\d\d年?")


def _joined(groups: Sequence[_Cell], names: Sequence[_Cell]) -> list[_Cell]:
    joined, group = [], ""
    for k, name in enumerate(names):
        own = groups[k].text if k < len(groups) else ""
        group = own or group
        joined.append(_Cell(name.start, name.end, _under(group, name.text) if name.text else own))
    return joined


def _under(group: str, name: str) -> str:
    """工业总产值(万元) over 增幅(%), over 数额, over 2023年: one unit, and last."""
    unit = _UNIT_BEHIND.search(group)
    if unit is None:
        return group + name
    bare = group[: unit.start()]
    if _YEAR.match(name) or name in NEW_ACTIONS:
        return name + group
    return bare + name if _unit(name) or _is_move(name) else bare + name + unit.group()


_NOTE_MARKS = "①②③④⑤⑥⑦⑧⑨⑩"  # 860①


def _cell(text: str, start: int) -> _Cell:
    lead = len(text) - len(text.lstrip())
    stripped = text.strip().rstrip(_NOTE_MARKS)
    return _Cell(start + lead, start + lead + len(stripped), stripped.strip("*"))


# --- rows and columns -------------------------------------------------------------------------------------


def _first_column(header: Sequence[_Cell], body: Sequence[Sequence[_Cell]]) -> int:
    """Behind the serial numbers, the names and the units: the first column with a number in it."""
    named = next((k for k, cell in enumerate(header) if not _is_label_column(cell.text)), 0)
    for column in range(named + 1, len(header)):
        cells = [row[column].text for row in body if column < len(row)]
        if not _is_label_column(header[column].text) and any(_NUMBER.match(text) for text in cells):
            return column
    return len(header)


def _is_label_column(header: str) -> bool:
    return header in ("序号", "编号", "单位", "计量单位")


def _label(table: _Table, row: Sequence[_Cell]) -> _Label:
    """The first column of a row that names what is measured; a column of places says whose it is."""
    labels = [
        (head, cell)
        for head, cell in zip(table.header[: table.first], row, strict=False)
        if not _is_label_column(head.text) and cell.text
    ]
    if not labels:
        return _Label(row[0], "", "")
    places = [cell for head, cell in labels if _PLACE_HEADER.search(head.text)]
    names = [cell for head, cell in labels if not _PLACE_HEADER.search(head.text)]
    first = names[0] if names else places[-1]
    text = _ROW_MARK.sub("", first.text) or first.text
    return _Label(first, text, places[-1].text if places else text)


def _figure(table: _Table, row: Sequence[_Cell], label: _Label, column: int) -> Figure | None:
    cell = row[column]
    match = _NUMBER.match(cell.text)
    header = table.header[column].text
    if match is None or _is_label_column(header):
        return None
    unit = _unit_of(table, row, label, column, match)
    value = Decimal(match["number"].replace(",", "").replace("−", "-").lstrip("+"))
    is_unsure = "%" in table.others and unit == table.unit and not _COUNTS.search(header)
    if is_unsure and abs(value) < _LEAST_LEVEL:
        return None
    region, region_name = _region(table, (label.place, header))
    noun, subject = _noun(table, label, column, region_name)
    if not noun:
        return None
    kind = _kind(f"{header} {label.text}", noun, unit, table.reader)
    name, action = _without_action(_without_unit(noun), table.reader)
    action = action or _done(_bare_header(table, column))
    moved = kind in ("growth", "change")
    start = cell.start + match.start("number")
    end = cell.start + (match.end("unit") if match["unit"] else match.end("number"))
    text = table.paragraph.text
    return Figure(
        id=f"{table.paragraph.id}-f{cell.start}",
        report_id=table.report.id,
        paragraph_id=table.paragraph.id,
        indicator=_indicator(table, _MOVE_SUFFIX.sub("", name) if moved or kind == "rank" else name),
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
        comparator=header if moved else "",
        scope=_scope(header) if kind == "rank" else "",
        region=region,
        region_name=region_name,
        period=_period(table, label, column),
        status=_status(table, label, header),
        start=start,
        end=end,
        quote_start=label.cell.start,
        quote_end=end,
        context=f"{label.text} {header}",
    )


# 完成投资 under 各县区水利投资完成情况 is 水利投资
_STEPS = re.compile(r"^(?:年度|全年|累计|已|实际|计划|完成|到位)+")


def _titled(table: _Table, measure: str) -> str:
    """What a column measures, with the front of the table's title where that ends in the same noun."""
    bare, title = _STEPS.sub("", measure), _title(table)
    of_crop = _PRODUCED.sub("", title) + measure  # 播种面积 under 各镇粮食生产情况
    if table.reader.terms.canonical(of_crop) is not None and table.reader.terms.canonical(measure) is None:
        return of_crop
    is_known = bare == measure and table.reader.terms.canonical(measure) is not None
    if len(bare) < 2 or not title.endswith(bare) or is_known:
        return measure
    return title


# 种植
_PRODUCED = re.compile("(?:生产|种植|养殖)$")


def _under_title(table: _Table, row: str) -> str:
    """城镇居民 under 居民人均可支配收入: the row and the title, where the terms know both as one."""
    title, canonical = _title(table), table.reader.terms.canonical
    if not row or canonical(row) is not None:
        return row or title
    joined = (row + title[k:] for k in range(len(title) - 1) if row.endswith(title[:k]))
    return next((name for name in joined if canonical(name) is not None), row)


# 第一产业
_SECTOR = re.compile(r"第[一二三]产业")
# 出口
_TRADED = re.compile(r"(?:(?!.*额).{0,8})(?:进出口|出口|进口)")


def _indicator(table: _Table, name: str) -> str:
    """The terms' name; 第一产业 of a table of values is its 增加值, 出口 its 出口额."""
    whole = name + "增加值" if _SECTOR.fullmatch(name) else name + "额" if _TRADED.fullmatch(name) else name
    known = table.reader.terms.canonical(whole)
    return known if known is not None else canonical_indicator(name, table.reader)


def _bound(match: re.Match[str]) -> Bound:
    return bound_of(match["before"] or match["after"] or "")


def _moved_column(table: _Table, column: int) -> int | None:
    """The column that 同比(%) is the growth of: the nearest one before it that is no move, rate or rank itself."""
    left = range(column - 1, table.first - 1, -1)
    heads = {k: _bare_header(table, k) for k in left}
    levels = [k for k in left if not (_is_move(heads[k]) or _RANK.search(heads[k]))]
    return next((k for k in levels if not _RATE_OF.fullmatch(heads[k])), levels[0] if levels else None)


def _is_move(header: str) -> bool:
    return bool(header) and bool(_MOVE.fullmatch(header))


def _scope(header: str) -> str:
    match = _RANK_SUFFIX.search(_without_unit(header))
    return (match["scope"] or "") if match else ""


# --- units and places -------------------------------------------------------------------------------------


def _unit_of(table: _Table, row: Sequence[_Cell], label: _Label, column: int, match: re.Match[str]) -> str:
    header = table.header[column].text
    if match["unit"]:
        return str(match["unit"])
    if unit := _unit(header):
        return unit
    if _MOVE.search(header) and not table.unit:
        return "%" if "%" in header else ""
    if _RANK.search(header):
        return ""
    if _RATE_OF_MOVE.search(header):  # 单位:万元 is not of the growth beside it
        return "%"
    unit = _unit_column(table.header, row) or _unit(label.text) or _of_caption(table, header)
    return "%" if _SHARE.search(header) and MONEY_OR_AREA.search(unit) else unit  # 单位:万元 | 完成率


def _of_caption(table: _Table, header: str) -> str:
    """单位:人、万元: money is what 支出金额 is counted in, the first unit everything else."""
    units = (table.unit, *table.others)
    if "元" in units and re.search("人均|户均", header):
        return "元"
    sort = _IS_MONEY if _MONEY_HEADER.search(header) else re.compile("")
    return next((unit for unit in units if sort.search(unit)), table.unit)


# 完成投资
_MONEY_HEADER = re.compile("[金款税]额?$|资金|支出|收入|投资|产值|利润|余额|增加值|零售额|销售额|贷款|存款")
# 万元
_IS_MONEY = re.compile("元")


def _unit(words: str) -> str:
    match = _UNIT_IN_HEADER.search(words)
    found = (match["paren"] or match["slash"] or match["bare"]) if match else ""
    return found if found and find_numbers("1" + found) else ""


def _unit_column(header: Sequence[_Cell], row: Sequence[_Cell]) -> str:
    for cell, value in zip(header, row, strict=False):
        if cell.text in ("单位", "计量单位"):
            return value.text
    return ""


def _without_unit(text: str) -> str:
    return _UNIT_IN_HEADER.sub("", text).strip().rstrip("±") if _unit(text) else text.strip()


def _region(table: _Table, words: tuple[str, str]) -> tuple[str, str]:
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


# --- when, and whether ------------------------------------------------------------------------------------


def _period(table: _Table, label: _Label, column: int) -> str:
    """The time that the row, the column or the caption says; 上年同期 and 同比 lean on the other columns."""
    header = table.header[column].text
    period = table.paragraph.period or table.report.period
    columns = [time for time in table.times[table.first :] if time]
    newest = max(reversed(columns), key=lambda p: months(p)[1]) if columns else ""
    if _SAME_TIME.search(header):
        return previous(newest or period)
    for text in (fold(table.caption), label.text):
        period = _said(table.base_year, text, is_cell=text == label.text) or period
    if (own := table.times[column]) and not _is_move(_bare_header(table, column)):
        return own
    year = first_year(period)
    if year and _WHOLE_YEAR.search(header):  # 年度计划 in a report on three quarters
        return str(year)
    if newest and _MOVE.search(header):
        moved = _moved_column(table, column)
        of_moved = table.times[moved] if moved is not None else ""
        ends_with = bool(of_moved) and months(of_moved)[1] == months(newest)[1]
        return of_moved if ends_with else newest  # 12月 | 同比 | 1-12月 | 同比
    return period


@lru_cache(maxsize=1024)  # one caption and few headers for many cells
def _said(base_year: int | None, text: str, is_cell: bool = True) -> str:
    if _SAME_TIME.search(text):
        return ""
    mentions = [
        mention
        for mention in find_periods(text, base_year, bare_years=is_cell)
        if mention.period and not re.search(r"[比较]$", text[: mention.start])
    ]
    return mentions[-1].period if mentions else ""


def _status(table: _Table, label: _Label, header: str) -> Status:
    spoken = f"{label.text} {header}"
    if (
        _RATE_OF.search(header)
        or _OF_BUDGET.match(header)
        or (_ACTUAL.search(header) and not _TARGET.search(label.text))
    ):
        return "actual"
    if _TARGET.search(spoken) or (table.paragraph.is_plan and not _EXPECTED.search(spoken)):
        return "target"
    return "expected" if _EXPECTED.search(spoken) else "actual"


# --- the indicator ----------------------------------------------------------------------------------------


def _noun(table: _Table, label: _Label, column: int, region_name: str) -> tuple[str, str]:
    """The indicator's words and, where row and column both name something, whose it is.

    What neither names the table's title does: 固定资产投资 of 表2 各县(区)固定资产投资增速.
    """
    row = _name_in(label.text, region_name, table)
    header = _bare_header(table, column)
    if _is_move(header):
        moved = _moved_column(table, column)
        return _noun(table, label, moved, region_name) if moved is not None else (row or _title(table), "")
    ranked = _RANK_SUFFIX.sub("", _name_in(header, region_name, table))
    if _is_move(ranked):  # 增速位次
        return (row or _title(table)) + ranked, ""
    measure = _amount_of(
        _in_full(table, column, ranked, _MOVE_SUFFIX.sub("", _ROW_MARK.sub("", ranked))), table
    )
    if _OFFICE.search(row):
        is_named = bool(measure) and not _OF_BUDGET.fullmatch(measure)
        return (_titled(table, measure) if is_named else _title(table) or row), row
    if not measure or _done(measure) or _OF_BUDGET.fullmatch(measure):
        return _ranked(_under_title(table, row)), ""
    if _RATE_OF.fullmatch(measure):
        return _GROWTH_BACK.sub("", row or _title(table)) + measure, ""
    if not row:
        return _titled(table, measure), ""
    if measure.startswith("占"):  # 汽车制造业 | 占规上工业增加值比重
        whole = re.sub(r"的?(?:比重|比例)$", "", measure)
        attribute = ATTRIBUTE.search(whole)
        return row + (attribute.group() if attribute and not ATTRIBUTE.search(row) else "") + measure, ""
    if _SHARE.fullmatch(measure) or _OF_ROW.fullmatch(measure):
        return (row if _YIELD_SAID.search(row) and "产" in measure else row + measure), ""
    return measure, row


def _in_full(table: _Table, column: int, header: str, measure: str) -> str:
    """技术合同成交额(亿元) | 成交额增速(%): what grew is named in full by the column before."""
    before = _bare_header(table, column - 1) if column > table.first else ""
    return before if measure != header and len(measure) > 1 and before.endswith(measure) else measure


# 市工信局 | 年度计划投资: whose row it is
_OFFICE = re.compile("(?:[局委办厅院]|公司|集团|管委会|指挥部|支队)$")
# 到位资金|完成额, 企业|个数: under the name of a group the amount itself
# 到位资金完成额
_AMOUNT = re.compile("(?<=[一-鿿]{2})(?:个数|数量|数额|总量|绝对[数值量]|(?:累计)?完成[数额量值])+$")


def _amount_of(measure: str, table: _Table) -> str:
    return measure if table.reader.terms.canonical(measure) is not None else _AMOUNT.sub("", measure)


_YIELD_SAID = re.compile(r"(?:[存出]栏量?|产量)$")  # 生猪出栏 under 产量


def _done(measure: str) -> str:
    """The verb of a column that is nothing else: 已竣工, 开工数."""
    match = ACTIONS_ALONE.fullmatch(measure.removeprefix("已").removesuffix("数"))
    return match.group() if match else ""


def _ranked(name: str) -> str:
    return _RANK_SUFFIX.sub("", name) or name


def _name_in(text: str, region_name: str, table: _Table) -> str:
    """What a row or column names, without its unit and time; "" for a place, a time, a total or 完成数."""
    bare = _without_unit(text)
    names = (bare, bare + "市", bare + "县", bare + "区", *_named_in_full(bare, table))
    if region_name and region_name in names and region_name != table.report.region_name:
        return ""
    bare = _without_time(bare, table.base_year)
    is_total = re.fullmatch(r"(?:全[市县区镇省])?(?:合计|总计|小计)?|总计", bare)
    return "" if is_total or _PLAIN_HEADER.match(bare) or _BUDGET.fullmatch(bare) else bare


def _named_in_full(cell: str, table: _Table) -> list[str]:
    """恩施州 is 恩施土家族苗族自治州, where it is all that a cell says."""
    places = table.reader.regions.find(cell, table.report.region)
    return [place.name for place in places if (place.start, place.end) == (0, len(cell))]


def _bare_header(table: _Table, column: int) -> str:
    return _without_time(_without_unit(table.header[column].text), table.base_year)


@lru_cache(maxsize=1024)
def _without_time(words: str, base_year: int | None) -> str:
    for mention in find_periods(words, base_year, bare_years=True):
        if mention.start == 0:
            return words[mention.end :].lstrip("的 ")
    return words


def _title(table: _Table) -> str:
    """What the line over a table, or else its heading, says is measured; "" for 主要经济指标."""
    section = table.paragraph.section
    title = _IN_WHOLE.sub(
        "", fold(next((s for s in reversed(section) if not _CAPTION_UNIT.search(fold(s)) or len(s) > 20), ""))
    )
    title = _UNIT_BEHIND.sub("", _HEADING_MARK.sub("", title))
    before = None
    while before != title:
        before, title = title, _TITLE_FRONT.sub("", _without_time(title, table.base_year))
    title = _TITLE_BACK.sub("", title)
    return "" if _NAMES_NOTHING.fullmatch(title) else title


def _without_action(name: str, reader: Lexicon) -> tuple[str, str]:
    """新增高新技术企业 as 高新技术企业 and 新增, unless the terms know it whole."""
    fresh = max((verb for verb in NEW_ACTIONS if name.startswith(verb)), key=len, default="")
    if not fresh or len(name) - len(fresh) < 2:
        return name, ""
    return (name if reader.terms.canonical(name) is not None else name[len(fresh) :]), fresh


def _kind(words: str, noun: str, unit: str, reader: Lexicon) -> FigureKind:
    if _RANK.search(words):
        return "rank"
    if "百分点" in unit:
        return "change"
    if _OF_BUDGET.match(words):
        return "ratio"
    is_share = bool(_SHARE.search(words))
    if _MOVE.search(words) or (_GROWTH_BACK.search(noun) and not is_share):
        return "growth" if unit in ("%", "‰", "") else "change"
    if unit not in ("%", "‰"):
        return kind_of_unit(unit)
    known = reader.terms.canonical(noun)  # 规模以上工业增加值 | % | 8.4
    is_level = known is not None and reader.terms.get(known).kind != "ratio"
    return "growth" if is_level and not is_share else "ratio"
