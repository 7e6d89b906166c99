"""Questions about what is called by its place (昌吉基地, 阜康园区), and about lists of places told in short."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

CITY = """张家口市2024年经济社会发展情况
张家口市发展和改革委员会
2025年1月20日

一、2024年工作
张北、尚义、沽源三个新能源基地累计完成投资186亿元，其中张北基地92亿元、尚义基地54亿元、沽源基地40亿元。蔚县完成投资38亿元。新增新能源并网装机320万千瓦，累计装机达到2860万千瓦。
省级以上工业园区实现利润126亿元，其中宣化园区31亿元、怀来园区22亿元、涿鹿园区9亿元。五大滑雪场接待游客320万人次。
改造老旧小区86个，惠及居民3.2万户。分区看，桥东区改造31个小区、桥西区26个、宣化区14个。新建农村公路320公里。从各县看，蔚县新建61公里公路、阳原县42公里、怀安县37公里。
新增养老机构36家，其中桥东区9家，宣化区和蔚县均为5家。
推出“张创贷”，全年为186家科技企业发放贷款6.8亿元。全市312户企业享受加计扣除金额9.6亿元，分别增长8.3%和14.2%。新建5G基站620个，累计基站4100个。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "city.txt").write_text(CITY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("张北基地累计完成投资多少", "92亿元"),
        ("沽源基地累计投了多少钱", "40亿元"),
        ("张北和沽源两个基地累计投资加起来多少", "合计132亿元"),
        ("怀来园区实现利润多少", "22亿元"),
        ("张家口新能源累计装机多少", "2860万千瓦"),
        ("张家口新增新能源装机多少", "320万千瓦"),
        ("宣化区改造了多少个老旧小区", "14个"),
        ("桥西区老旧小区改造多少个", "26个"),
        ("阳原县新建农村公路多少公里", "42公里"),
        ("蔚县新增养老机构几家", "5家"),
    ],
)
def test_each_place_of_a_list_has_its_own_number(service: Service, question: str, has: str) -> None:
    answer = service.ask(question)
    assert not answer.refused and has in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("张北县累计完成投资多少", "92"),
        ("尚义完成投资多少", "54"),
        ("怀来县规上工业利润多少", "22"),
        ("蔚县基地累计完成投资多少", "亿元"),
        ("宣化园区累计完成投资多少", "亿元"),
        ("怀安县改造老旧小区多少个", "个"),
        ("桥东区新建农村公路多少公里", "公里"),
        ("张家口光伏累计装机多少", "2860"),
    ],
)
def test_a_thing_in_a_place_is_not_the_place(service: Service, question: str, lacks: str) -> None:
    answer = service.ask(question)
    assert answer.refused and lacks not in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("张创贷放了多少贷款", ["（推出“张创贷”）", "6.8亿元"]),
        ("享受加计扣除的企业数和金额分别增长多少", ["8.3%", "14.2%"]),
        ("享受加计扣除金额多少", ["9.6亿元"]),
        ("研发费用加计扣除额增长多少", ["14.2%"]),
        ("5G基站累计多少个", ["5G", "4100个"]),
    ],
)
def test_two_numbers_of_one_clause_are_each_of_their_own(
    service: Service, question: str, has: list[str]
) -> None:
    answer = service.ask(f"张家口{question}").answer
    assert all(words in answer for words in has), answer


@pytest.mark.parametrize("question", ["冀创贷放了多少贷款", "张创贷余额多少", "享受加计扣除的企业利润多少"])
def test_what_is_told_of_neither_is_refused(service: Service, question: str) -> None:
    answer = service.ask(f"张家口{question}")
    assert answer.refused, answer.answer


def test_what_a_loan_is_called_ends_with_its_name(service: Service) -> None:
    assert "6.8亿元" in service.ask("张创贷放了多少贷款").answer  # 贷放 is a word, too
