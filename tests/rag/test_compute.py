"""What is worked out from figures: exact, in one measure or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import Figure
from rag.compare.comparable import mismatch
from rag.compare.compute import Operand, compute
from rag.records import Operation


def operand(name: str, value: str, unit: str = "家", **fields: Any) -> Operand:
    given_fields: dict[str, Any] = {
        "kind": "count", "action": "", "bound": "", "status": "actual", "indicator": "高新技术企业", "joint": (), "subject": "",
    }  # fmt: skip
    given_fields |= fields
    figure = Figure(
        id=name, report_id="r", paragraph_id="p", name="高企", value=Decimal(value), value_max=None, unit=unit,
        raw=value + unit, comparator="", scope="", region=name, region_name=name, period="2024", start=0, end=1,
        quote_start=0, quote_end=1, context="", **given_fields,
    )  # fmt: skip
    return Operand(name, figure)


@pytest.mark.parametrize(
    ("kind", "first", "second", "words"),
    [
        ("sum", ("1.34", "亿元"), ("600", "万元"), "甲市、乙市合计1.4亿元"),
        ("difference", ("1.34", "亿元"), ("13400", "万元"), "甲市与乙市相同"),
        ("difference", ("512", "家"), ("600", "家"), "甲市比乙市少88家"),
        ("ratio", ("300", "家"), ("200", "家"), "甲市是乙市的1.5倍"),
        ("share", ("1", "万人"), ("3", "万人"), "甲市占乙市的33.3%"),
        ("highest", ("2", "亿元"), ("9000", "万元"), "甲市最高（2亿元）"),
        ("lowest", ("2", "亿元"), ("9000", "万元"), "乙市最低（9000万元）"),
    ],
)
def test_operations_reconcile_units(kind: Any, first: Any, second: Any, words: str) -> None:
    result = compute(Operation(kind), [operand("甲市", *first), operand("乙市", *second)])
    assert result is not None and result.words == words


def test_growths_differ_in_points_and_have_no_sum() -> None:
    growths = [operand("甲市", "5.7", "%", kind="growth"), operand("乙市", "6.3", "%", kind="growth")]
    difference = compute(Operation("difference"), growths)
    assert difference is not None and difference.words == "甲市比乙市低0.6个百分点"
    assert compute(Operation("sum"), growths) is None
    assert compute(Operation("ratio"), growths) is None


def test_the_best_rank_is_the_smallest_number() -> None:
    ranks = [operand("甲市", "3", "位", kind="rank"), operand("乙市", "1", "位", kind="rank")]
    result = compute(Operation("highest"), ranks)
    assert result is not None and result.words.startswith("乙市最高")


def test_ties_are_all_named() -> None:
    result = compute(Operation("highest"), [operand("甲市", "5"), operand("乙市", "5"), operand("丙市", "4")])
    assert result is not None and "甲市、乙市最高" in result.words


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"action": "新认定"}, "口径不同"),
        ({"indicator": "科技型中小企业"}, "指标不同"),
        ({"joint": ("甲", "乙")}, "合计"),
        ({"status": "target"}, "目标"),
        ({"kind": "amount"}, "单位不同"),
    ],
)
def test_figures_of_different_measures_do_not_go_together(other: dict[str, Any], reason: str) -> None:
    pair = [operand("甲市", "5"), operand("乙市", "6", **other)]
    assert reason in mismatch(pair)
    assert mismatch([pair[0], pair[0]]) == ""


def test_expected_figures_beside_results_are_named() -> None:
    result = compute(Operation("sum"), [operand("甲市", "5"), operand("乙市", "6", status="expected")])
    assert result is not None and result.words.endswith("（其中乙市为预计数）")


def test_bounds_make_the_result_about() -> None:
    result = compute(Operation("sum"), [operand("甲市", "5", bound="more_than"), operand("乙市", "6")])
    assert result is not None and "约11家" in result.words


values = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)


@given(values, values)
def test_a_difference_turned_round_only_changes_its_word(a: Decimal, b: Decimal) -> None:
    one, other = operand("甲市", str(a)), operand("乙市", str(b))
    there, back = (compute(Operation("difference"), pair) for pair in ([one, other], [other, one]))
    assert there is not None and back is not None and there.value == back.value == abs(a - b)
