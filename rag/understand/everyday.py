"""A question with everyday words put into words of reports: 罚了多少钱 asks for 罚没金额, 老师 is 教师.

A question is put into each of its possible wordings; which of them a figure bears out is for rag.match to see, so that a
word that may mean several things costs nothing where the reports say only one of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.indicators import Terms
from ingest.segments import segment
from ingest.verbs import NEW_ACTIONS
from rag.understand.spans import TITLES
from rag.wording.alike import wordings

MAX_WORDINGS = 12
_ALONE = ("存款", "贷款")  # 助学贷款 is not all that is lent


# 罚了多少, 罚没罚, 卖掉几套; 新招的老师
_ASPECT = r"(?:了|过|掉|出去?|到|下来?|完|好|回来?|来|走){0,2}\s*(?:大概|大约|总共|一共|合计)?\s*"
_ASKED = r"(?=多少|几(?!乎)|不少)"
_ASKED_LOOSE = r"(?:了|过)(?=\s*(?:没|吗|的|\W*$)|[一-鿿]+(?:多少|几|吗|没))|的(?:钱|资金)?(?=[一-鿿]{2})"
# 想改几个, 新认定科小: words that the segmenter would join to their neighbours
_APART = re.compile(f"({'|'.join(sorted(NEW_ACTIONS, key=len, reverse=True))}|想|要|还要|打算|准备|计划)")
# 近视的学生占多少: 近视率
_SHARE = re.compile(
    r"(?<![一-鿿])(?P<kind>[一-鿿]{2,3})的[一-鿿]{0,4}?(?=占(?:多少|几成|多大|百分之几|多大比例)|有?几成)"
)


@dataclass(frozen=True)
class _Slot:
    start: int
    end: int
    words: tuple[str, ...]
    object: tuple[int, int] = (0, 0)  # of a verb, where its words may hold it
    is_counted: bool = False  # 多少 stands behind the verb, and what it counts behind that


def wordings_of(text: str, terms: Terms) -> list[str]:
    """The text in words of reports, likeliest first; empty where it has no everyday word."""
    found = list(_with_nouns(text))
    for way in (*found, text):
        found += _with_words(way, terms)
    return list(dict.fromkeys(found))[: 2 * MAX_WORDINGS]


def _with_nouns(text: str) -> Iterator[str]:
    """The text with a noun of reports for a way of asking: 人均预期寿命多少岁 for 人能活多少岁."""
    for phrase in wordings().phrases:
        for noun in phrase.put if phrase.said.search(text) else ():
            yield phrase.said.sub(noun, text, count=1)


def _with_words(text: str, terms: Terms) -> Iterator[str]:
    slots = sorted(_slots(text, terms), key=lambda slot: slot.start)
    choices = itertools.product(*(slot.words for slot in slots)) if slots else ()
    for chosen in itertools.islice(choices, MAX_WORDINGS):
        yield _put(text, slots, chosen)


def rate_of(text: str) -> str:
    """近视率, where the text asks 近视的学生占多少; else nothing."""
    match = _SHARE.search(text)
    return f"{match['kind']}率" if match else ""


def _put(text: str, slots: Sequence[_Slot], chosen: Sequence[str]) -> str:
    chars, behind = list(text), []
    for slot, word in zip(slots, chosen, strict=True):
        if word[0] in "+=" and slot.is_counted:
            behind.append(word[1:])
        if word[0] == "=":
            chars[slot.object[0] : slot.object[1]] = [""] * (slot.object[1] - slot.object[0])
        chars[slot.start : slot.end] = [""] * (slot.end - slot.start)
        chars[slot.start] = " " if word[0] in "+=" and slot.is_counted else word.lstrip("+=")
    return " ".join(("".join(chars).rstrip(), *behind))


# 科创贷的不良率: what a loan is called, and no verb
_LOAN_CALLED = re.compile(r"[一-鿿]{2}贷(?![款了到出给多过着得几])")


def _slots(text: str, terms: Terms) -> Iterator[_Slot]:
    put = wordings().put
    loans = (m for m in _LOAN_CALLED.finditer(text) if m.group() not in put)
    taken = [m.span() for m in (*TITLES.finditer(text), *loans)]
    known = [(t.start, t.end) for t in terms.find(text)]
    bounds = _bounds(text)
    verb = _verb(text, bounds, [*taken, *known])
    if verb:
        yield verb
        taken += [(verb.start, verb.end)] + ([verb.object] if verb.words[0][0] == "=" else [])
    for word in sorted(put, key=len, reverse=True):
        start = text.find(word)
        end = start + len(word)
        if word in _ALONE and start > 0 and re.match(r"[一-鿿]", text[start - 1]):
            continue
        others = [span for span in known if span != (start, end)]
        if start < 0 or not {start, end} <= bounds or _overlaps(start, end, [*taken, *others]):
            continue
        taken.append((start, end))
        if put[word] != (word,):
            yield _Slot(start, end, put[word])


def _bounds(text: str) -> set[int]:
    """Where words begin and end, 新认定 and the like being words of their own."""
    found = {0, len(text), *(edge for loan in _LOAN_CALLED.finditer(text) for edge in loan.span())}
    at = 0
    for run in _APART.split(text):
        words = [run] if _APART.fullmatch(run) else segment(run, guesses=False)
        found.update(itertools.accumulate((len(w) for w in words), initial=at))
        at += len(run)
    return found


def _verb(text: str, bounds: Collection[int], taken: Sequence[tuple[int, int]]) -> _Slot | None:
    """The verb with what it is asked of: the longest that stands in front of 了多少, of these the first of the table."""
    found: list[_Slot] = []
    for row in wordings().asked:
        for match in re.finditer(rf"(?:{row.said.pattern})(?:{_ASPECT}{_ASKED}|{_ASKED_LOOSE})", text):
            start, end = match.span()
            if start not in bounds or _overlaps(start, end, taken):
                continue
            thing = row.of.search(text[:start] + " " * (end - start) + text[end:]) if row.of else None
            if thing or not row.of:
                counted = text[end : end + 1] in "多几不"
                found.append(_Slot(start, end, row.put, thing.span() if thing else (0, 0), counted))
    return max(found, key=lambda slot: slot.end - slot.start, default=None)


def _overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < b and a < end for a, b in spans)
