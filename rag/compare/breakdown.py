"""What a whole is made of, where a report tells its parts behind it: 上市公司31家，其中主板18家、创业板6家."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.records import Figure
from rag.answer.claim import claim_figure
from rag.compare.finder import Finder
from rag.compare.targets import cited
from rag.compare.worked import worked_out
from rag.records import Draft, Filters, Operation, Question, Refusal
from rag.retrieve.retriever import FittedFigure, Retriever

# 板块
_SORTS = r"(?:板块|类(?:型|别)?|等级|级(?:别)?|层次|学段|档次?|品种|性质|来源|渠道|组成部分)"
# 上市公司各板块分别有多少家
_ASKED = re.compile(
    rf"(?:各|不同){_SORTS}的?(?=[^,，]{{0,8}}(?:多少|几))|按{_SORTS}(?:分|看|划分)?|"
    r"的?(?:构成|组成)(?:情况)?(?:是什么|是怎样的?|怎么样|如何|情况)?\W*$"
)
# 哪块最多: the part itself, which the whole is not
_WHICH = re.compile(r"哪(?:一|些|几)?(?:块|种|类|项|部分|方面)(?:(?P<high>最[多高大])|最[少低小])")
# ，其中, （, ：
_OPENS = re.compile(r"[,，]?(?:其中|包括|分别[是为]?)|[（(:：]")
# ，完成年度目标的108%。其中，
_OPENS_LATER = re.compile(rf"{_OPENS.pattern}|[^;；\n]{{0,60}}?[,，。]其中")
MIN_PARTS = 2


def tell_breakdown(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The whole with its parts as the report lists them; None where that is not asked or not told."""
    asked, which = _ASKED.search(question.text), _WHICH.search(question.text)
    if not (asked or which) or question.operation is not None:
        return None
    finder = Finder(retriever, filters)
    words = re.sub("[块种类项中]?(?:最.)?$" if which else rf"[各按]?{_SORTS}|构成|组成", "", question.content)
    wholes = finder.fitting(replace(question, content=words, intent="value", wordings=(), wants_total=False))
    for one in wholes:
        parts = _parts_behind(one, finder, is_near=which is None)
        if which and parts:
            operation = Operation("highest" if which["high"] else "lowest", level="any")
            whose = "name" if len({p.name for p in parts}) == len(parts) else "subject"
            return worked_out(question, operation, {getattr(p, whose): cited(one, p) for p in parts})
        if asked and parts and ("级" not in asked.group() or any("级" in part.name for part in parts)):
            claim = claim_figure(one, whole_sentence=True)
            return Draft((claim,), None, (), question.notice, (), min(0.9, round(one.fit.score, 3)))
    if which and wholes and not any("最" in one.evidence.paragraph.text for one in wholes):
        return Draft((), Refusal("no_figure", f"报告没有写到{words}里的各项。"))  # the whole is no answer
    return None


def _parts_behind(one: FittedFigure, finder: Finder, is_near: bool) -> list[Figure]:
    """The figures that list what the whole is made of; [] where none is opened behind it, or right behind it if `is_near`."""
    whole, text = one.figure, one.evidence.paragraph.text
    opens = (_OPENS if is_near else _OPENS_LATER).match(text, whole.end)
    if one.evidence.paragraph.kind == "table" or not opens:
        return []
    end = min((at for mark in "。；;\n" if (at := text.find(mark, opens.end())) >= 0), default=len(text))
    figures = finder.retriever.store.library.figures_of([whole.paragraph_id])
    parts = [f for f in figures if f.start in range(opens.end(), end) and f.kind == whole.kind]
    parts = [f for f in parts if f.unit == whole.unit]
    return parts if len(parts) >= MIN_PARTS else []
