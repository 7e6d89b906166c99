"""What is turned away: too many requests, too many at once, other sites' pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.limits import RateLimit, address_of_caller
from api.local import LocalWenju
from api.warmup import Warmup
from api.wire import TooManyRequestsError
from ingest.errors import SettingsError
from tests.api.conftest import TOKEN, client_of, wait_until_ready
from tests.api.test_access import bearer
from tests.api.test_app import QUESTION, error_of


@contextmanager
def ready(wenju: LocalWenju, **settings: Any) -> Iterator[TestClient]:
    with client_of(Warmup(lambda: wenju), **settings) as client:
        wait_until_ready(client)
        yield client


def test_a_key_that_asks_too_often_is_told_when_to_come_back(wenju: LocalWenju) -> None:
    secrets = [wenju.keys.create(name, "reader", None)[1] for name in ("甲", "乙")]
    with ready(wenju, rate_limit="3/minute") as client:
        statuses = [client.get("/documents", headers=bearer(secrets[0])).status_code for _ in range(3)]
        refused = client.get("/documents", headers=bearer(secrets[0]))
        assert (statuses, refused.status_code) == ([200] * 3, 429)
        assert error_of(refused)["code"] == "too_many_requests"
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert client.get("/documents", headers=bearer(secrets[1])).status_code == 200  # each key has its own


def test_guessing_keys_is_limited_by_address_and_hinders_no_key(wenju: LocalWenju) -> None:
    secret = wenju.keys.create("甲", "reader", None)[1]
    with ready(wenju, rate_limit="3/minute") as client:
        guesses = [client.get("/documents", headers=bearer(f"wj_guess{n}")).status_code for n in range(4)]
        assert guesses == [401, 401, 401, 429]
        assert client.get("/documents", headers=bearer(secret)).status_code == 200
        assert client.get("/healthz").status_code == 200  # a probe comes from some address too


def test_the_owner_and_a_service_without_keys_are_not_limited(wenju: LocalWenju) -> None:
    with ready(wenju, rate_limit="1/minute") as client:
        assert [client.get("/documents").status_code for _ in range(3)] == [200] * 3
        wenju.keys.create("甲", "reader", None)
        owner = {"X-Wenju-Token": TOKEN}
        assert [client.get("/documents", headers=owner).status_code for _ in range(3)] == [200] * 3


def test_a_rate_that_cannot_be_read_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="WENJU_RATE_LIMIT"):
        RateLimit("often")


def test_without_a_rate_nothing_is_counted() -> None:
    limit = RateLimit("0")
    for _ in range(1000):
        limit.hit("甲")


def test_a_rate_is_counted_for_each_caller() -> None:
    limit = RateLimit("1/hour")
    limit.hit("甲")
    limit.hit("乙")
    with pytest.raises(TooManyRequestsError) as refused:
        limit.hit("甲")
    assert 3500 < refused.value.retry_after_s <= 3600


# (address, what is counted): of IPv6 a whole site, for one caller has as many addresses as they like
ADDRESSES = [
    ("192.0.2.7", "192.0.2.7"),
    ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
    ("testclient", "testclient"),
]


@pytest.mark.parametrize(("address", "counted"), ADDRESSES)
def test_an_address_is_counted_as_one_caller(address: str, counted: str) -> None:
    assert address_of_caller({"type": "http", "client": (address, 5)}) == counted


def test_more_requests_at_once_than_allowed_are_told_to_come_back(
    filled: LocalWenju, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    documents = LocalWenju.documents

    def slow(*given: Any) -> Any:
        begun.set()
        go_on.wait(30)
        return documents(*given)

    monkeypatch.setattr(LocalWenju, "documents", slow)
    with ready(filled, max_concurrent=1) as client:
        first = threading.Thread(target=client.get, args=("/documents",))
        first.start()
        begun.wait(30)
        refused = client.post("/chat", json={"question": QUESTION})
        assert (refused.status_code, error_of(refused)["code"]) == (503, "busy")
        assert refused.headers["retry-after"] == "1"
        assert client.get("/healthz").status_code == 200
        go_on.set()
        first.join()
        assert client.get("/documents").status_code == 200


def test_a_page_of_another_site_is_refused(wenju: LocalWenju) -> None:
    with ready(wenju) as client:
        for origin in ("https://a.example", "null", "http://127.0.0.1:9999"):
            response = client.get("/documents", headers={"Origin": origin})
            assert (response.status_code, error_of(response)["code"]) == (403, "unknown_origin")
            assert "access-control-allow-origin" not in response.headers
        assert client.get("/documents", headers={"Origin": "http://127.0.0.1"}).status_code == 200


def test_a_site_that_is_named_may_ask_from_a_browser(wenju: LocalWenju) -> None:
    site = {"Origin": "https://a.example"}
    secret = wenju.keys.create("甲", "reader", None)[1]
    with ready(wenju, cors_origins="https://a.example, https://b.example") as client:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
        preflight = client.options("/chat", headers=site | asked)
        assert preflight.headers["access-control-allow-origin"] == "https://a.example"
        response = client.get("/documents", headers=site | bearer(secret))
        assert (response.status_code, response.headers["access-control-allow-origin"]) == (
            200,
            "https://a.example",
        )
        assert client.get("/documents", headers={"Origin": "https://c.example"}).status_code == 403


def test_a_host_name_is_answered_when_the_settings_name_it(wenju: LocalWenju) -> None:
    with ready(wenju, host_names="wenju.example, other.example") as client:
        statuses = [
            client.get("/healthz", headers={"Host": host}).status_code
            for host in ("wenju.example", "Wenju.Example:8000", "a.example", "192.0.2.1")
        ]
    assert statuses == [200, 200, 421, 421]
