"""Questions as clerks type them: whose it is stands a clause before, a share rose by points, only 规上 is stated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """蒙城县2024年社会事业发展情况
蒙城县发展和改革委员会
2025年1月20日

一、2024年工作
县第一人民医院新院区建成投用，新增床位600张，总投资8.6亿元；县中医院急诊楼封顶，购置设备42台。二级以上公立医院平均住院日7.9天，患者满意度93.1%，次均门诊费用198元，下降2.3%。
县职教中心新校区启用，在校生8640人；县第二中学改扩建完成，新增学位900个。公办园在园幼儿占比由51.2%提高到57.8%。义务教育巩固率由95.1%提升至96.4%，高中阶段毛入学率95.6%。
县图书馆总藏量41.2万册，接待读者38万人次；县文化馆举办活动96场。县创新实验室获批组建，首批落实经费1200万元。
缴存住房公积金9.8亿元；提取6.1亿元。“助企贷”为286家企业放款11.3亿元。失业保险参保8.2万人，失业保险金支出1960万元。
规上工业企业412家。市级科技计划立项35项，其中软科学项目12项，“揭榜挂帅”项目9项、3600万元。高技术产业产值占规上工业产值比重由40.1%提升到43.6%。基础研究投入占全社会研发投入比重3.6%，全社会研发投入强度2.9%。
分产业看，一产36.4亿元，三产68.9亿元。规上工业增加值增长8.8%，规上服务业营业收入增长12.6%。安坝、彭寨、下车三个典型镇完成投资4.6亿元。排查隐患9846条，整改率98.7%。
"""


TONGDAO = """通道侗族自治县2024年工作总结
通道侗族自治县人民政府办公室
2025年1月10日

一、2024年工作
争取中央预算内投资、地方政府专项债券、超长期特别国债三项合计12.86亿元。新建农村公路86公里，改造桥梁12座，投入资金7400万元。开展职业技能培训3460人次，发放补贴312万元。
万佛山旅游度假区接待游客126万人次。城乡居民收入比由1.99降至1.95。改造老旧小区11个，惠及居民1320户；新增停车位460个，建成充电桩86个，惠及居民900户。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    (folder / "tongdao.txt").write_text(TONGDAO, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 2
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("蒙城第一人民医院新院区增加了多少张床位", ["第一人民医院新院区", "600张"]),
        ("蒙城二级以上公立医院次均门诊费用是涨了还是降了", ["二级以上公立医院", "2.3%"]),
        ("蒙城创新实验室落实经费多少", ["创新实验室", "1200万元"]),
        ("蒙城公积金提取了多少", ["公积金", "6.1亿元"]),
        ("蒙城典型镇投了多少钱", ["典型镇", "4.6亿元"]),
    ],
)
def test_whose_it_is_may_stand_a_clause_before(service: Service, question: str, has: list[str]) -> None:
    answer = service.ask(question).answer
    assert all(words in answer for words in has), answer


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("蒙城第一人民医院新院区购置设备多少台", "42"),  # 中医院's
        ("蒙城第二中学在校生多少人", "8640"),
        ("蒙城图书馆举办活动多少场", "96"),
        ("蒙城助企贷给多少企业放款", "11.3"),
        ("蒙城失业保险金多少人参保", "8.2"),
        ("蒙城工业增加值多少亿元", "8.8"),
        ("蒙城工业企业多少家", "412"),  # those above designated size are a part
        ("蒙城第二产业增加值多少", "36.4"),
        ("蒙城典型村投了多少钱", "4.6"),
    ],
)
def test_what_is_told_of_another_is_not_taken_for_it(service: Service, question: str, lacks: str) -> None:
    answer = service.ask(question)
    assert answer.refused and lacks not in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("蒙城公办园在园幼儿占比提高了几个百分点", ["计算得出", "6.6个百分点"]),
        ("蒙城义务教育巩固率提高了多少个百分点", ["计算得出", "1.3个百分点"]),
        ("蒙城高技术产业产值占规上工业比重提高了几个百分点", ["计算得出", "3.5个百分点"]),
        ("蒙城高中阶段毛入学率提高了几个百分点", ["没有找到"]),
    ],
)
def test_a_rise_by_points_is_worked_out_from_where_it_came(
    service: Service, question: str, has: list[str]
) -> None:
    answer = service.ask(question).answer
    assert all(words in answer for words in has), answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("蒙城工业增加值增长多少", "规上工业增加值增长8.8%"),
        ("蒙城服务业营业收入增长多少", "规上服务业营业收入增长12.6%"),
        ("蒙城第三产业增加值多少", "三产68.9亿元"),
        ("蒙城图书馆藏书多少", "总藏量41.2万册"),
        ("蒙城软科学项目立了几项", "软科学项目12项"),
        ("蒙城基础研究投入占研发投入的比重", "3.6%"),
        ("蒙城揭榜挂帅项目花了多少钱", "3600万元"),
        ("蒙城查出多少隐患，整改率多少", "9846条"),
    ],
)
def test_what_the_report_calls_otherwise_is_found(service: Service, question: str, has: str) -> None:
    answer = service.ask(question)
    assert has in answer.answer, answer.answer


