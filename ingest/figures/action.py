"""The verb of a figure: 新增138家 is not 累计138家."""

from __future__ import annotations

import re

from ingest.clauses import Lead
from ingest.figures.draft import Draft
from ingest.figures.sentence import Sentence
from ingest.numerals import Number
from ingest.records import FigureKind
from ingest.verbs import ACTION, NEW_ACTIONS, STOCK_ACTIONS

# 经济总量
_SIZE = re.compile("^(?!.*(?:累计|总计|共计|合计)).*(?:总量|总规模)")
_LEVELS = ("count", "amount", "area", "quantity")
# 新投产
_FRESH = re.compile("|".join(sorted(NEW_ACTIONS, key=len, reverse=True)))
# 净增
_INCREASED = re.compile("新增|净增|^实有")
# 改造老旧小区; not 注册护士
_WORKED_ON = re.compile(r"(?:改造|建设|建成(?!区)|整治|改扩建|培育|实施)(?=[一-鿿]{3})")
# 累计
_STOCK = re.compile(r"(?:累计|总数|总量)$")
# 托位数, 覆盖率, 人均面积: a level has no verb that a list of counts has
_LEVEL_NOUN = re.compile(r"(?:数|率|量|额|比重|占比|面积|收入|指数|标准)$|^[人每]")

# 新增备案企业47户,有实绩企业35户; 新认定高企21家,年末有效高企238家: what there is, and no part of what came new
_STANDING = re.compile(r"有|(?:截?至)?(?:[年期]末|年底|\d{1,2}月[底末]|目前)|现[有存]|目前|有效")


def action_of(sentence: Sentence, number: Number, lead: Lead, lead_start: int, kind: FigureKind) -> str:
    """The verb that governs a number; an item of a list has that of the item before it."""
    if kind in ("growth", "change") and lead.change_verb:
        return lead.change_verb
    if lead.is_share:
        return "占" if "占" in sentence.text[lead.start : number.start] else ""
    said = sentence.text[lead.start : number.start]
    if lead.action == "累计" and kind in ("amount", "quantity") and _SIZE.search(said):
        return ""  # 地区生产总值增长5%,总量突破420亿元: of one year
    if lead.action:
        return lead.action
    name = sentence.text[lead.noun[0] : lead.noun[1]]
    if kind in _LEVELS and (
        (_STOCK.search(name) and not (name.endswith("总量") and kind != "count"))
        or name.startswith(("累计", "共有", "现有"))
    ):
        return "累计"
    if said := _said_inside(name):
        return said
    moved = lead.is_level or lead.is_from  # 新增备案企业47户,实绩企业由61户增至78户
    if moved or kind not in _LEVELS or not sentence.done or lead.verbs:
        return ""
    return _of_the_list(sentence, number, lead, lead_start, kind, name)


def _said_inside(name: str) -> str:
    """新增规上企业, 城镇新增就业, 改造老旧小区: a verb in a name that the terms hold whole."""
    said = _FRESH.match(name) or _INCREASED.search(name) or _WORKED_ON.match(name)
    return said.group() if said else ""


def _of_the_list(
    sentence: Sentence, number: Number, lead: Lead, lead_start: int, kind: FigureKind, name: str
) -> str:
    last = sentence.done[-1]
    if sentence.text[last.number.tail_start : number.lead_end] in ("、", "和", "与", "及"):
        return last.action  # 建有救援队伍214支、6820人
    between = sentence.text[last.number.end : lead.noun[0]]
    if "其中" in between:  # 拥有景区52个,其中5A级1个、4A级15个
        last = sentence.last_alike(number) or last
        if last.action in NEW_ACTIONS and _is_of_all(sentence, last):
            return ""  # 规上企业2156家,净增98家,其中超十亿元67家
        listed = last.action in NEW_ACTIONS or last.lead.action in STOCK_ACTIONS
        return last.action if listed and last.number.unit == number.unit else ""
    if (
        last.kind == kind
        and not lead.has_noun
        and _same_unit(last, number)
        and _of_another_place(sentence, last, number)
    ):
        first = next(d for d in sentence.done if d.region == last.region and _same_unit(d, number))
        return first.action  # 甲市新认定高企98家,乙区、丙区均为57家; 甲区38个、完工26个,乙区21个
    if last.kind != kind or (
        not lead.has_noun and "其中" not in sentence.text[sentence.start : number.start]
    ):
        return ""
    if lead_start != sentence.clause_start(lead_start):
        return last.action
    if re.search(r"达|为|有|到", sentence.text[lead.noun[1] : number.lead_end]):
        return ""  # 总装机达286万千瓦
    if _STANDING.match(sentence.text, lead_start):
        return ""
    governs = bool(last.lead.verbs) or last.name.startswith(last.action)  # not 城镇新增就业
    goes_on = last.action in NEW_ACTIONS and governs and _same_unit(last, number)
    return last.action if goes_on and not ACTION.search(between) and not _LEVEL_NOUN.search(name) else ""


def _is_of_all(sentence: Sentence, last: Draft) -> bool:
    """Whether how many there are was said before how many came new."""
    levels = (d for d in sentence.done if d.kind == last.kind and d.action not in NEW_ACTIONS)
    return any(d.indicator == last.indicator for d in levels)


def _of_another_place(sentence: Sentence, last: Draft, number: Number) -> bool:
    return any(m.code and last.number.end <= m.start < number.start for m in sentence.passage.regions)


def _same_unit(last: Draft, number: Number) -> bool:
    return last.number.unit.lstrip("百千万亿") == number.unit.lstrip("百千万亿")
