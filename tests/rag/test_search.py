"""Retrieval as it is shown: standings, highlights and filters."""

from __future__ import annotations

import pytest

from rag.records import Filters
from rag.service import Service


def test_each_retriever_says_where_it_puts_a_paragraph(two_reports: Service) -> None:
    hits = two_reports.search("绍兴新增多少高企", limit=500).page
    assert [hit.fusion.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert "138家" in hits[0].paragraph.text
    assert hits[0].figures is not None and hits[0].figures.rank == 1
    for name in ("words", "dense", "figures"):
        ranks = [standing.rank for hit in hits if (standing := getattr(hit, name))]
        assert sorted(ranks) == list(range(1, len(ranks) + 1))
        scored = sorted((standing.rank, -standing.score) for hit in hits if (standing := getattr(hit, name)))
        assert [score for _, score in scored] == sorted(score for _, score in scored)


def test_what_was_looked_for_is_lit_up(two_reports: Service) -> None:
    first = two_reports.search("绍兴新增多少高企").page[0]
    lit = [first.paragraph.text[start:end] for start, end in first.highlights]
    assert "预计新增高新技术企业138家" in lit and "企业" not in lit
    assert list(first.highlights) == sorted(first.highlights)
    first = two_reports.search("科创走廊").page[0]
    assert "科创走廊" in [first.paragraph.text[start:end] for start, end in first.highlights]


def test_what_was_looked_for_is_lit_up_inside_a_longer_name_too(two_reports: Service) -> None:
    hits = two_reports.search("孵化器", limit=500).page
    holding = [hit for hit in hits if "孵化器" in hit.paragraph.text]
    assert holding and all(hit.highlights for hit in holding)
    for hit in holding:
        assert any("孵化器" in hit.paragraph.text[start:end] for start, end in hit.highlights)


@pytest.mark.parametrize("place", ["温州市", "绍兴市"])
def test_a_region_filter_leaves_only_paragraphs_of_it(two_reports: Service, place: str) -> None:
    hits = two_reports.search("高新技术企业", Filters(regions=(place,)), limit=500).page
    assert hits and {hit.report.region_name for hit in hits} == {place}


def test_a_time_or_status_filter_goes_by_what_the_paragraph_states(two_reports: Service) -> None:
    planned = two_reports.search("高新技术企业", Filters(status="target")).page
    library = two_reports.store.library
    assert planned
    for hit in planned:
        assert "target" in {f.status for f in library.figures_of([hit.paragraph.id])}
    assert two_reports.search("高新技术企业", Filters(periods=("2019",))).total == 0


def test_pages_follow_one_another(two_reports: Service) -> None:
    whole = two_reports.search("高新技术企业", limit=500)
    pages = [two_reports.search("高新技术企业", limit=7, offset=k) for k in range(0, whole.total, 7)]
    assert [hit for page in pages for hit in page.page] == list(whole.page)
    assert {page.total for page in pages} == {whole.total} == {len(whole.page)}
