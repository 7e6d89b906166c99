"""A question and what was said before it, read as slots: places, times, indicator, intent. No I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.indicators import TermMention, Terms
from ingest.normalize import fold, simplify
from ingest.periods import PeriodMention, find_periods, period_label
from ingest.records import Status
from ingest.regions import RegionMention, Regions
from ingest.verbs import NEW_ACTIONS
from rag.records import Intent, Question, Turn

_RANK = re.compile(r"第几|排名|位次|名次|排第|排几|几位(?!专家|院士|同志)|排在|排到|位列|居全.{0,3}(?:几|多少)|前几|进位|排行")
_CHANGE = re.compile(
    r"同比|环比|(?:增长|提升|提高|上升|下降|减少|降低|回落|增加|上涨|涨|降|下滑|变化|波动|提|升)(?:了)?(?:多少|几|幅度|情况|率|多大)|"
    r"增速|增幅|降幅|涨幅|增长率|比(?:上年|去年|前年|上一年|\d{4}年).{0,8}(?:多|少|高|低|增|降|升)|是(?:增|升|涨|降)|(?:增|涨|升|降)了(?:吗|没)"
)
_RATIO = re.compile(r"占比|占.{0,12}(?:多少|几成|几分之几|比重|比例|百分之几)|比例|比重|百分之几|几分之几|几成|份额")
_COMPARE = re.compile(r"对比|相比|比一比|比较|哪个(?:市|县|区|地方|城市)?(?:更|多|高|大|少|低)|谁(?:更|多|高|大|少|低|的)|孰|和.{1,20}(?:哪个|谁)|还是.{0,12}(?:多|高|少|低|大)|差多少|相差|比.{1,12}(?:多多少|少多少|高多少|低多少|多吗|高吗|少吗|低吗)")
_YES_NO = re.compile(r"是否|有没有|是不是|有无|能否|吗\W*$|吗|么\W*$|没有?\W*$|对不对|对吧|了没")
_LIST = re.compile(r"哪些|哪几|有啥|有什么|什么样的|列出|列举|包括什么|包含什么|都有谁|清单|名单|分别是")
_WHO = re.compile(r"谁|哪个|哪家|哪里|哪儿|哪位|哪一|哪所|哪座|何地|何时|什么时候|什么|啥|叫什么|何")
_SUMMARY = re.compile(r"主要成效|主要成绩|主要工作|主要做法|亮点|总体情况|工作总结|总结一下|概括|成效有哪些|成绩有哪些|干了什么|做了什么|做了哪些|取得了?哪些(?:成效|成绩|进展)|重点工作|重点任务|工作思路|工作打算|工作计划|下一步(?:工作)?(?:打算|安排|计划|怎么)|有哪些(?:打算|举措|安排)|主要内容")
_VALUE = re.compile(r"多少|几(?=[家个项件人名位所座条台套次户亩吨亿万千百成倍批种])|多大|多高|多长|是多|数量|规模|总额|金额|数值|数据|情况怎么样|情况如何|怎么样$|如何$|几何|多不多")
_TARGET = re.compile(r"目标|力争|计划(?!完成率|生育|单列)|预期(?!寿命)|打算|任务(?!书)|规划|拟|要(?:新增|达到|建|完成|实现|培育|增长|引进|新建|新认定)|将(?:要|会)?(?:新增|达到|建|完成|实现|培育|增长|引进)")
_ACTUAL = re.compile(r"实际(?!利用|使用|到账|到位)|完成了|实现了|达到了|完成情况|结果|已经|实绩")
_EXPECTED = re.compile(r"预计|预估")
_PLAN = re.compile(r"工作思路|工作打算|工作计划|下一步|重点任务|工作安排|明年.{0,4}(?:工作|打算|重点)|打算|计划怎么|将怎么|怎么干")
_TOTAL = re.compile(r"累计|总数|总量|共有|现有|拥有|保有量|存量|总计|总共有|一共有|有多少|有几[家个项所座]|目前有|总规模|总额(?!度)|在册")
_STOCK_ONLY = re.compile(r"累计|总数|总量|共有|现有|拥有|保有量|存量|总计|总共|一共有|目前有|有多少|有几[家个项所座]|总规模")
_UNIT = re.compile(r"(?:多少|几)(?P<unit>万亿元|亿元|万元|个百分点|百分点|平方公里|平方米|公里|万人次|人次|万人|元|亩|吨|度|家|个|项|件|名|人|位|所|座|条|台|套|次|户|张|辆|篇|场|处|批|支|倍|成|种|例|起|宗|岁|%)")
_SCOPE = re.compile(r"全省|全国|省内|国内|全市|世界|全球")
_FOLLOW = re.compile(r"^(?:那么?|那|再|还有|另外|然后|换成|如果是|要是)|呢\W*$|^(?:它|他们|这个|其中|其|该|上面|刚才|同一)")
# What a question says besides its subject.
_NOISE = re.compile(
    r"请问一?下?|想(?:请教|知道|了解|问|查)(?:一下|下)?|我想|我要|帮我|帮忙|查(?:一下|下|询|查)|告诉我|麻烦你?|一下|你好|您好|能否|可否|能不能|是多少|有多少|多少|第几|排第几|"
    r"(?:几|哪几)(?=[家个项件人名位所座条台套次户])|几(?:成|位|分之几)|哪些|哪几|哪个(?:市|县|区|地方|城市)?|哪家|哪里|哪儿|哪位|哪一?|什么时候|什么|啥|怎么样|怎样|如何|为什么|谁(?:家)?|是否|有没有|有无|是不是|"
    r"吗|呢|么|吧|啊|呀|哦|嘛|的|情况|具体|大概|到底|究竟|一共|总共|合计|列出|列举|说说|介绍|包括|包含|达到|达了?|是|有|在|对比|相比|比较|比一比|数据|数字|数值|"
    r"报告(?:里|中)?|里面|里|提到|写到|写了|说到|显示|今年|去年|那边?|这边?|还|也|都|了|为|和|与|跟|同期|分别|各自?|哪|几|请|给我|给出|看看|看一下|数量|数目|规模|累计|目前|现在|现有|拥有|共有|总数|总量|保有量|"
    r"全市|全县|全区|我市|我县|本市|全年|当年|年度(?!计划)|一年|全省|全国|省内|国内|排名|位次|名次|排|位居|位列|居|同比|环比|增长率|增速|增幅|增长|增加|提升幅度|提升|提高|上升|下降|减少|降低|回落|"
    r"变化|占比|占|比例|比重|百分之|几分之|目标|力争|计划(?!完成率)|预期(?!寿命)|预计|实际完成|实际(?!利用|使用|到账|到位)|完成情况|完成|实现|任务|打算|主要|重点(?!实验室|企业|项目|产业|高校|人群)|"
    r"新增|新认定|净增|高不高|多不多|多大|多高|更多|更高|谁更|多|更|高吗|要|将|会|能|会不会|怎么|年|市里|县里|区里|局里|干部|领导|同志|一直|以来|其中|那么|然后|再|另外|上年|比"
)
_PUNCTUATION = re.compile(r"[\s,.;:!?。、？！“”\"'‘’()《》<>\[\]【】~…—\-]+")


@dataclass(frozen=True)
class Knowledge:
    """What questions are read against: names, and what the library holds."""

    terms: Terms
    regions: Regions
    held_regions: Collection[str]  # codes with reports or figures
    base_year: int | None  # what 今年 means: the year of the newest report
    held_names: Mapping[str, str]  # code → name of the places that figures are about, towns included


@dataclass(frozen=True)
class _Reading:
    question: Question
    brings_indicator: bool
    brings_place: bool
    brings_time: bool


def understand(text: str, history: Sequence[Turn], knowledge: Knowledge) -> Question:
    """The question in its conversation; slots it leaves open are filled from the user's last question."""
    reading = _read(text, knowledge)
    earlier = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    if not earlier:
        return reading.question
    previous: _Reading | None = None
    for content in earlier[-6:]:
        current = _read(content, knowledge)
        previous = replace(current, question=_carry(current, previous)) if previous else current
    return _carry(reading, previous) if previous else reading.question


