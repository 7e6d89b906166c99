"""What makes an answer right, its citations good, and a run's scores."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.dataset import Evidence
from evals.metrics import (
    Verdict,
    citation_precision,
    citation_recall,
    has_exact_spans,
    judge,
    percentile,
    score,
    unfaithful_figures,
    wrong_reasons,
)
from rag.records import Turn
from tests.evals.cases import make_answer, make_case, make_citation


@pytest.mark.parametrize(
    ("case", "answer", "reasons"),
    [
        ({}, "绍兴市2024年预计新增高新技术企业138家[1]。", []),
        ({}, "绍兴市新增139家[1]。", ["缺 138家"]),
        ({"figures": "138家 1824家"}, "新增138家[1]。", ["缺 1824家"]),
        ({"must_not": ("716",)}, "新增138家，温州716家。", ["不该有 716"]),
        ({"must_not": ("716",)}, "新增138家，另有1716家。", []),
        ({"gold_any": ("绍兴市", "越城区")}, "绍兴市138家。", []),
        ({"gold_any": ("温州市", "越城区")}, "绍兴市138家。", ["缺 温州市 / 越城区"]),
        ({"figures": "", "gold_all": ("绍兴|越城", "高企")}, "绍兴的高企。", []),
        ({"figures": "", "gold_all": ("绍兴|越城", "高企")}, "温州的高企。", ["缺 绍兴|越城"]),
        ({"figures": "", "gold_any": ("第三", "第3位")}, "居全省第3位[1]。", []),
    ],
)
def test_an_answer_is_right_when_all_gold_is_stated(
    case: dict[str, Any], answer: str, reasons: list[str]
) -> None:
    assert wrong_reasons(make_answer(answer), make_case(**case)) == reasons


def test_a_refusal_is_right_where_the_reports_do_not_say() -> None:
    case = make_case("", answerable=False, quote="", must_not=("716",))
    refuse = "报告没有写到宁波市2024年的高新技术企业。"
    assert wrong_reasons(make_answer(refuse, refused=True), case) == []
    assert wrong_reasons(make_answer("138家[1]。"), case) == ["该拒答而没有"]
    assert wrong_reasons(make_answer("没有，温州716家", refused=True), case) == [
        "不该有 716",
        "拒答里有数 716",
    ]
    assert wrong_reasons(make_answer(refuse, refused=True), make_case()) == ["不该拒答"]


def test_a_refusal_may_repeat_the_numbers_of_the_question() -> None:
    case = make_case(
        "", answerable=False, quote="", question="“315”工程和500家企业", history=(Turn("user", "前10名"),)
    )
    answer = make_answer("2024年1—11月的报告没有写到“315”工程500家企业前10名。", refused=True)
    assert wrong_reasons(answer, case) == []


def test_an_error_is_no_answer() -> None:
    answer = make_answer("") | {"error": {"code": "x", "message": "连不上"}}
    assert wrong_reasons(answer, make_case("", answerable=False, quote="")) == ["出错：连不上"]


def test_a_citation_hits_when_its_paragraph_holds_the_gold_quote() -> None:
    case = make_case()
    assert citation_recall(make_answer(), case) == 1.0
    elsewhere = make_answer(citations=[make_citation(source="in/two.txt")])
    assert citation_recall(elsewhere, case) == 0.0
    assert citation_precision(elsewhere, case) == 0.0
    assert citation_recall(make_answer(), make_case(quote="")) is None
    assert citation_precision(make_answer(citations=[]), case) is None
    both = make_case(evidence=(Evidence("one.txt", "138家"), Evidence("one.txt", "没有写的")))
    assert citation_recall(make_answer(), both) == 0.5
    assert citation_precision(make_answer(), both) == 1.0


def test_spans_are_exact_to_the_character() -> None:
    citation = make_citation()
    assert has_exact_spans(make_answer(citations=[citation]))
    assert not has_exact_spans(make_answer(citations=[citation | {"start": 1}]))
    assert has_exact_spans(make_answer(citations=[]))


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("绍兴市2024年预计新增高新技术企业138家[1]。", []),
        ("绍兴市2024年1—11月新增138家[1]。", []),
        ("新增139家[1]。", ["139"]),
        ("新增138家[1]，居第2位。", ["2"]),
        ("新增138家[1]、1824家[2]。", []),
        ("新增1824家[1]、138家[2]。", ["1824", "138"]),
        ("合计1962家（计算得出）[1][2]。", []),
        ("合计1963家（计算得出）[1][2]。", ["1963"]),
        ("相差1686家[1][2]。", []),
        ("后者是前者的13.2倍[1][2]。", []),
        ("后者是前者的13.3倍[1][2]。", ["13.3"]),
        ("共1962家[1][2]。", ["1962"]),
        ("新增138万家[1]。", ["138万"]),
    ],
)
def test_every_number_stands_in_the_quote_cited_behind_it(text: str, loose: list[str]) -> None:
    citations = [make_citation(), make_citation("省科技型中小企业1824家", index=2)]
    assert unfaithful_figures(make_answer(text, citations=citations)) == loose


def test_a_number_of_the_question_needs_no_quote() -> None:
    answer = make_answer("12345热线新增138家[1]。")
    assert unfaithful_figures(answer) == ["12345"]
    assert unfaithful_figures(answer, "12345热线新增多少") == []


def test_a_cell_of_a_table_is_borne_out_without_its_unit() -> None:
    row = "| 武陵区 | 1038.6 |"
    answer = make_answer("武陵区接待游客1038.6万人次[1]。", citations=[make_citation(row, row)])
    assert unfaithful_figures(answer) == []


def test_computed_numbers_may_rest_on_cells_and_say_how_many() -> None:
    rows = ["武陵区 | 1038.6", "鼎城区 | 812.3", "柳叶湖 | 946.7"]
    citations = [make_citation(row, row, index=n) for n, row in enumerate(rows, 1)]

    def loose(text: str) -> list[str]:
        return unfaithful_figures(make_answer(text, citations=citations) | {"figures": rows})

    assert loose("计算得出：合计2797.6万人次[1][2][3]。") == []
    assert loose("计算得出：合计2797.7万人次[1][2][3]。") == ["2797.7万"]
    assert loose("计算得出：武陵区、鼎城区合计占柳叶湖的195.5%[1][2][3]。") == []
    assert loose("计算得出：按报告写到的3项比较，武陵区最高[1][2][3]。") == []
    assert loose("计算得出：按报告写到的4项比较，武陵区最高[1][2][3]。") == ["4"]


def test_a_computed_number_is_rounded_as_printed() -> None:
    citations = [
        make_citation("资金1.34亿元", "资金1.34亿元"),
        make_citation("资金3014万元", "资金3014万元", 2),
    ]
    assert unfaithful_figures(make_answer("合计1.64亿元[1][2]。", citations=citations)) == []
    assert unfaithful_figures(make_answer("合计1.65亿元[1][2]。", citations=citations)) == ["1.65亿"]


def verdict(right: bool = True, refused: bool = False, recall: float | None = 1.0) -> Verdict:
    return Verdict(right, () if right else ("缺",), refused, None if refused else recall, 1.0, True, ())


def test_scores_are_shares_of_what_they_are_said_of() -> None:
    yes, no = make_case(), make_case("", answerable=False, quote="")
    scores = score(
        [
            (yes, verdict(), 10.0),
            (yes, verdict(right=False, recall=0.5), 20.0),
            (yes, verdict(right=False, refused=True), 30.0),
            (no, verdict(refused=True), 40.0),
            (no, verdict(right=False), 50.0),
        ]
    )
    assert (scores.questions, scores.answer, scores.citation_hit) == (5, 0.4, 0.5)
    assert (scores.refusal_precision, scores.refusal_recall, scores.over_refusal) == (0.5, 0.5, 1 / 3)
    assert (scores.wrong, scores.p50_ms, scores.p95_ms) == (2, 30.0, 50.0)


def test_nothing_to_divide_by_is_no_score() -> None:
    nothing = score([])
    assert nothing.answer is None and nothing.p50_ms is None and nothing.refusal_recall is None
    assert score([(make_case(), verdict(refused=True), 1.0)]).refusal_precision is None


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=30))
def test_scores_stay_in_their_bounds(rows: list[tuple[bool, bool, bool]]) -> None:
    yes, no = make_case(), make_case("", answerable=False, quote="")
    judged = [(yes if a else no, verdict(right=r, refused=f), 1.0) for a, r, f in rows]
    scores = score(judged)
    shares = [scores.answer, scores.refusal_precision, scores.refusal_recall, scores.over_refusal]
    assert all(one is None or 0 <= one <= 1 for one in shares)
    reverse = score(judged[::-1])
    assert reverse == scores


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 100))
def test_a_percentile_is_one_of_the_values_and_covers_its_share(values: list[float], percent: float) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * percent / 100 - 1e-6


def test_a_verdict_holds_all_metrics() -> None:
    one = judge(make_answer("绍兴市新增138家，共900家[1]。"), make_case(quote="新增高新技术企业138家"))
    assert one.right and one.citation_hit and one.exact_spans
    assert one.unfaithful == ("900",)
    refused = judge(make_answer("报告没有写到。", refused=True), make_case())
    assert refused.citation_hit is None and not refused.right
