"""A text cut into words by jieba's dictionary."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


def segment(text: str, *, guesses: bool = True) -> list[str]:
    """The words of a text in order; together they are the whole text.

    Args:
        guesses: whether characters that no dictionary joins may be words (建了, 馆建).
    """
    import rjieba  # its dictionary takes 0.14 s to load

    words: list[str] = rjieba.cut(text, guesses)
    return words


def for_search(run: str) -> list[str]:
    """The words of a run of Han characters, and the shorter ones inside them."""
    return _cutter()(run)


@cache
def _cutter() -> Callable[[str], list[str]]:
    import rjieba

    cut: Callable[[str], list[str]] = rjieba.cut_for_search
    return cut


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a text in order, each with its part of speech in ICTCLAS's letters: n, v, d, r, ….

    Source: https://github.com/messense/rjieba-py, tags of jieba's dictionary.
    """
    import rjieba

    words: list[tuple[str, str]] = rjieba.tag(text, True)
    return words
