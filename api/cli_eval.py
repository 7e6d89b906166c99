"""`wenju eval …`: how good the reading and the answers are, against what people know to be right.

Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from api.wire import JsonObject
    from evals.runs import Run
from api.cli_eval_runs import HOME, Asked, judging, new_run, open_library, resumed_run, steps

eval_app = typer.Typer(help="对照已知的答案评测。", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
Sets = Annotated[
    list[Path] | None, typer.Argument(help="问题集；不写则用 evals/sets/ 里的全部", show_default=False)
]
Corpus = Annotated[
    list[Path] | None,
    typer.Option(help="报告文件或文件夹，可重复；默认是问题集旁 corpus.yaml 所写的", show_default=False),
]
Runs = Annotated[Path, typer.Option(help="存放各次评测的文件夹")]
Library = Annotated[
    Path | None,
    typer.Option(help="资料库的数据目录；默认 .evals/library，只放所用的报告", show_default=False),
]
BaseUrl = Annotated[str, typer.Option(help="改问正在运行的服务，如 http://127.0.0.1:8000")]
Tag = Annotated[str, typer.Option(help="给这次评测的名字")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="同时问几个；计时以 1 为准")]
RunName = Annotated[str, typer.Argument(help="哪一次：名字或名字的末尾，last 为最近一次")]
Minimum = Annotated[list[str] | None, typer.Option("--min", help="至少，如 answer=0.97，可重复")]
HtmlFile = Annotated[Path | None, typer.Option("--html", help="另写一份网页", show_default=False)]
CsvFile = Annotated[Path | None, typer.Option("--csv", help="另写一份 CSV", show_default=False)]
JUnitFile = Annotated[Path | None, typer.Option("--junit", help="另写一份 JUnit XML", show_default=False)]
WithMisses = Annotated[bool, typer.Option("--misses", help="逐条列出不对的")]


@eval_app.command("figures")
def eval_figures(
    gold: Annotated[
        list[Path] | None, typer.Argument(help="标注文件；不写则用 evals/gold/ 里的全部", show_default=False)
    ] = None,
    minimum: Annotated[
        list[str] | None,
        typer.Option("--min", help="至少，如 f1=0.9、status=0.99，可重复；没有达到则退出码 1"),
    ] = None,
    with_misses: WithMisses = False,
    as_json: AsJson = False,
) -> None:
    """读数评测：照入库的办法读报告，与人工标注的数据逐项对照。"""
    from evals.compare import read_pairs
    from evals.figures import SCORES, Tally, read_and_compare
    from evals.gold import read_gold, shipped_gold
    from ingest.reader import Reader
    from ingest.settings import IngestSettings

    limits = read_pairs(minimum or (), SCORES)
    reader = Reader.load(IngestSettings.read().terms)
    readings = [read_and_compare(read_gold(path), reader) for path in gold or shipped_gold()]
    total = Tally()
    for reading in readings:
        total.add(reading.tally)
    broken = total.below(limits)
    body = {
        "reports": [reading.to_dict() for reading in readings],
        "total": total.to_dict(),
        "broken": broken,
    }
    if as_json:
        _print_json(body)
    else:
        from api.terminal_eval import show_gate, show_readings

        show_readings(body, with_misses)
        if limits:
            show_gate(broken)
    if broken:
        raise typer.Exit(1)


@eval_app.command("check")
def eval_check(sets: Sets = None, corpus: Corpus = None, as_json: AsJson = False) -> None:
    """查问题集：每一行、引文是否逐字在报告里、有无重复和矛盾。有错则退出码 1。"""
    from evals.corpus import corpus_of, read_documents, shipped_sets
    from evals.dataset import check_cases, read_sets

    paths = sets or shipped_sets()
    cases = read_sets(paths)
    faults = check_cases(cases, read_documents(corpus or corpus_of(paths)))
    if as_json:
        _print_json({"questions": len(cases), "faults": faults})
    else:
        from api.terminal import show_lines

        show_lines([*faults, f"{len(cases)} 题，{len(faults)} 处有问题"])
    if faults:
        raise typer.Exit(1)


@eval_app.command("run")
def eval_run(
    sets: Sets = None,
    library: Library = None,
    corpus: Corpus = None,
    base_url: BaseUrl = "",
    tag: Tag = "",
    workers: Workers = 1,
    runs: Runs = HOME / "runs",
    html: HtmlFile = None,
    csv: CsvFile = None,
    junit: JUnitFile = None,
    resume: Annotated[str, typer.Option(help="接着做完中断的一次：名字或 last")] = "",
    judge: Annotated[
        str, typer.Option(help="另请一个语言模型评文字答案，如 openai:gpt-5-mini；默认 WENJU_JUDGE_MODEL")
    ] = "",
    judge_url: Annotated[str, typer.Option(help="它的地址；默认 WENJU_JUDGE_URL")] = "",
    with_misses: WithMisses = False,
    as_json: AsJson = False,
) -> None:
    """把问题集问一遍，与已知答案对照，存下全部回答。"""
    asked = Asked(sets, library, corpus, base_url, tag, workers, runs)
    grade = judging(judge, judge_url)
    run = resumed_run(asked, resume) if resume else new_run(asked)
    grade(run)
    _write_files(run, html, csv, junit)
    _show_run(run, with_misses, as_json)


@eval_app.command("gate")
def eval_gate(
    sets: Sets = None,
    minimum: Minimum = None,
    maximum: Annotated[list[str] | None, typer.Option("--max", help="至多，如 wrong=3，可重复")] = None,
    max_regressions: Annotated[int | None, typer.Option(min=0, help="至多几题由对变错")] = None,
    baseline: Annotated[str, typer.Option(help="与哪一次比；默认是同样问题的上一次")] = "",
    library: Library = None,
    corpus: Corpus = None,
    base_url: BaseUrl = "",
    tag: Tag = "gate",
    workers: Workers = 1,
    runs: Runs = HOME / "runs",
    html: HtmlFile = None,
    csv: CsvFile = None,
    junit: JUnitFile = None,
    as_json: AsJson = False,
) -> None:
    """同 run，再看是否达到门槛（默认是问题集旁 gate.yaml 所写的）；没有达到则退出码 1。"""
    from evals.compare import broken_limits, compare_runs, gate_of, read_limits
    from evals.corpus import shipped_sets
    from evals.runs import read_run, run_before

    limits = read_limits(minimum or (), maximum or (), max_regressions)
    if not (minimum or maximum or max_regressions is not None):
        limits = gate_of(sets or shipped_sets())
    run = new_run(Asked(sets, library, corpus, base_url, tag, workers, runs))
    _write_files(run, html, csv, junit)
    before = read_run(runs, baseline) if baseline else run_before(run)
    comparison = compare_runs(before, run) if before else None
    broken = broken_limits(run.scores()["合计"], limits, comparison)
    if as_json:
        compared = comparison.to_dict() if comparison else None
        _print_json({"id": run.id, "passed": not broken, "broken": broken, "comparison": compared})
    else:
        from api.terminal_eval import show_comparison, show_gate

        _show_run(run, False, False)
        if comparison:
            show_comparison(comparison.to_dict())
        show_gate(broken)
    if broken:
        raise typer.Exit(1)


@eval_app.command("retrieval")
def eval_retrieval(
    sets: Sets = None,
    library: Library = None,
    corpus: Corpus = None,
    with_misses: WithMisses = False,
    as_json: AsJson = False,
) -> None:
    """检索评测：出处所在的段落在全文、向量、融合、数据各路检索里排第几。"""
    from api.terminal import progress_bar
    from evals.corpus import shipped_sets
    from evals.dataset import read_sets
    from evals.retrieval import rank_all, retrieval_object

    paths = sets or shipped_sets()
    cases = read_sets(paths)
    asked = Asked(sets, library, corpus, "", "", 1, HOME)
    with open_library(paths, asked) as store, progress_bar("检索") as progress:
        body = retrieval_object(rank_all(cases, store, steps(progress)))
    if as_json:
        _print_json(body)
        return
    from api.terminal_eval import show_retrieval

    show_retrieval(body, with_misses)


@eval_app.command("import")
def eval_import(
    format: Annotated[str, typer.Argument(help="squad（CMRC2018、DRCD）、rgb 或 crud")],
    file: Annotated[Path, typer.Argument(help="手里的问题集文件")],
    folder: Annotated[Path, typer.Argument(help="写到哪个文件夹")],
    limit: Annotated[int, typer.Option(min=0, help="最多几题，0 为全部")] = 0,
    as_json: AsJson = False,
) -> None:
    """把公开的问题集变成报告和问题集：一段原文一个文件，一题一行。"""
    from api.terminal import show_lines
    from evals.public import read_public, write_public

    public = read_public(format, file, limit)
    write_public(public, folder)
    counts = {"reports": len(public.texts), "questions": len(public.rows)}
    if as_json:
        _print_json(counts)
        return
    words = f"{counts['reports']} 份原文，{counts['questions']} 个问题，在 {folder}"
    show_lines([words, f"wenju eval run {folder}/questions.jsonl --library {folder}/library"])


@eval_app.command("synth")
def eval_synth(
    folder: Annotated[Path, typer.Argument(help="写到哪个文件夹")],
    cities: Annotated[int, typer.Option(min=1, max=333, help="多少个城市")] = 20,
    years: Annotated[int, typer.Option(min=1, max=10, help="每个城市几年，到 2024 年为止")] = 3,
    seed: Annotated[int, typer.Option(help="同一个数写出同样的文件")] = 1,
    per_report: Annotated[int, typer.Option("--questions", min=0, max=50, help="每份报告约几个问题")] = 4,
    as_json: AsJson = False,
) -> None:
    """写一批虚构的报告，连同每个数字的标注和一套问题。"""
    from api.terminal import progress_bar, show_lines
    from evals.synth.library import write_library

    with progress_bar("编写") as progress:
        written = write_library(folder, cities, years, seed, per_report, steps(progress))
    if as_json:
        _print_json(vars(written))
        return
    show_lines(
        [
            f"{written.reports} 份报告，{written.figures} 个数据，{written.questions} 个问题，在 {folder}",
            f"wenju eval figures {folder}/gold/*.yaml",
            f"wenju eval run {folder}/questions.jsonl --library {folder}/library",
        ]
    )


@eval_app.command("list")
def eval_list(runs: Runs = HOME / "runs", as_json: AsJson = False) -> None:
    """列出存下的各次评测。"""
    from evals.report import run_line
    from evals.runs import list_runs

    lines = [run_line(run) for run in list_runs(runs)]
    if as_json:
        _print_json({"runs": lines})
        return
    from api.terminal_eval import show_runs

    show_runs(lines)


@eval_app.command("show")
def eval_show(
    run: RunName = "last",
    runs: Runs = HOME / "runs",
    html: HtmlFile = None,
    csv: CsvFile = None,
    junit: JUnitFile = None,
    with_misses: WithMisses = False,
    as_json: AsJson = False,
) -> None:
    """显示一次评测，或写成文件。"""
    from evals.runs import read_run

    stored = read_run(runs, run)
    _write_files(stored, html, csv, junit)
    _show_run(stored, with_misses, as_json)


@eval_app.command("compare")
def eval_compare(
    before: RunName,
    after: RunName = "last",
    runs: Runs = HOME / "runs",
    as_json: AsJson = False,
) -> None:
    """比较两次评测：哪些题变好、变坏，前后的回答，差别是不是偶然。"""
    from evals.compare import compare_runs
    from evals.runs import read_run

    body = compare_runs(read_run(runs, before), read_run(runs, after)).to_dict()
    if as_json:
        _print_json(body)
        return
    from api.terminal_eval import show_comparison

    show_comparison(body)


def _show_run(run: Run, with_misses: bool, as_json: bool) -> None:
    from evals.report import run_object

    body = run_object(run)
    if as_json:
        _print_json(body)
        return
    from api.terminal_eval import show_run

    show_run(body, with_misses)


def _write_files(run: Run, html: Path | None, csv: Path | None, junit: Path | None) -> None:
    """The run in the formats asked for."""
    from evals.files import csv_report, junit_report
    from evals.page import page_among_runs

    if html:
        _write(html, page_among_runs(run))
    if csv:
        _write(csv, csv_report(run))
    if junit:
        _write(junit, junit_report(run))


def _write(path: Path, text: str) -> None:
    from evals.errors import EvalError

    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        from ingest.errors import os_reason

        raise EvalError(f"{path}：{os_reason(error)}") from error


def _print_json(body: JsonObject) -> None:
    print(json.dumps(body, ensure_ascii=False, indent=2))
