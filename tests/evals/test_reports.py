"""A run as a page, as CSV and as JUnit XML; and what its confidence is worth."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.calibration import Bin, expected_calibration_error, reliability
from evals.compare import compare_runs
from evals.files import COLUMNS, csv_report, junit_report
from evals.page import html_report
from evals.runs import Given, Run, add_answer, create_run, finish_run
from tests.evals.cases import make_answer, make_case

NASTY = '<script>alert("1")</script>\x0b&新增多少'


def stored(folder: Path, text: str = "=新增139家[1]。") -> Run:
    """A run with a right answer, a wrong one and a refusal."""
    cases = [
        make_case(id="q-1"),
        make_case(id="q-2", question=NASTY, note="<b>"),
        make_case("", id="q-3", answerable=False, quote="", category="refusal"),
    ]
    answers = [
        make_answer() | {"confidence": 0.95},
        make_answer(text) | {"confidence": 0.85},
        make_answer("报告没有写到。", refused=True) | {"confidence": 0.0},
    ]
    run = create_run(folder, cases, [], {"corpus_digest": "d", "model": "m"}, "", 1)
    for case, answer in zip(cases, answers, strict=True):
        add_answer(run, Given(case.id, answer, 12.0))
    return finish_run(run, 1.0)


class Page(HTMLParser):
    """The tags of a page, and what is in its questions."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.questions: list[dict[str, str | None]] = []
        self.scripts = 0
        self.addresses: list[str] = []
        self.marked: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._open.append(tag)
        self.scripts += tag == "script"
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if "data-id" in named:
            self.questions.append(named)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "mark":
            self.marked.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]


def test_a_page_holds_every_question_and_needs_nothing_else(tmp_path: Path) -> None:
    before, run = stored(tmp_path, "新增138家[1]。"), stored(tmp_path)
    text = html_report(run, [before, run], compare_runs(before, run))
    page = Page(text)
    assert [(one["data-id"], one["data-state"]) for one in page.questions] == [
        ("q-1", "right "), ("q-2", "wrong worse"), ("q-3", "right "),
    ]  # fmt: skip
    assert page.scripts == 1 and page.addresses == []
    assert page.marked == ["预计新增高新技术企业138家"] * 2
    assert "缺 138家" in text and "变坏 1" in text and text.count("<circle") == 2 + 2


def test_a_page_of_nothing_is_a_page(tmp_path: Path) -> None:
    run = finish_run(create_run(tmp_path, [], [], {}, "", 1), 0.0)
    assert Page(html_report(run)).questions == []


def test_a_sheet_has_a_row_a_question_and_no_formulas(tmp_path: Path) -> None:
    text = csv_report(stored(tmp_path))
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["right"] for row in rows] == ["true", "false", "true"]
    assert rows[1]["answer"] == "'=新增139家[1]。" and rows[1]["reasons"] == "缺 138家"
    assert [row["citation_hit"] for row in rows] == ["true", "true", ""]


def test_junit_counts_failures_by_category(tmp_path: Path) -> None:
    root = ElementTree.fromstring(junit_report(stored(tmp_path)))
    suites = {suite.get("name"): (suite.get("tests"), suite.get("failures")) for suite in root}
    assert suites == {"value": ("2", "1"), "refusal": ("1", "0")}
    (failure,) = root.iter("failure")
    assert failure.get("message") == "缺 138家" and "应为：138家" in (failure.text or "")


def test_confidence_is_held_against_what_was_right() -> None:
    bins = reliability([(0.95, True), (0.95, True), (0.91, False), (0.3, False), (1.0, True)])
    assert [(one.count, round(one.accuracy, 2)) for one in bins] == [(1, 0.0), (4, 0.75)]
    assert expected_calibration_error(bins) == pytest.approx(0.2 * 0.3 + 0.8 * (3.81 / 4 - 0.75))
    assert expected_calibration_error([]) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=50))
def test_calibration_loses_no_answer_and_is_a_share(pairs: list[tuple[float, bool]]) -> None:
    bins = reliability(pairs)
    assert sum(one.count for one in bins) == len(pairs)
    error = expected_calibration_error(bins)
    assert error is None if not pairs else error is not None and 0 <= error <= 1


def test_perfect_confidence_has_no_error() -> None:
    assert expected_calibration_error([Bin(0.5, 0.5, 2), Bin(1.0, 1.0, 3)]) == 0
