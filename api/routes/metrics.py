"""GET /metrics: what the service counts, for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.access import EveryGroup
from api.metrics import MEDIA_TYPE
from api.schemas import Responses

router = APIRouter(tags=["状态"])

RESPONSES: Responses = {
    200: {"description": "Prometheus 的文本格式", "content": {"text/plain": {"schema": {"type": "string"}}}}
}


@router.get("/metrics", responses=RESPONSES, summary="Prometheus 指标", response_class=Response)
def metrics(request: Request, _: EveryGroup) -> Response:
    """请求、答案、各步用时、报告数、后台任务、语言模型；要能看全部分组的密钥。"""
    return Response(request.app.state.metrics.text(), media_type=MEDIA_TYPE)
