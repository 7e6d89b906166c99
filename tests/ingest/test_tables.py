"""Tables: each cell stands where it says and leans on its row and column; the cases are figures/tables.yaml."""

from __future__ import annotations

import pytest

from ingest.reader import Reader
from tests.ingest.test_figures import FOLDER, Case, read_cases, read_figures

CASES = list(read_cases(FOLDER / "tables.yaml"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(None)


def table(text: str, *section: str, region: str = "岳阳市") -> Case:
    return Case("table", text, region, "2024", "2025", False, section, ())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_cell_is_quoted_from_the_head_of_its_row(case: Case, reader: Reader) -> None:
    for figure in read_figures(case, reader):
        assert case.text[figure.start : figure.end] == figure.raw
        quote = case.text[figure.quote_start : figure.quote_end]
        assert quote.endswith(figure.raw) or (figure.kind == "rank" and quote.startswith(figure.raw))
        assert "\n" not in quote
        assert not quote.startswith("|")


@pytest.mark.parametrize(
    "text",
    [
        "| 县区 | 联系电话 |\n| --- | --- |\n| 平江县 | 0730-6222222 |",
        "| 县区 | 新增高企（家） |\n| --- | --- |\n| 平江县 | — |\n| 汨罗市 | / |",
        "| 序号 | 名称 |\n| --- | --- |\n| 1 | 市政府办 |\n| 2 | 市科技局 |",
        "| 项目 | 建设年限 |\n| --- | --- |\n| 新材料基地 | 2023-2025年 |",
    ],
)
def test_cells_that_hold_no_measured_number_are_no_figures(text: str, reader: Reader) -> None:
    assert read_figures(table(text, "基本情况"), reader) == []


@pytest.mark.parametrize("caption", ["单位：万元", "（单位：万元）", "表2 财政支出情况（单位：万元）"])
def test_the_caption_gives_the_unit_that_no_header_gives(caption: str, reader: Reader) -> None:
    text = f"{caption}\n| 支出 | 2023年 | 2024年 |\n| --- | --- | --- |\n| 教育支出 | 1,204 | 1,310 |"
    figures = read_figures(table(text), reader)
    assert [(f.indicator, str(f.value), f.unit, f.period) for f in figures] == [
        ("教育支出", "1204", "万元", "2023"),
        ("教育支出", "1310", "万元", "2024"),
    ]


def test_a_table_in_another_part_of_the_country_keeps_its_own_places(reader: Reader) -> None:
    text = (
        "| 地区 | 粮食总产量（万吨） |\n| --- | --- |\n| 寿光市 | 58.2 |\n| 奎文区 | 3.1 |\n| 合计 | 61.3 |"
    )
    figures = read_figures(table(text, region="潍坊市"), reader)
    assert [(f.region_name, str(f.value)) for f in figures] == [
        ("寿光市", "58.2"),
        ("奎文区", "3.1"),
        ("潍坊市", "61.3"),
    ]
