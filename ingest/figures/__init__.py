"""The figures that a paragraph states: what each number says, or knowingly nothing.

A paragraph is read sentence by sentence (`paragraph`), a sentence number by number (`statement`); every other module answers
one question about a number: what it is called (`named`, `behind`), what it takes over from the number beside it (`beside`),
whose, when, whether, what sort.
"""

from __future__ import annotations

from ingest.figures.paragraph import read_paragraph
from ingest.figures.passage import Passage
from ingest.figures.tables import find_table_figures
from ingest.naming import Lexicon
from ingest.records import Figure, Paragraph, Report


def find_figures(paragraph: Paragraph, report: Report, reader: Lexicon) -> list[Figure]:
    """Every figure stated in a paragraph, in the order of its numbers.

    One number yields several figures where the text says so (“均居全省第三” is a rank of each item before it).
    Headings and names yield none.
    """
    if paragraph.kind == "heading":
        return []
    if paragraph.kind == "table":
        return find_table_figures(paragraph, report, reader)
    return read_paragraph(Passage(paragraph, report, reader))
