"""A result and its target: the two figures, or how far the report says that the target was met."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.numerals import scale
from ingest.periods import contains, period_label, previous, year_of
from ingest.records import Figure, Paragraph
from ingest.verbs import STOCK_ACTIONS
from rag.compare.finder import Finder, Gathered, common_period, gathered_of
from rag.match.fit import nearly_of
from rag.match.scope import is_of_other_goal
from rag.records import Question
from rag.retrieve.choose import best_of, clause_before
from rag.retrieve.retriever import FittedFigure

COMPLETION_WITHIN = 80  # characters between a result and what is said of its target
# 年度计划完成率
ASKS_RATE = re.compile(r"(?:年度|全年|计划|目标|任务)*完成(?:率|进度|比例)")
_GOAL = r"(?:任务|目标|计划|预算)"
# 完成年度任务(7000人)的, 占年度计划的, 年度计划完成率, …目标，上半年只完成; but not 低于4.5%的控制目标, 超年度计划1%
_MET = re.compile(
    rf"(?:完成|占|为|达)[^，,；;。]*{_GOAL}[^，,；;。]*$|{_GOAL}[^，,；;。]*[，,][^，,；;。]*完成$|完成率[^，,；;。]*$|"
    rf"[，,][^，,；;。\d]{{0,9}}{_GOAL}的$"
)
# 低于4.5%的控制目标
_HELD_UP = re.compile(r"低于|高于|优于|控制在|(?<!达)超(?!额完成)")
# 总投资18.6亿元: how large it is to be, not what was done of it
_SIZE = re.compile(r"总投资|合同|协议")
# 年度计划投资, 完成投资
_STANDING = re.compile(r"(?:年度|全年|本年)?(?:计划|目标|任务|实际|完成)")
# 低于4.5%的控制目标
_GOAL_BEHIND = re.compile(r"的?[^，,；;。]{0,8}目标")
# 比2025年目标多多少: that of no other year
# 2025年目标, 今年计划
_YEAR_OF_GOAL = re.compile(rf"(?:(?P<year>20\d\d)年?|(?P<next>今年|明年))(?:度|全年|的|预期)*{_GOAL}")
# 年初预算为86.5亿元,调整预算为85亿元: which of the two
# 调整预算
_WHICH_BUDGET = re.compile("(?:年初|调整后?)的?预算")
# 目标比现在高多少: the next one counts
_FROM_NOW = re.compile(r"比(?:现在|目前|当前|眼下|去年|上年|今年)")
_SENTENCE_END = "。！？!?\n"
MAX_BETWEEN = 16  # characters between a goal and what was done of it


def over_statuses(question: Question, finder: Finder) -> Gathered | None:
    """The result and the target, or the result and the share of its target that the report says was met."""
    is_of_two_years = len(question.periods) == 2  # 2024年完成数和2025年目标差多少
    is_next = bool(_time_against(question)) or bool(_FROM_NOW.search(question.text)) or is_of_two_years
    asked = _of_both_times(_without_rate(question), finder)
    results, targets = _two_sides(asked, finder)
    if targets and not results:
        results = _done_behind(targets[0], finder)
    if not results or not targets:  # 投资实现目标没: of 增长4.6% and 增长7%
        growths = _two_sides(replace(asked, intent="change"), finder)
        results, targets = growths if all(growths) else (results, targets)
    met = _completion(question, [*results[:1], *targets], finder) if results else None
    if results and not targets and (told := met or _held_up(results[0], finder)):
        found = {"完成数": results[0], "完成率" if met else "目标数": told}
        return Gathered("", found, (), is_completion=True)
    sides = {"完成数": results, "目标数": targets}
    gathered = gathered_of("", _by_year(sides) if is_next else sides, True)
    is_one = len({_STANDING.sub("", f.figure.name) for f in gathered.found.values()}) == 1
    return replace(
        gathered,
        of_one_status=False,
        of_one_indicator=not is_one,
        of_one_time=not is_next,
        beside=(met,) if met else (),
    )


# 入库, 建成
_DEED = re.compile("完成|入库|建成|完工|竣工|开工|投用|落实|到位|签约|认定|招引|培训")


def _done_behind(target: FittedFigure, finder: Finder) -> list[FittedFigure]:
    """年初确定新增规上企业60户，上半年已入库26户: what was done of a goal, called by the deed alone right behind it."""
    goal, paragraph = target.figure, target.evidence.paragraph
    behind = [f for f in finder.retriever.store.library.figures_of([paragraph.id]) if f.start >= goal.end]
    nearest = min(behind, key=lambda f: f.start, default=None)
    if nearest is None or paragraph.kind == "table":
        return []
    between = paragraph.text[goal.end : nearest.start]
    is_done = (
        nearest.status != "target" and bool(_DEED.fullmatch(nearest.action)) and len(between) < MAX_BETWEEN
    )
    is_of_it = (
        nearest.unit == goal.unit and contains(goal.period, nearest.period) and goal.region == nearest.region
    )
    return [cited(target, nearest)] if is_done and is_of_it and not set(between) & set(_SENTENCE_END) else []


# 高企服务站目标比2024年建成的多几家: 高企服务站建成
_CARRIED = re.compile(r"(?:建成|达到|实现|完成)$")


def _without_rate(question: Question) -> Question:
    """完成率 asks for the two that it is made of; 建成 is said of the result alone."""
    content = _CARRIED.sub("", ASKS_RATE.sub("", question.content))
    if content == question.content or not content:
        return question
    wants_rate = question.wants_rate and not ASKS_RATE.search(question.content)
    return replace(question, content=content, wordings=(), wants_rate=wants_rate)


def _of_both_times(question: Question, finder: Finder) -> Question:
    """2025年目标比2024年实际少多少: of the year of the target and of that of the result."""
    against = _time_against(question)
    if not against:
        return question
    goals = [f for f in finder.fitting(replace(question, status="target")) if f.figure.status == "target"]
    now = question.periods or (common_period(goals or finder.fitting(question)),)
    return replace(question, periods=tuple(dict.fromkeys((*now, against))))


def _two_sides(question: Question, finder: Finder) -> tuple[list[FittedFigure], list[FittedFigure]]:
    """The results and the targets that fit best, those of one sentence before others."""
    years = (str(year_of(p)) for p in question.periods if year_of(p))  # half a year goes by the year's target
    fitting = finder.fitting(replace(question, periods=tuple(dict.fromkeys((*question.periods, *years)))))
    results = _results(question, fitting)
    targets = [f for f in fitting if f.figure.status == "target"]
    targets = [f for f in targets if f.figure.raw in question.text] or targets  # 达到8.5%的目标了吗
    if budget := _WHICH_BUDGET.search(question.text):
        named = [f for f in targets if budget.group()[:2] in clause_before(f.figure, f.evidence.paragraph)]
        targets = named or targets
    if goal := _YEAR_OF_GOAL.search(question.text):
        year = goal["year"] or max(question.periods, default="")
        targets = [f for f in targets if f.figure.period.startswith(year)]
    pair = _said_together(results, targets)
    if pair:
        results, targets = [pair[0]], [pair[1]]
    else:
        results = best_of(question, _no_stocks(results, targets))
        targets = best_of(replace(question, status="target"), _of_its_time(question, targets, results))
    if results and targets and _sort(results[0].figure) != _sort(targets[0].figure):
        results = _of_sort(question, targets[0], finder) or results  # 增长6.1% beside a target of 6.5%
    return results, targets


def _results(question: Question, fitting: Sequence[FittedFigure]) -> list[FittedFigure]:
    """What was done: of the times asked about, else of the latest; not how large something is to be."""
    found = [
        f
        for f in fitting
        if f.figure.status != "target"
        and _in_time(f, question)
        and not _GOAL_BEHIND.match(f.evidence.paragraph.text, f.figure.end)
    ]
    if not question.periods:  # of a half year and a quarter the later one
        latest = common_period(found)
        found = [f for f in found if f.figure.period == latest]
    return [f for f in found if not _SIZE.search(f.figure.name) or _SIZE.search(question.text)]


def _time_against(question: Question) -> str:
    """The time of the result that a target of another time is held against; "" where none is named."""
    against = question.operation.against if question.operation else ""
    if against == "previous":
        return previous(question.periods[0]) if question.periods else ""
    return against


def _by_year(sides: dict[str, list[FittedFigure]]) -> dict[str, list[FittedFigure]]:
    """2025年目标数 and 2024年完成数, the later first, as they are asked about."""
    named = [
        (period_label(found[0].figure.period) + name if found else name, found)
        for name, found in sides.items()
    ]
    return dict(reversed(named))


def _in_time(one: FittedFigure, question: Question) -> bool:
    of = one.figure
    return not question.periods or any(of.period == p or nearly_of(of, p) for p in question.periods)


def _said_together(
    results: Sequence[FittedFigure], targets: Sequence[FittedFigure]
) -> tuple[FittedFigure, FittedFigure] | None:
    """新建高标准农田62.5万亩，超额完成省定58万亩任务: a result and its target of one sentence, the nearest to each other."""
    pairs = [
        (r, t)
        for t in targets
        for r in results
        if _in_one_sentence(r, t)
        and _sort(r.figure) == _sort(t.figure)
        and _is_stock(r.figure) <= _is_stock(t.figure)  # a total is held against the goal of a total alone
        and (r.figure.period == t.figure.period or contains(t.figure.period, r.figure.period))
    ]
    return min(pairs, key=lambda pair: _apart(pair[0].figure, pair[1].figure), default=None)


def _in_one_sentence(one: FittedFigure, other: FittedFigure) -> bool:
    if one.figure.paragraph_id != other.figure.paragraph_id:
        return False
    text = one.evidence.paragraph.text
    start, end = sorted((one.figure.start, other.figure.start))
    is_row = one.evidence.paragraph.kind == "table"
    return not any(mark in text[start:end] for mark in ("\n" if is_row else _SENTENCE_END))


def _sort(figure: Figure) -> tuple[str, str, bool]:
    return scale(figure.unit)[1], figure.kind, figure.kind == "growth"


def _of_sort(question: Question, target: FittedFigure, finder: Finder) -> list[FittedFigure]:
    """Results that are a growth, where the target is one."""
    asked = replace(question, intent="change" if target.figure.kind == "growth" else "value")
    fitting = [f for f in finder.fitting(asked) if f.figure.status != "target" and _in_time(f, question)]
    return best_of(asked, [f for f in fitting if _sort(f.figure) == _sort(target.figure)])


# of a total and its increment in one sentence, the one that a goal can be of: 入库1532家，净增284家，未完成1600家目标
_OF_ONE_SIZE = 3


def _apart(result: Figure, target: Figure) -> tuple[bool, bool, int]:
    sizes = sorted((abs(result.value), abs(target.value)))
    is_of_size = scale(result.unit) == scale(target.unit) and sizes[1] <= sizes[0] * _OF_ONE_SIZE
    return not is_of_size, "完成" not in result.name + result.action, abs(target.start - result.start)


def _is_stock(figure: Figure) -> bool:
    return figure.action in STOCK_ACTIONS or figure.name.endswith(("总数", "总量"))


def _no_stocks(results: Sequence[FittedFigure], targets: Sequence[FittedFigure]) -> list[FittedFigure]:
    """What there is in all is not what was done of a target for the year."""
    flows = [f for f in results if not _is_stock(f.figure)]
    return flows if flows and not any(_is_stock(t.figure) for t in targets) else list(results)


def _of_its_time(
    question: Question, targets: Sequence[FittedFigure], results: Sequence[FittedFigure]
) -> list[FittedFigure]:
    """What was planned for another year was not missed in this one; 2024年实际和2025年目标 asks for that."""
    if not results or len(question.periods) > 1:
        return list(targets)
    now = results[0].figure.period
    own = [f for f in targets if f.figure.period == now or contains(f.figure.period, now)]
    return own or (list(targets) if _FROM_NOW.search(question.text) else [])


def _completion(question: Question, sides: Sequence[FittedFigure], finder: Finder) -> FittedFigure | None:
    """完成投资66.58亿元,年度计划完成率152.6%: how far the plan was met, said right behind the result or a target."""
    for one in sides:
        paragraph, at = one.evidence.paragraph, one.figure.end
        figures = finder.retriever.store.library.figures_of([paragraph.id])
        others = [f.start for f in figures if f.indicator != one.figure.indicator and _is_counted(f)]
        for figure in figures:
            near = at <= figure.start < at + COMPLETION_WITHIN
            is_next = not any(at <= start < figure.start for start in others)
            is_its_own = figure.indicator == one.figure.indicator or ("完成率" in figure.name and is_next)
            is_its_own = is_its_own and figure.region == one.figure.region
            is_its_own = is_its_own and not is_of_other_goal(question, figure)
            if near and is_its_own and figure.kind == "ratio" and _says_met(figure, paragraph, at):
                return cited(one, figure)
    return None


def _is_counted(figure: Figure) -> bool:
    return figure.kind in ("count", "amount", "area", "quantity") and figure.status != "target"


def _says_met(figure: Figure, paragraph: Paragraph, at: int) -> bool:
    if paragraph.kind == "table":
        return "完成率" in figure.name
    before = paragraph.text[at : figure.start]
    clause = before[max(map(before.rfind, "，,；;。")) + 1 :]
    return bool(_MET.search(before)) and not _HELD_UP.search(clause)


def _held_up(result: FittedFigure, finder: Finder) -> FittedFigure | None:
    """低于4.5%的控制目标: the target that the report holds up against the result right behind it."""
    paragraph, at = result.evidence.paragraph, result.figure.end
    for figure in finder.retriever.store.library.figures_of([paragraph.id]):
        is_near = at <= figure.start < at + COMPLETION_WITHIN // 3 and figure.unit == result.figure.unit
        if is_near and _GOAL_BEHIND.match(paragraph.text, figure.end):
            return cited(result, figure)
    return None


def cited(one: FittedFigure, figure: Figure) -> FittedFigure:
    """Another figure of the same paragraph."""
    evidence = replace(one.evidence, figure=figure, start=figure.quote_start, end=figure.quote_end)
    return FittedFigure(evidence, one.fit)
