"""/admin/keys: who may ask."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from api.access import known_admin
from api.routes.opened import Opened, send_json
from api.schemas import json_response
from api.schemas_access import CreatedKeyBody, KeysBody, NewKeyBody, RevokedKeyBody

router = APIRouter(prefix="/admin/keys", tags=["管理"], dependencies=[Depends(known_admin)])


@router.get("", responses=json_response(KeysBody, 500, 503), summary="列出密钥")
def list_keys(wenju: Opened) -> Response:
    """作废的也在内；密钥本身不在里面。"""
    return send_json(wenju.list_keys())


@router.post("", responses=json_response(CreatedKeyBody, 400, 422, 500, 503, 507), summary="做一把密钥")
def create_key(body: NewKeyBody, wenju: Opened) -> Response:
    """`secret` 只在这里给一次，服务只存它的摘要。"""
    return send_json(wenju.create_key(body.name, body.role, body.groups))


@router.delete(
    "/{key_id}", responses=json_response(RevokedKeyBody, 404, 422, 500, 503, 507), summary="作废密钥"
)
def revoke_key(key_id: str, wenju: Opened) -> Response:
    """按编号或名字；立即生效。"""
    return send_json(wenju.revoke_key(key_id))
