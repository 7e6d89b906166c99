"""Stretches of a question already read: blanked out, so that the rest can be read without them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.indicators import TermMention
from ingest.periods import PeriodMention
from ingest.regions import RegionMention

# 《关于加快科技创新的意见》
TITLES = re.compile(r"《[^《》]*》|“[^“”]*”")


def blank(text: str, mentions: Sequence[RegionMention | PeriodMention | TermMention]) -> str:
    """The text with these stretches turned into spaces, its length kept."""
    return blank_spans(text, [(m.start, m.end) for m in mentions])


def blank_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with these stretches, from start to end, turned into spaces."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def is_inside(term: TermMention, regions: Sequence[RegionMention]) -> bool:
    """Whether an indicator stands in the name of a place."""
    return any(r.start <= term.start and term.end <= r.end for r in regions)


def spans_of(places: Sequence[RegionMention], terms: Sequence[TermMention]) -> list[tuple[int, int]]:
    """Start and end of each."""
    return [(m.start, m.end) for m in places] + [(t.start, t.end) for t in terms]


def covered(start: int, end: int, places: Sequence[RegionMention], terms: Sequence[TermMention]) -> bool:
    """Whether a stretch belongs to something already read."""
    return any(a <= start and end <= b for a, b in spans_of(places, terms))
