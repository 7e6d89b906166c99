"""What `Service.stream` yields, in this order: understood, evidence, then a claim and its token by turns (or the
refusal and its token), done. An error of asking is raised before the first event.

`understood` comes a second time where a model read a refused question otherwise; the later one holds.
The tokens joined are `Answer.answer`, and `done` holds the whole answer: nothing sent before is taken back by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Answer, AnswerFigure, Citation, RefusalReason, Related, Understood


@dataclass(frozen=True)
class UnderstoodEvent:
    """How the question was read; nothing has been looked for yet."""

    understood: Understood


@dataclass(frozen=True)
class EvidenceEvent:
    """Spans that the answer may cite, best first; a claim's citations are numbered anew, in the order of the prose."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class ClaimEvent:
    """One verified claim, with all that proves it; numbers are those of the finished answer."""

    text: str  # 绍兴市2024年预计新增高新技术企业138家[1]
    citations: tuple[Citation, ...]
    figures: tuple[AnswerFigure, ...]


@dataclass(frozen=True)
class TokenEvent:
    """The next piece of `Answer.answer`."""

    text: str


@dataclass(frozen=True)
class RefusalEvent:
    """Why there is no answer, and what is near."""

    reason: RefusalReason
    message: str
    related: tuple[Related, ...]


@dataclass(frozen=True)
class DoneEvent:
    """The whole answer; always the last event."""

    answer: Answer


Event = UnderstoodEvent | EvidenceEvent | ClaimEvent | TokenEvent | RefusalEvent | DoneEvent
