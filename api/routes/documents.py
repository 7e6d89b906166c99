"""/documents: what the library holds."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.access import Editor, Reader
from api.routes.opened import Opened, send_json
from api.schemas import DeletedBody, DocumentsBody, WholeDocumentBody, json_response

router = APIRouter(prefix="/documents", tags=["报告"])


@router.get("", responses=json_response(DocumentsBody, 500, 503), summary="列出报告")
def list_documents(wenju: Opened, caller: Reader) -> Response:
    return send_json(wenju.documents(wenju.visible_to(caller)))


@router.get(
    "/{document_id}", responses=json_response(WholeDocumentBody, 404, 422, 500, 503), summary="一份报告"
)
def show_document(document_id: str, wenju: Opened, caller: Reader) -> Response:
    """报告的表头、全部段落和读出的全部数据。"""
    return send_json(wenju.document(document_id, wenju.visible_to(caller)))


@router.delete(
    "/{document_id}", responses=json_response(DeletedBody, 404, 422, 500, 503, 507), summary="删除报告"
)
def delete_document(document_id: str, wenju: Opened, caller: Editor) -> Response:
    """从资料库、全文索引和向量里一并删除；原文件不动。"""
    return send_json(wenju.delete(document_id, wenju.visible_to(caller)))
