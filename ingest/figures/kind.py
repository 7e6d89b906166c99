"""What sort of number it is, told by its unit and by how its words move."""

from __future__ import annotations

import re

from ingest.clauses import Lead
from ingest.numerals import Number
from ingest.records import FigureKind

# 万元
MONEY_UNIT = re.compile(r"元|人民币|英镑")
# 万亩
_AREA_UNIT = re.compile(r"平方|亩|公顷|㎡|方$")
# 万元
MONEY_OR_AREA = re.compile(rf"{MONEY_UNIT.pattern}|{_AREA_UNIT.pattern}")
# 家
_COUNTED = re.compile(
    r"(?:家|个|项|件|人|名|位|户|所|座|条|台|套|张|部|册|处|支|只|头|辆|架|艘|例|起|宗|笔|批|场|次|种|类|份|篇|本|"
    r"株|羽|尾|列|对|组|门|首|枚|块|片|段|盏|口|眼|道|人次|家次|户次|间|幅|棵|期|轮|方面|单|班|届|栋|幢|趟|剂|针|"
    r"席|款|桶|罐|顶|匹|具|颗|粒|端口|张床|床位|"
    r"台套|村|社区|根|(?<!A)\))$"
)


def kind_of(number: Number, lead: Lead) -> FigureKind:
    unit = number.unit
    if number.form == "rank":
        return "rank"
    if number.form == "structure":
        return "index"
    moved = bool(lead.change_verb) and not lead.is_level
    if unit in ("个百分点", "百分点", "个千分点", "个基点", "基点"):
        return "change"
    if number.form == "times" or unit == "倍":
        return "growth" if moved else "multiple"
    if unit in ("%", "‰", "‱", "成") or number.form in ("fraction", "proportion"):
        return "growth" if moved or (number.value < 0 and lead.comparator) else "ratio"
    if moved and not lead.is_share:
        return "change"
    return kind_of_unit(unit)


def kind_of_unit(unit: str) -> FigureKind:
    """What a number that neither moved nor is a share is by its unit."""
    if not unit:
        return "index"
    if unit in ("亿", "万亿"):  # 突破百亿
        return "amount"
    if unit in ("万", "百万", "千万"):  # 注册用户812万
        return "count"
    if MONEY_UNIT.search(unit):
        return "amount"
    if "/" in unit:  # 公斤/亩
        return "quantity"
    if _AREA_UNIT.search(unit):
        return "area"
    return "count" if _COUNTED.search(unit) else "quantity"
