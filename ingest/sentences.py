"""Where a text may be cut: at the end of a sentence, else of a clause, never inside a number."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]  # [start, end) of a text

CLOSERS = "”’」』)）"
# 品牌建设有亮点  绿色食品认证面积…: words set apart from the sentence behind them
WIDE_GAP = r"(?<=[\u4e00-\u9fff])[ \u3000]{2,}(?=[\u4e00-\u9fff“])"
# "…取得新成效。”其中": the closing quote stays with its sentence.
# 5.2%: an ASCII point does not end a sentence.
SENTENCE_END = re.compile(rf"[。！？!?…]+[{CLOSERS}]*|\n|{WIDE_GAP}")
# ；
CLAUSE_END = re.compile(rf"[；;]+[{CLOSERS}]*")
# "3,014万元": a comma between digits is no end.
# ，
COMMA = re.compile(r"，|(?<!\d),|,(?!\d)|、")
# Any place that is inside no number, word of letters or number with its unit: "138|家" is none.
# 高新技术企业
ANYWHERE = re.compile(r"(?<=[\u4e00-\u9fff“”])(?=[\u4e00-\u9fff])(?<![\d十百千万亿零几多余][\u4e00-\u9fff])")
# “双报到”
QUOTED = re.compile(r"“[^“”]{1,120}”|《[^《》]{1,120}》|[(（][^()（）]{1,120}[)）]")


def split_sentences(text: str) -> list[Span]:
    """The sentences of a text; together they are the whole text."""
    return cut(text, 0, len(text), SENTENCE_END)


def split_evenly(text: str, max_chars: int) -> list[Span]:
    """Runs of whole sentences of at most `max_chars` characters, of like length; together the whole text.

    A longer sentence is cut at its clauses, then its commas, and only then anywhere outside a number.
    """
    return pack(pieces(text, 0, len(text), max_chars, (SENTENCE_END, CLAUSE_END, COMMA, ANYWHERE)), max_chars)


def pieces(text: str, start: int, end: int, max_chars: int, ends: Sequence[re.Pattern[str]]) -> list[Span]:
    """The span cut at the first kind of end, and what is then still too long at the next kinds."""
    if end - start <= max_chars or not ends:
        return [(start, end)]
    return [
        piece for part in cut(text, start, end, ends[0]) for piece in pieces(text, *part, max_chars, ends[1:])
    ]


def cut(text: str, start: int, end: int, ends: re.Pattern[str]) -> list[Span]:
    """The span cut after each match of `ends` that no short quotation or bracket holds."""
    quoted = [match.span() for match in QUOTED.finditer(text, start, end)]
    places = [match.end() for match in ends.finditer(text, start, end)]
    inner = [at for at in places if start < at < end and not any(low < at < high for low, high in quoted)]
    return list(zip([start, *inner], [*inner, end], strict=True))


def pack(parts: Sequence[Span], max_chars: int) -> list[Span]:
    """Neighbours joined into runs of at most `max_chars` (a longer part stays alone), of like length."""
    total = parts[-1][1] - parts[0][0] if parts else 0
    enough = total / max(1, -(-total // max_chars))  # the length if all runs were equal
    runs: list[Span] = []
    for start, end in parts:
        fits = runs and end - runs[-1][0] <= max_chars and runs[-1][1] - runs[-1][0] < enough
        if fits:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs
