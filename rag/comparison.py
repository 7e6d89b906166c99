"""Questions that need several figures side by side: held to one measure, worked out, and laid out as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.periods import contains, period_label
from rag.compose import claim_figure, wording_of
from rag.compute import Operand, Result, compute, mismatch, ranked_operands
from rag.operands import Gathered, gather
from rag.records import Claim, Computation, Draft, Filters, Grid, Operation, Question, Refusal
from rag.retrieve import Retriever

MIN_LOWEST = 4  # places that a report has to give before one of them is said to be the lowest
MAX_OPERANDS = 12  # shown in an answer; all that were found are compared


def work_out(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The draft of a question over several figures; None when it is not one, or names too little to work with."""
    operation = question.operation or (Operation("difference") if question.statuses_compared else None)
    if operation is None:
        return None
    gathered = gather(question, operation, retriever, filters)
    if gathered is None:
        return None
    if len(gathered.found) < (MIN_LOWEST if _is_open_end(operation, question) else 2):
        return _too_few(question, operation, gathered)
    return _draft(question, operation, gathered)


def _is_open_end(operation: Operation, question: Question) -> bool:
    """The lowest of places that nobody named: reports name the leading few, the lowest may well be missing."""
    return operation.kind == "lowest" and operation.level != "year" and len(question.regions) < 2


def is_stated_first(question: Question) -> bool:
    """Shares, multiples and changes stand in reports themselves; only what they do not state is worked out."""
    operation = question.operation
    if operation is None or len(question.regions) > 1 or len(question.periods) > 1:
        return False
    if operation.kind == "ratio":
        return not question.parts
    return operation.kind == "share" or (operation.kind == "difference" and bool(operation.against))


def _too_few(question: Question, operation: Operation, gathered: Gathered) -> Draft | None:
    """With one figure or none nothing is compared; what was asked of named places the plain answer says."""
    if operation.level in ("", "year") or len(question.regions) > 1:
        return None
    message = f"报告没有写到可以互相比较的几个地区的{wording_of(question)}。"
    claims = [claim_figure(f) for f in gathered.found.values()]
    return Draft((), Refusal("no_figure", message), tuple((c.evidence, "other_region") for c in claims))


def _draft(question: Question, operation: Operation, gathered: Gathered) -> Draft:
    operands = [Operand(name, one.figure) for name, one in gathered.found.items()]
    reason = _why_not(gathered, operands)
    if operation.kind in ("highest", "lowest"):
        operands = ranked_operands(operation, operands)
    claims = {o.name: claim_figure(gathered.found[o.name]) for o in operands}
    result = None if reason or gathered.is_completion else compute(operation, operands)
    gaps = [f"{name}的{wording_of(question)}，报告未见" for name in gathered.missing]
    if result is None and not gathered.is_completion:
        gaps.append(f"{reason or '这类数据不能这样计算'}，不作计算")
    rows = (*claims, *gathered.missing)
    column = _column(operands)
    cells = tuple((name, column, claim) for name, claim in claims.items())
    grid = (
        None
        if gathered.unclear or _repeats(operands)
        else Grid(gathered.heading or "性质", rows, (column,), cells)
    )
    return Draft(
        claims=(*tuple(claims.values())[:MAX_OPERANDS], *map(claim_figure, gathered.beside)),
        refusal=None,
        notice=question.notice,
        gaps=tuple(gaps),
        confidence=min(0.95, round(min(f.fit.score for f in gathered.found.values()), 3)),
        computations=(_computation(operation, result, claims),) if result else (),
        grid=grid,
        opening=_verdict(question, operands) if question.statuses_compared else "",
    )


def _computation(operation: Operation, result: Result, claims: Mapping[str, Claim]) -> Computation:
    words = f"计算得出：{result.words}"
    return Computation(operation, words, result.value, result.unit, tuple(claims), tuple(claims.values()))


def _verdict(question: Question, operands: Sequence[Operand]) -> str:
    """Whether the target was met, for those who ask so; "" where the figures do not show it."""
    result, against = (o.figure for o in operands[:2])
    if question.intent != "yes_no" or result.period != against.period:
        return ""
    if against.status != "target":
        return "已完成；" if against.value >= 100 else "未完成；"
    is_ceiling = against.bound in ("at_most", "less_than") or "控制" in against.context
    is_met = result.value <= against.value if is_ceiling else result.value >= against.value
    return "已达到目标；" if is_met else "未达到目标；"


def _repeats(operands: Sequence[Operand]) -> bool:
    """One figure found for two things: then at least one of them is not what was asked."""
    return len({o.figure.id for o in operands}) < len(operands)


def _why_not(gathered: Gathered, operands: Sequence[Operand]) -> str:
    if gathered.missing:
        return "缺少一方的数"
    if (
        gathered.heading != "时期"
        and len({o.figure.period for o in operands}) > 1
        and not _is_so_far(operands)
    ):
        return "所列的数不是同一时期的"
    if _repeats(operands):
        return "没有分别找到它们各自的数"
    if gathered.unclear:
        return f"{'、'.join(gathered.unclear)}在报告中有几个不同的数"
    return mismatch(
        operands, of_one_indicator=gathered.of_one_indicator, of_one_status=gathered.of_one_status
    )


def _is_so_far(operands: Sequence[Operand]) -> bool:
    """A sum so far and the year's target for it: 还差多少 goes by both; a growth so far has no such rest."""
    if len(operands) != 2 or operands[1].figure.status != "target":
        return False
    result, target = (o.figure for o in operands)
    return contains(target.period, result.period) and result.kind in ("count", "amount", "area", "quantity")


def _column(operands: Sequence[Operand]) -> str:
    figure = operands[0].figure
    same_time = len({o.figure.period for o in operands}) == 1
    same_indicator = len({o.figure.indicator for o in operands}) == 1
    time = period_label(figure.period) if same_time and figure.period else ""
    growth = "增速" if figure.kind == "growth" else ""
    return time + (figure.indicator + growth if same_indicator else "") or "数值"
