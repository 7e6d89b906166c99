"""The time that a figure describes."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.clauses import Lead
from ingest.figures.goal import is_of_goal, is_partly_done, is_planned
from ingest.figures.sentence import Sentence
from ingest.numerals import Number
from ingest.periods import PeriodMention, contains, first_year, months, previous, year_of
from ingest.records import Report
from ingest.verbs import NEW_ACTIONS


def period_of(sentence: Sentence, number: Number, lead: Lead) -> str:
    """The last time said before a number in its sentence, else the one that the paragraph goes on about."""
    passage = sentence.passage
    paragraph, report = passage.paragraph, passage.report
    best: PeriodMention | None = None
    for mention in passage.periods:
        said_here = sentence.start <= mention.start < number.start and mention.period
        began = _SINCE.match(sentence.text, mention.end)
        if not said_here or began or _is_of_an_aside(sentence, mention, number, lead):
            continue
        starting_point = "基础上" in sentence.text[mention.end : number.start]  # 在2024年1286家的基础上
        if (
            not starting_point
            and not _is_comparison(sentence, mention)
            and _reaches(sentence, mention, number)
            and not _was_then(sentence, mention, number, lead)
            and not _OF_A_CAUSE.match(sentence.text, mention.end)
        ):
            best = mention
    if noted := _noted_behind(sentence, number):
        return reported(report, noted)
    start = sentence.clause_start(number.start)
    if best and best.start < start and _NOW.match(sentence.text, start, number.start):
        return report.period  # 到2026年底力争达到1500家,目前为1286家
    if whole := _whole_year(sentence, number, lead):
        return whole
    said_before = passage.sentence_period or passage.opener_period or paragraph.period or report.period
    if best and best.text == "全年" and paragraph.is_plan:  # not that of a year in brackets before it
        return str(first_year(said_before) or "")
    base = reported(report, best) if best else _carried_year(sentence, said_before) or said_before
    is_mean = "年均" in sentence.text[start : number.start]
    if is_mean and base.isdigit() and year_of(paragraph.period) is None and contains(paragraph.period, base):
        return paragraph.period  # 五年来: 2021年达到218亿元,年均增长7.3%
    is_run = bool(base) and year_of(base) is None
    if is_run and lead.is_level and sentence.done and sentence.done[-1].lead.is_from:
        return base.rpartition("/")[2][:4]
    if not lead.is_from:
        return (not is_run and _run_of_move(sentence, number, lead)) or base
    said = [m for m in sentence.passage.periods if number.start - 8 <= m.start and m.end <= number.start]
    if is_run and not any(year_of(m.period) for m in said):
        return _start_of_run(base, best)
    said = said or [
        m
        for m in sentence.passage.periods
        if sentence.start <= m.start < number.start
        and _HELD_AGAINST.search(sentence.text[m.start - 1 : m.end + 4])
    ]
    if not said and (start_year := _began(sentence, base)):
        return start_year
    if said and said[-1].text.endswith("同期"):
        return previous(base)
    return said[-1].period if said else _year_before(base)


def _began(sentence: Sentence, end: str) -> str:
    """投入由2020年的142亿元增加到2024年的187亿元,强度由2.8%提高到3.2%: from the year that the move before began in."""
    pairs = [two for two in pairwise(sentence.done) if two[0].lead.is_from and two[1].period == end]
    if pairs:
        return pairs[-1][0].period if pairs[-1][0].period.isdigit() else ""
    carried = sentence.carried[-2:]
    return carried[0].period if carried and _is_reached_by(sentence, carried[0].period, end) else ""


def _start_of_run(run: str, said: PeriodMention | None) -> str:
    """2020年至2024年,由3925亿元增加到4879亿元 starts in 2020; what “十四五”时期 and 五年来 start from is the year before."""
    is_by_years = said is not None and said.text[0].isdigit()
    return run[:4] if is_by_years else str(int(run[:4]) - 1)


def _run_of_move(sentence: Sentence, number: Number, lead: Lead) -> str:
    """由2020年的132家增加到2025年的208家,净增76家: a move behind two years takes all from the one to the other."""
    if lead.has_noun or lead.is_level or not (lead.change_verb or lead.action in NEW_ACTIONS):
        return ""
    start, end = next((two for two in pairwise(sentence.done[-3:]) if two[0].lead.is_from), (None, None))
    if not (start and end and start.period.isdigit() and end.period.isdigit()):
        return ""
    said_since = any(end.number.end <= m.start < number.start for m in sentence.passage.periods)
    is_run = not said_since and int(end.period) - int(start.period) > 1
    return f"{int(start.period) + 1}/{end.period}" if is_run else ""


# 受7月|强降雨影响,全年增长3.2%: when the cause was
# 强降雨影响
_OF_A_CAUSE = re.compile(r"[^,;。\d]{0,12}(?:影响|冲击|拖累|叠加)")
# 自4月26日|起: when it began, not when it was counted
_SINCE = re.compile(r"(?:份|\d{1,2}[日号])?开?[起始](?![火诉草步飞降底])")


def _is_of_an_aside(sentence: Sentence, mention: PeriodMention, number: Number, lead: Lead) -> bool:
    """A time in parentheses is of what it stands with: 12家(全年目标20家), 占比3.45%(2022年数据);技术交易额1012.5亿元.

    What goes on about that, without a noun of its own, is of the same time: 3.45%(2022年),居全省第2位.
    """
    if sentence.text[mention.start] != "\x00":
        return False
    end = _aside_end(sentence, mention.end)
    said = sentence.passage.text[mention.end : end]
    if re.search(r"\d", said):
        return True
    is_near = sentence.clause_start(number.start) == sentence.clause_start(mention.start)
    return lead.has_noun and not is_near and "下同" not in said


def _aside_end(sentence: Sentence, position: int) -> int:
    while position < sentence.end and sentence.text[position] == "\x00":
        position += 1
    return position


def _noted_behind(sentence: Sentence, number: Number) -> PeriodMention | None:
    """占比3.45%(2022年数据): the time that alone stands in parentheses behind a number."""
    text, start = sentence.passage.text, number.tail_start
    if not text.startswith("(", start):
        return None
    end = text.find(")", start) + 1
    for mention in sentence.passage.periods:
        if mention.period and start < mention.start and mention.end < end:
            return mention if _NOTE.fullmatch(text[start : mention.start] + text[mention.end : end]) else None
    return None


# 目前
_NOW = re.compile("目前|现已|现有|现为")


# (2022年数据), (为2022年数), (截至2023年底)
# (截至2023年底): the year itself is blanked, (截至年底)
_NOTE = re.compile(
    r"\((?:数据)?(?:为|系|是|截至|截止|按)?(?:年?[末底])?的?(?:全年)?(?:统计)?(?:数据?|口径|年?度|值)?(?:,?下同)?\)"
)


def _carried_year(sentence: Sentence, usual: str) -> str:
    """2023年R&D经费支出198亿元;占比3.3%: an earlier year holds on behind a semicolon."""
    last = sentence.carried[-1] if sentence.carried else None
    if last is None or sentence.is_aside or last.lead.is_from or last.lead.is_reference:
        return ""
    if _is_reached_by(sentence, usual, last.period) and last.status == "actual":
        return last.period  # 2020年经费215亿元,2024年达到287亿元;强度由7.1%变为7.0%
    if any(_noted_behind(sentence, said.number) or said.period == usual for said in sentence.carried):
        return ""  # 发放贷款3.2亿元,2023年为2.6亿元;新增创业1.2万人
    is_earlier = last.period.isdigit() and usual.isdigit() and last.period < usual
    is_of_school_year = last.period.isdigit() and bool(_SCHOOL_YEAR.fullmatch(usual)) and last.period in usual
    return last.period if (is_earlier or is_of_school_year) and last.status == "actual" else ""


def _is_reached_by(sentence: Sentence, start: str, end: str) -> bool:
    """Whether what was told last of the sentence moved one thing from one year to a later one."""
    if len(sentence.carried) < 2 or not (start.isdigit() and end.isdigit() and start < end):
        return False
    first, last = sentence.carried[-2:]
    return (first.period, last.period) == (start, end) and first.indicator == last.indicator


# 2024-09/2025-08: 2025年高考上线3682人;600分以上217人
_SCHOOL_YEAR = re.compile(r"(\d{4})-\d\d/(?!\1)\d{4}-\d\d")


def _is_comparison(sentence: Sentence, mention: PeriodMention) -> bool:
    """比上年, 较2020年, 上年同期: what it is held against, not when it was."""
    before = sentence.text[max(0, mention.start - 2) : mention.start]
    if re.search(r"(?:是|为|于)$", before) and re.match(
        r"[年末底]{0,2}的?[\d一二两三四五六七八九十百]", sentence.text[mention.end : mention.end + 4]
    ):
        return True
    after = sentence.text[mention.end : mention.end + 6]
    if mention.text == "全年" and _AIMED_AT.match(sentence.text, mention.end):
        return True  # 完成全年目标任务的63.5%
    if re.search(r"(?:[比较与由从][“\"]?|[比较]于)$", before) or _BESIDE.search(
        sentence.text[: mention.start]
    ):
        return True
    if mention.text.endswith("同期"):
        return not _WAS.match(sentence.text, mention.end)
    compared = re.match(r"的\d[\d.]*(?:倍|(?P<rate>%))", sentence.text[mention.end : mention.end + 8])
    if compared and not (compared["rate"] and _ARRIVES.search(sentence.text, 0, mention.start)):
        return True  # 是2020年的2.1倍
    return bool(re.match(r"(?:同期|水平|的?基础上|相比|平均)", after)) and not after.startswith("同期为")


# 比一季度、
_BESIDE = re.compile(r"[比较](?:[一二三四]季度|上半年|(?:1-)?1?\d月份?)[、和与]$")
# 由2020年的59.4%提高到
_ARRIVES = re.compile("[高升加增长低降少落][到至为]$")
_WAS = re.compile(r"(?:分别|依次)?(?:[为是]|[仅约近]?\d)")  # 去年同期|分别为1.95亿元、547家, (去年同期|29个)
# 完成全年目标任务的63.5%, 完成全年40亿元目标的56%
_AIMED_AT = re.compile(
    r"(?:\d[\d.,]*[千百万亿]*[一-鿿]{0,3}?的?[^,;。\d]{0,12}?)?(?:预期)?(?:目标|任务|计划)"
)


# 与2020年相比,企业数由862家增加到1268家
_HELD_AGAINST = re.compile("^[与较比同]“?20\\d\\d年[末底]?(?:相比)?(?:,|，|$)|^[与较比同].*(?:相比)")


def _year_before(period: str) -> str:
    """What 由A提高到B starts from where no time is said: the year before, whole."""
    year = first_year(period)
    return "" if not year else previous(period) if year_of(period) is None else str(year - 1)


THIS_YEAR = ("今年以来", "年初以来", "今年", "开年以来")


def reported(report: Report, mention: PeriodMention) -> str:
    """截至6月底 in a half year's report is that half year."""
    if mention.kind == "asof" and _ends_together(mention.period, report.period):
        return report.period
    if mention.text in THIS_YEAR and mention.period == report.period[:4]:
        return report.period  # 今年以来 in half a year's report
    end = max(re.findall(r"\d{4}", report.period), default="")
    if (
        "以来" in mention.text
        and year_of(mention.period) is None
        and mention.period[:4] <= end < mention.period[-4:]
    ):
        return f"{mention.period[:4]}/{end}"  # “十四五”以来: as far as is reported on
    return mention.period


