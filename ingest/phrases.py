"""Known phrases found in a text: the longest at each place, in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import compress, count
from operator import add
from typing import TypeVar

T = TypeVar("T")
_KEY = 2  # the first two characters, each with its neighbour, pick the candidates, so no phrase is shorter


class PhraseIndex:
    """Finds phrases of two characters and more in folded text; Latin letters match in either case.

    A phrase that begins or ends with a Latin letter or a digit does not match inside a longer run of them:
    GDP is not in GDPR, 15A级 holds no 5A级.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = {phrase.lower() for phrase in phrases}
        lengths: dict[str, set[int]] = defaultdict(set)
        for phrase in self._phrases:
            if len(phrase) < _KEY:
                raise ValueError(f"a phrase needs {_KEY} characters: {phrase!r}")
            lengths[phrase[:_KEY]].add(len(phrase))
        self._lengths = {key: sorted(group, reverse=True) for key, group in lengths.items()}

    def scan(self, text: str, accept: Callable[[int, str], T | None]) -> list[T]:
        """What `accept(start, lower-case phrase)` makes of the phrases in `text`, in order, none overlapping.

        At each place the longest phrase is offered first; where `accept` returns None, the next shorter one.
        """
        lower, lengths = lowered(text), self._lengths
        found: list[T] = []
        free = 0  # nothing found yet reaches beyond here
        for start in compress(count(), map(lengths.__contains__, map(add, lower, lower[1:]))):
            if start < free:
                continue
            for length in lengths[lower[start : start + _KEY]]:
                end = start + length
                phrase = lower[start:end] if end <= len(lower) else ""
                if phrase not in self._phrases or not _stands_alone(lower, start, end):
                    continue
                accepted = accept(start, phrase)
                if accepted is not None:
                    found.append(accepted)
                    free = end
                    break
        return found

    def may_open(self, text: str) -> bool:
        """Whether a phrase may begin where `text` does, told by its first characters alone."""
        return lowered(text[:_KEY]) in self._lengths


def lowered(text: str) -> str:
    """`text` in lower case with offsets kept; letters whose lower case is longer (İ) stay as they are."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else ""
    return not (_joins(before, text[start]) or _joins(text[end - 1], text[end : end + 1]))


def _joins(left: str, right: str) -> bool:
    """Whether two neighbours belong to one Latin word or to one number."""
    if not (left.isascii() and right.isascii()):
        return False
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())
