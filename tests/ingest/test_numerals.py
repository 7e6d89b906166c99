"""Numbers in every dress, with multiplier, unit and bound, and words that only look like numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.normalize import fold
from ingest.numerals import Number, find_numbers, parse_han, scale


def only(text: str) -> Number:
    (number,) = find_numbers(fold(text))
    return number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("一百一十", "110"),
        ("一百五", "150"),
        ("三千二百", "3200"),
        ("三千二", "3200"),
        ("三千零二", "3002"),
        ("两万三", "23000"),
        ("一万零五百", "10500"),
        ("五十八万六千", "586000"),
        ("一亿三千四百万", "134000000"),
        ("十二亿", "1200000000"),
        ("二〇二四", "2024"),
        ("零点五", "0.5"),
        ("三点一四", "3.14"),
        ("十二点零六", "12.06"),
    ],
)
def test_a_chinese_numeral_has_its_value(text: str, expected: str) -> None:
    assert parse_han(text) == Decimal(expected)


def test_other_characters_are_no_numeral() -> None:
    with pytest.raises(ValueError, match="not a Chinese numeral"):
        parse_han("三家")


@pytest.mark.parametrize(
    ("unit", "factor", "base"),
    [
        ("家", "1", "家"),
        ("亿元", "1e8", "元"),
        ("万亿斤", "1e12", "斤"),
        ("百万千瓦", "1e6", "千瓦"),
        ("万千瓦时", "1e4", "千瓦时"),
        ("千瓦", "1", "千瓦"),
        ("百分点", "1", "百分点"),
        ("个百分点", "1", "个百分点"),
        ("%", "1", "%"),
        ("万", "1e4", ""),
    ],
)
def test_a_unit_has_a_factor_and_a_base(unit: str, factor: str, base: str) -> None:
    assert scale(unit) == (Decimal(factor), base)


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("138家", "138", "家", ""),
        ("上涨1·8%", "1.8", "%", ""),
        ("1,824家", "1824", "家", ""),
        ("1，824家", "1824", "家", ""),
        ("１２３．４亿元", "123.4", "亿元", ""),
        ("1.34亿元", "1.34", "亿元", ""),
        ("1亿3400万元", "1.34", "亿元", ""),
        ("705万方", "705", "万方", ""),
        ("3.5万余人", "3.5", "万人", "more_than"),
        ("1200多家", "1200", "家", "more_than"),
        ("近900亿元", "900", "亿元", "nearly"),
        ("约2万人", "2", "万人", "about"),
        ("1100家左右", "1100", "家", "about"),
        ("不少于50个", "50", "个", "at_least"),
        ("50个以上", "50", "个", "at_least"),
        ("超过3000户", "3000", "户", "more_than"),
        ("逾2亿千瓦时", "2", "亿千瓦时", "more_than"),
        ("不到10家", "10", "家", "less_than"),
        ("不足5%", "5", "%", "less_than"),
        ("4%以内", "4", "%", "at_most"),
        ("不超过1.5个工作日", "1.5", "个工作日", "at_most"),
        ("0.11个百分点", "0.11", "个百分点", ""),
        ("7.21‰", "7.21", "‰", ""),
        ("45微克/立方米", "45", "微克/立方米", ""),
        ("28.3万元/亩", "28.3", "万元/亩", ""),
        ("三千二百家", "3200", "家", ""),
        ("三百二十万人", "320", "万人", ""),
        ("一点五亿元", "1.5", "亿元", ""),
        ("五十余项", "50", "项", "more_than"),
        ("百分之三点五", "3.5", "%", ""),
        ("百分之12", "12", "%", ""),
        ("千分之二", "2", "‰", ""),
        ("四分之一", "0.25", "", ""),
        ("1/4", "0.25", "", ""),
        ("近九成", "9", "成", "nearly"),
        ("七成五", "7.5", "成", ""),
        ("五成以上", "5", "成", "at_least"),
        ("过半", "0.5", "", "more_than"),
        ("居全省第三", "3", "", ""),
        ("全国第26位", "26", "位", ""),
        ("位列前10", "10", "", "at_most"),
        ("居首位", "1", "", ""),
    ],
)
def test_a_number_has_its_value_unit_and_bound(text: str, value: str, unit: str, bound: str) -> None:
    number = only(text)
    assert (number.value, number.unit, number.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("10—12家", "10", "12", "家"),
        ("5%-6%", "5", "6", "%"),
        ("20至25个", "20", "25", "个"),
        ("1.5～2万人", "1.5", "2", "万人"),
        ("300到350家", "300", "350", "家"),
    ],
)
def test_a_range_is_one_number_with_two_ends(text: str, low: str, high: str, unit: str) -> None:
    number = only(text)
    assert (number.value, number.value_max, number.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12家、3家", ["12", "3"]),
        ("增长5.2%,高于全省0.3个百分点", ["5.2", "0.3"]),
        ("716家,1,043家", ["716", "1043"]),
        ("70、80家", ["70", "80"]),
        ("2.8个和0.2个百分点", ["2.8", "0.2"]),
        ("由3.5%提高到3.9%", ["3.5", "3.9"]),
    ],
)
def test_several_numbers_stay_apart(text: str, expected: list[str]) -> None:
    assert [number.value for number in find_numbers(text)] == [Decimal(value) for value in expected]


@pytest.mark.parametrize(
    "text",
    [
        "完成成果转化",
        "第三产业",
        "第七届",
        "第一医院",
        "万方数据",
        "A类",
        "三明市",
        "前三季度",
        "目前10年",
        "成都",
    ],
)
def test_words_that_begin_like_numbers_are_none(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    "text", ["新增138家", "增长三点五个百分点", "投资1亿3400万元", "居全省第三", "近九成"]
)
def test_a_number_stands_where_it_says(text: str) -> None:
    (number,) = find_numbers(text)
    assert number.lead_end <= number.start < number.end <= number.tail_start
    assert text[number.start : number.end] in text


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("派出检查组1836个次", "个次"),
        ("发送车辆412.7万辆次", "万辆次"),
        ("调运物资1.6万件套", "万件套"),
        ("检查场所2.74万家（处）", "万家(处)"),
        ("在用特种设备6.94万台（套）", "万台(套)"),
        ("查获3件次品", "件"),
        ("下辖14个（市、区）", "个"),
    ],
)
def test_a_classifier_may_count_times_or_name_another_in_parentheses(text: str, unit: str) -> None:
    assert only(text).unit == unit
