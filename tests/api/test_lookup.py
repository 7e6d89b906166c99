"""/search, /figures and /compare over HTTP, with their files."""

from __future__ import annotations

import csv
import io
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.bodies import FiguresBody, SearchBody, TablesBody
from api.downloads import FIGURE_COLUMNS, figures_file
from api.local import LocalWenju
from tests.api.conftest import SHAOXING
from tests.api.test_app import error_of, exactly


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_paragraphs_are_found_with_the_standing_of_each_retriever(client: TestClient) -> None:
    body = client.post("/search", json={"question": "新增高新技术企业", "limit": 2}).json()
    SearchBody.model_validate(body)
    assert len(body["hits"]) == 2 < body["total"]
    first = body["hits"][0]
    assert first["retrievers"]["words"]["rank"] and first["fusion"]["rank"] == 1
    text = first["paragraph"]["text"]
    assert any("高新技术企业" in text[start:end] for start, end in first["highlights"])
    rest = client.post("/search", json={"question": "新增高新技术企业", "limit": 500, "offset": 2}).json()
    assert len(rest["hits"]) == body["total"] - 2


def test_figures_are_filtered_sorted_paged_and_counted(client: TestClient) -> None:
    wanted: dict[str, Any] = {"indicator": "高企", "sort": "-value"}
    body = exactly(FiguresBody, client.get("/figures", params=wanted).json())
    assert [one["figure"]["raw"] for one in body["figures"]] == ["150家", "138家"]
    page = client.get("/figures", params=wanted | {"limit": 1, "offset": 1}).json()
    assert (page["total"], page["more"], page["figures"]) == (2, False, body["figures"][1:])
    assert client.get("/figures", params={"kind": "ratio"}).json()["figures"][0]["figure"]["raw"] == "3.12%"


def test_figures_of_one_indicator_are_grouped_by_place_and_time(client: TestClient) -> None:
    body = exactly(
        TablesBody, client.get("/figures", params={"q": "高企", "group_by": "region,period"}).json()
    )
    [table] = body["tables"]
    assert table["periods"] == ["2024", "2025"]
    assert [cell["text"] for cell in table["rows"][0]["cells"]] == ["138家（预计）", "150家以上（目标）"]
    assert error_of(client.get("/figures?group_by=region,period"))["code"] == "unknown_filter"


def test_a_comparison_has_a_citation_for_every_number(client: TestClient) -> None:
    query = {"indicator": ["高企", "省科技型中小企业"], "region": "绍兴", "period": ["2024", "2023"]}
    body = exactly(TablesBody, client.get("/compare", params=query).json())
    texts = [[cell["text"] for cell in table["rows"][0]["cells"]] for table in body["tables"]]
    assert texts == [["未见", "138家（预计）"], ["未见", "1824家"]]
    for citation in body["citations"]:
        assert citation["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert client.get("/compare").status_code == 422


def test_a_download_holds_every_figure_with_its_source(client: TestClient) -> None:
    shown = client.get("/figures", params={"limit": 500}).json()["figures"]
    response = client.get("/figures", params={"format": "csv", "limit": 1})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == "attachment; filename=figures.csv"
    rows = rows_of(response.content)
    assert len(rows) == len(shown) and set(rows[0]) == set(FIGURE_COLUMNS)
    [row] = [row for row in rows if row["原文"] == "138家"]
    assert (row["数值"], row["单位"], row["性质"], row["地区"]) == ("138", "家", "预计", "绍兴市")
    assert row["引文"] in SHAOXING and row["发布机构"] == "绍兴市科技局" and row["段落"]
    book = load_workbook(BytesIO(client.get("/figures", params={"format": "xlsx"}).content))
    assert book["数据"].max_row == len(shown) + 1


def test_a_comparison_is_downloaded_as_a_table_with_its_sources(client: TestClient) -> None:
    query = {"indicator": "高企", "region": "绍兴", "period": ["2023", "2024"]}
    rows = rows_of(client.get("/compare", params=query | {"format": "csv"}).content)
    assert [(row["时期"], row["内容"]) for row in rows] == [("2023年", "未见"), ("2024年", "138家（预计）")]
    book = load_workbook(BytesIO(client.get("/compare", params=query | {"format": "xlsx"}).content))
    table = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert table[:2] == [["地区", "2023年", "2024年"], ["绍兴市", "未见", "138家（预计）"]]
    assert book.sheetnames[-1] == "出处"


def test_no_cell_of_a_csv_file_is_a_formula(filled: LocalWenju) -> None:
    from rag.lookup.queries import FigureQuery

    body = filled.figures(FigureQuery(), 1, 0)
    found = body["figures"][0]
    for risky in ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "＝1", " =1"):
        found["citation"]["title"] = risky
        [row] = rows_of(figures_file(body, "csv"))
        assert row["标题"] == "'" + risky
    found["figure"]["value"] = "-1.3"
    assert rows_of(figures_file(body, "csv"))[0]["数值"] == "-1.3"


@pytest.mark.parametrize(
    "query",
    [
        "from=2025&to=2024",
        "from=不久以前",
        "kind=big",
        "sort=colour",
        "document=none",
        "indicator=火星移民",
        "format=pdf",
    ],
)
def test_a_filter_that_cannot_be_meant_is_an_error(client: TestClient, query: str) -> None:
    response = client.get(f"/figures?{query}")
    assert response.status_code == 422 and error_of(response)["message"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("indicator=火星移民", "GET /terms"),
        ("group_by=region,period", "一个 indicator"),
        ("from=2025&to=2024", "from 不晚于 to"),
        ("region=火星", "地区"),
        ("document=none", "GET /documents"),
        ("sort=colour", "sort 可用的值：relevance、document、"),
        ("limit=0", "limit 不小于 1"),
        ("regin=绍兴", "可用的字段：region、districts、period、from、"),
    ],
)
def test_a_filter_that_is_refused_says_what_would_do(client: TestClient, query: str, expected: str) -> None:
    said = error_of(client.get(f"/figures?{query}"))["expected"]
    assert expected in said and "''" not in said and " or " not in said


def test_an_unknown_field_is_told_those_that_stand_there(client: TestClient) -> None:
    turn = {"role": "user", "content": "问", "name": "x"}
    said = {
        error_of(client.post("/chat", json={"question": "问"} | more))["expected"]
        for more in ({"foo": 1}, {"filters": {"region": []}}, {"history": [turn]})
    }
    assert said == {
        "可用的字段：question、history、filters、stream、conversation_id、keep",
        "filters 里可用的字段：regions、periods、documents、status",
        "history.0 里可用的字段：role、content",
    }


def test_what_may_not_be_empty_is_said_so(client: TestClient) -> None:
    error = error_of(client.post("/evals/cases", json={"question": "", "answerable": True}))
    assert (error["message"], error["expected"]) == ("question 不能是空的", "question 至少一个字")
    rating = error_of(client.post("/feedback", json={"rating": "great"}))
    assert rating["expected"].startswith("rating 可用的值：good、bad")


def test_more_figures_than_fit_in_a_file_are_not_cut_off(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.routes.figures.MAX_ROWS", 2)
    assert "缩小范围" in error_of(client.get("/figures?format=csv"))["message"]
