"""Quantities as prose states them, read apart from the product so that its slips do not excuse themselves.

A quantity is a number with what stands around it: 1.34亿元, 1亿3400万元 and 13400万元 are one quantity, 三百家
and 300家 another; 138家 is stated neither by 1138家 nor by 139家, 13.8家, 138万家 or 138个.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ingest.normalize import fold

Form = Literal["plain", "rank", "top", "fraction"]
BoundClass = Literal["", "more", "near", "most", "about"]

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
POWERS = {**SMALL, **LARGE}
HAN = "零〇一二两三四五六七八九十百千万亿"

# 138家[1]
CITATION = re.compile(r"\[\d+\]")
# 1,386
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# 3百分点 and 3千瓦时 begin with units, not with hundreds and thousands
POWER = r"(?:百(?!分点)|千(?![瓦米克卡])|[万亿])"
ARABIC = r"\d+(?:\.\d+)?"
# 138 · 3.5万 · 1亿3400万 · 1200多亿 · 三千二百 · 三点五万 · 十余万
NUMBER = rf"(?:{ARABIC}(?:{POWER}+(?:{ARABIC}{POWER}+)*)?|(?:(?!千[瓦米克卡]|百分点)[{HAN}])+(?:点[{HAN}]+)?)"
# 一半
TOKEN = re.compile(
    rf"(?P<first>首位|榜首|首席)|(?P<half>一半|半数|过半)|(?P<base>[百千万])分之(?P<share>{NUMBER})"
    rf"|(?P<low>[{HAN}]+)分之(?P<high>[{HAN}]+)|"
    rf"(?P<lead>[第前])?(?P<number>{NUMBER})(?P<rough>[余多几])?(?P<late>{POWER}*)"
)
# 万, for a unit
SCALE = re.compile("[十百千万亿]+")
SHARE_UNITS = {"百": "%", "千": "‰", "万": "‱"}
# 三成
TENTHS = re.compile(f"成(?P<half>[{HAN}])?(?![果立为功本效交员长熟都品绩就套份分])")
# 10-12家, 5.6、5.2和6.1亿元, 1.4个和2.0个百分点: the unit stands once, at the end
SHARED = re.compile(rf"(?P<own>个?)(?:[-、和与及至到]|以及)(?={ARABIC})")

# 增速为-
MINUS = re.compile("(?:^|[比率速是为达至到(:,，、 ])-$")
LINK = "(?:了|约|近|超过?|逾|幅度?|率|为|达|大约|将近|接近|不到|不足|分别|同比|:)*$"
# 同比下降
DOWN = re.compile(
    f"(?:下降|减少|降低|回落|下滑|缩小|收窄|压减|压缩|下跌|下调|后退|后移|缩短|减亏|负增长|低于.*|减|降|跌){LINK}"
)
# 同比增长
UP = re.compile(
    f"(?:(?<!负)增长|增加|提高|提升|上升|扩大|上涨|攀升|跃升|前移|进位|增收|增产|多增|上浮|高于.*|增|升|涨){LINK}"
)

BEFORE: dict[BoundClass, str] = {
    "more": "超过|突破|超出|超|逾|不少于|不低于|至少|高于|>|≥|(?<![通经不])过",
    "near": "接近|将近|近|不足|不到|少于|低于|<",
    "most": "不超过|不高于|不多于|最多|≤",
    "about": "大约|约为|约",
}
AFTER: dict[BoundClass, str] = {"more": "及?以上|之多|多|余", "most": "及?以下|以内", "about": "左右|上下"}

# What makes another unit of one: 5个百分点 is not 5个, 5人次 not 5人.
LONGER = {
    "个": "百分点|千分点|月|工作日|小时|位次",
    "人": "次|民币|天|公里",
    "家": "次",
    "户": "次",
    "场": "次",
    "台": "次|套",
    "吨": "标|公里",
    "平方": "米|公里|千米",
    "立方": "米",
    "名": "次",
    "位": "次",
    "": "[%‰家个项人元亩吨名倍件条所座]",
}
SAME_UNITS = (("㎡", "平方米"), ("平米", "平方米"), ("千米", "公里"))


@dataclass(frozen=True)
class Quantity:
    """A number in a text and what it says; `after` is the text behind it, unit first."""

    start: int  # in the plain text
    end: int
    magnitude: Decimal  # multiplied out: 3.5万 is 35000; shares in their unit: 百分之五 is 5
    form: Form
    after: str
    before: str
    printed: str  # the number as printed: 3.5万
    is_rough: bool = False  # 余, 多, 几 inside

    @property
    def digits(self) -> Decimal | None:
        """The number without its multipliers: 3.5 of 3.5万; None in Chinese numerals."""
        match = re.match(ARABIC, self.printed)
        return Decimal(match.group()) if match else None

    def has_unit(self, unit: str) -> bool:
        """Whether it is of this unit, and not of a longer one that begins with it."""
        if self.form == "rank" and unit in ("", "位", "名"):
            return True
        if self.form == "fraction":
            return unit == ""
        if not self.after.startswith(unit):
            return False
        rest = self.after[len(unit) :]
        barred = LONGER.get(unit, "")
        return not (barred and re.match(barred, rest)) and not (unit and re.match(r"/[^\d]", rest))

    @property
    def direction(self) -> int:
        """-1 when it fell, 1 when it rose, 0 when the words right before it do not say."""
        if MINUS.search(self.before) or DOWN.search(self.before):
            return -1
        return 1 if UP.search(self.before) else 0

    def bound(self, unit: str) -> BoundClass:
        """How it is limited: 超 and 以上 are more, 近 and 不到 near, 以内 most, 约 and 左右 about."""
        if self.is_rough:
            return "more"
        for bound, words in BEFORE.items():
            if re.search(f"(?:{words})$", self.before):
                return bound
        rest = self.after[len(unit) :] if self.after.startswith(unit) else self.after
        return next((bound for bound, words in AFTER.items() if re.match(words, rest)), "")


@dataclass(frozen=True)
class Wanted:
    """A quantity that has to be stated."""

    magnitude: Decimal
    unit: str
    form: Form
    is_negative: bool
    of_any_unit: bool = False  # 3.47万, of whatever: the set names a scale and no unit

    def matches(self, quantity: Quantity) -> bool:
        """Same number, same unit; a rank for a rank. Direction and bound are looked at apart."""
        return (
            abs(self.magnitude - quantity.magnitude) < Decimal("1e-9")
            and (self.of_any_unit or quantity.has_unit(self.unit))
            and (self.form == quantity.form or {self.form, quantity.form} == {"plain", "rank"})
            and (self.form != "rank" or quantity.form == "rank")
        )


def plain(text: str) -> str:
    """A text as quantities are looked for: folded, without blanks, citation marks and thousands marks."""
    folded = "".join(CITATION.sub("", fold(text)).split())
    for spelling, unit in SAME_UNITS:
        folded = folded.replace(spelling, unit)
    return THOUSANDS.sub("", folded)


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity of a text, in order; offsets are in `plain(text)`."""
    words = plain(text)
    return _share_units(list(_scan(words)))


