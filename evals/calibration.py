"""Whether confidence means what it says: of the answers given with 0.9, nine in ten should be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Answers of about one confidence."""

    confidence: float  # mean
    accuracy: float  # share right
    count: int


def reliability(pairs: Iterable[tuple[float, bool]], bins: int = BINS) -> list[Bin]:
    """Answers sorted into bins of equal width by confidence, empty ones left out.

    Args:
        pairs: (confidence in [0, 1], whether the answer was right).
    """
    sorted_in: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in pairs:
        sorted_in.setdefault(min(bins - 1, int(confidence * bins)), []).append((confidence, right))
    return [
        Bin(sum(c for c, _ in group) / len(group), sum(r for _, r in group) / len(group), len(group))
        for _, group in sorted(sorted_in.items())
    ]


def expected_calibration_error(bins: Sequence[Bin]) -> float | None:
    """ECE = Σ count / total · |accuracy - confidence|; None of nothing.

    Source: Naeini, Cooper and Hauskrecht, AAAI 2015.
    """
    total = sum(one.count for one in bins)
    if not total:
        return None
    return sum(one.count / total * abs(one.accuracy - one.confidence) for one in bins)
