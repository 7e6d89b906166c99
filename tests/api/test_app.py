"""The service over HTTP: answers in their documented shape, and one shape for everything that goes wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.bodies import DocumentsBody, FiguresBody, WholeDocumentBody
from api.local import LocalWenju
from api.schemas import (
    AnswerBody,
    DeletedBody,
    DoctorBody,
    ErrorBody,
    HealthBody,
    IndexBody,
    ProgressLine,
    ReadyBody,
)
from api.schemas_evals import CasesBody, StoredCaseBody
from api.warmup import Warmup
from ingest.errors import WenjuError
from tests.api.conftest import TOKEN, client_of, wait_until_ready

QUESTION = "绍兴2024年新增多少高新技术企业"
ADMIN = {"X-Wenju-Token": TOKEN}


def error_of(response: Any) -> dict[str, str]:
    """The error of a response, which must have the one shape and say what is wrong in Chinese."""
    error: dict[str, str] = ErrorBody.model_validate(response.json()).model_dump()["error"]
    assert response.headers["content-type"] == "application/json"
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"code", "message", "expected", "request_id"}
    assert error["request_id"] == response.headers["x-request-id"]
    assert any("\u4e00" <= character <= "\u9fff" for character in error["message"])
    return error


def exactly(model: Any, body: Any) -> Any:
    """`body`, held to its schema in both directions: nothing missing, nothing undocumented."""
    assert model.model_validate(body, strict=True).model_dump(mode="json") == body
    return body


def test_a_question_is_answered_with_the_sentence_that_proves_it(client: TestClient) -> None:
    response = client.post("/chat", json={"question": QUESTION})
    assert response.status_code == 200
    body = exactly(AnswerBody, response.json())
    assert not body["refused"] and "138" in body["answer"]
    for citation in body["citations"]:
        assert citation["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_history_and_filters_are_taken(client: TestClient) -> None:
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "138家"}]
    filters = {"regions": ["绍兴市"], "periods": ["2024"], "documents": [], "status": None}
    response = client.post(
        "/chat", json={"question": "省科技型中小企业呢", "history": history, "filters": filters}
    )
    assert response.status_code == 200
    assert "1824" in response.json()["answer"]


def test_a_region_is_filtered_by_name_or_code(client: TestClient) -> None:
    answers = [
        client.post("/chat", json={"question": QUESTION, "filters": {"regions": [region]}}).json()["answer"]
        for region in ("绍兴市", "330600")
    ]
    assert answers[0] == answers[1]


def test_figures_are_found_with_their_citations(client: TestClient) -> None:
    response = client.get("/figures", params={"q": "高新技术企业", "region": "绍兴", "status": ""})
    body = exactly(FiguresBody, response.json())
    assert "138家" in [found["figure"]["raw"] for found in body["figures"]]
    for found in body["figures"]:
        citation, figure = found["citation"], found["figure"]
        assert citation["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert citation["text"][figure["start"] : figure["end"]] == figure["raw"]


def test_figures_come_in_pages(client: TestClient) -> None:
    everything = client.get("/figures").json()
    first = client.get("/figures", params={"limit": 1}).json()
    last = client.get("/figures", params={"limit": 1, "offset": len(everything["figures"]) - 1}).json()
    assert (first["more"], last["more"]) == (True, False)
    assert [first["figures"][0], last["figures"][0]] == [everything["figures"][0], everything["figures"][-1]]


def test_documents_are_listed_shown_and_deleted(client: TestClient) -> None:
    document = exactly(DocumentsBody, client.get("/documents").json())["documents"][0]
    whole = exactly(WholeDocumentBody, client.get(f"/documents/{document['id']}").json())
    assert any("138家" in paragraph["text"] for paragraph in whole["paragraphs"])
    assert "138家" in [figure["raw"] for figure in whole["figures"]]
    assert exactly(DeletedBody, client.delete(f"/documents/{document['id']}").json())["deleted"] == document
    assert client.get("/documents").json()["documents"] == []
    assert error_of(client.get(f"/documents/{document['id']}"))["code"] == "not_found"


def test_health_readiness_and_index_have_their_shapes(client: TestClient) -> None:
    exactly(HealthBody, client.get("/healthz").json())
    assert exactly(ReadyBody, client.get("/readyz").json())["documents"] == 1
    assert "POST /chat" in exactly(IndexBody, client.get("/").json())["routes"]


def test_the_service_is_not_ready_before_its_library_is_open(filled: LocalWenju) -> None:
    from threading import Event

    gate = Event()

    def open_late() -> LocalWenju:
        gate.wait()
        return filled

    with client_of(Warmup(open_late)) as client:
        assert client.get("/healthz").status_code == 200
        response = client.get("/readyz")
        assert response.status_code == 503
        assert error_of(response)["code"] == "not_ready"
        assert error_of(client.post("/chat", json={"question": QUESTION}))["code"] == "not_ready"
        gate.set()
        wait_until_ready(client)


def test_a_library_that_cannot_be_opened_is_reported_as_the_reason() -> None:
    def fail() -> LocalWenju:
        raise WenjuError("磁盘坏了")

    warmup = Warmup(fail)
    with client_of(warmup) as client:
        warmup.wait()
        response = client.get("/readyz")
        assert response.status_code == 503
        assert "磁盘坏了" in error_of(response)["message"]


# (method, path, arguments, status, code): every request that is wrong in one way
BAD_REQUESTS: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("POST", "/chat", {"json": {"question": ""}}, 422, "empty_question"),
    ("POST", "/chat", {"json": {"question": " \u3000\n"}}, 422, "empty_question"),
    ("POST", "/chat", {"json": {"question": "问" * 10_000}}, 422, "question_too_long"),
    ("POST", "/chat", {"json": {}}, 422, "invalid_request"),
    ("POST", "/chat", {"json": []}, 422, "invalid_request"),
    ("POST", "/chat", {"json": {"question": 5}}, 422, "invalid_request"),
    ("POST", "/chat", {"json": {"question": "GDP", "filter": {}}}, 422, "invalid_request"),
    ("POST", "/chat", {"json": {"question": "GDP", "filters": {"city": ["绍兴"]}}}, 422, "invalid_request"),
    ("POST", "/chat", {"json": {"question": "GDP", "filters": {"status": "maybe"}}}, 422, "invalid_request"),
    (
        "POST",
        "/chat",
        {"json": {"question": "GDP", "history": [{"role": "bot", "content": ""}]}},
        422,
        "invalid_request",
    ),
    (
        "POST",
        "/chat",
        {"json": {"question": "GDP", "filters": {"regions": ["亚特兰蒂斯"]}}},
        422,
        "unknown_filter",
    ),
    (
        "POST",
        "/chat",
        {"json": {"question": "GDP", "filters": {"periods": ["不久以前"]}}},
        422,
        "unknown_filter",
    ),
    (
        "POST",
        "/chat",
        {"json": {"question": "GDP", "filters": {"documents": ["none"]}}},
        422,
        "unknown_filter",
    ),
    (
        "POST",
        "/chat",
        {"content": '{"question": ', "headers": {"content-type": "application/json"}},
        400,
        "broken_json",
    ),
    (
        "POST",
        "/chat",
        {"content": b"\xff\xfe{", "headers": {"content-type": "application/json"}},
        400,
        "broken_json",
    ),
    (
        "POST",
        "/chat",
        {"content": '{"question": "GDP"}', "headers": {"content-type": "text/plain"}},
        422,
        "invalid_request",
    ),
    ("POST", "/chat", {"json": {"question": "GDP" * 60_000}}, 413, "body_too_large"),
    (
        "POST",
        "/chat",
        {"content": iter([b" " * 30_000] * 2), "headers": {"content-type": "application/json"}},
        413,
        "body_too_large",
    ),
    ("GET", "/figures?region=亚特兰蒂斯", {}, 422, "unknown_filter"),
    ("GET", "/figures?status=maybe", {}, 422, "invalid_request"),
    ("GET", "/figures?city=绍兴", {}, 422, "invalid_request"),
    ("GET", "/figures?limit=0", {}, 422, "invalid_request"),
    ("GET", "/figures?limit=many", {}, 422, "invalid_request"),
    ("GET", "/figures?offset=-1", {}, 422, "invalid_request"),
    ("GET", "/documents/none", {}, 404, "not_found"),
    ("DELETE", "/documents/none", {}, 404, "not_found"),
    ("GET", "/nowhere", {}, 404, "unknown_route"),
    ("GET", "/documents/", {}, 404, "unknown_route"),
    ("PUT", "/chat", {}, 405, "method_not_allowed"),
    ("GET", "/healthz", {"headers": {"host": "example.com"}}, 421, "unknown_host"),
    ("POST", "/admin/ingest", {"json": {"paths": ["/etc"]}}, 403, "forbidden"),
    ("POST", "/admin/doctor", {"headers": {"X-Wenju-Token": "wrong"}}, 403, "forbidden"),
    ("POST", "/admin/ingest", {"json": {"paths": []}, "headers": ADMIN}, 422, "invalid_request"),
]


@pytest.mark.parametrize(("method", "path", "arguments", "status", "code"), BAD_REQUESTS)
def test_a_bad_request_gets_an_honest_status_and_a_clear_error(
    client: TestClient, method: str, path: str, arguments: dict[str, Any], status: int, code: str
) -> None:
    response = client.request(method, path, **arguments)
    assert (response.status_code, error_of(response)["code"]) == (status, code)


def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    response = client.get("/chat")
    assert (response.status_code, response.headers["allow"], error_of(response)["expected"]) == (
        405,
        "POST",
        "POST",
    )


def test_an_unexpected_error_is_logged_and_says_nothing_of_its_inside(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("secret")

    monkeypatch.setattr(LocalWenju, "documents", fail)
    response = client.get("/documents")
    assert (response.status_code, error_of(response)["code"]) == (500, "internal_error")
    assert "secret" not in response.text and "secret" in caplog.text


def lines_of(response: Any) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in response.text.splitlines()]
    for line in lines:
        ProgressLine.model_validate(line, strict=True)
    return lines


def test_ingest_through_the_service_reports_progress_then_the_outcome(
    client: TestClient, report_file: Any
) -> None:
    second = report_file.with_name("second.txt")
    second.write_text(report_file.read_text(encoding="utf-8").replace("138", "139"), encoding="utf-8")
    paths = [str(second), str(report_file), str(report_file.with_name("missing.txt"))]
    *steps, last = lines_of(client.post("/admin/ingest", json={"paths": paths}, headers=ADMIN))
    assert all(set(step) == {"progress"} for step in steps) and steps
    outcomes = last["result"]["documents"]
    assert [outcome["status"] for outcome in outcomes] == ["added", "unchanged", "failed"]
    assert outcomes[2]["error"]["code"] == "file_access"


def test_reindex_and_doctor_answer_through_the_service(client: TestClient) -> None:
    *_, last = lines_of(client.post("/admin/reindex", headers=ADMIN))
    assert last["result"]["paragraphs_added"] > 0
    body = exactly(DoctorBody, client.post("/admin/doctor", headers=ADMIN).json())
    assert body["in_step"]


def test_openapi_describes_every_route_with_its_errors(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        for method, route in methods.items():
            place = f"{method} {path}"
            done = [response for status, response in route["responses"].items() if status[0] == "2"]
            assert route["summary"] and len(done) == 1, place
            assert any("schema" in one for one in done[0]["content"].values()), place
            for status, response in route["responses"].items():
                if status[0] != "2":
                    schema = response["content"]["application/json"]["schema"]
                    shape = "OpenAIErrorBody" if path.startswith("/v1/") else "ErrorBody"
                    assert schema == {"$ref": f"#/components/schemas/{shape}"}, place


def test_a_question_is_noted_for_evaluations(client: TestClient) -> None:
    case = {
        "question": "绍兴2024年新增多少高企",
        "answerable": True,
        "gold_figures": [{"value": "138", "unit": "家"}],
        "evidence": [{"doc": "shaoxing.txt", "quote": "预计新增高新技术企业138家"}],
    }
    stored = exactly(StoredCaseBody, client.post("/evals/cases", json=case).json())["case"]
    assert stored["id"] == "chat-0001" and stored["category"] == "value" and stored["history"] == []
    again = client.post("/evals/cases", json=case)
    assert again.status_code == 422 and again.json()["error"]["code"] == "set_error"
    listed = exactly(CasesBody, client.get("/evals/cases").json())
    assert listed["cases"] == [stored] and listed["file"].endswith("cases.jsonl")
    assert (
        client.post("/evals/cases", json=case | {"golden": []}).json()["error"]["code"] == "invalid_request"
    )
