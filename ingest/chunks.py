"""Paragraphs into what is embedded: runs of whole sentences under their report, period and section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.periods import period_label
from ingest.records import Chunk, Paragraph, Report
from ingest.sentences import Span, split_evenly

# multilingual-e5-small reads 512 tokens, some 700 characters, header included; shorter runs find better
# (CMRC2018 dev: 94.7 % first with whole paragraphs, 96.5 % with runs of 500).
MAX_CHARS = 400
RULE = re.compile(r"[\s|:\-—+]*")  # "| --- | ---: |"


def split_chunks(report: Report, paragraph: Paragraph) -> list[Chunk]:
    """The chunks of a paragraph, in order; a heading has none, for its words stand over those under it."""
    if paragraph.kind == "heading":
        return []
    if paragraph.kind == "table":
        runs = list(split_table(paragraph.text, MAX_CHARS))
    else:
        runs = [(span, paragraph.text[slice(*span)]) for span in split_evenly(paragraph.text, MAX_CHARS)]
    header = chunk_header(report, paragraph)
    return [
        Chunk(f"{paragraph.id}-c{index}", paragraph.id, start, end, f"{header}\n{text.strip()}")
        for index, ((start, end), text) in enumerate(runs)
    ]


def chunk_header(report: Report, paragraph: Paragraph) -> str:
    """Report, region, period and section, each said once, in one line."""
    parts: list[str] = []
    period = period_label(paragraph.period)
    for part in (report.title, report.publisher, report.region_name, period, *paragraph.section):
        if part and not any(part in said for said in parts):
            parts.append(part)
    return " ".join(parts)


def split_table(text: str, max_chars: int) -> Iterator[tuple[Span, str]]:
    """Runs of rows with what each says: the rows under the first one, which names the columns."""
    rows = [match.span() for match in re.finditer(r"[^\n]+", text) if not RULE.fullmatch(match[0])]
    if not rows:
        return
    columns = row_words(text, rows[0])
    start, said = rows[0][0], [columns]
    end = rows[0][1]
    for row in rows[1:]:
        words = row_words(text, row)
        if len(said) > 1 and sum(map(len, said)) + len(words) > max_chars:
            yield (start, end), "\n".join(said)
            start, said = row[0], [columns]
        said.append(words)
        end = row[1]
    yield (start, end), "\n".join(said)


def row_words(text: str, row: Span) -> str:
    """The cells of a row, without its outer marks."""
    cells = re.split(r"[|｜\t]", text[slice(*row)].strip().strip("|｜"))
    return " | ".join(cell.strip() for cell in cells)
