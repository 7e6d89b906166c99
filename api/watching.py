"""What the service wants to know of its own work, told by whatever does it; on the command line nobody listens."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rag.records import Answer


class Watcher(Protocol):
    """Somebody who counts."""

    def answered(self, question: str, answer: Answer, reason: str) -> None:
        """A question was answered; `reason` is that of a refusal, else ""."""

    def asked_model(self, outcome: str, seconds: float) -> None:
        """The language model was asked; `outcome` is "ok" or the code of the error."""


class Nobody:
    """A watcher that looks away."""

    def answered(self, question: str, answer: Answer, reason: str) -> None: ...

    def asked_model(self, outcome: str, seconds: float) -> None: ...


NOBODY = Nobody()
current_watcher: ContextVar[Watcher] = ContextVar(
    "current_watcher", default=NOBODY
)  # of the request under way
