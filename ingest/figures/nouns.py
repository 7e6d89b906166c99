"""The noun behind a number: “106个科创走廊建设项目”."""

from __future__ import annotations

import re

from ingest.clauses import Lead, Span
from ingest.figures.sentence import Sentence
from ingest.numerals import Number, find_numbers
from ingest.verbs import ACTION_WORD, MISDEEDS, PREDICATE, STRONG_ACTION

# 企业
_COUNT_TAIL = re.compile(r"[一-鿿“‘《A-Za-z0-9]")
# 小区改造并推进
_TAIL_LIST_STOP = re.compile(r"[,，;；。!?！？:：()（）\x00\n]|(?<=[一-鿿]{2})并(?![网购轨列发联行存])")
# (市、区), (街道): the rest of a kind of place
_ALSO = re.compile(r"\((?:市|区|县|街道|办事处|镇|乡|场)(?:、(?:市|区|县|街道|镇|乡|场))*\)")
# 43个中小学(幼儿园)建设项目: within the name
_ASIDE = re.compile(rf"(?!{_ALSO.pattern})[(（][一-鿿、]{{1,8}}[)）](?=[一-鿿]{{2}})")
# 企业中有
_AMONG = re.compile(r"中(?=[,有\d]|$)")
# 、
_TAIL_STOP = re.compile(rf"、|{_TAIL_LIST_STOP.pattern}")
# 大关
_TAIL_NOT_NOUN = re.compile(
    r"^(?:[一-鿿]{1,3}[到至为](?=\d)|的?基础上|大关|关口|台阶|左右|以上|以下|以内|上下|之多|及以上|的?目标|任务|的|"
    r"和|与|及|以及|至|"
    r"到(?!位|岗)|或|起|之间|高于|低于|同比|比|较|增长|下降|提高|提升|居(?!民|家)|排|位(?!于)|名列|占|均|都|分别|"
    r"其中|"
    r"用于|用(?!地|水|电|户|人)|升|降|增|减|扩|进(?!出口|口)|为|不等|者|等(?!级)|"
    r"外(?!国|资|贸|商|籍|来|地|出|语|部)|后(?!备|勤)|前(?!沿|期)|时|中(?!小|医|央|学|国|职|高|试|心|欧|介|部)|"
    r"内(?!河|陆|资|科|贸|部|销|燃|涝)|上(?!市|海|规|榜)|下(?!岗|乡|级))"
)


# 重点项目完成投资
_MEASURED = re.compile(
    r"(?P<thing>[^,;。、]+?)(?:完成|实现|计划|总|年度|共|已|累计)*(?:投资(?:额|进度)?|产值|"
    r"(?:营业|集体|经营性?)?收入|利润(?:总额)?|税收|(?:融资|担保|存款|贷款)*余额|"
    r"[开竣完复]工率|完成率|产量|销售额|市值|(?:总|建筑|占地)?面积|人数|"
    r"客流量)"
    r"(?:已|均|都|全部|总额|合计|达到?|为)*$"
)


# 12个|获批项目, 5家|投产企业: which ones, no predicate
_LED = re.compile(
    rf"(?:{PREDICATE.pattern}|{ACTION_WORD.pattern})的?(?:项目|企业|单位|机构|产品|平台|医院|学校|园区|县|村|品牌|团队|基地|"
    r"用户|案例|课题|成果)"
)
# 带动6.8万名林农|户均增收4200元
_FOR_EACH = re.compile("[户人亩村年月日]均")
# 县市区
_KINDS_OF_PLACE = re.compile("县市区|县区|区县|市县|乡镇|镇街|市州|地市|设区市|园区|街道|村|社区")
# 5个村创成示范村, 8个社区、3个村: nouns of one character
_SINGLE = re.compile(r"(?:[村镇县区市]|乡(?![镇村]))(?![一-鿿](?:[,;。、]|$)|(?:不足|[超近约])\d)")


# 带领8个社区|干部群众
# 干部群众
_LED_ON = re.compile("(?:广大|全体)?(?:党员)?干部群众")


# “千吨万人”
_QUOTED = re.compile("“[^“”]{1,10}”")
# 5个社区|用房面积未达标, 217家高企|因经营困难未通过: of whom something is said to be wrong
# 社区用房
_WHO = re.compile(
    r"(?:部门|单位|项目|企业|高企|社区|(?:化工)?园区|乡镇|街道|县市区|县区|医院|学校|机构|[村县](?![民级城委]))(?=[一-鿿]{2})"
)
# 用房面积未达标
_AMISS = re.compile(r"[^,;。、]*?(?:未(?!来|成年)|不(?!动产|锈|孕)|低于|因(?!素)|没有|滞后|超负荷|逾期)")


# 以及
_JOINS = re.compile("(?:以及|[和与及])$")


_THIRD = ("第三方", "三方")  # 37家重点企业第三方评估


