"""Whether something moved and which way, whether a goal was met, whether there is such a thing: in everyday words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.records import Turn
from rag.service import Service
from rag.understand.movement import movement_in
from tests.fakes import HashEmbedder

COUNTY = """新昌县政府工作报告
——2025年1月16日在新昌县第十七届人民代表大会第四次会议上

一、2024年工作回顾
地区生产总值增长5.3%，比全市平均低0.3个百分点；固定资产投资增长4.6%，未达到年初7%的目标；一般公共预算收入28.6亿元，下降1.6%。研发投入强度3.12%，仍比全市平均水平低0.2个百分点。
外贸进出口总额118.6亿元，下降7.4%；发行专项债券15.6亿元，比上年减少1.2亿元；煤炭消费量87万吨，同比减少3万吨。油菜种植面积5.2万亩，比上年增加0.4万亩。PM2.5年均浓度18微克/立方米，与上年持平。
平均住院日由上年的8.1天缩短为7.6天。人口自然增长率为-3.10‰。年初计划新建产地冷库30万立方米，实际建成24.6万立方米。新建高标准农田6.5万亩，超额完成省定5.8万亩任务。
十方面民生实事全面完成，“三公”经费只减不增，义务教育大班额全部消除，尚无国家技术创新中心布局。生猪存栏6.4万头。新认定高新技术企业32家。三四级手术1.84万台次，占比58.4%，提高4.1个百分点。改造老旧小区9个，拆除违建4.9万平方米，完成率122.5%。技改投资增长21.5%。

表1　2024年主要农产品产量

| 产品名称 | 产量（万吨） | 比上年增长（%） |
| --- | ---: | ---: |
| 柑橘 | 49.8 | -8.4 |
| 茶叶 | 1.26 | 5.0 |

二、2025年工作安排
新认定高新技术企业30家。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.md").write_text(COUNTY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("外贸是不是下滑了", "down"),
        ("人是不是变少了", "down"),
        ("专项债比前一年少发了多少", "down"),
        ("投资是涨是跌，多少", ""),
        ("收入是负增长吗", "down"),
        ("面积比上年扩了多少亩", "up"),
        ("PM2.5比前一年变好了没", ""),
        ("利润缩水没有", "down"),
        ("增没增", "up"),
    ],
)
def test_a_movement_is_asked_in_everyday_words(text: str, direction: str) -> None:
    movement = movement_in(text)
    assert movement is not None and movement.direction == direction


@pytest.mark.parametrize(
    "text",
    [
        "新增几家企业",
        "达到多少了",
        "减税降费多少",
        "增值税多少",
        "最多的是哪个",
        "提升工程有几个",
        "升学率是多少",
        "花掉了多少钱",
    ],
)
def test_a_verb_of_movement_in_a_name_asks_for_none(text: str) -> None:
    assert movement_in(text) is None


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("新昌外贸是不是下滑了", ["是，", "7.4%"]),
        ("新昌外贸往上走还是往下走", ["下降7.4%"]),
        ("新昌财政收入2024年缩水没有", ["1.6%"]),
        ("新昌专项债比前一年少发了多少", ["1.2亿元"]),
        ("新昌油菜面积比上年扩了多少亩", ["0.4万亩"]),
        ("新昌PM2.5比前一年变好了没", ["与上年持平"]),
        ("新昌平均住院日缩短没缩短", ["8.1天", "7.6天"]),
        ("新昌人口是自然减少的吗", ["-3.10‰"]),
        ("新昌柑橘和茶叶产量哪个是增长的", ["-8.4%", "5.0%"]),
        ("新昌“三公”经费有没有增加", ["只减不增"]),
        ("新昌研发投入强度赶上全市平均了吗", ["低0.2个百分点"]),
        ("新昌研发投入强度比全市平均低多少", ["低0.2个百分点"]),
        ("新昌GDP增长快过全市平均吗", ["低0.3个百分点"]),
        ("新昌固定资产投资实现年初目标没", ["未达到目标", "4.6%", "7%"]),
        ("新昌产地冷库建设完成年初计划没", ["未达到目标", "24.6万立方米", "30万立方米"]),
        ("新昌高标准农田任务超没超", ["已达到目标", "6.5万亩", "5.8万亩"]),
        ("新昌高企认定目标2025年是不是定得比2024年实际还低", ["少2家", "32家", "30家"]),
        ("新昌民生实事都办完了吗", ["全面完成"]),
        ("新昌义务教育还有大班额吗", ["全部消除"]),
        ("新昌有没有国家技术创新中心落户", ["尚无"]),
    ],
)
def test_what_is_asked_in_everyday_words_is_answered(service: Service, question: str, has: list[str]) -> None:
    answer = service.ask(question)
    assert not answer.refused and all(words in answer.answer for words in has), answer.answer


def test_how_it_stands_against_last_year_follows_on_a_value(service: Service) -> None:
    told = service.ask("跟上年比怎么样", [Turn("user", "新昌煤炭消费量多少"), Turn("assistant", "87万吨")])
    assert "减少3万吨" in told.answer


@pytest.mark.parametrize(
    "question",
    [
        "新昌生猪存栏比上年少了吗",
        "新昌生猪存栏完成目标没有",
        "新昌高企认定2024年超额了吗",
        "新昌有没有国家实验室落户",
        "新昌高中还有大班额吗",
        "新昌高标准农田拆了吗",
        "新昌民生实事都取消了吗",
        "新昌技改投资增幅扩大了吗",
        "新昌技改投资占比提高了吗",
        "新昌手术台次减少了吗",
        "新昌老旧小区改造任务完成了吗",
    ],
)
def test_what_no_report_tells_is_still_refused(service: Service, question: str) -> None:
    assert service.ask(question).refused, service.ask(question).answer
