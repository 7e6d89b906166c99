"""A label before a colon that names the number behind it: “固定资产投资:12.4亿元,同比增长5.1%”."""

from __future__ import annotations

import re

from ingest.figures.sentence import Sentence
from ingest.numerals import Number

# 固定资产投资: · 其中,出口:
_LABEL = re.compile(r"(?:^|[:,，。;；、\n\x00\s]|\d\.|其中)(?P<name>[一-鿿A-Za-z&“”()]{2,20}):$")
# 主要目标: · 具体如下: · 一是: say nothing of what is counted
_NO_NAME = re.compile(
    r"目标|任务|其中|如下|情况|方面|具体|主要|指标|分别|包括|以下|看|说|[是为]$|预计|计划|数据|总结|介绍|表明|显示|"
    r"指出|要求|成效|亮点|特点"
)
# nothing but how much it is or by how much it moved
_BARE = re.compile(
    r"\s*(?:同比|环比|[比较](?:上年|去年|年初)(?:同期|末|底)?|名义|实际|同口径|累计|完成|实现|达到?|为|约|共|"
    r"每人每[月年天]|每[人户亩][月年]?|增长|下降|上升|提高|增|降|减少|增加)*\s*"
)


def label_start(sentence: Sentence, number: Number) -> int:
    """Where the words of a number begin: at its clause, or at the label right before it where the clause names nothing."""
    start = sentence.clause_start(number.start)
    if start <= sentence.start or not _BARE.fullmatch(sentence.text, start, number.lead_end):
        return start
    label = _LABEL.search(sentence.text[sentence.start : start])
    if label is None or _NO_NAME.search(label["name"]):
        return start
    return sentence.start + label.start("name")
