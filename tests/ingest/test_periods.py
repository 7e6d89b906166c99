"""Words of time, right and wrong, in the forms that reports and questions use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalize import fold
from ingest.periods import (
    contains,
    find_periods,
    make_period,
    months,
    period_label,
    previous,
    shift,
    year_of,
)


def periods(text: str, base: int | None = 2024, **options: bool) -> list[str]:
    return [mention.period for mention in find_periods(fold(text), base, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年", "2024"),
        ("2024年度", "2024"),
        ("２０２４年", "2024"),
        ("二〇二四年", "2024"),
        ("二○二四年", "2024"),
        ("一九七八年", "1978"),
        ("24年", "2024"),
        ("24年度", "2024"),
        ("2024年全年", "2024"),
        ("2024年上半年", "2024-H1"),
        ("2023年下半年", "2023-H2"),
        ("24年上半年", "2024-H1"),
        ("2024年前三季度", "2024-01/2024-09"),
        ("2024年前3季度", "2024-01/2024-09"),
        ("2024年前两季度", "2024-H1"),
        ("2024年一至三季度", "2024-01/2024-09"),
        ("2024年一季度", "2024-Q1"),
        ("2024年第三季度", "2024-Q3"),
        ("2024年1-11月", "2024-01/2024-11"),
        ("2024年1—11月", "2024-01/2024-11"),
        ("2024年1月至11月", "2024-01/2024-11"),
        ("2024年1-6月", "2024-H1"),
        ("2024年1—12月", "2024"),
        ("2024年7-9月份", "2024-Q3"),
        ("2024年前11个月", "2024-01/2024-11"),
        ("2024年前十一个月", "2024-01/2024-11"),
        ("2024年一至九月", "2024-01/2024-09"),
        ("2024年5月", "2024-05"),
        ("2024年5月份", "2024-05"),
        ("2024年5月20日", "2024-05"),
        ("2024年1月1日至6月30日", "2024-H1"),
        ("2024年1月1日至12月31日", "2024"),
        ("2021-2024年", "2021/2024"),
        ("2021年至2024年", "2021/2024"),
        ("2021—2025年", "2021/2025"),
        ("2023年7月至2024年6月", "2023-07/2024-06"),
        ("2024—2025学年", "2024-09/2025-08"),
        ("“十四五”期间", "2021/2025"),
        ('"十四五"以来', "2021/2025"),
        ("第十五个五年规划纲要", "2026/2030"),
        ("「十四五」時期", "2021/2025"),
        ("十五五规划", "2026/2030"),
        ("“十三五”末", "2020"),
        ("“十四五”前三年", "2021/2023"),
        ("“十四五”开局之年", "2021"),
    ],
)
def test_a_printed_year_needs_no_base(text: str, expected: str) -> None:
    assert periods(text, None) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年", "2024"),
        ("今年以来", "2024"),
        ("本年度", "2024"),
        ("去年", "2023"),
        ("较上年", "2023"),
        ("上年度", "2023"),
        ("上一年", "2023"),
        ("上一年度", "2023"),
        ("前年", "2022"),
        ("明年", "2025"),
        ("去年上半年", "2023-H1"),
        ("今年1-9月", "2024-01/2024-09"),
        ("上半年", "2024-H1"),
        ("前三季度", "2024-01/2024-09"),
        ("第三季度", "2024-Q3"),
        ("1至11月", "2024-01/2024-11"),
        ("10-12月", "2024-Q4"),
        ("5月份", "2024-05"),
        ("近三年", "2022/2024"),
        ("近3年来", "2022/2024"),
        ("过去五年", "2020/2024"),
        ("未来三年", "2025/2027"),
        ("比上年同期", "2023"),
    ],
)
def test_a_relative_time_counts_from_the_base_year_and_is_unknown_without(text: str, expected: str) -> None:
    assert periods(text) == [expected]
    assert periods(text, None) == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至2024年底", "2024"),
        ("截至2024年末", "2024"),
        ("2024年年底", "2024"),
        ("截至2024年6月底", "2024-H1"),
        ("截至11月底", "2024-01/2024-11"),
        ("截至2024年12月31日", "2024"),
        ("截至6月末", "2024-H1"),
        ("上年末", "2023"),
        ("年末常住人口", "2024"),
        ("截至年底", "2024"),
        ("三季度末", "2024-01/2024-09"),
        ("2025年底前", "2025"),
    ],
)
def test_a_state_at_the_end_is_told_from_what_happened(text: str, expected: str) -> None:
    (mention,) = find_periods(fold(text), 2024)
    assert (mention.period, mention.kind) == (expected, "asof")


@pytest.mark.parametrize(
    "text",
    [
        "绍市科〔2024〕12号",
        "浙政发〔2024年〕3号",
        "“315”科技创新体系",
        "电话0575-85201234",
        "10年来",
        "3年",
        "三年行动方案",
        "连续24年",
        "历时24年",
        "建校20年",
        "15年免费教育",
        "第25年",
        "1月内",
        "6个月",
        "3.12月",
        "13月",
        "第十四五个",
        "以前年度结转",
        "目前年产",
        "以上年龄",
        "如今年轻人",
        "过去年均",
        "除去年初数",
        "成本年均",
        "十年来年均",
        "全年龄段",
        "每年末",
        "2024家",
        "113306000025770653/2025-258299",
        "百年老店",
        "一五一十",
        "“十二个一批”",
    ],
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert periods(text) == []


def test_a_year_without_its_word_counts_only_in_questions() -> None:
    assert periods("绍兴2024高企") == []
    assert periods("绍兴2024高企", bare_years=True) == ["2024"]
    assert periods("有2024家,编号2024-05", bare_years=True) == []


def test_half_a_year_belongs_to_the_year_the_sentence_speaks_of() -> None:
    assert periods("2023年,全市新增5家,上半年新增3家") == ["2023", "2023-H1"]
    assert periods("较2019年增长3%,上半年新增3家") == ["2019", "2024-H1"]
    assert periods("按照《三年方案(2024-2027年)》,上半年") == ["2024/2027", "2024-H1"]


def test_last_year_is_the_one_before_the_year_spoken_of() -> None:
    assert periods("2022年,产值5亿元,比上年增长3%") == ["2022", "2021"]
    assert periods("2024年1-11月,产值5亿元,比上年同期增长3%") == ["2024-01/2024-11", "2023-01/2023-11"]


def test_the_same_time_of_a_printed_year_is_the_same_part_of_it() -> None:
    assert periods("上半年产值5亿元,2022年同期为4亿元") == ["2024-H1", "2022-H1"]


def test_since_a_year_runs_to_the_base_year() -> None:
    assert periods("自2021年以来") == ["2021/2024"]
    assert periods("2024年以来") == ["2024"]
    assert periods("去年以来") == ["2023/2024"]


def test_a_year_in_the_name_of_a_document_says_so() -> None:
    titled, told = find_periods("印发《实施方案(2024-2027年)》,2025年完成", 2024)
    assert (titled.in_title, told.in_title) == (True, False)


def test_mentions_stand_where_they_say_in_the_text_as_printed() -> None:
    text = "２０２４年１—１１月，全市完成投资；截至2024年底，“十四五”期间共…"
    for mention in find_periods(fold(text), None):
        assert fold(text)[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("period", "label"),
    [
        ("2024", "2024年"),
        ("2024-H1", "2024年上半年"),
        ("2024-Q3", "2024年三季度"),
        ("2024-05", "2024年5月"),
        ("2024-01/2024-09", "2024年前三季度"),
        ("2024-01/2024-11", "2024年1—11月"),
        ("2021/2025", "“十四五”期间"),
        ("2022/2024", "2022—2024年"),
        ("2023-07/2024-06", "2023年7月—2024年6月"),
        ("", ""),
    ],
)
def test_a_period_is_said_as_a_report_says_it(period: str, label: str) -> None:
    assert period_label(period) == label


@pytest.mark.parametrize(
    ("outer", "inner", "holds"),
    [
        ("2024", "2024-H1", True),
        ("2024", "2024-01/2024-11", True),
        ("2021/2025", "2024-Q3", True),
        ("2024-H1", "2024", False),
        ("2024", "2023-12", False),
        ("2023-07/2024-06", "2024-Q2", True),
        ("", "2024", False),
        ("2024", "", False),
    ],
)
def test_a_period_holds_those_whose_months_all_lie_in_it(outer: str, inner: str, holds: bool) -> None:
    assert contains(outer, inner) is holds


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2024", "2023"),
        ("2024-H1", "2023-H1"),
        ("2024-01/2024-11", "2023-01/2023-11"),
        ("2021/2025", "2016/2020"),
        ("2024-05", "2023-05"),
        ("", ""),
    ],
)
def test_the_same_time_of_the_year_before(period: str, before: str) -> None:
    assert previous(period) == before


def test_only_a_period_inside_one_year_has_a_year() -> None:
    assert [year_of(p) for p in ("2024", "2024-Q1", "2021/2025", "")] == [2024, 2024, None, None]


def test_what_is_no_period_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="“2024-13x”不是时期"):
        months("2024-13x")


@given(st.integers(1990, 2060), st.integers(1, 12), st.integers(0, 40))
def test_a_period_of_any_months_reads_back_as_those_months(year: int, month: int, length: int) -> None:
    first = year * 12 + month - 1
    last = first + length
    period = make_period(year, month, last // 12, last % 12 + 1)
    assert months(period) == (first, last)
    assert shift(shift(period, 1), -1) == period
