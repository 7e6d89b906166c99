"""/documents: what the library holds, put in, replaced and taken out; /jobs: how far that is."""

from __future__ import annotations

from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Depends, File, Form, Query, Request, Response, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse
from pydantic import Field

from api.access import Editor, Reader
from api.bodies import DocumentsBody, JobsBody, OneJobBody, WholeDocumentBody
from api.routes.opened import Opened, send_json
from api.schemas import MAX_PAGE, DeletedBody, Responses, json_response
from api.schemas import Request as RequestBody
from api.uploads import MAX_FILES
from rag.lookup.queries import DocumentQuery

router = APIRouter(tags=["报告"])

MAX_OFFSET = 1_000_000
Text = Annotated[str, Field(max_length=200)]
Page = Annotated[int, Field(ge=1, le=MAX_PAGE)]
Offset = Annotated[int, Field(ge=0, le=MAX_OFFSET)]


class DocumentsQuery(RequestBody):
    """Which reports."""

    q: Text = Field(default="", description="标题、发布机构、文号、文件名里的字")
    region: Text = Field(default="", description="地区名称或代码，连同区县")
    period: Text = Field(default="", description="时期，如 2024")
    publisher: Text = Field(default="", description="发布机构，可以只写一部分")
    limit: Page = 100
    offset: Offset = 0


class PageQuery(RequestBody):
    """Which part of a list."""

    limit: Page = 100
    offset: Offset = 0


@router.get("/documents", responses=json_response(DocumentsBody, 422, 500, 503), summary="列出报告")
def list_documents(query: Annotated[DocumentsQuery, Query()], wenju: Opened, caller: Reader) -> Response:
    """新的在前；`total` 是符合条件的总数。"""
    wanted = DocumentQuery(query.q, query.region, query.period, query.publisher)
    return send_json(wenju.documents(wanted, query.limit, query.offset, wenju.visible_to(caller)))


@router.get(
    "/documents/{document_id}",
    responses=json_response(WholeDocumentBody, 404, 422, 500, 503),
    summary="一份报告",
)
def show_document(
    document_id: str, query: Annotated[PageQuery, Query()], wenju: Opened, caller: Reader
) -> Response:
    """报告的表头、一页段落和这些段落里读出的数据；`total` 是段落总数。"""
    visible = wenju.visible_to(caller)
    return send_json(wenju.document(document_id, query.limit, query.offset, visible))


