"""The `wenju` command in one process: output, exit codes, and errors as one line of Chinese."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import api.local
import ingest.store
from api import cli
from ingest.lock import HomeLock
from ingest.store import open_store
from tests.evals.test_judge import Server as JudgeServer
from tests.fakes import HashEmbedder

QUESTION = "绍兴2024年新增多少高新技术企业"


class Result(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def error(self) -> dict[str, str]:
        error: dict[str, str] = json.loads(self.err)["error"]
        return error


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on ./data."""
    monkeypatch.setattr(api.local, "open_store", functools.partial(open_store, embedder=HashEmbedder()))

    def run(*arguments: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["wenju", *arguments])
        code = cli.run()
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def filled(run: Run, report_file: Path) -> Run:
    """The same, with one report in the library."""
    assert run("ingest", str(report_file)).code == 0
    return run


def test_ask_shows_the_answer_and_below_it_the_sentence_that_proves_it(filled: Run) -> None:
    result = filled("ask", QUESTION)
    answer, *rest = result.out.splitlines()
    origin = next(line for line in rest if line.startswith("[1]"))
    assert result.code == 0 and "138家" in answer and "[1]" in answer
    assert "绍兴市科技局2024年工作总结" in origin and "2025-04-16" in origin
    assert "预计新增高新技术企业138家" in rest[-1]


def test_a_refused_question_ends_with_its_own_exit_code(filled: Run) -> None:
    result = filled("ask", "温州2024年新增多少高新技术企业")
    assert result.code == cli.EXIT_REFUSED
    assert "138" not in result.out.splitlines()[0]


def test_every_reading_command_prints_json(filled: Run) -> None:
    assert filled("ask", QUESTION, "--json").json()["refused"] is False
    assert filled("figures", "高新技术企业", "--json").json()["figures"]
    document = filled("documents", "--json").json()["documents"][0]
    assert filled("documents", document["id"], "--json").json()["document"] == document
    assert filled("doctor", "--json").json()["in_step"] is True


def test_every_writing_command_prints_json(filled: Run, report_file: Path) -> None:
    again = filled("ingest", str(report_file), "--json").json()["documents"][0]
    assert again["status"] == "unchanged"
    assert filled("reindex", "--json").json()["paragraphs_added"] > 0
    deleted = filled("delete", again["document_id"], "--json").json()["deleted"]
    assert deleted["id"] == again["document_id"]
    assert filled("documents", "--json").json() == {"documents": []}


def test_every_command_speaks_to_a_person_too(filled: Run, report_file: Path) -> None:
    document_id = filled("documents", "--json").json()["documents"][0]["id"]
    said = {
        ("ingest", str(report_file)): "没有变化",
        ("figures", "高新技术企业"): "138家",
        ("documents",): document_id,
        ("documents", document_id): "预计新增高新技术企业138家",
        ("doctor",): "一致",
        ("reindex",): "已重建",
        ("delete", document_id): "已删除",
    }
    for arguments, words in said.items():
        result = filled(*arguments)
        assert (result.code, words in result.out) == (0, True), result


def test_filters_reach_the_question(filled: Run) -> None:
    assert filled("ask", QUESTION, "--region", "绍兴市", "--period", "2024", "--status", "expected").code == 0
    assert filled("ask", QUESTION, "--region", "亚特兰蒂斯", "--json").error()["code"] == "unknown_filter"


def test_an_ingest_with_a_failed_file_keeps_the_others_and_exits_1(run: Run, report_file: Path) -> None:
    empty = report_file.with_name("empty.txt")
    empty.write_text("")
    result = run("ingest", str(report_file.parent), str(report_file.with_name("missing.txt")), "--json")
    outcomes = {Path(o["path"]).name: o for o in result.json()["documents"]}
    assert result.code == 1
    assert outcomes["shaoxing.txt"]["status"] == "added"
    assert outcomes["empty.txt"]["error"]["code"] == "empty_file"
    assert outcomes["missing.txt"]["error"]["code"] == "file_access"
    shown = run("ingest", str(empty))
    assert (shown.code, "失败" in shown.out, "Traceback" in shown.err) == (1, True, False)


