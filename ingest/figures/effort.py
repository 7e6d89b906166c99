"""A clause that says what was worked at, and the number behind it of that: 推进老旧小区改造,完成35个."""

from __future__ import annotations

import re

from ingest.figures.sentence import Sentence
from ingest.numerals import Number

_MANNER = (
    r"(?:大力|积极|加快|加速|全面|全力|深入|持续|继续|扎实|统筹|着力|有序|稳步|稳妥|切实|不断|进一步|同步|重点|"
    r"分类|精准|科学|系统|主动|充分|协同|一体|率先|深化|纵深|有力|有效|强力|"
    r"高(?:标准|质量|水平|起点|效率?)(?=[推建打抓创实])|"
    r"严格|广泛|集中|突出|逐步|因地制宜|[一二三四五六七八九十]是|同时|我[市县区省])"
)
_WORK = (
    r"(?:优化|重组|整合|培育|培养|推进|推动|促进|布局|加大|加强|强化|实施|开展|建设|建立|完善|健全|创建|争创|申报|"
    r"打造|做好|抓好|抓实|做优|做强|做大|壮大|发展|支持|鼓励|引导|引进|招引|招募|引育|推广|改革|规范|整治|治理|"
    r"落实|组织|聚焦|围绕|紧扣|用好|扩大|拓展|提升|提高|启动|谋划|构建|组建|选派|遴选|补齐|延伸|加密|改善|保障|"
    r"夯实|激发|提档|提质|扩容|升级|改造|修复|保护|关注|关爱|帮扶|服务)"
)
# what the work is called: 加大高企|培育力度, 实施科技特派员|制度
_CALLED = (
    r"(?:(?:梯度)?(?:培育|建设|培养|引进|招引|引育|创建|推广|申报|保障|发展|管理|扩面|认定|服务)?"
    r"(?:工作|力度|行动|工程|制度|计划|体系|机制|任务|专项|水平|能力|质量|进度|步伐|短板|供给|布局|覆盖)|"
    r"建设|供给|布局|培育|培养|引进|招引|引育|创建|申报|认定|扩面)"
)
# 大力推进孵化器建设,
_EFFORT = re.compile(rf"(?:{_MANNER}|{_WORK})+(?P<noun>[一-鿿“”A-Za-z&]{{2,18}}?)(?P<called>{_CALLED})?,")
# what is counted in a unit, by the end of its name
_COUNTED = {
    "家户": r"企业|机构|平台|中心|实验室|院|所|店|园区?|基地|学校|银行|公司|合作社|农场|协会|主体|工商户|商户?|站|民宿|"
    r"酒店|景区|馆|工厂|厂|车间",
    "个": r"项目|小区|园区?|基地|平台|中心|村|站|点|公园|工程|厂|车间|试点|社区|学校|品牌|产品|集群|镇|街区|驿站|场所|"
    r"泊位|"
    r"车位|组织|馆|机构|实验室|团队|片区|单元|改造|绿地|场|食堂|桩",
    "人名位": r"人才|人员|专家|特派员|教师|医[生师]|干部|学生|劳动[力者]|就业|失业|[员师工]",
    "公里米千米": r"路|道|管网|管线|线|渠|河|堤|网",
    "亩公顷平方米平方公里": r"农?田|地|林|园|房|面积|绿化|种植|改造|流转",
    "套间户": r"住?房|改造|住宅|公寓|户",
    "座处所": r"站|桥梁?|水库|厂|公园|设施|厕所?|学校|园|泵站|食堂|隐患|驿站|中心",
    "项件": r"项目|技术|成果|标准|专利|案件?|改革|事项|工程|政策|课题|信访|纠纷",
    "辆台架艘": r"车辆?|机|艇|船|设备|桩|机具",
    "张": r"床位?",
}


def worked_at(sentence: Sentence, number: Number) -> tuple[str, int]:
    """What the clause before was about, where it states no number and can be counted in the unit, and where it begins.

    ("", 0) where there is no such clause.
    """
    start = sentence.clause_start(number.start)
    since = sentence.done[-1].number.tail_start if sentence.done else sentence.start
    clause = sentence.clause_start(start - 1) if start > since else start
    match = _EFFORT.fullmatch(sentence.text, clause, start) if since <= clause < start else None
    if match is None:
        return "", 0
    whole = sentence.clean((match.start("noun"), start - 1))
    noun = whole if sentence.terms.canonical(whole) else sentence.clean(match.span("noun"))
    return (noun, clause) if _is_counted(sentence, noun, number) else ("", 0)


def _is_counted(sentence: Sentence, noun: str, number: Number) -> bool:
    unit = number.unit.lstrip("百千万亿")
    known = sentence.terms.canonical(noun)
    if known and unit in (each.lstrip("百千万亿") for each in sentence.terms.get(known).units):
        return True
    return any(
        unit and (unit in units or unit[0] in units) and re.search(rf"(?:{ends})”?$", noun) is not None
        for units, ends in _COUNTED.items()
    )
