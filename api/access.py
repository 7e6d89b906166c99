"""Who calls: the key of a request, and what it may do."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from api.keys import ROLES, Keys, Role
from api.schemas import ErrorBody, Responses
from api.wire import ForbiddenError, UnauthorizedError

# What each route that asks who calls may answer besides its own.
ACCESS_RESPONSES: Responses = {status: {"model": ErrorBody} for status in (401, 403)}
TOKEN_HEADER = "X-Wenju-Token"

_bearer = HTTPBearer(
    auto_error=False, scheme_name="密钥", description="wenju keys create 给出的 wj_…；没有设密钥时不用"
)
_token = APIKeyHeader(
    name=TOKEN_HEADER, auto_error=False, scheme_name="口令", description="数据目录里的 service.token"
)


@dataclass(frozen=True)
class Caller:
    """Who sent a request."""

    key_id: str  # of the key; "owner" with the token of the data directory, "" without any key
    name: str
    role: Role
    groups: frozenset[str] | None  # besides the reports in no group; None: every group


OWNER = Caller("owner", "数据目录的主人", "admin", None)
ANYBODY = Caller("", "", "admin", None)  # on loopback, while no key was ever made


async def _caller(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    token: Annotated[str | None, Depends(_token)],
) -> Caller:
    state = request.app.state
    if token is not None and hmac.compare_digest(token.encode(), state.token.encode()):
        caller = OWNER
    else:
        keys = state.warmup.wenju().keys
        caller = identify(keys, bearer.credentials if bearer else None, state.is_loopback)
    request.state.caller = caller
    return caller


def identify(keys: Keys, secret: str | None, is_loopback: bool) -> Caller:
    """The caller who shows this key, or none.

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


@cache
def at_least(role: Role) -> Callable[[Caller], Caller]:
    async def check(caller: Annotated[Caller, Depends(_caller)]) -> Caller:
        if ROLES.index(caller.role) < ROLES.index(role):
            raise ForbiddenError(f"这要 {role} 的密钥，“{caller.name}”是 {caller.role}")
        return caller

    return check  # type: ignore[return-value]


async def known_admin(caller: Annotated[Caller, Depends(at_least("admin"))]) -> Caller:
    if caller is ANYBODY:  # these name files of this machine, so that being on it is not enough
        raise ForbiddenError("管理命令只给数据目录的主人和 admin 密钥用")
    return caller


async def every_group(caller: Annotated[Caller, Depends(at_least("reader"))]) -> Caller:
    if caller.groups is not None:
        raise ForbiddenError(f"这里看得出所有报告的内容，“{caller.name}”只能看一部分分组")
    return caller


Reader = Annotated[Caller, Depends(at_least("reader"))]
Editor = Annotated[Caller, Depends(at_least("editor"))]
Admin = Annotated[Caller, Depends(at_least("admin"))]
KnownAdmin = Annotated[Caller, Depends(known_admin)]  # never somebody without key or token
EveryGroup = Annotated[Caller, Depends(every_group)]  # a reader from whom no report is hidden