def _was_then(sentence: Sentence, mention: PeriodMention, number: Number, lead: Lead) -> bool:
    """结构比为14.7:30.9:54.4,上年为15.7:29.6:54.7,二产占比提高1.3个百分点: said of one number beside another."""
    is_beside = any(d.number.start < mention.start and not d.lead.is_from for d in sentence.done)
    is_past = sentence.clause_start(number.start) > mention.end
    is_aside = is_beside and is_past and bool(_WAS.match(sentence.text, mention.end))
    return is_aside and (
        lead.has_noun or mention.text.removesuffix("同期") in ("上年", "去年")
    )  # 3.2亿元,上年为2.6亿元,增长23%


def _reaches(sentence: Sentence, mention: PeriodMention, number: Number) -> bool:
    """A run of years (自2021年以来) and a part (其中上半年) hold for their own clause, unless they open it.

    年均 is of the run.
    """
    is_run = year_of(mention.period) is None
    is_part = bool(re.search(r"其中[:,]?$", sentence.text[max(0, mention.start - 3) : mention.start]))
    is_ahead = is_run and mention.period[:4] > sentence.passage.report.period[-4:]
    if is_ahead or not (is_run or is_part) or sentence.text[mention.end : mention.end + 1] in (",", "间"):
        return True
    clause, said_in = sentence.clause_start(number.start), sentence.clause_start(mention.start)
    has_figure = any(said_in <= n.start < sentence.clause_end(mention.end) for n in sentence.numbers)
    if is_part and not has_figure and "季度" in mention.text:
        return True  # 其中三季度旺季表现抢眼,单季接待1.7亿人次
    by_year = is_run and "年均" in sentence.text[clause : number.start]  # 累计完成1180亿元,年均增长9.7%
    return by_year or clause == said_in


