"""Text as it is read, not as it is shown: one width, one dash, simplified characters, every offset kept."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import opencc

DASH = "-"
_HALF = re.compile("[\ud800-\udfff]")
# Everything printed between two numbers or two names for "to", and every minus sign.
_DASHES = "‐‑‒–—―−－﹣～〜~"
_QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’"}
_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000\t"
_COLONS = "∶︰﹕"  # the sign of a ratio, 1.97∶1, and those of vertical print
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))  # PM₂.₅
_CJK_RANGES = ((0x3400, 0xA000), (0xF900, 0xFB00))


def fold(text: str) -> str:
    """The text as readers match it; character i still stands for character i of `text`.

    Full-width letters, digits and punctuation become ASCII (，→, ；→; ％→%), dashes and tildes become "-",
    traditional characters simplified. 。、“”《》〔〕 stay. Folding twice changes nothing.
    """
    return _fold_name(text) if len(text) <= _NAME else text.translate(_fold_table())


def fold_rows(table: str) -> str:
    """The lines of a table folded, every cell of them behind a "|" also where tabs set them apart."""
    return fold(table.replace("\t", "|"))


_NAME = 40  # characters: names of indicators and places, looked up over and over


@lru_cache(maxsize=20_000)
def _fold_name(name: str) -> str:
    return name.translate(_fold_table())


def printable(text: str) -> str:
    """The text with a sign for each half of a surrogate pair: a byte of a name that is no UTF-8, which nothing can store."""
    return _HALF.sub("\ufffd", text)


def is_printable(text: str) -> bool:
    """Whether it can be stored and printed."""
    return _HALF.search(text) is None


def simplify(text: str) -> str:
    """Simplified characters, chosen by phrase where one character alone is ambiguous; length may change."""
    return str(_converter().convert(text))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _fold_table() -> dict[int, str]:
    table = _simplified_characters()
    table.update({0xFF01 + i: chr(0x21 + i) for i in range(94)})  # ！ to ～
    table.update({ord(wide): narrow for wide, narrow in (_QUOTES | _SUBSCRIPTS).items()})
    table.update({ord(space): " " for space in _SPACES})
    table.update({ord(dash): DASH for dash in _DASHES})
    table[ord("｡")] = "。"
    table.update({ord(colon): ":" for colon in _COLONS})
    return table


def _simplified_characters() -> dict[int, str]:
    """Code point of each traditional character → its simplified one, taken on its own."""
    characters = [chr(code) for low, high in _CJK_RANGES for code in range(low, high)]
    # A line each: OpenCC must not see phrases that happen to be neighbours in Unicode.
    simplified = _converter().convert("\n".join(characters)).split("\n")
    table = {ord(a): b for a, b in zip(characters, simplified, strict=True) if a != b and len(b) == 1}
    # 薴 becomes 苧, which is itself the traditional form of 苎
    return {code: table.get(ord(character), character) for code, character in table.items()}
