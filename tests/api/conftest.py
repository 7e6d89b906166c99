"""A small library behind the real application; only the embedding model is made by hand."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.addresses import address_of, listen
from api.app import build_app
from api.local import LocalWenju
from api.settings import ApiSettings
from api.warmup import Warmup
from ingest.settings import IngestSettings
from ingest.store import Store, open_store
from tests.fakes import HashEmbedder

ROOT = Path(__file__).parent.parent.parent
TOKEN = "a-token"
MAX_BODY_KB = 50
BASE_URL = "http://127.0.0.1"

SHAOXING = """绍兴市科技局2024年工作总结和2025年工作思路
发布机构：绍兴市科技局  成文日期：2025-04-16
一、2024年工作总结
（一）创新主体加快培育。全市科技工作稳中有进。预计新增高新技术企业138家，新增省科技型中小企业1824家。
（二）研发投入持续加大。全社会R&D经费投入比重达3.12%，同比提升0.11个百分点。
二、2025年工作思路
（一）培育创新主体。力争新增高新技术企业150家以上。
"""


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the developer's WENJU_ variables nor their .env reach a test."""
    for name in [name for name in os.environ if name.startswith("WENJU_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    path = tmp_path / "reports" / "shaoxing.txt"
    path.parent.mkdir()
    path.write_text(SHAOXING, encoding="utf-8")
    return path


def open_test_store(home: Path) -> Store:
    return open_store(IngestSettings(home=home), embedder=HashEmbedder())


@pytest.fixture
def wenju(tmp_path: Path) -> Iterator[LocalWenju]:
    """An empty library."""
    wenju = LocalWenju(open_test_store(tmp_path / "home"))
    yield wenju
    wenju.close()


@pytest.fixture
def filled(wenju: LocalWenju, report_file: Path) -> LocalWenju:
    """A library of one report."""
    outcome = wenju.ingest([str(report_file)], lambda step: None)["documents"][0]
    assert outcome["status"] == "added"
    return wenju


@pytest.fixture
def client(filled: LocalWenju) -> Iterator[TestClient]:
    with client_of(Warmup(lambda: filled)) as client:
        wait_until_ready(client)
        yield client


def settings(**given: Any) -> ApiSettings:
    """Settings for tests, with what is given."""
    return ApiSettings(**{"max_body_kb": MAX_BODY_KB, "rate_limit": "0"} | given)


def client_of(warmup: Warmup, is_loopback: bool = True, **given: Any) -> TestClient:
    """A client of the application with these settings."""
    app = build_app(warmup, TOKEN, settings(**given), is_loopback)
    return TestClient(app, base_url=BASE_URL, raise_server_exceptions=False)


def wait_until_ready(client: TestClient) -> None:
    app: Any = client.app
    app.state.warmup.wait()
    assert client.get("/readyz").status_code == 200


@pytest.fixture
def address(filled: LocalWenju) -> Iterator[str]:
    """The address of a real server on loopback over the library of one report."""
    with running(Warmup(lambda: filled)) as address:
        yield address


@contextmanager
def running(warmup: Warmup, is_loopback: bool = True, **given: Any) -> Iterator[str]:
    """uvicorn in a thread of this process, ready, on a free port."""
    app = build_app(warmup, TOKEN, settings(**given), is_loopback)
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=5))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]))
    thread.start()
    try:
        while not server.started:
            time.sleep(0.005)
        warmup.wait()
        yield address_of(listener)
    finally:
        server.should_exit = True
        thread.join()


def app_without_library() -> FastAPI:
    """The application as it is described, never started."""

    def never() -> LocalWenju:
        raise AssertionError("the library is not needed to describe the service")

    return build_app(Warmup(never), TOKEN, settings())


# `wenju` as a process of its own, with the embedding model made by hand.
WENJU = """
import functools, sys
import api.local
from api.cli import main
from tests.fakes import HashEmbedder
api.local.open_store = functools.partial(api.local.open_store, embedder=HashEmbedder())
sys.argv = ["wenju", *sys.argv[1:]]
main()
"""


def start_wenju(*arguments: str, script: str = WENJU) -> subprocess.Popen[str]:
    """A running `wenju`, its output in pipes; it works in the current directory on ./data."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wenju_output(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of one `wenju` process."""
    process = start_wenju(*arguments)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err
