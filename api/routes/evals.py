"""/evals/*: what is known to be right, kept for evaluations."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.routes.opened import Opened, send_json
from api.schemas import CaseBody, CasesBody, StoredCaseBody, json_response

router = APIRouter(prefix="/evals", tags=["评测"])


@router.post(
    "/cases", responses=json_response(StoredCaseBody, 400, 413, 422, 500, 503, 507), summary="记下一题"
)
def add_case(body: CaseBody, wenju: Opened) -> Response:
    """把对话里答错或答对的一题连同正确答案记进问题集，供 `wenju eval run` 用；每一项都当场检查。"""
    return send_json(wenju.add_case(body.model_dump()))


@router.get("/cases", responses=json_response(CasesBody, 500, 503), summary="记下的题")
def cases(wenju: Opened) -> Response:
    """记下的全部题，先记的在前。"""
    return send_json(wenju.cases())
