"""Intervals and tests against values worked out elsewhere, and their laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.significance import bootstrap_interval, mcnemar


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (5, 0, 0.0625),
        (6, 0, 0.03125),
        (10, 2, 0.03857),
        (5, 5, 1.0),
        (1, 8, 0.03906),
    ],
)
def test_mcnemar_by_hand(better: int, worse: int, p: float) -> None:
    assert mcnemar(better, worse) == pytest.approx(p, abs=1e-5)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_knows_no_sides_and_is_a_probability(better: int, worse: int) -> None:
    assert mcnemar(better, worse) == mcnemar(worse, better)
    assert 0 < mcnemar(better, worse) <= 1


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=40))
def test_an_interval_lies_around_the_mean(values: list[float]) -> None:
    low, high = bootstrap_interval(values, samples=200)
    assert 0 <= low <= high <= 1
    assert low <= sum(values) / len(values) + 0.2 and high >= sum(values) / len(values) - 0.2


def test_an_interval_has_the_width_that_theory_gives() -> None:
    low, high = bootstrap_interval([1.0] * 80 + [0.0] * 20)
    assert low == pytest.approx(0.8 - 1.96 * 0.04, abs=0.015)  # √(0.8 · 0.2 / 100) = 0.04
    assert high == pytest.approx(0.8 + 1.96 * 0.04, abs=0.015)


def test_an_interval_is_the_same_each_time_and_of_nothing_is_zero() -> None:
    assert bootstrap_interval([0.0, 1.0, 1.0]) == bootstrap_interval([0.0, 1.0, 1.0])
    assert bootstrap_interval([1.0] * 9) == (1.0, 1.0)
    assert bootstrap_interval([]) == (0.0, 0.0)
