"""GET /figures and /compare: look figures up, and lay them side by side, without asking a question."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Query, Response
from pydantic import BeforeValidator, Field

from api.access import Reader
from api.bodies import FiguresBody, TablesBody
from api.downloads import MAX_ROWS, MEDIA_TYPES, FileFormat, figures_file, tables_file
from api.routes.opened import Opened, send_json
from api.schemas import MAX_FILTER_VALUES, MAX_PAGE, Request, Responses, json_response
from api.wire import JsonObject
from ingest.records import FigureKind, Status
from rag.errors import FilterError
from rag.lookup.queries import CompareQuery, FigureQuery, Measure, Sort

router = APIRouter(tags=["数据"])

MAX_WORDS = 2000  # characters of q; WENJU_MAX_QUESTION_CHARS may set fewer
MAX_NAME = 200
MAX_INDICATORS = 20


def _given(values: Any) -> Any:
    """An empty parameter limits nothing: region= is no region."""
    return [one for one in values if one != ""] if isinstance(values, list) else values


def _or_none(value: Any) -> Any:
    return None if value == "" else value


Name = Annotated[str, Field(max_length=MAX_NAME)]
Names = Annotated[
    list[Name], Field(default_factory=list, max_length=MAX_FILTER_VALUES), BeforeValidator(_given)
]
Format = Literal["json", "csv", "xlsx"]
SortBy = Literal[
    "relevance", "document", "indicator", "region", "period", "published", "value",
    "-document", "-indicator", "-region", "-period", "-published", "-value",
]  # fmt: skip


class ScopeQuery(Request):
    """What both have in common; an unknown parameter is refused, not ignored."""

    region: Names = Field(description="地区名称或代码，可重复")
    districts: bool = Field(default=False, description="连同所辖的区县")
    period: Names = Field(description="时期，如 2024、2024-H1，可重复")
    since: Name = Field(default="", alias="from", description="从这个时期起")
    until: Name = Field(default="", alias="to", description="到这个时期止")
    document: Names = Field(description="报告编号，可重复")
    format: Format = Field(default="json", description="csv、xlsx 为下载，每个数带出处")


class FiguresQuery(ScopeQuery):
    """Of the look-up."""

    q: str = Field(default="", max_length=MAX_WORDS, description="指标或任何文字，如 绍兴高企")
    indicator: Names = Field(description="只要这些指标：名称或简称，可重复")
    status: Annotated[Status | None, BeforeValidator(_or_none)] = None
    kind: Annotated[FigureKind | None, BeforeValidator(_or_none)] = Field(
        default=None, description="数量 count、增速 growth、位次 rank……"
    )
    action: Name = Field(default="", description="新增、新认定、累计……")
    sort: SortBy = Field(default="relevance", description="前面加 - 为倒序；数值按同类单位换算后排")
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0
    group_by: Literal["", "region,period"] = Field(
        default="", description="排成地区 × 时期的表，只看一个指标"
    )

    def to_query(self) -> FigureQuery:
        return FigureQuery(
            self.q, tuple(self.indicator), tuple(self.region), self.districts, tuple(self.period),
            self.since, self.until, self.status, self.kind, self.action, tuple(self.document),
            cast(Sort, self.sort.removeprefix("-")), self.sort.startswith("-"),
        )  # fmt: skip


class CompareParameters(ScopeQuery):
    """Of the comparison."""

    indicator: Annotated[
        list[Name], Field(min_length=1, max_length=MAX_INDICATORS), BeforeValidator(_given)
    ] = Field(description="指标的名称或简称，可重复")
    status: Annotated[list[Status], Field(default_factory=list), BeforeValidator(_given)] = Field(
        description="各一张表；不写则有结果的取结果，没有的取目标"
    )
    measure: Measure = Field(default="value", description="数本身 value、增速 change、占比 ratio、位次 rank")

    def to_query(self) -> CompareQuery:
        return CompareQuery(
            tuple(dict.fromkeys(self.indicator)), tuple(self.region), self.districts, tuple(self.period),
            self.since, self.until, tuple(dict.fromkeys(self.status)), self.measure, tuple(self.document),
        )  # fmt: skip


def _with_files(described: Responses) -> Responses:
    """What the route may also answer with."""
    described[200]["content"] = {
        kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
        for kind in MEDIA_TYPES.values()
    }
    return described


@router.get(
    "/figures",
    responses=_with_files(json_response(FiguresBody | TablesBody, 422, 500, 503)),
    summary="查数据",
)
def figures(query: Annotated[FiguresQuery, Query()], wenju: Opened, caller: Reader) -> Response:
    """按指标、地区、时期、性质查报告里的数据，每个都带原文；可以排序、分页、排成表、下载。"""
    wanted, visible = query.to_query(), wenju.visible_to(caller)
    if query.group_by:
        return _send_tables(wenju.group_figures(wanted, visible), query.format, "figures")
    if query.format == "json":
        return send_json(wenju.figures(wanted, query.limit, query.offset, visible))
    body = wenju.figures(wanted, MAX_ROWS, 0, visible)
    if body["more"]:  # a file that stops somewhere would pass for the whole
        raise FilterError(f"format：有 {body['total']} 个数据，一次最多下载 {MAX_ROWS} 个；请缩小范围")
    return _download(figures_file(body, query.format), query.format, "figures")


@router.get("/compare", responses=_with_files(json_response(TablesBody, 422, 500, 503)), summary="并列比较")
def compare(query: Annotated[CompareParameters, Query()], wenju: Opened, caller: Reader) -> Response:
    """指标 × 地区 × 时期：每格是回答同样问题时会给出的数和引用，没有写到的是“未见”；口径不同时说明。"""
    return _send_tables(wenju.compare(query.to_query(), wenju.visible_to(caller)), query.format, "compare")


def _send_tables(body: JsonObject, form: Format, name: str) -> Response:
    return send_json(body) if form == "json" else _download(tables_file(body, form), form, name)


def _download(content: bytes, form: FileFormat, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename={name}.{form}"}
    return Response(content, media_type=MEDIA_TYPES[form], headers=headers)
