"""A verified draft told as events: its claims one by one, and the answer that they add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from ingest.records import Figure
from rag.answer.render import Prose, cite, lay_out
from rag.events import ClaimEvent, DoneEvent, Event, EvidenceEvent, RefusalEvent, TokenEvent
from rag.model.worded import Statement
from rag.records import (
    Answer,
    AnswerFigure,
    Citation,
    Claim,
    Computation,
    Draft,
    Evidence,
    Mode,
    Related,
    Understood,
)


class Statements(Protocol):
    """The claims of a draft as they are put into words; `mode` and `notice` are known behind the last."""

    mode: Mode
    notice: str

    def __iter__(self) -> Iterator[Statement]: ...


def tell(draft: Draft, understood: Understood, statements: Statements) -> Iterator[Event]:
    """Evidence, claims (or the refusal) and the finished answer, still without its timings."""
    yield EvidenceEvent(evidence_of(draft))
    if draft.refusal:
        yield from _tell_refusal(draft, understood)
    else:
        yield from _tell_claims(draft, understood, statements)


def evidence_of(draft: Draft) -> tuple[Citation, ...]:
    """The spans that a draft stands on, then those that are merely near, numbered."""
    claims = [claim for computation in draft.computations for claim in computation.operands] + [*draft.claims]
    found = [claim.evidence for claim in claims] + [evidence for evidence, _ in draft.related]
    spans = {(e.paragraph.id, e.start, e.end): e for e in found}
    return tuple(
        cite(k, e.report, e.paragraph, e.start, e.end) for k, e in enumerate(spans.values(), start=1)
    )


def _tell_refusal(draft: Draft, understood: Understood) -> Iterator[Event]:
    assert draft.refusal is not None
    related = _related_of(draft)
    yield RefusalEvent(draft.refusal.reason, draft.refusal.message, related)
    yield TokenEvent(draft.refusal.message)
    yield DoneEvent(
        Answer(
            answer=draft.refusal.message,
            refused=True,
            mode="refusal",
            confidence=0.0,
            citations=(),
            figures=(),
            related=related,
            notice=draft.notice or None,
            understood=understood,
        )
    )


def _tell_claims(draft: Draft, understood: Understood, statements: Statements) -> Iterator[Event]:
    prose = Prose(draft.opening)
    worked_out: list[AnswerFigure] = []
    read: list[AnswerFigure] = []
    for computation in draft.computations:
        figures = _figures_worked_out(computation, prose)
        worked_out += figures
        yield from _tell_claim(prose, computation.words, computation.operands, figures)
    for statement in statements:
        figures = [figure for claim in statement.claims for figure in _figures_read(claim, prose)]
        read += figures
        yield from _tell_claim(prose, statement.words, statement.claims, figures)
    written = len(prose.pieces)
    prose.close(draft.gaps)
    yield from (TokenEvent(piece) for piece in prose.pieces[written:])
    table = lay_out(draft.grid, prose) if draft.grid else None
    yield DoneEvent(
        Answer(
            answer=prose.text,
            refused=False,
            mode=statements.mode,
            confidence=draft.confidence,
            citations=tuple(prose.citations),
            figures=tuple(dict.fromkeys([*read, *worked_out])),
            related=_related_of(draft),
            notice="；".join(filter(None, (draft.notice, statements.notice))) or None,
            understood=understood,
            table=table,
        )
    )


def _tell_claim(
    prose: Prose, words: str, claims: Sequence[Claim], figures: Sequence[AnswerFigure]
) -> Iterator[Event]:
    written = len(prose.pieces)
    said = prose.add(words, claims)
    if len(prose.pieces) > written:  # what was said before is not said again
        cited = dict.fromkeys(prose.cite(claim) for claim in claims)
        yield ClaimEvent(said, tuple(prose.citations[i - 1] for i in cited), tuple(figures))
        yield TokenEvent(prose.pieces[-1])


def _figures_read(claim: Claim, prose: Prose) -> list[AnswerFigure]:
    figure = claim.evidence.figure
    if figure is None:
        return []
    return [
        AnswerFigure(
            indicator="、".join(figure.joint) or figure.indicator,
            action=figure.action,
            value=format(figure.value, "f"),
            unit=figure.unit,
            raw=figure.raw,
            bound=figure.bound,
            kind=figure.kind,
            region=figure.region_name,
            period=figure.period,
            status=figure.status,
            citation=prose.cite(claim),
        )
    ]


def _figures_worked_out(computation: Computation, prose: Prose) -> list[AnswerFigure]:
    if computation.operation.kind in (
        "highest",
        "lowest",
        "which",
    ):  # those are figures of the claims themselves
        return []
    figures = [c.evidence.figure for c in computation.operands if c.evidence.figure]
    operands = tuple(dict.fromkeys(map(prose.cite, computation.operands)))
    value = format(computation.value, "f")
    return [
        AnswerFigure(
            indicator="、".join(dict.fromkeys(f.indicator for f in figures)),
            action="计算得出",
            value=value,
            unit=computation.unit,
            raw=value + computation.unit,
            bound="about" if any(f.bound for f in figures) or "为约" in computation.words else "",
            kind=computation.operation.kind,
            region="、".join(dict.fromkeys(f.region_name for f in figures)),
            period=_period_of(computation, figures),
            status="、".join(dict.fromkeys(f.status for f in figures)),
            citation=operands[0],
            operands=operands,
        )
    ]


def _period_of(computation: Computation, figures: Sequence[Figure]) -> str:
    if computation.operation.kind == "before":
        return computation.operation.against
    return "、".join(dict.fromkeys(f.period for f in figures))


def _related_of(draft: Draft) -> tuple[Related, ...]:
    return tuple(_related(evidence, why, k) for k, (evidence, why) in enumerate(draft.related, start=1))


def _related(evidence: Evidence, why: str, index: int) -> Related:
    citation = cite(index, evidence.report, evidence.paragraph, evidence.start, evidence.end)
    return Related(citation.quote, why, citation)
