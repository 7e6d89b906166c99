"""A draft of what is worked out from a few figures of a report, each of them cited."""

from __future__ import annotations

from collections.abc import Mapping

from rag.answer.claim import claim_figure
from rag.compare.compute import Operand, Result, compute
from rag.records import Claim, Computation, Draft, Operation, Question
from rag.retrieve.retriever import FittedFigure

MOST_SURE = 0.9


def worked_out(question: Question, operation: Operation, named: Mapping[str, FittedFigure]) -> Draft | None:
    """The operation on the figures named; None where it cannot be. A quote that holds another's is shown alone."""
    result = compute(operation, [Operand(name, one.figure) for name, one in named.items()])
    if result is None:
        return None
    claims = {name: claim_figure(one) for name, one in named.items()}
    said = [c.words or c.quote for c in claims.values()]
    shown = [c for c in claims.values() if sum((c.words or c.quote) in words for words in said) == 1]
    return Draft(
        tuple(shown or claims.values()),
        None,
        notice=question.notice,
        confidence=min(MOST_SURE, *(round(one.fit.score, 3) for one in named.values())),
        computations=(computation_of(operation, result, claims),),
    )


def computation_of(operation: Operation, result: Result, claims: Mapping[str, Claim]) -> Computation:
    """What came out, with the claims that it came from."""
    words = f"计算得出：{result.words}"
    return Computation(operation, words, result.value, result.unit, tuple(claims), tuple(claims.values()))
