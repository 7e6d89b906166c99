"""The noun behind a number: 近九成的|村集体, 总投资35亿元的|产业园, 为|1580家企业|授信213亿元."""

from __future__ import annotations

import re

from ingest.clauses import Lead, Span, replace
from ingest.figures.distribution import are_listed, numbers_alike
from ingest.figures.draft import Draft
from ingest.figures.kind import kind_of_unit
from ingest.figures.nouns import is_predicate_only, tail_end, tail_noun
from ingest.figures.sentence import Sentence
from ingest.numerals import Number
from ingest.records import FigureKind
from ingest.verbs import ACTION, ACTIONS_ONLY


def noun_behind(
    sentence: Sentence, number: Number, lead: Lead, kind: FigureKind, is_goal: bool
) -> Span | None:
    """The noun behind a number; none of the next of a list, nor of a goal that a result stands before."""
    in_list = bool(sentence.distributed) and not sentence.distributed[0].tail_noun
    in_list = in_list and sentence.text[sentence.at : number.lead_end] in ("、", "和", "与")
    return None if (is_goal and sentence.done) or in_list else _wanted_behind(sentence, number, lead, kind)


# 总投资|35亿元|的玉米精深加工产业园
# 总投资
_PUT_IN = re.compile(
    r"(?:签约|引进|落地|开工|实施|推进|建设|新建)*(?:(?:计划|预计|概算|合同|协议)?(?:总|固定资产)?投资(?:额|规模)?|"
    r"年?产值|年销售收入|年?营业收入|总?(?:盘子|规模|金额|额度))$"
)


def thing_of_money(sentence: Sentence, number: Number, draft: Draft) -> Span | None:
    """What so much money was put into, named behind it; None where it is named before or not at all."""
    goes_on = is_next_thing(sentence, number)
    if draft.kind != "amount" or not sentence.text.startswith("的", number.tail_start):
        return None
    if not goes_on and not (_PUT_IN.fullmatch(draft.name) and draft.lead.has_noun):
        return None
    noun = _whole_thing(sentence, number) or tail_noun(sentence, number)
    if noun is None:
        return None
    joined = _JOINED_BEHIND.search(sentence.text, *noun)  # 新院区和|3.1亿元的职教中心
    return noun[0], joined.start() if joined else noun[1]


# 新型储能电池研发生产项目: with the verbs that stand in its name
_THING = re.compile(
    r"[^,;。、\d\x00]{2,30}(?:项目|工程|基地|产业园|园区|中心|生产线|专项资金|引导资金|基金)(?![一-鿿]{0,2}等)"
)


def _whole_thing(sentence: Sentence, number: Number) -> Span | None:
    start = number.tail_start + 1
    thing = _THING.match(sentence.text, start, max(start, tail_end(sentence, start)))
    thing = thing or _SIZED_THING.match(sentence.text, start)
    return thing.span() if thing else None


# 100万千瓦风电基地、
_SIZED_THING = re.compile(
    r"(?:年产|年加工|日处理|日产|年出栏)?\d[\d.]*[万亿]?(?:千瓦时?|兆瓦|吨|平方米|立方米|方|头|只|套|台|亩)"
    r"[一-鿿]{2,16}?(?:项目|工程|基地|产业园|生产线|电站|中心)(?=[,;。、和及]|建成|开工|投产|竣工|落地|签约)"
)
# 以及
_JOINED_BEHIND = re.compile("(?:以及|[和与及])$")


def is_next_thing(sentence: Sentence, number: Number) -> bool:
    """Whether a number is the next of a list of things, each behind what was put into it."""
    last = sentence.last
    if last is None or not last.subject or last.kind != "amount" or not number.unit.endswith("元"):
        return False
    between = sentence.text[last.number.tail_start : number.lead_end]
    return bool(_NEXT_THING.fullmatch(between)) and last.subject in between.replace(" ", "")


# 的玉米精深加工产业园、总投资
_NEXT_THING = re.compile("的[^,;。\\d]{2,24}(?:、|和|与|以及|,)(?:总?投资)?")


