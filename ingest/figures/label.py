"""Labels before a colon: “固定资产投资:12.4亿元” names its number, “粮食:播种面积1321万亩” is what a bare measure is of."""

from __future__ import annotations

import re

from ingest.figures.measures import BARE
from ingest.figures.sentence import Sentence
from ingest.naming import canonical_indicator
from ingest.normalize import fold
from ingest.numerals import Number
from ingest.verbs import ACTION_WORD

# 固定资产投资: · 其中,出口: · 1.地区生产总值:
_BEFORE = re.compile(r"(?:^|[:,，。;；、\n\x00\s]|\d\.|其中)(?P<label>[一-鿿A-Za-z&“”()]{2,20}):$")
# 粮食:播种面积, at the beginning of an item; ● 235国道改建工程:全长
_OF_ITEM = re.compile(
    r"(?:^|[。;；\n●○■◆▲★·•※])[^\w“”]*(?:\d+[)）.、])?(?P<label>[一-鿿]{2,6}|[\w“”()（）-]{3,24}"
    r"(?:项目|工程|公路|[国省县]道|大桥|园区?)):(?=[一-鿿])"
)
# 特色产业:蔬菜面积32.7万亩,产量71.5万吨: a field, whose things are named one by one
_FIELD = re.compile(r"(?:业|生产|经济|建设)$")
# (二)政府性基金预算。收入16.4亿元: a heading that runs on
_HEADED = re.compile(r"^\s*[(（][一二三四五六七八九十]{1,2}[)）]\s*(?P<label>[一-鿿]{2,12})。")
# (二)
_MARK = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]?)+\s*")
# 主要目标: · 具体如下: · 一是: · 数据显示: say nothing of what is counted
_NO_NAME = re.compile(
    r"目标|任务|数字|要点|意见|其中|如下|情况|方面|具体|主要|指标|分别|包括|以下|看|说|[是为]$|预计|计划|数据|总结|介绍|表明|"
    r"显示|表示|指出|要求|成效|亮点|特点|问题|统计|结果|工作|措施|重点|分[类产行地]|备注|说明|来源|单位|日期|时间"
)
# nothing but what was done, how much it is or by how much it moved
_NO_WORDS = re.compile(
    rf"[\s\x00]*(?:20\d\d年度?)?(?:[今全本]年(?:目标)?任务)?"
    rf"(?:{ACTION_WORD.pattern}|同比|环比|[比较](?:上年|去年|年初)(?:同期|末|底)?|名义|实际|同口径|"
    r"累计|达到?|为|约|共|已经?|"
    r"每人每[月年天]|每[人户亩][月年]?|增长|下降|上升|提高|增|降|减少|增加)*\s*"
)


# 分年看|营业总收入
_BY_YEARS = re.compile(r"^(?:分(?:年度?|季度|月)|逐年)(?:来?看)?")
# 项目:, 创新: fields that a review is set out by
_A_FIELD = re.compile(
    "(?:重[大点])?项目|(?:科技)?创新|产业|改革|开放|绿色|民生|党建|配套|科技|人才|环境|城建|经济总?量?|安全|服务|平台|"
    "企业|工业|农业"
)


def label_start(sentence: Sentence, number: Number) -> int:
    """Where the words of a number begin: at its clause, or at the label before it where the clause names nothing."""
    start = sentence.clause_start(number.start)
    if start <= sentence.start or not _NO_WORDS.fullmatch(sentence.text, start, number.lead_end):
        return start
    label = _BEFORE.search(sentence.text[sentence.start : start])
    if label is None:
        return start
    by_years = _BY_YEARS.match(label["label"])
    called = label["label"][by_years.end() :] if by_years else label["label"]
    if len(called) < 2 or (_NO_NAME.search(called) and called[-1] != "率"):
        return start
    return sentence.start + label.end("label") - len(called)


def label_of(sentence: Sentence, name: str) -> str:
    """The label of the item that a bare measure stands in; "" where it has none or the name says enough."""
    if not BARE.fullmatch(name):
        return ""
    text = sentence.passage.text
    labels = list(_OF_ITEM.finditer(fold(text), 0, sentence.end))
    if not labels or "。" in text[labels[-1].end() : max(sentence.start, labels[-1].end())]:
        return ""
    label = labels[-1]["label"]
    is_of_a_thing = bool(_FIELD.search(label)) and any(not BARE.fullmatch(d.name) for d in sentence.done)
    is_field = bool(_A_FIELD.fullmatch(label)) and bool(sentence.done)
    return "" if _NO_NAME.search(label) or is_of_a_thing or is_field else label


def labelled(sentence: Sentence, name: str) -> str:
    """The indicator of a bare measure under a label: 粮食播种面积; "" where there is no label."""
    label = label_of(sentence, name)
    if label:
        return canonical_indicator(label + name, sentence.passage.reader)
    section = sentence.passage.paragraph.section
    if not BARE.fullmatch(name):
        return ""
    headed = _HEADED.match(sentence.passage.text)
    if headed and "。" in sentence.passage.text[headed.end() : sentence.start]:
        return ""
    heading = headed["label"] if headed else _MARK.sub("", section[-1]) if section else ""
    return sentence.passage.reader.terms.canonical(fold(heading + name)) or "" if heading else ""
