"""Work that tells as it goes, followed from the event loop: as server-sent events, or to its end.

The work is an iterator that runs on one thread from beginning to end, so that nothing of it blocks the event loop.
When the client has gone, or the service stops and has been patient, the iterator is closed as soon as its step under
way is done, and nothing more is worked out.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import closing
from typing import TypeVar

import anyio
from anyio import to_thread
from fastapi import Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.wire import JsonObject, StoppingError, describe_error, error_object
from ingest.errors import WenjuError

log = logging.getLogger("wenju.api")

PING_S = 15  # a comment this often, so that no proxy takes a stream for dead
PATIENCE_S = (
    6.0  # a stream may go on this long when the service is to stop; less than GRACE_S of api/serve.py
)
# Answers under way at a time, each on a thread; what else the service does has threads of its own.
_ANSWERS = anyio.CapacityLimiter(64)

T = TypeVar("T")
Frames = Generator[ServerSentEvent, None, None]
ErrorFrame = Callable[[JsonObject], ServerSentEvent]


def send_stream(work: Frames, error_frame: ErrorFrame) -> EventSourceResponse:
    """What the work tells, as server-sent events; what goes wrong on the way is the last of them.

    Args:
        error_frame: makes an event of an error in the one shape.
    """
    return _Telling(work, error_frame).response()


async def finish(request: Request, begin: Callable[[], Generator[T, None, None]]) -> T | None:
    """The last thing that the work tells; None once the client has gone, who would not read it.

    Args:
        begin: starts the work; runs on the thread too.
    Raises:
        What the work raises.
    """
    is_gone = threading.Event()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        is_gone.set()

    watching = asyncio.create_task(watch())
    try:
        return await to_thread.run_sync(_last, begin, is_gone, limiter=_ANSWERS)
    finally:
        watching.cancel()


def _last(begin: Callable[[], Generator[T, None, None]], is_gone: threading.Event) -> T | None:
    last: T | None = None
    with closing(begin()) as work:
        for told in work:
            if is_gone.is_set():
                return None
            last = told
    return last


def frame(body: JsonObject, event: str | None = None) -> ServerSentEvent:
    """An event with JSON on one line, however a client splits lines."""
    text = json.dumps(body, ensure_ascii=False)
    for separator in "\x85\u2028\u2029":  # str.splitlines breaks a line at these, SSE does not
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return ServerSentEvent(text, event=event, sep="\n")


class _Telling:
    """One stream: a thread that puts frames into a queue, and a response that takes them out."""

    def __init__(self, work: Frames, error_frame: ErrorFrame) -> None:
        self._work, self._error_frame = work, error_frame
        self._loop = asyncio.get_running_loop()
        self._frames: asyncio.Queue[ServerSentEvent | None] = asyncio.Queue()  # None: no more
        self._is_gone = threading.Event()
        self._stopping = anyio.Event()

    def response(self) -> EventSourceResponse:
        return EventSourceResponse(
            self._told(),
            ping=PING_S,
            sep="\n",
            data_sender_callable=self._drive,
            shutdown_event=self._stopping,
            shutdown_grace_period=PATIENCE_S + 1,
        )

    async def _told(self) -> AsyncIterator[ServerSentEvent]:
        while (one := await self._frames.get()) is not None:
            yield one

    async def _drive(self) -> None:
        """Run the work; ended with the response, which the client or the end of the service may end early."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._stop_in_time)
            await to_thread.run_sync(self._run, limiter=_ANSWERS)
            tasks.cancel_scope.cancel()

    async def _stop_in_time(self) -> None:
        try:
            await self._stopping.wait()
            await anyio.sleep(PATIENCE_S)
            self._put_error(describe_error(StoppingError("还没有答完")))
            self._frames.put_nowait(None)
        finally:
            self._is_gone.set()

    def _run(self) -> None:
        try:
            for one in self._work:
                if self._is_gone.is_set():
                    break
                self._put(one)
        except WenjuError as error:
            self._put(self._error_frame(describe_error(error)))
        except Exception:
            log.exception("an answer failed while it was told")
            self._put(self._error_frame(error_object("internal_error", "服务内部出错，详情已记入日志")))
        finally:
            self._work.close()
            self._put(None)

    def _put(self, one: ServerSentEvent | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._frames.put_nowait, one)
        except RuntimeError:  # the loop has ended before its last answer did
            self._is_gone.set()

    def _put_error(self, error: JsonObject) -> None:
        self._frames.put_nowait(self._error_frame(error))
