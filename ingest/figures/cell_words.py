"""Figures of a cell that tells its row's in words: 老旧小区改造 | 已开工18个小区,惠及2214户."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.figures.cell_time import period_of_cell, status_of_cell
from ingest.figures.cells import Label, Table
from ingest.figures.paragraph import read_paragraph
from ingest.figures.passage import Passage
from ingest.grid import Cell
from ingest.naming import Lexicon
from ingest.records import Figure
from ingest.verbs import ACTION_WORD, NEW_ACTIONS

# 18个
_HAS_NUMBER = re.compile(r"\d")
# 新增
_NEW = re.compile("^(?:" + "|".join(sorted(NEW_ACTIONS, key=len, reverse=True)) + ")")


def figures_in_words(table: Table, label: Label, cell: Cell, column: int) -> Iterator[Figure]:
    """What the words of a cell state, read behind the name of their row as behind a label."""
    if not label.text or cell == label.cell or not _HAS_NUMBER.search(cell.text):
        return
    front = f"{label.text}:"
    period = period_of_cell(table, label, column)
    is_plan = status_of_cell(table, label, table.header[column].text, period) == "target"
    words = table.paragraph.text[cell.start : cell.end]
    said = replace(table.paragraph, text=front + words, kind="body", period=period, is_plan=is_plan)
    for figure in read_paragraph(Passage(said, table.report, table.reader)):
        if figure.start >= len(front):
            yield _in_table(_in_full(figure, label, table.reader), label, cell.start - len(front))


def _in_full(figure: Figure, label: Label, reader: Lexicon) -> Figure:
    """新增普惠性托位 | 新增托位452个: what the row names in full, where the terms know that."""
    name = _NEW.sub("", label.text)
    known = reader.terms.canonical(name)
    if known is None or not figure.name or figure.name not in name:
        return figure
    return replace(figure, name=name, indicator=known)


def _rest(row: str, name: str) -> str:
    """What the name of a row says beside the name of a figure: 老旧小区改造 of 小区, nothing of 新建农村公路 beside 农村公路."""
    rest = ACTION_WORD.sub("", row.replace(name, ""))
    return row if len(rest) > 1 else ""


def _in_table(figure: Figure, label: Label, shift: int) -> Figure:
    """A figure as it stands in the table, quoted from the head of its row."""
    start, end = figure.start + shift, figure.end + shift
    return replace(
        figure,
        subject=figure.subject or _rest(label.text, figure.name),
        id=figure.id.replace(f"-f{figure.start}", f"-f{start}"),
        start=start,
        end=end,
        quote_start=label.cell.start,
        quote_end=max(end, figure.quote_end + shift),
    )
