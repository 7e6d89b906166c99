"""A number as it is found, with its unit and bound, at its exact place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.records import Bound

NumberForm = Literal["plain", "rank", "fraction", "proportion", "times", "structure"]


@dataclass(frozen=True)
class Number:
    """A number with its unit at [start, end) of the folded text; the bound may stand outside it."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str
    bound: Bound
    form: NumberForm
    lead_end: int  # where the words before the number end, bound words left out
    tail_start: int  # where the words after it begin, bound words left out
    is_han: bool
