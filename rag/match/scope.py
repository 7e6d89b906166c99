"""The whole that a figure is held against or ranked in: 全国, 全省."""

from __future__ import annotations

import re

from ingest.records import Figure, Paragraph
from rag.match.words import statement_of, whole_sentence_of
from rag.records import Question

# 全省平均, 全国4.5‰: what is held against, not 全省前列
_COMPARED = r"[^,，;；。]{0,6}(?:平均|均值|水平|\d)"


def scope_fits(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """Whether the whole that is asked for is the figure's; a share is one of whatever whole."""
    scope = question.scope
    if not scope or question.intent == "ratio":
        return True
    if question.intent in ("yes_no", "compare", "change"):
        return bool(re.search(scope + _COMPARED, whole_sentence_of(figure, paragraph)))
    if question.intent == "rank":
        return not figure.scope or scope[:2] in figure.scope or figure.scope in scope
    return scope in statement_of(figure) or _is_of_whole_place(scope, figure)


def _is_of_whole_place(scope: str, figure: Figure) -> bool:
    """全省 of a figure of 辽宁省."""
    return scope[0] == "全" and figure.region_name.endswith(scope[1])