def tail_noun(sentence: Sentence, number: Number) -> Span | None:
    start = number.tail_start
    if sentence.text.startswith("的", start):
        start += 1
    if not _COUNT_TAIL.match(sentence.text, start) or _TAIL_NOT_NOUN.match(sentence.text[start : start + 4]):
        return None
    end = tail_end(sentence, start)
    quoted = _QUOTED.match(sentence.text, start, end)  # “千吨万人”饮用水源地
    opened = quoted.end() - start if quoted else 0
    behind = [n for n in find_numbers(sentence.text[start:end]) if n.start >= opened]
    following = [n for n in behind if not sentence.text.startswith(_THIRD, max(start + n.start - 1, start))]
    if following:
        end = start + following[0].lead_end
        joined = _JOINS.search(sentence.text, start, end)
        end = joined.start() if joined else end  # 31%的GDP和|37%的税收
        measured = _MEASURED.match(sentence.text, start, end)
        misdone = measured and re.search(MISDEEDS, measured["thing"])  # 3家单位|应缴未缴非税收入867万元
        if measured and not misdone and measured.end("thing") - start >= 2:
            return measured.span("thing")  # 39个市级重点项目投资进度63.4%
    is_verb = PREDICATE.match(sentence.text, start, end)
    led = _LED.match(sentence.text, start, end) if is_verb else None
    if is_verb and not led:
        return None
    term = _term_from(sentence, start, end)
    search_from = term[1] if term else led.end() if led else start + 2
    if _SINGLE.match(sentence.text, start):
        search_from = start + 1
    if (kinds := _KINDS_OF_PLACE.match(sentence.text, start, end)) and any(
        m.start == kinds.end() for m in sentence.passage.terms.values()
    ):
        return kinds.span()  # 9个县区|GDP增速高于全市
    if (who := _WHO.match(sentence.text, start, end)) and _AMISS.match(sentence.text, who.end()):
        return who.span()
    if each := _FOR_EACH.search(sentence.text, start + 2, end):
        end = each.start()
    predicates = PREDICATE.finditer(sentence.text, min(search_from, end), end)
    predicate = next((p for p in predicates if not _LED.match(sentence.text, p.start(), end)), None)
    if predicate:
        end = predicate.start()
    if verb := STRONG_ACTION.search(sentence.text, min(search_from, end), end):
        end = verb.start()  # 在12个省份|设立展销中心46个
    if sentence.text.endswith("建设", start, end) and (
        end - start > 6 or sentence.text.endswith("项目建设", start, end)
    ):
        end -= 2  # 启动11家概念验证、中试平台建设
    if sentence.text.endswith("作用", start + 2, end):
        end -= 2  # 发挥198家孵化基地|作用
    if sentence.text.endswith("仅", start + 2, end):
        end -= 1  # 196座小型水库|仅配备143名
    if _AMONG.match(sentence.text, end - 1) and end - start > 2:
        end -= 1  # 16个重点镇中,龙泉镇…
    if sentence.text.startswith("\x00", end) and (also := _ALSO.match(sentence.passage.text, end)):
        return start, also.end()  # 14个县(市、区)
    if led_on := _LED_ON.search(sentence.text, start + 1, end):
        end = led_on.start()
    return (start, end) if end - start >= 2 or _SINGLE.match(sentence.text, start) else None


def tail_end(sentence: Sentence, start: int) -> int:
    """Where the words behind a number end: a list of nouns goes on over 、 as long as no number follows in it."""
    stop = _TAIL_LIST_STOP.search(sentence.text, start, sentence.end)
    while stop and (aside := _ASIDE.match(sentence.passage.text, stop.start())):
        stop = _TAIL_LIST_STOP.search(sentence.text, aside.end(), sentence.end)
    end = stop.start() if stop else sentence.end
    if any(start <= n.start < end for n in sentence.numbers):
        short = _TAIL_STOP.search(sentence.text, start, sentence.end)
        end = min(end, short.start() if short else end)
    return end


def _term_from(sentence: Sentence, start: int, end: int) -> Span | None:
    spans = [(m.start, m.end) for m in sentence.passage.terms.values() if m.start == start and m.end <= end]
    return max(spans, key=lambda s: s[1]) if spans else None


# 首批|3家企业, 市县乡村四级|3862名河湖长
_WHICH_ONES = re.compile("首[批个]|[省市县区]定|全部|[国省市县区乡镇村街]{2,5}[两三四五]级")


def is_predicate_only(sentence: Sentence, lead: Lead, number: Number) -> bool:
    """“全市认定首批3家企业”, “支持企业建成5个平台”: the noun before the verb is the doer, what is counted follows."""
    text = sentence.text[lead.noun[0] : lead.noun[1]]
    following = sentence.text[number.tail_start : number.tail_start + 2]
    if sentence.passage.terms.get(lead.noun[1]) is not None or not following:
        return False
    ends_in_verb = bool(lead.verbs) and sentence.text[lead.noun[1] : number.lead_end].startswith(
        lead.verbs[-1]
    )
    return (ends_in_verb or _WHICH_ONES.fullmatch(text) is not None) and tail_noun(
        sentence, number
    ) is not None
