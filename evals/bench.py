"""`make bench`: speed, memory and retrieval, as ratios taken in one run on one machine.

    python -m evals.bench [--paragraphs 20000] [--questions 200] [--squad FILE] [--no-tutorial] [--json]

Everything it makes stays in .bench/; the large library is made once and only brought up to date afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psutil

from evals.squad import SquadSet, rank_of, read_squad, right_ranks
from evals.synth.plain import write_reports
from ingest.periods import period_label
from ingest.pipeline import ingest
from ingest.regions import Regions
from ingest.settings import IngestSettings
from ingest.store import Store, open_store
from rag.settings import RagSettings

FOLDER = Path(".bench")
CORPUS = Path(__file__).parent.parent / "corpus"
THROUGHPUT_PARAGRAPHS = 2000  # half a minute of embedding: long against start and end, short to wait for
PARTS = 5  # ingest and the model alone take turns, so that a busy machine slows both
NEAREST = 10
CITIES = 120  # places of the made-up reports
WARM_UP = 20  # questions put before the clock runs


@dataclass(frozen=True)
class Row:
    """One line of the table; `target` is "" when nothing is promised."""

    name: str
    value: float
    unit: str
    target: str = ""


def main() -> None:
    """Measure what the arguments ask for and print one table."""
    arguments = _arguments()
    rows: list[Row] = []
    for section in _sections(arguments):
        for row in section():
            rows.append(row)
            print(f"{row.name}: {row.value:.4g} {row.unit}", file=sys.stderr, flush=True)
    print(json.dumps([asdict(row) for row in rows], ensure_ascii=False) if arguments.json else table(rows))


def _sections(arguments: argparse.Namespace) -> Iterator[Callable[[], Iterator[Row]]]:
    yield lambda: ingest_rows()
    corpus, large = FOLDER / "corpus", FOLDER / f"library-{arguments.paragraphs}"
    yield lambda: service_rows("corpus/", filled(corpus, CORPUS), arguments.questions)
    yield lambda: command_rows(corpus)
    if arguments.paragraphs:
        files = _synthetic(arguments.paragraphs)
        name = f"{arguments.paragraphs} 段"
        yield lambda: service_rows(name, filled(large, files), arguments.questions)
    if arguments.tutorial:
        yield lambda: tutorial_rows(arguments.questions)
    if arguments.squad:
        yield lambda: squad_rows(read_squad(arguments.squad), arguments.tutorial)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="速度、内存和检索质量")
    parser.add_argument("--paragraphs", type=int, default=20_000, help="生成的大资料库有多少段；0 不测")
    parser.add_argument("--questions", type=int, default=200, help="每个资料库问多少个问题")
    parser.add_argument("--squad", type=Path, help="SQuAD 格式的文件，测检索质量")
    parser.add_argument("--no-tutorial", dest="tutorial", action="store_false", help="不测教程写法")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser.parse_args()


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| | 结果 | 目标 |", "| --- | ---: | --- |"]
    lines += [
        f"| {row.name} | {_number(row.value)} {row.unit}".rstrip() + f" | {row.target} |" for row in rows
    ]
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


# ingest


def ingest_rows() -> Iterator[Row]:
    """Ingest against the embedding model alone on the same texts, part by part in turn."""
    files = _synthetic(THROUGHPUT_PARAGRAPHS)
    parts = _parts_of(sorted(files.glob("*.txt")))
    with open_store(IngestSettings(home=_home("throughput", fresh=True))) as store:
        store.warm()
        ingest_s, raw_s, texts = [], [], []
        for part in parts:
            known = set(_embedded_texts(store))
            ingest_s.append(_seconds(partial(ingest, part, store)))
            texts.append([text for text in _embedded_texts(store) if text not in known])
            raw_s.append(_seconds(partial(store.embedder.passages, texts[-1])))
        again_s = _seconds(lambda: ingest([files], store))
    embedded = sum(len(text) for part_texts in texts for text in part_texts)
    ratios = [raw / whole for raw, whole in zip(raw_s, ingest_s, strict=True)]
    yield Row("入库：报告原文", _chars(files) / sum(ingest_s), "字/秒")
    yield Row("入库：送去嵌入的文字", embedded / sum(ingest_s), "字/秒")
    yield Row("嵌入模型单独跑同样的文字", embedded / sum(raw_s), "字/秒")
    yield Row("入库速度 ÷ 嵌入模型单独的速度（各批的中位数）", statistics.median(ratios), "", "≥ 0.85")
    yield Row("同样的文件再入库一次", again_s, "秒")


def _parts_of(paths: Sequence[Path]) -> list[list[Path]]:
    """The files in PARTS nearly equal parts."""
    return [list(paths[n::PARTS]) for n in range(PARTS)]


def _embedded_texts(store: Store) -> list[str]:
    """What ingest embedded: the text of each vector, indicators included."""
    chunks = store.library.texts_of_vectors(sorted(store.library.vector_ids()))
    return [*chunks.values(), *store.library.indicators()]


def _synthetic(paragraphs: int) -> Path:
    files = FOLDER / f"files-{paragraphs}"
    shutil.rmtree(files, ignore_errors=True)
    write_reports(files, _cities(), paragraphs)
    return files


def _cities() -> list[str]:
    regions = Regions.load()
    below = [region for province in regions.children("") for region in regions.children(province.code)]
    return [region.name for region in below if region.level == "city"][:CITIES]


def _chars(files: Path) -> int:
    return sum(len(path.read_text(encoding="utf-8")) for path in files.glob("*.txt"))


# the service


def service_rows(name: str, home: Path, question_count: int) -> Iterator[Row]:
    """POST /chat against one query embedding and one Chroma query, question by question in turn."""
    other = twin(home)
    with open_store(IngestSettings(home=other)) as store, running_service(home) as service:
        store.warm()
        questions = figure_questions(store, question_count + WARM_UP)
        with httpx.Client(base_url=service.address, trust_env=False, timeout=60) as client:
            pairs = [(_chat_ms(client, question), _parts_ms(store, question)) for question in questions]
        chat_ms, parts_ms = zip(*pairs[WARM_UP:], strict=True)
        chat, parts = statistics.median(chat_ms), statistics.median(parts_ms)
        resident_mb = psutil.Process(service.pid).memory_info().rss / 2**20
        yield Row(f"{name}：段落", float(store.words.count()), "段")
        yield Row(f"{name}：POST /chat p50", chat, "毫秒")
        yield Row(f"{name}：POST /chat p95", _p95(chat_ms), "毫秒")
        yield Row(f"{name}：一次查询嵌入 + 一次 Chroma 查询 p50", parts, "毫秒")
        yield Row(f"{name}：两者之比", chat / parts, "", "≤ 2.5")
        yield Row(f"{name}：服务占用内存", resident_mb, "MB", "< 1,024")


FIGURE_QUESTION = "新增高新技术企业多少家"  # answered by slots, without the embedding model
TEXT_QUESTION = "有哪些工作成效"


def command_rows(home: Path) -> Iterator[Row]:
    """`wenju ask` as a person starts it: alone, then with the service running."""
    yield Row("wenju ask，没有服务时，问数据", _ask_seconds(home, FIGURE_QUESTION), "秒", "< 4")
    yield Row("wenju ask，没有服务时，问文字", _ask_seconds(home, TEXT_QUESTION), "秒", "< 4")
    with running_service(home):
        yield Row("wenju ask，服务运行时", _ask_seconds(home, TEXT_QUESTION), "秒")


def figure_questions(store: Store, count: int) -> list[str]:
    """Questions after figures that the library holds, the same on every run."""
    figures = [figure for figure in store.library.find_figures(limit=count * 20) if figure.indicator]
    texts = (
        f"{figure.region_name}{period_label(figure.period)}{figure.indicator}是多少" for figure in figures
    )
    unique = list(dict.fromkeys(texts))
    return [unique[n % len(unique)] for n in range(count)]


def _chat_ms(client: httpx.Client, question: str) -> float:
    started = time.perf_counter()
    client.post("/chat", json={"question": question}).raise_for_status()
    return (time.perf_counter() - started) * 1000


def _parts_ms(store: Store, question: str) -> float:
    started = time.perf_counter()
    store.vectors.nearest("chunks", store.embedder.query(question), NEAREST)
    return (time.perf_counter() - started) * 1000


def _ask_seconds(home: Path, question: str) -> float:
    command = [_wenju(), "ask", "--json", question]
    run = lambda: subprocess.run(command, env=_environment(home), stdout=subprocess.DEVNULL)  # noqa: E731
    return statistics.median(_seconds(run) for _ in range(5))


@dataclass(frozen=True)
class RunningService:
    """A `wenju serve` of our own."""

    address: str
    pid: int


@contextmanager
def running_service(home: Path, **variables: str) -> Iterator[RunningService]:
    """The service on a free port, ready; stopped at the end."""
    command = [_wenju(), "serve", "--port", "0", "--json"]
    process = subprocess.Popen(command, env=_environment(home) | variables, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        yield RunningService(ready["address"], process.pid)
    finally:
        process.terminate()
        process.wait()


# beside it: the tutorial pipeline


def tutorial_rows(question_count: int) -> Iterator[Row]:
    """The tutorial's pipeline on the files of `ingest_rows`."""
    home = FOLDER / "throughput"
    with open_store(IngestSettings(home=home)) as store:
        questions = figure_questions(store, question_count + WARM_UP)
    measured = _tutorial(FOLDER / f"files-{THROUGHPUT_PARAGRAPHS}", questions)
    yield Row("教程写法：入库", measured["ingest_chars_per_s"], "字/秒")
    yield Row("教程写法：查询 p50", statistics.median(measured["query_ms"][WARM_UP:]), "毫秒")
    yield Row("教程写法：占用内存", measured["peak_mb"], "MB")


