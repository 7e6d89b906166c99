"""`wenju serve` as a real process: commands go through it, and it leaves nothing behind when told to stop."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.cli import run
from ingest.lock import read_owner
from tests.api.conftest import start_wenju, wenju_output

QUESTION = "绍兴2024年新增多少高新技术企业"


@pytest.fixture
def service() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address, ready."""
    process = start_wenju("serve", "--port", "0", "--json")
    try:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())["address"]
    finally:
        process.kill()
        process.communicate()


def test_commands_go_through_the_service_that_owns_the_library(
    service: tuple[subprocess.Popen[str], str], report_file: Path
) -> None:
    _, address = service
    assert (
        json.loads(wenju_output("ingest", "reports/shaoxing.txt", "--json")[1])["documents"][0]["status"]
        == "added"
    )
    code, out, _ = wenju_output("ask", QUESTION, "--json")
    answer = httpx.post(f"{address}/chat", json={"question": QUESTION}).json()
    said = json.loads(out)
    assert (code, said["answer"], said["citations"]) == (0, answer["answer"], answer["citations"])
    document_id = json.loads(wenju_output("documents", "--json")[1])["documents"][0]["id"]
    assert document_id in wenju_output("documents", document_id)[1]
    assert "138家" in wenju_output("figures", "高新技术企业")[1]
    assert wenju_output("doctor")[:2] == (0, "资料库与索引一致\n")
    assert wenju_output("reindex")[0] == 0
    assert wenju_output("delete", document_id)[0] == 0
    code, _, err = wenju_output("delete", document_id)
    assert (code, "没有这份报告" in err, err.count("\n")) == (1, True, 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly(service: tuple[subprocess.Popen[str], str], number: int) -> None:
    process, address = service
    token = Path("data/service.token")
    owner = read_owner(Path("data"))
    assert owner is not None and (owner.pid, owner.address) == (process.pid, address)
    assert stat.S_IMODE(token.stat().st_mode) == 0o600
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert read_owner(Path("data")) is None and not token.exists()
    assert wenju_output("documents")[0] == 0


def test_a_killed_service_leaves_a_library_that_opens(service: tuple[subprocess.Popen[str], str]) -> None:
    process, _ = service
    process.kill()
    process.wait()
    assert wenju_output("documents", "--json")[:2] == (0, '{\n  "documents": []\n}\n')


def test_a_second_service_on_the_same_library_says_who_has_it(
    service: tuple[subprocess.Popen[str], str],
) -> None:
    _, address = service
    code, out, err = wenju_output("serve", "--port", "0")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "资料库正被另一个进程使用" in err and address in err


def test_a_taken_port_is_named_before_anything_is_opened() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = wenju_output("serve", "--port", str(port))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"127.0.0.1:{port}" in err
    assert not Path("data").exists()


def test_what_is_no_http_is_answered_in_the_one_shape(service: tuple[subprocess.Popen[str], str]) -> None:
    host, _, port = service[1].removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall("GET /figures?period=2024年 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head, _, body = b"".join(iter(lambda: raw.recv(4096), b"")).partition(b"\r\n\r\n")
    error = json.loads(body)["error"]
    assert head.startswith(b"HTTP/1.1 400") and b"content-type: application/json" in head
    assert (error["code"], "百分号" in error["expected"]) == ("bad_request", True)
    assert f"x-request-id: {error['request_id']}".encode() in head


def test_nobody_else_on_the_machine_sees_what_is_stored(
    service: tuple[subprocess.Popen[str], str], report_file: Path
) -> None:
    files = {"files": ("a.txt", report_file.read_bytes())}
    job = httpx.post(f"{service[1]}/documents", files=files).json()["job"]
    while job["state"] in ("waiting", "running"):
        time.sleep(0.05)
        job = httpx.get(f"{service[1]}/jobs/{job['id']}").json()["job"]
    stored = [path for path in Path("data").rglob("*") if path.name != "wenju.lock"]
    assert {"library.sqlite3", "uploads", "vectors", "words"} <= {path.name for path in stored}
    open_to_others = [path for path in (Path("data"), *stored) if path.stat().st_mode & 0o077]
    assert open_to_others == []


@pytest.mark.parametrize(
    "command",
    [
        ["documents"],
        ["ask", QUESTION],
        ["figures", "高企"],
        ["keys", "list"],
        ["doctor"],
        ["mcp"],
        ["serve", "--host", "0.0.0.0", "--port", "0"],
    ],
    ids=lambda command: command[0],
)
def test_a_command_that_only_reads_makes_no_library(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["wenju", *command])
    code, err = run(), capsys.readouterr().err
    missing = f"这里没有资料库：{Path('data').absolute()}"
    assert (code, err.count("\n")) == (1, 1)
    assert ("还没有密钥" if command[0] == "serve" else missing) in err
    assert not Path("data").exists()


def test_a_question_given_at_the_start_is_answered_when_ready(report_file: Path) -> None:
    assert wenju_output("ingest", str(report_file))[0] == 0
    process = start_wenju("serve", "--port", "0", "--ask", QUESTION)
    assert process.stdout is not None
    shown = [process.stdout.readline() for _ in range(4)]
    process.terminate()
    process.communicate(timeout=30)
    assert "已就绪" in shown[0]
    assert QUESTION in shown[2] and "138家" in shown[3]


def test_a_question_that_cannot_be_asked_at_the_start_stops_nothing() -> None:
    process = start_wenju("serve", "--port", "0", "--ask", "问" * 10_000)
    assert process.stdout is not None
    shown = [process.stdout.readline() for _ in range(4)]
    process.terminate()
    _, err = process.communicate(timeout=30)
    assert "问题太长" in shown[3]
    assert (process.returncode, err) == (0, "")
