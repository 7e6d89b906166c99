"""Questions put to a target, answer by answer stored as they come."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed

from evals.dataset import Case
from evals.runs import Given, Run, add_answer, drop_broken_answer, finish_run, read_run
from evals.targets import JsonObject, Target
from ingest.errors import WenjuError

log = logging.getLogger("wenju.evals")

Progress = Callable[[int, int, str], None]  # questions done, questions in all, the last one


def run_cases(
    run: Run, target: Target, workers: int, progress: Progress, is_stopped: Callable[[], bool] = lambda: False
) -> Run:
    """Ask what has no answer yet, and close the run.

    An error is an answer that is wrong; it stops nothing.

    Args:
        is_stopped: true ends the asking after the questions under way; the run stays open, as if broken off.
    """
    drop_broken_answer(run)
    left = [case for case in run.cases if case.id not in run.answers]
    done = len(run.cases) - len(left)
    progress(done, len(run.cases), "")
    started = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        for future in as_completed([pool.submit(ask, target, case) for case in left]):
            given = future.result()
            add_answer(run, given)
            done += 1
            progress(done, len(run.cases), given.id)
            if is_stopped():
                pool.shutdown(cancel_futures=True)
                return read_run(run.folder.parent, run.id)
    return finish_run(run, time.perf_counter() - started)


def ask(target: Target, case: Case) -> Given:
    """One answer and the milliseconds it took."""
    started = time.perf_counter()
    try:
        answer = target.ask(case.question, case.history)
    except WenjuError as error:
        answer = failed(error.code, str(error))
    except Exception as error:  # a slip of ours over one question is a finding, not the end of the run
        log.exception("question %s failed", case.id)
        answer = failed("internal_error", f"{type(error).__name__}: {error}")
    return Given(case.id, answer, (time.perf_counter() - started) * 1000)


def failed(code: str, message: str) -> JsonObject:
    """An answer that did not come."""
    error = {"code": code, "message": message}
    return {"answer": "", "refused": False, "citations": [], "figures": [], "error": error}
