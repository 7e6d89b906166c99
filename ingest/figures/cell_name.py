"""What a cell of a table measures: the words of its row, its column and the title."""

from __future__ import annotations

import re

from ingest.figures.cells import Label, Table, bare_header, moved_column
from ingest.figures.headers import (
    ANNOUNCING,
    BUDGET,
    GROWTH_BACK,
    MOVE_SUFFIX,
    OF_BUDGET,
    RANK,
    RANK_SUFFIX,
    RATE_OF,
    ROW_MARK,
    SHARE,
    UNIT_BEHIND,
    is_move,
    verb_of,
    without_time,
    without_unit,
)
from ingest.naming import ATTRIBUTE
from ingest.normalize import fold

# Words of a column that tell which number stands there, but not of what: 累计完成数, 年度计划
_PLAIN_HEADER = re.compile(
    r"^(?:(?:全年|年度|当年|本年|本期|本[月季]止?|当[月季]|年初|下达|自年初|累计|实际|预计|预期|计划|目标|任务|已|"
    r"同期|年末)*"
    r"(?:完成|实现|达到|目标|计划|任务|安排|指标|实绩|预期|累计|同期|本年|本期|本[月季]|当[月季]|年末)?(?:数|值|额|"
    r"量|情况|总量|金额|数额)?|"
    r"指标(?:名称)?|数[值据量]|绝对[数值量]|总[数量]|合计|\d{4}年?|单位|年份|月份|季度|序号|项目|名称|"
    r"地区|区域|片区|县\(?市?、?区?\)?|县区|县市区|乡镇|镇街|区县)$"
)
# 附表1:, 附表  2024年…
_IN_WHOLE = re.compile(r"附?(?:表\s*(?:\d{1,2}(?!\d)|[一二三四五六七八九十]*)(?:-\d+)?[:、.\s]*)|\*+|\s+")
# 各县(市、区), 分行业, 全市主要: what a title says of rows, not of what is measured
_TITLE_FRONT = re.compile(
    r"^(?:[、:]|及其|(?:全[市县区省]|我[市县区省])(?!民|域|口径)|"
    r"[各分](?:街道|园区|[县市区旗州镇乡街盟、()])+(?!场|域|民|政)|"
    r"(?:各|分)(?:县|市|区|行业|产业|部门|单位|月份?|季度|年度|类别|类)(?:20\d\d年)?|主要(?!污染))+"
)
# 主要指标完成情况表
_TITLE_BACK = re.compile(
    r"(?:的?(?:主要|基本)?(?:完成|推进|执行|分布|变化|发展|实施|进展|对比|增长)?(?:情况|构成|进度|统计|一览|明细|对照|"
    r"汇总|排名)*表?)$"
)
# (一)
_HEADING_MARK = re.compile(r"^(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.])+")
# 主要经济指标
_NAMES_NOTHING = re.compile(
    r"(?:经济|发展|工作|社会|目标|任务|核心|统计|监测|预期)*(?:指标|数据|目标|任务|基本|概况)|具体|详细|"
)
# 产量 of 粮食, 总投资 of a project: a column that only means something with its row
_OF_ROW = re.compile(
    r"(?:总|计划|完成|累计完成|实际|年度计划|计划总|年度)?(?:产量|产值|投资额?|增加值|面积|销量|销售额|收入|利润|"
    r"税收|人数|单产|总产|价格|存栏|出栏)"
)
# 完成投资 under 各县区水利投资完成情况 is 水利投资
_STEPS = re.compile(r"^(?:年度|全年|累计|已|实际|计划|完成|到位)+")


_SCHOOLS = frozenset(
    "幼儿园 学前教育 小学 初中 普通初中 高中 普通高中 中职 中等职业学校 职业高中 特殊教育 高等教育 高校".split()
)
# 在校生数
_COUNTED = re.compile("(?P<who>在校(?:学生|生)|在园幼儿|招生|毕业生|专任教师|教职工)(?:人?数|人数|情况)?$")


