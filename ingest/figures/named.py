"""What the words around a number call it; where its clause has no name, what stands before it does."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.clauses import Lead, Span, handed_over
from ingest.figures.behind import is_next_thing, noun_behind
from ingest.figures.beside import is_higher_goal
from ingest.figures.draft import Draft
from ingest.figures.effort import worked_at
from ingest.figures.indicator import is_level
from ingest.figures.kind import kind_of
from ingest.figures.measures import BARE
from ingest.figures.owners import is_left, owners_of
from ingest.figures.predicate import honour_before, said_before, thing_before
from ingest.figures.region import places_each
from ingest.figures.sentence import Sentence
from ingest.figures.shares import share_behind
from ingest.head import subject_of_title
from ingest.numerals import Number
from ingest.records import FigureKind

_WIDE = ("全省", "全国", "全市", "全球")
# 两镇合计占全市的35%: the places named before, none of them alone
_TOGETHER = re.compile(
    r"(?:上述|以上|这)?[两二三四五六七八九十]个?(?:县市|市县|县区|市区|区县|街道|园区|[市县区镇乡地])(?:合计)?"
)


@dataclass(frozen=True)
class Words:
    """The words around a number, as far as they are read."""

    lead: Lead
    lead_start: int
    kind: FigureKind
    noun: Span
    name: str
    behind: Span | None  # the noun behind the number, where that is what it counts
    is_turned: bool  # 53%的人口: a share of what stands behind it
    each: tuple[tuple[str, str], ...]  # places that have the number each
    is_together: bool  # 两镇合计占…: of the places named before, and of none alone
    owners: tuple[Draft, ...] = ()  # earlier figures that the number goes on about


def words_of(sentence: Sentence, number: Number, lead: Lead, lead_start: int, is_goal: bool) -> Words:
    """The noun that a number counts, before or behind it, and how the words call it."""
    each = places_each(sentence, number, lead_start)
    lead = replace(lead, is_distributed=False, items=()) if each else lead
    kind = kind_of(number, lead)
    turned = share_behind(sentence, number, lead)
    behind = turned or noun_behind(sentence, number, lead, kind, is_goal)
    if behind and (is_next_thing(sentence, number) or is_left(sentence, number)):
        behind = None  # 剩余368套|将于6月底前交付, 总投资35亿元的产业园、12.6亿元的工厂
    noun = behind or lead.noun
    name = sentence.clean(noun) if noun[1] > noun[0] else ""
    is_state = (name in _STATES or _TAKEN_UP.fullmatch(name)) and _is_beside(sentence, number)
    if not behind and (is_state or (_CHARGED.fullmatch(name) and _are_of_crime(sentence, number))):
        lead, name = replace(lead, action=name, verbs=(name,), noun=(noun[1], noun[1])), ""
    name = _called(sentence, number, lead, noun, name)
    name = name.strip("各均") if each else name
    is_together = bool(sentence.before and _TOGETHER.fullmatch(name))
    name = "" if is_together else name
    return Words(lead, lead_start, kind, noun, name, behind, bool(turned), each, is_together)


# 178家国家高新区
_AMONG_SO_MANY = re.compile(r"^\d{1,4}[家个所](?=[一-鿿]{3})")


def _called(sentence: Sentence, number: Number, lead: Lead, noun: Span, name: str) -> str:
    """The name with what the words around it leave to the reader."""
    if name.endswith("中") and sentence.done and sentence.done[-1].tail_noun and noun[0] == sentence.at:
        name = sentence.done[-1].name  # 33个行业大类中21个
    name = _SCORED.sub("", name)  # 满意度测评中|得分
    whole = subject_of_title(sentence.passage.report.title)
    if whole and name.startswith(whole) and len(name) > len(whole) + 1:
        name = name.removeprefix(whole)  # 钦州港|货物吞吐量, in a report of that
    name = _AMONG_SO_MANY.sub("", name) if number.form == "rank" else name
    if sentence.parent is not None and _WHO_SET_IT.fullmatch(name):
        return sentence.parent.name if sentence.done else ""  # 72.4%(国家要求不低于62%,省定目标70%)
    if not lead.verbs or not _LASTS.search(number.unit):
        return name
    # 抵押登记0.5天办结: how long that takes
    return name + (lead.verbs[-1] if sentence.text.endswith(lead.verbs[-1], 0, number.lead_end) else "")


def named(sentence: Sentence, number: Number, words: Words) -> Words | None:
    """With a name, or with the earlier figures that give it theirs; None where nothing does."""
    lead, kind = words.lead, words.kind
    name = _of_persons(sentence, number, words)
    owners: tuple[Draft, ...] = ()
    if not name and lead.action == "累计" and (honour := honour_before(sentence, number)):
        name = honour  # 甲市、乙市入选省级示范县,全市累计4个
    elif lead.verbs and (not name or is_level(name)) and (worked := worked_at(sentence, number))[0]:
        name = name + worked[0]  # 加强孵化平台建设,新增省级2家
        words = replace(words, lead_start=worked[1])
    elif not name and (said := said_before(sentence, number))[0]:
        name = said[0]  # 非税收入有所回落,完成38.6亿元
        words = replace(words, lead_start=said[1])
    elif kind == "rank" and not name and (honour := honour_before(sentence, number)):
        name = honour
        lead = replace(lead, scope=lead.scope or next((s for s in _WIDE if s in honour), ""))
    elif not name:
        found = _unsaid(sentence, number, words)
        if found is None:
            return None
        name, owners = found
    is_changed = bool(owners) or name != words.name or lead is not words.lead
    return replace(words, lead=lead, name=name, owners=owners) if is_changed else words


def _of_persons(sentence: Sentence, number: Number, words: Words) -> str:
    """The name where persons did something (报名2.1万人: 报名人数) or where a bare measure wants its thing."""
    lead, name = words.lead, words.name
    if person := _persons(sentence, number, name):
        name = person
    elif _PERSONS_DID.fullmatch(name or (lead.verbs[-1] if lead.verbs else "")) and re.search(
        "人次?$", number.unit
    ):
        name = (name or lead.verbs[-1]) + "人数"  # 公开招聘岗位612个,报名2.1万人
    if BARE.fullmatch(name) and (thing := thing_before(sentence, number)):
        name = thing + name
    return name


def _unsaid(sentence: Sentence, number: Number, words: Words) -> tuple[str, tuple[Draft, ...]] | None:
    """The name of a number whose clause has none: said before, of another thing, or that of earlier figures."""
    lead, kind = words.lead, words.kind
    if kind == "amount" and lead.verbs and (spent := _SPENT_ON.match(sentence.text, number.tail_start)):
        return f"{spent['what']}{lead.verbs[-1]}", ()
    if sentence.before is None:
        moved = sentence.topic if kind == "growth" and lead.change_verb else ""
        name = moved or _verb_as_name(lead, number)
        return (name, ()) if name else None
    if _counts_other(sentence, number, lead, kind) or _is_handed_over(sentence, lead, number):
        return _verb_and_whom(sentence, number, lead), ()
    own = _own_clause_names(sentence, number)
    if own is not None:
        return (own, ()) if own else None
    if is_higher_goal(sentence, number, lead):
        return "", (sentence.done[-1],)
    if kind == "count" and not lead.verbs and _goes_on_unread(sentence, number):
        return None
    return "", owners_of(sentence, number, lead, kind)


# 投入168万元|用于乡村振兴产业发展: what was put into that
_SPENT_ON = re.compile(
    r"的?(?:资金)?(?:主要|重点)?(?:用[于来]|支持|实施|推进|保障)(?P<what>[一-鿿“”、]{2,22}?)(?:等|方面)*(?=[,;。]|$)"
)


def _goes_on_unread(sentence: Sentence, number: Number) -> bool:
    """新增就业430人,12个已经开工: words behind a number that opens its clause, and name nothing.

    …以上的58个,还有13个村不足5万元: what is counted anew is not of those before, though counted alike.
    """
    opening = sentence.text[sentence.clause_start(number.start) : number.lead_end]
    behind = sentence.text[number.tail_start : number.tail_start + 1]
    is_anew = opening in ("还有", "仍有", "尚有", "另有") and behind not in "没未不无尚已"
    is_worded = "一" <= behind <= "鿿"
    return is_worded and (is_anew or (not opening and not sentence.last_alike(number)))


# 优良率95%(省定要求|不低于87.5%)
# 省定要求
_WHO_SET_IT = re.compile("(?:[省市县区]定?|全年|年度)*(?:考核|目标|任务|要求|指标|规定|的)+|[省市县区]定")
# 测评中得分
_SCORED = re.compile("中(?=得分|排名|成绩|综合得分)")
# 3个工作日
_LASTS = re.compile("工作日|^天|小时|分钟")
# 建成综合体2个、在建3个: another state of the same things
_STATES = frozenset(
    "在建 续建 在谈 在库 在册 在营 拟建 待建 开工 竣工 完工 投产 签约 落地 退库 退出 注销 出库 入库 废止 采纳 答复 办复 "
    "成功 现行有效 予以公开 不予公开 部分公开".split()
)
# 提出建议316条、被采纳298条; 提出抗诉3件,法院已改判2件
# 法院已改判
_TAKEN_UP = re.compile("被[一-鿿]{2,3}|(?:法院)?(?:已|均)?(?:采纳|改判|维持|纠正)|经审查立案")


def _is_beside(sentence: Sentence, number: Number) -> bool:
    """Whether a number goes on in a list of numbers of the same unit."""
    last = sentence.last
    return last is not None and last.number.unit == number.unit


# 起诉
_CHARGED = re.compile("(?:提起公|起)诉|(?:批准)?逮捕")
# 涉黑恶犯罪, 职务犯罪案件; not 各类刑事犯罪嫌疑人, who are all
_CRIME = re.compile("(?!(?:批捕|批准|决定|逮捕|[和或]|各类|刑事)*犯罪).*犯罪(?:案件|(?:犯罪)?嫌疑人|分子)?")


def _are_of_crime(sentence: Sentence, number: Number) -> bool:
    """批捕涉黑恶犯罪12人,起诉35人: who was 起诉 for just that, and not all."""
    units = {d.number.unit for d in sentence.done}
    return bool(sentence.done) and number.unit in units and bool(_CRIME.fullmatch(sentence.done[-1].name))


# 近9万人登台, 马拉松2.1万人参赛
_PERSONS_DO = re.compile(
    r"(?:参赛|登台|参加|参与|观看|参展|受益|报名|参训|(?:不同程度)?"
    r"(?P<hurt>死亡|受伤|遇难|失踪|受灾|伤亡|中毒))(?=[,;。、\x00]|$)"
)
# 受益
_PERSONS_DID = re.compile(
    "受伤|受灾|失踪|遇难|报名|参[赛训展会演保]|受训|受益|观[看演]|返[岗乡]|返乡创业|上岗|入住|就诊"
)


def what_persons_did(sentence: Sentence, number: Number) -> re.Match[str] | None:
    """受灾 behind 15万人, as long as it ends the clause."""
    did = _PERSONS_DO.match(sentence.text, number.tail_start, sentence.end)
    return did if re.search(r"[人名]次?$", number.unit) else None


def _persons(sentence: Sentence, number: Number, name: str) -> str:
    done = what_persons_did(sentence, number)
    if done is None:
        return ""
    if done["hurt"]:  # 事故造成3人死亡、5人受伤
        return done["hurt"] + "人数"
    if sentence.done and sentence.done[-1].tail_noun and sentence.done[-1].noun[1] >= sentence.at:
        name = ""  # 3000支群众文艺团队、近9万人登台
    return f"{name}{done.group()}人数"


def _own_clause_names(sentence: Sentence, number: Number) -> str | None:
    """“公立医院运营压力较大,29家出现亏损” is not of what stands before the semicolon; None where it may be."""
    start = sentence.clause_start(number.start)
    if sentence.done or sentence.parent or start <= sentence.start or number.form == "rank":
        return None
    said = sentence.text[sentence.start : start - 1]
    places = [m for m in sentence.passage.regions if sentence.start <= m.start < start]
    times = [m for m in sentence.passage.periods if sentence.start <= m.start < start]
    if places or times or len(said) < 6 or "其中" in said or said.startswith("从"):
        return None
    terms = [m for m in sentence.passage.terms.values() if sentence.start <= m.start and m.end < start]
    return min(terms, key=lambda m: m.start).name if terms else ""


_IN_MONEY = ("担保", "理赔", "赔付", "募捐", "减免", "授信", "放贷")  # 为86家企业提供担保12亿元: no 企业


def _counts_other(sentence: Sentence, number: Number, lead: Lead, kind: FigureKind) -> bool:
    """生产安全事故37起,死亡29人: a verb alone that counts something else than what stands before it."""
    if (
        not lead.verbs
        or not (kind in ("count", "area", "quantity") or (kind == "amount" and lead.verbs[-1] in _IN_MONEY))
        or lead.verbs[-1] in _SAYS_NOTHING
        or lead.is_distributed
    ):
        return False
    unit = number.unit.lstrip("百千万亿")
    said = sentence.done or sentence.carried
    return bool(said) and all(d.number.unit.lstrip("百千万亿") != unit for d in said)


def _verb_and_whom(sentence: Sentence, number: Number, lead: Lead) -> str:
    """移送司法机关4件: a verb alone, with those it went to."""
    said = sentence.text.rfind(lead.verbs[-1], lead.start, number.lead_end)
    whole = sentence.text[said : number.lead_end] if said >= 0 else ""
    return whole if handed_over(whole) else lead.verbs[-1]


# 违法线索
_CASES = re.compile("(?:案件?|线索|违法行为|问题|纠纷)$")


def _is_handed_over(sentence: Sentence, lead: Lead, number: Number) -> bool:
    """曝光典型案例24件,移送司法机关3件5人: none of the examples, though they are counted alike."""
    last = sentence.last_alike(number)
    alike = last is not None and last.action not in ("曝光", "公布", "通报") and _CASES.search(last.indicator)
    return bool(lead.verbs) and handed_over(_verb_and_whom(sentence, number, lead)) and not alike


_SAYS_NOTHING = frozenset("完成 实现 达到 累计 新增 净增 建成 取得 获得 获 拥有 共有 现有 减少 增加".split())


def _verb_as_name(lead: Lead, number: Number) -> str:
    """“培训1200人次”: a verb alone names what was counted."""
    return lead.verbs[-1] if lead.verbs and number.form == "plain" else ""
