"""Words of time in a report or a question, read as periods.

A period is a string that sorts by its start: "2024", "2024-H1", "2024-Q3", "2024-05", "2024-01/2024-11",
"2021/2025"; "" is an unknown one. Text is expected as `fold` leaves it.
"""

from ingest.periods.mentions import PeriodKind, PeriodMention, find_periods, in_parentheses, read_period
from ingest.periods.period import (
    contains,
    first_year,
    make_period,
    months,
    period_label,
    previous,
    recency,
    shift,
    year_of,
)

__all__ = [
    "PeriodKind",
    "PeriodMention",
    "contains",
    "find_periods",
    "first_year",
    "in_parentheses",
    "make_period",
    "months",
    "period_label",
    "previous",
    "read_period",
    "recency",
    "shift",
    "year_of",
]
