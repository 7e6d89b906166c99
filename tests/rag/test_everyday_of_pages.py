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
全年粮食产量11.32亿斤，减少0.47亿斤，下降3.99%；油料产量2.6万吨，增长2.1%。
年末有低保对象4310户8926人、特困人员1287人、低保边缘家庭206户541人。发放重度残疾人护理补贴3415人，改造危房96户。
建成6个育秧工厂和9个粮食烘干中心，日烘干能力480吨；新建2所小学以及3所幼儿园。污水日处理能力4.5万吨。空气质量优良天数309天。
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


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("桐柏2024年粮食增产了3.99%吧", "不是", "是，"),
        ("桐柏2024年粮食减产了3.99%吗", "是，", "不是"),
        ("桐柏2024年粮食是增产还是减产", "下降3.99%", "油料"),
        ("桐柏有多少户、多少人吃低保", "4310户8926人", "1287"),
        ("桐柏低保边缘家庭有多少户多少人", "206户541人", "4310"),
        ("桐柏重度残疾人护理补贴惠及多少人", "3415人", "8926"),
        ("桐柏粮食烘干中心一天能烘多少吨粮", "480吨", "4.5"),
        ("桐柏一天能处理多少万吨污水", "4.5万吨", "480"),
        ("桐柏建了几个粮食烘干中心", "9个", "6个"),
        ("桐柏新建了几所小学", "2所", "3所"),
        ("桐柏空气质量优良天数有多少天", "309天", "连续"),
    ],
)
def test_everyday_words_are_put_into_those_of_the_report(
    service: Service, question: str, has: str, lacks: str
) -> None:
    answer = service.ask(question).answer
    assert has in answer and lacks not in answer.replace("不是，", "不是"), answer


@pytest.mark.parametrize(
    "question",
    ["桐柏危房改造惠及多少人", "桐柏一年能烘多少吨粮", "桐柏小麦增产了3.99%吗", "桐柏低保金发了多少户"],
)
def test_what_only_sounds_like_it_is_refused(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.refused, answer.answer
