"""Keys and what they open, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.keys import Role
from api.local import LocalWenju
from api.warmup import Warmup
from evals.errors import TargetError
from evals.targets import RemoteTarget
from tests.api.conftest import TOKEN, client_of, running, wait_until_ready
from tests.api.test_app import QUESTION, error_of

# What probes and readers of the description may have without a key.
OPEN = {"GET /", "GET /healthz", "GET /readyz"}


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def reader(filled: LocalWenju) -> dict[str, str]:
    """The header of a reader; from here on keys are needed."""
    return bearer(filled.keys.create("读者", "reader", None)[1])


def routes_of(client: TestClient) -> Iterator[tuple[str, str]]:
    app: Any = client.app
    for path, methods in app.openapi()["paths"].items():
        for method in methods:
            yield method.upper(), re.sub(r"{\w+}", "none", path)


def test_without_any_key_everything_on_loopback_is_open(client: TestClient) -> None:
    assert client.post("/chat", json={"question": QUESTION}).status_code == 200
    assert client.delete("/documents/none").status_code == 404


def test_without_any_key_another_address_is_closed(filled: LocalWenju) -> None:
    with client_of(Warmup(lambda: filled), is_loopback=False) as client:
        wait_until_ready(client)
        assert client.post("/chat", json={"question": QUESTION}).status_code == 401


def test_every_route_wants_a_key_once_there_is_one(client: TestClient, reader: dict[str, str]) -> None:
    answers = {
        f"{method} {path}": client.request(method, path).status_code for method, path in routes_of(client)
    }
    assert {route for route, status in answers.items() if status != 401} == OPEN


def test_a_refusal_for_want_of_a_key_says_how_to_show_one(client: TestClient, reader: dict[str, str]) -> None:
    response = client.get("/documents")
    assert (response.status_code, error_of(response)["code"]) == (401, "unauthorized")
    assert response.headers["www-authenticate"] == 'Bearer realm="wenju"'
    wrong = client.get("/documents", headers=bearer("wj_00000000_wrong"))
    assert wrong.headers["www-authenticate"] == 'Bearer realm="wenju", error="invalid_token"'


def test_a_key_with_one_character_changed_is_none(client: TestClient, filled: LocalWenju) -> None:
    key, secret = filled.keys.create("甲", "reader", None)
    last = "A" if secret[-1] != "A" else "B"
    for wrong in (secret[:-1] + last, secret[:-1], secret + "A", f"wj_{key.id}_", key.id, key.digest, "密"):
        assert (
            client.get("/documents", headers={b"Authorization": f"Bearer {wrong}".encode()}).status_code
            == 401
        )
    assert client.get("/documents", headers=bearer(secret)).status_code == 200


def test_a_revoked_key_opens_nothing_and_the_service_stays_closed(
    client: TestClient, filled: LocalWenju
) -> None:
    key, secret = filled.keys.create("甲", "reader", None)
    filled.keys.revoke(key.id)
    assert client.get("/documents", headers=bearer(secret)).status_code == 401
    assert client.get("/documents").status_code == 401


def test_the_token_of_the_data_directory_stands_for_a_key(client: TestClient, reader: dict[str, str]) -> None:
    assert client.get("/documents", headers={"X-Wenju-Token": TOKEN}).status_code == 200
    assert client.get("/documents", headers={"X-Wenju-Token": "wrong"}).status_code == 401


# (method, path, least role): what each needs at least
NEEDS: list[tuple[str, str, Role]] = [
    ("GET", "/documents", "reader"),
    ("GET", "/figures", "reader"),
    ("GET", "/compare?indicator=高企", "reader"),
    ("POST", "/search", "reader"),
    ("POST", "/chat", "reader"),
    ("GET", "/evals/runs", "reader"),
    ("DELETE", "/documents/none", "editor"),
    ("POST", "/evals/cases", "editor"),
    ("POST", "/evals/runs", "editor"),
    ("POST", "/evals/runs/none/cancel", "editor"),
    ("POST", "/terms", "editor"),
    ("PUT", "/documents/none/groups", "admin"),
    ("GET", "/groups", "admin"),
    ("GET", "/audit", "admin"),
    ("GET", "/admin/keys", "admin"),
    ("POST", "/admin/ingest", "admin"),
    ("POST", "/admin/reindex", "admin"),
    ("POST", "/admin/doctor", "admin"),
]


@pytest.mark.parametrize(("method", "path", "least"), NEEDS)
def test_a_role_may_what_the_lesser_ones_may_and_no_more(
    client: TestClient, filled: LocalWenju, method: str, path: str, least: Role
) -> None:
    roles: tuple[Role, ...] = ("reader", "editor", "admin")
    for role in roles:
        secret = filled.keys.create(role, role, None)[1]
        response = client.request(method, path, headers=bearer(secret))
        if roles.index(role) < roles.index(least):
            assert (response.status_code, error_of(response)["code"]) == (403, "forbidden")
            assert "insufficient_scope" in response.headers["www-authenticate"]
        else:
            assert response.status_code not in (401, 403)


def test_evaluations_are_not_for_those_from_whom_reports_are_hidden(
    client: TestClient, filled: LocalWenju
) -> None:
    secret = filled.keys.create("甲", "editor", ["科技"])[1]
    assert client.get("/evals/runs", headers=bearer(secret)).status_code == 403
    assert client.post("/terms", headers=bearer(secret), json={}).status_code == 403
    assert client.get("/metrics", headers=bearer(secret)).status_code == 403


def test_an_evaluation_asks_a_service_elsewhere_with_a_key(filled: LocalWenju) -> None:
    secret = filled.keys.create("评测", "reader", None)[1]
    with running(Warmup(lambda: filled)) as address:
        with pytest.raises(TargetError):
            RemoteTarget(address).describe()
        target = RemoteTarget(address, secret)
        assert len(target.describe()["documents"]) == 1
        assert "138" in target.ask(QUESTION, ())["answer"]
