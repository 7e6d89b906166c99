"""Whether a figure is a result, expected or a target."""

from __future__ import annotations

import re

from ingest.clauses import Lead
from ingest.figures.goal import is_budgeted, is_of_goal, is_partly_done, is_planned
from ingest.figures.period import is_years_goal
from ingest.figures.sentence import Sentence
from ingest.numerals import Number
from ingest.periods import first_year, months
from ingest.records import Report, Status
from ingest.verbs import ACTION

# 比年初预期目标高出2.6个百分点, 完成年度目标任务的119.8%: held against a target, a result
# 完成年度目标
_MEASURED = re.compile(
    r"(?:[比较超为占]|超过|超额|高于|低于|快于|完成|达到)(?:了|全年|年度|年初|[国省市县区][定级里]?|既定|预定|预期|"
    r"上级|下达)*(?:预期目标|目标任务|目标|计划|任务)"
    r"(?!为|是|:|\d|达)(?P<rest>[^,;。]{0,6})$"
)
# 市级科技计划立项187项: a programme's name
_NO_PROGRAM = r"(?<!科技)(?<!研发)(?<!人才)(?<!行动)(?<!专项)(?<!改善)(?<!雨露)(?<!资助)(?<!提升)(?<!培养)(?<!特岗)(?<!倍增)"
# 力争
_TARGET = re.compile(
    r"力争(?!上游)|确保(?!了)|预期目标|(?:(?<=全年)|(?<=今年)|(?<=[,年])|^)预期(?=[一-鿿]{2,14}(?:增长|增速|达|"
    r"完成|实现|下降))(?!目标|寿命)|目标(?:任务)?(?:为|是|:|达|\d)|"
    r"年初(?:确定|提出|明确)(?!的)|[:,]?[今全本]年(?:目标)?任务$|"
    r"(?<!超)(?<!超过)(?<!对照)(?<!对标)(?<!距离)(?<!围绕)(?<!锚定)(?<!紧扣)(?<!聚焦)(?<!按照)(?<![距离较与比])年度目标(?!的)|"
    rf"原(?:先|本)?(?:计划|定|拟)(?!的)|(?<!按)(?<!按照){_NO_PROGRAM}计划(?=全年|年内|年底|明年|下半年|\d{1, 2}月|新|完成(?!率)|"
    r"建|实|引|投资|总投资|培|安排|招)|年度计划(?!完成率|的|任务|目标)|"
    rf"(?<!按)(?<!按照)(?<!年度)(?<!完成)(?<!投资){_NO_PROGRAM}计划(?:的|再|全面|继续)?(?={ACTION.pattern})|"
    r"拟(?=新|建(?!、)|引|投|实)|将(?=新|建成|完成|实现|达到|力争|超|突破)|努力(?=实现|完成|新)|"
    r"争取(?=全年|年底|实现|达到|新增(?!债券|专项|地方|政府|资金|额度|指标|用地|建设用地)|完成)|"
    r"下半年,?(?=将|计划|力争)|"
    r"(?<![需主重首只想摘])要(?=(?:全部|确保|力争)?(?:达|完成|新[增建]|净增|实现|突破|超过|"
    r"建成|控制|增长|提高|保持|培育|引进))"
)
# 预计
EXPECTED = re.compile(r"预计|预期可|有望|预估|(?<!功)[能可](?=增加|新增)|可(?=完成|实现|达到|突破|达\d)")
# 累计完成
_RESULT = re.compile(
    r"全年(?:共|累计)?(?:完成|实现|新增|建成)|累计(?:完成|实现|建成|新增)|已(?:完成|建成|实现|达|累计|有)|"
    rf"已(?:经|{ACTION.pattern})|实际(?!利用|使用|控制|上|需|情|工|问|行|出|困|操|应|效)|截至|较上年|同比|比上年|目前"
)
# 截至
_DONE = re.compile(
    r"已(?:完成|建成|实现|达|累计|有)|实际(?!利用|使用|控制|上|需|情|工|问|行|出|困|操|应|效)|截至|目前"
)
# 新增56家(目标50家), 到位资金32亿元,全年计划60亿元: nothing but what was to be reached
_GOAL_ALONE = re.compile(
    r"\s*(?:其中|而)?(?:全年|年度|年初|当年|预期|原定?|既定|确定|考核|控制|[国省市县]定|[国省市县]?下达|\d{4}年|的)*(?:目标|"
    r"任务|计划|指标)(?:任务|[数值量])?(?:分别)?[为是:]?\s*"
)
# 在去年的基础上
_BASE = re.compile(r"^.{0,6}的?基础上")


