"""What a whole is made of, where a report tells its parts behind it: 上市公司31家，其中主板18家、创业板6家."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.records import Figure
from rag.answer.claim import claim_figure
from rag.compare.finder import Finder
from rag.records import Draft, Filters, Question
from rag.retrieve.retriever import FittedFigure, Retriever

# 板块
_SORTS = r"(?:板块|类(?:型|别)?|等级|级(?:别)?|层次|学段|档次?|品种|性质|来源|渠道|组成部分)"
# 上市公司各板块分别有多少家
_ASKED = re.compile(
    rf"(?:各|不同){_SORTS}的?(?=[^,，]{{0,8}}(?:多少|几))|按{_SORTS}(?:分|看|划分)?|"
    r"的?(?:构成|组成)(?:情况)?(?:是什么|是怎样的?|怎么样|如何|情况)?\W*$"
)
# ，其中, （, ：
_OPENS = re.compile(r"[,，]?(?:其中|包括|分别[是为]?)|[（(:：]")
MIN_PARTS = 2


def tell_breakdown(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The whole with its parts as the report lists them; None where that is not asked or not told."""
    asked = _ASKED.search(question.text)
    if asked is None or question.operation is not None:
        return None
    finder = Finder(retriever, filters)
    words = re.sub(rf"[各按]?{_SORTS}|构成|组成", "", question.content)
    for one in finder.fitting(replace(question, content=words, intent="value", wordings=())):
        parts = _parts_behind(one, finder)
        if parts and ("级" not in asked.group() or any("级" in part.name for part in parts)):
            claim = claim_figure(one, whole_sentence=True)
            return Draft((claim,), None, (), question.notice, (), min(0.9, round(one.fit.score, 3)))
    return None


def _parts_behind(one: FittedFigure, finder: Finder) -> list[Figure]:
    """The figures of the sentence that list what the whole is made of; [] where none is opened right behind it."""
    whole, text = one.figure, one.evidence.paragraph.text
    if one.evidence.paragraph.kind == "table" or not _OPENS.match(text, whole.end):
        return []
    end = min((at for mark in "。；;\n" if (at := text.find(mark, whole.end)) >= 0), default=len(text))
    figures = finder.retriever.store.library.figures_of([whole.paragraph_id])
    parts = [f for f in figures if whole.end < f.start < end and (f.kind, f.unit) == (whole.kind, whole.unit)]
    return parts if len(parts) >= MIN_PARTS else []
