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
    """A filter names something that the library does not hold."""

    code = "unknown_filter"
