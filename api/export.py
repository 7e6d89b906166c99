"""A conversation as a Markdown file: questions, answers, and what each cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.citing import State
from api.wire import JsonObject

STATES: dict[State, str] = {
    "unchanged": "",
    "moved": "（原文未变，报告已更新）",
    "changed": "（报告已更新，这一段有改动）",
    "gone": "（报告已不在资料库中）",
}


def conversation_markdown(whole: JsonObject) -> str:
    """A whole conversation, as `GET /conversations/{id}` shows it, in Markdown."""
    conversation = whole["conversation"]
    lines = [f"# {conversation['title']}", "", f"问据对话，{_minute(conversation['created'])}（UTC）"]
    for message in whole["messages"]:
        lines += ["", *_message_lines(message)]
    return "\n".join(lines) + "\n"


def _minute(time: str) -> str:
    """2026-11-22T04:27:22.123+00:00 → 2026-11-22 04:27"""
    return time[:16].replace("T", " ")


def _message_lines(message: JsonObject) -> Iterator[str]:
    if message["role"] == "user":
        yield f"## {' '.join(message['content'].split())}"
        return
    yield message["content"]
    answer = message["answer"] or {"notice": None, "table": None, "citations": []}
    if answer["notice"]:
        yield from ("", f"*{answer['notice']}*")
    if answer["table"]:
        yield from ("", *table_lines(answer["table"]))
    for citation in answer["citations"]:
        yield from ("", *_citation_lines(citation))


def table_lines(table: JsonObject) -> Iterator[str]:
    """A comparison as a table in Markdown, its cells with their [n]."""
    yield _row(table["columns"])
    yield _row(["---"] * len(table["columns"]))
    for name, cells in table["rows"]:
        marked = (f"{c['text']}[{c['citation']}]" if c["citation"] else c["text"] for c in cells)
        yield _row([name, *marked])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _citation_lines(citation: JsonObject) -> Iterator[str]:
    yield source_line(citation) + STATES[citation["now"]["state"]]
    yield "> " + " ".join(citation["quote"].split())


def source_line(citation: JsonObject) -> str:
    """[1] 绍兴市科技局2024年工作总结（绍兴市科技局，2025-04-16）"""
    place = "，".join(part for part in (citation["publisher"], citation["published"]) if part)
    return f"[{citation['index']}] {citation['title']}" + (f"（{place}）" if place else "")
