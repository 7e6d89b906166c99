"""Which of an indicator's numbers is asked: its unit, whether new or in all, result or target, whose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.indicators import TermMention
from ingest.numerals import find_numbers
from ingest.records import Status
from ingest.verbs import NEW_ACTIONS

# 2025年目标是多少
_TARGET = re.compile(
    r"目标|预算数(?!的)|(?<!公共)预算(?=是?(?:多少|几))|年初预算(?=是|有|多少|$)|力争|"
    r"计划(?=[再要]*[改拆装修种筹盖补扩办发](?!革|造资金|展)|新|建(?![筑材])|引|培|完成(?!率)|"
    r"实现|投资|投入|数|是|多少|几|增|招|安排|目标|呢|$)|"
    r"(?:投资|招生|年度)计划(?!完成率)|预期(?!寿命)|打算|"
    r"(?:准备|想)(?:再|要|新)*(?=[建引招新培投开改修增办完达扩落添搞做装种拆评发加减盖弄把])|任务(?!书)|规划|拟|"
    r"要(?:再|新)*(?:到|达|做到|搞到|建|完成|实现|培[育训]|增[长加]|引进|认定|[添增建盖装种拆招改修办搞开扩投降](?!什么|啥|"
    r"几[天次个]))|"
    r"(?<![主重首必摘纪])要(?:更新|净增|创建|开展|检查|清理|整治|治理|推进|推动)(?!什么|啥)|"
    r"将(?:要|会)?(?:新增|达到|建|完成|实现|培育|增长|引进)"
)
# 今年要除险加固几座水库
_TO_DO = re.compile(r"(?:今年|明年|年内)(?:还|也|都|总共|一共)?要(?=[一-鿿])(?![求闻素点是])")
# 实际完成了多少
_ACTUAL = re.compile(
    r"实际(?!利用|使用|到账|到位)|完成了|完成(?:了)?(?:多少|几)|实现了|达到了|完成情况|结果|已经|实绩|"
    r"完成[数值量](?!目标)|已(?=完成|建成|实现|竣工|开工|投用|改造|新[建增])|实际[数值]"
)
# 现有的，不要计划
_NO_PLAN = re.compile(r"(?:不要|不是|不算|别[说给算]|不看|而非|除开)[^,，。]{0,4}(?:计划|目标|打算|预计)")
# 预计多少
_EXPECTED = re.compile(r"预计|预估")
# 下一步怎么干
PLAN = re.compile(
    r"工作思路|工作打算|工作计划|下一步|重点任务|工作安排|明年.{0,4}(?:工作|打算|重点)|打算|计划怎么|将怎么|"
    r"(?:怎么|咋)(?:干|抓|安排|谋划)|重点(?:要)?(?:抓|干|推进?)(?!了)|"
    r"有(?:什么|哪些|啥)(?:主要|重点|新)?(?:工作)?(?:安排|计划|考虑|部署|动作|举措|思路)|要?抓好?哪"
)
# 累计有多少家
STOCK_ONLY = re.compile(
    r"累计|总数|总量|共有|现有|拥有|保有量|存量|总计|总共|一共|一共有|目前有|有多少|有几[家个项所座]|总规模|总面积|"
    r"总里程|总人数|总户数"
)
# 多少亿元
UNIT = re.compile(
    r"(?:多少|几)(?P<unit>万亿元|亿元|万元|个百分点|百分点|个点|平方公里|平方米|公里|个月|天|标箱|万人次|人次|万人|元|亩|"
    r"吨|度|家|个|项|件|名|人(?!大)|位|所(?!得税)|座|条|台|套|次|户|张|辆|篇|场|处|批|支|倍|成|种|例|起|宗|岁|头|只|枚|艘|架|份|"
    r"册|笔|根|间|本|块|%)"
)
# 全省平均
_SCOPE = re.compile(r"全省|全国|省内|国内|全市|世界|全球")
# 拨了多少资金, 一年要交多少
MONEY = re.compile(
    r"(?:多少|几)(?:资金|经费|钱|投资|收入|产值|贷款|补助|补贴)|"
    r"(?:金额|资金|投资|经费|成交额|销售额|总额|余额)(?:是|有|达|共)?(?:多少|几)|[额](?:是|有)?多少|"
    r"[交缴掏]了?多少(?=\W*$)|(?<![棉鲜])花[了掉费]*多少(?=钱|\W*$)"
)
# 技术合同成交额
MONEY_NOUN = re.compile(
    r"(?:投资|总额|金额|交易额|成交额|销售额|零售额|收入|产值|资金|经费|利润|营收|余额|支出)$"
)
# 研发投入强度
RATE = re.compile(r"(?:率|占比|比重|强度)$")
# 新开了几家
_LOOSELY_NEW = re.compile(
    r"(?<![一-鿿]{2}增)添(?:了|置|上)?(?=多少|几)|新[开登办来收注招建获评认设批签放修装](?!区|能源|型|兴|材料|城)了?"
)


def action_of(bare: str) -> str:
    """新增, 新认定, … where the question asks for an increment."""
    plain = bare.replace("重新", "")  # 重新认定的高企 are not new
    found = [a for a in NEW_ACTIONS if a in plain]
    if found:
        return max(found, key=lambda a: (len(a), plain.rfind(a)))  # 新建幼儿园新增学位: the last
    loose = _LOOSELY_NEW.search(plain)  # 新开了多少, 新登的: any increment answers
    return "新增" if loose else ""


def status_of(text: str) -> Status | None:
    """Whether a result, a forecast or a target is asked for."""
    if compares_statuses(text):
        return None
    if _NO_PLAN.search(text):
        return "actual"
    if _EXPECTED.search(text):
        return "expected"
    if _TARGET.search(text) or to_do(text):
        return "target"
    return "actual" if _ACTUAL.search(text) else None


def to_do(text: str) -> Status | None:
    """今年要加固几座 asks for a target, by its words for the time and the deed together."""
    return "target" if _TO_DO.search(text) and not compares_statuses(text) else None


def compares_statuses(text: str) -> bool:
    """Whether target and result are to be held against each other."""
    return bool(_TARGET_AND_RESULT.search(text))


def target_spans(text: str) -> list[tuple[int, int]]:
    """Where the words stand that hold a result against its target, which name nothing: 离全年目标还差, 完成年度计划了吗."""
    return [m.span() for m in _ABOUT_TARGET.finditer(text)] if compares_statuses(text) else []


_OF_TARGET = (
    r"(?:全年|年度|年初|年[底末]|当年|本年|今年|调整|[省市县区]里?|国家|上级)?(?:既定|预定|核定|下达|确定|规定|(?<![认评指鉴])定|"
    r"预期)?的?(?:控制|预期|任务)?"
)
# 一般公共预算收入 is no budget to be met
_BUDGET = r"预算(?!收入|支出|内|外|资金|执行)"
_GOAL = rf"(?:目标|任务|计划|指标|预期|{_BUDGET})"
_DONE = r"(?:完成|达到?|实现)"
# 跑赢目标, 超没超任务
_HOLDS = r"(?:[低高优好]于|超(?:没超)?[过出]?了?|不及|未达|跑[赢输]|[赶追跟]上)"
# 离全年目标还差
_ABOUT_TARGET = re.compile(
    rf"(?:离|距离?|跟|和|与|同|比|较|按|对照|占|控制在|{_HOLDS}|(?:建设|工作)?{_DONE})?了?(?:实际)?{_DONE}?了?{_OF_TARGET}"
    rf"(?:目标任务|{_GOAL})(?:数|值|进度)?(?:以内|之内|范围内)?(?:相?比|的)?(?=$|"
    r"[^一-鿿]|完成|达|实现|了|没|吗|差|还|多|少|超|百分|几|怎|如何|情况|有|是|快|慢|的|投资)|"
    rf"(?:如期|按期|超额)?完成(?:得|了|情况)|超额(?:完成)?|达标|落空|有没有|没有|怎么样|如何|差没差|{_HOLDS}|定得"
)
_PART_OF_IT = r"(?:多少|几成|百分之(?:几|多少)|比例|比重)"
_END = r"(?:数|投资)?(?:了|没|吗|吧|$|[?？,，])"
# 2025年计划|完成多少: what is planned, and nothing beside it; not 投资计划完成了没
_NOT_WILL = r"(?<!计划(?=完成[^了没吗得情怎如?？]))"
# 完成年度目标了吗
_TARGET_AND_RESULT = re.compile(
    rf"{_GOAL}.{{0,12}}(?:实际|{_NOT_WILL}完成(?!率)|实现|结果|达成|兑现)|(?:实际|完成情况|结果).{{0,10}}{_GOAL}|"
    rf"{_DONE}(?:了|没)?.{{0,8}}{_GOAL}{_END}|{_DONE}(?:了|没).{{0,8}}{_GOAL}|{_HOLDS}.{{0,8}}{_GOAL}|"
    rf"[离距与跟和同比].{{0,10}}{_GOAL}.{{0,4}}(?:差|远|多(?!少)|(?<!多)少|高|低|比|还[有剩])|"
    rf"超额|控制在.{{0,6}}{_GOAL}.{{0,4}}(?:了|没|吗)|"
    rf"(?:完成|占|达|是|为).{{0,6}}{_GOAL}的?{_PART_OF_IT}|达标(?:了|没|吗)|"
    r"完成(?:率|进度|比例)(?!(?:最|更|前|第|排|[高低])|.{0,6}(?:谁|哪))|"
    rf"{_GOAL}.{{0,4}}(?:落空|达标|到了吗|差|跟上|泡汤|超[过额]?(?:了|没|吗)|比(?:现在|目前|当前|眼下|实际))"
)


def scope_of(bare: str, terms: Sequence[TermMention]) -> str:
    """全省, 全国 as the question says it, also in front of an indicator whose own name has no such word."""
    match = _SCOPE.search(bare)
    if match:
        return match.group()
    return next((m.group() for t in terms if (m := _SCOPE.match(t.alias)) and m.group() not in t.name), "")


def printed_numbers(text: str) -> list[str]:
    """Numbers that the question itself states, as digits: 累计超20人的是什么人才."""
    return [
        text[n.start : n.end] for n in find_numbers(text) if n.form == "plain" and text[n.start].isdigit()
    ]
