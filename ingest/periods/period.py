"""What a period is: a string that sorts by its start, made of months, held against others, said in words."""

from __future__ import annotations

import re
from functools import lru_cache

_HALVES = {"H1": (1, 6), "H2": (7, 12)}
_QUARTERS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12)}
_NAMED = {months: name for name, months in (_HALVES | _QUARTERS).items()}
PLANS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_PLAN_NAMES = {start: name for name, start in PLANS.items()}
PLAN_YEARS = 5
# 2024 | 2024-H1 | 2024-Q3 | 2024-05
_SINGLE = re.compile(r"(\d{4})(?:-(?:(H[12]|Q[1-4])|(\d\d)))?")


def make_period(first_year: int, first_month: int, last_year: int, last_month: int) -> str:
    """The shortest period string for the months from first to last, both included."""
    if (first_month, last_month) == (1, 12):
        return str(first_year) if first_year == last_year else f"{first_year}/{last_year}"
    if first_year == last_year:
        if first_month == last_month:
            return f"{first_year}-{first_month:02}"
        if name := _NAMED.get((first_month, last_month)):
            return f"{first_year}-{name}"
    return f"{first_year}-{first_month:02}/{last_year}-{last_month:02}"


@lru_cache(maxsize=4096)
def months(period: str) -> tuple[int, int]:
    """First and last month of a period, counted from year 0, so that periods compare.

    Raises:
        ValueError: if `period` is not a period string ("" included).
    """
    first, _, last = period.partition("/")
    return _single(first)[0], _single(last or first)[1]


def contains(outer: str, inner: str) -> bool:
    """Whether every month of `inner` lies in `outer`; False when either is unknown."""
    if not outer or not inner:
        return False
    (first, last), (inner_first, inner_last) = months(outer), months(inner)
    return first <= inner_first and inner_last <= last


def year_of(period: str) -> int | None:
    """The one year that a period lies in, or None."""
    if not period:
        return None
    first, last = months(period)
    return first // 12 if first // 12 == last // 12 else None


def first_year(period: str) -> int | None:
    """The year that a period begins in, or None where none is known."""
    return int(period[:4]) if period[:4].isdigit() else None


def recency(period: str) -> tuple[int, int]:
    """Sorts by the end: 2025-Q1 < 2025-H1; of one end 2021/2024 < 2024-12 < 2024; "" comes first."""
    if not period:
        return (-1, 0)
    first, last = months(period)
    length = last - first
    return last, length if length < 12 else -length


def previous(period: str) -> str:
    """The period that 上年同期 of this one means: a year earlier; for a run of years, the run before it."""
    return shift(period, -1)


def shift(period: str, by: int) -> str:
    """The period `by` years later; a run of whole years moves by its own length."""
    if not period:
        return ""
    first, last = months(period)
    whole_years = first % 12 == 0 and last % 12 == 11
    moved = by * (last - first + 1 if whole_years else 12)
    return _from_months(first + moved, last + moved)


def period_label(period: str) -> str:
    """A period as an answer says it: 2024年, 2024年上半年, 2024年1—11月, “十四五”期间; "" stays ""."""
    if not period:
        return ""
    first, last = months(period)
    (year, month), (last_year, last_month) = divmod(first, 12), divmod(last, 12)
    if year == last_year:
        return f"{year}年{_part_label(month + 1, last_month + 1)}"
    if (month, last_month) != (0, 11):
        return f"{year}年{month + 1}月—{last_year}年{last_month + 1}月"
    if last_year == year + PLAN_YEARS - 1 and year in _PLAN_NAMES:
        return f"“{_PLAN_NAMES[year]}”期间"
    return f"{year}—{last_year}年"


def _part_label(first: int, last: int) -> str:
    if (first, last) == (1, 12):
        return ""
    if first == last:
        return f"{first}月"
    names = {(1, 6): "上半年", (7, 12): "下半年", (1, 9): "前三季度"}
    names |= {span: f"{'一二三四'[i]}季度" for i, span in enumerate(_QUARTERS.values())}
    return names.get((first, last), f"{first}—{last}月")


def _single(period: str) -> tuple[int, int]:
    match = _SINGLE.fullmatch(period)
    if not match:
        raise ValueError(f"“{period}”不是时期；写作 2024、2024-H1、2024-Q3、2024-05，或两个之间加 /")
    year, part, month = int(match[1]), match[2], match[3]
    if month and not 1 <= int(month) <= 12:
        raise ValueError(f"“{period}”不是时期：没有 {month} 月")
    first, last = (_HALVES | _QUARTERS)[part] if part else (int(month), int(month)) if month else (1, 12)
    return year * 12 + first - 1, year * 12 + last - 1


def _from_months(first: int, last: int) -> str:
    return make_period(first // 12, first % 12 + 1, last // 12, last % 12 + 1)
