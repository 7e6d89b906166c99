"""Which groups reports belong to, and so who sees them."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from api.access import at_least
from api.routes.opened import Opened, send_json
from api.schemas import json_response
from api.schemas_access import GroupsBody, GroupsOfBody, NewGroupsBody

router = APIRouter(tags=["分组"], dependencies=[Depends(at_least("admin"))])


@router.get("/groups", responses=json_response(GroupsBody, 500, 503), summary="分组和其中的报告")
def list_groups(wenju: Opened) -> Response:
    """不在任何分组的报告人人可见，不在里面。"""
    return send_json(wenju.list_groups())


@router.get(
    "/documents/{document_id}/groups",
    responses=json_response(GroupsOfBody, 404, 422, 500, 503),
    summary="报告在哪些分组",
)
def groups_of(document_id: str, wenju: Opened) -> Response:
    """空为不在任何分组，人人可见。"""
    return send_json(wenju.groups_of(document_id))


@router.put(
    "/documents/{document_id}/groups",
    responses=json_response(GroupsOfBody, 400, 404, 413, 422, 500, 503, 507),
    summary="把报告归入分组",
)
def set_groups(document_id: str, body: NewGroupsBody, wenju: Opened) -> Response:
    """立即生效；内容改了的文件替换报告时，分组照旧。"""
    return send_json(wenju.set_groups(document_id, body.groups))