def _wanted_behind(sentence: Sentence, number: Number, lead: Lead, kind: FigureKind) -> Span | None:
    """The noun behind a number, where the words before it leave one to be named."""
    if whom := for_whom(sentence, number):
        return whom
    if lead.is_reference:
        return None
    if lead.has_noun:
        only_verbs = ACTIONS_ONLY.fullmatch(sentence.text, *lead.noun)  # 累计服务百余家企业
        where = _WHERE.search(sentence.text, *lead.noun)  # 南四湖流域|3个国控断面
        among = _COUNTED_AMONG.match(sentence.text, number.tail_start)  # 规上工业|39个行业大类中
        relative = not lead.is_from and sentence.text.endswith(
            "的", lead.start, number.lead_end
        )  # 年初排的126个重点项目
        wanted = kind == "count" and bool(
            only_verbs
            or sentence.text.endswith("辖", *lead.noun)
            or relative
            or where
            or among
            or is_predicate_only(sentence, lead, number)
            or len(lead.items) == number.value  # 完成甲、乙|2个老旧小区改造
            or _goes_on_by_number(sentence, number, lead)
        )
    elif kind == "ratio":
        wanted = sentence.text.startswith("的", number.tail_start)  # 近九成的村集体…
    else:
        wanted = kind in ("count", "amount", "area", "quantity") and not lead.is_share
    return tail_noun(sentence, _last_of_list(sentence, number)) if wanted else None


def _goes_on_by_number(sentence: Sentence, number: Number, lead: Lead) -> bool:
    """5所学校获评甲校、|21所学校获评乙校; 创建5处示范片区、王家村段|1处幸福河流: a list of numbers before their nouns."""
    last = sentence.last
    if last is None or not last.tail_noun or "," in sentence.text[last.number.end : number.start]:
        return False
    is_first = sentence.text.endswith(("、", "和", "及"), last.noun[1], number.lead_end)
    is_next = not lead.verbs and sentence.text.startswith("、", last.noun[1])
    return is_first or (is_next and "、" not in sentence.text[last.noun[1] + 1 : number.start])


def _last_of_list(sentence: Sentence, number: Number) -> Number:
    """分别有9个、8个村: the last of numbers side by side has the noun of all behind it."""
    count = numbers_alike(sentence, number)
    if number.form != "plain" or count < 2 or not are_listed(sentence, number, count):
        return number
    return [n for n in sentence.numbers if n.start >= number.start][count - 1]


# 基本养老金|7月底前按|3.8%
# 7月底前按
_BY = re.compile(r"\x00*(?:\d{1,2}月\d{0,2}[日底末]?前?)?\x00*按照?$")
# 的总体水平调整
_RAISED = re.compile(
    r"的?(?:总体|平均|统一)?(?:水平|幅度|比例)(?:统一|相应)?(?:调整|上调|提高|提升|增加|调增|上涨)"
)


def raised_by(sentence: Sentence, number: Number, lead: Lead) -> Lead | None:
    """基本养老金按3.8%的总体水平|调整: by how much it was raised; None for other words."""
    by = _BY.search(sentence.text, *lead.noun) if number.unit == "%" else None
    if by is None or by.start() <= lead.noun[0] or not _RAISED.match(sentence.text, number.tail_start):
        return None
    return replace(lead, noun=(lead.noun[0], by.start()), change_verb="提高", items=())


def raised_end(sentence: Sentence, number: Number) -> int:
    """Where the words end that say so: 3.8%|的总体水平调整."""
    raised = _RAISED.match(sentence.text, number.tail_start)
    return raised.end() if raised else number.end


# 改造提升
_SERVED = re.compile(
    rf"{ACTION.pattern}|授信|放贷|贷款|减税|免费|提供|补贴|补助|担保|融资|追发|追[回讨]|挽回|进行|开展"
)


def for_whom(sentence: Sentence, number: Number) -> Span | None:
    """为|1580家企业|授信213亿元: those for whom something was done that has a number too; None for any other."""
    if not sentence.text.endswith("为", number.lead_end - 1, number.lead_end) or not number.unit:
        return None
    noun = tail_noun(sentence, number)
    if noun and (verb := _SERVED.search(sentence.text, noun[0] + 2, noun[1])):
        noun = noun[0], verb.start()
    opens = sentence.clause_start(number.start) == number.lead_end - 1  # 为5名滞留人员落户
    goes_on = noun and any(noun[1] < n.start < sentence.clause_end(number.end) for n in sentence.numbers)
    return noun if (opens or goes_on) and kind_of_unit(number.unit) == "count" else None


# 规上企业中有
_COUNTED_AMONG = re.compile(r"[一-鿿]{2,8}中[,有\d]")
# 长江流域
_WHERE = re.compile(r"(?:流域|沿线|沿岸|境内|片区|地区|范围内|区域内|系统内)$")
