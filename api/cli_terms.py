"""`wenju terms`: the indicators that wenju knows, and those of one's own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli_tools import EXIT_ERROR, AsJson, opened, show
from ingest.errors import FileAccessError, os_reason
from ingest.records import FigureKind

if TYPE_CHECKING:
    from api.wire import JsonObject, Wenju

POLL_S = 0.3
terms_app = typer.Typer(help="指标词表：查、检查、加。", no_args_is_help=True)


@terms_app.command("list")
def list_terms(
    q: Annotated[str, typer.Argument(help="名称或别名里的字；不写则列出全部")] = "",
    limit: Annotated[int, typer.Option(min=1, max=500, help="最多几个")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="跳过几个")] = 0,
    as_json: AsJson = False,
) -> None:
    """列出指标：名称、别名、单位、有多少个数据。"""
    with opened() as wenju:
        body = wenju.terms(q, limit, offset)
    show(body, as_json, "show_terms")


@terms_app.command()
def check(file: Annotated[Path, typer.Argument(help="自己的词表（YAML）")], as_json: AsJson = False) -> None:
    """检查一份词表：写法，与自带的有没有冲突；不对的说明在第几行，退出码 1。"""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileAccessError(
            f"{file}：{os_reason(error) if isinstance(error, OSError) else '不是 UTF-8'}"
        ) from error
    from api.terms import check_terms

    body = check_terms(text, file.name)
    show(body, as_json, "show_checked_terms")
    if not body["is_valid"]:
        raise typer.Exit(EXIT_ERROR)


@terms_app.command()
def add(
    name: Annotated[str, typer.Argument(help="指标的名称")],
    alias: Annotated[list[str] | None, typer.Option(help="别名，可重复")] = None,
    not_in: Annotated[list[str] | None, typer.Option(help="含有别名、却是别的意思，可重复")] = None,
    parent: Annotated[list[str] | None, typer.Option(help="上级指标，可重复")] = None,
    unit: Annotated[list[str] | None, typer.Option(help="单位，可重复")] = None,
    kind: Annotated[FigureKind | None, typer.Option(help="count、amount、ratio……")] = None,
    reread: Annotated[bool, typer.Option(help="按新的词表重读全部报告")] = True,
    as_json: AsJson = False,
) -> None:
    """加进 WENJU_TERMS 的词表；已有的指标加别名等。"""
    entry: JsonObject = {
        "name": name,
        "aliases": alias,
        "not_in": not_in,
        "parents": parent,
        "units": unit,
        "kind": kind,
    }
    with opened(makes=True) as wenju:
        body = wenju.add_terms([{key: value for key, value in entry.items() if value}], reread)
        if body["job"]:
            body["job"] = _finished(wenju, body["job"])
    show(body, as_json, "show_added_terms")
    if body["job"] and body["job"]["state"] != "finished":
        raise typer.Exit(EXIT_ERROR)


def _finished(wenju: Wenju, job: JsonObject) -> JsonObject:
    """The job once it has come to its end."""
    from api.terminal import progress_bar

    with progress_bar("重读") as progress:
        while job["state"] in ("waiting", "running"):
            time.sleep(POLL_S)
            job = wenju.job(job["id"])["job"]
            if job["progress"]:
                progress(job["progress"])
    return job
