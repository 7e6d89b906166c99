"""/feedback: kept, listed for administrators, and turned into cases."""

from __future__ import annotations

import csv
import io
from typing import Any

from fastapi.testclient import TestClient

from api.bodies import FeedbackPageBody, OneFeedbackBody
from api.local import LocalWenju
from api.schemas_evals import StoredCaseBody
from tests.api.test_access import bearer
from tests.api.test_app import QUESTION, error_of, exactly

GIVEN = {"rating": "bad", "question": "绍兴新增多少高企", "answer": "138家", "comment": "=应为预计"}


def say(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/feedback", json=body)
    assert response.status_code == 200, response.text
    feedback: dict[str, Any] = exactly(OneFeedbackBody, response.json())["feedback"]
    return feedback


def test_what_is_said_of_an_answer_is_listed_newest_first(client: TestClient) -> None:
    first = say(client, **GIVEN)
    second = say(client, **GIVEN | {"rating": "good"})
    body = exactly(FeedbackPageBody, client.get("/feedback").json())
    assert (body["feedback"], body["total"]) == ([second, first], 2)
    assert client.get("/feedback", params={"rating": "bad"}).json()["feedback"] == [first]
    content = client.get("/feedback", params={"format": "csv"}).content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["评价"], row["说明"]) for row in rows] == [("good", "'=应为预计"), ("bad", "'=应为预计")]


def test_a_kept_answer_is_rated_by_its_message_and_becomes_a_case_with_its_history(
    client: TestClient,
) -> None:
    first = client.post("/chat", json={"question": QUESTION, "keep": True}).json()
    follow = {"question": "省科技型中小企业呢", "conversation_id": first["conversation_id"]}
    second = client.post("/chat", json=follow).json()
    feedback = say(client, rating="good", message_id=second["message_id"], comment="对")
    assert (feedback["question"], feedback["answer"]) == ("省科技型中小企业呢", second["answer"])
    known = {"answerable": True, "gold_figures": [{"value": "1824", "unit": "家"}]}
    response = client.post(f"/feedback/{feedback['id']}/case", json=known)
    case = exactly(StoredCaseBody, response.json())["case"]
    assert (case["question"], case["note"]) == ("省科技型中小企业呢", "对")
    assert [turn["content"] for turn in case["history"]] == [QUESTION, first["answer"]]
    assert client.get("/evals/cases").json()["cases"] == [case]


def test_feedback_is_about_something_and_somebody_s_own(client: TestClient, filled: LocalWenju) -> None:
    assert error_of(client.post("/feedback", json={"rating": "good"}))["code"] == "feedback_error"
    assert (
        error_of(client.post("/feedback", json={"rating": "good", "message_id": "none"}))["code"]
        == "feedback_error"
    )
    assert error_of(client.post("/feedback", json=GIVEN | {"rating": "so so"}))["code"] == "invalid_request"
    assert (
        error_of(client.post("/feedback/none/case", json={"answerable": True}))["code"] == "unknown_feedback"
    )
    kept = client.post("/chat", json={"question": QUESTION, "keep": True}).json()
    reader = bearer(filled.keys.create("读者", "reader", None)[1])
    foreign = client.post(
        "/feedback", json={"rating": "bad", "message_id": kept["message_id"]}, headers=reader
    )
    assert error_of(foreign)["code"] == "feedback_error"
    assert client.post("/feedback", json=GIVEN, headers=reader).status_code == 200
    assert client.get("/feedback", headers=reader).status_code == 403
