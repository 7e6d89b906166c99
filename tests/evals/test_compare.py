"""Two runs side by side, and the gate between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.compare import Limits, broken_limits, compare_runs, gate_of, read_limits
from evals.errors import LimitError, RunError
from evals.runs import Given, Run, add_answer, create_run, finish_run, read_run, run_before
from tests.evals.cases import make_answer, make_case

RIGHT, WRONG, OTHER = "新增138家[1]。", "新增139家[1]。", "新增140家[1]。"


def stored(folder: Path, answers: Sequence[str], first: int = 1, question: str = "绍兴新增多少高企") -> Run:
    """A finished run of questions q-1, q-2, … with these answers."""
    cases = [make_case(id=f"q-{n}", question=question) for n in range(first, first + len(answers))]
    run = create_run(folder, cases, [], {}, "", 1)
    for case, text in zip(cases, answers, strict=True):
        add_answer(run, Given(case.id, make_answer(text), 5.0))
    return finish_run(run, 1.0)


def test_each_question_that_changed_is_named(tmp_path: Path) -> None:
    before = stored(tmp_path, [RIGHT, WRONG, WRONG, RIGHT, WRONG])
    after = stored(tmp_path, [WRONG, RIGHT, OTHER, RIGHT, WRONG])
    comparison = compare_runs(before, after)
    named = {
        name: [b.case.id for _, b in getattr(comparison, name)] for name in ("better", "worse", "still_wrong")
    }
    assert named == {"better": ["q-2"], "worse": ["q-1"], "still_wrong": ["q-3"]}
    body = comparison.to_dict()
    assert body["worse"][0]["before"]["answer"]["answer"] == RIGHT
    assert body["worse"][0]["after"]["verdict"]["reasons"] == ("缺 138家",)
    assert body["scores"]["before"]["answer"] == body["scores"]["after"]["answer"] == 0.4
    assert body["p"] == 1.0 and not body["is_significant"]


def test_many_changes_one_way_are_no_chance(tmp_path: Path) -> None:
    comparison = compare_runs(stored(tmp_path, [WRONG] * 8), stored(tmp_path, [RIGHT] * 8))
    assert comparison.is_significant and comparison.interval == (1.0, 1.0)


def test_only_common_questions_are_compared(tmp_path: Path) -> None:
    comparison = compare_runs(stored(tmp_path, [RIGHT] * 3), stored(tmp_path, [RIGHT] * 3, first=3))
    assert len(comparison.common) == 1
    assert (comparison.only_before, comparison.only_after) == (("q-1", "q-2"), ("q-4", "q-5"))
    reworded = stored(tmp_path, [RIGHT], question="绍兴有多少高企")
    with pytest.raises(RunError, match=" 与 "):
        compare_runs(reworded, stored(tmp_path, [RIGHT]))


def test_the_run_before_asks_some_of_the_same(tmp_path: Path) -> None:
    one, other, last = (
        stored(tmp_path, [RIGHT]),
        stored(tmp_path, [RIGHT], first=9),
        stored(tmp_path, [RIGHT]),
    )
    found = run_before(last)
    assert found and found.id == one.id
    assert run_before(one) is None and run_before(other) is None
    assert read_run(tmp_path, str(one.folder)).id == one.id


def test_a_gate_names_what_is_not_kept(tmp_path: Path) -> None:
    before, after = stored(tmp_path, [RIGHT, RIGHT]), stored(tmp_path, [RIGHT, WRONG])
    comparison = compare_runs(before, after)
    scores = after.scores()["合计"]
    assert broken_limits(scores, read_limits(["answer=0.5"], ["wrong=1", "p95_ms=5"], 1), comparison) == []
    assert broken_limits(scores, read_limits(["answer=0.6"], ["wrong=0"], 0), comparison) == [
        "answer = 0.5 < 0.6",
        "wrong = 1 > 0",
        "regressions = 1 > 0 (q-2)",
    ]
    # nothing was to be refused: what cannot be measured is not passed
    assert broken_limits(scores, Limits({"refusal_recall": 0.9}, {}), None) == ["refusal_recall = – < 0.9"]
    assert broken_limits(scores, Limits({}, {}, 0), None) == []


@pytest.mark.parametrize("pair", ["answer", "answer=viel", "wrong=3", "questions=1", "=1"])
def test_a_limit_is_a_score_and_a_number(pair: str) -> None:
    with pytest.raises(LimitError, match="应写作 名字=数"):
        read_limits([pair], [], None)


def test_a_folder_of_sets_may_name_its_limits(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    assert gate_of([path]) == Limits({}, {})
    (tmp_path / "gate.yaml").write_text("min: {answer: 0.9}\nmax: {wrong: 3}", encoding="utf-8")
    assert gate_of([path]) == Limits({"answer": 0.9}, {"wrong": 3.0})
    (tmp_path / "gate.yaml").write_text("answer", encoding="utf-8")
    with pytest.raises(LimitError, match=r"gate\.yaml：应写作"):
        gate_of([path])
