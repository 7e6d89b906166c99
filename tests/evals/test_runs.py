"""A run: questions put to a target, stored as they come, read again, gone on with."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from evals.dataset import Case
from evals.errors import RunError, TargetError
from evals.report import run_object
from evals.runner import run_cases
from evals.runs import Run, create_run, git_state, list_runs, read_run
from evals.targets import LocalTarget, RemoteTarget, fill
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.errors import QuestionTooLongError
from rag.records import Turn
from tests.evals.cases import make_answer, make_case
from tests.fakes import HashEmbedder

CASES = (
    make_case(id="q-1", question="绍兴新增多少高企"),
    make_case(id="q-2", question="长", category="text"),
    make_case("", id="q-3", question="宁波呢", answerable=False, quote="", category="refusal"),
)
REPORT = "绍兴市科技局2024年工作总结\n一、工作成效\n预计新增高新技术企业138家。\n"


class Echo:
    """Refuses what it is not asked of 绍兴; one question is too long for it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, question: str, history: Sequence[Turn]) -> dict[str, Any]:
        self.asked.append(question)
        if question == "长":
            raise QuestionTooLongError("长")
        return (
            make_answer() | {"timings_ms": {"total": 4.0}}
            if "绍兴" in question
            else make_answer("报告没有写到宁波市。", refused=True)
        )

    def describe(self) -> dict[str, Any]:
        return {"kind": "echo"}


def new_run(folder: Path, cases: Sequence[Case] = CASES, tag: str = "试 一") -> Run:
    path = folder / "set.jsonl"
    path.write_text("{}", encoding="utf-8")
    return create_run(folder / "runs", cases, [path], Echo().describe(), tag, 1)


def test_a_run_is_stored_with_all_that_it_rests_on(tmp_path: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    run = run_cases(new_run(tmp_path), Echo(), 2, lambda *step: steps.append(step))
    assert steps[0] == (0, 3, "") and steps[-1][:2] == (3, 3)
    about = read_run(tmp_path / "runs", run.id).about
    assert about["tag"] == "试 一" and run.id.endswith("试-一")
    assert about["versions"]["python"] and about["target"] == {"kind": "echo"} and about["sets"][0]["sha256"]
    assert about["finished"] >= about["started"]
    assert about["scores"]["合计"]["answer"] == pytest.approx(2 / 3)
    body = run_object(run)
    assert [question["verdict"]["right"] for question in body["questions"]] == [True, False, True]
    assert body["questions"][1]["verdict"]["reasons"] == ("出错：长",)
    assert list(body["scores"]) == ["value", "text", "refusal", "合计"]
    assert body["steps"] == {"total": {"p50_ms": 4.0, "p95_ms": 4.0}} and body["per_second"] > 0
    json.dumps(body)


def test_a_slip_over_one_question_does_not_end_the_run(tmp_path: Path) -> None:
    class Slips(Echo):
        def ask(self, question: str, history: Sequence[Turn]) -> dict[str, Any]:
            return make_answer() if question != "长" else {}["gone"]

    run = run_cases(new_run(tmp_path), Slips(), 1, lambda *_: None)
    assert run.is_finished and run.judged[1].verdict.reasons == ("出错：KeyError: 'gone'",)


def test_a_run_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    run = run_cases(new_run(tmp_path), Echo(), 1, lambda *_: None)
    answers = run.folder / "answers.jsonl"
    lines = answers.read_text(encoding="utf-8").splitlines()
    answers.write_text(lines[0] + "\n" + lines[1][:20], encoding="utf-8")
    broken = read_run(tmp_path / "runs", "last")
    assert not broken.is_finished and list(broken.answers) == ["q-1"]
    target = Echo()
    again = run_cases(broken, target, 1, lambda *_: None)
    assert target.asked == ["长", "宁波呢"]
    assert again.is_finished and [one.case.id for one in again.judged] == ["q-1", "q-2", "q-3"]


def test_runs_are_found_by_the_end_of_their_names(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    with pytest.raises(RunError, match="还没有评测过"):
        read_run(runs, "last")
    one, two = new_run(tmp_path, tag="a"), new_run(tmp_path, tag="a")
    assert one.id != two.id
    assert read_run(runs, one.id).id == one.id and read_run(runs, "last").id == two.id
    assert [run.id for run in list_runs(runs)] == sorted([one.id, two.id])
    assert read_run(runs, "-a").id == max(one.id, two.id)  # the newest of a tag
    with pytest.raises(RunError, match="没有"):
        read_run(runs, "b")


def test_a_library_is_filled_with_the_named_reports_only(tmp_path: Path) -> None:
    for name, text in {"one.txt": REPORT, "two.txt": REPORT.replace("绍兴", "湖州")}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path / "home"), embedder=HashEmbedder()) as store:
        fill(store, [tmp_path / "two.txt"], only=True, progress=lambda *_: None)
        fill(store, [tmp_path / "one.txt"], only=True, progress=lambda *_: None)
        target = LocalTarget(store)
        run = run_cases(new_run(tmp_path), target, 1, lambda *_: None)
        described = target.describe()
        with pytest.raises(TargetError, match=r"gone\.txt"):
            fill(store, [tmp_path / "gone.txt"], only=False, progress=lambda *_: None)
    assert run.judged[0].verdict.right and run.judged[0].verdict.citation_hit
    assert [Path(one["source"]).name for one in described["documents"]] == ["one.txt"]
    assert described["corpus_digest"] and described["settings"]["search_paragraphs"]


class Service(BaseHTTPRequestHandler):
    """A service of three routes."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        pages = [{"id": "1", "source": "one.txt"}], []
        documents = pages["offset=0" not in query]
        self._send(200, {"/readyz": {"model": "m"}, "/documents": {"documents": documents}}[path])

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if body["question"] == "长":
            self._send(422, {"error": {"message": "问题太长"}})
        else:
            self._send(200, make_answer() | {"history": body["history"]})

    def _send(self, status: int, body: dict[str, Any]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_running_service_is_asked_by_its_address(address: str) -> None:
    target = RemoteTarget(address)
    assert target.ask("绍兴", (Turn("user", "高企"),))["history"] == [{"role": "user", "content": "高企"}]
    assert target.describe()["model"] == "m"
    with pytest.raises(TargetError, match="422 问题太长"):
        target.ask("长", ())


def test_a_service_that_is_not_there_is_an_error() -> None:
    with pytest.raises(TargetError, match=r"127\.0\.0\.1:9"):
        RemoteTarget("http://127.0.0.1:9").describe()


def test_git_says_where_the_code_stands() -> None:
    assert set(git_state()) == {"revision", "changed"}
