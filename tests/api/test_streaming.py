"""POST /chat as server-sent events, over a real server on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

import httpx
import pytest

import api.streaming
from api.local import LocalWenju
from api.schemas import AnswerBody
from rag.events import TokenEvent
from tests.api.test_app import QUESTION, error_of, exactly

Event = tuple[str, dict[str, Any]]


def events_of(lines: Iterator[str]) -> Iterator[Event]:
    """Server-sent events as a client reads them; comments are left out."""
    name, data = "", ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data = line.removeprefix("data: ")
        elif not line and data:
            yield name, json.loads(data)
            name, data = "", ""


def told(address: str, **body: Any) -> list[Event]:
    with httpx.stream("POST", f"{address}/chat", json=body | {"stream": True}) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(events_of(response.iter_lines()))


def without_timings(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "timings_ms"}


def test_events_come_in_their_order_and_say_the_answer(address: str) -> None:
    events = told(address, question=QUESTION)
    names = [name for name, _ in events]
    assert names == ["understood", "evidence", "claim", "token", "token", "done"]
    bodies = dict(events)
    plain = httpx.post(f"{address}/chat", json={"question": QUESTION}).json()
    done = exactly(AnswerBody, bodies["done"])
    assert without_timings(done) == without_timings(plain)
    assert "".join(body["text"] for name, body in events if name == "token") == done["answer"]
    assert bodies["understood"]["understood"] == done["understood"]
    assert bodies["claim"]["figures"] == done["figures"] and bodies["claim"]["citations"] == done["citations"]


def test_a_refusal_is_told_as_one(address: str) -> None:
    events = told(address, question="绍兴2024年森林覆盖率是多少")
    assert [name for name, _ in events] == ["understood", "evidence", "refusal", "token", "done"]
    bodies = dict(events)
    assert bodies["refusal"]["message"] == bodies["token"]["text"] == bodies["done"]["answer"]
    assert bodies["done"]["refused"] and bodies["refusal"]["related"] == bodies["done"]["related"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"question": " "}, 422, "empty_question"),
        ({"question": QUESTION, "filters": {"regions": ["亚特兰蒂斯"]}}, 422, "unknown_filter"),
        ({"question": QUESTION, "conversation_id": "none"}, 404, "no_conversation"),
    ],
)
def test_a_question_that_cannot_be_asked_has_its_own_status_not_a_stream(
    address: str, body: dict[str, Any], status: int, code: str
) -> None:
    response = httpx.post(f"{address}/chat", json=body | {"stream": True})
    assert (response.status_code, error_of(response)["code"]) == (status, code)


class EndlessAnswers:
    """Stands before the library's own stream: after its first event it goes on without end, until it is closed."""

    def __init__(self, wenju: LocalWenju, monkeypatch: pytest.MonkeyPatch) -> None:
        self.closed = threading.Event()
        stream = wenju.stream

        def endless(*arguments: Any) -> Iterator[Any]:
            try:
                yield next(stream(*arguments))
                while True:
                    time.sleep(0.01)
                    yield TokenEvent("又")
            finally:
                self.closed.set()

        monkeypatch.setattr(wenju, "stream", endless)


class HeldAnswers:
    """Stands before the library's own stream: nothing is told until it is let go."""

    def __init__(self, wenju: LocalWenju, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.let_go = threading.Semaphore(0), threading.Event()
        stream = wenju.stream

        def held(*arguments: Any) -> Iterator[Any]:
            self.begun.release()
            assert self.let_go.wait(120)
            yield from stream(*arguments)

        monkeypatch.setattr(wenju, "stream", held)


def test_a_client_that_goes_away_stops_the_work(
    filled: LocalWenju, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = EndlessAnswers(filled, monkeypatch)
    with httpx.stream("POST", f"{address}/chat", json={"question": QUESTION, "stream": True}) as response:
        names = [name for name, _ in islice(events_of(response.iter_lines()), 3)]
        assert names == ["understood", "token", "token"]
        assert not answers.closed.is_set()
    assert answers.closed.wait(10)


def test_a_client_that_goes_away_from_a_plain_question_stops_the_work_too(
    filled: LocalWenju, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = EndlessAnswers(filled, monkeypatch)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{address}/chat", json={"question": QUESTION, "keep": True}, timeout=0.3)
    assert answers.closed.wait(10)
    assert httpx.get(f"{address}/conversations").json()["conversations"] == []


def test_a_stream_that_has_nothing_to_say_yet_is_kept_alive(
    filled: LocalWenju, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.streaming, "PING_S", 0.02)
    answers = HeldAnswers(filled, monkeypatch)
    with httpx.stream("POST", f"{address}/chat", json={"question": QUESTION, "stream": True}) as response:
        lines = response.iter_lines()
        pings = [line for line in islice(lines, 6) if line]
        assert all(line.startswith(": ping") for line in pings) and len(pings) == 3
        answers.let_go.set()
        assert [name for name, _ in events_of(lines)][-1] == "done"


def test_answers_under_way_leave_the_service_free(
    filled: LocalWenju, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = HeldAnswers(filled, monkeypatch)
    body = {"question": QUESTION, "stream": True}
    # more than the 40 threads that other routes share
    with httpx.Client(base_url=address, timeout=60) as client, ThreadPoolExecutor(42) as pool:
        asked = [pool.submit(client.post, "/chat", json=body) for _ in range(42)]
        for _ in asked:
            assert answers.begun.acquire(timeout=60)
        for path in ("/healthz", "/figures", "/documents", "/conversations"):
            assert client.get(path).status_code == 200
        assert not any(one.done() for one in asked)
        answers.let_go.set()
        assert {"event: done" in one.result(60).text for one in asked} == {True}


def test_an_error_on_the_way_is_the_last_event_and_says_nothing_of_its_inside(
    filled: LocalWenju, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = filled.stream

    def breaking(*arguments: Any) -> Iterator[Any]:
        yield next(stream(*arguments))
        raise RuntimeError("secret")

    monkeypatch.setattr(filled, "stream", breaking)
    events = told(address, question=QUESTION)
    assert [name for name, _ in events] == ["understood", "error"]
    assert events[-1][1]["error"]["code"] == "internal_error" and "secret" not in str(events)
