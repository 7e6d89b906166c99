"""The web service, put together: `build_app` and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api import __version__
from api.access import ACCESS_RESPONSES
from api.errors import install_error_handlers
from api.guards import LOOPBACK_NAMES, BodyLimit, KnownHosts
from api.routes import admin, chat, conversations, documents, evals, figures, health, search
from api.warmup import Warmup

DESCRIPTION = (
    "政府工作报告问答：每个答案、每个数字都指到报告原文。错误一律为 {error: {code, message, expected}}。"
)


def build_app(
    warmup: Warmup,
    token: str,
    max_body_bytes: int,
    host_names: Collection[str] = LOOPBACK_NAMES,
    is_loopback: bool = True,
) -> FastAPI:
    """The application around a library that `warmup` opens.

    Args:
        warmup: started when the application starts, closed when it stops.
        token: what the owner of the data directory sends in place of a key; see api/access.py.
        max_body_bytes: longer request bodies are refused with 413.
        host_names: the Host headers that are answered.
        is_loopback: only this machine can reach the service, so that while no key was made none is needed.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warmup.start()
        yield
        await run_in_threadpool(warmup.close)

    app = FastAPI(
        title="wenju 问据",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # Swagger UI and ReDoc load their scripts from the internet
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.warmup = warmup
    app.state.token = token
    app.state.is_loopback = is_loopback
    for routes in (chat, conversations, search, figures, documents, evals, admin):
        app.include_router(routes.router, responses=ACCESS_RESPONSES)
    app.include_router(health.router)
    install_error_handlers(app)
    app.add_middleware(BodyLimit, max_bytes=max_body_bytes)
    app.add_middleware(KnownHosts, names=frozenset(host_names))
    return app
