"""words.yaml and noise.yaml: which words of a report stand for a word of a question, and which say nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import TermsError
from rag.wording.alike import alike, read_wordings, wordings
from rag.wording.deeds import meanings
from rag.wording.noise import noise

FILE = """
words:
- {said: 老师 班主任, put: [教师]}
- {said: 老人, put: [老年人], met: [长者, 老人]}
asked:
- {said: 用|用掉, of: 水, put: [=用水量]}
phrases:
- {said: 能活(?=多少岁), like: 能活多少岁, put: [人均预期寿命]}
verbs:
- {alike: [改, 翻新, 改造]}
- {said: 收, met: [收获]}
"""


def test_what_is_put_and_what_is_only_met_stand_for_a_word() -> None:
    assert set(alike("老人")) == {"老年人", "长者"}
    assert alike("老师")[0] == "教师"
    assert alike("会议室") == ()


def test_a_word_is_put_into_what_its_row_says_and_never_into_what_is_only_met() -> None:
    assert wordings().put["老师"] == ("教师", "专任教师", "教职工")
    assert "老年人" in wordings().put["老人"]
    assert "长者" not in wordings().put["老人"]


@pytest.mark.parametrize(
    ("row", "wrong", "said"),
    [
        ("{said: 老师 班主任, put: [教师]}", "{said: 老师, putt: [教师]}", "words 0 putt：不认识这个字段"),
        ("{said: 老师 班主任, put: [教师]}", "{said: 老师, put: 教师}", "words 0 put"),
        ("{said: 老师 班主任, put: [教师]}", "{said: 老师 老人, put: [教师]}", "老人写了两次"),
        ("like: 能活多少岁", "like: 活了多少岁", "不合 活了多少岁"),
        ("能活(?=多少岁)", "能活(?=多少岁", "phrases 0 said"),
        ("{said: 收, met: [收获]}", "{said: 收}", "应有 alike，或者 said 和 met"),
        ("\nverbs:", "\nverb:", "verbs：缺少"),
    ],
)
def test_a_wrong_row_says_where_and_what(tmp_path: Path, row: str, wrong: str, said: str) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(FILE, encoding="utf-8")
    assert read_wordings(file).put == {"老师": ("教师",), "班主任": ("教师",), "老人": ("老年人",)}
    file.write_text(FILE.replace(row, wrong), encoding="utf-8")
    with pytest.raises(TermsError, match=said):
        read_wordings(file)


@pytest.mark.parametrize(
    ("asked", "told"),
    [("小区", "老旧小区"), ("损失", "挽损"), ("机动车", "汽车"), ("议案", "人大代表建议"), ("中学", "初中")],
)
def test_no_part_kind_or_other_measure_stands_for_a_word(asked: str, told: str) -> None:
    assert told not in alike(asked)


@pytest.mark.parametrize(
    ("asked", "told"),
    [("竣工", "新建"), ("受理", "办结"), ("到位", "争取"), ("检查", "查处"), ("新建", "修复")],
)
def test_no_other_step_stands_for_what_was_done(asked: str, told: str) -> None:
    assert told not in meanings(asked)


def test_an_everyday_verb_stands_for_each_of_its_steps() -> None:
    assert {"受理", "办结"} <= meanings("办")
    assert {"新建", "改扩建", "竣工"} <= meanings("建")


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("请问一下高企有多少家", "高企"),
        ("获批了哪些平台", "获批了 平台"),
        ("城镇新增就业完成率", "城镇 就业完成率"),  # 完成率 is what is asked, 完成 is not
        ("比上年多还是少", ""),
    ],
)
def test_noise_is_taken_out_of_a_question_unless_it_is_part_of_a_name(question: str, left: str) -> None:
    wherever, alone = noise()
    parts = wherever.sub(" ", question).split()
    assert " ".join(part for part in parts if part not in alone) == left
