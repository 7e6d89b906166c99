"""Public question sets in their own shapes, with samples written here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.corpus import corpus_of, read_documents
from evals.dataset import Case, check_cases, read_set
from evals.errors import SetError
from evals.public import read_public, write_public

SQUAD = {
    "data": [
        {
            "paragraphs": [
                {
                    "context": "范廷颂是越南罗马天主教枢机。\n1963年被任为主教。",
                    "qas": [
                        {
                            "id": "A_1",
                            "question": "何时任主教？",
                            "answers": [{"text": "1963年"}, {"text": "1963年"}],
                        },
                        {"id": "A_2", "question": "答不出的", "answers": [], "is_impossible": True},
                    ],
                }
            ]
        }
    ]
}
RGB = [
    {"id": 0, "query": "谁夺冠？", "answer": ["中国队"], "positive": ["中国队夺冠。"], "negative": ["日本队第四。"]},
    {"id": 1, "query": "何时何地？", "answer": [["5月2日", "五月二日"], "杭州"],
     "positive": [["5月2日开幕。"], ["在杭州举行。"]], "negative": ["日本队第四。"]},
]  # fmt: skip
CRUD = {
    "event_summary": [{"text": "不读"}],
    "questanswer_1doc": [
        {"questions": "多少公里？", "answers": "约25.6公里，2024年通车。", "news1": "全长约25.6公里，2024年通车。"}
    ],
    "questanswer_2docs": [{"questions": "为什么？", "answers": "因为下雨", "news1": "因为下雨。", "news2": "所以停赛。"}],
}  # fmt: skip


def imported(folder: Path, format: str, content: str, limit: int = 0) -> list[Case]:
    """The set as ours, checked against its documents."""
    path = folder / "public.json"
    path.write_text(content, encoding="utf-8")
    write_public(read_public(format, path, limit), folder / "out")
    questions = folder / "out" / "questions.jsonl"
    cases = read_set(questions)
    assert check_cases(cases, read_documents(corpus_of([questions]))) == []
    return cases


def lines(rows: list[dict[str, Any]]) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def test_squad_questions_without_an_answer_are_left_out(tmp_path: Path) -> None:
    (case,) = imported(tmp_path, "squad", json.dumps(SQUAD))
    assert (case.id, case.gold_any, case.gold_all) == ("squad-A_1", ("1963年",), ())
    assert (case.evidence[0].doc, case.evidence[0].quote) == ("00000.txt", "1963年")
    assert (tmp_path / "out/reports/00000.txt").read_text(
        encoding="utf-8"
    ) == "范廷颂是越南罗马天主教枢机。 1963年被任为主教。\n"


def test_rgb_wants_every_part_and_any_wording_of_it(tmp_path: Path) -> None:
    one, two = imported(tmp_path, "rgb", lines(RGB))
    assert one.gold_any == ("中国队",) and two.gold_all == ("5月2日|五月二日", "杭州")
    assert [evidence.quote for evidence in two.evidence] == ["5月2日", "杭州"]
    assert len(list((tmp_path / "out/reports").iterdir())) == 4  # the negative passage once
    assert len(imported(tmp_path, "rgb", lines(RGB), limit=1)) == 1


def test_crud_sentences_have_to_tell_their_numbers(tmp_path: Path) -> None:
    one, two = imported(tmp_path, "crud", json.dumps(CRUD))
    assert one.gold_all == ("25.6公", "2024年") and two.gold_any == ("因为下雨",)
    assert [evidence.doc for evidence in two.evidence] == ["00001.txt"]


@pytest.mark.parametrize(
    ("format", "content", "complaint"),
    [
        ("nq", "{}", "不读 nq"),
        ("squad", "[]", "不是 squad 的样子"),
        ("squad", "{", "不是 squad 的样子"),
        ("rgb", '{"query": "x"}', "不是 rgb 的样子"),
        ("crud", "{}", "不是 crud 的样子"),
    ],
)
def test_another_shape_is_an_error(tmp_path: Path, format: str, content: str, complaint: str) -> None:
    with pytest.raises(SetError, match=complaint):
        imported(tmp_path, format, content)
    with pytest.raises(SetError, match="不存在"):
        read_public("squad", tmp_path / "gone.json")
