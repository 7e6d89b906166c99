"""/healthz: the process lives. /readyz: it can answer. /: what there is."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import __version__
from api.access import caller_of
from api.routes.opened import Opened, send_json
from api.schemas import HealthBody, IndexBody, ReadyBody, json_response

router = APIRouter(tags=["状态"])


@router.get("/", responses=json_response(IndexBody), summary="有哪些地址")
def index(request: Request) -> Response:
    described = request.app.openapi()["paths"].items()
    routes = [f"{method.upper()} {path}" for path, methods in described for method in methods]
    routes.append("POST /mcp")  # no route of FastAPI's, so not in its description
    return send_json({"name": "wenju", "version": __version__, "openapi": "/openapi.json", "routes": routes})


@router.get("/healthz", responses=json_response(HealthBody), summary="进程是否活着")
def healthz() -> Response:
    return send_json({"status": "ok", "version": __version__})


@router.get("/readyz", responses=json_response(ReadyBody, 503), summary="是否可以回答问题")
def readyz(request: Request, wenju: Opened) -> Response:
    """资料库已打开、模型已预热时为 200，否则 503 并说明原因；报告数是看得到的，要密钥而没有时为 null。"""
    caller = caller_of(request)
    ready = wenju.ready(wenju.visible_to(caller) if caller else None)
    return send_json(ready if caller else ready | {"documents": None})
