"""One line a request, and every line with the id of its request: JSON for programs, colours for a terminal."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import time
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import EventDict, Processor, WrappedLogger

from api.callers import Caller, request_id
from api.errors import internal_error
from api.limits import address_of_caller
from api.metrics import Metrics
from api.watching import Watcher, current_watcher

log = logging.getLogger("wenju.request")

HEADER = "X-Request-Id"
CLIENT_GONE = 499  # what nginx calls a client that went away before its answer
_USABLE_ID = re.compile(r"[\w.:+/=-]{1,128}", re.ASCII)  # 01J9ZK3V6Q, 3f2c…-…, 1-67891233-abcdef


def set_up_logs(level: str) -> None:
    """Send what is logged to stderr: to a terminal for reading, else a JSON object a line."""
    is_read = sys.stderr.isatty()
    chain: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _name_request,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=chain,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(is_read)],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def _rendering(is_read: bool) -> list[Processor]:
    if is_read:
        return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _name_request(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    event.pop("color_message", None)  # uvicorn's own, said already
    if request_id.get():
        event.setdefault("request_id", request_id.get())
    return event


class RequestLog:
    """Gives each request an id, answers what nothing else could, and writes one line when it is over."""

    def __init__(self, app: ASGIApp, metrics: Metrics, watcher: Watcher) -> None:
        """`watcher` is told of what is done for requests."""
        self._app = app
        self._metrics = metrics
        self._watcher = watcher

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id.set(given if _USABLE_ID.fullmatch(given) else uuid.uuid4().hex)
        current_watcher.set(self._watcher)
        started, said = time.perf_counter(), _Said(send)
        try:
            with self._metrics.under_way.track_inprogress():
                await self._app(scope, receive, said)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            if said.status:  # too late for another answer; the server cuts the connection
                raise
            await internal_error()(scope, receive, said)
        finally:
            self._end(scope, said.status or CLIENT_GONE, time.perf_counter() - started)

    def _end(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = scope["method"], route_of(scope)
        caller: Caller | None = scope.get("state", {}).get("caller")
        self._metrics.requested(method, route, status, seconds)
        log.info(
            "request",
            extra={
                "method": method,
                "route": route,
                "path": scope["path"],
                "status": status,
                "ms": round(seconds * 1000, 1),
                "key": caller.key_id if caller else None,
                "address": address_of_caller(scope),
            },
        )


class _Said:
    """`send`, with the request's id in every response, and the status kept."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            MutableHeaders(scope=message)[HEADER] = request_id.get()
        await self._send(message)


def route_of(scope: Scope) -> str:
    """/documents/{document_id}: never what a caller wrote, so that there are no more than we have; "" for none."""
    return str(getattr(scope.get("route"), "path", ""))
