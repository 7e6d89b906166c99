"""For how long something has held: 重特大事故多少个月没发生, 连续几年居全市前三; told by the clause that says 连续."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.normalize import fold
from ingest.numerals import parse_han
from ingest.periods import period_label
from ingest.records import Paragraph, Report
from ingest.sentences import split_sentences
from rag.answer.missing import no_text
from rag.answer.summary import reports_asked
from rag.match.words import words_of
from rag.records import Claim, Draft, Evidence, Filters, Question
from rag.retrieve.retriever import Retriever
from rag.wording.overlap import word_coverage

MIN_SAID = 0.8  # of what is asked besides the time, by the clause, its sentence's front and the heading

_UNIT = r"(?P<unit>年|个?月|个?季度|天|周)"
# 连续多少个月, 几年没发生
_ASKED = re.compile(
    rf"(?:已经?)?连续(?:了|保持)*(?:多少|几)个?{_UNIT}|(?:有|已经?)*(?:多少|几)个?(?P<unit_of_none>年|月|季度|天|周)(?=没|未|无)|"
    r"(?:有|已经?)?(?:多久|多长时间)(?=没|未|无)"
)
# 连续37个月
_TOLD = re.compile(r"连续\s*(?P<number>\d+|[一二三四五六七八九十百]+)\s*个?(?P<unit>年|月|季度|天|周)")
_CLAUSE_END = re.compile(r"[，,；;。]|$")
# 前三, 第1
_RANK = re.compile(r"(?P<of>[前第])(?P<number>\d+|[一二三四五六七八九十]+)[位名]?")
# 没有发生
_NONE = re.compile(r"[没未无零]")
# 全省
_SCOPE = re.compile(r"全[国省市县区州]")
# 居, 了
_LIGHT = re.compile(r"[列居]|排名?|保持|稳居|获评?|荣获|没有?|未|无|发生|出现|[了的在被是]")


def tell_lasting(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The clauses that say for how long; a refusal where none does, None where it is not asked."""
    asked = _ASKED.search(question.asked)
    if asked is None:
        return None
    unit = (asked["unit"] or asked["unit_of_none"] or "").removeprefix("个")
    rest = question.asked.replace(asked.group(), " ")
    found = []
    for report in reports_asked(question, retriever, filters):
        if not question.regions or report.region in question.regions:
            found += [
                one for p in retriever.store.library.paragraphs_of(report.id) for one in _clauses(report, p)
            ]
    fitting = [one for one in found if _tells(rest, unit, one)]
    if not fitting:
        names = {code: retriever.store.reader.regions.name(code) for code in question.regions}
        return Draft((), no_text(question, names))
    best = fitting[0]
    time = period_label(best.paragraph.period) if best.paragraph.period else ""
    quote = best.paragraph.text[best.start : best.end]
    claim = Claim("text", f"{best.report.region_name}{time}：", quote, best)
    return Draft((claim,), None, (), question.notice, (), 0.9)


def _clauses(report: Report, paragraph: Paragraph) -> Iterator[Evidence]:
    """Each sentence, from what it says before on, up to the end of the clause that says 连续."""
    text = paragraph.text
    for start, end in split_sentences(text) if paragraph.kind != "table" else ():
        for told in _TOLD.finditer(text, start, end):
            behind = _CLAUSE_END.search(text, told.end(), end)
            stop = behind.start() if behind else end
            start = max(start, *(text.rfind(mark, start, told.start()) + 1 for mark in "；;"))
            start += len(text[start:stop]) - len(text[start:stop].lstrip())
            yield Evidence(report, paragraph, start, stop, 0.9, ("text",))
            start = stop + 1


def _tells(rest: str, unit: str, one: Evidence) -> bool:
    """Whether a clause says of just what is asked how long it held: no other rank, whole or unit of time."""
    clause = fold(one.paragraph.text[one.start : one.end])
    if unit and all(told["unit"] != unit for told in _TOLD.finditer(clause)):
        return False
    if bool(_NONE.search(rest)) != bool(_NONE.search(clause)) or not _ranks(rest) <= _ranks(clause):
        return False
    if not set(_SCOPE.findall(rest)) <= set(_SCOPE.findall(clause)):
        return False
    words = [w for w in words_of(_LIGHT.sub(" ", _RANK.sub(" ", rest))) if w.strip()]
    around = clause + fold("".join(one.paragraph.section[-1:]))
    return bool(words or _ranks(rest)) and (not words or word_coverage(words, around) >= MIN_SAID)


def _ranks(text: str) -> set[tuple[str, int]]:
    return {
        (m["of"], int(m["number"]) if m["number"].isdigit() else int(parse_han(m["number"])))
        for m in _RANK.finditer(text)
    }
