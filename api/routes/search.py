"""POST /search: the paragraphs that retrieval brings, and why, without an answer."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Response
from pydantic import Field

from api.access import Reader
from api.bodies import SearchBody
from api.routes.opened import Opened, send_json
from api.schemas import MAX_PAGE, FiltersBody, Request, json_response
from rag.records import Filters

router = APIRouter(tags=["检索"])


class SearchRequest(Request):
    """要找什么。"""

    question: str = Field(description="问题或任何文字", examples=["科创走廊建设项目"])
    filters: FiltersBody | None = None
    limit: int = Field(default=10, ge=1, le=MAX_PAGE)
    offset: int = Field(default=0, ge=0, le=1_000_000)


@router.post("/search", responses=json_response(SearchBody, 400, 413, 422, 500, 503), summary="检索")
def search(body: SearchRequest, wenju: Opened, caller: Reader) -> Response:
    """全文、向量、数据三路检索各自的分数和名次，融合后的名次，和命中的位置；每路取前 100 段。"""
    filters = body.filters.to_filters() if body.filters else Filters()
    filters = replace(filters, visible=wenju.visible_to(caller))
    return send_json(wenju.search(body.question, filters, body.limit, body.offset))