def read_wanted(value: str, unit: str) -> list[Wanted]:
    """What a gold figure asks for; two quantities for a range "10—12".

    Raises:
        ValueError: there is no number in it.
    """
    words = plain(value + unit)
    is_negative = words.startswith("-")
    found = _share_units(list(_scan(words.removeprefix("-"))))
    if not found:
        raise ValueError(f"“{value}”里没有数")
    return [
        Wanted(
            q.magnitude,
            "" if q.form == "fraction" else _unit_alone(q),
            q.form,
            is_negative,
            bool(SCALE.fullmatch(plain(unit))),
        )
        for q in found
        if q.after or len(found) == 1 or q.form != "plain"
    ]


def _unit_alone(quantity: Quantity) -> str:
    """The unit of a gold figure: all that stands behind its number, bound words left out."""
    return re.sub(f"(?:{'|'.join(AFTER.values())})$", "", quantity.after)


def _scan(words: str) -> Iterator[Quantity]:
    position = 0
    while match := TOKEN.search(words, position):
        position = max(match.end(), match.start() + 1)
        quantity = _read(match, words)
        if quantity is not None:
            position = max(quantity.end, position)
            yield quantity


def _read(match: re.Match[str], words: str) -> Quantity | None:
    start, end = match.span()
    before = words[max(0, start - 12) : start]

    def make(magnitude: Decimal, form: Form, stop: int, after: str = "", rough: bool = False) -> Quantity:
        behind = after or words[stop : stop + 12]
        return Quantity(start, stop, magnitude, form, behind, before, words[start:stop].lstrip("第前"), rough)

    if match["first"]:
        return make(Decimal(1), "rank", end)
    if match["half"]:
        return make(Decimal("0.5"), "fraction", end)
    if match["base"]:
        return make(
            parse_number(match["share"]), "plain", end, SHARE_UNITS[match["base"]] + words[end : end + 12]
        )
    if match["low"]:
        low = parse_number(match["low"])
        return make(parse_number(match["high"]) / low, "fraction", end) if low else None
    number = match["number"]
    if number[0].isdigit() and re.search(
        r"(?<![A-Za-z])[A-Za-z]{1,2}$|\d\.$", before
    ):  # PM2.5, A100; not GDP9442.6
        return None
    magnitude = parse_number(number)
    for power in match["late"]:
        magnitude *= POWERS[power]
    form: Form = {"第": "rank", "前": "top"}.get(match["lead"] or "", "plain")  # type: ignore[assignment]
    tenths = TENTHS.match(words, end) if form == "plain" else None
    if tenths:  # 九成五 is 95%
        extra = DIGITS.get(tenths["half"] or "零", 0)
        return make(
            magnitude * 10 + extra, "plain", tenths.end(), "%" + words[tenths.end() : tenths.end() + 12]
        )
    return make(magnitude, form, end, rough=bool(match["rough"]))