def _carry(reading: _Reading, previous: _Reading) -> Question:
    """Fill open slots of a follow-up; a question that brings place and indicator stands alone."""
    question, before = reading.question, previous.question
    is_follow_up = bool(_FOLLOW.search(question.text)) or not (reading.brings_indicator and reading.brings_place)
    if not is_follow_up:
        return question
    filled = question
    if not reading.brings_place:
        filled = replace(filled, regions=before.regions)
    if not reading.brings_indicator:
        intent = before.intent if question.intent in ("text", "value", "who", "yes_no") and not _has_own_intent(question) else question.intent
        filled = replace(
            filled, terms=before.terms, content=before.content, unit=filled.unit or before.unit, intent=intent,
            action=filled.action or before.action, wants_total=filled.wants_total or (before.wants_total and not filled.action),
            scope=filled.scope or before.scope,
        )  # fmt: skip
    if not reading.brings_time:
        keeps_time = filled.status == before.status or (filled.status is None and not reading.brings_indicator)
        if keeps_time:
            filled = replace(filled, periods=before.periods, notice=before.notice)
        if not reading.brings_indicator and filled.status is None:
            filled = replace(filled, status=before.status)
    return filled


def _has_own_intent(question: Question) -> bool:
    return bool(question.intent != "value" and question.intent != "text" and question.intent != "who") or bool(_VALUE.search(question.text) and len(question.text) > 6)


