"""GET /figures: look figures up without asking a question."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BeforeValidator

from api.access import Reader
from api.routes.opened import Opened, send_json
from api.schemas import MAX_PAGE, FiguresBody, Request, json_response
from ingest.records import Status

router = APIRouter(tags=["数据"])


class FiguresQuery(Request):
    """The query string; an unknown parameter is refused, not ignored."""

    q: str = ""
    region: str = ""
    period: str = ""
    status: Annotated[Status | None, BeforeValidator(lambda given: given or None)] = None
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0


@router.get("/figures", responses=json_response(FiguresBody, 422, 500, 503), summary="查数据")
def figures(query: Annotated[FiguresQuery, Query()], wenju: Opened, caller: Reader) -> Response:
    """按指标、地区、时期、性质查报告里的数据，每个都带原文。"""
    wanted = (query.q, query.region, query.period, query.status or "", query.limit, query.offset)
    return send_json(wenju.figures(*wanted, wenju.visible_to(caller)))