def test_a_growth_of_those_above_designated_size_is_said_not_to_be_of_all(service: Service) -> None:
    notice = service.ask("蒙城工业增加值增长多少").notice
    assert notice is not None and "规上工业增加值" in notice and "不是全部" in notice


def test_points_of_two_rates_are_not_held_against_each_other(service: Service) -> None:
    answer = service.ask("蒙城公办园在园幼儿占比、义务教育巩固率分别提高了几个百分点").answer
    assert "51.2%" in answer and "95.1%" in answer and "计算得出" not in answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("通道城乡收入比", ["1.95"]),
        ("通道万佛山来了多少游客", ["万佛山旅游度假区", "126万人次"]),
    ],
)
def test_a_county_is_known_by_its_short_name_though_that_is_a_word(
    service: Service, question: str, has: list[str]
) -> None:
    answer = service.ask(question).answer
    assert all(words in answer for words in has) and "佛山市" not in answer, answer


def test_so_many_things_together_are_answered_by_their_sum_and_by_no_other(service: Service) -> None:
    assert "12.86亿元" in service.ask("通道三项资金合计多少").answer
    assert service.ask("通道五项资金合计多少").refused


def test_two_questions_in_one_breath_are_both_answered(service: Service) -> None:
    answer = service.ask("通道技能培训了多少人次发了多少补贴").answer
    assert "3460人次" in answer and "312万元" in answer, answer


def test_whom_a_work_reached_is_told_by_the_clause_behind_it(service: Service) -> None:
    assert "1320户" in service.ask("通道老旧小区改造惠及多少户").answer
    assert service.ask("通道新增停车位惠及多少户").refused


SONGTAO = """松桃苗族自治县2024年预算执行情况
松桃苗族自治县财政局
2025年1月18日

一、2024年收支
一般公共预算收入完成9.6亿元，增长4.1%，排名全省21个县第6位。税收收入完成5.1亿元，占调整预算98.2%，占一般公共预算收入的53.1%。
税收返还和转移支付收入38.2亿元，调入资金、动用预算稳定调节基金及上年结转收入等12.7亿元。
地区生产总值增长6.2%，居八县两区第2位。城镇新增就业5081人，完成省民生工程目标任务的130.2%，市民生工程目标任务的127%。
三次产业对经济增长的贡献率分别为18%、23%、59%，分别拉动经济增长1.1、1.4和3.7个百分点。固定资产投资增长4%，扣除房地产开发投资，固定资产投资增长12.2%。
居民消费价格上涨0.3%，其中食品烟酒类下降0.8%。羊存栏1.3万只，出栏2.4万只。
户籍人口72.4万人，其中城镇人口21.3万人，乡村人口51.1万人；男性37.8万人，女性34.6万人。
"""


@pytest.fixture(scope="module")
def songtao(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("songtao")
    (folder / "songtao.txt").write_text(SONGTAO, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has", "hasnt"),
    [
        ("松桃2024年税收返还和转移支付收入多少", "38.2亿元", "12.7亿元"),
        ("松桃2024年税收收入完成调整预算的多少", "98.2%", "53.1%"),
        ("松桃2024年税收占一般公共预算收入的比重", "53.1%", "计算得出"),
        ("松桃GDP增速在全市排第几", "第2位", "第6位"),
        ("松桃城镇新增就业完成市里目标任务的多少", "127%", "已完成"),
        ("松桃城镇新增就业完成省目标任务的多少", "130.2%", "计算得出"),
        ("松桃第二产业拉动经济增长几个百分点", "1.4", "贡献率增长"),
        ("松桃2024年固定资产投资增速", "4%", "12.2%"),
        ("松桃食品烟酒价格涨跌多少", "0.8%", "0.3%"),
        ("松桃羊出栏多少", "2.4万只", "（羊存栏）"),
        ("松桃有多少男性", "户籍男性人口", "乡村人口"),
    ],
)
def test_a_budget_and_its_parts_are_told_apart(songtao: Service, question: str, has: str, hasnt: str) -> None:
    answer = songtao.ask(question).answer
    assert has in answer and hasnt not in answer


@pytest.mark.parametrize(
    "question", ["松桃2024年常住人口多少", "松桃乡村常住人口多少", "松桃GDP增速在全国排第几"]
)
def test_those_registered_are_not_those_who_live_there(songtao: Service, question: str) -> None:
    assert songtao.ask(question).refused


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("通道2024年工作干得怎么样，说几条要点", "农村公路86公里"),
        ("通道农村公路新建多少公里，说几个重点", "86公里"),
        ("听说通道新增了460个停车位，有这事吗", "460个"),
        ("蒙城县第一人民医院新院区启用了没有", "投用"),
    ],
)
def test_what_is_asked_for_behind_a_comma_is_not_what_is_asked(
    service: Service, question: str, has: str
) -> None:
    answer = service.ask(question)
    assert has in answer.answer and not answer.refused, answer.answer
