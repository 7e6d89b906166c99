"""GET /audit: who changed what."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.access import Admin
from api.audit import ACTIONS, MAX_ENTRIES
from api.routes.opened import Opened, send_json
from api.schemas import Request, json_response
from api.schemas_access import AuditBody

router = APIRouter(tags=["管理"])


class AuditQuery(Request):
    """The query string."""

    limit: Annotated[int, Field(ge=1, le=MAX_ENTRIES)] = 50
    before: Annotated[int | None, Field(ge=1, le=2**63 - 1, description="只要比这一条更早的")] = None
    action: Literal["", *ACTIONS] = ""  # type: ignore[valid-type]
    key: Annotated[str | None, Field(max_length=100, description="只要这把密钥的；owner 是命令行")] = None


@router.get("/audit", responses=json_response(AuditBody, 422, 500, 503), summary="谁改了什么")
def audit(query: Annotated[AuditQuery, Query()], wenju: Opened, _: Admin) -> Response:
    """新的在前；下一页用返回的 `before`。"""
    return send_json(wenju.audit.page(query.limit, query.before, query.action, query.key))
