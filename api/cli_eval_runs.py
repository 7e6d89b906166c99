"""Runs of question sets as the commands of `wenju eval` ask for them: begun, gone on with, graded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from api.wire import JsonObject
    from evals.runs import Run
    from evals.targets import Target
    from ingest.store import Store


HOME = Path(".evals")


@dataclass(frozen=True)
class Asked:
    """What a run is to do."""

    sets: list[Path] | None
    library: Path | None
    corpus: list[Path] | None
    base_url: str
    tag: str
    workers: int
    runs: Path


def judging(model: str, url: str) -> Callable[[Run], None]:
    """What lets the judge model grade a run; nothing when none is asked for.

    A model that cannot be had ends the command before the first question.
    """
    from api.settings import check_all_keys
    from evals.settings import EvalSettings

    check_all_keys()
    settings = EvalSettings.read()
    settings = settings.model_copy(
        update={"judge_model": model or settings.judge_model, "judge_url": url or settings.judge_url}
    )
    if not settings.judge_model:
        return lambda _: None
    from api.terminal import progress_bar
    from evals.judge import Judge, judge_run, open_model, read_labels

    judge = Judge(open_model(settings), settings.judge_model)

    def grade(run: Run) -> None:
        with progress_bar("评判") as progress:
            judge_run(run, judge, read_labels(), settings.judge_workers, steps(progress))

    return grade


def new_run(asked: Asked) -> Run:
    """A new run of all questions."""
    from evals.corpus import shipped_sets
    from evals.dataset import read_sets
    from evals.runs import create_run

    paths = asked.sets or shipped_sets()
    cases = read_sets(paths)
    with _target(paths, asked) as target:
        given = {"library": str(asked.library or ""), "corpus": [str(path) for path in asked.corpus or ()]}
        about = target.describe() | {"given": given}
        run = create_run(asked.runs, cases, paths, about, asked.tag, asked.workers)
        return _ask_all(run, target, asked.workers)


def resumed_run(asked: Asked, name: str) -> Run:
    """The rest of a run that was broken off, on what it was begun on."""
    from evals.errors import RunError
    from evals.runs import read_run

    run = read_run(asked.runs, name)
    begun = run.about["target"]
    given = begun["given"]
    again = replace(
        asked,
        base_url=asked.base_url or begun.get("base_url", ""),
        library=asked.library or (Path(given["library"]) if given["library"] else None),
        corpus=asked.corpus or [Path(path) for path in given["corpus"]],
    )
    with _target([Path(one["path"]) for one in run.about["sets"]], again) as target:
        if target.describe()["corpus_digest"] != begun["corpus_digest"]:
            raise RunError(f"{run.id}：资料库与开始时的不同了；请重新评测")
        return _ask_all(run, target, asked.workers)


def _ask_all(run: Run, target: Target, workers: int) -> Run:
    from api.terminal import progress_bar
    from evals.runner import run_cases

    with progress_bar("评测") as progress:
        return run_cases(run, target, workers, steps(progress))


@contextmanager
def _target(sets: Sequence[Path], asked: Asked) -> Iterator[Target]:
    """What is asked: a running service, or a library that holds the reports."""
    from evals.settings import EvalSettings
    from evals.targets import LocalTarget, RemoteTarget

    if asked.base_url:
        key = EvalSettings.read().service_key.get_secret_value()
        yield RemoteTarget(asked.base_url, key)
        return
    with open_library(sets, asked) as store:
        target = LocalTarget(store)
        target.ask("有哪些工作成效", ())  # loads what the first question would wait for
        yield target


@contextmanager
def open_library(sets: Sequence[Path], asked: Asked) -> Iterator[Store]:
    """An open library that holds the reports of the sets."""
    from api.settings import check_all_keys
    from api.terminal import progress_bar
    from evals.corpus import corpus_of
    from evals.targets import fill
    from ingest.settings import IngestSettings
    from ingest.store import open_store

    check_all_keys()
    home = asked.library or HOME / "library"
    settings = IngestSettings.read().model_copy(update={"home": home, "database_url": "", "chroma_url": ""})
    paths = asked.corpus or corpus_of(sets)
    with open_store(settings) as store:
        if paths:
            with progress_bar("入库") as progress:
                fill(store, list(paths), only=asked.library is None, progress=steps(progress))
        if not store.library.reports():
            raise typer.BadParameter("资料库是空的；用 --corpus 给出报告")
        yield store


def steps(progress: Callable[[JsonObject], None]) -> Callable[[int, int, str], None]:
    return lambda done, total, what: progress({"done": done, "total": total, "path": what})
