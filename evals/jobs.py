"""Runs in the background, one after the other, over a library that answers other questions meanwhile.

What is to be done stands in the folders of the runs: a run without an end, that nobody cancelled and that did not
fail, is gone on with at the next start.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any, Literal

from evals.dataset import Case
from evals.errors import RunError, TooManyRunsError
from evals.runner import run_cases
from evals.runs import Run, count_answers, create_run, note, read_about, read_run, run_names
from evals.targets import Target

log = logging.getLogger("wenju.evals")

JsonObject = dict[str, Any]
State = Literal["waiting", "running", "finished", "cancelled", "failed", "interrupted"]
RUNS = Path("evals") / "runs"  # in the data directory
MAX_WAITING = 20


class Jobs:
    """The runs of a data directory. Safe to use from several threads.

    Args:
        folder: of all runs.
        target: makes what is asked, when the first run begins.
    """

    def __init__(self, folder: Path, target: Callable[[], Target]) -> None:
        self._folder = folder
        self._make_target = target
        self._lock = threading.RLock()
        self._waiting: deque[str] = deque()
        self._running = ""
        self._cancelled: set[str] = set()
        self._is_closing = False
        self._thread: threading.Thread | None = None

    def begin(self, cases: Sequence[Case], sets: Sequence[Path], tag: str, workers: int) -> JsonObject:
        """Put a run at the end of the line.

        Raises:
            TooManyRunsError: the line is full.
        """
        about = self._make_target().describe()
        with self._lock:
            if len(self._waiting) >= MAX_WAITING:
                raise TooManyRunsError(f"{len(self._waiting)}")
            run = create_run(self._folder, cases, sets, about, tag, workers)
            note(self._folder, run.id, missing_documents=missing_documents(cases, about))
            self._line_up(run.id)
        return self.status(run.id)

    def resume(self) -> None:
        """Line up what an earlier process left undone."""
        with self._lock:
            for name in run_names(self._folder):
                if self.status(name)["state"] == "interrupted":
                    self._line_up(name)

    def cancel(self, name: str) -> JsonObject:
        """End a run; what was answered stays. One that has ended is left as it is."""
        with self._lock:
            if self.status(name)["state"] in ("waiting", "running", "interrupted"):
                self._cancelled.add(name)
                if name in self._waiting:
                    self._waiting.remove(name)
                if name != self._running:
                    self._note_cancelled(name)
        return self.status(name)

    def status(self, name: str) -> JsonObject:
        """How far a run is.

        Raises:
            RunError: there is none of this name.
        """
        with self._lock:
            about = read_about(self._folder, name)
            total = about["questions"]
            return {
                "id": name,
                "tag": about["tag"],
                "state": self._state(name, about),
                "done": min(count_answers(self._folder, name), total),
                "total": total,
                "started": about["started"],
                "finished": about.get("finished"),
                "corpus_digest": about["target"].get("corpus_digest", ""),
                "corpus_changed": about.get("corpus_changed", False),
                "missing_documents": about.get("missing_documents", []),
                "error": about.get("error"),
                "scores": about.get("scores", {}).get("合计"),
            }

    def statuses(self) -> list[JsonObject]:
        """All runs, the oldest first."""
        return [self.status(name) for name in run_names(self._folder)]

    def run(self, name: str) -> Run:
        """A run with what is answered so far; `name` is the whole name, never a path."""
        read_about(self._folder, name)
        return read_run(self._folder, name)

    def close(self) -> None:
        """Stop after the questions under way. What is undone is for the next start."""
        with self._lock:
            self._is_closing = True
            thread = self._thread
        if thread is not None:
            thread.join()

    def _state(self, name: str, about: JsonObject) -> State:
        if "cancelled" in about or name in self._cancelled:
            return "cancelled"
        if about.get("error"):
            return "failed"
        if "finished" in about:
            return "finished"
        if name == self._running:
            return "running"
        return "waiting" if name in self._waiting else "interrupted"

    def _line_up(self, name: str) -> None:
        self._waiting.append(name)
        if self._thread is None and not self._is_closing:
            self._thread = threading.Thread(target=self._work, name="evals", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        for name in self._turns():
            try:
                self._run(name)
            except Exception as error:  # a run that fails is a finding, not the end of those behind it
                log.exception("run %s failed", name)
                self._note_failed(name, error)

    def _turns(self) -> Iterator[str]:
        """The names of the line, until it is empty."""
        while True:
            with self._lock:
                self._running = "" if self._is_closing or not self._waiting else self._waiting.popleft()
                if not self._running:
                    self._thread = None
                    return
                name = self._running
            yield name

    def _run(self, name: str) -> None:
        run, target = read_run(self._folder, name), self._make_target()
        begun_on, now = run.about["target"], target.describe()
        if not run.answers:  # the library may have changed while the run waited
            note(self._folder, name, target=now, missing_documents=missing_documents(run.cases, now))
        elif now.get("corpus_digest") != begun_on.get("corpus_digest"):
            raise RunError(f"{name}：资料库与开始时的不同了；请重新评测")
        run_cases(run, target, run.about["workers"], lambda *_: None, lambda: self._is_stopped(name))
        with self._lock:
            if name in self._cancelled:
                self._note_cancelled(name)
            elif target.describe().get("corpus_digest") != now.get("corpus_digest"):
                note(self._folder, name, corpus_changed=True)

    def _is_stopped(self, name: str) -> bool:
        return self._is_closing or name in self._cancelled

    def _note_cancelled(self, name: str) -> None:
        note(self._folder, name, cancelled=datetime.now().astimezone().isoformat(timespec="seconds"))

    def _note_failed(self, name: str, error: Exception) -> None:
        try:
            note(self._folder, name, error=f"{type(error).__name__}: {error}")
        except (OSError, RunError):
            log.exception("that run %s failed could not be written down", name)


def missing_documents(cases: Sequence[Case], about: JsonObject) -> list[str]:
    """The documents that the gold quotes and the library does not hold: their questions cannot come out right."""
    held = {PurePath(one["source"]).name for one in about.get("documents", ())}
    return sorted({evidence.doc for case in cases for evidence in case.evidence} - held)