# (arguments, exit code, error code)
BAD_COMMANDS: list[tuple[list[str], int, str]] = [
    (["ask", ""], 1, "empty_question"),
    (["ask", "问" * 10_000], 1, "question_too_long"),
    (["ask"], 2, "wrong_usage"),
    (["ask", "问", "--status", "maybe"], 2, "wrong_usage"),
    (["figures", "--limit", "0"], 2, "wrong_usage"),
    (["figures", "--region", "亚特兰蒂斯"], 1, "unknown_filter"),
    (["documents", "none"], 1, "not_found"),
    (["delete", "none"], 1, "not_found"),
    (["nonsense"], 2, "wrong_usage"),
    (["serve", "--host", "0.0.0.0"], 1, "settings_error"),
    (["serve", "--host", "wenju.example"], 1, "settings_error"),
]


@pytest.mark.parametrize(("arguments", "code", "name"), BAD_COMMANDS)
def test_an_error_is_one_line_on_stderr_or_its_json(
    filled: Run, arguments: list[str], code: int, name: str
) -> None:
    shown, as_json = filled(*arguments), filled(*arguments, "--json")
    assert (shown.code, shown.out, shown.err.count("\n")) == (code, "", 1)
    assert any("\u4e00" <= character <= "\u9fff" for character in shown.err)
    assert (as_json.code, as_json.out, as_json.error()["code"]) == (code, "", name)


def test_an_unknown_setting_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_PROT", "80")
    assert "WENJU_PORT" in run("documents", "--json").error()["message"]


