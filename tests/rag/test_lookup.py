"""The figure look-up and the comparison over made-up reports of a city, its county and another year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.errors import FilterError
from rag.lookup.queries import CompareQuery, FigureQuery
from rag.service import Service
from tests.fakes import HashEmbedder

REPORTS = {
    "湖州2024": """湖州市科学技术局2024年工作总结和2025年工作思路
一、2024年工作总结
全市新认定高新技术企业310家，全社会R&D经费投入占GDP比重达3.5%，同比提升0.1个百分点。技术交易额412.5亿元，增长12.3%。
二、2025年工作思路
力争新认定高新技术企业320家以上。
""",
    "湖州2023": """湖州市科学技术局2023年工作总结
全市新认定高新技术企业290家。技术交易额3980000万元，增长9.1%。
""",
    "长兴2024": """长兴县科学技术局2024年工作总结
全县净增高新技术企业42家，技术交易额51亿元。
""",
    "绍兴2024": """绍兴市科学技术局2024年工作总结
预计新增高新技术企业138家。
""",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("look-up")
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_store(IngestSettings(home=folder / "home"), embedder=HashEmbedder()) as store:
        assert all(one.status == "added" for one in ingest([folder], store))
        yield Service(store)


def raws(service: Service, **wanted: object) -> list[str]:
    page = service.figures(FigureQuery(**wanted), 100)  # type: ignore[arg-type]
    assert page.total == len(page.rows)
    return [row.figure.raw for row in page.rows]


def test_an_indicator_is_named_in_full_or_in_short(service: Service) -> None:
    assert raws(service, indicators=("高企",)) == raws(service, indicators=("高新技术企业",))
    assert sorted(raws(service, indicators=("高企",))) == ["138家", "290家", "310家", "320家", "42家"]


def test_what_no_report_states_is_an_error_that_names_what_is_near(service: Service) -> None:
    with pytest.raises(FilterError, match="高新技术企业"):
        service.figures(FigureQuery(indicators=("高新技术企业家",)))


def test_a_city_comes_alone_or_with_its_districts(service: Service) -> None:
    assert "42家" not in raws(service, regions=("湖州市",))
    assert "42家" in raws(service, regions=("湖州",), with_districts=True)
    assert "138家" not in raws(service, regions=("湖州",), with_districts=True)


def test_times_are_given_one_by_one_or_from_one_to_another(service: Service) -> None:
    assert raws(service, indicators=("高企",), periods=("2023",)) == ["290家"]
    assert raws(service, indicators=("高企",), until="2023") == ["290家"]
    assert "290家" not in raws(service, indicators=("高企",), since="2024")
    with pytest.raises(FilterError, match="from"):
        service.figures(FigureQuery(since="2025", until="2024"))


def test_status_kind_and_action_narrow_the_rows(service: Service) -> None:
    assert raws(service, indicators=("高企",), status="target") == ["320家"]
    assert raws(service, kind="growth", periods=("2023",)) == ["9.1%"]
    assert raws(service, action="净增") == ["42家"]


def test_values_are_ordered_across_the_units_of_one_measure(service: Service) -> None:
    amounts = raws(service, indicators=("技术交易额",), kind="amount", sort="value", falling=True)
    if not amounts:  # canonical name of the terms file
        amounts = raws(service, q="技术交易额", kind="amount", sort="value", falling=True)
    assert amounts == ["412.5亿元", "3980000万元", "51亿元"]


def test_words_and_filters_go_together_and_pages_add_up(service: Service) -> None:
    whole = raws(service, q="高企", regions=("湖州",), with_districts=True)
    assert sorted(whole) == ["290家", "310家", "320家", "42家"]
    pages = [
        service.figures(FigureQuery(q="高企", regions=("湖州",), with_districts=True), 3, k) for k in (0, 3)
    ]
    assert [r.figure.raw for page in pages for r in page.rows] == whole
    assert {page.total for page in pages} == {4}


def test_what_the_caller_may_not_see_is_neither_shown_nor_counted(service: Service) -> None:
    seen = frozenset(r.id for r in service.store.library.reports() if r.region_name == "绍兴市")
    shown = service.seen_by(seen)
    assert raws(shown, indicators=("高企",)) == ["138家"] == raws(shown, q="高企")
    nothing = service.seen_by(frozenset())
    assert raws(nothing) == [] == raws(nothing, q="高企")
    assert "湖州" not in str(shown.search("高新技术企业"))
    with pytest.raises(FilterError):
        raws(shown, regions=("湖州",))
    tables = shown.compare(CompareQuery(("高企",), periods=("2023", "2024"))).tables
    assert [[c.text for c in row.cells] for row in tables[0].rows] == [["未见", "138家（预计）"]]


def test_a_comparison_says_what_is_not_there_and_what_is_not_alike(service: Service) -> None:
    found = service.compare(
        CompareQuery(("高企",), regions=("绍兴", "湖州", "长兴"), periods=("2023", "2024"))
    )
    [table] = found.tables
    assert table.labels == ("2023年", "2024年")
    cells = {row.region_name: [cell.text for cell in row.cells] for row in table.rows}
    assert cells == {
        "绍兴市": ["未见", "138家（预计）"],
        "湖州市": ["290家", "310家"],
        "长兴县": ["未见", "42家"],
    }
    assert any("口径不同" in note for note in table.notices)
    for row in table.rows:
        for cell in row.cells:
            for figure in cell.figures:
                assert figure.text.removesuffix("（预计）") in found.citations[figure.citation - 1].quote


def test_growths_and_targets_are_compared_when_asked_for(service: Service) -> None:
    growths = service.compare(CompareQuery(("技术交易额",), regions=("湖州",), measure="change")).tables[0]
    assert [cell.text for cell in growths.rows[0].cells] == ["9.1%", "12.3%"]
    targets = service.compare(CompareQuery(("高企",), regions=("湖州",), statuses=("target",))).tables[0]
    assert (targets.periods, targets.rows[0].cells[0].text) == (("2025",), "320家以上（目标）")


def test_all_figures_of_an_indicator_stand_in_one_table(service: Service) -> None:
    [table] = service.group(FigureQuery(q="高企")).tables
    cells = {
        (row.region_name, p): c.text
        for row in table.rows
        for p, c in zip(table.periods, row.cells, strict=True)
    }
    assert (cells["湖州市", "2024"], cells["湖州市", "2025"], cells["长兴县", "2023"]) == (
        "310家",
        "320家以上（目标）",
        "未见",
    )
    with pytest.raises(FilterError, match="一个指标"):
        service.group(FigureQuery())
