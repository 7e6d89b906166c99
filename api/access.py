"""Who calls: the key of a request, and what it may do. Nothing is open that is not named here as open."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.callers import ANYBODY, OWNER, ROLES, Caller, Role, current_caller
from api.errors import answer_error
from api.keys import Keys
from api.limits import RateLimit, address_of_caller
from api.schemas import ErrorBody, Responses
from api.warmup import Warmup
from api.wire import ForbiddenError, UnauthorizedError
from ingest.errors import WenjuError

__all__ = ["Admin", "Caller", "Editor", "EveryGroup", "KnownAdmin", "Reader"]

# For probes, and for whoever wants to know what this is.
OPEN_PATHS = frozenset({"/", "/healthz", "/readyz", "/openapi.json"})
TOKEN_HEADER = "X-Wenju-Token"
# What each route that wants a key may answer besides its own.
ACCESS_RESPONSES: Responses = {status: {"model": ErrorBody} for status in (401, 403, 429)}

# The doorkeeper reads the headers; these tell the OpenAPI description of them.
_bearer = HTTPBearer(
    auto_error=False, scheme_name="密钥", description="wenju keys create 给出的 wj_…；没有设密钥时不用"
)
_token = APIKeyHeader(
    name=TOKEN_HEADER, auto_error=False, scheme_name="口令", description="数据目录里的 service.token"
)


@dataclass(frozen=True)
class Doorman:
    """Knows who calls by what a request shows, and counts how often."""

    warmup: Warmup  # the keys are in the library, so nobody comes in before it is open
    token: str
    is_loopback: bool
    rate_limit: RateLimit

    def caller(self, scope: Scope) -> Caller:
        """Who sent a request.

        Raises:
            NotReadyError: the library is not open yet.
            UnauthorizedError: a key is needed, and none that is known was shown.
        """
        headers = Headers(scope=scope)
        if hmac.compare_digest(headers.get(TOKEN_HEADER, "").encode(), self.token.encode()):
            return OWNER
        return identify(self.warmup.wenju().keys, _shown(headers), self.is_loopback)

    def admit(self, scope: Scope) -> Caller:
        """The same, counted.

        Raises:
            TooManyRequestsError: this key, or this address without one, asks too often.
        """
        try:
            caller = self.caller(scope)
        except UnauthorizedError:
            self.rate_limit.hit(address_of_caller(scope))
            raise
        if caller not in (OWNER, ANYBODY):
            self.rate_limit.hit(caller.key_id)
        return caller


class Doorkeeper:
    """Finds out who calls before anything of the request is read; without a key only `OPEN_PATHS` are answered."""

    def __init__(self, app: ASGIApp, doorman: Doorman) -> None:
        self._app = app
        self._doorman = doorman

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_open = scope["path"] in OPEN_PATHS
        try:
            caller = self._doorman.caller(scope) if is_open else self._doorman.admit(scope)
        except WenjuError as error:
            await (self._app if is_open else answer_error(error))(scope, receive, send)
            return
        scope.setdefault("state", {})["caller"] = caller
        current_caller.set(caller)
        await self._app(scope, receive, send)


def _shown(headers: Headers) -> str:
    """The key that a request shows, or ""."""
    scheme, _, secret = headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def identify(keys: Keys, secret: str, is_loopback: bool) -> Caller:
    """The caller who shows this key, or "".

    Raises:
        UnauthorizedError: no key where one is needed, or one that is unknown or revoked.
    """
    if not keys.exist and is_loopback:
        return ANYBODY
    if not secret:
        raise UnauthorizedError("这个服务要密钥")
    key = keys.find(secret)
    if key is None:
        raise UnauthorizedError("密钥不对，或已经作废", is_invalid=True)
    keys.note_use(key.id)
    return Caller(key.id, key.name, key.role, key.groups)


def caller_of(request: Request) -> Caller | None:
    """Who sent a request; None for somebody unknown, who gets no further than `OPEN_PATHS`."""
    caller: Caller | None = request.scope.get("state", {}).get("caller")
    return caller


@cache
def at_least(role: Role) -> Callable[..., Caller]:
    """The dependency that lets pass who has this role or a greater one."""

    async def check(
        request: Request, _: Annotated[object, Depends(_bearer)], __: Annotated[object, Depends(_token)]
    ) -> Caller:
        caller = caller_of(request)
        if caller is None:
            raise UnauthorizedError
        if ROLES.index(caller.role) < ROLES.index(role):
            raise ForbiddenError(f"这要 {role} 的密钥，“{caller.name}”是 {caller.role}")
        return caller

    return check  # type: ignore[return-value]


async def known_admin(caller: Annotated[Caller, Depends(at_least("admin"))]) -> Caller:
    """The dependency that wants an administrator who has shown who they are: being on this machine is not enough."""
    if caller == ANYBODY:
        raise ForbiddenError("管理命令只给数据目录的主人和 admin 密钥用")
    return caller


async def every_group(caller: Annotated[Caller, Depends(at_least("reader"))]) -> Caller:
    """The dependency that wants somebody from whom no report is hidden."""
    if caller.groups is not None:
        raise ForbiddenError(f"这里看得出所有报告的内容，“{caller.name}”只能看一部分分组")
    return caller


Reader = Annotated[Caller, Depends(at_least("reader"))]
Editor = Annotated[Caller, Depends(at_least("editor"))]
Admin = Annotated[Caller, Depends(at_least("admin"))]
KnownAdmin = Annotated[Caller, Depends(known_admin)]
EveryGroup = Annotated[Caller, Depends(every_group)]
