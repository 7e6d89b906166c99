"""Cases and answers made by hand for the tests of evals."""

from __future__ import annotations

from typing import Any

from evals.dataset import Case, Evidence, GoldValue

PARAGRAPH = "预计新增高新技术企业138家、省科技型中小企业1824家。"


def make_case(
    figures: str = "138家",
    id: str = "q-1",
    answerable: bool = True,
    quote: str = "新增高新技术企业138家",
    category: str = "value",
    **fields: Any,
) -> Case:
    """A question; `figures` like "138家 0.11个百分点"."""
    values = []
    for figure in figures.split():
        digits = figure.rstrip("家个百分点%亿万元位")
        values.append(GoldValue(digits, figure[len(digits) :]))
    made: dict[str, Any] = {
        "question": "绍兴新增多少高企",
        "history": (),
        "gold_any": (),
        "gold_all": (),
        "must_not": (),
        "evidence": (Evidence("one.txt", quote),) if quote else (),
        "note": "",
        "place": "set.jsonl, row 1",
    }
    return Case(
        id=id, category=category, answerable=answerable, gold_figures=tuple(values), **(made | fields)
    )  # fmt: skip


def make_citation(
    quote: str = "预计新增高新技术企业138家",
    text: str = PARAGRAPH,
    index: int = 1,
    source: str = "in/one.txt",
) -> dict[str, Any]:
    start = max(text.find(quote), 0)
    return {
        "index": index, "text": text, "quote": quote, "start": start, "end": start + len(quote), "source": source,
    }  # fmt: skip


def make_answer(
    text: str = "绍兴市2024年预计新增高新技术企业138家[1]。",
    refused: bool = False,
    citations: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    cited = [] if refused else [make_citation()]
    return {"answer": text, "refused": refused, "citations": cited if citations is None else citations}
