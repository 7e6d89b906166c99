"""Many people at once: how long they wait compared with one alone, and whether anything goes wrong.

    python -m evals.load [--users 50] [--seconds 20] [--ingest 200] [--base-url URL] [--json]

Without --base-url a service of its own is started over a library of made-up reports, kept in .bench/load. Each user
asks, looks figures up or searches, and does the next thing as soon as the last is answered (--think waits between).
First one user alone, then all of them, then all of them while reports are uploaded. Every answer is held to the one
that the same question got before, and every quote to its paragraph.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from evals.bench import FOLDER, filled, running_service, twin
from evals.synth.library import write_library

CITIES, YEARS, SEED, QUESTIONS = 40, 3, 7, 4  # 120 reports; questions are of each report
ROUTES = {"ask": "POST /chat", "figures": "GET /figures", "search": "POST /search"}
WEIGHTS = {"ask": 2, "figures": 1, "search": 1}
TIMEOUT_S = 60.0
ALONE_S = 20.0  # long enough for the user alone
UPLOADED = 50  # reports of one upload
Json = dict[str, Any]


@dataclass
class Phase:
    """What was measured while so many users were at it."""

    name: str
    users: int
    seconds: float = 0.0
    ms: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in ROUTES})
    errors: list[str] = field(default_factory=list)
    differing: int = 0  # answers unlike the one that the same question got before
    memory_mb: list[float] = field(default_factory=list)  # once a second


class Load:
    """Users of one service. Latencies are in milliseconds."""

    def __init__(self, client: httpx.AsyncClient, questions: Sequence[str], think_s: float) -> None:
        self._client, self._questions, self._think_s = client, questions, think_s
        self._answers: dict[str, str] = {}

    async def run(self, phase: Phase, is_over: Callable[[], bool], pid: int | None) -> Phase:
        """Let the users of a phase work until it is over."""
        started = time.perf_counter()
        watching = asyncio.create_task(_watch_memory(phase, pid))
        await asyncio.gather(*(self._use(phase, n, is_over) for n in range(phase.users)))
        watching.cancel()
        phase.seconds = time.perf_counter() - started
        return phase

    async def _use(self, phase: Phase, number: int, is_over: Callable[[], bool]) -> None:
        chance = random.Random(f"{phase.name}/{number}")
        while not is_over():
            route = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            question = chance.choice(self._questions)
            started = time.perf_counter()
            try:
                await self._do(phase, route, question)
            except (httpx.HTTPError, ValueError, KeyError) as error:
                phase.errors.append(f"{ROUTES[route]} {question}: {type(error).__name__} {error}")
            phase.ms[route].append((time.perf_counter() - started) * 1000)
            if self._think_s:
                await asyncio.sleep(chance.expovariate(1 / self._think_s))

    async def _do(self, phase: Phase, route: str, question: str) -> None:
        if route == "ask":
            said = await self._json("POST", "/chat", json={"question": question})
            _check_quotes(said["citations"])
            phase.differing += self._answers.setdefault(question, said["answer"]) != said["answer"]
        elif route == "search":
            await self._json("POST", "/search", json={"question": question})
        else:
            found = await self._json("GET", "/figures", params={"q": question, "limit": 10})
            _check_quotes([one["citation"] for one in found["figures"]])

    async def _json(self, method: str, path: str, **request: Any) -> Json:
        response = await self._client.request(method, path, **request)
        if response.status_code not in (200, 202):
            raise ValueError(f"{response.status_code} {response.text[:200]}")
        body: Json = response.json()
        return body

    async def upload(self, paths: Sequence[Path]) -> list[str]:
        """Send reports and wait until they are read; returns what went wrong with them."""
        wrong: list[str] = []
        try:
            for start in range(0, len(paths), UPLOADED):
                wrong += await self._upload(paths[start : start + UPLOADED])
        except (httpx.HTTPError, ValueError, KeyError) as error:
            wrong.append(f"上传：{type(error).__name__} {error}")
        return wrong

    async def _upload(self, paths: Sequence[Path]) -> list[str]:
        files = [("files", (path.name, path.read_bytes(), "text/plain")) for path in paths]
        job = (await self._json("POST", "/documents", files=files))["job"]
        while job["state"] in ("waiting", "running"):
            await asyncio.sleep(0.5)
            job = (await self._json("GET", f"/jobs/{job['id']}"))["job"]
        unfinished = [] if job["state"] == "finished" else [f"{job['state']}: {job['error']}"]
        return unfinished + [f"{one['path']}: {one['error']}" for one in job["documents"] if one["error"]]


def _check_quotes(citations: Sequence[Json]) -> None:
    for one in citations:
        if one["text"][one["start"] : one["end"]] != one["quote"]:
            raise ValueError(f"引文与段落不符：{one['paragraph_id']}")


async def _watch_memory(phase: Phase, pid: int | None) -> None:
    while pid is not None:
        phase.memory_mb.append(psutil.Process(pid).memory_info().rss / 2**20)
        await asyncio.sleep(1)


async def measure(
    load: Load, users: int, seconds: float, more: Sequence[Path], pid: int | None
) -> AsyncIterator[Phase]:
    """One user alone, all of them, and all of them while more reports are uploaded, each phase in turn."""
    short = min(seconds, ALONE_S)
    await load.run(Phase("预热", 1), _timer(short / 2), pid)
    yield await load.run(Phase("一人", 1), _timer(short), pid)
    yield await load.run(Phase(f"{users} 人", users), _timer(seconds), pid)
    if more:
        yield await _while_uploading(load, users, more, pid)


async def _while_uploading(load: Load, users: int, more: Sequence[Path], pid: int | None) -> Phase:
    phase = Phase(f"{users} 人，同时入库 {len(more)} 份", users)
    uploading = asyncio.create_task(load.upload(more))
    await load.run(phase, uploading.done, pid)
    phase.errors += uploading.result()
    phase.differing = 0  # what comes in may change an answer
    return phase


def _timer(seconds: float) -> Callable[[], bool]:
    over = time.perf_counter() + seconds
    return lambda: time.perf_counter() > over


# what is printed


def table(phases: Sequence[Phase]) -> str:
    """A line for each phase and route; ratios are to the one user alone."""
    lines = [
        "| | 地址 | 次数 | 次/秒 | p50 毫秒 | p95 | p99 | p50 ÷ 一人 | p95 ÷ 一人 |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for phase in phases:
        lines += [_line(phase, route, phases[0]) for route in ROUTES if len(phase.ms[route]) > 1]
    return "\n".join(lines)


def _line(phase: Phase, route: str, alone: Phase) -> str:
    times = phase.ms[route]
    p50, p95, p99 = (_percentile(times, n) for n in (50, 95, 99))
    ratios = [f"{p / _percentile(alone.ms[route], n):.1f}" for p, n in ((p50, 50), (p95, 95))]
    cells = [phase.name, ROUTES[route], str(len(times)), f"{len(times) / phase.seconds:.1f}"]
    return f"| {' | '.join([*cells, *(f'{p:.1f}' for p in (p50, p95, p99)), *ratios])} |"


def _percentile(times: Sequence[float], n: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[n - 1]


def notes(phase: Phase) -> list[str]:
    """What else was seen: errors, answers that differ, memory."""
    lines = [
        f"{phase.name}：{phase.seconds:.0f} 秒，错误 {len(phase.errors)}，前后不一的回答 {phase.differing}"
    ]
    if phase.memory_mb:
        fifth = max(1, len(phase.memory_mb) // 5)
        means = [
            statistics.mean(phase.memory_mb[n : n + fifth]) for n in range(0, len(phase.memory_mb), fifth)
        ]
        lines[0] += f"，内存 {' → '.join(f'{mean:.0f}' for mean in means[:5])} MB"
    return lines + [f"  {error}" for error in phase.errors[:5]]


# beginning


def main() -> None:
    """Measure and print; exit code 1 after any error or differing answer."""
    arguments = _arguments()
    with ExitStack() as stack:
        questions, more = _material(arguments.ingest)
        address, pid = arguments.base_url, None
        if not address:
            service = stack.enter_context(running_service(_library(), WENJU_RATE_LIMIT="0"))
            address, pid = service.address, service.pid
        phases = asyncio.run(_measured(arguments, address, pid, questions, more))
    if arguments.json:
        print(json.dumps([asdict(phase) for phase in phases], ensure_ascii=False))
    else:
        print(table(phases))
    sys.exit(any(phase.errors or phase.differing for phase in phases))


async def _measured(
    arguments: argparse.Namespace,
    address: str,
    pid: int | None,
    questions: Sequence[str],
    more: Sequence[Path],
) -> list[Phase]:
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=address, timeout=TIMEOUT_S, trust_env=False, limits=limits
    ) as client:
        load = Load(client, questions, arguments.think)
        phases = []
        async for phase in measure(load, arguments.users, arguments.seconds, more, pid):
            phases.append(phase)
            print(*notes(phase), sep="\n", file=sys.stderr, flush=True)
        return phases


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.load", description="许多人同时用时快不快、对不对")
    parser.add_argument("--users", type=int, default=50, help="多少人同时")
    parser.add_argument("--seconds", type=float, default=20.0, help="多少秒")
    parser.add_argument("--ingest", type=int, default=0, help="另测一遍，同时上传这么多份报告")
    parser.add_argument("--think", type=float, default=0.0, help="每人两次之间平均等多少秒")
    parser.add_argument("--base-url", default="", help="正在运行的服务；不给则自己起一个")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser.parse_args()


def _material(more: int) -> tuple[list[str], list[Path]]:
    """Questions about the library, and further reports to be uploaded."""
    folder = FOLDER / "load-files"
    write_library(folder, CITIES, YEARS, SEED, QUESTIONS, lambda *_: None)
    rows = map(json.loads, (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines())
    questions = [row["question"] for row in rows if not row["history"]]
    if not more:
        return questions, []
    fresh = FOLDER / "load-more"
    write_library(fresh, -(-more // YEARS), YEARS, SEED + 1, 0, lambda *_: None)
    return questions, sorted((fresh / "reports").glob("*.txt"))[:more]


def _library() -> Path:
    """A copy of the library of made-up reports, so that what is uploaded is gone the next time."""
    return twin(filled(FOLDER / "load", FOLDER / "load-files" / "reports"))


if __name__ == "__main__":
    main()
