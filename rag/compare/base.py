"""What a figure is held up against, where a report says only what it is and by how much the two differ.

631件，较2022年多41件: 590 in 2022; 增长5.8%，高于全省平均0.9个百分点: 4.9% in the province; 4500个，比任务少300个: the goal;
so is 156场，完成年度任务的104%, and 997个，占全市的28.8% tells how many there are in the city.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.normalize import fold
from ingest.numerals import scale
from ingest.periods import find_periods, period_label, previous, year_of
from ingest.records import Figure
from ingest.verbs import NEW_ACTIONS, STOCK_ACTIONS
from rag.compare.finder import Finder
from rag.compare.targets import cited
from rag.compare.worked import worked_out
from rag.match.scope import asks_wider, is_held_against
from rag.records import Draft, Filters, Operation, Question
from rag.retrieve.retriever import FittedFigure, Retriever

_LEVELS = ("count", "amount", "area", "quantity", "ratio", "growth", "rank")
_OWN_INTENTS = ("rank", "change")  # of what a rank or a growth was; else a level is asked for
# 较2022年多
_YEAR = re.compile(r"[较比与]于?(?P<year>(?:19|20)\d\d)年")
# 去年同期争取了多少: of the part of the year that the report is on
# 去年同期
_SAME_TIME = re.compile(r"(?:去年|上年)同期")
# 比一季度加快
_PART = re.compile(r"[较比]于?(?P<part>[一二三]季度|上半年|前三季度|(?:1-)?1?\d月末?)")
# 较上年末增加, of a half year too
_YEAR_END = re.compile(r"[较比]于?(?:上年[末底]|上?年初|去年[末底])")
# 同比减少
_YEAR_BEFORE = re.compile(r"同比|[较比与]于?(?:上年|去年|上一年)(?:同期)?(?![末底初])")
# 低于年度目标; not 优于目标, of which the sign does not say which is the larger
_GOAL = re.compile(r"^(?!优于|好于|.*完成).*?(?P<goal>(?:年度|全年|年初|预期)*(?:目标|任务|计划|预期))")
# 降幅比全省小: of two falls the smaller is the higher growth
_FALLS = re.compile(r"[降跌]幅|收窄")
# 全省平均
_WHOLE = re.compile(r"平均(?:水平|值|数)?的?")
# 高于|全省平均
_HELD = re.compile(r"^(?:[比较与]|[高低快慢多少]于|[高低快慢]出|超过?)|[高低快慢多少]$")


def tell_base(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """What the year before, the wider place or the goal was; None where no figure says so of itself."""
    if question.operation and question.operation.kind == "share" and len(question.terms) == 1:
        question = replace(question, operation=None, parts=())  # 税收占比: known by a name of its own
    if len(question.periods) > 1 or question.operation is not None:
        return None
    finder = Finder(retriever, filters)
    fitting = finder.fitting(_of_itself(question))
    later = [f for f in fitting if f.figure.region == f.evidence.report.region] or fitting  # not its counties
    if len({one.figure.region for one in later}) > 1:
        return None  # of no place in particular
    for one in later:
        for change in _changes_of(one, finder):
            base = _base_asked(question, one.figure, change.figure)
            if base:
                label = base if _is_word(base) else period_label(base)
                own = period_label(one.figure.period)
                operation = Operation("base" if _is_word(base) else "before", against=base)
                return worked_out(question, operation, {own: one, label: change})
    return None


# 荆州上年粮食产量: may mean the last year that is reported, or the one before it
_YEAR_AGO = re.compile(r"(?<![比较与])(?:上年|上一年|前一年)(?!度?计划|度?目标|同期)")


def tell_year_before(told: Draft, question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """Of 上年 the year before the one told, where its number follows from that: both are shown."""
    figures = [c.evidence.figure for c in told.claims if c.evidence.figure]
    if not figures or not _YEAR_AGO.search(question.text) or len({f.period for f in figures}) > 1:
        return None
    year = previous(figures[0].period)
    older = tell_base(replace(question, periods=(year,)), retriever, filters)
    read = f"“上年”读作{period_label(year)}，{period_label(figures[0].period)}的数同时列出"
    return replace(older, notice=read) if older else None


def _is_word(base: str) -> bool:
    """Whether a base is no time but 全省平均 or 年度目标."""
    return not base[0].isdigit()


def _of_itself(question: Question) -> Question:
    """The question for the figure that is held up against what is asked."""
    intent = question.intent if question.intent in _OWN_INTENTS else "value"
    if question.status == "target" or asks_wider(question):
        words = _WHOLE.sub("", question.content)
        return replace(question, content=words, wordings=(), status=None, scope="", intent=intent)
    # 2023年新认定多少 is none of 总数, from which the 净增 of 2024 is taken
    action = question.action if question.action in NEW_ACTIONS else ""
    return replace(question, periods=(), intent=intent, action=action)


# 完成年度任务的104%, 年度计划完成率
# 完成年度任务的
_OF_GOAL = re.compile(
    r"(?P<goal>(?:年度|全年|年初|预期)*(?:目标|任务|计划|预算))(?:任务|投资)?(?:的|完成率|$)"
)


def _whole_asked(question: Question, share: Figure) -> str:
    """The goal or the wider place that a figure is so much per cent of, if it is the one asked about; "" if not."""
    if question.status == "target":
        goal = _OF_GOAL.search(share.comparator or share.name)
        return goal["goal"] if goal else ""
    whole = fold(share.scope)
    return whole if asks_wider(question) and share.action == "占" and whole.startswith(question.scope) else ""


def _base_asked(question: Question, figure: Figure, change: Figure) -> str:
    """The time, the place or the goal that a change counts from, if it is the one asked about; "" if not."""
    if change.kind == "ratio" and figure.kind != "ratio":
        return _whole_asked(question, change)
    if question.status == "target":
        goal = _GOAL.search(change.comparator)
        return goal["goal"] if goal else ""
    if asks_wider(question):
        return _HELD.sub("", change.comparator) if is_held_against(change, question.text) else ""
    base = _base_period(change)
    if _SAME_TIME.search(question.text) or not question.periods:
        return base if base == previous(figure.period) and _SAME_TIME.search(question.text) else ""
    return base if base == question.periods[0] else ""


def _changes_of(one: FittedFigure, finder: Finder) -> list[FittedFigure]:
    """By how much the figure differs from others, as its sentence says."""
    figure, paragraph = one.figure, one.evidence.paragraph
    if figure.kind not in _LEVELS or figure.bound or figure.joint or figure.status != "actual":
        return []
    others = finder.retriever.store.library.figures_of([figure.paragraph_id])
    return [
        cited(one, f)
        for f in others
        if (_is_change_of(figure, f) and _is_next(figure, f, others, paragraph.text))
        or _is_net_of(figure, f, paragraph.text)
        or _is_share_made(figure, f, others)
    ]


def _is_share_made(figure: Figure, share: Figure, others: Sequence[Figure]) -> bool:
    """送戏下乡1560场,完成年度任务的104%: what share of a whole the figure itself, and no other behind it, is."""
    if share.kind != "ratio" or figure.kind not in _COUNTED or share.start < figure.start or share.bound:
        return False
    is_rate = share.name.endswith("完成率") and bool(share.subject)
    alike = [
        f for f in others if f.start < share.start and f.kind in _COUNTED and _is_of_one(f, share, is_rate)
    ]
    return alike[-1:] == [figure]


_COUNTED = ("count", "amount", "area", "quantity")


def _is_of_one(figure: Figure, share: Figure, is_rate: bool) -> bool:
    same = (
        ("subject", "region", "period") if is_rate else ("indicator", "name", "subject", "region", "period")
    )
    return all(getattr(figure, field) == getattr(share, field) for field in same)


def _is_change_of(figure: Figure, other: Figure) -> bool:
    same = ("indicator", "name", "subject", "region", "period")
    points = figure.kind in ("ratio", "growth") and other.unit == "个百分点"
    if figure.kind == "rank":
        points = other.unit.strip("个次") in ("位", "名")
    return (
        other.kind == "change"
        and not other.bound
        and other.start > figure.start
        and all(getattr(figure, field) == getattr(other, field) for field in same)
        and (points or scale(figure.unit)[1] == scale(other.unit)[1])
    )


def _is_next(figure: Figure, change: Figure, others: Sequence[Figure], text: str) -> bool:
    """新开工72个、竣工58个，比上年分别多9个、少3个: whose a change is, only the one right behind its level tells."""
    said = text[figure.end : change.end]
    start = text.rfind("。", 0, figure.start) if "分别" in said else figure.end
    near = [f for f in others if start <= f.start < change.end and f.id not in (figure.id, change.id)]
    near = [
        f for f in near if f.comparator == change.comparator or not _is_change_of(figure, f)
    ]  # 比一季度、上半年快
    alike = any(
        scale(f.unit)[1] == scale(change.unit)[1] and ("分别" in said or not f.comparator) for f in near
    )
    return not alike and not (figure.kind == "growth" and _FALLS.search(said))


# 净增5419家，高企|总数达
_NET = re.compile(r"[，,、]?[一-鿿“”]{0,12}")


def _is_net_of(figure: Figure, other: Figure, text: str) -> bool:
    """净增经营主体3200户，总数达4.8万户: by how much the total grew in the year, right beside it."""
    first, last = sorted((figure, other), key=lambda f: f.start)
    return (
        (figure.action in STOCK_ACTIONS or (not figure.action and first is figure))
        and other.action == "净增"
        and not other.bound
        and other.indicator in (figure.indicator, "净增")
        and (figure.unit[-1:], figure.region, figure.period) == (other.unit[-1:], other.region, other.period)
        and _NET.fullmatch(text[first.end : last.start]) is not None
    )


def _base_period(change: Figure) -> str:
    """The time that a change counts from; "" where it is another place's number or not said."""
    said = change.comparator
    if change.action == "净增" and change.kind != "change":
        return previous(change.period)
    if year := _YEAR.match(said):
        return year["year"]
    own = year_of(change.period)
    if own and (part := _PART.match(said)):
        return next((m.period for m in find_periods(part["part"], own)), "")
    if _YEAR_END.match(said):
        return str(own - 1) if own else ""
    return previous(change.period) if _YEAR_BEFORE.match(said) else ""
