"""/feedback: what people say of answers."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.access import Admin, Reader
from api.bodies import FeedbackPageBody, OneFeedbackBody
from api.downloads import MAX_ROWS, feedback_file
from api.feedback import Rating, Said
from api.routes.opened import Opened, send_json
from api.schemas import MAX_PAGE, Request, json_response
from api.schemas_evals import GoldValueBody, QuoteBody, StoredCaseBody
from rag.errors import FilterError

router = APIRouter(prefix="/feedback", tags=["反馈"])


class FeedbackRequest(Request):
    """对一个答案的评价：存下的答案用 `message_id`，别的把问题和答案一起送来。"""

    rating: Rating
    comment: str = Field(default="", max_length=4000)
    message_id: str | None = Field(default=None, max_length=100, description="POST /chat 存下答案时给的编号")
    question: str = Field(default="", max_length=20_000)
    answer: str = Field(default="", max_length=100_000)


@router.post(
    "", responses=json_response(OneFeedbackBody, 400, 413, 422, 500, 503, 507), summary="评价一个答案"
)
def add_feedback(body: FeedbackRequest, wenju: Opened, caller: Reader) -> Response:
    """好或不好，和一句话；管理员看得到。"""
    said = Said(body.question, body.answer)
    row = wenju.feedback.add(caller.key_id, body.rating, body.comment, body.message_id, said)
    return send_json({"feedback": row})


class FeedbackQuery(Request):
    """Which of it."""

    rating: Literal["", "good", "bad"] = ""
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    format: Literal["json", "csv"] = "json"


PAGE_RESPONSES = json_response(FeedbackPageBody, 422, 500, 503)
PAGE_RESPONSES[200]["content"] = {"text/csv": {"schema": {"type": "string"}}}


@router.get("", responses=PAGE_RESPONSES, summary="全部评价")
def list_feedback(query: Annotated[FeedbackQuery, Query()], wenju: Opened, _: Admin) -> Response:
    """新的在前；`format=csv` 下载符合条件的全部。"""
    rating = query.rating or None
    if query.format == "csv":
        rows, total = wenju.feedback.page(rating, MAX_ROWS, 0)
        if total > MAX_ROWS:
            raise FilterError(f"format：有 {total} 条，一次最多下载 {MAX_ROWS} 条；按 rating 分开下载")
        headers = {"Content-Disposition": "attachment; filename=feedback.csv"}
        return Response(feedback_file(rows), media_type="text/csv; charset=utf-8", headers=headers)
    rows, total = wenju.feedback.page(rating, query.limit, query.offset)
    return send_json({"feedback": rows, "total": total, "limit": query.limit, "offset": query.offset})


class KnownAnswerBody(Request):
    """正确的答案，各项同 POST /evals/cases；问题和它之前的对话取自评价。"""

    id: str = Field(default="", max_length=200)
    category: str = Field(default="value", min_length=1, max_length=40)
    answerable: bool
    gold_figures: list[GoldValueBody] = Field(default_factory=list)
    gold_any: list[str] = Field(default_factory=list)
    gold_all: list[str] = Field(default_factory=list)
    must_not: list[str] = Field(default_factory=list)
    evidence: list[QuoteBody] = Field(default_factory=list)
    note: str = Field(default="", description="不写则为评价里的那句话")


@router.post(
    "/{feedback_id}/case",
    responses=json_response(StoredCaseBody, 400, 404, 413, 422, 500, 503, 507),
    summary="把一条评价变成一道题",
)
def note_case(feedback_id: str, body: KnownAnswerBody, wenju: Opened, _: Admin) -> Response:
    """连同正确的答案记进问题集，以后每次评测都问。"""
    row, said = wenju.feedback.said(feedback_id)
    history: list[dict[str, str]] = [{"role": role, "content": content} for role, content in said.history]
    known = body.model_dump() | {"note": body.note or row["comment"]}
    return send_json(wenju.add_case(known | {"question": said.question, "history": history}))
