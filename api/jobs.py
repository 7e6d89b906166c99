"""Work in the background, one job after the other, written down so that it outlives a request and a kill."""

from __future__ import annotations

import json
import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, cast

import sqlalchemy as sa

from api.callers import request_id
from api.memory import give_back
from api.tables import jobs_table as table
from api.wire import (
    JobError,
    JsonObject,
    Progress,
    StoppingError,
    TooManyJobsError,
    UnknownJobError,
    describe_error,
    error_object,
)
from ingest.database import Database, Row
from ingest.errors import WenjuError

log = logging.getLogger("wenju.api")

State = Literal["waiting", "running", "finished", "failed", "interrupted"]
MAX_WAITING = 100
WRITE_EVERY_S = 0.5  # progress in between is kept in memory


@dataclass(frozen=True)
class Job:
    """Something to be done, and how far it is."""

    id: str
    key_id: str  # of the caller who asked for it
    kind: str
    state: State
    created: str  # UTC, ISO 8601
    updated: str
    body: JsonObject  # what is to be done, `progress`, and in the end `result` or `error`


# returns the result, and when nothing could be done also an error
Work = Callable[[Job, Progress], tuple[JsonObject, JsonObject | None]]


class Jobs:
    """The jobs of a library and the one thread that does them. Safe to use from several threads."""

    def __init__(self, database: Database, work: Work) -> None:
        """What an earlier process left undone is marked as interrupted."""
        self._database, self._work = database, work
        self._lock = threading.RLock()
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._thread: threading.Thread | None = None
        self._is_closing = False
        with database.writing() as connection:
            undone = table.c.state.in_(["waiting", "running"])
            connection.execute(table.update().where(undone).values(state="interrupted", updated=_now()))

    def begin(self, kind: str, key_id: str, body: JsonObject) -> Job:
        """Put a job at the end of the line.

        Raises:
            TooManyJobsError: the line is full.
        """
        with self._lock:
            self._check_line()
            id = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
            job = Job(id, key_id, kind, "waiting", _now(), _now(), body | {"request_id": request_id.get()})
            with self._database.writing() as connection:
                connection.execute(table.insert(), _row(job))
            self._line_up(job)
        return job

    def resume(self, id: str, key_id: str | None) -> Job:
        """Go on with a job that was cut off or failed; one that waits or runs is left as it is.

        Raises:
            UnknownJobError: there is none, or it is not this caller's.
            JobError: it is done.
        """
        with self._lock:
            job = self.get(id, key_id)
            if job.state in ("waiting", "running"):
                return job
            if job.state == "finished":
                raise JobError(f"{id} 已经做完")
            self._check_line()
            job = self._change(job, state="waiting")
            self._line_up(job)
        return job

    def get(self, id: str, key_id: str | None = None) -> Job:
        """A job; with a key, only one that was asked for with it.

        Raises:
            UnknownJobError: there is none.
        """
        with self._lock:
            if (
                self._running is not None
                and self._running.id == id
                and key_id in (None, self._running.key_id)
            ):
                return self._running
        rows = self._database.read(_of(key_id).where(table.c.id == id))
        if not rows:
            raise UnknownJobError(id)
        return _job(rows[0])

    def page(self, key_id: str | None, limit: int, offset: int) -> tuple[list[Job], int]:
        """Jobs, the newest first, and how many there are."""
        ordered = _of(key_id).order_by(table.c.created.desc(), table.c.id.desc())
        rows = self._database.read(ordered.limit(limit).offset(offset))
        [(total,)] = self._database.read(sa.select(sa.func.count()).select_from(_of(key_id).subquery()))
        running = self._running
        jobs = map(_job, rows)
        return [running if running is not None and one.id == running.id else one for one in jobs], total

    def undone(self) -> list[Job]:
        """Jobs that may still be gone on with."""
        rows = self._database.read(_of(None).where(table.c.state != "finished"))
        return [_job(row) for row in rows]

    def close(self) -> None:
        """Stop after the current step; what is undone is marked as interrupted."""
        with self._lock:
            self._is_closing = True
            thread, waiting = self._thread, list(self._waiting)
            self._waiting.clear()
        if thread is not None:
            thread.join()
        for job in waiting:
            self._change(job, state="interrupted")

    def _check_line(self) -> None:
        if len(self._waiting) >= MAX_WAITING:
            raise TooManyJobsError(f"已有 {len(self._waiting)} 个任务在等")

    def _line_up(self, job: Job) -> None:
        if self._is_closing:
            raise StoppingError("")
        self._waiting.append(job)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        for job in self._turns():
            request_id.set(job.body.get("request_id", ""))
            state, more = self._outcome(job)
            try:
                self._finish(job, state, more)
            except WenjuError:
                log.exception("the end of job %s could not be written down", job.id)
            give_back()

    def _turns(self) -> Iterator[Job]:
        while True:
            with self._lock:
                self._running = None
                if self._is_closing or not self._waiting:
                    self._thread = None
                    return
                job = self._running = replace(self._waiting.popleft(), state="running")
            yield job

    def _outcome(self, job: Job) -> tuple[State, JsonObject]:
        try:
            self._change(job, state="running")
            result, error = self._work(job, self._follow(job))
            return ("failed" if error else "finished"), {"result": result, "error": error}
        except StoppingError:
            return "interrupted", {}
        except WenjuError as error:
            log.warning("job %s: %s", job.id, error)
            return "failed", describe_error(error)
        except Exception:  # a job that fails is a finding, not the end of those behind it
            log.exception("job %s failed", job.id)
            return "failed", error_object("internal_error", "服务内部出错，详情已记入日志")

    def _finish(self, job: Job, state: State, more: JsonObject) -> None:
        with self._lock:
            body = (self._running or job).body | more
            self._change(job, state=state, body=body)
            self._running = None

    def _follow(self, job: Job) -> Progress:
        written = time.monotonic()

        def follow(step: JsonObject) -> None:
            nonlocal written
            if self._is_closing:
                raise StoppingError("")
            with self._lock:
                self._running = replace(
                    job, state="running", updated=_now(), body=job.body | {"progress": step}
                )
            if time.monotonic() - written > WRITE_EVERY_S:
                written = time.monotonic()
                self._change(job, state="running", body=job.body | {"progress": step})

        return follow

    def _change(self, job: Job, state: State, body: JsonObject | None = None) -> Job:
        job = replace(job, state=state, updated=_now(), body=job.body if body is None else body)
        row = _row(job)
        with self._database.writing() as connection:
            connection.execute(table.update().where(table.c.id == job.id).values(row))
        return job


def _of(key_id: str | None) -> sa.Select[tuple[object, ...]]:
    return sa.select(table) if key_id is None else sa.select(table).where(table.c.key_id == key_id)


def _row(job: Job) -> dict[str, str]:
    return {**vars(job), "body": json.dumps(job.body, ensure_ascii=False)}


def _job(row: Row) -> Job:
    state = cast(State, row.state)
    return Job(row.id, row.key_id, row.kind, state, row.created, row.updated, json.loads(row.body))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
