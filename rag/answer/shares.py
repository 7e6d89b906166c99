"""A share as a report states it: of one thing in another, or of several places together (三县合计占全市的65.1%)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from rag.answer.claim import claim_figure
from rag.records import Claim, Draft, Evidence, Filters, Question
from rag.retrieve.choose import SEVERAL, clause_before
from rag.retrieve.retriever import Retriever, search_words
from rag.wording.overlap import coverage

LOOKED_AT = 8  # paragraphs
AROUND = 160  # characters before the share in which its places and its indicator are named
MIN_ABOUT = 0.8  # of what is asked, said there
# 两个县
_COUNTED = re.compile(r"[两二三四五六七八九]个?(?P<level>县市|县|市|区|镇|乡|街道|地)")
_OWN_WHOLE = ("", "全市", "全县", "全区", "全州")
_RUN_END = "。；;\n"
MIN_WHOLE = 0.8  # of either wording of the whole, said by the other
_LEVELS = ("count", "amount", "area", "quantity")
ROUNDED = Decimal("0.1")  # percentage points
# 全市
_OWN = re.compile(r"^(?:全|我|本)[省市县区州国]")


def stated_portion(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """What a report says the first of two things is of the second; None where none says it of just these."""
    is_of_two = len(question.parts) == 2 and len(question.regions) < 2
    if question.operation is None or question.operation.kind != "share" or not is_of_two:
        return None
    (term, words), whole = question.parts
    asked = replace(
        question,
        terms=(term,) if term else (),
        content=words,
        wordings=(),
        parts=(),
        operation=None,
        intent="ratio",
        scope="",
        wants_money=False,
        unit="",
    )
    fitting = [one for one in retriever.find(asked, filters).figures if not one.fit.misses]
    stated = [
        one for one in fitting if one.figure.action == "占" and _is_of_whole(one.figure, whole, retriever)
    ]
    if not stated:
        return None
    best = max(stated, key=lambda one: one.fit.score)
    return Draft((claim_figure(best),), None, (), question.notice, (), 0.9)


def _is_of_whole(figure: Figure, whole: tuple[str, str], retriever: Retriever) -> bool:
    term, words = whole
    scope = _OWN.sub("", fold(figure.scope))
    if not scope:
        return _comes_to(figure, whole, retriever)
    if term:
        return retriever.store.reader.terms.canonical(scope) == term
    return min(coverage(scope, words), coverage(words, scope)) >= MIN_WHOLE


def _comes_to(share: Figure, whole: tuple[str, str], retriever: Retriever) -> bool:
    """过夜游客612.5万人次,占比30.8%: of the 国内游客1986.4万人次 before it, as the numbers show."""
    told = [f for f in retriever.store.library.figures_of([share.paragraph_id]) if f.kind in _LEVELS]
    parts = [f for f in told if f.indicator == share.indicator and f.start < share.start]
    wholes = [f for f in told if f.indicator == whole[0] or coverage(whole[1], fold(f.name)) >= MIN_WHOLE]
    return any(
        one.unit == other.unit and other.value and abs(100 * one.value / other.value - share.value) < ROUNDED
        for one in parts[-1:]
        for other in wholes
    )


def stated_share(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The joint share of just the places named; None where no report states it."""
    operation = question.operation
    if operation is None or operation.kind != "share" or question.scope not in _OWN_WHOLE:
        return None
    names = _names(question, retriever)
    if len(names) < 2 and not _COUNTED.search(question.text):
        return None
    query = " ".join((*names, search_words(question), "合计 占"))
    found = retriever.search(query, retriever.scope(question.regions, filters))
    paragraphs = {p.id: p for p, _ in found[:LOOKED_AT]}
    for figure in retriever.store.library.figures_of(list(paragraphs)):
        paragraph = paragraphs[figure.paragraph_id]
        if (
            figure.kind == "ratio"
            and figure.action == "占"
            and _is_of(question, names, figure, paragraph, retriever)
        ):
            return _draft(question, figure, paragraph, retriever)
    return None


def _names(question: Question, retriever: Retriever) -> list[str]:
    names = [retriever.store.reader.regions.name(code) for code in question.regions]
    return [name[:-1] if len(name) > 2 and name[-1] in "市县区" else name for name in names]


def _is_of(
    question: Question, names: Sequence[str], figure: Figure, paragraph: Paragraph, retriever: Retriever
) -> bool:
    """Whether the run in front of a share names these places and no others, and what is asked."""
    start = _start(figure, paragraph)
    run, before = (
        paragraph.text[start : figure.start],
        paragraph.text[max(0, figure.start - AROUND) : figure.end],
    )
    counted = _COUNTED.search(question.text)
    if len(names) < 2:
        is_same = counted is not None and fold(counted.group()) in clause_before(figure, paragraph)
    else:
        is_same = _names_just(question, run, paragraph, retriever) and _together(figure, paragraph, names)
    about = _COUNTED.sub("", question.content)
    return is_same and coverage(about, fold(before + " ".join(paragraph.section))) >= MIN_ABOUT


def _names_just(question: Question, run: str, paragraph: Paragraph, retriever: Retriever) -> bool:
    """Whether these words name the places asked about, and none besides but the one whose report it is."""
    regions = retriever.store.reader.regions
    own = next(r.region for r in retriever.store.library.reports() if r.id == paragraph.report_id)
    towns = [code.partition("/")[2] for code in question.regions if "/" in code]
    rest = fold(run)
    if not all(town in rest for town in towns):
        return False
    for town in towns:
        rest = rest.replace(town, "、")
    named = {m.code for m in regions.find(rest, within=own or None)} - {own}
    return named == {code for code in question.regions if "/" not in code}


def _together(figure: Figure, paragraph: Paragraph, names: Sequence[str]) -> bool:
    """合计占…, or the names right in front: 北川县、平武县转移人数占全市的七成以上."""
    clause = clause_before(figure, paragraph)
    return bool(SEVERAL.search(clause)) or all(name[:2] in _phrase(figure, paragraph) for name in names)


def _phrase(figure: Figure, paragraph: Paragraph) -> str:
    """The words in front of the number up to a comma: lists with 、 stay whole."""
    before = paragraph.text[: figure.start]
    return before[max(map(before.rfind, "，,；;。\n")) + 1 :]


def _start(figure: Figure, paragraph: Paragraph) -> int:
    before = paragraph.text[: figure.start]
    return max(before.rfind(mark) for mark in _RUN_END) + 1


def _draft(question: Question, figure: Figure, paragraph: Paragraph, retriever: Retriever) -> Draft:
    report = next(r for r in retriever.store.library.reports() if r.id == paragraph.report_id)
    evidence = Evidence(report, paragraph, _start(figure, paragraph), figure.end, 0.9, ("text",))
    end = evidence.end + (2 if paragraph.text[figure.end : figure.end + 2] in ("以上", "左右") else 0)
    evidence = Evidence(report, paragraph, evidence.start, end, 0.9, ("text",))
    claim = Claim("text", f"{report.region_name}：", paragraph.text[evidence.start : evidence.end], evidence)
    return Draft((claim,), None, (), question.notice, (), 0.9)
