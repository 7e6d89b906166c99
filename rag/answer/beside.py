"""What a question asks on about is told beside what it asked first: 涉及多少户, behind 老旧小区改了多少个."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.normalize import fold
from ingest.records import Figure
from rag.answer.claim import claim_figure
from rag.answer.missing import no_text
from rag.match import Fit, is_said, kind_fits, words_of
from rag.records import Claim, Draft, Evidence, Question
from rag.retrieve.retriever import FittedFigure
from rag.wording.alike import alike
from rag.wording.deeds import meanings
from rag.wording.overlap import coverage

MIN_TOLD = 0.8  # of the words asked: 企业|发稳岗|返还

# 涉及, 总额: they name nothing beside what was asked first
_OF_ANYTHING = re.compile(r"涉及|惠及|覆盖|带动|总额|金额|资金|规模|数量|[总一]共|合计|钱|[人户件]数?")
# 还有多少没交: to be worked out
_IS_REST = re.compile("[没未]|还[有剩差]|剩")
# 其中出租车多少: a part of what was told
_OF_WHICH = re.compile("其中|里[头面]")
# 总投资多少: of what was told
_OF_IT = re.compile("(?:总投资额?|总额|金额|合同额|总金额|投资额?)[是有共达]?(?:多少|几)[一-鿿]{0,3}[?？]?")
# 改造小区13个；
_PART_ENDS = re.compile("[;；。!！?？\n]")


def tell_beside(asked: Question, around: str, told: Draft, figures_of: Sequence[Figure]) -> Draft | None:
    """The one number of the sentence told that is of the sort asked and whose words are said; None where there is none.

    Args:
        asked: what is asked on about, read by itself.
        around: what was asked beside it.
        told: what answered that.
        figures_of: of the paragraphs of `told`.
    """
    if _IS_REST.search(asked.text) or not _asks_number(asked):
        return None
    for claim in told.claims:
        if claim.evidence.paragraph.kind != "table" and (one := _beside(asked, around, claim, figures_of)):
            return replace(told, claims=(one,), gaps=(), computations=(), grid=None, opening="", related=())
    return None


def of_what_was_told(
    piece: str, asked: Question, told: Draft, before: Sequence[Draft], name: Callable[[str], str]
) -> Draft:
    """What answers a question asked on; 其中出租车, or 总投资 by itself, told of anything else is refused: 某项目总投资3亿元."""
    places = [c.evidence for draft in before for c in draft.claims]
    if not places or not (_OF_WHICH.match(piece) or _OF_IT.fullmatch(piece)):
        return told
    if told.refusal or any(_goes_on(one, c.evidence) for one in places for c in told.claims):
        return told
    return Draft((), no_text(asked, {code: name(code) for code in asked.regions}))


def _goes_on(one: Evidence, other: Evidence) -> bool:
    """Whether another thing is said in the same part of a sentence, or in one that begins with 其中."""
    text, start = one.paragraph.text, _part_around(other.paragraph.text, other.start, other.end)[0]
    is_near = one.start <= other.start < _part_around(text, one.start, one.end)[1]
    return one.paragraph.id == other.paragraph.id and (is_near or text.startswith("其中", start))


def _asks_number(asked: Question) -> bool:
    """Whether the sort of number is said: 多少户, 多少钱, 增长多少, 整改率多少."""
    is_sort = bool(asked.unit) or asked.wants_money or asked.wants_rate
    return is_sort or asked.intent in ("change", "rank", "ratio") or bool(asked.content)


def _beside(asked: Question, around: str, claim: Claim, figures: Sequence[Figure]) -> Claim | None:
    evidence = claim.evidence
    paragraph = evidence.paragraph
    start, end = _part_around(paragraph.text, evidence.start, evidence.end)
    there = [f for f in figures if f.paragraph_id == paragraph.id and start <= f.start < end]
    own = evidence.figure or next((f for f in there if evidence.start <= f.start < evidence.end), None)
    fitting = [
        f
        for f in there
        if (own is None or f.id != own.id)
        and (own is None or (f.region, f.period, f.status) == (own.region, own.period, own.status))
        and kind_fits(asked, f, paragraph)
    ]
    contents = dict.fromkeys((asked.content, *(way.content for way in asked.wordings)))
    ways = [_words_of(content, around) for content in contents]
    named = [f for f in fitting if any(_is_named(words, f, claim) for words in ways)]
    if len(named) != 1:
        return None
    one = Evidence(
        evidence.report, paragraph, named[0].quote_start, named[0].quote_end, evidence.score, (), named[0]
    )
    return claim_figure(FittedFigure(one, Fit(evidence.score, frozenset())))


def _part_around(text: str, start: int, end: int) -> tuple[int, int]:
    """From one semicolon or full stop to the next."""
    first = max((m.end() for m in _PART_ENDS.finditer(text, 0, start)), default=0)
    last = _PART_ENDS.search(text, end)
    return first, last.start() if last else len(text)


def _words_of(content: str, around: str) -> list[str]:
    """The words that name what is asked, and were not asked before."""
    return [w for w in words_of(content) if w not in around and not _OF_ANYTHING.fullmatch(w)]


def _is_named(words: Sequence[str], figure: Figure, claim: Claim) -> bool:
    """Whether the figure says what it is, and what was told before it the rest: 向8.92万户企业发放|稳岗返还资金11.36亿元."""
    text = claim.evidence.paragraph.text
    own = fold(text[figure.quote_start : figure.quote_end]) + figure.name + figure.indicator + figure.action
    told = own + fold(claim.quote)
    is_told = all(_says(w, told) for w in words) or coverage("".join(words), told) >= MIN_TOLD
    return not words or (is_told and any(_says(w, own) for w in words))


def _says(word: str, told: str) -> bool:
    return any(is_said(each, told) for each in (word, *alike(word), *meanings(word)))
