"""The web service, put together: `build_app` and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from api import __version__
from api.access import ACCESS_RESPONSES, OPEN_PATHS, Doorkeeper, Doorman
from api.errors import install_error_handlers
from api.guards import LOOPBACK_NAMES, BodyLimit, KnownHosts, KnownOrigins
from api.limits import ConcurrencyLimit, RateLimit
from api.logs import RequestLog
from api.mcp_route import McpRoute
from api.metrics import Metrics
from api.routes import (
    admin,
    audit,
    chat,
    conversations,
    documents,
    evals,
    feedback,
    figures,
    groups,
    health,
    keys,
    metrics,
    openai,
    search,
    terms,
)
from api.settings import ApiSettings
from api.tracing import Tracing
from api.warmup import Warmup

DESCRIPTION = "政府工作报告问答：每个答案、每个数字都指到报告原文。错误一律为 {error: {code, message, expected, request_id}}。"


# All that want a key.
ROUTES = (
    chat,
    conversations,
    openai,
    search,
    figures,
    documents,
    feedback,
    terms,
    evals,
    groups,
    admin,
    keys,
    audit,
    metrics,
)


def build_app(warmup: Warmup, token: str, settings: ApiSettings, is_loopback: bool = True) -> FastAPI:
    """The application around a library that `warmup` opens.

    Args:
        warmup: started when the application starts, closed when it stops.
        token: what the owner of the data directory sends in place of a key; see api/access.py.
        is_loopback: only this machine can reach the service, so that while no key was made none is needed.
    Raises:
        SettingsError: a setting cannot be read.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warmup.start()
        yield
        await mcp_route.close()
        await run_in_threadpool(warmup.close)
        if tracing is not None:
            await run_in_threadpool(tracing.close)

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
    mcp_route = McpRoute(warmup)
    app.router.routes.append(Route("/mcp", mcp_route, methods=["GET", "POST", "DELETE"]))
    for routes in ROUTES:
        app.include_router(routes.router, responses=ACCESS_RESPONSES)
    app.include_router(health.router)
    install_error_handlers(app)
    _guard(app, Doorman(warmup, token, is_loopback, RateLimit(settings.rate_limit)), settings)
    counted = app.state.metrics = Metrics(warmup, settings.log_questions)
    tracing = Tracing(app, settings.otel_endpoint, counted) if settings.otel_endpoint else None
    app.add_middleware(RequestLog, metrics=counted, watcher=tracing or counted)
    return app


def _guard(app: FastAPI, doorman: Doorman, settings: ApiSettings) -> None:
    """Put in front of the routes what turns requests away; the last one added sees a request first."""
    origins = settings.listed("cors_origins")
    app.add_middleware(
        BodyLimit, max_bytes=settings.max_body_kb << 10, max_upload_bytes=settings.max_upload_mb << 20
    )
    app.add_middleware(ConcurrencyLimit, most=settings.max_concurrent, exempt=OPEN_PATHS)
    app.add_middleware(Doorkeeper, doorman=doorman)
    app.add_middleware(KnownOrigins, origins=origins)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=sorted(origins),
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=["X-Request-Id", "Retry-After"],
        )
    names = LOOPBACK_NAMES | settings.listed("host_names")
    app.add_middleware(KnownHosts, names=names, any_address=not doorman.is_loopback)
