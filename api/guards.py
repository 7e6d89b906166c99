"""What is turned away before a route sees it: requests to a host that we are not or from pages of other sites, and
bodies without end.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.addresses import is_address
from api.errors import body_too_large, error_response

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class KnownHosts:
    """Answers only requests whose Host header names this service.

    A page on another site can point a name of its own at 127.0.0.1 and have the reader's browser ask us
    (DNS rebinding); its Host header gives it away. An IP address cannot be pointed anywhere.
    """

    def __init__(self, app: ASGIApp, names: Collection[str], any_address: bool) -> None:
        self._app = app
        self._names = names
        self._any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._is_known(_host_name(scope)):
            await self._app(scope, receive, send)
            return
        expected = f"{'、'.join(sorted(self._names))}；别的主机名写进 WENJU_HOST_NAMES"
        refusal = error_response(421, "unknown_host", "请求的主机名不是本机", expected)
        await refusal(scope, receive, send)

    def _is_known(self, name: str) -> bool:
        return name in self._names or (self._any_address and is_address(name.strip("[]")))


class KnownOrigins:
    """Refuses what a page of another site has a browser send, unless the site is named.

    A browser sends simple requests anywhere and only keeps the answer from the page: too late for an upload.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = _header(scope, b"origin").lower() if scope["type"] == "http" else ""
        is_own = not origin or urlsplit(origin).netloc == _header(scope, b"host").lower()
        if is_own or origin in self._origins:
            await self._app(scope, receive, send)
            return
        refusal = error_response(
            403, "unknown_origin", f"不接受来自 {origin} 的网页的请求", "写进 WENJU_CORS_ORIGINS 的网站"
        )
        await refusal(scope, receive, send)


def _host_name(scope: Scope) -> str:
    """b"127.0.0.1:8000" → "127.0.0.1"; b"[::1]:8000" → "[::1]"."""
    value = _header(scope, b"host")
    name, _, port = value.rpartition(":")
    return name.lower() if port.isdigit() else value.lower()


class BodyLimit:
    """Refuses request bodies over `max_bytes`, by their announced length or by what really comes; uploads may be larger."""

    def __init__(self, app: ASGIApp, max_bytes: int, max_upload_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._max_upload_bytes = max_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._max_upload_bytes if _is_upload(scope) else self._max_bytes
        if int(_header(scope, b"content-length") or 0) > most:
            await body_too_large(most)(scope, receive, send)
        else:
            await self._app(scope, self._counted(receive, most), send)

    def _counted(self, receive: Receive, most: int) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413)
            return message

        return counted


def _is_upload(scope: Scope) -> bool:
    """POST /documents, PUT /documents/3a9c3dfa82a2"""
    method, path = scope["method"], scope["path"]
    return bool(
        (method == "POST" and path == "/documents") or (method == "PUT" and path.startswith("/documents/"))
    )


def _header(scope: Scope, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), "")
