"""Evaluations over HTTP: begun, watched, cancelled, reported and compared, while other questions are answered."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.local import LocalWenju
from api.schemas import ErrorBody
from api.schemas_evals import ComparisonBody, OneRunBody, RunReportBody, RunsBody, SetsBody
from api.warmup import Warmup
from evals.targets import LocalTarget
from rag.records import Turn
from tests.api.conftest import client_of, start_wenju, wait_until_ready, wenju_output

RIGHT = {
    "id": "r-1",
    "question": "绍兴2024年新增多少高企",
    "category": "value",
    "answerable": True,
    "gold_figures": [{"value": "138", "unit": "家"}],
    "evidence": [{"doc": "shaoxing.txt", "quote": "预计新增高新技术企业138家"}],
}
WRONG = RIGHT | {
    "id": "r-2",
    "question": "绍兴2024年新增高企几家",
    "gold_figures": [{"value": "139", "unit": "家"}],
}
REFUSED = {"id": "r-3", "question": "宁波2024年新增多少高企", "category": "refusal", "answerable": False}
QUESTIONS = [RIGHT, WRONG, REFUSED]


def exactly(model: Any, body: Any) -> Any:
    """`body`, held to its schema: nothing missing, nothing undocumented."""
    assert model.model_validate(body, strict=True).model_dump(mode="json") == body
    return body


def begin(client: Any, **body: Any) -> Any:
    response = client.post("/evals/runs", json=body)
    assert response.status_code == 200, response.text
    return exactly(OneRunBody, response.json())["run"]


def wait_for(client: Any, name: str, *states: str) -> Any:
    """The run, as soon as it is in one of these states."""
    for _ in range(600):
        run = exactly(OneRunBody, client.get(f"/evals/runs/{name}").json())["run"]
        if run["state"] in states:
            return run
        time.sleep(0.05)
    raise AssertionError(run)


class Gate:
    """Lets so many questions of evaluations through, then holds them until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, free: int) -> None:
        self._tickets = threading.Semaphore(free)
        ask = LocalTarget.ask

        def held(target: LocalTarget, question: str, history: Sequence[Turn]) -> Any:
            assert self._tickets.acquire(timeout=30)
            return ask(target, question, history)

        monkeypatch.setattr(LocalTarget, "ask", held)

    def open(self) -> None:
        self._tickets.release(1000)


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Gate]]:
    gates: list[Gate] = []

    def make(free: int) -> Gate:
        gates.append(Gate(monkeypatch, free))
        return gates[-1]

    yield make
    for gate in gates:
        gate.open()


def test_questions_sent_along_are_run_and_reported_in_every_format(client: TestClient) -> None:
    begun = begin(client, questions=QUESTIONS, tag="试 一", workers=2)
    assert begun["total"] == 3 and begun["id"].endswith("-试-一") and begun["state"] in ("running", "waiting")
    done = wait_for(client, begun["id"], "finished")
    assert done["done"] == 3 and done["scores"]["answer"] == pytest.approx(2 / 3)
    assert done["missing_documents"] == [] and not done["corpus_changed"] and done["corpus_digest"]
    assert exactly(RunsBody, client.get("/evals/runs").json())["runs"] == [done]
    address = f"/evals/runs/{begun['id']}/report"
    report = RunReportBody.model_validate(client.get(address).json())
    assert [one.verdict["right"] for one in report.questions] == [True, False, True]
    page = client.get(address, params={"format": "html"})
    assert page.headers["content-type"].startswith("text/html") and "绍兴2024年新增多少高企" in page.text
    assert page.headers["content-security-policy"].startswith("sandbox")
    assert "r-2,value" in client.get(address, params={"format": "csv"}).text
    assert "<failure" in client.get(address, params={"format": "junit"}).text
    assert client.get(address, params={"format": "pdf"}).status_code == 422


