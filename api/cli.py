"""The `wenju` command.

Exit codes: 0 done, 1 error, 2 wrong usage, 3 the question was refused, 130 interrupted.

Nothing heavy is imported before a command needs it: `wenju --help` stays quick.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import suppress
from typing import Annotated

import typer
from typer._click.exceptions import ClickException  # typer carries its own click and exports only parts of it

from api import cli_lookup
from api.cli_access import audit, groups_app, keys_app
from api.cli_eval import eval_app
from api.cli_terms import terms_app
from api.cli_tools import EXIT_ERROR, EXIT_INTERRUPTED, EXIT_REFUSED, EXIT_USAGE, AsJson, opened, show
from ingest.errors import WenjuError
from ingest.records import Status

log = logging.getLogger("wenju.cli")

app = typer.Typer(
    name="wenju",
    help="问据：政府工作报告问答，每个数字都有出处。退出码：0 正常，1 出错，2 用法不对，3 拒答。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(eval_app, name="eval")
for command in (
    cli_lookup.search,
    cli_lookup.figures,
    cli_lookup.compare,
    cli_lookup.documents,
    cli_lookup.mcp,
):
    app.command()(command)
app.command()(audit)
app.add_typer(keys_app, name="keys")
app.add_typer(groups_app, name="groups")
app.add_typer(terms_app, name="terms")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="问题，如 绍兴新增多少高企")],
    region: Annotated[list[str] | None, typer.Option(help="只看这些地区（名称或代码），可重复")] = None,
    period: Annotated[list[str] | None, typer.Option(help="只看这些时期，如 2024、2024-H1，可重复")] = None,
    document: Annotated[list[str] | None, typer.Option(help="只看这些报告（编号），可重复")] = None,
    status: Annotated[Status | None, typer.Option(help="actual 已实现、expected 预计、target 目标")] = None,
    as_json: AsJson = False,
) -> None:
    """提一个问题，答案带引用。"""
    from rag.records import Filters

    filters = Filters(tuple(region or ()), tuple(period or ()), tuple(document or ()), status)
    with opened() as wenju:
        body = wenju.ask(question, (), filters)
    show(body, as_json, "show_answer")
    if body["refused"]:
        raise typer.Exit(EXIT_REFUSED)


@app.command()
def ingest(
    paths: Annotated[list[str], typer.Argument(help="报告文件或文件夹")],
    group: Annotated[
        list[str] | None, typer.Option(help="归入这个分组，可重复；不写则新的人人可见，已有的照旧")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """把报告读入资料库；没有变化的文件什么也不做。"""
    from api.terminal import progress_bar

    with opened(makes=True) as wenju, progress_bar("入库") as progress:
        body = wenju.ingest(paths, progress, group or ())
    show(body, as_json, "show_outcomes")
    if any(outcome["status"] == "failed" for outcome in body["documents"]):
        raise typer.Exit(EXIT_ERROR)


@app.command()
def delete(document_id: Annotated[str, typer.Argument(help="报告编号")], as_json: AsJson = False) -> None:
    """从资料库删除一份报告；原文件不动。"""
    with opened() as wenju:
        body = wenju.delete(document_id)
    show(body, as_json, "show_deleted")


@app.command()
def reindex(as_json: AsJson = False) -> None:
    """从资料库重建全文索引和向量；换了嵌入模型之后也用它。"""
    from api.terminal import progress_bar

    with opened(rebuild=True) as wenju, progress_bar("重建索引") as progress:
        body = wenju.reindex(progress)
    show(body, as_json, "show_reindexed")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """检查资料库与索引是否一致，不一致的修好，并说明修了什么。"""
    with opened() as wenju:
        body = wenju.doctor()
    show(body, as_json, "show_checkup")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="监听地址；本机以外要先有密钥；默认 WENJU_HOST")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="端口，0 为任取；默认 WENJU_PORT")
    ] = None,
    question: Annotated[str, typer.Option("--ask", help="就绪后先问一个问题，显示答案")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="就绪时输出 {address, documents, model}")] = False,
) -> None:
    """启动服务，直到 Ctrl-C。"""
    from api.serve import serve as run

    run(host, port, question, as_json)


def main() -> None:
    """Run the command as a process."""
    code = run()
    with suppress(BrokenPipeError):  # the reader of our output has left: `wenju documents | head -1`
        sys.stdout.flush()
    # Everything is closed by now; taking the model apart object by object would cost 0.8 s more.
    os._exit(code)


def run() -> int:
    """Run the command; every error becomes one line on stderr and an exit code."""
    try:
        code = int(app(standalone_mode=False) or 0)
        if code == EXIT_INTERRUPTED:  # what typer makes of Ctrl-C
            _complain("interrupted", "已中断")
        return code
    except ClickException as error:
        from api.usage import usage_words

        _complain("wrong_usage", f"用法不对：{usage_words(error.format_message())}", "wenju --help")
        return EXIT_USAGE
    except WenjuError as error:
        from api.wire import describe_error

        said = describe_error(error)["error"]
        _complain(said["code"], said["message"], said["expected"], said["request_id"])
        return EXIT_ERROR
    except Exception as error:
        log.debug("unexpected error", exc_info=True)
        _complain(
            "internal_error", f"内部出错：{type(error).__name__}: {error}", "设 WENJU_LOG_LEVEL=debug 看详情"
        )
        return EXIT_ERROR


def _complain(code: str, message: str, expected: str = "", request_id: str | None = None) -> None:
    """The error on stderr: one line for a person, the error JSON for a program."""
    if "--json" in sys.argv:
        named = {"code": code, "message": message, "expected": expected, "request_id": request_id}
        print(json.dumps({"error": named}, ensure_ascii=False), file=sys.stderr)
    else:
        line = f"{message}（{expected}）" if expected else message
        print(" ".join(line.split()), file=sys.stderr)
