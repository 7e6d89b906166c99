"""Questions as clerks and citizens ask them about the work summaries of bureaus and streets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """青田县2023年民生工作总结
青田县民政局
2024年1月18日

一、2023年工作
城乡低保标准分别达到每人每年9240元、7480元。护理补贴标准提高到110元/人/月,享受补贴3120人,全年发放补贴资金386万元。
救助流浪人员32人次,护送返乡9人次,为4名滞留人员办理落户。送戏下乡76场。
完成东苑、西苑2个养老服务站改造并启动南苑、北苑等5个养老服务站改造。
需要整改的敬老院14所,完成整改11所,余下3所正在加快推进。
全年火灾起数312起。与近三年均值相比,火灾起数、直接财产损失分别下降14.2%、20.6%。
6所中学获评省级文明校园、14所小学获评市级文明校园。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("bureaus")
    (folder / "青田.txt").write_text(COUNTY, encoding="utf-8")
    with open_store(IngestSettings(home=folder / "data"), embedder=HashEmbedder()) as store:
        ingest([folder / "青田.txt"], store)
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青田县城市低保标准是多少", "每人每年9240元"),
        ("青田县农村低保标准", "每人每年7480元"),
        ("青田县护理补贴标准是多少", "110元/人/月"),
        ("青田县护送返乡多少人次", "9人次"),
        ("青田县送戏下乡多少场", "76场"),
        ("青田县给几名滞留人员办理落户", "4名"),
        ("青田县完成了几个养老服务站改造", "2个"),
        ("青田县火灾起数比近三年均值下降多少", "与近三年均值相比下降14.2%"),
        ("青田县直接财产损失下降多少", "与近三年均值相比下降20.6%"),
        ("青田县几所中学获评省级文明校园", "6所"),
        ("青田县几所小学获评市级文明校园", "14所"),
    ],
)
def test_what_a_bureau_tells_is_answered(service: Service, question: str, said: str) -> None:
    assert said in service.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "青田县火灾起数比上年下降多少",  # told against three years
        "青田县直接财产损失同比下降多少",
        "青田县高龄补贴标准是多少",  # how much was paid is no standard
        "青田县敬老院还剩几所",  # nor are those that are done
    ],
)
def test_another_base_sum_or_count_is_no_answer(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.refused or "余下3所" in answer.answer