# 如果不考虑减税因素,收入可达16.2亿元 · 假如按8%的增速测算,将达493亿元: to the end of its sentence nothing is reported
SUPPOSED = re.compile(
    r"(?:^|[,。;!?:\s])(?:但|而|即使|另外)?(?:如果|假如|假设|假定|倘若|要是|若(?!干|羌|尔)|"
    r"按照?[^,。;]{0,14}(?:增速|增幅|速度)(?:测算|推算|估算|计算))[^。;!?\n]*"
)


def status_of(sentence: Sentence, number: Number, lead: Lead, period: str) -> Status:
    """Told by the words of its own clause, else by the sentence so far, else by the heading."""
    clause_start = sentence.clause_start(number.start)
    own = sentence.text[clause_start : number.start].replace("\x00", "")
    so_far = sentence.text[sentence.start : number.start]
    if is_of_goal(sentence) or _is_unmet(sentence, number) or is_partly_done(sentence, number):
        return "target"
    if EXPECTED.search(own) or (
        not sentence.passage.paragraph.is_plan
        and (_is_all_expected(sentence, own) or (EXPECTED.search(so_far) and not _is_own_deed(lead)))
    ):
        return "expected"
    if _GOAL_ALONE.fullmatch(own) or _is_bound_set(sentence, number, own):
        return "target"
    if sentence.passage.paragraph.is_plan:
        return "actual" if _is_past(sentence, number, clause_start, period) else "target"
    measured = _MEASURED.search(own)
    if measured and (measured["rest"] or number.unit.endswith(("%", "百分点"))):
        return "actual"
    if ((_TARGET.search(own) or is_budgeted(own)) and not _result_is_last(own)) or is_years_goal(
        sentence, number
    ):
        return "target"
    is_told = is_of_reported(sentence, period) or is_told_by_then(sentence, own, period)
    if _goes_on_as_target(sentence, number, own) and not is_told:
        return "target"
    if not sentence.done and _TARGET.search(so_far.replace("确保", "")) and not _RESULT.search(own):
        return "target"
    report = sentence.passage.report
    is_ahead = _is_ahead(period, report.period) and not (
        _is_done_since(sentence, number) or _is_issued_behind(period, report)
    )
    return "target" if is_ahead else "actual"


# 至6月底
_BY_THEN = re.compile(r"^,?(?:截?至|到)(?:20\d\d年)?\d{1,2}月(?:底|末|\d{1,2}日)")


def is_told_by_then(sentence: Sentence, own: str, period: str) -> bool:
    """今年计划新建16万亩,至6月底开工14.2万亩、完工5.7万亩: by a day that was over when the report was issued."""
    issued = sentence.passage.report.published[:7]
    is_over = len(issued) == 7 and bool(first_year(period)) and months(period)[1] <= months(issued)[1]
    return is_over and bool(_BY_THEN.match(own))


# 全年优良天数比率不低于
_SET = re.compile(r"^(?!国家)(?=.*(?:全年|年度|考核|目标|任务|要求|[省市]定))")


def _is_bound_set(sentence: Sentence, number: Number, own: str) -> bool:
    """优良率92.8%(全年不低于91.5%): how high or low it has to be, in parentheses behind what it is."""
    is_beside = (
        sentence.is_aside and sentence.parent is not None and sentence.parent.number.unit == number.unit
    )
    return is_beside and number.bound in ("at_least", "at_most") and bool(_SET.search(own))


def _is_own_deed(lead: Lead) -> bool:
    """预计举办活动760场,惠及群众190万人次: whom it reaches is no deed of its own."""
    return bool(lead.verbs) and lead.verbs[-1] not in ("惠及", "受益", "覆盖", "带动")


# 预计,粮食作物可种植37万亩 · 预计前三季度,总产值31亿元: all of its sentence
_EXPECTING = re.compile(r"\s*(?:[一-鿿]{2,4}[:：])?(?:初步)?(?:预计|预估)[^,。]{0,10},")


def _is_all_expected(sentence: Sentence, own: str) -> bool:
    """预计前三季度,总产值31亿元;增加值9亿元。其中,农业产值7亿元."""
    text = sentence.passage.text
    opening = text.rfind("。", 0, sentence.start) + 1
    if text.startswith("其中", opening):
        opening = text.rfind("。", 0, max(0, opening - 1)) + 1
    return bool(_EXPECTING.match(text, opening)) and not _DONE.search(own)


def _is_done_since(sentence: Sentence, number: Number) -> bool:
    """截至2025年6月底整改311个,整改率95.4%: what the report of the year before says is done by then."""
    times = [m for m in sentence.passage.periods if sentence.start <= m.start < number.start]
    return bool(times) and sentence.text.endswith(("截至", "截止"), 0, times[-1].start)


# 年初确定的A增长6.5%、B增长5%两项目标没有完成
_UNMET = re.compile(
    r"(?:确定|下达|提出|制定|设定|安排|明确)的(?P<goals>[^。;!?]{0,80}?)(?:[一二两三四五六七八九十\d]+[项个])?"
    r"(?:预期|主要|约束性|年度)*(?:目标|任务|指标|计划)(?:任务)?[都均也]?(?:没有?|没能|未能?|尚未)"
)