def _read(text: str, knowledge: Knowledge) -> _Reading:
    folded = fold(simplify(text)).strip()
    terms = knowledge.terms.find(folded)
    periods = [p for p in find_periods(folded, knowledge.base_year, bare_years=True) if p.period]
    regions = _own_regions(folded, terms, knowledge)
    blanked = _blank(folded, [*regions, *periods])
    content = _content(blanked, terms)
    terms = [t for t in terms if not _inside(t, regions)]
    intent = _intent(blanked, terms, regions, periods)
    question = Question(
        text=folded,
        regions=tuple(dict.fromkeys(r.code for r in regions if r.code)),
        periods=tuple(dict.fromkeys(p.period for p in periods)),
        terms=tuple(dict.fromkeys(t.name for t in terms)),
        content=content,
        action=_action(folded, terms),
        wants_total=bool(_STOCK_ONLY.search(_blank(folded, terms))),
        status=_status(_blank(folded, terms)),
        statuses_compared=_compares_statuses(folded),
        intent=intent,
        unit=m["unit"] if (m := _UNIT.search(folded)) else "",
        scope=m.group() if (m := _SCOPE.search(_blank(folded, terms))) else "",
        is_plan=bool(_PLAN.search(folded)),
        notice=_notice(periods),
    )
    brings_indicator = bool(terms) or len(content) >= 2
    return _Reading(question, brings_indicator, bool(question.regions), bool(periods))


def _own_regions(text: str, terms: Sequence[TermMention], knowledge: Knowledge) -> list[RegionMention]:
    """Places named, those inside an indicator's name left out; of several of one name, the one the library holds."""
    found = []
    for mention in knowledge.regions.find(text):
        if any(t.start <= mention.start and mention.end <= t.end for t in terms):
            continue
        held = [code for code in (mention.codes or (mention.code,)) if _is_held(code, knowledge)]
        code = mention.code if mention.code and _is_held(mention.code, knowledge) else held[0] if len(held) == 1 else mention.code
        found.append(replace(mention, code=code or (mention.codes[0] if mention.codes else "")))
    return _with_towns(text, found, knowledge)