def _share_units(found: list[Quantity]) -> list[Quantity]:
    """Give a number without a unit that of the one behind it: 10-12家."""
    for n in range(len(found) - 2, -1, -1):
        one, following = found[n], found[n + 1]
        link = SHARED.match(one.after)
        if link and one.form == "plain" and one.end + link.end() == following.start:
            unit = following.after
            if not link["own"] or unit.startswith("个百分点"):
                found[n] = replace(one, after=unit)
    return found


def parse_number(text: str) -> Decimal:
    """A number with its multipliers: 1亿3400万 → 134000000, 三千二百 → 3200, 三点五万 → 35000.

    Raises:
        ValueError: there is something else in it.
    """
    if text[0].isdigit():
        total = Decimal(0)
        for part in re.finditer(rf"({ARABIC})([百千万亿]*)", text):
            amount = Decimal(part[1])
            for power in part[2]:
                amount *= POWERS[power]
            total += amount
        return total
    whole, _, fraction = text.partition("点")
    digits = fraction.rstrip("万亿")
    value = Decimal(_parse_han(whole))
    if digits:
        value += Decimal("0." + "".join(str(DIGITS[c]) for c in digits if c in DIGITS))
    for power in fraction[len(digits) :]:
        value *= POWERS[power]
    return value


def _parse_han(text: str) -> int:
    """二十三 → 23, 二〇二四 → 2024, 三千万 → 30000000, 三万二 → 32000."""
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text) or "0")
    total = section = digit = 0
    last = 1
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            last = 1 if digit == 0 else last
        elif char in SMALL:
            section += (digit or 1) * SMALL[char]
            digit, last = 0, SMALL[char]
        else:
            section += digit
            total = (
                (total + section or 1) * LARGE[char] if char == "亿" else total + (section or 1) * LARGE[char]
            )
            section, digit, last = 0, 0, LARGE[char]
    return total + section + (digit * (last // 10) if last > 10 else digit)
