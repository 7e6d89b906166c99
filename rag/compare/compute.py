"""Figures worked out from figures: sums, differences, ratios, the highest and the lowest, each operand cited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from ingest.numerals import scale
from ingest.records import Bound, Figure
from ingest.verbs import NEW_ACTIONS
from rag.answer.render import printed
from rag.compare.bounds import holds
from rag.records import Operation, OperationKind, StatedNumber

MAX_OPERANDS = 12  # more than this is a table of the look-up, not an answer
_POINTS = ("growth", "ratio")
_ADDABLE = ("count", "amount", "area", "quantity")


@dataclass(frozen=True)
class Operand:
    """One figure that goes into a computation, under the name that sets it apart from the others: a place, a time."""

    name: str
    figure: Figure


def deed_of(figure: Figure) -> str:
    """What tells 新认定 from 净增; a verb that only carries the number tells nothing."""
    if figure.kind in ("growth", "change", "ratio", "rank"):
        return ""
    if "新增" in figure.indicator:  # 城镇新增就业, whichever verb stands before it
        return "新增"
    return figure.action if figure.action in NEW_ACTIONS else ""


@dataclass(frozen=True)
class Result:
    """What comes out, in words and as a number with its unit."""

    words: str
    value: Decimal
    unit: str


def compute(operation: Operation, operands: Sequence[Operand]) -> Result | None:
    """Work an operation out on figures that `mismatch` finds alike, in the order asked.

    None where such figures cannot be added, divided or ranked: growths have no sum.
    """
    work: Mapping[OperationKind, Callable[[Operation, Sequence[Operand]], Result | None]] = {
        "sum": _sum,
        "average": _average,
        "difference": _difference,
        "balance": _balance,
        "net": _net,
        "ratio": _ratio,
        "share": _share,
        "highest": _extreme,
        "lowest": _extreme,
        "which": _which,
        "before": _before,
        "base": _before,
        "per_unit": _per_unit,
    }
    result = work[operation.kind](operation, operands) if operation.kind in work else None
    return replace(result, words=result.words + caveat(operands)) if result else None


def _base(figure: Figure) -> Decimal:
    return figure.value * scale(figure.unit)[0]


def _in_unit_of(figure: Figure, base: Decimal) -> str:
    return plain(base / scale(figure.unit)[0])


def plain(value: Decimal) -> str:
    """A number without exponent or needless zeros: 1E+2 → 100, 1.50 → 1.5."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def caveat(operands: Sequence[Operand]) -> str:
    """What has to be said where expectations stand beside results, or 新认定 beside 新增; "" where all are alike."""
    notes = []
    if len(measures := dict.fromkeys(deed_of(o.figure) for o in operands)) > 1 and all(measures):
        notes.append("口径不同：" + "，".join(f"{_names(_of(operands, m))}为{m}数" for m in measures))
    expected = [o for o in operands if o.figure.status == "expected"]
    if 0 < len(expected) < len(operands):
        notes.append(f"其中{_names(expected)}为预计数")
    return f"（{'；'.join(notes)}）" if notes else ""


def _of(operands: Sequence[Operand], measure: str) -> list[Operand]:
    return [o for o in operands if deed_of(o.figure) == measure]


def _about(operands: Sequence[Operand]) -> str:
    return "约" if any(o.figure.bound for o in operands) else ""


def _names(operands: Sequence[Operand]) -> str:
    return "、".join(o.name for o in operands)


def _sum(_: Operation, operands: Sequence[Operand]) -> Result | None:
    first = operands[0].figure
    if first.kind not in _ADDABLE:
        return None
    total = _in_unit_of(first, sum((_base(o.figure) for o in operands), Decimal(0)))
    words = f"{_names(operands)}合计{_about(operands)}{total}{first.unit}"
    return Result(words, Decimal(total), first.unit)


def _average(_: Operation, operands: Sequence[Operand]) -> Result | None:
    """The plain mean, to two decimal places; growths and shares have none."""
    first = operands[0].figure
    if first.kind not in _ADDABLE or len(operands) < 2:
        return None
    mean = sum((_base(o.figure) for o in operands), Decimal(0)) / len(operands) / scale(first.unit)[0]
    value = mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
    words = f"{_names(operands)}平均{_about(operands)}{plain(value)}{first.unit}"
    return Result(words, Decimal(plain(value)), first.unit)


def _difference(operation: Operation, operands: Sequence[Operand]) -> Result | None:
    if operation.takes_away and operands[0].figure.kind in _ADDABLE:
        return _rest(operands)
    if len(operands) != 2:
        return None
    first, second = operands[0].figure, operands[1].figure
    gap = _base(first) - _base(second)
    unit = (
        "个百分点"
        if first.kind in _POINTS and first.unit == "%"
        else "个位次"
        if first.kind == "rank"
        else first.unit
    )
    value = _in_unit_of(first, abs(gap))
    a, b = operands[0].name, operands[1].name
    if not gap:
        return Result(f"{a}与{b}相同", Decimal(0), unit)
    high, low = ("多", "少") if first.kind in _ADDABLE else ("高", "低")
    if first.kind == "rank":
        high, low = "低", "高"
    words = f"{a}比{b}{high if gap > 0 else low}{_about(operands)}{value}{unit}"
    return Result(words, Decimal(value), unit)


