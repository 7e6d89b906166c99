"""Many users at once, against a real server over a library of one report."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from api.asking import Asked, Told
from api.local import LocalWenju
from api.warmup import Warmup
from evals.load import ROUTES, Load, Phase, measure, notes, table
from tests.api.conftest import SHAOXING, open_test_store, running

QUESTIONS = ["绍兴2024年新增多少高新技术企业"]


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    path = tmp_path / "shaoxing.txt"
    path.write_text(SHAOXING, encoding="utf-8")
    return path


@pytest.fixture
def wenju(tmp_path: Path, report_file: Path) -> Iterator[LocalWenju]:
    wenju = LocalWenju(open_test_store(tmp_path / "home"))
    wenju.ingest([str(report_file)], lambda step: None)
    yield wenju
    wenju.close()


async def measured(address: str, more: list[Path]) -> list[Phase]:
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        phases = measure(Load(client, QUESTIONS, 0.0), 4, 0.6, more, os.getpid())
        return [phase async for phase in phases]


def test_users_are_answered_while_reports_are_uploaded(wenju: LocalWenju, tmp_path: Path) -> None:
    other = tmp_path / "wenzhou.txt"
    other.write_text(SHAOXING.replace("绍兴", "温州"), encoding="utf-8")
    with running(Warmup(lambda: wenju)) as address:
        alone, together, meanwhile = asyncio.run(measured(address, [other]))
        documents = httpx.get(f"{address}/documents").json()["documents"]
    assert {one["region_name"] for one in documents} == {"绍兴市", "温州市"}
    for phase in (alone, together, meanwhile):
        assert (phase.errors, phase.differing) == ([], 0)
        assert phase.memory_mb and min(phase.memory_mb) > 1
    assert all(together.ms[route] for route in ROUTES)
    assert "| 4 人 | POST /chat |" in table([alone, together])


def test_what_goes_wrong_is_counted(wenju: LocalWenju, monkeypatch: pytest.MonkeyPatch) -> None:
    number = count()

    def unsteady(wenju: LocalWenju, asked: Asked) -> Iterator[Told]:
        answer, n = wenju.ask(asked.question, (), asked.filters), next(number)
        wrong = [one | {"quote": "别的话"} for one in answer["citations"]]
        yield "done", answer | {"answer": f"{n}", "citations": wrong if n % 2 else []}

    monkeypatch.setattr("api.routes.chat.tell", unsteady)
    with running(Warmup(lambda: wenju)) as address:
        phases = asyncio.run(measured(address, []))
    assert sum(phase.differing for phase in phases) > 0
    errors = [error for phase in phases for error in phase.errors]
    assert errors and all("引文与段落不符" in error for error in errors)
    assert f"错误 {len(phases[-1].errors)}" in notes(phases[-1])[0]


def test_percentiles_and_ratios_are_printed_a_line_a_route() -> None:
    alone, many = (Phase(name, users, 10.0) for name, users in (("一人", 1), ("50 人", 50)))
    alone.ms["ask"], many.ms["ask"] = [10.0] * 100, [20.0] * 95 + [60.0] * 5
    lines = table([alone, many]).splitlines()
    assert lines[2] == "| 一人 | POST /chat | 100 | 10.0 | 10.0 | 10.0 | 10.0 | 1.0 | 1.0 |"
    assert lines[3] == "| 50 人 | POST /chat | 100 | 10.0 | 20.0 | 22.0 | 60.0 | 2.0 | 2.2 |"
