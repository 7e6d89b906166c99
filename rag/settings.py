"""What can be configured in asking."""

from __future__ import annotations

from pydantic import Field

from ingest.settings import LayerSettings


class RagSettings(LayerSettings):
    """How much is searched, and from where a match counts."""

    max_question_chars: int = Field(default=2000, ge=10, le=100_000)  # longer questions are refused
    search_paragraphs: int = Field(default=24, ge=1, le=200)  # paragraphs taken from each retriever
    figure_paragraphs: int = Field(
        default=12, ge=1, le=200
    )  # of the fused ones, those whose figures are looked at
    max_related: int = Field(default=4, ge=0, le=20)  # near things shown beside an answer or a refusal
