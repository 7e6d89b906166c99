"""What is embedded, and where a text may be cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunks import MAX_CHARS, split_chunks
from ingest.records import Paragraph, ParagraphKind, Report
from ingest.sentences import split_evenly, split_sentences

REPORT = Report(
    id="0123456789ab",
    title="宁波市教育局2023年工作总结",
    publisher="宁波市教育局",
    region="330200",
    region_name="宁波市",
    published="2024-01-20",
    number="",
    period="2023",
    plan_period="2024",
    source="",
    fingerprint="",
    text="",
)


def paragraph(text: str, kind: ParagraphKind = "body", period: str = "2023") -> Paragraph:
    section = ("一、主要成效", "（一）学前教育")
    return Paragraph("0123456789ab-p007", REPORT.id, 7, 0, len(text), text, kind, section, period, False)


def texts(text: str, kind: ParagraphKind = "body") -> list[str]:
    """The chunks' own words, without their headers."""
    return [chunk.text.split("\n", 1)[1] for chunk in split_chunks(REPORT, paragraph(text, kind))]


def test_a_chunk_stands_under_its_report_period_and_section() -> None:
    chunks = split_chunks(REPORT, paragraph("新建幼儿园21所。"))
    assert [(chunk.id, chunk.start, chunk.end) for chunk in chunks] == [("0123456789ab-p007-c0", 0, 9)]
    assert chunks[0].text == "宁波市教育局2023年工作总结 一、主要成效 （一）学前教育\n新建幼儿园21所。"


def test_a_period_that_the_title_does_not_name_is_said() -> None:
    chunk = split_chunks(REPORT, paragraph("新增学位3万个。", period="2024"))[0]
    assert chunk.text.startswith("宁波市教育局2023年工作总结 2024年 一、主要成效")


def test_a_heading_is_not_embedded_alone() -> None:
    assert split_chunks(REPORT, paragraph("（一）学前教育", "heading")) == []


def test_long_text_is_cut_between_sentences_into_like_lengths() -> None:
    cut = texts("全年新增学位1.25万个，比上年增长5.2%。" * 30)
    assert all(chunk.endswith("。") and len(chunk) <= MAX_CHARS for chunk in cut)
    assert max(map(len, cut)) - min(map(len, cut)) <= 2 * len("全年新增学位1.25万个，比上年增长5.2%。")


def test_a_long_sentence_is_cut_at_its_clauses_then_its_commas() -> None:
    assert all(chunk[-1] in "；。" for chunk in texts("新增学位1,250个、幼儿园3所；" * 60 + "完成。"))
    assert all(chunk[-1] in "，。" for chunk in texts("新增学位1250个，" * 80 + "完成。"))


def test_a_text_without_marks_is_still_cut_outside_numbers() -> None:
    cut = texts("新增学位3.12万个幼儿园21所" * 60)
    assert all(len(chunk) <= MAX_CHARS for chunk in cut)
    assert not any(re.match(r"[\d.%万所]", chunk) for chunk in cut)
    assert "".join(cut) == "新增学位3.12万个幼儿园21所" * 60


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("增长5.2%。占3.12%。", ["增长5.2%。", "占3.12%。"]),
        ("他说“办好教育。”全市响应。", ["他说“办好教育。”", "全市响应。"]),
        ("出台《意见(试行)。》等。新增3所！", ["出台《意见(试行)。》等。", "新增3所！"]),
        ("完成12.5亿元", ["完成12.5亿元"]),
        ("第一行\n第二行", ["第一行\n", "第二行"]),
        ("", [""]),
    ],
)
def test_sentences_end_at_stops_and_not_at_points(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_a_table_is_cut_between_rows_each_under_the_names_of_its_columns() -> None:
    rows = [f"| 指标{number} | {number}.5 | {number}% |" for number in range(60)]
    table = "\n".join(["| 指标 | 2023年 | 增长 |", "| --- | ---: | --- |", *rows])
    cut = texts(table, "table")
    assert len(cut) > 1
    assert all(chunk.startswith("指标 | 2023年 | 增长\n") and "---" not in chunk for chunk in cut)
    assert [line for chunk in cut for line in chunk.split("\n")[1:]] == [row.strip("| ") for row in rows]


TEXTS = st.text(st.sampled_from("新增高企0123456789.,，。；%亿元“”《》（）()\n 家"), max_size=900)


@given(TEXTS)
def test_chunks_cover_a_paragraph_in_order_and_cut_no_number(text: str) -> None:
    spans = split_evenly(text, 80)
    assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]
    assert (spans[0][0], spans[-1][1]) == (0, len(text))
    for start, _ in spans[1:]:
        assert not re.match(r"\d[\d.%亿家]", text[start - 1 : start + 1])
        assert not re.fullmatch(r"\d[.,]\d", text[start - 2 : start + 1])


@given(TEXTS)
def test_a_sentence_never_ends_inside_a_number(text: str) -> None:
    assert not any(re.match(r"\d[\d.%]", text[end - 1 : end + 1]) for _, end in split_sentences(text)[:-1])
