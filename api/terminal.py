"""What a person sees in a terminal: answers with their sentences, tables, progress."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar
from rich.table import Column, Table
from rich.text import Text

from api.wire import STATUS_WORDS, JsonObject, Progress

UNLIMITED_WIDTH = 100_000
SENTENCE_ENDS = "。！？；\n"
OUTCOME_WORDS = {"added": "新入库", "replaced": "已更新", "unchanged": "没有变化", "failed": "失败"}
WHY_WORDS = {
    "other_region": "别的地区",
    "other_period": "别的时期",
    "other_status": "性质不同",
    "other_measure": "口径不同",
    "part": "其中的一部分",
    "unverified": "没有通过核验",
    "near_indicator": "相近的指标",
    "nearby": "相近的内容",
}


def show_answer(body: JsonObject) -> None:
    """The answer on its own line, below it each citation with its sentence; for a refusal, what is near."""
    out = make_console()
    out.print(Text(body["answer"], style="yellow" if body["refused"] else "bold"))
    if body["notice"]:
        out.print(Text(body["notice"], style="yellow"))
    if body["table"]:
        out.print()
        out.print(_comparison(body["table"]))
    for citation in body["citations"]:
        out.print()
        _show_citation(out, citation, f"[{citation['index']}] ")
    if body["related"]:
        out.print("\n相近的内容（不是答案）：", style="dim")
    for related in body["related"]:
        _show_citation(out, related["citation"], f"· {WHY_WORDS.get(related['why'], related['why'])}：")


def _comparison(table: JsonObject) -> Table:
    shown = make_table(*table["columns"])
    for name, cells in table["rows"]:
        shown.add_row(name, *(c["text"] + (f"[{c['citation']}]" if c["citation"] else "") for c in cells))
    return shown


def show_figures(body: JsonObject) -> None:
    """The figures as a table; the last column says where each is stated."""
    table = make_table("指标", "数值", "地区", "时期", "性质", "出处")
    for found in body["figures"]:
        figure, citation = found["figure"], found["citation"]
        indicator = figure["action"] + (figure["indicator"] or figure["name"])
        status = STATUS_WORDS[figure["status"]]
        region, period = figure["region_name"], figure["period"]
        table.add_row(
            indicator, figure["raw"], region, period, status, f"{citation['title']}：{citation['quote']}"
        )
    out = make_console()
    out.print(table if body["figures"] else "没有符合条件的数据")
    out.print(f"共 {body['total']} 条", style="dim")
    if body["more"]:
        out.print(f"还有更多：加 --offset {body['offset'] + body['limit']}", style="dim")


def show_hits(body: JsonObject) -> None:
    """Each paragraph with where it stands in each retriever, what was looked for lit up."""
    out = make_console()
    names = {"words": "全文", "dense": "向量", "figures": "数据"}
    for hit in body["hits"]:
        document, paragraph, found = hit["document"], hit["paragraph"], hit["retrievers"]
        places = "、".join(f"{word}第{found[name]['rank']}" for name, word in names.items() if found[name])
        out.print(
            Text(
                f"{hit['fusion']['rank']}. {document['title']} · {paragraph['id']}（{places}）", style="cyan"
            )
        )
        text = Text(paragraph["text"])
        for start, end in hit["highlights"]:
            text.stylize("bold green", start, end)
        out.print(text)
    shown = body["offset"] + len(body["hits"])
    out.print(
        f"共 {body['total']} 段" + (f"；还有更多：加 --offset {shown}" if shown < body["total"] else ""),
        style="dim",
    )


def show_tables(body: JsonObject) -> None:
    """Places by times, a citation mark a number; below, the notes and the sentences."""
    out = make_console()
    for table in body["tables"]:
        status = STATUS_WORDS[table["status"]] if table["status"] else ""
        out.print(Text(f"{table['indicator']}{status}", style="bold"))
        shown = make_table("地区", *table["labels"])
        for row in table["rows"]:
            cells = (
                "；".join(f"{f['text']}[{f['citation']}]" for f in c["figures"]) or c["text"]
                for c in row["cells"]
            )
            shown.add_row(row["region_name"], *cells)
        out.print(shown if table["rows"] else "没有找到")
        for note in table["notices"]:
            out.print(Text(note, style="yellow"))
        out.print()
    for citation in body["citations"]:
        _show_citation(out, citation, f"[{citation['index']}] ")


def show_documents(body: JsonObject) -> None:
    """The reports as a table."""
    table = make_table("编号", "标题", "发布机构", "地区", "时期")
    for document in body["documents"]:
        names = ("id", "title", "publisher", "region_name", "period")
        table.add_row(*(str(document[name]) for name in names))
    make_console().print(table if body["documents"] else "资料库是空的：用 wenju ingest 路径… 入库")


def show_document(body: JsonObject) -> None:
    """One report: its header and its paragraphs."""
    out = make_console()
    document = body["document"]
    out.print(Text(document["title"], style="bold"))
    counts = f"{len(body['paragraphs'])} 段，{len(body['figures'])} 个数据"
    out.print(Text(f"{_origin(document)} · {counts} · {document['source']}", style="dim"))
    for paragraph in body["paragraphs"]:
        out.print(Text(f"\n{paragraph['id']}  {' › '.join(paragraph['section'])}", style="cyan"))
        out.print(Text(paragraph["text"]))


def show_outcomes(body: JsonObject) -> None:
    """One line a file, and a sum."""
    out = make_console()
    for outcome in body["documents"]:
        word = OUTCOME_WORDS[outcome["status"]]
        if outcome["status"] == "failed":
            out.print(Text(f"{word}  {outcome['path']}：{outcome['error']['message']}", style="red"))
        else:
            counts = f"{outcome['paragraphs']} 段，{outcome['figures']} 个数据，{outcome['seconds']:.1f} 秒"
            out.print(Text(f"{word}  {outcome['path']}（{counts}）"))
        if outcome["notice"]:
            out.print(Text(f"        {outcome['notice']}", style="yellow"))


def show_terms(body: JsonObject) -> None:
    """The indicators as a table."""
    table = make_table("指标", "别名", "单位", "数据", "")
    for term in body["terms"]:
        aliases, units = "、".join(term["aliases"]), "、".join(term["units"])
        table.add_row(term["name"], aliases, units, str(term["figures"]), "自己的" if term["is_own"] else "")
    out = make_console()
    out.print(table if body["terms"] else "词表里没有")
    out.print(f"共 {body['total']} 个", style="dim")


def show_checked_terms(body: JsonObject) -> None:
    """Whether a file of terms holds together."""
    valid = f"写法正确；连同自带的共 {body['terms']} 个指标"
    show_lines([valid if body["is_valid"] else body["problem"]])


def show_added_terms(body: JsonObject) -> None:
    """What was added, and what became of the reports."""
    show_lines([f"已加入：{'、'.join(body['added'])}"])
    if body["job"] is None:
        show_lines(["以前读出的数据没有改；再运行 wenju ingest 重读报告"])
        return
    show_outcomes({"documents": [one for one in body["job"]["documents"] if one["status"] != "unchanged"]})
    if body["job"]["error"]:
        show_lines([body["job"]["error"]["message"]])


def show_deleted(body: JsonObject) -> None:
    """What is gone."""
    show_lines([f"已删除 {body['deleted']['id']}  {body['deleted']['title']}（原文件没有动）"])


def show_reindexed(body: JsonObject) -> None:
    """How much was made anew."""
    show_lines([f"已重建：{_counts(body, 'added')}"])


def show_checkup(body: JsonObject) -> None:
    """What the doctor found and mended."""
    if body["in_step"]:
        show_lines(["资料库与索引一致"])
        return
    added, removed = (_counts(body["mended"], change) for change in ("added", "removed"))
    show_lines([f"已修好：补上 {added}；清掉 {removed}"])


def _counts(mended: JsonObject, change: str) -> str:
    names = {"paragraphs": "全文段落", "chunks": "文本向量", "indicators": "指标向量"}
    return "、".join(f"{word} {mended[f'{name}_{change}']}" for name, word in names.items())


def show_lines(lines: list[str]) -> None:
    """Plain lines of text."""
    for line in lines:
        make_console().print(Text(line))


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A bar on stderr that follows {"done", "total", "path"} steps; nothing when stderr is not a terminal."""
    columns = (
        TextColumn(title),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[path]}"),
    )
    console = Console(stderr=True)
    with ProgressBar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task: TaskID = bar.add_task(title, total=None, path="正在打开资料库")

        def follow(step: JsonObject) -> None:
            bar.update(task, completed=step["done"], total=step["total"], path=step["path"])

        yield follow


