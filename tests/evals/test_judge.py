"""A judge model over a real connection: what it says, what its word is worth, and what happens when it fails."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from evals.errors import JudgeError
from evals.judge import (
    Judge,
    agreement,
    judge_run,
    kappa,
    open_model,
    read_grade,
    read_judgement,
    read_labels,
)
from evals.page import html_report, judge_words
from evals.report import run_object
from evals.runs import Given, Run, add_answer, create_run, finish_run
from evals.settings import EvalSettings
from tests.evals.cases import make_answer, make_case

Reply = Callable[[str], str]
LABELS = read_labels()
CASES = (
    make_case("", id="t-1", category="text", gold_any=("视觉健康",), question="获批什么实验室"),
    make_case("", id="t-2", category="list", gold_any=("量子信息",), question="有哪些领域"),
    make_case("", id="t-3", category="who", gold_any=("温医大",), question="哪个单位"),
    make_case(id="v-1"),
)
ANSWERS = {
    "t-1": make_answer("视觉健康全国重点实验室[1]。"),
    "t-2": make_answer("生物制造[1]。"),
    "t-3": make_answer("报告没有写到。", refused=True),
    "v-1": make_answer(),
}


class Server:
    """Speaks as much of the OpenAI protocol as a chat needs; `reply` makes the answer of a prompt."""

    def __init__(self, reply: Reply) -> None:
        self.keys: list[str] = []
        self.prompts: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert self.path == "/v1/chat/completions"
                server.keys.append(self.headers["Authorization"])
                server.prompts.append(body["messages"][-1]["content"])
                try:
                    said, status = completion(reply(server.prompts[-1]), body["model"]), 200
                except RuntimeError as error:
                    said, status = {"error": {"message": str(error), "type": "server_error"}}, 500
                sent = json.dumps(said).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(sent)))
                    self.end_headers()
                    self.wfile.write(sent)
                except OSError:
                    pass  # the client waited no longer

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def completion(text: str, model: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {
        "id": "c", "object": "chat.completion", "created": 1, "model": model, "choices": [choice], "usage": usage,
    }  # fmt: skip


@pytest.fixture
def serve() -> Iterator[Callable[[Reply], Server]]:
    servers: list[Server] = []

    def start(reply: Reply) -> Server:
        servers.append(Server(reply))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def judge_at(url: str, timeout_s: float = 20, key: str = "") -> Judge:
    settings = EvalSettings(
        judge_model="openai:by-hand", judge_url=url, judge_timeout_s=timeout_s, judge_key=SecretStr(key)
    )
    return Judge(open_model(settings), settings.judge_model)


def stored_run(folder: Path) -> Run:
    run = create_run(folder, CASES, [], {}, "", 1)
    for case in CASES:
        add_answer(run, Given(case.id, ANSWERS[case.id], 1.0))
    return finish_run(run, 0.1)


def knows(prompt: str) -> str:
    """Says of a labelled answer what its label says, and of the rest whether it has 视觉健康."""
    for label in LABELS:
        if f"<answer>{label.paper.answer}</answer>" in prompt and label.paper.question in prompt:
            return said(label.right)
    return said("视觉健康" in prompt.split("<answer>")[1])


def said(right: bool) -> str:
    return f'<think>{{"right": 1}}</think>评语：\n```json\n{json.dumps({"reason": "看过了", "right": right})}\n```'


def test_free_text_is_graded_and_the_judge_held_against_hand_labels(tmp_path: Path, serve: Any) -> None:
    server = serve(knows)
    run = stored_run(tmp_path)
    before = {name: vars(one) for name, one in run.scores().items()}
    body = judge_run(run, judge_at(server.url, key="secret"), LABELS, 4, lambda *_: None)
    assert (body["graded"], body["right"], body["score"], body["not_answered"]) == (2, 1, 0.5, 1)
    assert body["labels"] == {
        "pairs": len(LABELS), "graded": len(LABELS), "agreement": 1.0, "kappa": 1.0, "differs": [],
    }  # fmt: skip
    assert body["grades"]["t-1"]["right"] is True and body["grades"]["t-2"]["reason"] == "看过了"
    assert len(server.prompts) == len(LABELS) + 2 and set(server.keys) == {"Bearer secret"}
    assert read_judgement(run) == body == run_object(run)["judge"]
    assert {name: vars(one) for name, one in run.scores().items()} == before
    assert "secret" not in "".join(path.read_text(encoding="utf-8") for path in run.folder.iterdir())
    assert "判对 50.0%（1 题没有作答，不评）；与人工标注 34 对一致 100.0%，κ = 1.00" in judge_words(body)
    assert "κ = 1.00" in html_report(run)


def test_a_judge_that_says_always_the_same_agrees_no_more_than_chance(tmp_path: Path, serve: Any) -> None:
    body = judge_run(
        stored_run(tmp_path), judge_at(serve(lambda _: said(True)).url), LABELS, 4, lambda *_: None
    )
    assert body["labels"]["agreement"] == 0.5 and body["labels"]["kappa"] == 0.0
    assert body["score"] == 1.0 and body["differs"] == ["t-2"]


def slow(_: str) -> str:
    time.sleep(2)
    return said(True)


def broken(_: str) -> str:
    raise RuntimeError("out of order")


@pytest.mark.parametrize(
    ("reply", "trouble", "asked"),
    [(slow, "没有回答：", 3), (broken, "out of order", 3), (lambda _: "挺好的", "读不出评语", 36)],
)
def test_a_judge_that_is_slow_broken_or_babbles_leaves_the_run_whole(
    tmp_path: Path, serve: Any, reply: Reply, trouble: str, asked: int
) -> None:
    server = serve(reply)
    run = stored_run(tmp_path)
    scores = {name: vars(one) for name, one in run.scores().items()}
    body = judge_run(run, judge_at(server.url, timeout_s=0.3), LABELS, 1, lambda *_: None)
    assert (body["graded"], body["ungraded"], body["score"]) == (0, 2, None)
    assert trouble in body["troubles"][0] and len(server.prompts) == asked
    assert body["labels"]["graded"] == 0 and body["labels"]["kappa"] is None
    assert "没有评成 36 份" in judge_words(body)
    assert run.is_finished and {name: vars(one) for name, one in run.scores().items()} == scores


def test_a_judge_that_is_not_there_is_said_to_be_down(tmp_path: Path, serve: Any) -> None:
    gone = serve(knows)
    gone.close()
    body = judge_run(stored_run(tmp_path), judge_at(gone.url), LABELS, 2, lambda *_: None)
    assert body["graded"] == 0 and any("接连 3 次" in one for one in body["troubles"])


def test_a_hiccup_is_one_grade_less(tmp_path: Path, serve: Any) -> None:
    calls: list[int] = []

    def hiccups(prompt: str) -> str:
        calls.append(1)
        if len(calls) % 5 == 0:
            raise RuntimeError("again later")
        return knows(prompt)

    body = judge_run(stored_run(tmp_path), judge_at(serve(hiccups).url), LABELS, 1, lambda *_: None)
    assert body["labels"]["graded"] == 28 and body["labels"]["agreement"] == 1.0 and body["ungraded"] == 1


def test_a_model_that_nobody_knows_is_refused_before_anything_is_asked() -> None:
    for name in ("no-such-provider:x", "nonsense"):
        with pytest.raises(JudgeError, match=name):
            open_model(EvalSettings(judge_model=name))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ('{"reason": "对", "right": true}', True),
        ('好的。\n```json\n{"right": false, "reason": "漏了\n一项"}\n```', False),
        ('{"right": true} 更正：{"right": false}', False),
        ('<think>{"right": true}</think>', None),
        ('{"right": "true"}', None),
        ("对", None),
        ("", None),
    ],
)
def test_a_grade_is_read_only_where_it_is_plainly_said(text: str, right: bool | None) -> None:
    assert read_grade(text).right is right


def test_the_labels_are_of_every_kind_and_balanced() -> None:
    assert len(LABELS) >= 30 and len({label.paper.id for label in LABELS}) == len(LABELS)
    assert abs(sum(label.right for label in LABELS) / len(LABELS) - 0.5) <= 0.1


def test_kappa_by_hand() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: pₒ = 0.7, pₑ = 0.5·0.6 + 0.5·0.4 = 0.5
    pairs = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    assert agreement(pairs) == 0.7 and kappa(pairs) == pytest.approx(0.4)
    assert kappa([]) is None and agreement([]) is None and kappa([(True, True)]) is None


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1))
def test_kappa_is_symmetric_at_most_one_and_one_only_for_full_agreement(
    pairs: list[tuple[bool, bool]],
) -> None:
    found = kappa(pairs)
    turned = kappa([(b, a) for a, b in pairs])
    if found is None or turned is None:
        assert found is turned is None and agreement(pairs) == 1.0
        return
    assert found == pytest.approx(turned) and -1 - 1e-9 <= found <= 1 + 1e-9
    assert (found > 1 - 1e-9) == (agreement(pairs) == 1.0)
