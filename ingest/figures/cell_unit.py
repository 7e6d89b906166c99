"""In what a cell of a table is counted: it, its column, a column of units or the caption says so."""

from __future__ import annotations

import re

from ingest.figures.cells import Label, Table
from ingest.figures.headers import MOVE, RANK, SHARE, unit_in
from ingest.figures.kind import MONEY_OR_AREA

# 比上年增减: by how much, in the unit of the row
_MOVED_BY = re.compile(r"(?:[比较](?:上年|去年)(?:同期)?)?(?:增减|变化|升降|±)(?:额|量|数|值)?")
# 增速
_RATE_OF_MOVE = re.compile(r"增速|增幅|涨幅|增长(?!额|量|数)|同比$")


def unit_of_cell(table: Table, label: Label, column: int, match: re.Match[str]) -> str:
    header = table.header[column].text
    if match["unit"]:
        return str(match["unit"])
    if unit := unit_in(header):
        return unit
    if label.unit and _MOVED_BY.fullmatch(header):
        return "个百分点" if label.unit in ("%", "‰") else label.unit
    if RANK.search(header):
        return ""
    if _RATE_OF_MOVE.search(header):  # 单位:万元 is not of the growth beside it
        return "%"
    if MOVE.search(header) and not table.unit:
        return "%" if "%" in header else ""
    unit = label.unit or _of_caption(table, header)
    if not unit and (counted := _COUNTED.search(header)):
        return counted["unit"] or counted["alone"] or ("家" if counted["firms"] else "个")
    return "%" if SHARE.search(header) and MONEY_OR_AREA.search(unit) else unit  # 单位:万元 | 完成率


def _of_caption(table: Table, header: str) -> str:
    """单位:个、人、万元: money is what 支出金额 is counted in, 人 what 教师 are, the first unit everything else."""
    units = (table.unit, *table.others)
    if "元" in units and re.search("人均|户均", header):
        return "元"
    sorts = ((_MONEY_HEADER, "元"), (_PERSONS_HEADER, "人"), *_OTHER_HEADERS)
    sort = next((unit for words, unit in sorts if words.search(header)), "")
    return next((unit for unit in units if unit.endswith(sort)), table.unit)


# 死亡人数, 起数, 件次
_COUNTED = re.compile(
    "(?P<unit>[起户件宗家人套栋辆台例座])数$|^(?P<alone>[件人户批]次)$|(?P<firms>企业数)$|(?P<things>项目数)$"
)
# 完成投资
_MONEY_HEADER = re.compile("[金款税]额?$|资金|支出|收入|投资|产值|利润|余额|增加值|零售额|销售额|贷款|存款")
# 卫生技术人员
_PERSONS_HEADER = re.compile(
    "人员|人数|人才|职工|医师|医生|护士|教师|劳动力|人口|[学校业招新究]生数?$|学生|学员|[党团会队]员数?$|"
    "患者|老人|儿童|孤儿|志愿者|运动员|教练|旅客"
)
_OTHER_HEADERS = (
    (re.compile("床位"), "张"),  # 床位数
    (re.compile("面积"), "亩"),  # 播种面积
    (re.compile("里程"), "公里"),  # 公路里程
    (re.compile("车辆|车数?$"), "辆"),  # 营运车辆
)
