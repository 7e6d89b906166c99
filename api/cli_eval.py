"""`wenju eval …`: how good the reading and the answers are, against what people know to be right.

Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

eval_app = typer.Typer(help="对照已知的答案评测。", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
WithMisses = Annotated[bool, typer.Option("--misses", help="逐条列出不对的")]


@eval_app.command("figures")
def eval_figures(
    gold: Annotated[
        list[Path] | None, typer.Argument(help="标注文件；不写则用 evals/gold/ 里的全部", show_default=False)
    ] = None,
    with_misses: WithMisses = False,
    as_json: AsJson = False,
) -> None:
    """读数评测：照入库的办法读报告，与人工标注的数据逐项对照。"""
    from evals.figures import Tally, read_and_compare
    from evals.gold import read_gold, shipped_gold
    from ingest.reader import Reader
    from ingest.settings import IngestSettings

    reader = Reader.load(IngestSettings.read().terms)
    readings = [read_and_compare(read_gold(path), reader) for path in gold or shipped_gold()]
    total = Tally()
    for reading in readings:
        total.add(reading.tally)
    body = {"reports": [reading.to_dict() for reading in readings], "total": total.to_dict()}
    if as_json:
        print(json.dumps(body, ensure_ascii=False, indent=2))
        return
    from api.terminal_eval import show_readings

    show_readings(body, with_misses)
