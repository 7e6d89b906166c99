"""Records as rows of the tables, and rows as records."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from ingest.database import Row
from ingest.records import Chunk, Figure, Paragraph
from ingest.tables import figures_table, paragraphs_table

SECTION = paragraphs_table.c.keys().index("section")
JOINT, VALUE, VALUE_MAX = (figures_table.c.keys().index(name) for name in ("joint", "value", "value_max"))


def vector_id(text: str) -> str:
    """The id of the vector of a text: equal texts share one, so an unchanged text is never embedded again."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def paragraph_row(paragraph: Paragraph) -> dict[str, Any]:
    return {**vars(paragraph), "section": json.dumps(paragraph.section, ensure_ascii=False)}


def paragraph_of(row: Row) -> Paragraph:
    fields = list(row)
    fields[SECTION] = tuple(json.loads(fields[SECTION]))
    return Paragraph(*fields)


def figure_row(figure: Figure) -> dict[str, Any]:
    return {
        **vars(figure),
        "joint": json.dumps(figure.joint, ensure_ascii=False),
        "value": str(figure.value),
        "value_max": None if figure.value_max is None else str(figure.value_max),
    }


def figure_of(row: Row) -> Figure:
    fields = list(row)  # by position: names cost half the time, and a popular indicator has hundreds of them
    fields[JOINT] = tuple(json.loads(fields[JOINT]))
    fields[VALUE] = Decimal(fields[VALUE])
    fields[VALUE_MAX] = None if fields[VALUE_MAX] is None else Decimal(fields[VALUE_MAX])
    return Figure(*fields)


def slot_rows(figure: Figure) -> list[dict[str, Any]]:
    names = dict.fromkeys((figure.indicator, *figure.joint))
    place = {"figure_id": figure.id, "region": figure.region, "period": figure.period}
    return [{**place, "indicator": name} for name in names if name]


def chunk_row(report_id: str, chunk: Chunk) -> dict[str, Any]:
    return {**vars(chunk), "report_id": report_id, "vector_id": vector_id(chunk.text)}
