"""Answers that were false: another place, measure or deed than the one asked for, half of a pair, a reason that is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder
from tests.rag.test_misleading import ask, check

COUNTY = """东至县2024年经济社会发展情况
东至县发展和改革委员会
2025年1月16日

一、2024年工作
农林牧渔业总产值86.4亿元，增长4.6%。其中，农业产值41.7亿元，增长3.8%；渔业产值12.9亿元，增长5.1%。
第三产业增加值148亿元，增长5.2%；第三产业投资增长1.4%。城乡居民人均可支配收入分别达到38460元、19720元。
出口21.6亿元，增长3.1%，对日本出口5.4亿元，下降2.6%；旅游总收入38亿元。一般公共预算总收入32.5亿元，地方一般公共预算收入20.8亿元。
新建高标准农田5.2万亩，累计建成61.8万亩。净增科技型中小企业26家，总数达184家。
办理人大代表建议96件、政协提案121件。创建省级和美乡村6个、市级14个。
尧渡镇、东流镇科技型中小企业分别为46家、38家，香隅镇27家，大渡口镇22家，龙泉镇、官港镇不足10家。茶叶产值4.8亿元，超过年度目标4.2亿元。
天使基金规模3亿元，参与企业12家。绿色工厂申报认定31家，通过26家，总数达118家。改造危桥19座。林业贷款余额3.4亿元，林业不良贷款0.2亿元，造林资金缺口0.6亿元。公路总里程3620公里，其中高速公路84公里，新增高速公路通车里程12公里。东至港完成货物吞吐量216万吨。机场旅客吞吐量3.1万人次。发放城乡低保资金0.9亿元。孕产妇死亡率6.1/10万。三级医院2家。
牛头山景区接待游客36万人次。登记技术合同612项，成交额9.6亿元。
全县有国家级示范社3家、省级示范社28家，其中2024年新增国家级1家、省级4家。
1.9万名残疾人得到基本康复服务。得到康复服务的持证残疾人中，有视力残疾人820人、肢体残疾人0.6万人。报告法定传染病2140例，无死亡病例。争取中央和省级水利项目23项。升金湖大桥累计完成投资6.2亿元。升金镇新增停车位120个。

| 乡镇 | 茶园面积（亩） |
| --- | --- |
| 尧渡镇 | 8200 |
| 东流镇 | 5100 |
| 香隅镇 | 3900 |
| 大渡口镇 | 2600 |

二、2025年工作
茶叶产值目标4.5亿元，新建高标准农田4.6万亩，净增科技型中小企业30家。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("东至县农业产值多少", ["41.7亿元"], ["86.4"]),
        ("东至县得到康复服务的肢体残疾人有多少", ["0.6万人"], ["1.9万"]),
        ("东至县得到康复服务的残疾人有多少", ["1.9万名"], ["820", "0.6万"]),
        ("东至县农林牧渔业总产值多少", ["86.4亿元"], ["41.7"]),
        ("东至县渔业产值占农林牧渔业总产值多少", ["14.9%"], ["不作计算"]),
        ("东至县第三产业增速", ["5.2%"], ["1.4%"]),
        ("东至县三产增长多少", ["5.2%"], ["1.4%"]),
        ("东至县城乡居民收入", ["38460元", "19720元"], []),
        ("东至县对日本出口", ["对日本出口5.4亿元"], []),
        ("东至县对日本出口增长了吗", ["没有，", "下降2.6%"], []),
        ("东至县对日本出口占比", ["25%"], []),
    ],
)
def test_of_things_called_alike_the_one_that_is_asked_is_told(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    check(ask(service, question), has, lacks)


@pytest.mark.parametrize(
    "question",
    [
        "东至县总收入多少",
        "东至县城乡低保人数",
        "东至县孕产妇死亡人数",
        "东至县三级乙等医院几家",
        "东至县天使基金投了多少钱",
        "经开区科技型中小企业多少家",
    ],
)
def test_another_number_of_like_words_is_no_answer(service: Service, question: str) -> None:
    answer = ask(service, question)
    assert answer.refused, answer.answer


def test_half_of_what_is_asked_is_not_told_alone(service: Service) -> None:
    check(ask(service, "东至县建议和提案各办理多少件"), ["96件", "121件"], [])
    check(ask(service, "东至县和美乡村一共几个"), ["6个", "14个"], [])
    check(ask(service, "东至县三个景区接待合计"), ["不作合计"], [])


def test_a_year_is_held_against_another_by_the_same_deed(service: Service) -> None:
    check(ask(service, "东至县高标准农田2025年比2024年少多少"), ["2025年目标比2024年少0.6万亩"], ["61.8"])
    check(ask(service, "东至县2025年净增科技型中小企业比2024年多几家"), ["多4家"], ["184", "口径不同"])


def test_places_known_by_a_bound_take_part_in_what_is_compared(service: Service) -> None:
    check(
        ask(service, "东至县哪些镇科技型中小企业不到10家"), ["龙泉镇（不到10家）", "官港镇（不到10家）"], []
    )
    check(ask(service, "东至县科技型中小企业最少的是哪个镇"), ["最低（不到10家）"], ["最低（10家）"])


def test_an_addition_of_one_level_is_of_that_level(service: Service) -> None:
    check(ask(service, "东至县新增省级示范社几家"), ["新增省级示范社4家"], ["国家级"])


def test_what_is_asked_of_one_year_or_one_level_is_told_from_a_total(service: Service) -> None:
    bridge = ask(service, "东至县升金湖大桥2024年完成投资多少")
    check(bridge, ["累计完成投资6.2亿元"], [])
    assert bridge.notice == "该数是累计数，不是一年的数"
    assert ask(service, "东至县升金湖大桥累计完成投资多少").notice is None
    assert "合计" in (ask(service, "东至县省级水利项目多少项").notice or "")
    assert ask(service, "东至县中央和省级水利项目多少项").notice is None


def test_what_was_applied_for_is_not_what_there_is(service: Service) -> None:
    check(ask(service, "东至县绿色工厂多少家"), ["118家"], [])
    check(ask(service, "东至县新认定绿色工厂多少家"), ["26家"], [])
    check(ask(service, "东至县绿色工厂申报了多少家"), ["31家"], [])


def test_how_many_died_is_not_how_many_fell_ill(service: Service) -> None:
    check(ask(service, "东至县法定传染病死亡病例"), ["无死亡病例"], [])
    check(ask(service, "东至县法定传染病报告多少例"), ["2140例"], [])


def test_a_talk_goes_on_between_the_ends_and_about_the_goal(service: Service) -> None:
    talk = ("东至县茶园面积最大的是哪个镇", "最小的呢", "差多少")
    check(ask(service, *talk), ["尧渡镇比大渡口镇多5600亩"], [])
    check(ask(service, "东至县茶叶产值多少", "目标呢", "完成了吗"), ["4.8亿元", "4.2亿元"], [])


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("东至县危桥还有多少座", "19"),
        ("东至县造林资金多少", "0.6"),
        ("东至港旅客吞吐量", "3.1"),
    ],
)
def test_what_is_left_lacking_or_elsewhere_is_not_what_there_is(
    service: Service, question: str, lacks: str
) -> None:
    assert lacks not in ask(service, question).answer


def test_what_there_is_goes_before_what_was_added(service: Service) -> None:
    check(ask(service, "东至县高速公路里程"), ["84公里"], ["12公里"])
    check(ask(service, "东至县国家级示范社几家"), ["3家"], ["1家"])
    check(ask(service, "东至县林业不良贷款多少"), ["0.2亿元"], [])
