"""Evaluations as the service runs them: sets by name or questions as they come, over the service's own library."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from api.wire import JsonObject
from ingest.errors import StorageError, os_reason
from ingest.store import Store

if TYPE_CHECKING:
    from evals.dataset import Case
    from evals.jobs import Jobs
    from rag.service import Service

ReportFormat = Literal["json", "html", "csv", "junit"]
MEDIA_TYPES: dict[ReportFormat, str] = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "junit": "application/xml",
}


class Evaluations:
    """What the /evals/runs routes ask for."""

    def __init__(self, store: Store, service: Callable[[], Service]) -> None:
        from evals.jobs import RUNS, Jobs
        from evals.targets import LocalTarget

        self._home = store.home
        self._jobs: Jobs = Jobs(store.home / RUNS, lambda: LocalTarget(store, service()))

    def sets(self) -> JsonObject:
        """The sets that can be run by name."""
        from evals.named import named_sets

        return {"sets": [{"name": name, "file": str(path)} for name, path in named_sets(self._home).items()]}

    def begin(
        self, sets: Sequence[str], questions: Sequence[JsonObject], tag: str, workers: int
    ) -> JsonObject:
        """Put a run in line and say how far it is."""
        from evals.dataset import check_ids, read_sets
        from evals.errors import SetError
        from evals.named import find_sets

        paths = find_sets(sets, self._home)
        cases = [*read_sets(paths), *_read_questions(questions)]
        check_ids(cases)
        if not cases:
            raise SetError("没有问题：写出问题集的名字（sets），或送来问题（questions）")
        try:
            return {"run": self._jobs.begin(cases, paths, tag, workers)}
        except OSError as error:
            raise StorageError(f"{self._home}：{os_reason(error)}") from error

    def resume(self) -> None:
        """Go on with what an earlier process left undone."""
        self._jobs.resume()

    def runs(self) -> JsonObject:
        return {"runs": self._jobs.statuses()}

    def run(self, name: str) -> JsonObject:
        return {"run": self._jobs.status(name)}

    def cancel(self, name: str) -> JsonObject:
        return {"run": self._jobs.cancel(name)}

    def report(self, name: str, form: ReportFormat) -> str:
        """A run, as far as it is, as a file of this format."""
        from evals.files import csv_report, junit_report
        from evals.page import page_among_runs
        from evals.report import run_object

        run = self._jobs.run(name)
        if form == "html":
            return page_among_runs(run)
        if form == "csv":
            return csv_report(run)
        return junit_report(run) if form == "junit" else json.dumps(run_object(run), ensure_ascii=False)

    def compare(self, before: str, after: str) -> JsonObject:
        from evals.compare import compare_runs

        return compare_runs(self._jobs.run(before), self._jobs.run(after)).to_dict()

    def close(self) -> None:
        self._jobs.close()


def _read_questions(questions: Sequence[JsonObject]) -> list[Case]:
    """Questions sent along, each checked as a row of a set is; without an id they are numbered."""
    from evals.dataset import read_case

    rows = [row | {"id": row.get("id") or f"q-{n:04d}"} for n, row in enumerate(questions, 1)]
    return [read_case(row, f"questions 第 {n} 题") for n, row in enumerate(rows, 1)]