FILE_RESPONSES: Responses = json_response(None, 404, 422, 500, 503)
FILE_RESPONSES[200] = {
    "description": "入库时的文件，逐字节",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


@router.get(
    "/documents/{document_id}/file", responses=FILE_RESPONSES, summary="原文件", response_class=Response
)
def download_file(document_id: str, wenju: Opened, caller: Reader) -> Response:
    """下载原文件；已不在或入库之后改过的是 404。"""
    path = wenju.shelf.file(document_id, wenju.visible_to(caller))
    headers = {"X-Content-Type-Options": "nosniff"}  # a report is data: no browser shall run what it holds
    return FileResponse(path, media_type="application/octet-stream", filename=path.name, headers=headers)


@router.delete(
    "/documents/{document_id}",
    responses=json_response(DeletedBody, 404, 422, 500, 503, 507),
    summary="删除报告",
)
def delete_document(document_id: str, wenju: Opened, caller: Editor) -> Response:
    """从资料库、全文索引和向量里一并删除，上传的文件也删除；别处的原文件不动。"""
    return send_json(wenju.delete(document_id, wenju.visible_to(caller)))


# --- uploads ----------------------------------------------------------------------------------------------

Given = Annotated[str, Form(max_length=500)]
OVERRIDES = ("title", "publisher", "region", "published", "number", "period", "plan_period")


async def _overrides(
    title: Given = "",
    publisher: Given = "",
    region: Given = "",
    published: Given = "",
    number: Given = "",
    period: Given = "",
    plan_period: Given = "",
) -> dict[str, str]:
    """What the sender knows better than the file, as a manifest would say it."""
    values = (title, publisher, region, published, number, period, plan_period)
    named = dict(zip(OVERRIDES, values, strict=True))
    return {name: value.strip() for name, value in named.items() if value.strip()}


Overrides = Annotated[dict[str, str], Depends(_overrides)]


def _only(*fields: str) -> Any:
    """Refuses forms with other fields: a misspelt `group` must not show a report to everybody."""

    async def check(request: Request) -> None:
        form = await request.form()
        known = {"known": fields}
        strange = [name for name in form if name not in fields]
        unknown = [{"type": "extra_forbidden", "loc": ("body", name), "ctx": known} for name in strange]
        if unknown:
            raise RequestValidationError(unknown)

    return Depends(check)


UPLOAD_ERRORS = (400, 404, 413, 415, 422, 429, 500, 503, 507)


def _accepted(*errors: int) -> Responses:
    described = json_response(OneJobBody, *errors)
    return {202: described.pop(200), **described}


@router.post(
    "/documents",
    status_code=202,
    responses=_accepted(*(one for one in UPLOAD_ERRORS if one != 404)),
    dependencies=[_only("files", "group", *OVERRIDES)],
    summary="上传报告",
)
def upload(
    files: Annotated[list[UploadFile], File(min_length=1, max_length=MAX_FILES, description="一份或多份")],
    overrides: Overrides,
    wenju: Opened,
    caller: Editor,
    group: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]],
        Form(max_length=50, description="放进哪些分组；不写则为密钥自己的分组，密钥不限分组时人人可见"),
    ] = [],  # noqa: B006 (FastAPI copies it)
) -> Response:
    """收下文件，在后台入库：`GET /jobs/{job_id}` 看做到哪里。读不出的文件在结果里说明；同样的文件再传一次没有变化。"""
    return _send_job(wenju.shelf.upload([_named(one) for one in files], group, overrides, caller))


@router.put(
    "/documents/{document_id}",
    status_code=202,
    responses=_accepted(*UPLOAD_ERRORS),
    dependencies=[_only("file", *OVERRIDES)],
    summary="替换报告",
)
def replace_document(
    document_id: str,
    file: Annotated[UploadFile, File(description="新的一份")],
    overrides: Overrides,
    wenju: Opened,
    caller: Editor,
) -> Response:
    """新的一份入库后旧的才去掉，分组照旧；中途断电时留下的是旧的或新的，不会两者都没有。"""
    visible = wenju.visible_to(caller)
    return _send_job(wenju.shelf.replace(document_id, _named(file), overrides, caller, visible))


def _named(file: UploadFile) -> tuple[str, BinaryIO]:
    return file.filename or "", file.file


def _send_job(body: dict[str, object]) -> Response:
    response = send_json(body)
    response.status_code = 202
    return response


# --- jobs -------------------------------------------------------------------------------------------------


@router.get("/jobs", responses=json_response(JobsBody, 422, 500, 503), summary="后台任务")
def list_jobs(query: Annotated[PageQuery, Query()], wenju: Opened, caller: Reader) -> Response:
    """自己的任务，新的在前；管理员看到全部。"""
    return send_json(wenju.shelf.list_jobs(query.limit, query.offset, caller))


@router.get("/jobs/{job_id}", responses=json_response(OneJobBody, 404, 422, 500, 503), summary="做到了哪里")
def show_job(job_id: str, wenju: Opened, caller: Reader) -> Response:
    """`state` 为 finished 时 `documents` 是每个文件的结果；要等它做完就隔一会儿再问。"""
    return send_json(wenju.shelf.job(job_id, caller))


@router.post(
    "/jobs/{job_id}/resume",
    responses=json_response(OneJobBody, 404, 409, 422, 429, 500, 503, 507),
    summary="接着做",
)
def resume_job(job_id: str, wenju: Opened, caller: Editor) -> Response:
    """服务中断或出错的任务接着做；做完的文件不会再做一遍。"""
    return send_json(wenju.shelf.resume(job_id, caller))
