"""What is left of a whole that has two parts, where a report tells the whole and the other: 进口 of 进出口 and 出口."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answer.claim import claim_figure
from rag.compare.compute import Operand, compute
from rag.compare.finder import Finder
from rag.records import Computation, Draft, Filters, Operation, Question
from rag.retrieve.retriever import FittedFigure, Retriever

# part: its whole and the other part, which are all there is by definition
_TWO_PARTS = {
    "进口额": ("货物进出口总额", "出口额"),
    "出口额": ("货物进出口总额", "进口额"),
    "非税收入": ("一般公共预算收入", "税收收入"),
}

# 其中对俄进口6.4亿元、出口9.1亿元: perhaps of that country alone
# 对俄进口
_WITH_ONE = re.compile(r"[对向从自][一-鿿]{1,8}(?:进口|出口|贸易)")


def tell_rest(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """进出口103.7亿元，其中出口87.1亿元: 16.6 of 进口; None where both do not stand side by side."""
    asked = question.terms if len(question.terms) == 1 else (f"{question.content}额",)
    named = _TWO_PARTS.get(asked[0])
    if named is None or question.operation is not None or question.intent not in ("value", "text"):
        return None
    finder = Finder(retriever, filters)
    wholes, others = (_amounts(question, term, finder) for term in named)
    pair = next(((w, o) for w in wholes for o in others if _are_of_one(w, o)), None)
    return _worked_out(question, pair) if pair else None


def _amounts(question: Question, term: str, finder: Finder) -> list[FittedFigure]:
    asked = replace(question, terms=(term,), content=term, text=term, wordings=(), intent="value")
    return [f for f in finder.fitting(asked) if f.figure.kind == "amount" and f.figure.indicator == term]


def _are_of_one(whole: FittedFigure, other: FittedFigure) -> bool:
    a, b = whole.figure, other.figure
    same = ("paragraph_id", "region", "period", "status", "unit")
    if not all(getattr(a, field) == getattr(b, field) for field in same) or a.value <= b.value:
        return False
    between = whole.evidence.paragraph.text[min(a.end, b.end) : max(a.start, b.start)]
    return not _WITH_ONE.search(between)


def _worked_out(question: Question, pair: tuple[FittedFigure, FittedFigure]) -> Draft | None:
    operation = Operation("difference", takes_away=True)
    names = tuple(one.figure.indicator for one in pair)
    result = compute(operation, [Operand(name, one.figure) for name, one in zip(names, pair, strict=True)])
    if result is None:
        return None
    claims = tuple(claim_figure(one) for one in pair)
    computation = Computation(
        operation, f"计算得出：{result.words}", result.value, result.unit, names, claims
    )
    return Draft(claims, None, (), question.notice, (), 0.85, computations=(computation,))
