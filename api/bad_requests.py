"""What is no HTTP never reaches the application: it is answered here, in the one shape of errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from api.callers import request_id
from api.wire import error_object

if TYPE_CHECKING:
    import asyncio


class TellingProtocol(AutoHTTPProtocol):  # type: ignore[valid-type,misc]  # whichever parser is installed
    """uvicorn's reader of requests, which would answer `GET /figures?period=2024年` in plain English."""

    transport: asyncio.Transport

    def send_400_response(self, _: str) -> None:
        """Say what is wrong and hang up."""
        request_id.set(uuid4().hex)
        expected = "完整的 HTTP 请求；网址里的汉字和空格要写成百分号编码，如 curl -G --data-urlencode"
        body = json.dumps(error_object("bad_request", "请求读不懂", expected), ensure_ascii=False).encode()
        head = (
            "HTTP/1.1 400 Bad Request\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
            f"x-request-id: {request_id.get()}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
