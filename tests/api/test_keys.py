"""Keys: made, shown once, stored as digests, ended; and a service that others can reach wants one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.audit import Audit
from api.keys import Keys
from api.tables import keys_table
from api.wire import KeyRequestError, UnknownKeyError
from ingest.database import Database
from ingest.errors import GroupError
from tests.api.conftest import start_wenju, wenju_output
from tests.postgres import make_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'keys.sqlite3'}"
    if request.param == "postgresql":
        url = make_database(request.getfixturevalue("postgres"), f"keys-{uuid.uuid4().hex}")
    database = Database(url)
    yield database
    database.close()


def test_a_key_is_found_by_what_was_shown_and_by_nothing_else(database: Database) -> None:
    keys = Keys(database)
    key, secret = keys.create("科技处", "reader", ["科技"])
    assert keys.find(secret) == key and len(secret) > 50
    assert keys.find(key.digest) is keys.find(key.id) is keys.find("") is None
    assert keys.find(secret.replace(key.id, "00000000")) is None


def test_a_key_itself_is_nowhere_in_the_database(database: Database) -> None:
    _, secret = Keys(database).create("科技处", "reader", None)
    stored = str(database.read(keys_table.select()))
    assert "科技处" in stored
    assert secret not in stored and secret.rpartition("_")[2] not in stored


def test_changes_are_written_down_in_order_and_read_in_pages(database: Database) -> None:
    audit = Audit(database)
    audit.note("deleted", "甲", title="“总结”")
    audit.note_all("added", [("乙", {"path": "a.txt"}), ("丙", {})], key_id="k")
    page = audit.page(2)
    assert [one["target"] for one in page["entries"]] == ["丙", "乙"]
    assert [one["target"] for one in audit.page(2, page["before"])["entries"]] == ["甲"]
    assert audit.page(9, action="deleted")["entries"][0]["details"] == {"title": "“总结”"}
    assert len(audit.page(9, key_id="k")["entries"]) == 2 and audit.page(9, key_id="")["entries"] == []


def test_keys_are_the_same_after_a_restart(database: Database) -> None:
    keys = Keys(database)
    made = [keys.create("甲", "reader", []), keys.create("乙", "editor", ["科技", "财政"])]
    made.append(keys.create("丙", "admin", []))
    keys.revoke("乙")
    again = Keys(database)
    assert again.list() == keys.list()
    assert [again.find(secret) is not None for _, secret in made] == [True, False, True]
    assert [key.groups for key in again.list()] == [frozenset(), frozenset({"科技", "财政"}), None]


def test_when_a_key_was_used_is_written_at_the_end_and_not_at_every_request(database: Database) -> None:
    keys = Keys(database)
    key, _ = keys.create("甲", "reader", None)
    for _ in range(100):
        keys.note_use(key.id)
    assert keys.list()[0].last_used is not None
    assert Keys(database).list()[0].last_used is None
    keys.close()
    assert Keys(database).list()[0].last_used == keys.list()[0].last_used


def test_a_name_is_free_again_once_its_key_is_revoked(database: Database) -> None:
    keys = Keys(database)
    first, _ = keys.create("甲", "reader", None)
    with pytest.raises(KeyRequestError):
        keys.create(" 甲 ", "admin", None)
    keys.revoke("甲")
    second, secret = keys.create("甲", "reader", None)
    assert keys.revoke("甲").id == second.id != first.id
    assert keys.find(secret) is None and keys.exist and not keys.some_work


def test_what_is_no_key_is_refused(database: Database) -> None:
    keys = Keys(database)
    for name in ("", "  ", "甲" * 101):
        with pytest.raises(KeyRequestError):
            keys.create(name, "reader", None)
    with pytest.raises(KeyRequestError):
        keys.create("甲", "admin", ["科技"])
    with pytest.raises(GroupError):
        keys.create("甲", "reader", [" "])
    with pytest.raises(UnknownKeyError):
        keys.revoke("甲")
    assert keys.list() == [] and not keys.exist


def test_commands_make_list_and_revoke_keys_without_a_service() -> None:
    code, out, _ = wenju_output("keys", "create", "科技处", "--group", "科技", "--json")
    made = json.loads(out)
    assert (code, made["key"]["role"], made["key"]["groups"]) == (0, "reader", ["科技"])
    assert made["secret"].startswith("wj_")
    shown = wenju_output("keys", "list")[1]
    assert "科技处" in shown and made["secret"] not in shown
    assert wenju_output("keys", "revoke", "科技处")[:2] == (0, f"科技处（{made['key']['id']}）已作废\n")
    code, _, err = wenju_output("keys", "revoke", "财政处")
    assert (code, "没有这把密钥" in err) == (1, True)


def test_a_service_that_others_can_reach_does_not_start_without_a_key() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.com"):
        code, out, err = wenju_output("serve", "--host", host, "--port", "0")
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "wenju keys create" in err and host in err


def test_with_a_key_it_starts_anywhere_and_commands_still_find_it() -> None:
    wenju_output("keys", "create", "旧的", "--role", "admin")
    wenju_output("keys", "revoke", "旧的")
    assert wenju_output("serve", "--host", "0.0.0.0", "--port", "0")[0] == 1  # a revoked one is none
    wenju_output("keys", "create", "管理员", "--role", "admin")
    process = start_wenju("serve", "--host", "0.0.0.0", "--port", "0", "--json")
    try:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        assert httpx.get(f"{address}/documents").status_code == 401
        secret = json.loads(wenju_output("keys", "create", "读者", "--json")[1])["secret"]
        header = {"Authorization": f"Bearer {secret}"}
        assert httpx.get(f"{address}/documents", headers=header).status_code == 200
        assert httpx.get(f"{address}/documents", headers=header | {"Host": "192.0.2.1"}).status_code == 200
        assert httpx.get(f"{address}/documents", headers=header | {"Host": "a.example"}).status_code == 421
        assert wenju_output("documents", "--json")[0] == 0
        assert wenju_output("keys", "revoke", "读者")[0] == 0
        assert httpx.get(f"{address}/documents", headers=header).status_code == 401
    finally:
        process.terminate()
        process.communicate(timeout=30)
