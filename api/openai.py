"""Questions and answers as OpenAI's chat completions put them.

An answer is the same as everywhere else: what a system message says or a parameter wants changes nothing about what
may be stated. What would change the shape of an answer (several choices, tools, log probabilities, a stop word) is
refused as OpenAI refuses it; what only tunes sampling is accepted, and has nothing to tune.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.export import source_line, table_lines
from api.schemas_openai import CompletionBody, CompletionMessageBody
from api.wire import JsonObject, OpenAIModelError, OpenAIRequestError
from rag.records import Turn

OPENAI_PATHS = "/v1/"
MODEL = "wenju"
MODEL_OBJECT = {"id": MODEL, "object": "model", "created": 1_767_225_600, "owned_by": MODEL}
SOURCES = "来源："
REMEMBERED = 20  # messages before the question that are read; a follow-up leans on the last few

# parameter → the values that ask for nothing special
NEUTRAL: Mapping[str, Sequence[Any]] = {
    "n": (None, 1),
    "tools": (None, []),
    "tool_choice": (None, "none", "auto"),
    "functions": (None, []),
    "function_call": (None, "none", "auto"),
    "logprobs": (None, False),
    "top_logprobs": (None, 0),
    "logit_bias": (None, {}),
    "response_format": (None, {"type": "text"}),
    "stop": (None, [], ""),
    "modalities": (None, ["text"]),
    "audio": (None,),
    "prediction": (None,),
    "web_search_options": (None,),
}
# our code of an error → the one that OpenAI's clients know
OPENAI_CODES = {"unauthorized": "invalid_api_key", "too_many_requests": "rate_limit_exceeded"}
# Han characters and marks by themselves, Latin words whole, digits by threes: about what a model would count
_TOKEN = re.compile(r"[A-Za-z]+|\d{1,3}|[^\sA-Za-z\d]")


@dataclass(frozen=True)
class Completion:
    """One answer on its way to an OpenAI client."""

    prompt_tokens: int
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))  # seconds since 1970

    def whole(self, answer: JsonObject) -> JsonObject:
        """The answer at once; `citations` and `wenju` are ours."""
        content = answer["answer"] + tail(answer)
        message = {"role": "assistant", "content": content, "refusal": None, "annotations": []}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {
            **self._head("chat.completion"),
            "choices": [choice],
            "usage": self.usage(content),
            "citations": answer["citations"],
            "wenju": answer,
        }

    def chunk(self, delta: JsonObject, finish_reason: str | None = None) -> JsonObject:
        """A piece of it."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return {**self._head("chat.completion.chunk"), "choices": [choice]}

    def last_chunk(self, answer: JsonObject) -> JsonObject:
        """The end of it, with the whole answer."""
        return self.chunk({}, "stop") | {"citations": answer["citations"], "wenju": answer}

    def usage_chunk(self, content: str) -> JsonObject:
        """What comes after the end for those who want to know."""
        return {**self._head("chat.completion.chunk"), "choices": [], "usage": self.usage(content)}

    def usage(self, content: str) -> JsonObject:
        """Tokens of the messages and of the answer."""
        said = count_tokens(content)
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": said,
            "total_tokens": self.prompt_tokens + said,
        }

    def _head(self, kind: str) -> JsonObject:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL}


def count_tokens(text: str) -> int:
    """About how many tokens a text has."""
    return len(_TOKEN.findall(text))


def tail(answer: JsonObject) -> str:
    """What stands below an answer for those who see nothing but its text: notice, table, and the sources of its [n]."""
    return "".join(f"\n\n{part}" for part in _parts(answer))


def _parts(answer: JsonObject) -> Iterator[str]:
    if answer["notice"]:
        yield f"（{answer['notice']}）"
    if answer["table"]:
        yield "\n".join(table_lines(answer["table"]))
    if answer["citations"]:
        lines = (f"{source_line(one)}：“{' '.join(one['quote'].split())}”" for one in answer["citations"])
        yield "\n".join((SOURCES, *lines))


def read_messages(body: CompletionBody) -> tuple[str, list[Turn]]:
    """The question, which is the last message, and what was said before; system messages are not listened to.

    Raises:
        OpenAIRequestError: something is asked for that is not done here.
    """
    _check(body)
    turns: list[Turn] = []
    for n, message in enumerate(body.messages):
        if message.role in ("tool", "function"):
            raise OpenAIRequestError("不用工具", f"messages[{n}].role", "unsupported_value")
        if message.role == "user" or message.role == "assistant":
            turns.append(Turn(message.role, _said(message, n)))
    if body.messages[-1].role != "user":
        raise OpenAIRequestError("最后一条消息应当来自 user", "messages", "invalid_value")
    return turns[-1].content, turns[-1 - REMEMBERED : -1]


def _check(body: CompletionBody) -> None:
    if body.model != MODEL:
        raise OpenAIModelError(body.model)
    for name, neutral in NEUTRAL.items():
        value = getattr(body, name)
        if not any(value == one and type(value) is type(one) for one in neutral):
            raise OpenAIRequestError(f"{name}（这里只有一个答案，逐字有出处）", name, "unsupported_parameter")


def _said(message: CompletionMessageBody, n: int) -> str:
    """The text of a message; of an answer of ours without what stands below it."""
    place = f"messages[{n}]"
    if message.tool_calls or message.function_call or message.audio:
        raise OpenAIRequestError("不用工具，也不听声音", place, "unsupported_value")
    parts = message.content if isinstance(message.content, list) else []
    if any(part.type not in ("text", "refusal") for part in parts):
        raise OpenAIRequestError("消息里只读文字", f"{place}.content", "unsupported_value")
    if message.role == "assistant":
        return message.text.partition("\n\n")[0] if f"\n\n{SOURCES}\n" in message.text else message.text
    return message.text


def prompt_tokens(body: CompletionBody) -> int:
    """About how many tokens the messages have."""
    return sum(count_tokens(message.text) for message in body.messages)


def openai_error_object(status: int, error: JsonObject, param: str | None = None) -> JsonObject:
    """An error of the one shape in OpenAI's."""
    said = error["error"]
    expected = f"（{said['expected']}）" if said["expected"] else ""
    return {
        "error": {
            **said,
            "message": said["message"] + expected,
            "type": _error_type(status),
            "param": param,
            "code": OPENAI_CODES.get(said["code"], said["code"]),
        }
    }


def _error_type(status: int) -> str:
    if status == 429:
        return "rate_limit_error"
    return "server_error" if status >= 500 else "invalid_request_error"