def _titled(table: Table, measure: str) -> str:
    """What a column measures, with the front of the table's title where that ends in the same noun."""
    bare, title = _STEPS.sub("", measure), _title(table)
    of_crop = _PRODUCED.sub("", title) + measure  # 播种面积 under 各镇粮食生产情况
    if table.reader.terms.canonical(of_crop) is not None and table.reader.terms.canonical(measure) is None:
        return of_crop
    if (counted := _COUNTED.search(title)) and measure in _SCHOOLS:
        return measure + counted["who"]  # 初中 under 各旗市区在校生数
    is_known = bare == measure and table.reader.terms.canonical(measure) is not None
    if len(bare) < 2 or not title.endswith(bare) or is_known:
        return measure
    return title


# 种植
_PRODUCED = re.compile("(?:生产|种植|养殖)$")


def _under_title(table: Table, row: str) -> str:
    """城镇居民 under 居民人均可支配收入: the row and the title, where the terms know both as one."""
    title, canonical = _title(table), table.reader.terms.canonical
    if not row or canonical(row) is not None:
        return row or title
    if title == "人口":  # 男性, 0-15岁
        return row if "人口" in row else row + title
    joined = (row + title[k:] for k in range(len(title) - 1) if row.endswith(title[:k]))
    return next((name for name in joined if canonical(name) is not None), row)


# 生产总值及增速; not 单位生产总值能耗
_OF_GDP = re.compile(r"^(?:地区|国内)?(?:生产总值|GDP)(?!能耗|电耗|水耗)|^(?:分?[一-鿿]{0,4}行业)?增加值")


def is_of_gdp(table: Table) -> bool:
    """Whether the caption says that the rows make up the 生产总值."""
    return bool(_OF_GDP.search(_title(table)))


def noun_of_cell(table: Table, label: Label, column: int, region_name: str) -> tuple[str, str]:
    """The indicator's words and, where row and column both name something, whose it is.

    What neither names the table's title does: 固定资产投资 of 表2 各县(区)固定资产投资增速.
    """
    row = _name_in(label.text, region_name, table)
    header = bare_header(table, column)
    if is_move(header):
        moved = moved_column(table, column)
        return (
            noun_of_cell(table, label, moved, region_name)
            if moved is not None
            else (row or _title(table), "")
        )
    ranked = RANK_SUFFIX.sub("", _name_in(header, region_name, table))
    if is_move(ranked):  # 增速位次
        moved = None if row else moved_column(table, column)
        if moved is None:
            return (row or _title(table)) + ranked, ""
        noun, subject = noun_of_cell(table, label, moved, region_name)
        return GROWTH_BACK.sub("", noun) + ranked, subject
    if not ranked and RANK.search(header) and (before := _ranked_column(table, column)) is not None:
        noun, subject = noun_of_cell(table, label, before, region_name)
        is_of_growth = GROWTH_BACK.search(bare_header(table, before))  # 增速, 规上工业增加值增速
        return noun + ("增速" if is_of_growth and not GROWTH_BACK.search(noun) else ""), subject
    measure = _amount_of(
        _in_full(table, column, ranked, MOVE_SUFFIX.sub("", ROW_MARK.sub("", ranked))), table
    )
    if _OFFICE.search(row):
        is_named = bool(measure) and not OF_BUDGET.fullmatch(measure)
        return (_titled(table, measure) if is_named else _title(table) or row), row
    if not measure or verb_of(measure) or OF_BUDGET.fullmatch(measure):
        return _ranked(_under_title(table, row)), ""
    if RATE_OF.fullmatch(measure):
        return GROWTH_BACK.sub("", row or _title(table)) + measure, ""
    if not row:
        return _titled(table, measure), ""
    if measure.startswith("占"):  # 汽车制造业 | 占规上工业增加值比重
        whole = re.sub(r"的?(?:比重|比例)$", "", measure)
        attribute = ATTRIBUTE.search(whole)
        return row + (attribute.group() if attribute and not ATTRIBUTE.search(row) else "") + measure, ""
    if SHARE.fullmatch(measure) or _OF_ROW.fullmatch(measure):
        whole = _under_title(table, row) if SHARE.fullmatch(measure) else row
        return (row if _YIELD_SAID.search(row) and "产" in measure else whole + measure), ""
    of_row = _under(row, measure)
    return (of_row, "") if table.reader.terms.canonical(of_row) is not None else (measure, row)


