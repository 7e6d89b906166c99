"""How much of one phrase's wording stands in another: characters and character pairs, no segmentation."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterable
from functools import lru_cache

# R&D经费
_WORD = re.compile(r"[A-Za-z0-9&.+]+|[一-鿿]")
# Characters that carry no subject of their own; a pair is kept where one of the two does.
_LIGHT = frozenset("的了和与及等在为是有个家项人对中上下")


@lru_cache(maxsize=20_000)
def units(text: str) -> frozenset[str]:
    """Characters (and Latin words) and neighbouring pairs of them."""
    words = [sys.intern(word.lower()) for word in _WORD.findall(text)]
    # interned: the same pairs stand in thousands of texts that are kept here
    pairs = [sys.intern(first + second) for first, second in itertools.pairwise(words)]
    return frozenset(pairs).union(word for word in words if word not in _LIGHT)


def coverage(part: str, whole: str) -> float:
    """The share of `part`'s wording that stands in `whole`, in [0, 1]; 0 when `part` says nothing."""
    wanted = units(part)
    return _weight(wanted & units(whole)) / _weight(wanted) if wanted else 0.0


def word_coverage(words: Iterable[str], whole: str) -> float:
    """The share of the wording of these words that stands in `whole`; pairs across two words count nothing."""
    wanted = frozenset().union(*(units(word) for word in words))
    return _weight(wanted & units(whole)) / _weight(wanted) if wanted else 0.0


def _weight(found: frozenset[str]) -> float:
    """A pair of characters says more than one."""
    single = list(map(len, found)).count(1)
    return len(found) - 0.3 * single