def test_a_data_directory_owned_by_another_process_is_said_so(run: Run) -> None:
    lock = HomeLock(Path("data"))
    try:
        result = run("documents", "--json")
    finally:
        lock.release()
    assert (result.code, result.error()["code"]) == (1, "library_locked")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "缺少 question"),
        (["ask", "问", "--regio", "绍兴"], "没有选项 --regio，相近的有 --period, --region"),
        (["ask", "问", "--nothing"], "没有选项 --nothing"),
        (["figures", "--limit", "0"], "--limit 太小（不小于 1）"),
        (["figures", "--limit", "501"], "--limit 太大（不大于 500）"),
        (["figures", "--limit", "x"], "--limit 应当是整数"),
        (["figures", "--sort", "colour"], "--sort 的值不对：可用的值：relevance、"),
        (["nonsense"], "没有命令 nonsense"),
        (["ask", "问", "--status", "foo"], "--status 的值 foo 不对；可用的值：actual、expected、target"),
        (["documents", "a", "b"], "多出了 b"),
        (["ask", "问", "--region"], "--region 后面要写值"),
        (["ask", "问", "--json=1"], "--json 后面不写值"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert (result.code, said in result.err, "Error" in result.err) == (2, True, False), result.err


def test_an_error_nobody_foresaw_is_still_one_line(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("something")

    monkeypatch.setattr(api.local.LocalWenju, "documents", fail)
    result = filled("documents")
    assert (result.code, result.err.count("\n"), "RuntimeError" in result.err) == (1, 1, True)


def test_ctrl_c_ends_with_130(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(api.local.LocalWenju, "documents", interrupt)
    assert filled("documents") == (130, "", "已中断\n")


def test_reading_is_measured_against_gold(run: Run, tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text("南平市2024年工作总结\n新认定高新技术企业138家。", encoding="utf-8")
    gold = tmp_path / "报告.yaml"
    gold.write_text(
        'report: {file: 报告.txt, region: 南平市, period: "2024"}\n'
        "passages:\n- {text: 新认定高新技术企业138家, figures: [138家 科技型中小企业 action=新认定]}\n",
        encoding="utf-8",
    )
    total = run("eval", "figures", str(gold), "--json").json()["total"]
    assert (total["gold"], total["read"], total["found"], total["right"]) == (1, 1, 1, 0)
    shown = run("eval", "figures", str(gold), "--misses").out
    assert "科技型中小企业 → 高新技术企业" in shown and "精确率" in shown
    gated = run("eval", "figures", str(gold), "--min", "f1=0.5")
    assert gated.code == 1 and "没有达到：f1 = 0 < 0.5" in gated.out
    assert run("eval", "figures", str(gold), "--min", "value=1").code == 0
    assert run("eval", "figures", str(gold), "--min", "grace=1", "--json").error()["code"] == "limit_error"
    gold.write_text("report: {}", encoding="utf-8")
    assert run("eval", "figures", str(gold), "--json").error()["code"] == "gold_error"


def test_questions_are_run_against_known_answers(
    run: Run, report_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.store, "open_store", functools.partial(open_store, embedder=HashEmbedder()))
    row = {
        "id": "q-1",
        "question": QUESTION,
        "category": "value",
        "answerable": True,
        "gold_figures": [{"value": "138", "unit": "家"}],
        "evidence": [{"doc": report_file.name, "quote": "预计新增高新技术企业138家"}],
    }
    wrong = row | {
        "id": "q-2",
        "question": "绍兴高新技术企业新增几家",
        "gold_figures": [{"value": "139", "unit": "家"}],
    }
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in (row, wrong)), encoding="utf-8")
    corpus = ("--corpus", str(report_file))
    checked = run("eval", "check", str(path), *corpus)
    assert checked.code == 1 and "139家 不在任何一条出处的原文里" in checked.out
    result = run("eval", "run", str(path), *corpus, "--tag", "one", "--json")
    scores = result.json()["scores"]["合计"]
    assert result.code == 0 and (scores["answer"], scores["citation_hit"]) == (0.5, 1.0)
    shown = run("eval", "run", str(path), *corpus, "--misses").out
    assert "50.0" in shown and "应为：139家" in shown and "缺 139家" in shown
    assert run("eval", "run", str(path), "--library", "empty", "--json").error()["code"] == "wrong_usage"
    retrieval = run("eval", "retrieval", str(path), *corpus, "--json").json()
    assert retrieval["questions"] == 2 and retrieval["retrievers"]["数据"]["recall@1"] == 1.0
    assert "nDCG" in run("eval", "retrieval", str(path), *corpus).out
    assert "one" in run("eval", "list").out
    assert run("eval", "show", "one", "--json").json()["scores"]["合计"]["answer"] == 0.5
    files = ("--html", "run.html", "--csv", "run.csv", "--junit", "run.xml")
    assert run("eval", "show", "one", *files).code == 0
    assert all((tmp_path / name).read_text(encoding="utf-8") for name in files[1::2])
    assert run("eval", "show", "one", "--html", "no/where.html", "--json").error()["code"] == "eval_error"
    assert "变好 0，变坏 0" in run("eval", "compare", "one").out
    gate = run("eval", "gate", str(path), *corpus, "--min", "answer=0.6", "--max-regressions", "0")
    assert gate.code == 1 and "没有达到：answer = 0.5 < 0.6" in gate.out
    assert run("eval", "gate", str(path), *corpus, "--min", "answer=0.5", "--json").json()["passed"]
    (answers,) = tmp_path.glob(".evals/runs/*-one/answers.jsonl")
    answers.write_text(answers.read_text(encoding="utf-8").splitlines(True)[0], encoding="utf-8")
    assert "没有做完（1 / 2）" in run("eval", "show", "one").out
    assert len(run("eval", "run", "--resume", "one", "--json").json()["questions"]) == 2


def test_a_judge_is_asked_after_the_run_and_found_before_it(
    run: Run, report_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.store, "open_store", functools.partial(open_store, embedder=HashEmbedder()))
    row = {
        "id": "q-1",
        "question": "有哪些工作成效",
        "category": "summary",
        "answerable": True,
        "gold_any": ["138家"],
    }
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    asked = ("eval", "run", str(path), "--corpus", str(report_file))
    assert run(*asked, "--judge", "no-such:x", "--json").error()["code"] == "judge_error"
    assert run("eval", "list", "--json").json() == {"runs": []}
    server = JudgeServer(lambda _: '{"reason": "", "right": true}')
    monkeypatch.setenv("WENJU_JUDGE_MODEL", "openai:by-hand")
    assert "κ = 0.00" in run(*asked, "--judge-url", server.url).out
    server.close()
    whole = run(*asked, "--judge-url", server.url, "--json")
    assert whole.code == 0 and whole.json()["scores"]["合计"]["questions"] == 1
    assert whole.json()["judge"]["graded"] == 0 and whole.json()["judge"]["troubles"]


def test_a_made_up_library_is_written_and_read(run: Run, tmp_path: Path) -> None:
    written = run("eval", "synth", "made", "--cities", "1", "--years", "1", "--json").json()
    assert written["reports"] == 1 and written["figures"] > 15
    total = run("eval", "figures", "made/gold/00000.yaml", "--json").json()["total"]
    assert total["gold"] == written["figures"] and total["f1"] > 0.9
    assert run("eval", "check", "made/questions.jsonl").code == 0
    assert "1 份报告" in run("eval", "synth", "made", "--cities", "1", "--years", "1").out


def test_a_public_set_is_imported(run: Run, tmp_path: Path) -> None:
    item = {"id": 0, "query": "谁夺冠？", "answer": ["中国队"], "positive": ["中国队夺冠。"], "negative": []}
    (tmp_path / "zh.json").write_text(json.dumps(item), encoding="utf-8")
    assert run("eval", "import", "rgb", "zh.json", "out", "--json").json() == {"reports": 1, "questions": 1}
    assert "1 个问题" in run("eval", "import", "rgb", "zh.json", "out").out
    assert run("eval", "import", "nq", "zh.json", "out", "--json").error()["code"] == "set_error"


def test_figures_and_comparisons_are_written_to_files(filled: Run, tmp_path: Path) -> None:
    assert filled("figures", "--csv", "a.csv", "--xlsx", "a.xlsx").code == 0
    assert (
        "138家" in Path("a.csv").read_text(encoding="utf-8-sig") and Path("a.xlsx").read_bytes()[:2] == b"PK"
    )
    assert filled("compare", "高企", "--region", "绍兴", "--csv", "b.csv").code == 0
    assert "138家（预计）" in Path("b.csv").read_text(encoding="utf-8-sig")
    assert filled("figures", "--csv", "no/where.csv", "--json").error()["code"] == "file_access"


def test_what_is_looked_up_is_shown_as_tables(filled: Run) -> None:
    shown = filled("compare", "高企", "--period", "2023", "--period", "2024").out
    assert "未见" in shown and "138家（预计）[1]" in shown
    assert "150家以上（目标）" in filled("figures", "高企", "--group").out
    assert "全文第1" in filled("search", "高新技术企业").out
    assert filled("figures", "--sort", "colour", "--json").code == 2


def test_terms_are_listed_checked_and_added(
    filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "高新技术企业" in filled("terms", "list", "高企").out
    own = tmp_path / "own.yaml"
    monkeypatch.setenv("WENJU_TERMS", str(own))
    own.write_text("terms:\n- {name: 甲乙, units: [个]}\n", encoding="utf-8")
    added = filled("terms", "add", "丙丁", "--alias", "丙丁数", "--unit", "家", "--json").json()
    assert added["added"] == ["丙丁"] and added["job"]["state"] == "finished"
    assert [one["status"] for one in added["job"]["documents"]] == ["replaced"]
    assert filled("terms", "check", str(own)).code == 0
    own.write_text("terms:\n- {nam: 甲乙}\n", encoding="utf-8")
    monkeypatch.delenv("WENJU_TERMS")
    assert filled("terms", "check", str(own)).code == 1
