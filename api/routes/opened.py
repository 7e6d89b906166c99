"""What every route needs: the open library, and its records sent as they are."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import Depends, Request, Response

from api.local import LocalWenju
from api.wire import JsonObject


async def _opened(request: Request) -> LocalWenju:
    wenju: LocalWenju = request.app.state.warmup.wenju()
    return wenju


Opened = Annotated[LocalWenju, Depends(_opened)]


def send_json(body: JsonObject) -> Response:
    """A JSON response, without the second validation that returning a model would cost."""
    return Response(json.dumps(body, ensure_ascii=False), media_type="application/json")
