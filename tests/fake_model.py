"""A chat model on a real socket: speaks the OpenAI chat-completions protocol, and misbehaves on command."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx  # noqa: F401  the openai client looks it up when a broken stream is collected, whole or not
from pydantic import SecretStr

from rag.settings import RagSettings

Body = dict[str, Any]
Reply = Callable[[Body], str]  # the request → the text of the answer


@dataclass
class Fault:
    """What goes wrong with the next answers, one entry an answer; behind the last all is well."""

    statuses: list[int] = field(default_factory=list)  # HTTP errors
    cut_after: int | None = None  # characters, behind which the connection breaks
    wait_s: float = 0.0  # before the first byte
    drip_s: float = 0.0  # between two pieces
    endless: bool = False
    no_tools: bool = False  # 400 for whoever asks for tools
    ignores_tools: bool = False  # answers in plain text all the same


class FakeModel:
    """`reply` makes the text of an answer; `requests` are the bodies that came."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.fault = Fault()
        self.requests: list[Body] = []
        self.keys: list[str] = []
        self.hung_up = threading.Event()  # a client went away in the middle of an answer
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def settings(self, **given: Any) -> RagSettings:
        """Settings that lead here, with times that fit a test."""
        short = {"llm_timeout_s": 60.0, "llm_retries": 2, "llm_cache": 0}
        return RagSettings(
            llm="openai:fake", llm_base_url=self.url, llm_api_key=SecretStr("sk-test"), **{**short, **given}
        )

    @contextmanager
    def running(self) -> Iterator[FakeModel]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._closing.set()
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def prompt(self, index: int = -1) -> str:
        """What the user message of a request said."""
        return str(self.requests[index]["messages"][-1]["content"])

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.requests.append(body)
                model.keys.append(self.headers["Authorization"])
                try:
                    model._answer(self, body)
                except OSError:
                    model.hung_up.set()

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def _answer(self, handler: BaseHTTPRequestHandler, body: Body) -> None:
        fault = self.fault
        self._closing.wait(fault.wait_s)
        status = fault.statuses.pop(0) if fault.statuses else 200
        if status == 200 and fault.no_tools and ("tools" in body or "response_format" in body):
            status = 400
        if status != 200:
            _send_error(handler, status)
            return
        in_tool = "tools" in body and not fault.ignores_tools
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        said = self.reply(body)
        for piece in _pieces(said if fault.cut_after is None else said[: fault.cut_after]):
            _send_chunk(handler, _delta(piece, body if in_tool else None), body)
            time.sleep(fault.drip_s)
        while fault.endless and not self._closing.is_set():
            _send_chunk(
                handler, _delta('{"text": "废话", "evidence": [1]}, ', body if in_tool else None), body
            )
        if fault.cut_after is not None:
            handler.wfile.flush()
            handler.connection.close()
            return
        _send_chunk(handler, {}, body, "tool_calls" if in_tool else "stop")
        handler.wfile.write(b"data: [DONE]\n\n")


def _pieces(text: str, size: int = 7) -> Iterator[str]:
    return (text[i : i + size] for i in range(0, len(text), size))


def _delta(piece: str, body: Body | None) -> Body:
    if body is None:
        return {"content": piece}
    name = body["tools"][0]["function"]["name"]
    call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": name, "arguments": piece}}
    return {"tool_calls": [call]}


def _send_chunk(handler: BaseHTTPRequestHandler, delta: Body, body: Body, finish: str | None = None) -> None:
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": body["model"],
        "choices": [{"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}],
    }
    handler.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
    handler.wfile.flush()


def _send_error(handler: BaseHTTPRequestHandler, status: int) -> None:
    sent = json.dumps({"error": {"message": f"fault {status}", "type": "fault"}}).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(sent)))
    handler.end_headers()
    handler.wfile.write(sent)


def claims_json(*claims: tuple[str, Sequence[int]]) -> str:
    """An answer in the form that is asked for."""
    items = [{"text": text, "evidence": list(ids)} for text, ids in claims]
    return json.dumps({"claims": items}, ensure_ascii=False)
