"""What a question says beside what it asks: 给领导汇报用，…, …，挑要紧的, …，听说创了新高."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.segments import segment
from rag.records import Claim
from rag.understand.number import status_of
from rag.understand.several import asks

# 外贸怎么样，挑要紧的
_BREAK = re.compile(r"[，,；;。：:?？!！()（）]+")
# 不算台州, 只看规上, 营收过亿的, 小微企业那种: they narrow what is asked
_NARROWS = re.compile(
    r"[不没非除只仅光另按分占比增降]|同[比期]|以[上下内外]|包括|含|其中|目标|计划|"
    r"[过超满][\d一二三五十百千万亿]|那[种些类批]|的\W*$"
)
# 跑口的记者问：, 给领导汇报用，
_OF_ASKING = re.compile(
    r"问|领导|老板|汇报|材料|稿子?|填[表报]|报表|记者|同事|朋友|群众|写(?!明)|要用|急|帮|麻烦|你好|您好|"
    r"总结|归纳|[列举说]一下"
)


# …，是吗: asks of all that stands before it
_TAG = re.compile(r"(?:是|对|真|属实|没错)(?:的|不[是对])?(?:吗|么|吧)?")
# 104%, 不是2024年
_NUMBER = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d年?)\d+(?:\.\d+)?")


# 那上年是多少
_YEAR_BEFORE = re.compile("[上去前]一?年(?!度?(?:计划|目标|任务))")


class Plainer(NamedTuple):
    """A question without its asides."""

    text: str
    before: str  # aside in front of what is asked
    behind: str

    @property
    def supposes(self) -> tuple[str, ...]:
        """The numbers that what is asked starts from: 完成了年度任务的104%，那年度任务是多少."""
        return tuple(_NUMBER.findall(fold(self.before)))

    def year_before(self, told: int | None) -> str:
        """The year that 上年 means behind what is supposed of a year, else of the one told; "" where it is not asked."""
        if not _YEAR_BEFORE.search(self.text):
            return ""
        year = re.search(r"(?:19|20)\d\d(?=年)", fold(self.before))
        return str(int(year.group()) - 1) if year else str(told - 1) if told else ""


def without_asides(text: str) -> Plainer | None:
    """The one clause that asks, and the others; None where all ask, or one narrows what is asked."""
    clauses = [clause for clause in _BREAK.split(text) if clause.strip()]
    asking = [k for k, clause in enumerate(clauses) if asks(clause)]
    if len(asking) != 1 or len(clauses) < 2 or _TAG.fullmatch(clauses[asking[0]].strip()):
        return None
    at = asking[0]
    before, behind = "，".join(clauses[:at]), "，".join(clauses[at + 1 :])
    plainer = Plainer(clauses[at], before, behind)
    narrowing = (behind,) if plainer.supposes else (before, behind)
    return None if any(_NARROWS.search(each) or status_of(each) for each in narrowing) else plainer


def bears_out(plainer: Plainer, claims: Sequence[Claim], names: Sequence[str], terms: Terms) -> bool:
    """Whether what is told may answer the whole question: no aside says something that the report tells elsewhere.

    What stands in front sets the topic (规上工业里头，…), and has to be told too, unless it speaks of the asking.

    Args:
        names: places that the question names, as it calls them.
    """
    told = [
        fold(c.evidence.paragraph.text + "".join(c.evidence.paragraph.section) + c.evidence.report.title)
        for c in claims
    ]
    whole = fold("".join(c.evidence.report.text for c in claims))
    is_topic = not (plainer.supposes or _OF_ASKING.search(plainer.before))
    led = _words(plainer.before, names) if is_topic else plainer.supposes
    beside = [w for w in _words(plainer.behind, names) if w in whole or terms.find(w)]
    return all(w in one for one in told for w in (*led, *beside))


def _words(aside: str, names: Sequence[str]) -> list[str]:
    for name in names:
        aside = (
            aside.replace(name, " ").replace(name[:-1], " ") if len(name) > 2 else aside.replace(name, " ")
        )
    return [w for w in segment(re.sub(r"\d+年?|里[头面边]?", " ", fold(aside))) if len(w.strip()) > 1]
