"""/documents and /jobs: reports put in, shown, replaced and taken out over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import signal
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.bodies import DocumentsBody, JobsBody, OneJobBody, WholeDocumentBody
from api.local import LocalWenju
from api.uploads import safe_name
from api.warmup import Warmup
from tests.api.conftest import client_of, open_test_store, start_wenju, wait_until_ready, wenju_output
from tests.api.test_access import bearer
from tests.api.test_app import error_of, exactly

WENZHOU = """温州市科学技术局2024年工作总结
新认定高新技术企业716家，省科技型中小企业2043家。
"""
NINGBO = """宁波市科学技术局2024年工作总结
新认定高新技术企业1010家。
"""
File = tuple[str, bytes]


def text(content: str) -> bytes:
    return content.encode()


def parts(*files: File, field: str = "files") -> list[tuple[str, tuple[str, bytes]]]:
    return [(field, file) for file in files]


def upload(client: TestClient, *files: File, headers: Any = None, **form: Any) -> dict[str, Any]:
    """The job of an upload, done."""
    response = client.post("/documents", files=parts(*files), data=form, headers=headers)
    assert response.status_code == 202, response.text
    return done(client, response.json(), headers)


def done(client: TestClient, body: dict[str, Any], headers: Any = None) -> dict[str, Any]:
    job: dict[str, Any] = exactly(OneJobBody, body)["job"]
    deadline = time.monotonic() + 30
    while job["state"] in ("waiting", "running") and time.monotonic() < deadline:
        time.sleep(0.02)
        job = exactly(OneJobBody, client.get(f"/jobs/{job['id']}", headers=headers).json())["job"]
    return job


def home_of(wenju: LocalWenju) -> Path:
    return wenju._store.home


def uploaded(wenju: LocalWenju) -> list[str]:
    folder = home_of(wenju) / "uploads"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_files_are_uploaded_read_and_answered_from(client: TestClient) -> None:
    job = upload(client, ("温州.txt", text(WENZHOU)), ("宁波.md", text(NINGBO)))
    assert (job["state"], job["kind"], job["error"]) == ("finished", "upload", None)
    assert [(one["path"], one["status"]) for one in job["documents"]] == [
        ("温州.txt", "added"),
        ("宁波.md", "added"),
    ]
    answer = client.post("/chat", json={"question": "温州2024年新认定多少高新技术企业"}).json()
    assert "716家" in answer["answer"] and answer["citations"][0]["source"] == "温州.txt"


def test_the_same_file_again_changes_nothing(client: TestClient, filled: LocalWenju) -> None:
    upload(client, ("温州.txt", text(WENZHOU)))
    again = upload(client, ("副本.txt", text(WENZHOU)))
    assert [one["status"] for one in again["documents"]] == ["unchanged"]
    twice = upload(client, ("宁波.txt", text(NINGBO)), ("又.txt", text(NINGBO)))
    assert [(one["path"], one["status"]) for one in twice["documents"]] == [
        ("宁波.txt", "added"),
        ("又.txt", "unchanged"),
    ]
    assert uploaded(filled) == ["宁波.txt", "温州.txt"]
    assert client.get("/documents").json()["total"] == 3


def test_a_file_that_cannot_be_read_is_named_and_stops_no_other(
    client: TestClient, filled: LocalWenju
) -> None:
    broken, empty, odd = ("坏.txt", b"\x00\x01\x02\xff" * 99), ("空.txt", b""), ("x.exe", b"MZ")
    job = upload(client, broken, ("温州.txt", text(WENZHOU)), empty, odd)
    outcomes = {
        one["path"]: (one["status"], one["error"] and one["error"]["code"]) for one in job["documents"]
    }
    assert outcomes == {
        "坏.txt": ("failed", "binary_file"),
        "温州.txt": ("added", None),
        "空.txt": ("failed", "empty_file"),
        "x.exe": ("failed", "unsupported_format"),
    }
    assert str(home_of(filled)) not in json.dumps(job)
    assert uploaded(filled) == ["温州.txt"]


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("x.exe", b"MZ", 415, "unsupported_format"),
        ("..", b"x", 415, "unsupported_format"),
        (".txt", b"x", 415, "unsupported_format"),
        ("a.txt", b"", 422, "empty_file"),
        ("big.txt", b"x" * 2_000_001, 413, "file_too_large"),
    ],
)
def test_an_upload_of_nothing_that_can_be_taken_is_an_error(
    client: TestClient, filled: LocalWenju, name: str, content: bytes, status: int, code: str
) -> None:
    filled.shelf._uploads._max_file_bytes = 2_000_000
    response = client.post("/documents", files=parts((name, content)))
    assert (response.status_code, error_of(response)["code"]) == (status, code)
    assert uploaded(filled) == []


def test_a_request_over_the_limit_of_uploads_is_refused(filled: LocalWenju) -> None:
    with client_of(Warmup(lambda: filled), max_upload_mb=1) as client:
        wait_until_ready(client)
        taken = client.post("/documents", files=parts(("a.txt", text(WENZHOU * 2000))))
        assert taken.status_code == 202, "larger than other bodies may be"
        response = client.post("/documents", files=parts(("a.txt", b"x" * 1_100_000)))
        assert (response.status_code, error_of(response)["code"]) == (413, "body_too_large")
        done(client, taken.json())


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/报告.txt", "报告.txt"),
        ("..\\..\\报告.txt", "报告.txt"),
        ("C:\\fakepath\\报告.txt", "报告.txt"),
        ("/etc/passwd", "passwd"),
        ("a\x00b\n.txt", "ab.txt"),
        (".hidden.txt", "hidden.txt"),
        ("...", ""),
        ("..", ""),
        ("evil\u202etxt.md", "eviltxt.md"),
        ("报" * 200 + ".txt", "报" * 65 + ".txt"),
        ("con<>:|?*.txt", "con.txt"),
    ],
)
def test_a_file_name_names_nothing_but_a_file(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_an_upload_never_leaves_its_directory(client: TestClient, filled: LocalWenju, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file() and "uploads" not in path.parts}
    for name in (
        "../../../x.txt",
        "/tmp/x.txt",
        "..\\x.txt",
        "uploads/../../manifest.jsonl.txt",
        "%2e%2e%2fx.txt",
    ):
        upload(client, (name, text(WENZHOU + name)))
    fresh = {path for path in tmp_path.rglob("*.txt") if path not in before}
    assert fresh and all(
        path.resolve().is_relative_to(home_of(filled).resolve() / "uploads") for path in fresh
    )


def test_a_misspelt_field_is_refused_so_that_nothing_is_shown_to_everybody(client: TestClient) -> None:
    response = client.post("/documents", files=parts(("a.txt", text(WENZHOU))), data={"gruop": "科技"})
    assert (response.status_code, error_of(response)["code"]) == (422, "invalid_request")
    assert client.post("/documents", data={"group": "科技"}).status_code == 422
    assert client.post("/documents", json={"files": []}).status_code == 422


def test_the_sender_may_know_better_than_the_file(client: TestClient) -> None:
    plain = "全年新认定高新技术企业99家。\n"
    job = upload(client, ("a.txt", text(plain)), region="丽水市", period="2024", publisher="丽水市科技局")
    document = client.get(f"/documents/{job['documents'][0]['document_id']}").json()["document"]
    assert (document["region_name"], document["period"], document["publisher"]) == (
        "丽水市",
        "2024",
        "丽水市科技局",
    )
    mended = upload(client, ("a.txt", text(plain)), region="台州市", period="2024")
    assert [one["status"] for one in mended["documents"]] == ["replaced"]
    assert client.get("/documents", params={"region": "台州"}).json()["total"] == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"period": "二〇二四"}, "period 读不懂“二〇二四”"),
        ({"plan_period": "2024-13"}, "plan_period"),
        ({"published": "2024-02-30"}, "published “2024-02-30”不是日期"),
        ({"published": "20240230"}, "写作 2025-04-16"),
        ({"region": "火星"}, "region “火星”不像地名"),
        ({"region": "鼓楼区"}, "320106"),
    ],
)
def test_a_field_that_cannot_be_meant_is_refused_and_changes_nothing(
    client: TestClient, filled: LocalWenju, form: dict[str, str], said: str
) -> None:
    upload(client, ("a.txt", text(NINGBO)), period="2023")
    for name, send in (("files", client.post), ("file", client.put)):
        [known] = [one["id"] for one in client.get("/documents?region=宁波").json()["documents"]]
        path = "/documents" if name == "files" else f"/documents/{known}"
        response = send(path, files=parts(("a.txt", text(NINGBO)), field=name), data=form)
        assert (response.status_code, error_of(response)["code"]) == (422, "manifest_error")
        assert said in error_of(response)["message"]
    again = upload(client, ("a.txt", text(NINGBO)))
    assert [one["status"] for one in again["documents"]] == ["unchanged"]


def test_a_time_may_be_written_as_people_do(client: TestClient) -> None:
    job = upload(client, ("a.txt", text(NINGBO)), period="2023年上半年")
    shown = client.get(f"/documents/{job['documents'][0]['document_id']}").json()["document"]
    assert shown["period"] == "2023-H1"


LICHUAN = """丽川市2024年国民经济和社会发展统计公报
丽川市统计局
一、综合
全年地区生产总值1286.4亿元，比上年增长5.8%，增速高于浙江省平均水平。浙江省、杭州市给予大力支持。
丽川市新认定高新技术企业86家。
"""


def test_a_place_in_no_table_goes_by_the_name_that_its_report_gives(client: TestClient) -> None:
    job = upload(client, ("丽川.txt", text(LICHUAN)))
    [outcome] = job["documents"]
    assert outcome["status"] == "added" and "“丽川市”不在行政区划表里" in outcome["notice"]
    for question, number in (("丽川GDP多少", "1286.4亿元"), ("丽川市新认定多少高企", "86家")):
        answer = client.post("/chat", json={"question": question}).json()
        assert number in answer["answer"] and "丽川市" in answer["answer"], answer["answer"]
    assert client.get("/documents", params={"region": "丽川市"}).json()["total"] == 1
    rows = client.get("/figures", params={"region": "丽川市"}).json()["figures"]
    assert rows and {one["figure"]["region_name"] for one in rows} == {"丽川市"}


def test_a_place_in_no_table_may_be_given_by_its_sender(client: TestClient) -> None:
    plain = "全年新认定高新技术企业99家。\n"
    told = upload(client, ("a.txt", text(plain)), period="2024")["documents"][0]
    assert "没有认出是哪个地区" in told["notice"]
    upload(client, ("a.txt", text(plain)), region="海角新区", period="2024")
    assert "99家" in client.post("/chat", json={"question": "海角新区新认定多少高企"}).json()["answer"]


def test_an_upload_of_which_nothing_comes_in_has_failed(client: TestClient) -> None:
    job = upload(client, ("坏.txt", b"\x00" * 9), ("也坏.txt", b"\x00" * 8))
    assert (job["state"], job["error"]["code"]) == ("failed", "binary_file")
    assert job["error"]["message"].startswith("2 份都没有入库；")
    part = upload(client, ("坏.txt", b"\x00" * 9), ("温州.txt", text(WENZHOU)), ("a.docx", b"PK"))
    assert (part["state"], part["error"]) == ("finished", None)
    named = {one["name"]: one["error"] and one["error"]["code"] for one in part["files"]}
    assert named == {"坏.txt": None, "温州.txt": None, "a.docx": "unsupported_format"}


def test_the_errors_of_a_job_name_the_request_that_began_it(client: TestClient) -> None:
    given = {"X-Request-Id": "ours-1"}
    sent = client.post("/documents", files=parts(("坏.txt", b"\x00" * 9), ("a.docx", b"x")), headers=given)
    job = done(client, sent.json())
    assert [one["error"]["request_id"] for one in job["documents"]] == ["ours-1", "ours-1"]


def test_of_a_hidden_report_a_sender_changes_nothing(client: TestClient, filled: LocalWenju) -> None:
    science = bearer(filled.keys.create("科技处", "editor", ["科技"])[1])
    health = bearer(filled.keys.create("卫健处", "editor", ["卫健"])[1])
    job = upload(client, ("温州.txt", text(WENZHOU)), headers=science)
    upload(client, ("同.txt", text(WENZHOU)), headers=health, title="改过的标题")
    path = f"/documents/{job['documents'][0]['document_id']}"
    assert client.get(path, headers=science).json()["document"]["title"] != "改过的标题"


def test_reports_are_listed_by_place_time_publisher_and_words(client: TestClient) -> None:
    upload(client, ("温州.txt", text(WENZHOU)), ("宁波.txt", text(NINGBO)))

    def titles(**wanted: Any) -> list[str]:
        body = exactly(DocumentsBody, client.get("/documents", params=wanted).json())
        return sorted(one["title"][:2] for one in body["documents"])

    assert titles() == ["宁波", "温州", "绍兴"]
    assert titles(region="温州市") == titles(q="温州") == titles(publisher="温州市") == ["温州"]
    assert titles(period="2024") == ["宁波", "温州", "绍兴"] and titles(period="2025") == ["绍兴"]
    pages = [client.get("/documents", params={"limit": 2, "offset": k}).json() for k in (0, 2)]
    assert [len(page["documents"]) for page in pages] == [2, 1] and pages[0]["total"] == 3


def test_a_report_is_shown_in_pages_with_the_figures_of_the_page(client: TestClient) -> None:
    [document] = client.get("/documents").json()["documents"]
    whole = exactly(WholeDocumentBody, client.get(f"/documents/{document['id']}").json())
    pages = [
        client.get(f"/documents/{document['id']}", params={"limit": 2, "offset": k}).json()
        for k in range(0, whole["total"], 2)
    ]
    for name in ("paragraphs", "figures"):
        assert [one for page in pages for one in page[name]] == whole[name]


def test_the_original_file_comes_back_byte_for_byte(client: TestClient, report_file: Path) -> None:
    content = WENZHOU.encode("gb18030")
    job = upload(client, ("温州 报告.txt", content))
    response = client.get(f"/documents/{job['documents'][0]['document_id']}/file")
    assert response.content == content
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "attachment" in response.headers["content-disposition"]
    [ingested] = client.get("/documents", params={"region": "绍兴"}).json()["documents"]
    assert client.get(f"/documents/{ingested['id']}/file").content == report_file.read_bytes()
    report_file.write_text("别的内容", encoding="utf-8")
    gone = client.get(f"/documents/{ingested['id']}/file")
    assert (gone.status_code, error_of(gone)["code"]) == (404, "no_file")


def test_a_deleted_report_takes_its_uploaded_file_along(
    client: TestClient, filled: LocalWenju, report_file: Path
) -> None:
    job = upload(client, ("温州.txt", text(WENZHOU)))
    client.delete(f"/documents/{job['documents'][0]['document_id']}")
    assert uploaded(filled) == []
    [ingested] = client.get("/documents").json()["documents"]
    client.delete(f"/documents/{ingested['id']}")
    assert report_file.exists(), "what was not uploaded is not ours"


def test_a_report_is_replaced_as_one_step_and_keeps_its_groups(
    client: TestClient, filled: LocalWenju
) -> None:
    job = upload(client, ("温州.txt", text(WENZHOU)), group="科技")
    old = job["documents"][0]["document_id"]
    response = client.put(
        f"/documents/{old}", files=parts(("新.txt", text(WENZHOU.replace("716", "717"))), field="file")
    )
    replaced = done(client, response.json())
    new = replaced["documents"][0]
    assert (replaced["kind"], replaced["replaces"], new["status"]) == ("replace", old, "replaced")
    assert client.get(f"/documents/{old}").status_code == 404
    assert uploaded(filled) == ["新.txt"]
    library = filled._store.library
    assert library.groups()[new["document_id"]] == {"科技"}
    broken = client.put(
        f"/documents/{new['document_id']}", files=parts(("坏.txt", b"\x00" * 9), field="file")
    )
    assert done(client, broken.json())["documents"][0]["status"] == "failed"
    assert client.get(f"/documents/{new['document_id']}").status_code == 200


def test_replacing_by_what_is_there_already_leaves_one(client: TestClient, filled: LocalWenju) -> None:
    ids = [
        one["document_id"]
        for one in upload(client, ("a.txt", text(WENZHOU)), ("b.txt", text(NINGBO)))["documents"]
    ]
    response = client.put(f"/documents/{ids[0]}", files=parts(("c.txt", text(NINGBO)), field="file"))
    assert done(client, response.json())["documents"][0]["document_id"] == ids[1]
    assert client.get("/documents").json()["total"] == 2 and uploaded(filled) == ["b.txt"]


def test_an_upload_comes_into_the_groups_of_its_sender_only(client: TestClient, filled: LocalWenju) -> None:
    science = bearer(filled.keys.create("科技处", "editor", ["科技"])[1])
    health = bearer(filled.keys.create("卫健处", "editor", ["卫健"])[1])
    job = upload(client, ("温州.txt", text(WENZHOU)), headers=science)
    path = f"/documents/{job['documents'][0]['document_id']}"
    assert client.get(path, headers=science).status_code == 200
    for method, more in (("GET", ""), ("GET", "/file"), ("DELETE", "")):
        assert client.request(method, path + more, headers=health).status_code == 404
    assert client.put(path, files=parts(("a.txt", b"x"), field="file"), headers=health).status_code == 404
    assert client.get(f"/jobs/{job['id']}", headers=health).status_code == 404
    assert client.get("/jobs", headers=health).json()["total"] == 0
    other = client.post(
        "/documents", files=parts(("a.txt", text(NINGBO))), data={"group": "科技"}, headers=health
    )
    assert (other.status_code, error_of(other)["code"]) == (403, "forbidden")
    upload(client, ("同.txt", text(WENZHOU)), headers=health)
    assert client.get(path, headers=health).status_code == 200, "who has the file may see it"
    assert client.get(path, headers=science).status_code == 200


def test_a_reader_uploads_nothing(client: TestClient, filled: LocalWenju) -> None:
    reader = bearer(filled.keys.create("读者", "reader", None)[1])
    assert client.post("/documents", files=parts(("a.txt", text(WENZHOU))), headers=reader).status_code == 403
    assert uploaded(filled) == []


def test_jobs_are_listed_newest_first(client: TestClient) -> None:
    ids = [upload(client, (f"{n}.txt", text(WENZHOU + str(n))))["id"] for n in range(3)]
    body = exactly(JobsBody, client.get("/jobs", params={"limit": 2}).json())
    assert ([job["id"] for job in body["jobs"]], body["total"]) == (ids[:0:-1], 3)
    assert error_of(client.get("/jobs/none"))["code"] == "unknown_job"
    assert error_of(client.post(f"/jobs/{ids[0]}/resume"))["code"] == "job_error"


def test_a_job_cut_off_by_a_kill_is_interrupted_and_goes_on_when_told(tmp_path: Path) -> None:
    """The files of a job that was never done are there at the next start; what nobody wants is swept away."""
    home = tmp_path / "killed"
    wenju = LocalWenju(open_test_store(home))
    jobs = wenju.shelf.jobs
    one = wenju.shelf._uploads.keep("温州.txt", BytesIO(text(WENZHOU)))
    wenju.shelf._uploads.keep("无主.txt", BytesIO(text(NINGBO)))
    body = {"files": [vars(one)], "refused": [], "groups": [], "replaces": ""}
    jobs._line_up = lambda job: None  # type: ignore[method-assign]  # as a kill leaves it: written down, not done
    job = jobs.begin("upload", "", body)
    wenju.close()
    again = LocalWenju(open_test_store(home))
    with client_of(Warmup(lambda: again)) as client:
        wait_until_ready(client)
        assert client.get(f"/jobs/{job.id}").json()["job"]["state"] == "interrupted"
        assert uploaded(again) == ["温州.txt"]
        resumed = done(client, client.post(f"/jobs/{job.id}/resume").json())
        assert [one["status"] for one in resumed["documents"]] == ["added"]


def test_a_killed_service_has_the_old_or_the_new_report(tmp_path: Path, report_file: Path) -> None:
    assert wenju_output("ingest", str(report_file))[0] == 0
    service = start_wenju("serve", "--port", "0", "--json")
    assert service.stdout is not None
    port = int(json.loads(service.stdout.readline())["address"].rpartition(":")[2])
    old = json.loads(wenju_output("documents", "--json")[1])["documents"][0]["id"]
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="n.txt"\r\n\r\n'
        + text(WENZHOU)
        + b"\r\n--b--\r\n"
    )
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("PUT", f"/documents/{old}", body, {"Content-Type": "multipart/form-data; boundary=b"})
    assert connection.getresponse().status == 202
    os.kill(service.pid, signal.SIGKILL)
    service.communicate()
    connection.close()
    documents = json.loads(wenju_output("documents", "--json")[1])["documents"]
    assert len(documents) == 1
    checked = json.loads(wenju_output("doctor", "--json")[1])
    assert checked["in_step"]
