"""Everyday questions on reports as bureaus and statisticians put them on their pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

BULLETIN = """桐柏县2024年国民经济和社会发展统计公报
桐柏县统计局
2025年4月8日

一、综合
全年地区生产总值182.6亿元，增长5.1%。三次产业结构由上年的19.4:33.5:47.1调整为18.9:33.2:47.9。全年民营经济增加值104.2亿元，占GDP的比重为57.1%。民营经济三次产业结构为30.2:28.4:41.4。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "bulletin.txt").write_text(BULLETIN, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    "question",
    [
        "桐柏2024年三次产业结构是多少",
        "桐柏三次产业结构比",
        "桐柏县一二三产业的比例是多少",
        "桐柏第一产业、第二产业、第三产业占比分别是多少",
    ],
)
def test_how_the_sectors_stand_is_told_of_all_and_not_of_private_business(
    service: Service, question: str
) -> None:
    answer = service.ask(question).answer
    assert "18.9:33.2:47.9" in answer and "30.2" not in answer, answer
