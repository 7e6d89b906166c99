"""/mcp: the Model Context Protocol over streamable HTTP, for the callers and with the keys of the rest of the service."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import caller_of
from api.local import LocalWenju
from api.warmup import Warmup
from api.wire import JsonObject, UnauthorizedError
from rag.lookup.queries import DocumentQuery, FigureQuery
from rag.records import Filters, Turn

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context


class McpRoute:
    """The ASGI application of the route. What it needs is loaded when somebody comes: most services have no such caller."""

    def __init__(self, warmup: Warmup) -> None:
        self._warmup = warmup
        self._starting = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._app: ASGIApp | None = None
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._starting:
            if self._app is None:
                self._app = await self._start()
        await self._app(scope, receive, send)

    async def close(self) -> None:
        """End what was begun."""
        self._stopping.set()
        if self._task is not None:
            await self._task

    async def _start(self) -> ASGIApp:
        manager = await run_in_threadpool(self._load)
        started = asyncio.Event()

        async def run() -> None:  # its beginning and its end have to be in one task
            async with manager.run():
                started.set()
                await self._stopping.wait()

        self._task = asyncio.create_task(run())
        await started.wait()
        app: ASGIApp = manager.handle_request
        return app

    def _load(self) -> Any:
        from api.mcp import http_sessions

        return http_sessions(self._asked)

    def _asked(self, context: Context[Any]) -> Seen:
        request = context.request_context.request
        caller = caller_of(request) if request is not None else None
        if caller is None:
            raise UnauthorizedError
        wenju = self._warmup.wenju()
        return Seen(wenju, wenju.visible_to(caller))


class Seen:
    """What a caller sees of the library."""

    def __init__(self, wenju: LocalWenju, visible: frozenset[str] | None) -> None:
        self._wenju, self._visible = wenju, visible

    def ask(self, question: str, history: Sequence[Turn], filters: Filters) -> JsonObject:
        return self._wenju.ask(question, history, replace(filters, visible=self._visible))

    def search(self, question: str, filters: Filters, limit: int, offset: int) -> JsonObject:
        return self._wenju.search(question, replace(filters, visible=self._visible), limit, offset)

    def figures(self, query: FigureQuery, limit: int, offset: int) -> JsonObject:
        return self._wenju.figures(query, limit, offset, self._visible)

    def documents(self, query: DocumentQuery, limit: int, offset: int) -> JsonObject:
        return self._wenju.documents(query, limit, offset, self._visible)

    def document(self, document_id: str, limit: int, offset: int) -> JsonObject:
        return self._wenju.document(document_id, limit, offset, self._visible)