def test_sets_are_run_by_name_and_never_by_path(
    client: TestClient, wenju: LocalWenju, tmp_path: Path
) -> None:
    own = tmp_path / "home" / "evals" / "sets" / "mine.jsonl"
    own.parent.mkdir(parents=True)
    own.write_text(json.dumps(RIGHT) + "\n", encoding="utf-8")
    (tmp_path / "outside.jsonl").write_text(json.dumps(RIGHT) + "\n", encoding="utf-8")
    client.post("/evals/cases", json=REFUSED)
    names = [one["name"] for one in exactly(SetsBody, client.get("/evals/sets").json())["sets"]]
    assert {"guards-dev", "mine.jsonl", "cases"} <= set(names)
    run = begin(client, sets=["mine.jsonl", "cases"], questions=[WRONG])
    assert wait_for(client, run["id"], "finished")["total"] == 3
    for name in ("../../outside.jsonl", str(tmp_path / "outside.jsonl"), "outside", "", "../cases.jsonl"):
        refused = client.post("/evals/runs", json={"sets": [name]})
        assert refused.status_code == 422 and refused.json()["error"]["code"] == "set_error"


def test_documents_that_the_library_lacks_are_named(client: TestClient) -> None:
    run = begin(client, questions=[RIGHT | {"evidence": [{"doc": "gone.txt", "quote": "138家"}]}])
    assert run["missing_documents"] == ["gone.txt"]
    wait_for(client, run["id"], "finished")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "set_error"),
        ({"questions": [RIGHT, RIGHT]}, "set_error"),
        ({"questions": [RIGHT | {"gold_figures": [], "gold_any": []}]}, "set_error"),
        ({"questions": [RIGHT], "workers": 99}, "invalid_request"),
        ({"questions": [RIGHT | {"golden": 1}]}, "invalid_request"),
        ({"questions": [RIGHT], "base_url": "http://elsewhere"}, "invalid_request"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_is_stored(
    client: TestClient, body: dict[str, Any], code: str
) -> None:
    response = client.post("/evals/runs", json=body)
    assert response.status_code == 422
    assert ErrorBody.model_validate(response.json()).error.code == code
    assert client.get("/evals/runs").json() == {"runs": []}


@pytest.mark.parametrize("name", ["nothing", "last", "..", "%2e%2e", "..%2f..%2fhome", "*"])
def test_a_run_is_found_by_its_whole_name_only(client: TestClient, name: str) -> None:
    run = begin(client, questions=[RIGHT], tag="one")
    wait_for(client, run["id"], "finished")
    for address in (f"/evals/runs/{name}", f"/evals/runs/{name}/report"):
        assert client.get(address).status_code in (404, 405)
    assert client.post(f"/evals/runs/{name}/cancel").status_code in (404, 405)
    compared = client.get("/evals/compare", params={"before": name, "after": run["id"]})
    assert compared.status_code == 404 and compared.json()["error"]["code"] == "run_error"


def test_two_runs_are_compared(client: TestClient) -> None:
    before = begin(client, questions=[RIGHT, WRONG])["id"]
    after = begin(client, questions=[RIGHT, WRONG | {"gold_figures": RIGHT["gold_figures"]}])["id"]
    other = begin(client, questions=[REFUSED])["id"]
    wait_for(client, other, "finished")
    compared = client.get("/evals/compare", params={"before": before, "after": after})
    body = exactly(ComparisonBody, compared.json())
    assert [pair["after"]["case"]["id"] for pair in body["better"]] == ["r-2"] and body["worse"] == []
    nothing = client.get("/evals/compare", params={"before": before, "after": other})
    assert nothing.status_code == 422 and nothing.json()["error"]["code"] == "nothing_in_common"


def test_other_questions_are_answered_while_a_run_goes_on(client: TestClient, hold: Any) -> None:
    gate = hold(1)
    name = begin(client, questions=QUESTIONS)["id"]
    while client.get(f"/evals/runs/{name}").json()["run"]["done"] < 1:
        time.sleep(0.01)
    assert "138" in client.post("/chat", json={"question": RIGHT["question"]}).json()["answer"]
    half = client.get(f"/evals/runs/{name}").json()["run"]
    assert (half["state"], half["done"], half["scores"]) == ("running", 1, None)
    assert len(client.get(f"/evals/runs/{name}/report").json()["questions"]) == 1
    gate.open()
    assert wait_for(client, name, "finished")["done"] == 3


def test_a_cancelled_run_keeps_what_was_answered(client: TestClient, hold: Any) -> None:
    gate = hold(1)
    first, second = (begin(client, questions=QUESTIONS)["id"] for _ in range(2))
    assert wait_for(client, second, "waiting")["done"] == 0
    for name in (second, first):
        assert client.post(f"/evals/runs/{name}/cancel").json()["run"]["state"] == "cancelled"
    gate.open()
    third = begin(client, questions=[RIGHT])["id"]
    assert wait_for(client, third, "finished")["done"] == 1
    assert client.get(f"/evals/runs/{first}").json()["run"]["done"] < 3
    assert client.get(f"/evals/runs/{second}").json()["run"]["done"] == 0
    ended = client.post(f"/evals/runs/{third}/cancel").json()["run"]
    assert ended["state"] == "finished"


def test_no_more_runs_wait_than_anybody_will_look_at(
    client: TestClient, hold: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.jobs.MAX_WAITING", 1)
    hold(0)
    first = begin(client, questions=[RIGHT])["id"]
    wait_for(client, first, "running")
    begin(client, questions=[RIGHT])
    full = client.post("/evals/runs", json={"questions": [RIGHT]})
    assert full.status_code == 429 and full.json()["error"]["code"] == "too_many_runs"


def test_a_run_on_a_library_that_changed_since_it_began_fails_and_says_so(
    filled: LocalWenju, report_file: Path, hold: Any
) -> None:
    gate = hold(1)
    with client_of(Warmup(lambda: filled)) as client:
        wait_until_ready(client)
        name = begin(client, questions=QUESTIONS)["id"]
        waiting = begin(client, questions=[RIGHT])["id"]
        while client.get(f"/evals/runs/{name}").json()["run"]["done"] < 1:
            time.sleep(0.01)
        report_file.write_text(
            report_file.read_text(encoding="utf-8").replace("1824", "1825"), encoding="utf-8"
        )
        filled.ingest([str(report_file)], lambda step: None)
        gate.open()
        assert wait_for(client, name, "finished")["corpus_changed"]
        assert not wait_for(client, waiting, "finished")["corpus_changed"]


@pytest.fixture
def many() -> dict[str, Any]:
    """Enough questions to be interrupted in the middle."""
    return {"questions": [RIGHT | {"id": f"n-{n}", "note": str(n)} for n in range(200)], "tag": "long"}


def start_service() -> tuple[subprocess.Popen[str], httpx.Client]:
    process = start_wenju("serve", "--port", "0", "--json")
    assert process.stdout is not None
    address = json.loads(process.stdout.readline())["address"]
    return process, httpx.Client(base_url=address, timeout=30)


@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_a_run_goes_on_when_its_client_left_and_the_service_was_started_again(
    report_file: Path, many: dict[str, Any], end: str
) -> None:
    assert wenju_output("ingest", "reports/shaoxing.txt")[0] == 0
    process, client = start_service()
    try:
        name = begin(client, **many)["id"]
        client.close()
        client = httpx.Client(base_url=client.base_url, timeout=30)
        while client.get(f"/evals/runs/{name}").json()["run"]["done"] < 3:
            time.sleep(0.01)
        getattr(process, end)()
        _, err = process.communicate(timeout=30)
        assert err == ""
        client.close()
        process, client = start_service()
        done = wait_for(client, name, "finished")
        assert (done["done"], done["total"], done["scores"]["answer"]) == (200, 200, 1.0)
        asked = [one["case"]["id"] for one in client.get(f"/evals/runs/{name}/report").json()["questions"]]
        assert len(set(asked)) == 200
    finally:
        process.kill()
        process.communicate()
        client.close()