def _before(_: Operation, operands: Sequence[Operand]) -> Result | None:
    """What it was: what it is without what came to it (less than nothing where it fell); decimals are rounded ones."""
    now, change, name = operands[0].figure, operands[1].figure, operands[1].name
    if now.kind == "rank":  # further up is a smaller number
        rank = now.value + change.value
        words = f"{name}为第{plain(rank)}{now.unit}"
        return Result(words, rank, now.unit) if rank >= 1 else None
    if change.kind == "ratio" and now.kind != "ratio":  # so much per cent of it
        whole = (100 * now.value / change.value).quantize(now.value) if change.value > 0 else Decimal(0)
        return Result(f"{name}约为{plain(whole)}{now.unit}", whole, now.unit) if whole > 0 else None
    value = _in_unit_of(now, _base(now) - _base(change))
    about = "约" if any(f.value % 1 for f in (now, change)) else ""
    was = f"{name}为{about}{value}{now.unit}"
    return Result(was, Decimal(value), now.unit) if Decimal(value) > 0 or now.kind == "growth" else None


def _per_unit(operation: Operation, operands: Sequence[Operand]) -> Result | None:
    """What falls to each, money in the largest unit of which it is one or more; to two decimal places."""
    total, count = (o.figure for o in operands)
    each = _base(total) / _base(count) if count.value > 0 else Decimal(0)
    unit = next((u for u in _MONEY if each >= scale(u)[0]), "元") if scale(total.unit)[1] == "元" else ""
    unit = unit or scale(total.unit)[1]
    exact = each / scale(unit)[0]
    value = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    about = "约" if value != exact else _about(operands)
    words = f"平均每{operation.against}{about}{plain(value)}{unit}"
    return Result(words, Decimal(plain(value)), unit) if value > 0 else None


_MONEY = ("亿元", "万元", "元")


def _rest(operands: Sequence[Operand]) -> Result | None:
    """What is left of the first without all others; None where they are more than it."""
    whole, *parts = operands
    left = _base(whole.figure) - sum((_base(o.figure) for o in parts), Decimal(0))
    if left < 0:
        return None
    value, unit = _in_unit_of(whole.figure, left), whole.figure.unit
    words = f"{whole.name}减去{_names(parts)}，还有{_about(operands)}{value}{unit}"
    return Result(words, Decimal(value), unit)


def _balance(_: Operation, operands: Sequence[Operand]) -> Result | None:
    """What is sold abroad less what is bought there."""
    if len(operands) != 2 or operands[0].figure.kind not in _ADDABLE:
        return None
    first, second = (o.figure for o in operands)
    gap = _base(first) - _base(second)
    value = _in_unit_of(first, abs(gap))
    words = f"{operands[0].name}减{operands[1].name}为{'顺差' if gap >= 0 else '逆差'}"
    return Result(f"{words}{_about(operands)}{value}{first.unit}", Decimal(value), first.unit)


def _net(_: Operation, operands: Sequence[Operand]) -> Result | None:
    """What came less what went."""
    if len(operands) != 2:
        return None
    came, went = (o.figure for o in operands)
    gap = _base(came) - _base(went)
    value = _in_unit_of(came, abs(gap))
    words = f"{operands[0].name}减去{operands[1].name}，净{'增加' if gap >= 0 else '减少'}{_about(operands)}"
    return Result(f"{words}{value}{came.unit}", Decimal(value), came.unit)


