"""`wenju search`, `figures` and `compare`: what the library holds, without a question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from api.cli_tools import AsJson, opened, show, write_file
from ingest.records import FigureKind, Status

if TYPE_CHECKING:
    from api.wire import JsonObject, Wenju
    from rag.lookup.queries import FigureQuery, Measure, Sort

Regions = Annotated[list[str] | None, typer.Option("--region", help="地区名称或代码，可重复")]
Districts = Annotated[bool, typer.Option("--districts", help="连同所辖的区县")]
Periods = Annotated[list[str] | None, typer.Option("--period", help="时期，如 2024、2024-Q3，可重复")]
Since = Annotated[str, typer.Option("--from", help="从这个时期起")]
Until = Annotated[str, typer.Option("--to", help="到这个时期止")]
Documents = Annotated[list[str] | None, typer.Option("--document", help="报告编号，可重复")]
StatusOption = Annotated[Status | None, typer.Option(help="actual 已实现、expected 预计、target 目标")]
Statuses = Annotated[
    list[str] | None, typer.Option("--status", help="actual、expected、target 各一张表，可重复")
]
Csv = Annotated[Path | None, typer.Option("--csv", help="写成 CSV 文件")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help="写成 Excel 文件")]
PAGE = 500
SORTS = ("relevance", "document", "indicator", "region", "period", "published", "value")
STATUSES = ("actual", "expected", "target")
MEASURES = ("value", "change", "ratio", "rank")


def search(
    question: Annotated[str, typer.Argument(help="问题或任何文字")],
    region: Regions = None,
    period: Periods = None,
    document: Documents = None,
    status: StatusOption = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="最多几段")] = 10,
    offset: Annotated[int, typer.Option(min=0, help="跳过几段")] = 0,
    as_json: AsJson = False,
) -> None:
    """检索段落：各路检索的名次和分数，不作回答。"""
    from rag.records import Filters

    filters = Filters(tuple(region or ()), tuple(period or ()), tuple(document or ()), status)
    with opened() as wenju:
        body = wenju.search(question, filters, limit, offset)
    show(body, as_json, "show_hits")


def figures(
    q: Annotated[str, typer.Argument(help="指标或关键词，如 高新技术企业")] = "",
    indicator: Annotated[list[str] | None, typer.Option(help="只要这些指标，可重复")] = None,
    region: Regions = None,
    districts: Districts = False,
    period: Periods = None,
    since: Since = "",
    until: Until = "",
    status: StatusOption = None,
    kind: Annotated[FigureKind | None, typer.Option(help="count、amount、growth、rank……")] = None,
    action: Annotated[str, typer.Option(help="新增、新认定、累计……")] = "",
    document: Documents = None,
    sort: Annotated[str, typer.Option(help=f"{'、'.join(SORTS)}，前面加 - 为倒序")] = "relevance",
    group: Annotated[bool, typer.Option("--group", help="排成地区 × 时期的表，只看一个指标")] = False,
    limit: Annotated[int, typer.Option(min=1, max=500, help="最多几条")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="跳过几条")] = 0,
    csv: Csv = None,
    xlsx: Xlsx = None,
    as_json: AsJson = False,
) -> None:
    """查报告里的数据。"""
    from api.downloads import MAX_ROWS
    from rag.errors import FilterError
    from rag.lookup.queries import FigureQuery

    query = FigureQuery(
        q, tuple(indicator or ()), tuple(region or ()), districts, tuple(period or ()), since, until, status, kind,
        action, tuple(document or ()), cast("Sort", _one_of(sort.removeprefix("-"), SORTS, "--sort")), sort[:1] == "-",
    )  # fmt: skip
    is_file = csv is not None or xlsx is not None
    with opened() as wenju:
        if group:
            body = wenju.group_figures(query)
        else:
            body = _all_figures(wenju, query) if is_file else wenju.figures(query, limit, offset)
    if is_file and body.get("more"):
        raise FilterError(f"有 {body['total']} 个数据，一次最多写 {MAX_ROWS} 个；请缩小范围")
    _write(body, csv, xlsx)
    show(body, as_json, "show_tables" if group else "show_figures") if not is_file or as_json else None


def _all_figures(wenju: Wenju, query: FigureQuery) -> JsonObject:
    """Page after page, for the service gives no more at once, up to one more than a file may hold."""
    from api.downloads import MAX_ROWS

    body = wenju.figures(query, PAGE, 0)
    while body["more"] and len(body["figures"]) < MAX_ROWS:
        page = wenju.figures(query, PAGE, len(body["figures"]))
        body = {**page, "figures": body["figures"] + page["figures"]}
    return body


def compare(
    indicator: Annotated[list[str], typer.Argument(help="指标的名称或简称，可以几个")],
    region: Regions = None,
    districts: Districts = False,
    period: Periods = None,
    since: Since = "",
    until: Until = "",
    status: Statuses = None,
    measure: Annotated[str, typer.Option(help="数本身 value、增速 change、占比 ratio、位次 rank")] = "value",
    document: Documents = None,
    csv: Csv = None,
    xlsx: Xlsx = None,
    as_json: AsJson = False,
) -> None:
    """把指标按地区 × 时期并列；没有写到的是“未见”，口径不同时说明。"""
    from rag.lookup.queries import CompareQuery

    statuses = tuple(cast("Status", _one_of(one, STATUSES, "--status")) for one in status or ())
    query = CompareQuery(
        tuple(indicator), tuple(region or ()), districts, tuple(period or ()), since, until, statuses,
        cast("Measure", _one_of(measure, MEASURES, "--measure")), tuple(document or ()),
    )  # fmt: skip
    with opened() as wenju:
        body = wenju.compare(query)
    _write(body, csv, xlsx)
    show(body, as_json, "show_tables") if as_json or not (csv or xlsx) else None


def documents(
    document_id: Annotated[str, typer.Argument(help="报告编号；不写则列出")] = "",
    q: Annotated[str, typer.Option("--q", help="标题、发布机构、文号里的字")] = "",
    region: Annotated[str, typer.Option(help="地区名称或代码，连同区县")] = "",
    period: Annotated[str, typer.Option(help="时期，如 2024")] = "",
    publisher: Annotated[str, typer.Option(help="发布机构")] = "",
    as_json: AsJson = False,
) -> None:
    """列出资料库里的报告，或显示其中一份。"""
    from rag.lookup.queries import DocumentQuery

    query = DocumentQuery(q, region, period, publisher)
    with opened() as wenju:
        if document_id:
            body = _all_pages(
                lambda offset: wenju.document(document_id, PAGE, offset), ("paragraphs", "figures")
            )
        else:
            body = _all_pages(lambda offset: wenju.documents(query, PAGE, offset), ("documents",))
    show(body, as_json, "show_document" if document_id else "show_documents")


def mcp() -> None:
    """经标准输入输出说模型上下文协议（MCP），供智能体调用；经 HTTP 的在服务的 /mcp。"""
    with opened() as wenju:
        from api.mcp import serve_stdio

        serve_stdio(wenju)


def _all_pages(page: Callable[[int], JsonObject], lists: tuple[str, ...]) -> JsonObject:
    """What the pages hold together; the first of the lists is the one that is paged."""
    body = page(0)
    while len(body[lists[0]]) < body["total"] and (more := page(len(body[lists[0]])))[lists[0]]:
        body |= {name: body[name] + more[name] for name in lists}
    return {name: value for name, value in body.items() if name not in ("limit", "offset", "total")}


def _one_of(value: str, allowed: tuple[str, ...], option: str) -> str:
    if value not in allowed:
        raise typer.BadParameter(f"可用的值：{'、'.join(allowed)}", param_hint=option)
    return value


def _write(body: JsonObject, csv: Path | None, xlsx: Path | None) -> None:
    """The files asked for, and a line on stderr for each."""
    from api.downloads import figures_file, tables_file

    make = tables_file if "tables" in body else figures_file
    if csv is not None:
        write_file(csv, make(body, "csv"))
    if xlsx is not None:
        write_file(xlsx, make(body, "xlsx"))
    for path in (csv, xlsx):
        if path is not None:
            typer.echo(f"已写入 {path}", err=True)
