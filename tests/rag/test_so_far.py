"""A year that a report tells of only in part: told so far, and said so; never as the whole year's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

REPORT = """昭通市工业和信息化局2025年1—9月工业运行情况
发布时间：2025-10-28
一、运行情况
前三季度，全市规上工业增加值增长8.3%。国家级“小巨人”企业累计31家，其中今年新增4家。技改投资26.8亿元，增长12.4%。
二、下一步打算
全年力争技改投资达到40亿元，新增省级绿色工厂6家。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "zhaotong.txt").write_text(REPORT, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("昭通今年新增国家级小巨人几家", "新增4家"),
        ("昭通2025年技改投资多少", "技改投资26.8亿元"),
        ("昭通2025年规上工业增加值增速", "增长8.3%"),
    ],
)
def test_a_year_that_is_not_over_is_told_so_far(service: Service, question: str, has: str) -> None:
    answer = service.ask(question)
    assert has in answer.answer and answer.notice is not None and "报告写到2025年前三季度" in answer.notice


@pytest.mark.parametrize(
    "question",
    [
        "昭通2025年全年技改投资完成多少",
        "昭通2025年底国家级小巨人多少家",
        "昭通2024年技改投资多少",
        "昭通2025年新增省级绿色工厂几家",
    ],
)
def test_a_part_of_a_year_is_no_whole_one_no_other_one_and_no_goal(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.refused or "目标" in answer.answer or "力争" in answer.answer
