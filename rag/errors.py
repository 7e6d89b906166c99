"""Errors of asking, grouped by who can act."""

from __future__ import annotations

from ingest.errors import WenjuError


class QuestionError(WenjuError):
    """The question has to be put differently."""

    code = "question_error"


class EmptyQuestionError(QuestionError):
    code = "empty_question"


class QuestionTooLongError(QuestionError):
    code = "question_too_long"


class FilterError(QuestionError):
    """A filter names something that the library does not hold, or does not go with another."""

    code = "unknown_filter"

    def __init__(self, message: str, expected: str = "") -> None:
        """`expected` says what would do; "" leaves it to the words of all such errors."""
        super().__init__(message)
        self.expected = expected


class ModelError(WenjuError):
    """The language model is of no use just now; the answer is the extractive one."""

    code = "model_error"


class ModelDownError(ModelError):
    """It cannot be reached, refuses, or breaks off; `status` is what HTTP said, None of a broken connection."""

    code = "model_down"

    def __init__(self, message: str, status: int | None = 0) -> None:
        super().__init__(message)
        self.status = status


class ModelTimeoutError(ModelError):
    code = "model_timeout"


class ModelFormatError(ModelError):
    """What it says is not what was asked for."""

    code = "model_format"


class ModelBudgetError(ModelError):
    """A call would cost more than is allowed."""

    code = "model_budget"