def _whole_year(sentence: Sentence, number: Number, lead: Lead) -> str:
    """In half a year's report, what is planned for the year (年度计划投资) and how the year shall end (力争年底)."""
    paragraph = sentence.passage.paragraph
    period = paragraph.period or sentence.passage.report.period
    year = first_year(period)
    if not year or period == str(year):
        return ""
    own = sentence.text[sentence.clause_start(number.start) : number.start]
    if is_years_goal(sentence, number) or is_partly_done(sentence, number):
        return str(year)
    planned = (is_planned(own) and not lead.is_share) or is_of_goal(sentence) or bool(_TO_COME.search(own))
    at_end = paragraph.is_plan and re.search(r"年[底末]", own)
    return str(year) if planned or at_end else ""


# 今年计划新建16万亩, in half a year's report
_TO_COME = re.compile("(?:今年|年内|全年)(?:还)?(?:计划|力争|拟|将|确保)")
# 全年目标:地区生产总值增长6.5%以上,新增就业3万人
_YEARS_GOAL = re.compile(r"(?:全年|年度|今年|当年)[^,;。:\d]{0,12}(?:目标|任务|计划)(?:任务)?(?:是|为)?[:：]")


def is_years_goal(sentence: Sentence, number: Number) -> bool:
    """Whether all from a label on is the year's, as long as no other time is said behind it."""
    label = _YEARS_GOAL.search(sentence.text, sentence.start, number.start)
    return label is not None and not any(
        label.end() <= m.start < number.start and m.period and not _is_comparison(sentence, m)
        for m in sentence.passage.periods
    )


def _ends_together(part: str, whole: str) -> bool:
    return bool(part and whole) and contains(whole, part) and months(part)[1] == months(whole)[1]
