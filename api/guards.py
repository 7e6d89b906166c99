"""What is turned away before a route sees it: requests to a host that we are not, and bodies without end."""

from __future__ import annotations

from collections.abc import Collection

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import body_too_large, error_response

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class KnownHosts:
    """Answers only requests whose Host header names this machine.

    A page on another site can point a name of its own at 127.0.0.1 and have the reader's browser ask us
    (DNS rebinding); its Host header gives it away.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _host_name(scope) not in self._names:
            refusal = error_response(
                421, "unknown_host", "请求的主机名不是本机", "、".join(sorted(self._names))
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _host_name(scope: Scope) -> str:
    """b"127.0.0.1:8000" → "127.0.0.1"; b"[::1]:8000" → "[::1]"."""
    value = _header(scope, b"host")
    name, _, port = value.rpartition(":")
    return name.lower() if port.isdigit() else value.lower()


class BodyLimit:
    """Refuses request bodies over `max_bytes`, by their announced length or by what really comes."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif int(_header(scope, b"content-length") or 0) > self._max_bytes:
            await body_too_large()(scope, receive, send)
        else:
            await self._app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._max_bytes:
                raise HTTPException(413)
            return message

        return counted


def _header(scope: Scope, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), "")
