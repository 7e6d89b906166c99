"""Conversations that the service keeps: whose they are, what follows what, and citations that stay true."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.conversations import Conversations
from api.local import LocalWenju
from api.schemas import AnswerBody, ChatAnswerBody
from api.schemas_conversations import (
    ConversationsBody,
    DeletedConversationBody,
    OneConversationBody,
    WholeConversationBody,
)
from ingest.library import report_groups_table
from rag.records import Filters
from tests.api.conftest import SHAOXING
from tests.api.test_app import QUESTION, error_of, exactly
from tests.api.test_streaming import told

FOLLOW_UP = "省科技型中小企业呢"


def ask(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/chat", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def kept(client: TestClient, question: str = QUESTION) -> str:
    """The id of a conversation of one question."""
    return str(ask(client, question=question, keep=True)["conversation_id"])


def shown(client: TestClient, conversation_id: str) -> dict[str, Any]:
    whole: dict[str, Any] = exactly(
        WholeConversationBody, client.get(f"/conversations/{conversation_id}").json()
    )
    return whole


def test_nothing_is_kept_unless_it_is_asked_for(client: TestClient) -> None:
    exactly(AnswerBody, ask(client, question=QUESTION))
    assert client.get("/conversations").json()["conversations"] == []


def test_a_kept_conversation_is_continued_by_its_id(client: TestClient) -> None:
    first = exactly(ChatAnswerBody, ask(client, question=QUESTION, keep=True))
    conversation_id = first["conversation_id"]
    second = ask(client, question=FOLLOW_UP, conversation_id=conversation_id)
    assert "1824" in second["answer"] and second["conversation_id"] == conversation_id
    whole = shown(client, conversation_id)
    said = [(one["role"], one["content"]) for one in whole["messages"]]
    assert said == [
        ("user", QUESTION),
        ("assistant", first["answer"]),
        ("user", FOLLOW_UP),
        ("assistant", second["answer"]),
    ]
    assert [one["id"] for one in whole["messages"]][1::2] == [first["message_id"], second["message_id"]]
    assert whole["conversation"]["title"] == QUESTION and whole["conversation"]["messages"] == 4


def test_a_stream_keeps_its_conversation_too(client: TestClient, address: str) -> None:
    done = told(address, question=QUESTION, keep=True)[-1][1]
    again = told(address, question=FOLLOW_UP, conversation_id=done["conversation_id"])[-1][1]
    assert "1824" in again["answer"]
    messages = httpx.get(f"{address}/conversations/{done['conversation_id']}").json()["messages"]
    assert len(messages) == 4 and messages[3]["id"] == again["message_id"]


def test_history_sent_along_is_kept_when_the_conversation_is(client: TestClient) -> None:
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "138家"}]
    answer = ask(client, question=FOLLOW_UP, history=history, keep=True)
    messages = shown(client, answer["conversation_id"])["messages"]
    assert [(one["role"], one["content"]) for one in messages[:2]] == [
        ("user", QUESTION),
        ("assistant", "138家"),
    ]
    assert messages[1]["answer"] is None and "1824" in messages[3]["content"]


def test_history_beside_a_conversation_is_an_error(client: TestClient) -> None:
    body = {
        "question": FOLLOW_UP,
        "conversation_id": kept(client),
        "history": [{"role": "user", "content": "x"}],
    }
    response = client.post("/chat", json=body)
    assert (response.status_code, error_of(response)["code"]) == (422, "two_histories")


def test_a_question_that_cannot_be_asked_leaves_no_trace(client: TestClient) -> None:
    conversation_id = kept(client)
    client.post("/chat", json={"question": "", "conversation_id": conversation_id})
    client.post("/chat", json={"question": "", "keep": True})
    assert len(shown(client, conversation_id)["messages"]) == 2
    assert len(client.get("/conversations").json()["conversations"]) == 1


def test_conversations_are_listed_in_pages_the_last_spoken_in_first(client: TestClient) -> None:
    ids = [kept(client) for _ in range(3)]
    ask(client, question=FOLLOW_UP, conversation_id=ids[0])
    page = exactly(ConversationsBody, client.get("/conversations", params={"limit": 2}).json())
    rest = client.get("/conversations", params={"limit": 2, "offset": 2}).json()
    assert [one["id"] for one in page["conversations"] + rest["conversations"]] == [ids[0], ids[2], ids[1]]
    assert (page["more"], rest["more"]) == (True, False)


def test_a_conversation_is_renamed_and_deleted(client: TestClient) -> None:
    conversation_id = kept(client)
    path = f"/conversations/{conversation_id}"
    renamed = exactly(OneConversationBody, client.patch(path, json={"title": " 高企 "}).json())[
        "conversation"
    ]
    assert renamed["title"] == "高企"
    assert error_of(client.patch(path, json={"title": "  "}))["code"] == "invalid_request"
    assert exactly(DeletedConversationBody, client.delete(path).json())["deleted"] == renamed
    for response in (
        client.get(path),
        client.delete(path),
        client.patch(path, json={"title": "x"}),
        client.get(f"{path}/export"),
        client.post("/chat", json={"question": QUESTION, "conversation_id": conversation_id}),
    ):
        assert (response.status_code, error_of(response)["code"]) == (404, "no_conversation")


def test_a_caller_sees_only_its_own_conversations(client: TestClient, filled: LocalWenju) -> None:
    secrets = [filled.keys.create(name, "reader", None)[1] for name in ("甲", "乙")]
    one, other = ({"Authorization": f"Bearer {secret}"} for secret in secrets)
    response = client.post("/chat", json={"question": QUESTION, "keep": True}, headers=one)
    path = f"/conversations/{response.json()['conversation_id']}"
    assert client.get(path, headers=one).status_code == 200
    assert client.get("/conversations", headers=other).json()["conversations"] == []
    for foreign in (
        client.get(path, headers=other),
        client.delete(path, headers=other),
        client.patch(path, json={"title": "我的"}, headers=other),
        client.get(f"{path}/export", headers=other),
        client.post(
            "/chat",
            json={"question": FOLLOW_UP, "conversation_id": response.json()["conversation_id"]},
            headers=other,
        ),
    ):
        assert (foreign.status_code, error_of(foreign)["code"]) == (404, "no_conversation")
    assert client.get(path, headers=one).json()["conversation"]["messages"] == 2


def test_questions_put_to_one_conversation_at_once_are_all_kept(client: TestClient) -> None:
    conversation_id = kept(client)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: ask(client, question=FOLLOW_UP, conversation_id=conversation_id), range(8)))
    roles = [one["role"] for one in shown(client, conversation_id)["messages"]]
    assert roles == ["user", "assistant"] * 9


def test_a_conversation_does_not_grow_without_end(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.conversations.MAX_MESSAGES", 4)
    conversation_id = kept(client)
    ask(client, question=FOLLOW_UP, conversation_id=conversation_id)
    response = client.post("/chat", json={"question": FOLLOW_UP, "conversation_id": conversation_id})
    assert (response.status_code, error_of(response)["code"]) == (409, "conversation_full")


# --- citations ----------------------------------------------------------------------------------------------


def standing(client: TestClient, conversation_id: str) -> dict[str, Any]:
    """Where the one citation of the one answer stands."""
    (citation,) = shown(client, conversation_id)["messages"][1]["answer"]["citations"]
    assert citation["digest"] == hashlib.sha256(citation["text"].encode()).hexdigest()
    assert citation["text"][citation["start"] : citation["end"]] == citation["quote"]
    now: dict[str, Any] = citation["now"]
    return now


def reread(wenju: LocalWenju, path: Path, old: str, new: str) -> None:
    """Ingest the report again after a change to its file."""
    assert old in SHAOXING
    path.write_text(SHAOXING.replace(old, new), encoding="utf-8")
    outcome = wenju.ingest([str(path)], lambda step: None)["documents"][0]
    assert outcome["status"] in ("replaced", "unchanged")


def test_a_citation_stays_true_when_its_report_is_read_anew(
    client: TestClient, filled: LocalWenju, report_file: Path
) -> None:
    conversation_id = kept(client)
    before = standing(client, conversation_id)
    assert before["state"] == "unchanged" and before["paragraph_id"].startswith(before["document_id"])

    reread(filled, report_file, "3.12%", "3.13%")  # another paragraph: every id is a new one
    moved = standing(client, conversation_id)
    assert moved["state"] == "moved" and moved["document_id"] != before["document_id"]
    paragraphs = {p["id"]: p["text"] for p in filled.document(moved["document_id"], 500, 0)["paragraphs"]}
    assert "预计新增高新技术企业138家" in paragraphs[moved["paragraph_id"]]

    reread(filled, report_file, "1824家", "1825家")  # the paragraph itself, beside what was quoted
    beside = standing(client, conversation_id)
    assert beside["state"] == "changed"
    paragraphs = {p["id"]: p["text"] for p in filled.document(beside["document_id"], 500, 0)["paragraphs"]}
    assert "预计新增高新技术企业138家" in paragraphs[beside["paragraph_id"]]

    reread(filled, report_file, "138家", "139家")  # what was quoted
    changed = standing(client, conversation_id)
    assert (changed["state"], changed["paragraph_id"]) == ("changed", None) and changed["document_id"]

    filled.delete(changed["document_id"])
    assert standing(client, conversation_id) == {"state": "gone", "document_id": None, "paragraph_id": None}

    report_file.write_text(SHAOXING, encoding="utf-8")
    filled.ingest([str(report_file)], lambda step: None)
    assert standing(client, conversation_id) == before


def test_the_same_words_in_the_report_of_another_place_are_not_the_citation(
    client: TestClient, filled: LocalWenju, report_file: Path
) -> None:
    conversation_id = kept(client)
    other = report_file.with_name("wenzhou.txt")
    other.write_text(SHAOXING.replace("绍兴", "温州"), encoding="utf-8")
    filled.ingest([str(other)], lambda step: None)
    filled.delete(standing(client, conversation_id)["document_id"])
    assert standing(client, conversation_id)["state"] == "gone"


def test_a_report_hidden_from_the_caller_is_gone_for_the_caller(
    client: TestClient, filled: LocalWenju
) -> None:
    secret = filled.keys.create("甲", "reader", frozenset({"科技"}))[1]
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.post("/chat", json={"question": QUESTION, "keep": True}, headers=headers).json()
    path = f"/conversations/{answer['conversation_id']}"
    row = {"report_id": answer["citations"][0]["document_id"], "name": "财政"}
    with filled._store.library._writing() as connection:
        connection.execute(report_groups_table.insert(), row)
    (citation,) = client.get(path, headers=headers).json()["messages"][1]["answer"]["citations"]
    assert citation["now"]["state"] == "gone"


# --- export -------------------------------------------------------------------------------------------------


def test_a_conversation_is_exported_as_markdown_with_its_sources(client: TestClient) -> None:
    conversation_id = kept(client)
    response = client.get(f"/conversations/{conversation_id}/export")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "filename*=UTF-8''%E7%BB%8D%E5%85%B4" in response.headers["content-disposition"]
    lines = response.text.splitlines()
    assert lines[0] == f"# {QUESTION}" and f"## {QUESTION}" in lines
    assert "绍兴市2024年预计新增高新技术企业138家[1]。" in lines
    assert any(line.startswith("[1] ") and "2025-04-16" in line for line in lines)
    assert "> 预计新增高新技术企业138家" in lines


def test_an_export_says_which_sources_no_longer_stand(
    client: TestClient, filled: LocalWenju, report_file: Path
) -> None:
    conversation_id = kept(client)
    reread(filled, report_file, "138家", "139家")
    assert "（报告已更新，这一段有改动）" in client.get(f"/conversations/{conversation_id}/export").text


def test_a_conversation_is_exported_as_json(client: TestClient) -> None:
    conversation_id = kept(client)
    response = client.get(f"/conversations/{conversation_id}/export", params={"format": "json"})
    assert response.json() == shown(client, conversation_id)
    assert response.headers["content-disposition"].startswith("attachment")


# --- the store ----------------------------------------------------------------------------------------------


def test_text_that_a_database_may_not_take_is_kept_without_it(filled: LocalWenju) -> None:
    conversations: Conversations = filled.conversations
    answer = filled.ask(QUESTION, (), Filters())
    conversation_id, _ = conversations.begin("k", (), "a\0b\n c", answer)
    assert conversations.find("k", conversation_id).title == "a b c"
    assert conversations.messages("k", conversation_id)[0].content == "a\ufffdb\n c"
