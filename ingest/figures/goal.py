"""Whether a number says what is planned of one thing, beside what was done."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest.clauses import Span
from ingest.figures.draft import Draft
from ingest.figures.sentence import Sentence
from ingest.numerals import Number

# 年度计划投资238亿元, 计划总投资5亿元, 全年目标200家
_PLANNED = re.compile(
    r"(?<![超比占较成])(?:计划(?:总投资|投资)|(?:年度|全年)(?:预期)?(?:目标|任务|计划)(?!的|任务的|目标的|完成|"
    r"任务\x00|\x00)|今年(?:目标)?任务|"
    r"年初(?:确定|提出|明确)(?!的))"
)
# 70亿元 behind, not 完成年初预算的98%
# 税收收入年初预算
_BUDGETED = re.compile(
    r"(?<![成占为比超达])(?:年初|调整后?|变动后?)的?预算(?:数|安排)?[为是]?$|(?<=[收支][入出])预算数?[为是]?$|执行中调整为$"
)
# 年度任务（: folded, 年度任务(
_GOAL_OPENS = re.compile(r"(?:任务|目标|计划|指标)数?值?[(（]$")


_WHOSE = r"(?:全年|年度|年初|人代会|当年|国家|上级|[省市县区镇]里?|预期|既定|预定|下达|定|计划|确定|的)*"
_HOW_MUCH = (
    r"(?:超额|提前|全面|如期|已经?|只|仅|还|才|均)*(?:完成|达到?|占到?|实现|为|是|相当于|只有|仅有|仅为|不足|"
    r"超过)了?"
)
# 未达到年初|7%|的目标, 与年度|20家|的目标还有差距
_SHORT_OF = (
    r"(?:但|而|仍|尚|还|均|都)*(?:(?:未能?|没有?|没能)(?:达到?|完成|实现|达成)?|"
    r"与|距离?|离|较|比|[低高好快慢优]于|不及|超过?|超出)了?"
)
# 低于|6%|的目标: the words of a bound are the number's own
_BEYOND = re.compile(rf"\s*(?:但|而|仍|尚|还|均|都)*(?:[低高]于|不足|不到|超过?|突破)了?{_WHOSE}")
# 完成全年|40亿元|目标的56%, 超额完成省定|58万亩|任务, 全年|660亿元|的地区生产总值目标
# 完成全年
_GOAL_FRONT = re.compile(
    rf"(?:{_HOW_MUCH}{_WHOSE}|{_SHORT_OF}{_WHOSE}(?:增长|增速)?|^\s*(?:全年|年度|年初确定的?))$"
)
# 的年度目标
_GOAL_BEHIND = re.compile(
    r"(?:以上|左右)?的?(?:年度|全年|年初|预期|既定|规划|考核|控制|约束性)*(?P<noun>[^,;。、\d的]{0,12}?)"
    r"(?:目标任务|目标|任务|计划|指标)(?!完成)"
    r"(?=[的,;。]|$|\x00|还?有|尚有|仍有|存在|相比|[仍还]?[差低高少])"
)
# 只有目标任务|150亿元|的86%
# 完成年度任务
_GOAL_SAID = re.compile(rf"(?:{_HOW_MUCH}){_WHOSE}(?:目标任务|目标|任务|计划|预算)数?$")
# 较年度任务|350户|少30户
# 离年度目标
_LEFT_OF = re.compile(rf"{_SHORT_OF}{_WHOSE}(?:目标任务|目标|任务|计划)数?$")
# 还差12公里
_LEFT_BEHIND = re.compile(r"[,，]?[仍还尚]?(?:相?差|欠|缺|少|多)[约近]?\d")
# 的86%
_SHARE_BEHIND = re.compile(r"的(?:\d[\d.]*%|百分之|[一二三四五六七八九]成)")
# 目标的
_OF_THE_GOAL = re.compile(r"(?:的?[^,;。、\d]{0,12}?(?:目标任务|目标|任务|计划|指标))?的$")


def goal_words(sentence: Sentence, number: Number, lead_start: int) -> tuple[int, Span] | None:
    """Where the words that make a number a goal begin, and the noun of the goal; None where it is none."""
    if number.form != "plain":
        return None
    front = sentence.text[lead_start : number.lead_end]
    bound = sentence.text[number.lead_end : number.start]  # 低于|6%|的目标
    behind = _GOAL_BEHIND.match(sentence.text, number.tail_start, sentence.end)
    if behind and (said := _GOAL_FRONT.search(front) or _BEYOND.fullmatch(front + bound)):
        return lead_start + said.start(), behind.span("noun")
    for words, following in ((_GOAL_SAID, _SHARE_BEHIND), (_LEFT_OF, _LEFT_BEHIND)):
        if following.match(sentence.text, number.tail_start) and (said := words.search(front)):
            return lead_start + said.start(), (number.tail_start, number.tail_start)
    return None


def said_as_goal(sentence: Sentence, number: Number) -> int:
    """Where the words behind a number end that call it a goal; where it ends itself if none do."""
    behind = _GOAL_BEHIND.match(sentence.text, number.tail_start, sentence.end)
    return behind.end() if behind else number.end


def goal_before(sentence: Sentence, number: Number) -> Draft | None:
    """The goal that a number is a share of: 40亿元 before 目标的|56%."""
    last = sentence.last
    if last is None or not last.is_goal:
        return None
    return last if _OF_THE_GOAL.fullmatch(sentence.text, last.number.tail_start, number.lead_end) else None


def is_planned(words: str) -> bool:
    """Whether the words before a number call it what was planned."""
    return bool(_PLANNED.search(words)) or is_budgeted(words)


def is_budgeted(words: str) -> bool:
    """Whether the words before a number call it what the budget sets."""
    return bool(_BUDGETED.search(words))


# 建设高标准农田|28万亩; not 实施项目, not 已建成
_TO_MAKE = re.compile(
    r"^(?:全[省市县区]|今年|全年|年度|任务|上半年|重点|规划|,|\s)*"
    r"(?:新改扩?建|新建|建设|改造|打造|创建|治理|修建|改建|扩建|培育|(?<=全年|年度|今年|任务)(?:新增|引进))(?!成|了)"
)
# 建设高标准农田28万亩|,已完成18.6万亩
# ,已完成18.6万亩
_ALREADY = re.compile(
    r"[,(](?:目前|现|截至目前,?|(?:截?至|到)?(?:20\d\d年)?\d{1,2}(?:-\d{1,2})?月(?:底|末)?,?)?"
    r"已(?:经)?(?:完成|建成|完工|竣工|验收|开工|入库|投用)(?:了|约|近|超)?(?P<part>\d[\d.]*)(?P<unit>[万亿]?[一-鿿]+)"
)


def is_partly_done(sentence: Sentence, number: Number) -> bool:
    """建设高标准农田28万亩,已完成18.6万亩: what is to be made, where only a part of it is."""
    part = _ALREADY.match(sentence.passage.text, number.tail_start)
    return (
        part is not None
        and part["unit"].startswith(number.unit)
        and Decimal(part["part"]) < number.value
        and _TO_MAKE.match(sentence.text[sentence.clause_start(number.start) : number.start]) is not None
    )


def is_of_goal(sentence: Sentence) -> bool:
    """完成年度任务(7000人)的127.4%, 低于省定控制目标(分别为12/10万、4.5‰): in parentheses behind a goal."""
    if not sentence.is_aside:
        return False
    before = sentence.text[max(0, sentence.start - 9) : sentence.start]
    return bool(_GOAL_OPENS.search(before))
