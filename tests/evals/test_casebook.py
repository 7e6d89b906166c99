"""The set that grows in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.casebook import CASEBOOK, add_case, read_cases
from evals.dataset import read_set
from evals.errors import SetError

ROW: dict[str, Any] = {
    "question": "绍兴新增多少高企",
    "category": "value",
    "answerable": True,
    "gold_figures": [{"value": "138", "unit": "家"}],
}


def test_cases_are_numbered_and_form_a_set(tmp_path: Path) -> None:
    assert read_cases(tmp_path) == []
    assert add_case(tmp_path, ROW | {"id": ""}).id == "chat-0001"
    assert add_case(tmp_path, ROW | {"question": "温州呢", "id": "mine"}).id == "mine"
    assert add_case(tmp_path, ROW | {"question": "宁波呢"}).id == "chat-0002"
    assert [case.id for case in read_set(tmp_path / CASEBOOK)] == ["chat-0001", "mine", "chat-0002"]
    assert [case.question for case in read_cases(tmp_path)] == ["绍兴新增多少高企", "温州呢", "宁波呢"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"question": "绍兴新增 多少高企"}, "问的一样"),
        ({"question": "别的", "id": "chat-0001"}, "编号 chat-0001 在.*已有"),
        ({"question": "别的", "gold_figures": []}, "都没有写对的是什么"),
        ({"question": "别的", "must_not": ["138家"]}, "既要又不许"),
    ],
)
def test_a_case_that_cannot_be_is_not_kept(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    add_case(tmp_path, ROW)
    with pytest.raises(SetError, match=complaint):
        add_case(tmp_path, ROW | change)
    assert len(read_cases(tmp_path)) == 1
