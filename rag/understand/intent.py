"""What sort of answer a question wants."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.indicators import TermMention
from ingest.periods import PeriodMention
from rag.records import Intent
from rag.understand.spans import blank

# GDP排名第几, 居全省多少位
_RANK = re.compile(
    r"第几|老几|(?<!安)排多少|(?<!安)排.{0,6}(?:多少|几)(?:位|名)|"
    r"[列居](?:全[省国市县区]|省内|国内)(?:多少|几)(?:位|名)|"
    r"(?:全省|全国|全市|全区|全县|世界|全球)第[一二三\d](?!个|家|座|条|支|部|所|项|例|批)|排名|排位|位次|名次|"
    r"什么名次|排第|(?<!安)排几|"
    r"几位(?!专家|院士|同志)|排在|排到|位列|居全.{0,3}(?:几|多少)|前几|进位|排行"
)
# 增长了多少, 比上年多多少
_CHANGE = re.compile(
    r"同比|环比|增速|[增降涨升跌]幅|(?:增长|提升|提高|下降|压降)(?:的)?(?:预期)?目标|"
    r"(?:增长|提升|提高|上升|下降|减少|增加)(?:情况|率)|涨跌|升降|怎么变|变了|"
    r"比(?:上年|去年|前年|上一年|前一年|\d{4}年).{0,8}(?:多|少|高|低|增|降|升|好|差|强)|"
    r"[比较](?:[上去前]年|[上前]一年)(?:同期)?(?:怎么样|如何|咋样|呢|\W)*$|(?:砍|压减|压缩)了?(?:多少|几)|"
    r"[多少]了?(?:多少|几|好多)|[多少]了?(?:没有?(?![一-鿿])|吗|还是|么)|是不是(?:比.{2,4})?[多少]"
)
# 谁增得快
_FASTER = re.compile(
    r"跑[赢输]|(?:增|涨|升|降)得|谁.{0,6}(?:快|慢)|哪个.{0,8}(?:快|慢)|(?:提高|提升|增加|下降|降低)了?几个(?:百分)?点"
)
# 占GDP多少
_RATIO = re.compile(
    r"占比|占.{0,12}(?:多少|几成|几分之几|比重|比例|百分之(?:几|多少))|比例|比重|百分之(?:几|多少)|几分之几|几成|份额"
)
# 甲市和乙市哪个多
_COMPARE = re.compile(
    r"对比|相比|比一比|比较|哪个(?:市|县|区|地方|城市)?(?:更|多|高|大|少|低)|"
    r"哪个(?:市|县|区|地方|城市).{0,16}(?:更|最)|谁.{0,12}(?:更|最)|谁(?:更|多|高|大|少|低|的)|孰|"
    r"和.{1,20}(?:哪个|谁)|还是.{0,12}(?:多|高|少|低|大)|差多少|相差|"
    r"比.{1,12}(?:多多少|少多少|高多少|低多少|多吗|高吗|少吗|低吗)"
)
# 完成了吗, 有没有
_YES_NO = re.compile(r"是否|有没有|是不是|有无|能否|吗\W*$|吗|(?<![什怎])么\W*$|没有?\W*$|对不对|对吧|了没")
# 有哪些平台, 分布在哪里
_LIST = re.compile(
    r"都在哪|(?:分布|分别|位于|各|建)在?哪(?:里|儿)?(?!个|家)|在哪(?:里|儿|些地方)?\W*$|哪些|"
    r"哪[几两二三四五六七八九十\d]+[个家项所座位名件]?|有啥|有什么|什么样的|列出|列举|包括什么|包含什么|都有谁|清单|"
    r"名单|分别(?:是|叫|为)"
)
# 是哪家企业
_WHO = re.compile(r"谁|哪个|哪家|哪里|哪儿|哪位|哪一|哪所|哪座|何地|何时|什么时候|什么|啥|叫什么|何")
# 有哪些主要成效, 下一步怎么安排
_SUMMARY = re.compile(
    r"有(?:哪些|什么|啥)(?:主要|突出)?(?:成效|成绩|进展|亮点|收获)|"
    r"主要成效|主要成绩|主要工作|主要做法|亮点|总体情况|工作总结|总结一下|概括|成效有哪些|成绩有哪些|"
    r"[干做]了?(?:些)?(?:什么|哪些|啥)|取得了?哪些(?:成效|成绩|进展)|重点工作|重点任务|工作思路|工作打算|工作计划|"
    r"下一步(?:工作)?(?:打算|安排|计划|怎么)|有哪些(?:打算|举措|安排)|主要内容|"
    r"重点(?:要)?(?:抓|做|干|推进?)好?(?:什么|哪|啥)|"
    r"(?:抓|干|做)(?:好|了)?哪[几些一二两三四五六七八九十]*(?:件|项|个方面|方面|大|些)?(?:事|重点|工作|任务)|"
    r"抓哪几?[个些]?(?:重点|方面|工作)|(?:工作|任务|安排|打算|计划|思路)(?:是|有|分)?(?:为)?哪[些几]|"
    r"有(?:什么|哪些|啥)(?:主要|重点|新)?(?:的)?(?:工作)?(?:打算|安排|计划(?!投资)|考虑|部署|动作|举措|思路)|"
    r"(?:怎么|咋)(?:干|抓|安排|谋划)|工作(?:谋划|部署|设想)|"
    r"(?:要|打算|计划|准备)(?:办|干|做)(?:的|好)?(?:哪|几|什么)[些几]?件?(?:事|工作)|"
    r"提[了出]*(?:哪|几)[些几]?(?:条|点|项)?(?:要求|意见|建议)|(?:哪|几)[些几]?条?(?:体会|经验|做法|启示|要求)(?!得)|"
    r"(?:存在|面临|还有|有|发现|暴露|承认|反馈|检讨|指出|点出|坦言|遇到|碰到)[着的了出]?(?:[一-鿿]{2,4}(?=[哪几]))?"
    r"(?:(?:哪|几|什么|啥)[些几一二两三四五六七八九十]*(?:个?方面|[个类条项点])?的?)?"
    r"(?:主要|突出|具体)?(?:问题|不足|短板|弱项|困难|难[处题]|毛病|瓶颈|挑战|薄弱环节|压力)|"
    r"(?:问题|不足|短板|困难|难[处题]|毛病|瓶颈|挑战|薄弱环节)(?:是什么|有哪些|在哪)"
)
# 一共多少, 规模怎么样
VALUE = re.compile(
    r"多少|几(?=[家个项件人名位所座条台套次户亩吨亿万千百成倍批种起宗例场辆张只头枚块间艘架册栋处支篇份笔岁口度公天])|"
    r"多大|多高|多长|是多|[家户人件个总]数|总量|数量|规模|总额|金额|数值|"
    r"(?<!公共)数据(?!局|中心|共享|授权|要素)|情况怎么样|情况如何|怎么样$|如何$|几何|多不多"
)
# GDP目标是什么
_GOAL = re.compile(r"目标值?(?:是|定的?是?|为)(?:什么|啥)")
# 怎么推进的, 盖到哪一步了
_MANNER = re.compile(
    r"到了?(?:什么|啥|哪)(?:程度|一?步|地步|阶段)|怎么(?!样)|怎样|如何(?!$)|为什么|为何|凭什么"
)
# 项目建设情况怎么样, 成果转化干得如何，总结一下, 介绍一下民生工作
_HOW = re.compile(
    r"(?:怎么样|怎样|如何|咋样|(?:什么|啥)?情况|概况|(?:给|来)个(?:概况|总结))[了呢啊]?"
    r"(?:\W*(?:总结|概括|介绍|归纳|说说|讲讲)(?:一下|下)?)?\W*$|"
    r"(?:工作|方面|领域|进展|成效)\W*(?:总结|概括|介绍|归纳|说说|讲讲)(?:一下|下)?\W*$|"
    r"(?:总结|概括|介绍|归纳|说说|讲讲)(?:一下|下).+(?:工作|方面|领域|进展|成效)\W*$"
)


def asks_how(text: str) -> bool:
    """Whether a question asks how things went: told in sentences, unless what is named is a number."""
    return bool(_HOW.search(text))


# 规模以上工业的统计口径是什么, 规上工业怎么界定
_MEANING = re.compile(
    r"统计(?:口径|范围)|(?:划分|以上(?:单位|企业|工业)的?)标准|(?:怎么|如何|怎样)(?:界定|定义|划分)|"
    r"(?:什么|啥)意思|指的?是?(?:什么|啥)"
)


def asks_meaning(text: str) -> bool:
    """Whether a question asks what a word of the report stands for, which no number tells."""
    return bool(_MEANING.search(text))


# PM10为什么上升, 楼宇税收下降是什么原因, 怎么没达标, 游客恢复主要靠什么
_REASON = re.compile(
    r"为(?:什么|何|啥)|(?:什么|啥|何种|哪些|主要|直接)的?原因|原因(?:是|有|呢|在|\W*$)|因为?(?:什么|啥|何)|怎么回事|凭什么|"
    r"(?:怎么|咋)(?:会|就|没|又|还|[一-鿿]{0,6}?(?:[下升]降|下滑|减少|上升|增加|坍塌|[跌涨降]了))|"
    r"(?:受|由|是)(?:什么|啥|哪些).{0,4}?(?:影响|引起|导致|造成|拖累|带动)|靠(?:的是)?(?:什么|啥)"
)


def asks_reason(text: str) -> bool:
    """Whether a question asks what something came of, which neither its number nor its name tells."""
    return bool(_REASON.search(text))


def asks_to_explain(text: str) -> bool:
    """Whether what is asked stands in words alone: what a word stands for, what something came of."""
    return asks_meaning(text) or asks_reason(text)


# 商品类投诉前三位是什么, 审计发现哪些问题; not whose, when or where
_CONTENT = re.compile(r"什么(?!时候|地方|人)|啥(?!时候)|哪(?!家|位|里|儿|天|年|月|个|所|座|一)|怎么|如何")


def asks_content(text: str) -> bool:
    """Whether what stands under a heading tells what is asked."""
    return bool(_CONTENT.search(text)) and not asks_to_explain(text)


def intent_of(
    text: str,
    terms: Sequence[TermMention],
    regions: Sequence[str],
    periods: Sequence[PeriodMention],
    is_moved: bool = False,
) -> Intent:
    """What sort of answer is wanted; the first pattern that fits decides.

    Args:
        is_moved: whether a movement is asked about.
    """
    bare = blank(text, terms)
    asks_value = bool(VALUE.search(text))
    if asks_to_explain(text):
        return "text"
    if _SUMMARY.search(bare) and not terms:
        return "summary"
    if _RANK.search(bare):
        return "rank"
    if is_moved or _CHANGE.search(bare) or _FASTER.search(bare):
        return "change"
    if (
        _COMPARE.search(bare)
        or (len(regions) > 1 and (asks_value or terms))
        or (len(periods) > 1 and (asks_value or terms))
    ):
        return "compare"
    if _RATIO.search(bare) or _RATIO.search(blank(text, [t for t in terms if text[t.start - 1] != "占"])):
        return "ratio"
    if _LIST.search(bare):
        return "list"
    if _MANNER.search(bare):
        return "text"
    if asks_value or (terms and _GOAL.search(bare)):
        return "value"
    if _YES_NO.search(bare):
        return "yes_no"
    if _WHO.search(bare):
        return "who"
    return "value" if terms else "text"
