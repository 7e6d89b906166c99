"""What the words of a column of a table say: its unit, its time, whether it is of a move, a rate or a rank."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.numerals import find_numbers
from ingest.periods import find_periods
from ingest.verbs import ACTIONS_ALONE

# 旅游收入(亿元), 增速 / %, 单位:万元
_UNIT_IN_HEADER = re.compile(
    r"[(（]\s*(?:单位:)?[±+-]*(?P<paren>[^()（）]{1,10})\s*[)）]\s*$|/(?P<slash>[^/]{1,6})$|(?<=[一-鿿±])(?P<bare>[%‰])$"
)
# 年均增速〔累计〕
_NOTED = re.compile(r"[〔\[［][^〔〕\[\]［］]{1,8}[〕\]］]$")
# 单位:万元 · 单位:万元、%(另有注明的除外): of several the first is that of the levels
CAPTION_UNIT = re.compile(
    r"单位:\s*(?P<unit>[^\s()（）|,;。、/%]{1,12}|%)(?P<more>(?:[、,/]\s*[^\s()（）|,;。、/]{1,6})*)"
)
# 情况如下:
ANNOUNCING = re.compile(r"(?:如下|见[下附]表)?[:*|\s]*$")
_HELD = r"(?:年均|同比|环比|[比较]?(?:上年|去年|上月|年初|上季度|上年末|上年同期|去年同期|20\d\d年(?:同期)?))"
_MOVED = r"(?:增长|增速|增幅|增减|增加(?!值)|涨幅|升降|变化|±)(?:率|幅度|情况|百分点|额|量|数)?"
# 比上年增长
MOVE = re.compile(rf"{_HELD}?{_MOVED}|同比|环比|[比较](?:上年|去年|年初)(?:同期|[末底])?")
# 同比增长
MOVE_SUFFIX = re.compile(rf"{_HELD}?{_MOVED}$|{_HELD}$")
# 占比
SHARE = re.compile(r"占比|比重|占|比例|率(?:[(（]|$)")
# 全省排名
RANK = re.compile(r"排名|排位|排序|位次|名次|(?:全[省国市县区州]|省内|市内)第?[几位]")
# GDP增速全省位次
RANK_SUFFIX = re.compile(
    r"(?:[在占居列]?(?P<scope>全[省国市县区州]|省内|市内))?(?:排名|排位|排序|位次|名次)$"
)
# 上年同期
SAME_TIME = re.compile(r"(?:上年|去年)同期")
# 完成率, 进度: a rate that is of what the table or the row is about
RATE_OF = re.compile(
    r"(?:目标|计划|任务|年度|年度计划|年度目标|投资|累计)*(?:完成|开工|竣工|达标|覆盖|入库|支出|执行)(?:率|比例|"
    r"进度)|进度|达标率|占比"
)
# 投资(单位:亿元)
UNIT_BEHIND = re.compile(r"\((?:(?:计量)?单位:)?[^()]{1,10}\)$")
# 同比增长
GROWTH_BACK = re.compile(r"(?:同比)?(?:增长|增速|增幅)$")
# (二)其中:过夜游客, #出口: what stands before the name of a row
ROW_MARK = re.compile(r"^(?:[#*]+|[(（]?[一二三四五六七八九十\d]{1,2}[)）、.](?!\d)|其中[:：]?|\s)+")
# 预算数, 调整预算数; 为预算%, 占年初预算: how much of it was reached
BUDGET = re.compile(r"(?:年初|调整|变动|全年|\d{4}年)*(?:预算|决算|执行|快报|收入|支出|实绩)数?")
# 完成年初预算
OF_BUDGET = re.compile(
    r"(?:(?:执行|完成|决算|实绩)数?)?(?:为|占|完成|是)(?:年初|年度|当年|调整|变动|全年)*(?:预算|计划|目标|任务)数?的?"
    r"(?:比例|比重|进度)?"
)


def is_label_column(header: str) -> bool:
    return header in ("序号", "编号", "单位", "计量单位")


def is_set_before(header: str) -> bool:
    """序号, or 名次 before the names."""
    return is_label_column(header) or bool(RANK.fullmatch(header))


def is_move(header: str) -> bool:
    return bool(header) and bool(MOVE.fullmatch(header))


def scope_of(header: str) -> str:
    match = RANK_SUFFIX.search(without_unit(header))
    return (match["scope"] or "") if match else ""


def unit_in(words: str) -> str:
    match = _UNIT_IN_HEADER.search(words)
    found = (match["paren"] or match["slash"] or match["bare"]) if match else ""
    numbers = find_numbers("1" + found) if found else []
    return (
        found.removesuffix("只")
        if numbers and numbers[0].unit == found.removesuffix("只")
        else found * bool(numbers)
    )


def without_unit(text: str) -> str:
    text = _NOTED.sub("", text)
    return _UNIT_IN_HEADER.sub("", text).strip().rstrip("±") if unit_in(text) else text.strip()


@lru_cache(maxsize=1024)  # one caption and few headers for many cells
def time_said(base_year: int | None, text: str, is_cell: bool = True) -> str:
    if SAME_TIME.search(text):
        return ""
    mentions = [
        mention
        for mention in find_periods(text, base_year, bare_years=is_cell)
        if mention.period and not re.search(r"[比较]$", text[: mention.start])
    ]
    return mentions[-1].period if mentions else ""


def verb_of(measure: str) -> str:
    """The verb of a column that is nothing else: 已竣工, 开工数."""
    match = ACTIONS_ALONE.fullmatch(measure.removeprefix("已").removesuffix("数"))
    return match.group() if match else ""


@lru_cache(maxsize=1024)
def without_time(words: str, base_year: int | None) -> str:
    for mention in find_periods(words, base_year, bare_years=True):
        if mention.start == 0:
            return words[mention.end :].lstrip("的 ")
    return words
