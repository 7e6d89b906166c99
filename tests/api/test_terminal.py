"""What a terminal shows of a paragraph: the sentence, and in it the quote."""

from __future__ import annotations

import pytest

from api.terminal import sentence_with_quote

# (paragraph, quote, the sentence shown)
SENTENCES = [
    ("前一句。预计新增高企138家，增长5.2%。后一句。", "138家", "预计新增高企138家，增长5.2%。"),
    ("预计新增高企138家", "138家", "预计新增高企138家"),
    ("第一句。第二句。第三句。", "第一句。第二句。", "第一句。第二句。"),
    ("甲；乙达3.12%；丙。", "3.12%", "乙达3.12%；"),
    ("第一行\n第二行有138家\n第三行", "138家", "第二行有138家"),
]


@pytest.mark.parametrize(("paragraph", "quote", "shown"), SENTENCES)
def test_the_sentence_around_the_quote_is_shown(paragraph: str, quote: str, shown: str) -> None:
    start = paragraph.index(quote)
    assert sentence_with_quote(paragraph, start, start + len(quote)).plain == shown


def test_the_quote_alone_is_lit_up() -> None:
    text = sentence_with_quote("前一句。预计新增138家。", 8, 12)
    lit = [text.plain[span.start : span.end] for span in text.spans if "reverse" in str(span.style)]
    assert lit == ["138家"]
