"""What came less what went: 净减少多少 where a report tells 新增 and 退出."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """平利县2024年人口和民政工作总结
平利县民政局
2025年1月12日

全年出生人口1326人，死亡人口1874人，常住人口17.6万人。
新增农村低保对象612人，清退988人；新登记社会组织9家，注销14家。新增规上企业12家，退库5家。
新设市场主体1860户，注销430户，净增1430户。
全年新增就业3260人。养老机构28家。三项社会保险基金总收入9.74亿元、支出8.31亿元。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("平利2024年人口自然增减多少人", "净减少548人"),
        ("平利出生减死亡是多少人", "净减少548人"),
        ("平利农村低保对象净减少了多少人", "净减少376人"),
        ("平利社会组织净增几家", "净减少5家"),
        ("平利规上企业净增多少家", "净增加7家"),
        ("平利市场主体净增多少户", "净增1430户"),
        ("平利社保基金去年收支相抵还剩多少钱", "还有1.43亿元"),
    ],
)
def test_what_came_less_what_went_is_worked_out(service: Service, question: str, has: str) -> None:
    answer = service.ask(question).answer
    assert has in answer, answer


@pytest.mark.parametrize(
    "question",
    [
        "平利人口自然增长率多少",
        "平利养老机构净减少几家",
        "平利2023年规上企业净增多少家",
        "石泉规上企业净增多少家",
        "平利失业保险基金收入减去支出是多少",
    ],
)
def test_no_net_is_told_of_what_has_only_one_side(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.refused, answer.answer
