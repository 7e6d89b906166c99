"""Whether a number that is known up to a bound (超100, 近100) stands on the side of another that is asked about."""

from __future__ import annotations

from decimal import Decimal

from ingest.records import Bound


def holds(claimed: Bound, asked: Decimal, there: Decimal, bound: Bound) -> bool | None:
    """Whether `there`, known up to its own bound, is on the claimed side of `asked`; None where that is open."""
    if claimed in ("at_most", "less_than"):
        turned = holds("more_than" if claimed == "at_most" else "at_least", asked, there, bound)
        return None if turned is None else not turned
    if bound == "about":
        return None if abs(asked - there) <= abs(there) / 10 else there > asked
    is_over = bound in ("at_least", "more_than")
    is_under = bound in ("at_most", "less_than", "nearly")
    if there == asked:
        if is_over:
            return True if claimed == "at_least" or bound == "more_than" else None
        if is_under:
            return False if claimed == "more_than" or bound in ("less_than", "nearly") else None
        return claimed == "at_least" or claimed in ("about", "nearly")
    if there > asked:
        return None if is_under else True
    return None if is_over else False
