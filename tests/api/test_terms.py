"""/terms: looked up, checked, added to, and what was read before read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.bodies import AddedTermsBody, CheckedTermsBody, TermsBody
from api.local import LocalWenju
from api.warmup import Warmup
from ingest.settings import IngestSettings
from ingest.store import open_store
from tests.api.conftest import client_of, wait_until_ready
from tests.api.test_app import error_of, exactly
from tests.api.test_documents import done, upload
from tests.fakes import HashEmbedder

REPORT = "温州市科学技术局2024年工作总结\n新增星火小院12家，星火院落培育面扩大。新认定高新技术企业716家。\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.yaml"


@pytest.fixture
def client(own: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A service whose staff keep terms of their own, with one report."""
    own.write_text("terms:\n- {name: 本局指标甲, units: [个]}  # 甲\n", encoding="utf-8")
    store = open_store(IngestSettings(home=tmp_path / "home", terms=own), embedder=HashEmbedder())
    wenju = LocalWenju(store)
    with client_of(Warmup(lambda: wenju)) as client:
        wait_until_ready(client)
        upload(client, ("温州.txt", REPORT.encode()))
        yield client


def test_terms_are_found_by_name_and_short_form(client: TestClient) -> None:
    body = exactly(TermsBody, client.get("/terms", params={"q": "高企", "limit": 3}).json())
    assert body["terms"][0]["name"] == "高新技术企业" and body["terms"][0]["figures"] == 1
    assert "高企" in body["terms"][0]["aliases"] and body["total"] >= 3
    [mine] = client.get("/terms", params={"q": "本局指标甲"}).json()["terms"]
    assert mine["is_own"] and not body["terms"][0]["is_own"]
    assert client.get("/terms").json()["total"] > 1000
    assert client.get("/terms", params={"q": "火星移民基地"}).json()["terms"] == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("terms:\n- {name: 火星移民, units: [人]}\n", None),
        ("terms:\n- {name: 火星移民}\n- {nam: 甲乙}\n", 3),
        ("terms:\n- name: 我的企业\n  aliases: [高企]\n", 3),
        ("terms: [", 2),  # where the bracket should have been closed
        ("", 1),
        ("\x00", 1),
    ],
)
def test_a_file_of_terms_is_checked_to_the_line(client: TestClient, text: str, line: int | None) -> None:
    body = exactly(CheckedTermsBody, client.post("/terms/check", json={"text": text}).json())
    assert (body["is_valid"], body["line"]) == (line is None, line)


def test_a_term_that_is_added_holds_for_what_was_read_before(client: TestClient, own: Path) -> None:
    assert client.get("/figures", params={"indicator": "星火小院"}).json()["total"] == 1
    entry = {"name": "星火示范院落", "aliases": ["星火小院"], "units": ["家"]}
    added = exactly(AddedTermsBody, client.post("/terms", json={"terms": [entry]}).json())
    job = done(client, {"job": added["job"]})
    assert (job["kind"], [one["status"] for one in job["documents"]]) == ("reread", ["replaced"])
    [found] = client.get("/figures", params={"indicator": "星火小院"}).json()["figures"]
    assert found["figure"]["indicator"] == "星火示范院落" and found["citation"]["source"] == "温州.txt"
    assert "# 甲" in own.read_text(encoding="utf-8")


def test_without_rereading_only_what_comes_is_read_with_it(client: TestClient) -> None:
    entry = {"name": "星火示范院落", "aliases": ["星火小院"]}
    assert client.post("/terms", json={"terms": [entry], "reread": False}).json()["job"] is None
    assert client.get("/figures", params={"q": "星火示范院落"}).json()["total"] in (0, 1)


def test_terms_that_clash_or_have_no_file_are_refused(client: TestClient, own: Path, tmp_path: Path) -> None:
    before = own.read_text(encoding="utf-8")
    clash: dict[str, Any] = {"terms": [{"name": "我的企业", "aliases": ["高企"]}]}
    refused = client.post("/terms", json=clash)
    assert (refused.status_code, error_of(refused)["code"]) == (422, "terms_rejected")
    assert own.read_text(encoding="utf-8") == before
    wenju = LocalWenju(open_store(IngestSettings(home=tmp_path / "other"), embedder=HashEmbedder()))
    with client_of(Warmup(lambda: wenju)) as without:
        wait_until_ready(without)
        response = without.post("/terms", json=clash)
        assert (response.status_code, error_of(response)["code"]) == (409, "no_terms_file")
