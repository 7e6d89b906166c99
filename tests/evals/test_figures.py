"""Figures read from a report against those that a person wrote down."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.figures import Tally, read_and_compare, to_decimal
from evals.gold import read_gold, shipped_gold
from ingest.reader import Reader
from tests.evals.test_gold import HEADER, PLAN, RESULTS, gold_file


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(None)


def compared(folder: Path, passages: str, reader: Reader) -> tuple[Tally, list[tuple[str, str, list[str]]]]:
    """The tally, and of each miss its kind, raw and fields."""
    reading = read_and_compare(read_gold(gold_file(folder, passages, HEADER)), reader)
    return reading.tally, [(miss.kind, miss.raw, sorted(miss.wrong)) for miss in reading.misses]


def test_a_report_read_as_it_should_be_has_no_misses(tmp_path: Path, reader: Reader) -> None:
    tally, misses = compared(tmp_path, RESULTS + PLAN.replace("省级平台", "平台"), reader)
    assert misses == []
    assert (tally.gold, tally.read, tally.right, tally.f1) == (4, 4, 4, 1.0)


def test_a_wrong_field_costs_precision_and_recall(tmp_path: Path, reader: Reader) -> None:
    passages = RESULTS.replace("512家 高企 action=累计", "512家 高企 period=2023") + PLAN
    tally, misses = compared(tmp_path, passages, reader)
    assert ("wrong", "512家", ["action", "period"]) in misses
    assert ("wrong", "5家", ["indicator"]) in misses
    assert (tally.precision, tally.recall, tally.f1) == (0.5, 0.5, 0.5)
    assert tally.accuracy("period") == 0.75 and tally.accuracy("value") == 1.0
    assert tally.accuracy("joint") is None


def test_what_is_not_wanted_is_surplus(tmp_path: Path, reader: Reader) -> None:
    tally, misses = compared(tmp_path, RESULTS.replace("  - 512家 高企 action=累计\n", ""), reader)
    kinds = [(kind, raw) for kind, raw, _ in misses]
    assert kinds == [("surplus", "5家"), ("surplus", "512家")]  # 5家 stands outside all passages
    assert (tally.gold, tally.read, tally.right, tally.recall, tally.precision) == (2, 4, 2, 1.0, 0.5)


def test_what_is_not_read_is_missing(tmp_path: Path, reader: Reader) -> None:
    passages = RESULTS + "- {text: 2025年, figures: [2025年 年份]}\n" + PLAN.replace("省级平台", "平台")
    tally, misses = compared(tmp_path, passages, reader)
    assert misses == [("missing", "2025年", [])]
    assert tally.recall == 0.8


def test_a_number_at_another_length_is_at_another_place(tmp_path: Path, reader: Reader) -> None:
    passages = RESULTS.replace("- 138家 高企", "- 高新技术企业138家 高企 value=138 unit=家")
    _, misses = compared(tmp_path, passages + PLAN.replace("省级平台", "平台"), reader)
    assert misses == [("wrong", "高新技术企业138家", ["span"])]


def test_tallies_add_up() -> None:
    total = Tally()
    total.add(Tally(4, 5, 4, 3, {"value": (4, 4)}))
    total.add(Tally(6, 5, 4, 1, {"value": (3, 4), "joint": (0, 1)}))
    assert (total.gold, total.read, total.found, total.right) == (10, 10, 8, 4)
    assert total.fields == {"value": (7, 8), "joint": (0, 1)}
    assert total.precision == total.recall == total.f1 == 0.4


def test_limits_name_scores_and_fields() -> None:
    tally = Tally(10, 10, 8, 4, {"value": (7, 8)})
    assert tally.below({"f1": 0.4, "value": 0.8}) == []
    assert tally.below({"f1": 0.41, "value": 0.9, "status": 0}) == [
        "f1 = 0.4 < 0.41",
        "value = 0.875 < 0.9",
        "status = – < 0",
    ]


def test_nothing_wanted_and_nothing_read_is_perfect() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (1.0, 1.0, 1.0)


def test_numbers_of_gold_lines() -> None:
    assert [str(to_decimal(text)) for text in ("-3.2", "1/4", "58.6万")] == ["-3.2", "0.25", "586000.0"]
    with pytest.raises(ValueError, match="不是数"):
        to_decimal("三百")


@pytest.mark.parametrize("path", shipped_gold(), ids=lambda path: path.stem)
def test_shipped_gold_fits_its_report(path: Path) -> None:
    assert read_gold(path).figures
