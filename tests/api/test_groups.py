"""Groups: who may not see a report gets the very answers of a library in which it is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.local import LocalWenju
from api.warmup import Warmup
from tests.api.conftest import SHAOXING, TOKEN, client_of, open_test_store, wait_until_ready, wenju_output
from tests.api.test_access import bearer
from tests.api.test_app import error_of

OWNER = {"X-Wenju-Token": TOKEN}

# Newer, of another place, with more of what the shown report tells of and with things that it does not tell of.
HIDDEN = """温州市科技局2025年工作总结和2026年工作思路
发布机构：温州市科技局  成文日期：2026-03-02
一、2025年工作总结
（一）创新主体加快培育。新认定高新技术企业716家，新增省科技型中小企业2043家，均居全省第三。绍兴市新增高新技术企业999家。
（二）研发投入持续加大。全社会R&D经费投入比重达4.56%，同比提升0.78个百分点。柯桥区技术交易额87.6亿元，增长32.1%。
（三）鹿城区月球车产量12辆，建成海底隧道7条。
二、2026年工作思路
（一）培育创新主体。力争新认定高新技术企业888家以上。
"""

QUESTIONS = [
    "绍兴2024年新增多少高新技术企业",
    "新增多少高新技术企业",
    "今年新增多少高企",
    "2025年绍兴新增高新技术企业多少家",
    "温州新认定高新技术企业多少家",
    "温州市有哪些工作成效",
    "鹿城区月球车产量多少",
    "哪个市新增高新技术企业最多",
    "绍兴和温州哪个高新技术企业多",
    "柯桥区技术交易额多少",
    "月球车产量是多少",
    "海底隧道建成几条",
    "R&D经费投入比重最高的是哪个地区",
    "市科技局2026年有什么打算",
    "全省第三的是什么",
    "绍兴新增高新技术企业999家吗",
    "总结一下2025年的工作",
    "技术交易额增长多少",
]
SEARCHES = ["高新技术企业", "月球车", "海底隧道", "温州市科技局", "培育创新主体"]
REQUESTS: list[tuple[str, str, dict[str, Any]]] = [
    *(("POST", "/chat", {"json": {"question": question}}) for question in QUESTIONS),
    *(("POST", "/chat", {"json": {"question": question, "stream": True}}) for question in QUESTIONS[:5]),
    *(("POST", "/search", {"json": {"question": words}}) for words in SEARCHES),
    *(("GET", "/figures", {"params": {"q": words}}) for words in SEARCHES),
    (
        "POST",
        "/chat",
        {"json": {"question": "高企呢", "history": [{"role": "user", "content": "温州的研发投入"}]}},
    ),
    ("POST", "/chat", {"json": {"question": QUESTIONS[0], "filters": {"regions": ["温州市"]}}}),
    ("POST", "/chat", {"json": {"question": QUESTIONS[0], "filters": {"periods": ["2025"]}}}),
    ("GET", "/figures", {}),
    ("GET", "/figures", {"params": {"region": "温州"}}),
    ("GET", "/figures", {"params": {"indicator": "高新技术企业", "sort": "-value"}}),
    ("GET", "/figures", {"params": {"indicator": "高新技术企业", "group_by": "region,period"}}),
    ("GET", "/figures", {"params": {"format": "csv"}}),
    ("GET", "/compare", {"params": {"indicator": "高新技术企业"}}),
    ("GET", "/compare", {"params": {"indicator": ["高新技术企业", "月球车产量"], "region": "温州"}}),
    ("GET", "/documents", {}),
    ("GET", "/readyz", {}),
    ("GET", "/groups", {}),
    ("GET", "/evals/runs", {}),
    ("GET", "/jobs", {}),
    ("GET", "/audit", {}),
    ("GET", "/metrics", {}),
]


# What differs from one time to the next, and what weighs words by all paragraphs.
NOT_COMPARED = ("timings_ms", "score", "request_id", "created")


def library(folder: Path, *reports: tuple[str, list[str]]) -> LocalWenju:
    """A library of these reports, each with its groups."""
    wenju = LocalWenju(open_test_store(folder / "home"))
    for number, (text, groups) in enumerate(reports):
        path = folder / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        wenju.ingest([str(path)], lambda step: None, groups)
    return wenju


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, TestClient]]:
    """A service with a hidden report and one without it, the shown report in the same file of both."""
    home = tmp_path_factory.mktemp("shown")
    without = library(home, (SHAOXING, []))
    hiding = LocalWenju(open_test_store(tmp_path_factory.mktemp("hiding")))
    hidden = home / "hidden.txt"
    hidden.write_text(HIDDEN, encoding="utf-8")
    hiding.ingest([str(home / "0.txt")], lambda step: None)
    hiding.ingest([str(hidden)], lambda step: None, ["机密"])
    with client_of(Warmup(lambda: hiding)) as one, client_of(Warmup(lambda: without)) as other:
        wait_until_ready(one)
        wait_until_ready(other)
        yield one, other


@pytest.fixture(scope="module")
def reader(clients: tuple[TestClient, TestClient]) -> tuple[dict[str, str], dict[str, str]]:
    """The headers of somebody of another group, at each service."""
    return tuple(bearer(new_key(client, "甲", "editor", ["科技"])) for client in clients)  # type: ignore[return-value]


def new_key(client: TestClient, name: str, role: str, groups: list[str] | None) -> str:
    body = {"name": name, "role": role, "groups": groups}
    secret: str = client.post("/admin/keys", json=body, headers=OWNER).json()["secret"]
    return secret


def without_times_and_ranks(text: str) -> str:
    """What was said, without what differs from one time to the next and from one index to the next.

    The weight of a word depends on how many paragraphs hold it, hidden ones too.
    """
    if text.startswith("{"):
        return json.dumps(_cleaned(json.loads(text)), ensure_ascii=False, sort_keys=True)
    return "\n".join(
        "data: " + without_times_and_ranks(line[6:]) if line.startswith("data: ") else line
        for line in text.splitlines()
    )


def _cleaned(body: Any) -> Any:
    if isinstance(body, dict):
        kept = {k: v for k, v in body.items() if k not in NOT_COMPARED}
        return {k: _cleaned(v) for k, v in kept.items() if not str(v).startswith("chatcmpl-")}
    return [_cleaned(one) for one in body] if isinstance(body, list) else body


@pytest.mark.parametrize(("method", "path", "arguments"), REQUESTS)
def test_a_hidden_report_leaves_no_trace(
    clients: tuple[TestClient, TestClient],
    reader: tuple[dict[str, str], dict[str, str]],
    method: str,
    path: str,
    arguments: dict[str, Any],
) -> None:
    hiding, without = (
        client.request(method, path, headers=header, **arguments)
        for client, header in zip(clients, reader, strict=True)
    )
    assert hiding.status_code == without.status_code
    assert without_times_and_ranks(hiding.text) == without_times_and_ranks(without.text)


def hidden_id(client: TestClient) -> str:
    documents = client.get("/documents", headers=OWNER).json()["documents"]
    return next(one["id"] for one in documents if one["region_name"] == "温州市")


def test_a_hidden_report_cannot_be_shown_filtered_for_or_changed(
    clients: tuple[TestClient, TestClient], reader: tuple[dict[str, str], dict[str, str]]
) -> None:
    client, header = clients[0], reader[0]
    hidden, none = hidden_id(client), "0" * 12
    for method, path in (("GET", ""), ("GET", "/file"), ("DELETE", "")):
        answers = [
            client.request(method, f"/documents/{one}{path}", headers=header) for one in (hidden, none)
        ]
        said = [error_of(answer)["message"].replace(hidden, none) for answer in answers]
        assert [answer.status_code for answer in answers] == [404, 404] and said[0] == said[1]
    file = {"file": ("new.txt", HIDDEN.encode())}
    assert client.put(f"/documents/{hidden}", headers=header, files=file).status_code == 404
    asked = {"question": QUESTIONS[0], "filters": {"documents": [hidden]}}
    assert client.post("/chat", headers=header, json=asked).status_code == 422
    assert client.put(f"/documents/{hidden}/groups", headers=header, json={"groups": []}).status_code == 403


def test_the_group_and_the_administrator_see_it(clients: tuple[TestClient, TestClient]) -> None:
    client = clients[0]
    inside = bearer(new_key(client, "机密处", "reader", ["机密"]))
    everything = bearer(new_key(client, "领导", "reader", None))
    for header in (OWNER, inside, everything):
        answer = client.post("/chat", json={"question": QUESTIONS[4]}, headers=header).json()
        assert "716家" in answer["answer"]
        assert len(client.get("/documents", headers=header).json()["documents"]) == 2
        assert client.get(f"/documents/{hidden_id(client)}", headers=header).status_code == 200


def test_groups_are_set_and_taken_back_at_once(tmp_path: Path) -> None:
    wenju = library(tmp_path, (SHAOXING, []))
    with client_of(Warmup(lambda: wenju)) as client:
        wait_until_ready(client)
        outside = bearer(new_key(client, "甲", "reader", []))
        document_id = client.get("/documents", headers=outside).json()["documents"][0]["id"]

        def seen(groups: list[str]) -> bool:
            response = client.put(f"/documents/{document_id}/groups", headers=OWNER, json={"groups": groups})
            assert response.json() == {"document_id": document_id, "groups": sorted(groups)}
            assert client.get(f"/documents/{document_id}/groups", headers=OWNER).json() == response.json()
            answer = client.post("/chat", headers=outside, json={"question": QUESTIONS[0]}).json()
            assert answer["refused"] == (client.get("/documents", headers=outside).json()["documents"] == [])
            return not answer["refused"]

        assert [seen(groups) for groups in ([], ["财政", "科技"], [])] == [True, False, True]
        assert client.put("/documents/none/groups", headers=OWNER, json={"groups": []}).status_code == 404
        assert client.put("/documents/none/groups", headers=OWNER, json={"groups": [" "]}).status_code == 422


def test_a_changed_file_stays_in_the_groups_of_what_it_replaces(tmp_path: Path) -> None:
    wenju = library(tmp_path, (SHAOXING, ["科技"]))
    changed = tmp_path / "0.txt"
    changed.write_text(SHAOXING.replace("138", "139"), encoding="utf-8")
    outcome = wenju.ingest([str(changed)], lambda step: None)["documents"][0]
    assert outcome["status"] == "replaced"
    assert wenju.groups_of(outcome["document_id"])["groups"] == ["科技"]
    wenju.reindex(lambda step: None)
    assert wenju.groups_of(outcome["document_id"])["groups"] == ["科技"]
    wenju.close()


def test_sending_the_text_of_a_hidden_report_does_not_tell_that_it_is_there(tmp_path: Path) -> None:
    wenju = library(tmp_path, (SHAOXING, []), (HIDDEN, ["机密"]))
    with client_of(Warmup(lambda: wenju)) as client:
        wait_until_ready(client)
        outside = bearer(new_key(client, "甲", "editor", ["科技"]))
        for text, status in ((SHAOXING, "unchanged"), (HIDDEN, "added")):
            files = {"files": ("mine.txt", text.encode())}
            job = client.post("/documents", headers=outside, files=files).json()["job"]
            while job["state"] in ("waiting", "running"):
                job = client.get(f"/jobs/{job['id']}", headers=outside).json()["job"]
            assert [one["status"] for one in job["documents"]] == [status]
        uploads = client.get("/audit", headers=OWNER, params={"action": "uploaded"}).json()["entries"]
        assert [one["details"]["files"] for one in uploads] == [["mine.txt"], ["mine.txt"]]


def test_files_come_into_the_groups_named_with_them(tmp_path: Path) -> None:
    wenju = library(tmp_path, (SHAOXING, []))
    outcome = wenju.ingest([str(tmp_path / "0.txt")], lambda step: None, ["科技", "财政"])["documents"][0]
    assert outcome["status"] == "unchanged"
    assert wenju.groups_of(outcome["document_id"])["groups"] == ["科技", "财政"]
    wenju.close()


def test_commands_set_and_list_groups(report_file: Path) -> None:
    out = wenju_output("ingest", str(report_file), "--group", "科技", "--json")[1]
    document_id = json.loads(out)["documents"][0]["document_id"]
    assert document_id in wenju_output("groups", "list")[1]
    assert wenju_output("groups", "set", document_id)[0] == 2  # 人人可见 has to be said
    assert "科技处、财政" in wenju_output("groups", "set", document_id, "财政", "科技处")[1]
    assert wenju_output("groups", "set", document_id, "--none")[0] == 0
    shown = wenju_output("audit")[1]
    assert shown.count("groups_set") == 2 and "科技处" in shown
    assert json.loads(wenju_output("groups", "list", "--json")[1]) == {"groups": []}
