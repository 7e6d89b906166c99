"""By how much something changed, and what is worked out, where reports word it in their own way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

REPORT = """石城县2024年国民经济和社会发展情况
石城县统计局
2025年3月18日

一、综合
全县地区生产总值96.8亿元，增长5.9%。其中，第一产业增加值21.3亿元，增长3.8%；第二产业增加值28.4亿元，增长6.2%；第三产业增加值47.1亿元，增长6.4%。三次产业结构为22.0:29.3:48.7。
民营经济增加值59.6亿元，增长6.1%，占地区生产总值的比重为61.6%。其中，第一产业增加值20.7亿元，增长3.5%；第二产业增加值19.2亿元，增长6.8%；第三产业增加值19.7亿元，增长6.6%。民营经济三次产业结构为34.7:32.2:33.1。
二、财政和就业
财政总收入预计完成14.2亿元，增长5.3%，完成年初县人代会目标13.5亿元的105.2%。一般公共预算收入8.6亿元，其中税收收入5.2亿元，非税收入3.4亿元。
城镇新增就业人员2140人，城镇失业人员实现再就业630人，就业困难人员实现再就业215人。
三、社会事业
共有民办幼儿园46所，相比2023年末减少4所。发生道路交通事故31起，相较于上年减少6起。图书馆接待读者21.4万人次，与2023年度基本持平。
开展药品抽检380批次，快速检测1240批次，合格率98.7%。
累计排查重大火灾隐患150处，完成整改141处。铺排重点水利项目40个，已开工34个。收到来信88件，办结信访积案12件。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "shicheng.txt").write_text(REPORT, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("石城县民办幼儿园比上年少了几所", "相比2023年末减少4所"),
        ("石城2024年道路交通事故比去年少了几起", "相较于上年减少6起"),
        ("石城2023年道路交通事故多少起", "计算得出：2023年为37起"),
        ("石城图书馆接待读者比2023年增加了多少", "与2023年度基本持平"),
        ("石城三产增加值比一产多多少亿元", "第三产业增加值比第一产业增加值多25.8亿元"),
        ("石城县第二产业增加值", "第二产业增加值28.4亿元"),
        ("石城县民营经济第二产业增加值", "19.2亿元"),
        ("石城的非税收入是不是比税收还多", "非税收入比税收收入少1.8亿元"),
        ("石城财政总收入比目标多了多少亿", "多0.7亿元"),
        ("石城城镇新增就业、失业人员再就业、困难人员再就业各多少人", "630人"),
        ("石城重大火灾隐患的整改率算下来是多少", "已整改占总数的94%"),
        ("石城重点水利项目开工率多少", "已开工占总数的85%"),
        ("石城重大火灾隐患还有几处没整改", "还有9处"),
        ("石城药品抽检加快速检测一共多少批次", "合计1620批次"),
    ],
)
def test_a_change_and_what_is_worked_out_are_told(service: Service, question: str, has: str) -> None:
    assert has in service.ask(question).answer


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("石城县第二产业增加值", "19.2亿元"),
        ("石城第三产业占比", "33.1"),
        ("石城图书馆接待读者比2022年增加了多少", "持平"),
        ("石城一般火灾隐患整改率多少", "计算得出"),
        ("石城2023年重点水利项目开工率多少", "计算得出"),
        ("石城信访积案办结率多少", "计算得出"),
        ("石城重点水利项目竣工率多少", "计算得出"),
        ("石城2022年道路交通事故多少起", "起["),
        ("石城财政总收入比2025年目标多了多少亿", "计算得出"),
    ],
)
def test_what_is_of_another_whole_time_or_goal_is_not_told(
    service: Service, question: str, lacks: str
) -> None:
    assert lacks not in service.ask(question).answer
