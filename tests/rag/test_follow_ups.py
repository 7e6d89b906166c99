"""Conversations: what a question leaves open is what was asked before, of the same place, time, goal and order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.records import Turn
from rag.service import Service
from tests.fakes import HashEmbedder

REPORT = """丽水市科学技术局2024年工作总结和2025年工作计划
2025年1月20日

一、2024年工作总结
全市规上工业增加值增长7.1%，工业用电量68.3亿千瓦时，同比减少1.2亿千瓦时。新认定高新技术企业183家，技术交易额52.6亿元，增长16.4%。
分县（市、区）看，莲都区技术交易额12.4亿元、龙泉市8.3亿元、青田县9.6亿元、缙云县15.1亿元。
高新技术企业超百家的县（市、区）有4个，分别为莲都区312家、缙云县268家、青田县127家。
技能大赛获金牌9枚，金牌数居全省第5位。
26个产业链项目完成投资41.5亿元，年度计划完成率113.6%；52个交通项目完成投资96.4亿元，年度计划完成率104.2%。

二、2025年工作计划
新认定高新技术企业200家，技术交易额突破60亿元，规上工业增加值增长7.5%以上。推动35个产业链项目早开工、早投产。
"""
OTHER = """衢州市科学技术局2024年工作总结
2025年3月2日

2024年新认定高新技术企业143家；技术交易额35.2亿元，增长20.4%。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "lishui.txt").write_text(REPORT, encoding="utf-8")
    (folder / "quzhou.txt").write_text(OTHER, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None, None]
        yield Service(store)


@pytest.mark.parametrize(
    ("turns", "has", "lacks"),
    [
        # 明年 is the year after the one that the place's own report tells of
        (["丽水2024年新认定高企多少家", "明年目标呢"], ["2025年", "200家"], ["183家"]),
        (["丽水新认定高企多少家", "明年打算认定多少"], ["200家"], ["183家"]),
        # a bare 呢 asks for a goal as well
        (["丽水2025年新认定高企目标多少", "规上工业增加值呢"], ["7.5%"], ["7.1%"]),
        (["丽水2025年新认定高企目标多少", "技术交易额现在有多少"], ["52.6亿元"], ["60亿元"]),
        # goals of two things are not held against results
        (["丽水2025年新认定高企和技术交易额的目标各是多少"], ["200家", "60亿元"], ["183家", "52.6亿元"]),
        # the other end of what was ranked
        (["丽水技术交易额最高的是哪个县", "最低的呢"], ["龙泉市最低", "8.3亿元"], ["缙云县最高"]),
        # growths are held against each other behind a question about a growth
        (["丽水技术交易额增速", "衢州呢", "哪个快"], ["衢州市增速最高", "20.4%"], ["52.6亿元最高"]),
        (["莲都区技术交易额", "跟缙云县比谁高"], ["缙云县最高", "15.1亿元"], []),
        (["莲都区高企多少家", "青田呢", "差几家"], ["多185家"], []),
        (["莲都区高企多少家", "青田呢", "两个地方合计"], ["合计439家"], []),
        (["丽水工业用电量多少", "跟上年比怎么样"], ["减少1.2亿千瓦时"], []),
        (["丽水技能大赛金牌数全省排第几", "那有多少枚"], ["9枚"], []),
        # the same measure of another thing
        (["丽水交通项目年度计划完成率", "产业链项目的呢"], ["113.6%"], ["26个", "104.2%"]),
        (["丽水产业链项目完成投资多少", "交通项目的呢"], ["96.4亿元"], ["52个", "41.5"]),
    ],
)
def test_what_is_left_open_is_what_was_asked_before(
    service: Service, turns: list[str], has: list[str], lacks: list[str]
) -> None:
    *before, last = turns
    answer = service.ask(last, [Turn("user", turn) for turn in before])
    assert not answer.refused
    assert all(words in answer.answer for words in has), answer.answer
    assert not any(words in answer.answer for words in lacks), answer.answer


def test_the_first_of_places_that_are_listed_is_the_owner_of_its_number(service: Service) -> None:
    answer = service.ask("莲都区高企多少家")
    assert "莲都区" in answer.answer
    assert "312家" in answer.answer
    assert service.ask("丽水市高企总数多少家").refused


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        # what is measured stands behind both
        (
            "丽水产业链项目和交通项目哪个年度计划完成率高",
            ["产业链项目", "113.6%", "104.2%", "计算得出"],
            ["26个"],
        ),
        ("产业链项目跟交通项目，丽水哪个完成投资少", ["41.5亿元", "96.4亿元", "计算得出"], []),
        # each side in words of its own
        ("丽水新认定和衢州新增的高企一共多少家", ["合计326家"], []),
        ("丽水新认定高企数是衢州新增数的几倍", ["1.28倍"], []),
        # a goal of the next year, where both are named
        ("丽水2024年技术交易额和2025年目标差多少", ["7.4亿元", "计算得出"], []),
        ("丽水2025年计划认定多少家高企", ["200家"], ["183家"]),
        ("丽水技术交易额52亿多，涨了18%没错吧", ["不是", "16.4%"], []),
        # what is to become of all of them narrows nothing
        ("丽水2025年产业链项目有几个", ["目标", "35个"], ["26个"]),
    ],
)
def test_two_sides_are_held_against_each_other_in_whatever_order_they_are_said(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    answer = service.ask(question)
    assert not answer.refused, answer.answer
    assert all(words in answer.answer for words in has), answer.answer
    assert not any(words in answer.answer for words in lacks), answer.answer
