"""What an item is about: “粮食:播种面积1321万亩,总产量116亿斤”."""

from __future__ import annotations

import re

from ingest.figures.sentence import Sentence
from ingest.naming import canonical_indicator
from ingest.normalize import fold

# measures that mean nothing without their thing
_BARE = re.compile(
    r"(?:计划|年度|全年|综合|总)?(?:(?:播种|种植|养殖|栽培|改造|建成|施工|竣工|销售)?面积|产量|总产|单产|亩产|产值|"
    r"增加值|营业收入|营收|利润|"
    r"投资额?|销售额|销量|进出口额?|[存出]栏量?|规模|数量|就诊率|合格率|覆盖率|占比)"
)
_LABEL = re.compile(r"(?:^|[。;；\n●○■◆▲★·•※])[^\w“”]*(?P<label>[一-鿿]{2,6}):(?=[一-鿿])")
# 其中:, 一是:, 主要目标:, 数据显示: open no item of that name
_NO_LABEL = re.compile(
    r"其中|[一二三四五六七八九十]是|目标|指标|任务|情况|成效|问题|数据|显示|表示|统计|结果|方面|工作|措施|重点|"
    r"计划|特点|分[类产行地]|备注|说明|来源|单位|日期|时间"
)


def label_of(sentence: Sentence, name: str) -> str:
    """The label of the item that a bare measure stands in; "" where it has none or the name says enough."""
    if not _BARE.fullmatch(name):
        return ""
    labels = list(_LABEL.finditer(fold(sentence.passage.text), 0, sentence.end))
    label = labels[-1]["label"] if labels else ""
    is_own = (
        labels and "。" not in sentence.passage.text[labels[-1].end() : max(sentence.start, labels[-1].end())]
    )
    return label if is_own and not _NO_LABEL.search(label) else ""


def labelled(sentence: Sentence, name: str) -> str:
    """The indicator of a bare measure under a label: 粮食播种面积; "" where there is no label."""
    label = label_of(sentence, name)
    return canonical_indicator(label + name, sentence.passage.reader) if label else ""
