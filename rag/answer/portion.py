"""The share of one thing in another, where a report states it: 技术改造投资…,占工业投资的41.6%."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.normalize import fold
from ingest.records import Figure
from rag.answer.claim import claim_figure
from rag.records import Draft, Filters, Question
from rag.retrieve.retriever import Retriever
from rag.wording.overlap import coverage

MIN_WHOLE = 0.8  # of either wording of the whole, said by the other
_OWN = re.compile(r"^(?:全|我|本)[省市县区州国]")


def stated_portion(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """What a report says the first of two things is of the second; None where none says it of just these."""
    operation = question.operation
    if (
        operation is None
        or operation.kind != "share"
        or len(question.parts) != 2
        or len(question.regions) > 1
    ):
        return None
    (term, words), whole = question.parts
    asked = replace(
        question, terms=(term,) if term else (), content=words, wordings=(), parts=(), operation=None,
        intent="ratio", scope="", wants_money=False, unit="",
    )  # fmt: skip
    fitting = [one for one in retriever.find(asked, filters).figures if not one.fit.misses]
    stated = [one for one in fitting if one.figure.action == "占" and _is_of(one.figure, whole, retriever)]
    if not stated:
        return None
    best = max(stated, key=lambda one: one.fit.score)
    return Draft((claim_figure(best),), None, (), question.notice, (), 0.9)


def _is_of(figure: Figure, whole: tuple[str, str], retriever: Retriever) -> bool:
    term, words = whole
    scope = _OWN.sub("", fold(figure.scope))
    if term:
        return retriever.store.reader.terms.canonical(scope) == term
    return min(coverage(scope, words), coverage(words, scope)) >= MIN_WHOLE
