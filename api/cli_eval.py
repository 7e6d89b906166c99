"""`wenju eval …`: how good the reading and the answers are, against what people know to be right.

Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.wire import JsonObject
    from evals.dataset import Case
    from evals.runs import Run
    from evals.targets import Target

HOME = Path(".evals")

eval_app = typer.Typer(help="对照已知的答案评测。", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Sets = Annotated[
    list[Path] | None, typer.Argument(help="问题集；不写则用 evals/sets/ 里的全部", show_default=False)
]
Corpus = Annotated[
    list[Path] | None,
    typer.Option(help="报告文件或文件夹，可重复；默认是问题集旁 corpus.yaml 所写的", show_default=False),
]
Runs = Annotated[Path, typer.Option(help="存放各次评测的文件夹")]
WithMisses = Annotated[bool, typer.Option("--misses", help="逐条列出不对的")]


@eval_app.command("figures")
def eval_figures(
    gold: Annotated[
        list[Path] | None, typer.Argument(help="标注文件；不写则用 evals/gold/ 里的全部", show_default=False)
    ] = None,
    with_misses: WithMisses = False,
    as_json: AsJson = False,
) -> None:
    """读数评测：照入库的办法读报告，与人工标注的数据逐项对照。"""
    from evals.figures import Tally, read_and_compare
    from evals.gold import read_gold, shipped_gold
    from ingest.reader import Reader
    from ingest.settings import IngestSettings

    reader = Reader.load(IngestSettings.read().terms)
    readings = [read_and_compare(read_gold(path), reader) for path in gold or shipped_gold()]
    total = Tally()
    for reading in readings:
        total.add(reading.tally)
    body = {"reports": [reading.to_dict() for reading in readings], "total": total.to_dict()}
    if as_json:
        _print_json(body)
        return
    from api.terminal_eval import show_readings

    show_readings(body, with_misses)


@eval_app.command("check")
def eval_check(sets: Sets = None, corpus: Corpus = None, as_json: AsJson = False) -> None:
    """查问题集：每一行、引文是否逐字在报告里、有无重复和矛盾。有错则退出码 1。"""
    from evals.corpus import corpus_of, read_documents, shipped_sets
    from evals.dataset import check_cases, read_sets

    paths = sets or shipped_sets()
    cases = read_sets(paths)
    faults = check_cases(cases, read_documents(corpus or corpus_of(paths)))
    if as_json:
        _print_json({"questions": len(cases), "faults": faults})
    else:
        from api.terminal import show_lines

        show_lines([*faults, f"{len(cases)} 题，{len(faults)} 处有问题"])
    if faults:
        raise typer.Exit(1)


@eval_app.command("run")
def eval_run(
    sets: Sets = None,
    library: Annotated[
        Path | None,
        typer.Option(help="资料库的数据目录；默认 .evals/library，只放所用的报告", show_default=False),
    ] = None,
    corpus: Corpus = None,
    base_url: Annotated[str, typer.Option(help="改问正在运行的服务，如 http://127.0.0.1:8000")] = "",
    tag: Annotated[str, typer.Option(help="给这次评测的名字")] = "",
    workers: Annotated[int, typer.Option(min=1, max=64, help="同时问几个；计时以 1 为准")] = 1,
    runs: Runs = HOME / "runs",
    with_misses: WithMisses = False,
    as_json: AsJson = False,
) -> None:
    """把问题集问一遍，与已知答案对照，存下全部回答。"""
    from api.terminal import progress_bar
    from evals.corpus import shipped_sets
    from evals.dataset import read_sets
    from evals.runner import run_cases
    from evals.runs import create_run

    paths = sets or shipped_sets()
    cases = read_sets(paths)
    with _target(paths, cases, library, corpus, base_url) as target, progress_bar("评测") as progress:
        run = create_run(runs, cases, paths, target.describe(), tag, workers)
        run = run_cases(run, target, workers, _steps(progress))
    _show_run(run, with_misses, as_json)


@contextmanager
def _target(
    sets: Sequence[Path],
    cases: Sequence[Case],
    library: Path | None,
    corpus: Sequence[Path] | None,
    base_url: str,
) -> Iterator[Target]:
    """What is asked: a running service, or a library that holds the reports."""
    from evals.targets import LocalTarget, RemoteTarget

    if base_url:
        yield RemoteTarget(base_url)
        return
    from api.settings import check_all_keys
    from api.terminal import progress_bar
    from evals.corpus import corpus_of
    from evals.targets import fill
    from ingest.settings import IngestSettings
    from ingest.store import open_store

    check_all_keys()
    home = library or HOME / "library"
    settings = IngestSettings.read().model_copy(update={"home": home, "database_url": "", "chroma_url": ""})
    paths = corpus or corpus_of(sets)
    with open_store(settings) as store:
        if paths:
            with progress_bar("入库") as progress:
                fill(store, list(paths), only=library is None, progress=_steps(progress))
        if not store.library.reports():
            raise typer.BadParameter("资料库是空的；用 --corpus 给出报告")
        target = LocalTarget(store)
        target.ask(
            cases[0].question if cases else "有哪些工作成效", ()
        )  # loads what the first question would wait for
        yield target


def _steps(progress: Callable[[JsonObject], None]) -> Callable[[int, int, str], None]:
    return lambda done, total, what: progress({"done": done, "total": total, "path": what})


def _show_run(run: Run, with_misses: bool, as_json: bool) -> None:
    from evals.report import run_object

    body = run_object(run)
    if as_json:
        _print_json(body)
        return
    from api.terminal_eval import show_run

    show_run(body, with_misses)


def _print_json(body: JsonObject) -> None:
    print(json.dumps(body, ensure_ascii=False, indent=2))
