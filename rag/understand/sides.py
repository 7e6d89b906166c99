"""The indicators that a question holds against each other: 出口比进口, 城镇和农村居民收入, 一产、二产、三产."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.indicators import TermMention, Terms
from ingest.naming import with_suffix
from ingest.regions import RegionMention
from rag.understand.spans import blank_spans
from rag.understand.subject import content_of

MIN_SIDE = 2  # characters that can name something
_BETWEEN = re.compile(r"[、和与跟及比占同,]|以及|相当于|是|里?(?:扣掉|扣除|减去|除去|刨去)|加上?")
# 出口比进口: what is counted goes without saying
_MEASURES = ("", "额", "总额", "量", "数", "人数", "增加值")


def sides_of(
    text: str, known: Sequence[TermMention], terms: Terms, asking: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[str, str], ...]:
    """(indicator, wording) of each side, the indicator "" where no table knows it; () where there are no two sides.

    Args:
        text: the question with places and times blanked.
        known: indicators that stand in it whole: a mark inside one (软件和信息技术服务业) parts nothing.
        asking: where the words of the operation stand, which name nothing.
    """
    marks = [
        m for m in _BETWEEN.finditer(text) if not any(k.start < m.start() and m.end() < k.end for k in known)
    ]
    edges = [0, *(edge for m in marks for edge in m.span()), len(text)]
    subject = blank_spans(text, asking)
    words = [_words(subject, a, b, known) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    sides = [w for w in words if w]
    if len(sides) < 2:
        return ()
    # 城镇和农村居民收入; 城镇居民收入是农村的几倍: the noun stands once, at either end
    whole = [_whole(side, (sides[-1], sides[0]), terms) for side in sides]
    named = [terms.canonical(words) or "" for words in whole]
    if (
        len(set(whole)) < len(sides)
        or min(map(len, whole)) < MIN_SIDE
        or len(set(filter(None, named))) < sum(map(bool, named))
    ):
        return ()
    return tuple(zip(named, whole, strict=True))


def _words(text: str, start: int, end: int, known: Sequence[TermMention]) -> str:
    inside = [
        replace(k, start=k.start - start, end=k.end - start)
        for k in known
        if start <= k.start and k.end <= end
    ]
    return content_of(text[start:end], inside)


def _whole(side: str, others: Sequence[str], terms: Terms) -> str:
    """The side as the terms know it, with what it leaves to be understood."""
    choices = [side + measure for measure in _MEASURES] + [
        with_suffix(side, other, terms) for other in others
    ]
    return next((words for words in choices if terms.canonical(words)), side)


def share_of(parts: Sequence[tuple[str, str]], terms: Terms) -> str:
    """The indicator that is the share of the first of two in the second; "" where no table knows one."""
    if len(parts) != 2 or not all(name for name, _ in parts):
        return ""
    (part, _), (whole, _) = parts
    return terms.canonical(f"{part}占{whole}比重") or ""


def words_by_place(
    text: str,
    places: Sequence[RegionMention],
    known: Sequence[TermMention],
    asking: Sequence[tuple[int, int]],
) -> tuple[tuple[str, str], ...]:
    """(place, its own words) where a question words each side by itself: 甲市热线办结率和乙区热线按期办结率; else ()."""
    if len(places) < 2:
        return ()
    subject = blank_spans(text, asking)
    ends = [*(place.start for place in places[1:]), len(text)]
    words = [(p.code, _words(subject, p.end, end, known)) for p, end in zip(places, ends, strict=True)]
    return tuple(words) if all(w for _, w in words) else ()
