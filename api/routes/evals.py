"""/evals/*: what is known to be right, and the service held against it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.access import at_least, every_group
from api.evaluations import MEDIA_TYPES, ReportFormat
from api.routes.opened import Opened, send_json
from api.schemas import Request, json_response
from api.schemas_evals import (
    CaseBody,
    CasesBody,
    ComparisonBody,
    OneRunBody,
    RunBody,
    RunReportBody,
    RunsBody,
    SetsBody,
    StoredCaseBody,
)

# What a run asks and answers stands on every report, so that only those see it from whom no report is hidden.
router = APIRouter(prefix="/evals", tags=["评测"], dependencies=[Depends(every_group)])
EDITING = [Depends(at_least("editor"))]

# A page made of what people asked: it may run its own script, and reach nothing of this service.
PAGE_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
)


@router.post(
    "/cases",
    dependencies=EDITING,
    responses=json_response(StoredCaseBody, 400, 413, 422, 500, 503, 507),
    summary="记下一题",
)
def add_case(body: CaseBody, wenju: Opened) -> Response:
    """把对话里答错或答对的一题连同正确答案记进问题集，供 `wenju eval run` 用；每一项都当场检查。"""
    return send_json(wenju.add_case(body.model_dump()))


@router.get("/cases", responses=json_response(CasesBody, 500, 503), summary="记下的题")
def cases(wenju: Opened) -> Response:
    """记下的全部题，先记的在前。"""
    return send_json(wenju.cases())


@router.get("/sets", responses=json_response(SetsBody, 500, 503), summary="有哪些问题集")
def sets(wenju: Opened) -> Response:
    """自带的、数据目录 `evals/sets/` 里的，和记下的题（`cases`）。"""
    return send_json(wenju.evaluations.sets())


@router.post(
    "/runs",
    dependencies=EDITING,
    responses=json_response(OneRunBody, 400, 413, 422, 429, 500, 503, 507),
    summary="开始一次评测",
)
def begin_run(body: RunBody, wenju: Opened) -> Response:
    """在后台把问题逐个问服务自己的资料库，不耽误回答；一次一个，其余排队。连接断了照做，服务重启后接着做。"""
    questions = [question.model_dump() for question in body.questions]
    return send_json(wenju.evaluations.begin(body.sets, questions, body.tag, body.workers))


@router.get("/runs", responses=json_response(RunsBody, 500, 503), summary="各次评测")
def runs(wenju: Opened) -> Response:
    """先开始的在前。"""
    return send_json(wenju.evaluations.runs())


@router.get("/runs/{run_id}", responses=json_response(OneRunBody, 404, 422, 500, 503), summary="做到了哪里")
def run(run_id: str, wenju: Opened) -> Response:
    """`done` / `total`；要等它做完就隔一会儿再问。"""
    return send_json(wenju.evaluations.run(run_id))


@router.post(
    "/runs/{run_id}/cancel",
    dependencies=EDITING,
    responses=json_response(OneRunBody, 404, 422, 500, 503),
    summary="取消一次评测",
)
def cancel_run(run_id: str, wenju: Opened) -> Response:
    """正在问的问完就停，已有的回答留着；已经结束的不变。"""
    return send_json(wenju.evaluations.cancel(run_id))


class ReportQuery(Request):
    """The query string; an unknown parameter is refused, not ignored."""

    format: ReportFormat = "json"


REPORT_RESPONSES = json_response(RunReportBody, 404, 422, 500, 503)
REPORT_RESPONSES[200]["content"] = {
    MEDIA_TYPES[form].partition(";")[0]: {} for form in ("html", "csv", "junit")
}


@router.get("/runs/{run_id}/report", responses=REPORT_RESPONSES, summary="评测报告")
def report(run_id: str, query: Annotated[ReportQuery, Query()], wenju: Opened) -> Response:
    """`format` 为 json、html（自成一体的网页）、csv 或 junit；没有做完的，写到已有的回答为止。"""
    headers = {"Content-Security-Policy": PAGE_POLICY} if query.format == "html" else {}
    text = wenju.evaluations.report(run_id, query.format)
    return Response(text, media_type=MEDIA_TYPES[query.format], headers=headers)


class CompareQuery(Request):
    """The query string."""

    before: str
    after: str


@router.get("/compare", responses=json_response(ComparisonBody, 404, 422, 500, 503), summary="比较两次评测")
def compare(query: Annotated[CompareQuery, Query()], wenju: Opened) -> Response:
    """哪些题变好、变坏，前后的回答；差别是不是偶然。"""
    return send_json(wenju.evaluations.compare(query.before, query.after))
