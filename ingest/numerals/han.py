"""Chinese numerals as numbers."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {char: n for n, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
HAN_NUMERAL = "〇零一二两三四五六七八九十百千万亿点"


def parse_han(text: str) -> Decimal:
    """A Chinese numeral as a number: 三千二百 → 3200, 一点五 → 1.5, 二〇二四 → 2024.

    Raises:
        ValueError: if `text` holds anything but Chinese numeral characters.
    """
    whole, _, fraction = text.partition("点")
    value = Decimal(_parse_han_whole(whole))
    if fraction:
        value += Decimal("0." + "".join(str(DIGITS[c]) for c in fraction if c in DIGITS))
    return value


def _parse_han_whole(text: str) -> int:
    if text and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    last_unit = 10
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            if char in "零〇":
                last_unit = 10
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            last_unit, digit = _TENS[char], 0
        elif char in _MYRIADS:
            total = (
                (total + section + digit or 1) * _MYRIADS[char]
                if char == "亿"
                else total + (section + digit or 1) * _MYRIADS[char]
            )
            section, digit, last_unit = 0, 0, _MYRIADS[char]
        else:
            raise ValueError(f"not a Chinese numeral: {text!r}")
    # 三万二 is 32,000 and 一百五 is 150: a bare last digit counts in the next lower unit
    if digit and last_unit >= 100 and len(text) > 1 and text[-2] not in "零〇":
        digit *= last_unit // 10
    return total + section + digit