def make_console() -> Console:
    """Where everything is printed."""
    # A pipe has no width: wrapping or shortening there would break what a program reads.
    width = None if sys.stdout.isatty() else UNLIMITED_WIDTH
    return Console(highlight=False, markup=False, width=width)


def make_table(*headings: str) -> Table:
    """A plain table whose cells fold rather than lose words."""
    return Table(*(Column(heading, overflow="fold") for heading in headings), box=None, header_style="bold")


def _show_citation(out: Console, citation: JsonObject, mark: str) -> None:
    out.print(Text(f"{mark}{citation['title']} · {_origin(citation)}", style="cyan"))
    if citation["section"]:
        out.print(Text(f"    {' › '.join(citation['section'])}", style="dim"))
    out.print(Text("    ") + sentence_with_quote(citation["text"], citation["start"], citation["end"]))


def _origin(place: JsonObject) -> str:
    """Publisher and date, as far as they are known."""
    return " · ".join(part for part in (place["publisher"], place["published"]) if part) or "来源未注明"


def sentence_with_quote(text: str, start: int, end: int) -> Text:
    """The sentence around text[start:end], the quote itself lit up."""
    before = max(text.rfind(mark, 0, start) for mark in SENTENCE_ENDS) + 1
    ends = [at for mark in SENTENCE_ENDS if (at := text.find(mark, max(start, end - 1))) >= 0]
    after = min(ends) + 1 if ends else len(text)
    quote = Text(text[start:end], style="bold reverse green")
    return Text(text[before:start].lstrip()) + quote + Text(text[end : max(after, end)].rstrip())
