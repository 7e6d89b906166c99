"""/terms: the indicators that wenju knows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from api.access import Editor, Reader, every_group
from api.bodies import AddedTermsBody, CheckedTermsBody, TermsBody
from api.routes.opened import Opened, send_json
from api.schemas import MAX_PAGE, Request, json_response
from api.terms import check_terms
from ingest.records import FigureKind

router = APIRouter(prefix="/terms", tags=["指标词表"])

Phrase = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Phrases = Annotated[list[Phrase], Field(default_factory=list, max_length=200)]


class TermsQuery(Request):
    """Which terms."""

    q: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class CheckRequest(Request):
    """一份词表文件的内容。"""

    text: str = Field(max_length=500_000, examples=["terms:\n- {name: 火星移民, units: [人]}"])


class TermRequest(Request):
    """一个指标，同词表文件里的写法。"""

    name: Annotated[str, Field(min_length=2, max_length=100, pattern=r"\S\S")]
    aliases: Phrases
    not_in: Phrases = Field(description="含有别名、却是别的意思")
    parents: Phrases = Field(description="上级指标")
    units: Phrases
    kind: FigureKind | None = None


class AddRequest(Request):
    """要加的指标；已有的指标可以加别名等。"""

    terms: list[TermRequest] = Field(min_length=1, max_length=100)
    reread: bool = Field(default=True, description="在后台按新的词表重读全部报告")


@router.get("", responses=json_response(TermsBody, 422, 500, 503), summary="指标词表")
def list_terms(query: Annotated[TermsQuery, Query()], wenju: Opened, caller: Reader) -> Response:
    """名称或别名里有 `q` 的指标，数据多的在前；`figures` 是看得到的报告里有多少个数据。"""
    return send_json(wenju.terms(query.q, query.limit, query.offset, wenju.visible_to(caller)))


@router.post("/check", responses=json_response(CheckedTermsBody, 400, 413, 422, 500, 503), summary="检查词表")
def check(body: CheckRequest, wenju: Opened, _: Reader) -> Response:
    """一份词表写得对不对，与自带的有没有冲突；不对的说明在第几行。什么也不改。"""
    return send_json(check_terms(body.text))


@router.post(
    "",
    dependencies=[
        Depends(every_group)
    ],  # they change what is read of every report, and the job names them all
    responses=json_response(AddedTermsBody, 400, 409, 413, 422, 429, 500, 503, 507),
    summary="加指标",
)
def add_terms(body: AddRequest, wenju: Opened, caller: Editor) -> Response:
    """写进 `WENJU_TERMS` 的文件，当场生效；以前读出的数据要重读报告才改，`job` 是重读的任务。要能看全部分组的密钥。"""
    entries = [one.model_dump(exclude_none=True) for one in body.terms]
    return send_json(wenju.add_terms(entries, body.reread, caller.key_id))
