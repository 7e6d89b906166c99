"""Markdown into blocks: headings with their level, tables, and the lines of everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.loaders.plain import read_lines, trim, without_spaces
from ingest.records import Block

# Left out: code, since reports are indented; lheading, since a line of dashes under a line is a rule.
PARSER = MarkdownIt("commonmark").enable("table").disable(["code", "lheading", "reference"])
# <!-- 草稿 -->
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# "- 一是", "> 来源:": what stands before the words of a list item or a quotation.
# "1." stays: it may be a heading.
ITEM_MARK = re.compile(r"(?:[-*+>][ \t]+)+")
# ## 主要工作
HEADING_START = re.compile(r"[ >\t]*(?:[-*+>][ \t]+)*#{1,6}[ \t]*")
# 主要工作 ##
HEADING_END = re.compile(r"[ \t]+#+$")


def read_markdown(text: str) -> list[Block]:
    """The blocks of a Markdown text, in order; comments and rules are none, a fence's lines are text."""
    line_starts = [*(match.end() for match in re.finditer(r"\A|\n", text)), len(text)]
    return [
        block
        for token in PARSER.parse(text)
        if token.map is not None
        for block in read_token(text, token, line_starts[token.map[0]], line_starts[token.map[1]])
    ]


def read_token(text: str, token: Token, start: int, end: int) -> Iterator[Block]:
    """The blocks of a token that takes the lines `text[start:end]`; none if it holds others."""
    match token.type:
        case "heading_open":
            yield from read_heading(text, int(token.tag[1]), start, end)
        case "table_open":
            yield Block(*without_spaces(text, start, end), "table")
        case "paragraph_open":
            yield from without_item_marks(text, read_lines(text, start, end))
        case "fence":
            yield from read_fence(text, token.markup, start, end)
        case "html_block":
            yield from read_html(text, start, end)


def read_heading(text: str, level: int, start: int, end: int) -> Iterator[Block]:
    """The words of a heading, without its # marks."""
    line = HEADING_END.sub("", text[start:end].rstrip())
    mark = HEADING_START.match(line)
    block = trim(text, start + (mark.end() if mark else 0), start + len(line))
    if block:
        yield replace(block, kind="heading", level=level)


def without_item_marks(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Lines without the marks of lists and quotations before their words."""
    for block in blocks:
        mark = ITEM_MARK.match(text, block.start, block.end) if block.kind == "text" else None
        yield replace(block, start=mark.end()) if mark and mark.end() < block.end else block


def read_fence(text: str, markup: str, start: int, end: int) -> Iterator[Block]:
    """The lines between the two marks of a fence."""
    for block in read_lines(text, text.find("\n", start, end) + 1 or end, end):
        if text[block.start : block.end].strip(markup[0]):
            yield block


def read_html(text: str, start: int, end: int) -> Iterator[Block]:
    """The lines of HTML that are no comment."""
    for comment in COMMENT.finditer(text, start, end):
        yield from read_lines(text, start, comment.start())
        start = comment.end()
    yield from read_lines(text, start, end)