def _under(row: str, measure: str) -> str:
    """工业 | 用电量, 全社会用电 | 用电量: both as one name."""
    shared = next((k for k in range(len(measure), 0, -1) if row.endswith(measure[:k])), 0)
    return row + measure[shared:]


def _ranked_column(table: Table, column: int) -> int | None:
    """总量 | 位次 | 增速 | 位次: the column that a rank is of, the nearest before it.

    None for the only rank, behind several columns and last: 受理量 | 办结率 | 排名 is of them all.
    """
    if column < table.first:  # 名次 | 区县 | 综合指数
        return table.first
    before = [k for k in range(table.first, column) if not RANK.search(table.header[k].text)]
    is_only = sum(1 for cell in table.header if RANK.search(cell.text)) < 2
    is_of_all = is_only and len(before) > 1 and column == len(table.header) - 1
    return before[-1] if before and not is_of_all else None


def _in_full(table: Table, column: int, header: str, measure: str) -> str:
    """技术合同成交额(亿元) | 成交额增速(%): what grew is named in full by the column before."""
    before = bare_header(table, column - 1) if column > table.first else ""
    return before if measure != header and len(measure) > 1 and before.endswith(measure) else measure


# 市工信局 | 年度计划投资: whose row it is
_OFFICE = re.compile("(?:[局委办厅院]|公司|集团|管委会|指挥部|支队)$")
# 到位资金|完成额, 企业|个数: under the name of a group the amount itself
# 到位资金完成额
_AMOUNT = re.compile("(?<=[一-鿿]{2})(?:个数|数量|数额|总量|绝对[数值量]|(?:累计)?完成[数额量值])+$")


def _amount_of(measure: str, table: Table) -> str:
    return measure if table.reader.terms.canonical(measure) is not None else _AMOUNT.sub("", measure)


_YIELD_SAID = re.compile(r"(?:[存出]栏量?|产量)$")  # 生猪出栏 under 产量


def _ranked(name: str) -> str:
    return RANK_SUFFIX.sub("", name) or name


def _name_in(text: str, region_name: str, table: Table) -> str:
    """What a row or column names, without its unit and time; "" for a place, a time, a total or 完成数."""
    bare = without_unit(text)
    names = (bare, bare + "市", bare + "县", bare + "区", *_named_in_full(bare, table))
    if region_name and region_name in names and region_name != table.report.region_name:
        return ""
    bare = without_time(bare, table.base_year)
    bare = re.sub("(?<=[收支][入出])(?:合计|总计)$", "", bare)  # 一般公共预算收入合计
    is_total = re.fullmatch(r"(?:全[市县区镇省])?(?:合计|总计|小计)?|总计", bare)
    return "" if is_total or _PLAIN_HEADER.match(bare) or BUDGET.fullmatch(bare) else bare


def _named_in_full(cell: str, table: Table) -> list[str]:
    """恩施州 is 恩施土家族苗族自治州, where it is all that a cell says."""
    places = table.reader.regions.find(cell, table.report.region)
    return [place.name for place in places if (place.start, place.end) == (0, len(cell))]


# 各乡镇收入 (单位:万元)
_UNIT_NOTE = re.compile(r"\(?单位:[^()]*\)?")


def _title(table: Table) -> str:
    """What the line over a table, or else its heading, says is measured; "" for 主要经济指标."""
    lines = (_UNIT_NOTE.sub("", fold(line)).strip(" *") for line in reversed(table.paragraph.section))
    title = _IN_WHOLE.sub("", next(filter(None, lines), ""))
    title = UNIT_BEHIND.sub("", ANNOUNCING.sub("", _HEADING_MARK.sub("", title)))
    before = None
    while before != title:
        before, title = title, _TITLE_FRONT.sub("", without_time(title, table.base_year))
    title = _TITLE_BACK.sub("", title)
    return "" if _NAMES_NOTHING.fullmatch(title) else title
