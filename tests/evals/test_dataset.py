"""Question sets in their three formats, and what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from evals.corpus import corpus_of, read_documents, shipped_sets
from evals.dataset import CATEGORIES, case_from_dict, check_cases, read_set, read_sets
from evals.errors import SetError

ROW: dict[str, Any] = {
    "id": "a-1",
    "question": "那温州呢",
    "history": [{"role": "user", "content": "绍兴新增多少高企"}],
    "category": "follow_up",
    "answerable": True,
    "gold_figures": [{"value": "716", "unit": "家"}],
    "gold_any": ["温州", "温州市"],
    "must_not": ["138"],
    "evidence": [{"doc": "one.txt", "quote": "新认定高企716家"}],
    "note": "",
}
CELLS = {
    "id": "a-1",
    "question": "那温州呢",
    "history": "user: 绍兴新增多少高企",
    "category": "follow_up",
    "answerable": "是",
    "gold_figures": "716家",
    "gold_any": "温州\n温州市",
    "must_not": "138",
    "evidence": "one.txt：新认定高企716家",
    "note": "",
}
DOCUMENTS = {"one.txt": "今年，新认定高企716家、省科技型中小企业2043家。"}


def jsonl(folder: Path, *rows: dict[str, Any] | str, name: str = "set.jsonl") -> Path:
    path = folder / name
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def csv_file(folder: Path, cells: dict[str, str]) -> Path:
    path = folder / "set.csv"
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells.values()]
    path.write_text(",".join(cells) + "\n" + ",".join(quoted) + "\n", encoding="utf-8-sig")
    return path


def xlsx_file(folder: Path, cells: dict[str, Any]) -> Path:
    path = folder / "set.xlsx"
    book = Workbook()
    assert book.active is not None
    book.active.append(list(cells))
    book.active.append(list(cells.values()))
    book.save(path)
    return path


def test_a_set_reads_alike_from_jsonl_csv_and_xlsx(tmp_path: Path) -> None:
    (case,) = read_set(jsonl(tmp_path, ROW))
    assert (case.history[0].content, str(case.gold_figures[0]), case.evidence[0].doc) == (
        "绍兴新增多少高企", "716家", "one.txt",
    )  # fmt: skip
    assert case.gold == "716家；温州 / 温州市" and case.place.endswith("set.jsonl 第 1 行")
    for other in (csv_file(tmp_path, CELLS), xlsx_file(tmp_path, CELLS)):
        (same,) = read_set(other)
        assert same.to_dict() | {"place": ""} == case.to_dict() | {"place": ""}
        assert same.place.endswith("第 2 行")
    assert case_from_dict(json.loads(json.dumps(case.to_dict()))) == case


def test_cells_may_hold_json_and_numbers(tmp_path: Path) -> None:
    cells = CELLS | {"id": 7, "answerable": True, "gold_figures": json.dumps(ROW["gold_figures"])}
    (case,) = read_set(xlsx_file(tmp_path, cells))
    assert case.id == "7" and case.answerable and str(case.gold_figures[0]) == "716家"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"question": ""}, "question"),
        ({"answerable": None}, "answerable"),
        ({"golden": []}, "golden"),
        ({"history": [{"role": "robot", "content": "x"}]}, "history.0.role"),
        ({"gold_figures": [{"value": "很多", "unit": "家"}]}, "“很多”里没有数"),
        ({"gold_figures": [], "gold_any": []}, "都没有写对的是什么"),
        ({"answerable": False}, "answerable 为假，而"),
        ({"must_not": ["716家"]}, "“716家”既要又不许"),
        ({"must_not": ["温州市"]}, "“温州市”既要又不许"),
        ({"must_not": [""]}, "空字符串"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_number(
    tmp_path: Path, change: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(SetError, match=complaint) as caught:
        read_set(jsonl(tmp_path, ROW, "", {**ROW, "id": "a-2", **change}))
    assert "第 3 行" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"answerable": "也许"}, "answerable"),
        ({"gold_figures": "家"}, "不是带单位的数"),
        ({"evidence": "新认定高企716家"}, "没有冒号"),
        ({"must_not": "[138"}, "must_not 不是 JSON"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_with_its_row(
    tmp_path: Path, change: dict[str, str], complaint: str
) -> None:
    with pytest.raises(SetError, match=complaint) as caught:
        read_set(csv_file(tmp_path, CELLS | change))
    assert "第 2 行" in str(caught.value)


def test_files_that_are_no_sets(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="第 2 行：不是 JSON"):
        read_set(jsonl(tmp_path, ROW, "{"))
    with pytest.raises(SetError, match=r"不读 \.yaml"):
        read_set(tmp_path / "set.yaml")
    with pytest.raises(SetError, match="不存在"):
        read_set(tmp_path / "gone.jsonl")
    (tmp_path / "set.xlsx").write_text("no", encoding="utf-8")
    with pytest.raises(SetError, match="不是 XLSX"):
        read_set(tmp_path / "set.xlsx")
    (tmp_path / "set.csv").write_bytes("编号\n".encode("gb18030"))
    with pytest.raises(SetError, match="UTF-8"):
        read_set(tmp_path / "set.csv")


def test_an_id_stands_for_one_question_in_all_sets(tmp_path: Path) -> None:
    one, two = jsonl(tmp_path, ROW, name="one.jsonl"), jsonl(tmp_path, ROW, name="two.jsonl")
    with pytest.raises(SetError, match=r"编号 a-1 在.*已有"):
        read_sets([one, two])


def test_quotes_are_held_against_the_documents(tmp_path: Path) -> None:
    def faults(**change: Any) -> list[str]:
        return check_cases(read_set(jsonl(tmp_path, ROW | change)), DOCUMENTS)

    assert faults() == []
    assert "没有 two.txt" in faults(evidence=[{"doc": "two.txt", "quote": "x"}])[0]
    assert "不在 one.txt 里" in faults(evidence=[{"doc": "one.txt", "quote": "高企716 家"}])[0]
    assert "没有出处" in faults(evidence=[])[0]
    assert "不在任何一条" in faults(gold_figures=[{"value": "717", "unit": "家"}])[0]
    assert faults(gold_figures=[{"value": "717", "unit": "家"}], category="compute") == []


def test_a_question_asked_twice_is_a_fault(tmp_path: Path) -> None:
    again = ROW | {"id": "a-2", "question": "那温州 呢"}
    (fault,) = check_cases(read_set(jsonl(tmp_path, ROW, again)), DOCUMENTS)
    assert fault.endswith("第 1 行问的一样")
    other = again | {"gold_figures": [{"value": "2043", "unit": "家"}], "gold_any": []}
    faults = check_cases(read_set(jsonl(tmp_path, ROW, other)), DOCUMENTS)
    assert faults[-1].endswith("答案却不同")


def test_a_folder_of_sets_names_its_reports(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "one.txt").write_text(DOCUMENTS["one.txt"], encoding="utf-8")
    path = jsonl(tmp_path, ROW)
    assert corpus_of([path]) == []
    (tmp_path / "corpus.yaml").write_text("paths: [reports]", encoding="utf-8")
    assert read_documents(corpus_of([path, path])) == DOCUMENTS
    (tmp_path / "corpus.yaml").write_text("paths: [gone]", encoding="utf-8")
    with pytest.raises(SetError, match="gone 不存在"):
        corpus_of([path])
    (tmp_path / "corpus.yaml").write_text("reports", encoding="utf-8")
    with pytest.raises(SetError, match="应写作 paths"):
        corpus_of([path])


def test_two_reports_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.txt").write_text("文字", encoding="utf-8")
    with pytest.raises(SetError, match=r"也叫 one\.txt"):
        read_documents([tmp_path])


def test_shipped_sets_have_no_faults() -> None:
    sets = shipped_sets()
    cases = read_sets(sets)
    assert {case.category for case in cases} <= set(CATEGORIES)
    assert check_cases(cases, read_documents(corpus_of(sets))) == []