def _with_towns(text: str, found: list[RegionMention], knowledge: Knowledge) -> list[RegionMention]:
    """Towns and zones have no code in the table; those that the library's figures are about are known by name."""
    for code, name in knowledge.held_names.items():
        start = text.find(fold(name)) if "/" in code else -1
        if start < 0:
            continue
        end = start + len(name)
        found = [m for m in found if not (start <= m.start and m.end <= end) and not knowledge.regions.is_within(code, m.code)]
        found.append(RegionMention(start, end, code, name, (code,)))
    return sorted(found, key=lambda m: m.start)


def _is_held(code: str, knowledge: Knowledge) -> bool:
    return code in knowledge.held_regions


def _inside(term: TermMention, regions: Sequence[RegionMention]) -> bool:
    return any(r.start <= term.start and term.end <= r.end for r in regions)


def _blank(text: str, mentions: Sequence[RegionMention | PeriodMention | TermMention]) -> str:
    chars = list(text)
    for mention in mentions:
        chars[mention.start:mention.end] = " " * (mention.end - mention.start)
    return "".join(chars)


def _content(blanked: str, terms: Sequence[TermMention]) -> str:
    """What the question is about: known indicators whole, of the rest whatever is not question wording."""
    parts, at = [], 0
    for term in terms:
        parts += [_NOISE.sub(" ", blanked[at:term.start]), blanked[term.start:term.end]]
        at = term.end
    parts.append(_NOISE.sub(" ", blanked[at:]))
    return _PUNCTUATION.sub("", "".join(parts))


def _intent(
    text: str, terms: Sequence[TermMention], regions: Sequence[RegionMention], periods: Sequence[PeriodMention]
) -> Intent:
    bare = _blank(text, terms)
    asks_value = bool(_VALUE.search(text))
    if _SUMMARY.search(bare) and not terms:
        return "summary"
    if _RANK.search(bare):
        return "rank"
    if _COMPARE.search(bare) or (len(regions) > 1 and (asks_value or terms)) or (len(periods) > 1 and (asks_value or terms)):
        return "change" if _CHANGE.search(bare) and len(regions) < 2 and len(periods) < 2 else "compare"
    if _CHANGE.search(bare):
        return "change"
    if _RATIO.search(bare):
        return "ratio"
    if _LIST.search(bare):
        return "list"
    if asks_value:
        return "value"
    if _YES_NO.search(bare):
        return "yes_no"
    if _WHO.search(bare):
        return "who"
    return "value" if terms else "text"


def _action(text: str, terms: Sequence[TermMention]) -> str:
    bare = _blank(text, terms)
    found = [a for a in NEW_ACTIONS if a in bare]
    return max(found, key=len) if found else ""


def _status(text: str) -> Status | None:
    if _compares_statuses(text):
        return None
    if _EXPECTED.search(text):
        return "expected"
    if _TARGET.search(text):
        return "target"
    return "actual" if _ACTUAL.search(text) else None


def _compares_statuses(text: str) -> bool:
    return bool(re.search(r"(?:目标|计划|任务|预期).{0,12}(?:实际|完成(?!率)|结果|实现)|(?:实际|完成情况|结果).{0,10}(?:目标|计划|预期)|完成.{0,4}目标(?:了?吗|没)", text))


def _notice(periods: Sequence[PeriodMention]) -> str:
    relative = [p for p in periods if p.kind == "relative" and re.search(r"今年|去年|前年|明年|上年|本年", p.text)]
    return "；".join(f"“{p.text}”按库中最新报告的年份读作{period_label(p.period)}" for p in relative)


def standalone(question: Question, region_name: Callable[[str], str]) -> str:
    """The question in words that need no conversation."""
    regions = "、".join(region_name(code) for code in question.regions)
    periods = "、".join(period_label(p) for p in question.periods)
    status = {"target": "目标", "expected": "预计", "actual": "", None: ""}[question.status]
    total = "累计" if question.wants_total and not question.action else ""
    asked = {"rank": "排名", "change": "增减变化", "ratio": "占比", "compare": "对比", "value": "数值"}.get(question.intent, "")
    about = question.content or "、".join(question.terms)
    action = question.action if question.action not in about else ""
    return f"{regions}{periods}{status}{action}{total}{about}" + (f"（{asked}）" if asked else "")
