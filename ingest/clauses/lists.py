"""Nouns that stand in a list before one number, and where the list begins."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.clauses.industries import whole_industries
from ingest.clauses.lead import Lead, Skip, Span, replace

# 稻谷、小麦等粮食
_ETC = re.compile(r"(?<![高中初平同对优甲乙上])等(?!级|次|于|额|效|离)")
# 其中
_LIST_OPENER = re.compile(r"其中|全年|全市|全县|全区|年末|年底")


def list_start(text: str, start: int, end: int, skip: Skip) -> int:
    """Where a list of owners begins; a place stays when the list is one of places."""
    while start < end:
        if text[start] in "、,:; \x00":
            start += 1
        elif (after := skip(start, end)) > start and text[after : after + 1] not in (
            "、",
            "和",
            "与",
            "及",
            "",
        ):
            start = after
        elif opener := _LIST_OPENER.match(text, start, end):
            start = opener.end()
        else:
            break
    return start


def after_etc(text: str, lead: Lead) -> Lead:
    """“A、B等科技项目145项” counts 科技项目."""
    found = [m for m in _ETC.finditer(text, *lead.noun) if m.end() <= lead.noun[1] - 2]
    return replace(lead, noun=(found[-1].end(), lead.noun[1]), items=()) if found else lead


def inside_quotes(text: str, start: int, position: int) -> bool:
    before = text[start:position]
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")


def list_items(text: str, noun: Span) -> tuple[Span, ...]:
    """The nouns of a list that shares one number; a list that ends in 等 only illustrates the noun behind it."""
    phrase = whole_industries(text[noun[0] : noun[1]])
    if phrase.startswith("“") and "”“" in phrase and "、" not in phrase:  # “甲”“乙”品牌价值分别为
        ends = [noun[0] + m.start() + 1 for m in re.finditer("”“", phrase)]
        return tuple(pairwise([noun[0], *ends, noun[1]]))
    if (
        "、" not in phrase
        or "等" in phrase
        or inside_quotes(phrase, 0, phrase.find("、"))
        or ("“" in phrase and "”、" in phrase and not phrase.endswith("”"))
    ):
        return ()
    spans: list[Span] = []
    at = noun[0]
    for match in re.finditer(r"、", phrase):
        spans.append((at, noun[0] + match.start()))
        at = noun[0] + match.end()
    last = (at, noun[1])
    joined = re.search(r"和|与|以及|及", phrase[last[0] - noun[0] :])
    if joined and joined.start() >= 2:
        spans.append((at, at + joined.start()))
        last = (at + joined.end(), noun[1])
    spans.append(last)
    return tuple(spans)


# 起数和死亡人数分别…, 甲县与乙县分别…
_BETWEEN_TWO = re.compile(r"(?<=[一-鿿]{2})(?:和(?!平|谐|美|田|县|顺|静|硕|政|龙)|与|及)(?=[一-鿿]{2})")


def pair_of(text: str, noun: Span) -> tuple[Span, ...]:
    """The two nouns of a list without 、 that shares out two numbers."""
    found = list(_BETWEEN_TWO.finditer(whole_industries(text[slice(*noun)])))
    return (
        ((noun[0], noun[0] + found[0].start()), (noun[0] + found[0].end(), noun[1]))
        if len(found) == 1
        else ()
    )