# 高新技术企业1000家|的目标未完成
_UNMET_BEHIND = re.compile(
    r"(?:以上|左右)?的?(?:预期|年度|全年|年初|既定)*(?:目标|任务|指标|计划)(?:任务)?[都均也]?"
    r"(?:没有?|没能|未能?|尚未|落空)"
)


# 围绕全年工业投资100亿元、税收12亿元的目标
_AIMED_AT = re.compile(
    r"(?:围绕|锚定|紧扣|聚焦|瞄准|紧盯|盯紧|对[标照]|[朝向奔]着|冲刺|坚[持守]|为(?:确保|顺利|如期)*(?:实现|完成))"
    r"(?P<goals>[^,;。!?\n]{0,60}\d[\d.]*[%一-鿿]{1,6}?)的?(?:预期|年度|全年|年初|既定|发展|增长)*(?:目标|任务)"
)


def _is_unmet(sentence: Sentence, number: Number) -> bool:
    """What was to be reached and was not, said behind all of it, or what all is done for."""
    if _UNMET_BEHIND.match(sentence.text, number.tail_start):
        return True
    told = (each.finditer(sentence.text, sentence.start, sentence.end) for each in (_UNMET, _AIMED_AT))
    return any(m.start("goals") <= number.start < m.end("goals") for found in told for m in found)


# 未能完成
_MISSED = re.compile(r"(?:没有?|没能|未能?|尚未)(?:如期)?(?:完成|达到|达成|实现)|落空")


def was_missed(sentence: Sentence, goal: Number, number: Number) -> bool:
    """300家的目标未完成,年末为286家: behind a goal that was missed stands what became of it."""
    return bool(_MISSED.search(sentence.text, goal.end, number.start))


def _is_ahead(period: str, reported: str) -> bool:
    """Whether a time begins behind what is reported on: 下半年 in a report on the first half."""
    if not first_year(period) or not first_year(reported):
        return False
    return months(period)[0] > months(reported)[1]


def _is_issued_behind(period: str, report: Report) -> bool:
    """10月1日达到311万辆次 in the report of 24 October on three quarters: told of before it was issued."""
    issued = report.published[:7]
    return len(issued) == 7 and len(period) == 7 and report.period < period <= issued


def is_of_reported(sentence: Sentence, period: str) -> bool:
    """全年计划新开工96个;上半年新开工51个: the time reported on, behind a plan of another."""
    before = sentence.done or sentence.carried
    return bool(before) and period == sentence.passage.report.period != before[-1].period


def says_result(words: str) -> bool:
    """Whether words that only results have stand in a clause: 截至…已达, 实际完成."""
    return bool(_RESULT.search(words))


def _goes_on_as_target(sentence: Sentence, number: Number, own: str) -> bool:
    """力争新增20家,总数达200家: a goal holds on; 年度计划投资238亿元 says the plan of that one number only."""
    if not sentence.done or sentence.done[-1].status != "target" or _RESULT.search(own):
        return False
    last = sentence.done[-1]
    if was_missed(sentence, last.number, number):
        return False
    if last.is_goal or _is_unmet(sentence, last.number):
        return False  # 超额完成省定58万亩任务,投入资金18.75亿元
    said = sentence.text[last.clause : last.number.start]
    planned = is_planned(said) or is_of_goal(sentence)
    return not planned or sentence.text[last.number.tail_start : number.lead_end] in ("、", "和", "与", "及")


def _is_past(sentence: Sentence, number: Number, clause_start: int, period: str) -> bool:
    """In a plan, what it starts from: 在2024年1286家的基础上, 目前已有…, or a figure of the time reported on."""
    if _BASE.match(sentence.text[number.end : number.end + 10]):
        return True
    own = sentence.text[clause_start : number.start]
    if re.search(r"目前|已(?:有|建|达|完成)|截至|[还尚仍]有$", own):
        return True
    reported, planned = sentence.passage.report.period, sentence.passage.report.plan_period
    if _is_ahead(planned, period):
        return True  # “十四五”时期,由2020年的245亿元增加到2025年的337亿元, in the next plan
    said = [
        m.period
        for m in sentence.passage.periods
        if clause_start <= m.start < number.start
        and m.text != "全年"
        and sentence.text[max(0, m.start - 1) : m.start] not in ("较", "比")
    ]
    return bool(said and reported and said[-1] == reported and reported != sentence.passage.paragraph.period)


def _result_is_last(clause: str) -> bool:
    """“目标200家,已达212家” in one clause: a word that only results have stands behind the last target word."""
    results = [m.start() for m in _DONE.finditer(clause)]
    targets = [m.start() for m in _TARGET.finditer(clause)]
    return bool(results) and (not targets or results[-1] > targets[-1])
