"""What the service tells of itself: request ids, a line a request, metrics, the audit log."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.local import LocalWenju
from api.logs import set_up_logs
from api.schemas_access import AuditBody
from api.warmup import Warmup
from tests.api.conftest import TOKEN, client_of, wait_until_ready
from tests.api.test_access import bearer
from tests.api.test_app import QUESTION, exactly

OWNER = {"X-Wenju-Token": TOKEN}


@contextmanager
def logged(level: str = "info", is_terminal: bool = False) -> Iterator[io.StringIO]:
    """What is written to stderr while logs are set up as in a service."""
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    written = io.StringIO()
    written.isatty = lambda: is_terminal  # type: ignore[method-assign]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        set_up_logs(level)
        yield written
    root.handlers, root.level = before


def lines(written: io.StringIO, event: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in written.getvalue().splitlines()]
    return [line for line in found if line["event"] == event]


def test_every_request_has_an_id_that_its_answer_carries(client: TestClient) -> None:
    ids = {client.get("/healthz").headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3
    named = client.get("/nowhere", headers={"X-Request-Id": "a-1.b:2"})
    assert named.headers["x-request-id"] == named.json()["error"]["request_id"] == "a-1.b:2"


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", 'a"b', "编号".encode().decode("latin-1")])
def test_an_id_that_would_spoil_a_log_is_replaced(client: TestClient, given: str) -> None:
    response = client.get("/healthz", headers={"X-Request-Id": given.encode("latin-1")})
    assert re.fullmatch("[0-9a-f]{32}", response.headers["x-request-id"])


def test_a_request_is_one_line_of_json_that_names_route_status_time_and_key(filled: LocalWenju) -> None:
    key, secret = filled.keys.create("甲", "reader", None)
    with logged() as written, client_of(Warmup(lambda: filled)) as client:
        wait_until_ready(client)
        client.get("/documents/none", headers=bearer(secret) | {"X-Request-Id": "r-1"})
    [line] = [one for one in lines(written, "request") if one["request_id"] == "r-1"]
    assert (line["method"], line["route"], line["path"]) == (
        "GET",
        "/documents/{document_id}",
        "/documents/none",
    )
    assert (line["status"], line["key"], line["level"]) == (404, key.id, "info")
    assert line["ms"] >= 0 and line["timestamp"].endswith("Z")
    assert secret not in written.getvalue()


@pytest.mark.parametrize("wanted", [False, True])
def test_a_question_is_written_down_only_when_the_settings_say_so(filled: LocalWenju, wanted: bool) -> None:
    forged = '高企\n{"event": "forged"}'
    with logged() as written, client_of(Warmup(lambda: filled), log_questions=wanted) as client:
        wait_until_ready(client)
        for question in (QUESTION, forged):
            client.post("/chat", json={"question": question})
    assert (QUESTION in written.getvalue()) == wanted
    said = [(one["question"], one["mode"]) for one in lines(written, "asked")]
    assert said[:1] == ([(QUESTION, "extractive")] if wanted else [])
    assert lines(written, "forged") == []


def test_an_error_of_ours_is_logged_with_the_id_that_the_caller_was_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("secret")

    monkeypatch.setattr(LocalWenju, "list_groups", fail)
    with logged("warning") as written:
        error = client.get("/groups").json()["error"]
    [line] = [json.loads(one) for one in written.getvalue().splitlines()]
    assert line["request_id"] == error["request_id"] and "RuntimeError: secret" in line["exception"]
    assert error["code"] == "internal_error" and "secret" not in json.dumps(error)


def test_a_terminal_gets_lines_to_read() -> None:
    with logged("info", is_terminal=True) as written:
        logging.getLogger("wenju.test").info("asked", extra={"mode": "refusal"})
    assert "asked" in written.getvalue() and "{" not in written.getvalue()


def sample(client: TestClient, name: str) -> dict[str, float]:
    """The values of a metric by its labels, as Prometheus reads them."""
    found = re.findall(rf"^{name}({{.*}})? (\S+)$", client.get("/metrics", headers=OWNER).text, re.MULTILINE)
    return {labels: float(value) for labels, value in found}


def test_metrics_count_requests_answers_steps_and_holdings(client: TestClient) -> None:
    for _ in range(2):
        assert client.post("/chat", json={"question": QUESTION}).status_code == 200
    client.post("/chat", json={"question": "杭州2024年新增多少高新技术企业"})
    client.get("/documents/none")
    client.get("/nowhere")
    requests = sample(client, "wenju_requests_total")
    assert requests['{method="POST",route="/chat",status="200"}'] == 3
    assert requests['{method="GET",route="/documents/{document_id}",status="404"}'] == 1
    assert requests['{method="GET",route="",status="404"}'] == 1  # not the path that somebody made up
    answers = sample(client, "wenju_answers_total")
    assert answers['{mode="extractive",reason=""}'] == 2
    assert answers['{mode="refusal",reason="no_report"}'] == 1
    assert sample(client, "wenju_step_seconds_count")['{step="retrieve"}'] == 3
    assert sample(client, "wenju_request_seconds_count")['{route="/chat"}'] == 3
    assert sample(client, "wenju_documents") == {"": 1.0}
    assert sample(client, "wenju_requests_under_way") == {"": 1.0}


def test_metrics_are_not_for_those_from_whom_reports_are_hidden(
    client: TestClient, filled: LocalWenju
) -> None:
    limited, whole = (filled.keys.create(str(g), "reader", g)[1] for g in (["科技"], None))
    assert client.get("/metrics", headers=bearer(limited)).status_code == 403
    assert client.get("/metrics", headers=bearer(whole)).status_code == 200


def entries(client: TestClient, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = exactly(
        AuditBody, client.get("/audit", headers=OWNER, params=asked).json()
    )["entries"]
    return found


def test_every_change_is_in_the_audit_log_with_who_made_it(client: TestClient, filled: LocalWenju) -> None:
    secret = client.post("/admin/keys", headers=OWNER, json={"name": "乙", "role": "admin"}).json()["secret"]
    key_id = secret.split("_")[1]
    document_id = client.get("/documents", headers=OWNER).json()["documents"][0]["id"]
    named = bearer(secret) | {"X-Request-Id": "r-7"}
    client.put(f"/documents/{document_id}/groups", headers=named, json={"groups": ["科技"]})
    client.post("/admin/reindex", headers=named)
    client.delete(f"/documents/{document_id}", headers=named)
    client.delete(f"/admin/keys/{key_id}", headers=OWNER)
    found = [(one["action"], one["key_id"], one["target"]) for one in entries(client)]
    assert found == [
        ("key_revoked", "owner", key_id),
        ("deleted", key_id, document_id),
        ("reindexed", key_id, ""),
        ("groups_set", key_id, document_id),
        ("key_created", "owner", key_id),
        ("added", "owner", document_id),
        ("ingest_begun", "owner", ""),
    ]
    [deleted] = entries(client, action="deleted")
    assert deleted["request_id"] == "r-7" and "绍兴市科技局" in deleted["details"]["title"]
    assert secret not in json.dumps(entries(client))
    assert len(entries(client, key=key_id)) == 3


def test_the_audit_log_is_read_in_pages_by_administrators(client: TestClient, filled: LocalWenju) -> None:
    for number in range(5):
        filled.audit.note("groups_set", str(number))
    first = client.get("/audit", params={"limit": 2, "action": "groups_set"}).json()
    second = client.get(
        "/audit", params={"limit": 9, "action": "groups_set", "before": first["before"]}
    ).json()
    assert [one["target"] for one in first["entries"] + second["entries"]] == ["4", "3", "2", "1", "0"]
    assert second["before"] is None
    assert client.get("/audit", params={"action": "nothing"}).status_code == 422
    editor = filled.keys.create("甲", "editor", None)[1]
    assert client.get("/audit", headers=bearer(editor)).status_code == 403