def _ratio(_: Operation, operands: Sequence[Operand]) -> Result | None:
    if len(operands) != 2 or operands[0].figure.kind not in _ADDABLE or not operands[1].figure.value:
        return None
    ratio = (_base(operands[0].figure) / _base(operands[1].figure)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    words = f"{operands[0].name}是{operands[1].name}的{_about(operands)}{plain(ratio)}倍"
    return Result(words, ratio, "倍")


def _share(_: Operation, operands: Sequence[Operand]) -> Result | None:
    """The share of all operands but the last in the last."""
    *parts, whole = operands
    if not parts or whole.figure.kind not in _ADDABLE or not whole.figure.value:
        return None
    ratio = 100 * sum((_base(o.figure) for o in parts), Decimal(0)) / _base(whole.figure)
    if ratio > 100 and whole.figure.status != "target":
        return None  # no part is more than its whole
    share = ratio.quantize(Decimal("0.1"), ROUND_HALF_UP)
    together = "合计" if len(parts) > 1 else ""
    words = f"{_names(parts)}{together}占{whole.name}的{_about(operands)}{plain(share)}%"
    return Result(words, share, "%")


def _extreme(operation: Operation, operands: Sequence[Operand]) -> Result | None:
    """The first of the operands in order, with all that tie with it; of a rank the smallest number is the highest."""
    if len(operands) < 2:
        return None
    ranked = ranked_operands(operation, operands)
    is_fall = operation.of_falls and ranked[0].figure.kind in ("growth", "change")
    if is_fall and not (ranked := [o for o in ranked if o.figure.value < 0]):
        return Result("报告所列的没有下降的", Decimal(0), "个")
    first = ranked[0].figure
    word = (
        _END_OF[is_fall, operation.kind]
        if is_fall or first.kind == "growth"
        else _END_OF[None, operation.kind]
    )
    among = "按报告所列比较，" if len(operands) > 2 or operation.level not in ("", "any") else ""
    if operation.position > 1:
        return _nth(operation, ranked, among)
    if operation.count > 1:
        places = "、".join(f"{o.name}（{printed(o.figure)}）" for o in ranked[: operation.count])
        order = f"{word}的依次是" if operation.count < len(operands) else _ORDER[operation.kind]
        return Result(f"{among}{order}{places}", first.value, first.unit)
    ties = [o for o in ranked if _base(o.figure) == _base(first)]
    return Result(f"{among}{_names(ties)}{word}（{printed(first)}）", first.value, first.unit)


_END_OF: Mapping[tuple[bool | None, OperationKind], str] = {
    (None, "highest"): "最高",
    (None, "lowest"): "最低",
    (False, "highest"): "增速最高",
    (False, "lowest"): "增速最低",
    (True, "highest"): "降幅最小",
    (True, "lowest"): "降幅最大",
}
_ORDER: Mapping[OperationKind, str] = {"highest": "从高到低依次是", "lowest": "从低到高依次是"}


def _nth(operation: Operation, ranked: Sequence[Operand], among: str) -> Result | None:
    """第二高; None where there are fewer, or the place is shared."""
    at = operation.position - 1
    values = [_base(o.figure) for o in ranked]
    if at >= len(ranked) or values.count(values[at]) > 1:
        return None
    one = ranked[at]
    order = f"第{operation.position}{'高' if operation.kind == 'highest' else '低'}"
    return Result(f"{among}{order}的是{one.name}（{printed(one.figure)}）", one.figure.value, one.figure.unit)


def _which(operation: Operation, operands: Sequence[Operand]) -> Result | None:
    """How many of the operands pass the test, and which; None where one of them cannot be told."""
    test, step = operation.test, 2 if operation.against_plan else 1
    told = passing(operation, operands)
    if told is None or not (test or operation.against_plan):
        return None
    wanted = f"{_wording_of(test) if test else _SAID_OF_PLAN[operation.against_plan]}的"
    places = "、".join(f"{o.name}（{printed(o.figure)}）" for o in told[::step])
    count = len(told) // step
    found = f"{wanted}有{count}个：{places}" if told else f"没有{wanted}"
    listed = f"{len(operands) // step}{'项' if operation.level == 'row' else '个地区'}"
    return Result(f"报告列出的{listed}中，{found}", Decimal(count), "个")


_SAID_OF_PLAN: Mapping[Bound, str] = {
    "less_than": "没有完成计划",
    "more_than": "超过计划",
    "at_least": "完成计划",
}


def passing(operation: Operation, operands: Sequence[Operand]) -> list[Operand] | None:
    """The operands that pass, of pairs both; None where one of them cannot be told."""
    if operation.against_plan:
        pairs = list(zip(operands[::2], operands[1::2], strict=True))
        sides = [
            holds(operation.against_plan, _base(plan.figure), _base(done.figure), done.figure.bound)
            for done, plan in pairs
        ]
        return (
            None
            if None in sides
            else [o for pair, side in zip(pairs, sides, strict=True) if side for o in pair]
        )
    if operation.test is None:
        return list(operands)
    verdicts = [passes(operation.test, o.figure) for o in operands]
    return None if None in verdicts else [o for o, verdict in zip(operands, verdicts, strict=True) if verdict]


_SAID_BOUND = {"more_than": "超过", "less_than": "低于", "at_most": "不超过", "at_least": "达到", "": ""}


def _wording_of(test: StatedNumber) -> str:
    moved = {"up": "增长", "down": "下降", "": ""}[test.direction]
    return moved + (f"{_SAID_BOUND.get(test.bound, '')}{test.printed}" if test.bound else "")


def passes(test: StatedNumber, figure: Figure) -> bool | None:
    """Whether a figure is on the side of the number asked about; None where its bound or unit leaves that open."""
    if test.direction and (figure.value > 0) != (test.direction == "up"):
        return False
    if not test.bound:
        return True
    (factor, base), (own_factor, own_base) = scale(test.unit), scale(figure.unit)
    if base not in ("", own_base):
        return None
    there = figure.value * own_factor
    return holds(test.bound, test.value * factor, abs(there) if test.direction else there, figure.bound)


def ranked_operands(operation: Operation, operands: Sequence[Operand]) -> list[Operand]:
    """Operands in order, from the end that is asked about."""
    is_fall = operation.test is not None and operation.test.direction == "down"
    from_top = operation.kind == "highest" or (operation.kind == "which" and not is_fall)
    falls = from_top != (operands[0].figure.kind == "rank")
    return sorted(operands, key=lambda o: _base(o.figure), reverse=falls)