def _tutorial(files: Path, questions: Sequence[str]) -> dict[str, Any]:
    question_file = FOLDER / "questions.json"
    question_file.write_text(json.dumps(questions, ensure_ascii=False), encoding="utf-8")
    model = FOLDER / "models" / "multilingual-e5-small"
    command = [sys.executable, "-m", "evals.tutorial", str(model), str(files), str(question_file)]
    done = subprocess.run(
        command, env=os.environ | {"HF_HUB_OFFLINE": "1"}, stdout=subprocess.PIPE, check=True
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


# retrieval


def squad_rows(squad: SquadSet, with_tutorial: bool) -> Iterator[Row]:
    """How often the right paragraph comes first, and among five: one file a paragraph."""
    files = FOLDER / "files-squad"
    shutil.rmtree(files, ignore_errors=True)
    squad.write_files(files)
    with open_store(IngestSettings(home=filled(FOLDER / "squad", files))) as store:
        for name, ranks in right_ranks(store, squad, RagSettings.read()).items():
            yield from _rank_rows(name, ranks)
    if with_tutorial:
        found = _tutorial(files, squad.questions)["found"]
        ranks = [rank_of(right, names) for names, right in zip(found, squad.files, strict=True)]
        yield from _rank_rows("教程写法", ranks)


def _rank_rows(name: str, ranks: Sequence[int | None]) -> Iterator[Row]:
    yield Row(f"检索 {name}：正确段落排第一", 100 * sum(rank == 0 for rank in ranks) / len(ranks), "%")
    in_five = sum(rank is not None and rank < 5 for rank in ranks)
    yield Row(f"检索 {name}：正确段落在前五", 100 * in_five / len(ranks), "%")


# homes


def _home(name: str, fresh: bool = False) -> Path:
    """A data directory in .bench; all share one unpacked model."""
    home = FOLDER / name
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    models = FOLDER / "models"
    models.mkdir(exist_ok=True)
    if not (home / "models").exists():
        (home / "models").symlink_to(models.resolve())
    return home


def filled(home: Path, files: Path) -> Path:
    """The data directory, its library brought up to date with the files."""
    with open_store(IngestSettings(home=_home(home.name))) as store:
        failed = [outcome for outcome in ingest([files], store) if outcome.status == "failed"]
    if failed:
        sys.exit(f"{failed[0].path}: {failed[0].error}")
    return home


def twin(home: Path) -> Path:
    """A copy of a data directory, for measuring beside the service that owns the first."""
    copied = home.with_name(f"{home.name}-twin")
    shutil.rmtree(copied, ignore_errors=True)
    shutil.copytree(home, copied, symlinks=True)
    return copied


def _wenju() -> str:
    return str(Path(sys.executable).with_name("wenju"))


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {"WENJU_HOME": str(home)}


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
