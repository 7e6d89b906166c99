"""Numbers as reports print them: Arabic or Chinese, with multiplier, unit and bound, at their exact place."""

from ingest.numerals.bounds import bound_of
from ingest.numerals.find import find_numbers
from ingest.numerals.han import parse_han
from ingest.numerals.number import Number, NumberForm
from ingest.numerals.units import MULTIPLIERS, UNIT_ASKED, scale

__all__ = [
    "MULTIPLIERS",
    "UNIT_ASKED",
    "Number",
    "NumberForm",
    "bound_of",
    "find_numbers",
    "parse_han",
    "scale",
]
