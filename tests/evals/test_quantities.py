"""Quantities in prose: one amount in many spellings is one, and near ones are not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.dataset import GoldValue
from evals.metrics import contains, states
from evals.quantities import find_quantities, parse_number, read_wanted

DIGITS = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "magnitude", "unit"),
    [
        ("1.34亿元", "134000000", "元"),
        ("1亿3400万元", "134000000", "元"),
        ("13400万元", "134000000", "元"),
        ("1,824家", "1824", "家"),
        ("1 824家", "1824", "家"),
        ("１，２３４．５万人次", "12345000", "人次"),
        ("三千二百家", "3200", "家"),
        ("一点五亿元", "150000000", "元"),
        ("五十八万六千户", "586000", "户"),
        ("八百三十六亿四千万元", "83640000000", "元"),
        ("两万三千个", "23000", "个"),
        ("三万二", "32000", ""),
        ("3.5万余人", "35000", "人"),
        ("十余万人", "100000", "人"),
        ("1200多亿元", "120000000000", "元"),
        ("千亿元", "100000000000", "元"),
        ("百分之五点三", "5.3", "%"),
        ("九成五以上", "95", "%"),
        ("2.1万千瓦时", "21000", "千瓦时"),
        ("0.11个百分点", "0.11", "个百分点"),
        ("四分之一", "0.25", ""),
        ("过半", "0.5", ""),
        ("第3位", "3", "位"),
        ("居首位", "1", ""),
    ],
)
def test_a_quantity_is_multiplied_out(text: str, magnitude: str, unit: str) -> None:
    (quantity,) = find_quantities(text)
    assert quantity.magnitude == Decimal(magnitude)
    assert quantity.has_unit(unit)


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("高企138家", ("138", "家")),
        ("高企一百三十八家", ("138", "家")),
        ("资金1.34亿元", ("13400", "万元")),
        ("资金1亿3400万元", ("1.34", "亿元")),
        ("培育10—12家", ("10—12", "家")),
        ("居全省第三", ("第三", "")),
        ("居全省第3位", ("3", "位")),
        ("居全省首位", ("第1", "位")),
        ("提高1.4个和2.0个百分点", ("1.4", "个百分点")),
        ("占四分之一[1]", ("四分之一", "")),
        ("新增超3700[1]个", ("3700", "个")),
        ("同比-5.5%", ("-5.5", "%")),
        ("同比下降5.5%", ("-5.5", "%")),
        ("系数为0.85", ("0.85", "")),
        ("实现GDP9442.6亿元", ("9442.6", "亿元")),
    ],
)
def test_what_is_stated(text: str, gold: tuple[str, str]) -> None:
    assert states(text, GoldValue(*gold))


@pytest.mark.parametrize(
    "text", ["1138家", "139家", "13.8家", "138万家", "138.5家", "138个", "138家次", "138", ""]
)
def test_what_is_not_138_companies(text: str) -> None:
    assert not states(text, GoldValue("138", "家"))


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("提高5个百分点", ("5", "个")),
        ("共5人次", ("5", "人")),
        ("0.3元/立方米", ("0.3", "元")),
        ("增长8.2%", ("82", "%")),
        ("增长5.5%", ("-5.5", "%")),
        ("3家", ("第3", "")),
        ("培育10家", ("10—12", "家")),
        ("PM2.5浓度", ("2.5", "")),
        ("系数为0.85%", ("0.85", "")),
    ],
)
def test_what_is_not_stated(text: str, gold: tuple[str, str]) -> None:
    assert not states(text, GoldValue(*gold))


@pytest.mark.parametrize(
    ("text", "gold", "quote", "is_stated"),
    [
        ("超3700个", ("3700", "个"), "新增入孵项目超3700个", True),
        ("3700个以上", ("3700", "个"), "新增入孵项目超3700个", True),
        ("3700个", ("3700", "个"), "新增入孵项目超3700个", False),
        ("近3700个", ("3700", "个"), "新增入孵项目超3700个", False),
        ("3.5万余人", ("3.5", "万人"), "青年人才3.5万余人", True),
        ("3.5万人", ("3.5", "万人"), "青年人才3.5万余人", False),
        ("增长5%左右", ("5", "%"), "增长5%左右", True),
        ("增长5%", ("5", "%"), "增长5%左右", False),
        ("增长1.8%", ("1.8", "%"), "游客下降1.8%", False),
        ("下降1.8%", ("1.8", "%"), "游客下降1.8%", True),
        ("降幅为1.8%", ("1.8", "%"), "游客下降1.8%", True),
        ("提升3位", ("3", "位"), "居全省第3位", False),
        ("第3位", ("3", "位"), "较上年提升3位", False),
        ("新增138家", ("138", "家"), "预计新增高企138家", False),
        ("预计新增138家", ("138", "家"), "预计新增高企138家", True),
        ("新增1824家", ("1824", "家"), "预计完成；新增1824家", True),
        ("新增5家", ("5", "家"), "力争新增平台5家", False),
        ("2025年目标：新增5家", ("5", "家"), "力争新增平台5家", True),
        ("年度计划完成率126.5%", ("126.5", "%"), "投资377.3亿元,年度计划完成率126.5%", True),
        ("接待游客6842.5万人次", ("6842.5", "万人次"), "| 接待游客 | 万人次 | 6842.5 |", True),
    ],
)
def test_bound_direction_rank_and_status_are_those_of_the_quote(
    text: str, gold: tuple[str, str], quote: str, is_stated: bool
) -> None:
    assert states(text, GoldValue(*gold), [quote]) is is_stated


@pytest.mark.parametrize(
    ("text", "wanted", "is_there"),
    [
        ("新认定716家", "716", True),
        ("新认定1716家", "716", False),
        ("新认定716.5家", "716", False),
        ("比重3.12%", "3.1", False),
        ("比重3.12%", "12", False),
        ("授信716万", "716", False),
        ("二十六家", "六家", False),
        ("居全省第三", "第三", True),
        ("[3]", "3", False),
        ("１２％", "12%", True),
        ("", "716", False),
    ],
)
def test_strings_are_found_between_digits(text: str, wanted: str, is_there: bool) -> None:
    assert contains(text, wanted) is is_there


amounts = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False, allow_infinity=False)
wholes = st.integers(min_value=1, max_value=99_999_999)
units = st.sampled_from(["家", "元", "%", "个百分点", "人次", "万亩", "亿元", "项"])


@given(amounts, units)
def test_every_amount_states_itself(amount: Decimal, unit: str) -> None:
    assert states(f"共{amount}{unit}。", GoldValue(str(amount), unit))
    assert states(f"共{amount:,}{unit}。", GoldValue(str(amount), unit))


@given(wholes, wholes, units)
def test_no_amount_states_another(one: int, other: int, unit: str) -> None:
    assert states(f"共{one}{unit}。", GoldValue(str(other), unit)) is (one == other)


@given(wholes, st.sampled_from(["元", "人", "个"]))
def test_multipliers_do_not_change_an_amount(amount: int, unit: str) -> None:
    in_myriads = (Decimal(amount) / 10_000).normalize()
    assert states(f"{in_myriads:f}万{unit}", GoldValue(str(amount), unit))
    assert states(f"{amount}{unit}", GoldValue(f"{in_myriads:f}", f"万{unit}"))


@given(wholes)
def test_chinese_numerals_say_what_digits_say(amount: int) -> None:
    assert parse_number(in_chinese(amount)) == amount
    assert states(f"{in_chinese(amount)}家", GoldValue(str(amount), "家"))


@given(wholes, st.integers(0, 9))
def test_one_digit_more_is_another_number(amount: int, digit: int) -> None:
    assert not states(f"{amount}{digit}家", GoldValue(str(amount), "家"))
    assert not contains(f"{amount}{digit}家", str(amount))
    assert not contains(f"9{amount}家", str(amount))


@given(st.text(max_size=40))
def test_any_text_can_be_searched(text: str) -> None:
    find_quantities(text)
    states(text, GoldValue("138", "家"))


def in_chinese(amount: int) -> str:
    """138 → 一百三十八; below 10⁸."""
    if amount >= 10_000:
        high, low = divmod(amount, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return in_chinese(high) + "万" + (gap + in_chinese(low) if low else "")
    words, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, amount = divmod(amount, power)
        if digit:
            words += ("零" if zero else "") + DIGITS[digit] + name
            zero = False
        elif words:
            zero = True
    return words


def test_a_gold_figure_without_a_number_is_none() -> None:
    with pytest.raises(ValueError, match="没有数"):
        read_wanted("全部", "")


def test_a_gold_figure_with_a_scale_for_its_unit_is_stated_in_whatever_unit() -> None:
    (wanted,) = read_wanted("3.47", "万")
    assert all(wanted.matches(q) for text in ("3.47万人", "34700人次") for q in find_quantities(text))
    assert not any(wanted.matches(q) for text in ("3.47人", "3.48万人") for q in find_quantities(text))
