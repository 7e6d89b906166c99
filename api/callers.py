"""Who asks for something, and in which request: known to whatever is done for it, on every thread it runs on."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")  # each may do all that those before it may


@dataclass(frozen=True)
class Caller:
    """Who sent a request, or runs a command."""

    key_id: str  # of the key; "owner" with the token of the data directory, "" without any key
    name: str
    role: Role
    groups: frozenset[str] | None  # besides the reports in no group; None: every group


OWNER = Caller("owner", "数据目录的主人", "admin", None)  # who runs a command could read everything anyway
ANYBODY = Caller("", "", "admin", None)  # on loopback, while no key was ever made

current_caller: ContextVar[Caller] = ContextVar("current_caller", default=OWNER)
request_id: ContextVar[str] = ContextVar("request_id", default="")  # "" outside of requests
