"""Why figures are not worked out together: every reason, in the order in which it is looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.normalize import fold
from ingest.numerals import scale
from ingest.periods import contains
from ingest.records import Figure
from ingest.verbs import NEW_ACTIONS, STOCK_ACTIONS
from rag.compare.compute import Operand, deed_of
from rag.compare.finder import Gathered
from rag.match import last_word, without_place
from rag.records import Operation
from rag.understand.operation import EVERY


@dataclass(frozen=True)
class Case:
    """The figures that an operation is to be worked out on."""

    operands: Sequence[Operand]
    operation: Operation
    gathered: Gathered

    @property
    def figures(self) -> list[Figure]:
        return [o.figure for o in self.operands]


def why_not(operation: Operation, gathered: Gathered, operands: Sequence[Operand]) -> str:
    """Why an operation is not worked out, in words for the reader; "" when it may be."""
    if operation.kind == "each":
        return ""
    case = Case(operands, operation, gathered)
    return next((reason(case) for holds, reason in _OF_CASE if holds(case)), "") or mismatch(
        operands, of_one_indicator=gathered.of_one_indicator, of_one_status=gathered.of_one_status
    )


def mismatch(
    operands: Sequence[Operand], *, of_one_indicator: bool = True, of_one_status: bool = True
) -> str:
    """Why these figures do not measure the same thing, in words for the reader; "" when they do."""
    figures = [o.figure for o in operands]
    goals = {o.figure.status == "target" and "目标" not in o.name for o in operands}
    subjects = {without_place(f) for f in figures if f.subject and not _is_no_part(f)}
    reasons = (
        (_differ(map(_unit, figures)), f"单位不同（{_each(f.unit or '无单位' for f in figures)}）"),
        (
            of_one_indicator and _differ(f.indicator for f in figures),
            f"指标不同（{_each(f.indicator for f in figures)}）",
        ),
        (any(f.joint for f in figures), "其中有几项合计的数"),
        (
            _differ(map(_counted_per, figures)),
            f"计量的时间不同（{_each(_counted_per(f) or '未写明' for f in figures)}）",
        ),
        (
            of_one_status and _differ(bool(deed_of(f)) for f in figures),  # an increment and a total
            f"口径不同（{_each(deed_of(f) or '总数' for f in figures)}）",
        ),
        (of_one_status and len(goals) > 1, "一方是目标，一方不是"),
        (of_one_indicator and len(subjects) > 1, "说的不是同一范围"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _differ(values: Iterable[object]) -> bool:
    return len(set(values)) > 1


def _each(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(words))


def _unit(figure: Figure) -> tuple[str, str]:
    """What is measured in: 万元 and 亿元 are one, 5.2% that grew and a share of 5.2% are not."""
    moved = "move" if figure.kind in ("growth", "change") else figure.kind
    return scale(figure.unit)[1], "points" if figure.unit in ("个百分点", "百分点") else moved


def _is_of_other_times(case: Case) -> bool:
    of_one_time = case.gathered.heading != "时期" and case.gathered.of_one_time
    return of_one_time and _differ(f.period for f in case.figures) and not _is_so_far(case.figures)


def _are_too_few(case: Case) -> bool:
    operation = case.operation
    is_short = operation.kind in ("highest", "lowest") and len(case.operands) < operation.count < EVERY
    return is_short and operation.level != "year"


def _are_not_so_many(case: Case) -> bool:
    operation = case.operation
    is_counted = operation.kind in ("sum", "average") and bool(operation.level)
    return is_counted and 1 < operation.count != len(case.operands)


# 14个县(市、区)全部建成…,其中汇川区…: all of them, and no part of one
_KIND_OF_PLACE = re.compile(r"各?[省市县区镇乡州街道、()（）]+")


def _is_no_part(figure: Figure) -> bool:
    """Whether the subject names the place, a kind of places, or but the indicator again."""
    subject = figure.subject
    return (
        subject == figure.region_name
        or bool(_KIND_OF_PLACE.fullmatch(subject))
        or set(subject) <= set(figure.indicator)
    )


# 每人每月
_PER_TIME = re.compile(
    r"每(?:人|户|亩|床|生)?(?P<each>每[年月季天日])|(?P<bare>(?<!连续)每[年月季天日])|(?<=[/每])(?P<unit>[年月天日])$"
)


def _counted_per(figure: Figure) -> str:
    """每人每月720元 and 每人每年6480元 are no two numbers of one measure."""
    if figure.kind != "amount":
        return ""
    match = _PER_TIME.search(figure.context.partition(figure.raw)[0] + figure.unit)
    return "每" + next(g for g in match.groups() if g)[-1] if match else ""


# 新建6.2万亩，改造提升1.9万亩，超额完成7.5万亩的任务: neither of the two alone is what was done of it
_BEYOND = re.compile(r"(?<!未)(?<!没有)超额|超过|超出|(?<!未)(?<!没有)(?:全面|如期|提前)完成")
# 仅完成
_SHORT = re.compile(r"未完成|没有?完成|未达|未能|不及|(?<!不)低于|仅完成|只完成")


def _is_denied(case: Case) -> bool:
    """Whether the report, between a result and its target, says the opposite of what the two numbers show."""
    gathered = case.gathered
    result, target = gathered.found.get("完成数"), gathered.found.get("目标数")
    if not result or not target or result.figure.paragraph_id != target.figure.paragraph_id:
        return False
    start, end = sorted((result.figure.end, target.figure.start))
    said = result.evidence.paragraph.text[start:end]
    if any(mark in said for mark in "。\n") or scale(result.figure.unit)[1] != scale(target.figure.unit)[1]:
        return False
    done, asked = (f.figure.value * scale(f.figure.unit)[0] for f in (result, target))
    return bool((done < asked and _BEYOND.search(said)) or (done > asked and _SHORT.search(said)))


def _is_stock_against_additions(case: Case) -> bool:
    """累计达标社区医院7家 says nothing of the 3家 that are to be added."""
    gathered = case.gathered
    result, target = gathered.found.get("完成数"), gathered.found.get("目标数")
    if result is None or target is None:
        return False
    return result.figure.action in STOCK_ACTIONS and target.figure.action in NEW_ACTIONS


def _are_siblings(case: Case) -> bool:
    """高技能人才 and 专业技术人才 are kinds of 人才, neither a part of the other; of 技能人才 the first is."""
    if case.operation.kind != "share" or case.gathered.heading != "指标":
        return False
    *parts, whole = [fold(f.name or f.indicator) for f in case.figures]
    is_count = all(f.kind == "count" for f in case.figures)
    inside = any(f.subject and fold(f.subject) in whole for f in case.figures)
    alike = [p for p in parts if last_word(p) == last_word(whole) and not _narrows(p, whole)]
    return is_count and not inside and bool(alike)


def _narrows(part: str, whole: str) -> bool:
    """Whether every character of the whole stands in the part, in order: 规上工业企业 of 规上企业."""
    rest = iter(part)
    return all(char in rest for char in whole)


def _is_so_far(figures: Sequence[Figure]) -> bool:
    """A sum so far and the year's target for it: 还差多少 goes by both; a growth so far has no such rest."""
    if len(figures) != 2 or figures[1].status != "target":
        return False
    result, target = figures
    return contains(target.period, result.period) and result.kind in ("count", "amount", "area", "quantity")


_OF_CASE: tuple[tuple[Callable[[Case], bool], Callable[[Case], str]], ...] = (
    (lambda case: bool(case.gathered.missing), lambda _: "缺少一方的数"),
    (_is_of_other_times, lambda _: "所列的数不是同一时期的"),
    (_are_too_few, lambda case: f"只找到{len(case.operands)}个地区的数"),
    (
        _are_not_so_many,
        lambda case: f"报告列出的是{len(case.operands)}个地区，不是{case.operation.count}个",
    ),
    (
        lambda case: bool(case.gathered.unclear),
        lambda case: f"{'、'.join(case.gathered.unclear)}在报告中有几个不同的数",
    ),
    (_is_denied, lambda _: "与报告自己的说法不一致"),
    (_is_stock_against_additions, lambda _: "一方是累计数，一方是新增数"),
    (_are_siblings, lambda _: "二者不是部分与整体"),
)
