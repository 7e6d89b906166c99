"""How much of one phrase's wording stands in another: characters and character pairs, no segmentation."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[A-Za-z0-9&.+]+|[一-鿿]")
# Characters that carry no subject of their own; a pair is kept where one of the two does.
_LIGHT = frozenset("的了和与及等在为是有个家项人对中上下")


def units(text: str) -> Counter[str]:
    """Characters (and Latin words) and neighbouring pairs of them, weighted: a pair says more than its characters."""
    words = [w.lower() for w in _WORD.findall(text)]
    found: Counter[str] = Counter()
    for word in words:
        if word not in _LIGHT:
            found[word] += 1
    for first, second in zip(words, words[1:], strict=False):
        found[first + second] += 1
    return found


def coverage(part: str, whole: str) -> float:
    """The share of `part`'s wording that stands in `whole`, in [0, 1]; 0 when `part` says nothing."""
    wanted = units(part)
    if not wanted:
        return 0.0
    there = units(whole)
    total = sum(_weight(u) for u in wanted)
    return sum(_weight(u) for u in wanted if u in there) / total


def _weight(unit: str) -> float:
    return 1.0 if len(unit) > 1 else 0.7
