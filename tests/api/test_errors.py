"""Every error of ours has a status, words and a way out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.errors import STATUSES, status_of
from api.wire import WORDS, OpenAIRequestError, RemoteError, describe_error
from ingest.errors import LibraryLockedError, WenjuError


def kinds(of: type[WenjuError] = WenjuError) -> Iterator[type[WenjuError]]:
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


OURS = [kind for kind in kinds() if kind is not RemoteError]
# /v1 tells its errors as OpenAI does, each in words of its own
WORDED = [kind for kind in OURS if not issubclass(kind, OpenAIRequestError)]


@pytest.mark.parametrize("kind", OURS)
def test_every_error_has_a_status_of_its_own(kind: type[WenjuError]) -> None:
    assert 400 <= STATUSES[kind] < 600


@pytest.mark.parametrize("kind", WORDED)
def test_every_error_has_words_in_chinese(kind: type[WenjuError]) -> None:
    error = describe_error(kind("where it happened"))["error"]
    assert error["code"] == kind.code
    assert error["message"] == f"{WORDS[kind.code][0]}：where it happened"


def test_a_message_that_says_it_already_is_not_said_twice() -> None:
    assert describe_error(LibraryLockedError("资料库正被另一个进程使用（12）"))["error"]["message"] == (
        "资料库正被另一个进程使用（12）"
    )


def test_a_new_kind_of_error_takes_the_status_of_its_parent() -> None:
    class FreshError(LibraryLockedError):
        pass

    assert status_of(FreshError()) == STATUSES[LibraryLockedError]


def test_an_error_of_the_service_is_passed_on_as_it_came() -> None:
    body = {"error": {"code": "any", "message": "什么", "expected": ""}}
    assert describe_error(RemoteError(body)) == body


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/chat", r'{"question": "绍兴\ud800新增高企"}'),
        ("/chat", r'{"question": "绍兴新增高企", "history": [{"role": "user", "content": "\ud800"}]}'),
        ("/search", r'{"question": "\ud800"}'),
        (
            "/v1/chat/completions",
            r'{"model": "wenju", "messages": [{"role": "user", "content": "\ud800绍兴"}]}',
        ),
        ("/evals/runs", r'{"sets": ["\ud800"]}'),
    ],
)
def test_half_of_a_surrogate_pair_is_refused_wherever_it_stands(
    client: TestClient, path: str, body: str
) -> None:
    said = client.post(path, content=body.encode(), headers={"Content-Type": "application/json"})
    assert said.status_code in (400, 422)
    assert "不成字的代码" in said.json()["error"]["message"]
