"""How much a caller may ask: how often, and how many requests may be under way at once."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Collection

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import answer_error
from api.wire import BusyError, TooManyRequestsError
from ingest.errors import SettingsError

NO_LIMIT = "0"
IPV6_SITE_BITS = 64  # one caller has at least so many addresses


class RateLimit:
    """Counts the requests of each caller within the time just past. Safe to use from several threads."""

    def __init__(self, rate: str) -> None:
        """`rate` as in "600/minute"; "0" limits nothing.

        Raises:
            SettingsError: it cannot be read.
        """
        try:
            self._item = None if rate == NO_LIMIT else parse(rate)
        except ValueError as error:
            raise SettingsError(
                f"WENJU_RATE_LIMIT={rate}: 写作 600/minute、10/second，或 0（不限）"
            ) from error
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, who: str) -> None:
        """Count a request.

        Raises:
            TooManyRequestsError: there were as many as allowed already.
        """
        if self._item is None or self._limiter.hit(self._item, who):
            return
        reset_at = self._limiter.get_window_stats(self._item, who).reset_time
        wait_s = max(1, math.ceil(reset_at - time.time()))
        raise TooManyRequestsError(f"上限 {self._item.amount} 次每 {self._item.get_expiry()} 秒", wait_s)


def address_of_caller(scope: Scope) -> str:
    """Where a request comes from; of an IPv6 address only the site."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if address.version == 4 or address.ipv4_mapped:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_SITE_BITS), strict=False))


class ConcurrencyLimit:
    """Turns requests away while as many are under way as the service takes at once."""

    def __init__(self, app: ASGIApp, most: int, exempt: Collection[str]) -> None:
        """`exempt` are paths that are always answered."""
        self._app = app
        self._exempt = exempt
        self._most = most
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in self._exempt:
            await self._app(scope, receive, send)
            return
        if self._under_way >= self._most:
            await answer_error(BusyError(f"已有 {self._most} 个"))(scope, receive, send)
            return
        self._under_way += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= 1
