"""One figure, one text: what is asked in other words than the report's, and what only resembles what is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.records import Turn
from rag.service import Service
from tests.fakes import HashEmbedder

REPORT = """湖州市2025年上半年工作总结
湖州市发展和改革委员会
2025年7月16日

一、上半年工作情况
全市实现地区生产总值2146.8亿元，同比增长5.8%，增速分别高于全国、全省0.5个和0.2个百分点，总量居全省第8位。1—5月，高技术制造业增加值增长13.2%，拉动规上工业增长1.6个百分点，占规上工业的比重由上年的12.7%提高到14.1%。
全年铺排重点项目412个、总投资1042亿元。新建公共充电桩2130个。总投资35亿元的玉米精深加工产业园建成投产。列市重大项目31个。
新招引重大项目997个、占全市总数的28.8%。新增省重点实验室16家（含待完善8家）。中心城区三级医院占全市的64.7%。
现有公共图书馆、文化馆各10个，其中国家一级馆分别为8个和7个。高新技术产业投资增速居全省第1位。
长兴县接待游客1038.6万人次，下降1.8%。全市接待游客6842.5万人次。
全年新引进急需紧缺人才1126人，引进人数是上年的1.4倍，其中博士43人。新动工、竣工工业项目分别为98个、87个。
泗安镇新建果品冷库12座。改造危旧桥梁27座。修复馆藏文物86件，其中一级文物3件。城头山遗址博物馆接待观众62.4万人次。
房地产开发投资386.4亿元，下降15.7%。PM2.5平均浓度37微克/立方米，同比改善5.1%。“三公”经费支出同比减少240万元。
泗安镇、煤山镇入选全国千强镇，分列第612位和第745位。
获中央引导地方科技发展资金项目10项、资金3014万元。争取省科技发展专项资金1.34亿元。
开通集装箱航线46条，其中外贸航线11条。每千名老人拥有养老床位42张。
农业保险保费收入6.05亿元，提供风险保障248亿元。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    report = tmp_path_factory.mktemp("report") / "a.txt"
    report.write_text(REPORT, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([report], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("湖州市GDP增速居全省第8位吗", "第8位"),  # the rank of the total
        ("湖州市GDP增速全省排第几", "第8位"),
        ("湖州市高新技术产业增速居全省第一吗", "是，"),  # of the investment
        ("湖州市高技术制造业增加值增长1.6个百分点吗", "是，"),  # what it pulled
        ("湖州市GDP增长多少", "高于"),
        ("湖州市省重大项目多少个", "31个"),  # those are the city's
        ("湖州市省重点实验室有多少家", "8家"),  # in brackets, to be completed
        ("湖州市三级医院占医院的多少", "64.7%"),  # of the city centre
        ("湖州市全市新招引重大项目多少个", "997个"),  # a part of the whole city's
        ("湖州市接待游客下降的区县有几个", "6842.5"),
        ("湖州市接待游客超过1000万的区县", "6842.5"),
        ("湖州市总投资1042亿元的项目完成了多少", "1042亿元"),
        ("湖州市重点项目总投资多少", "35亿元"),  # of one of them
    ],
)
def test_what_is_said_of_another_thing_is_no_answer(service: Service, question: str, never: str) -> None:
    assert never not in service.ask(question).answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("湖州引进了多少博士", "博士43人"),
        ("湖州急需紧缺人才引进多少", "1126人"),
        ("湖州动工的工业项目几个", "98个"),
        ("湖州房地产开发投资是涨了还是跌了，幅度多大", "下降15.7%"),
        ("湖州PM2.5好转了多少", "改善5.1%"),
        ("湖州“三公”经费少花了多少", "减少240万元"),
        ("湖州外贸航线几条", "外贸航线11条"),
    ],
)
def test_the_verb_of_a_question_is_no_part_of_what_is_asked(
    service: Service, question: str, has: str
) -> None:
    assert has in service.ask(question).answer


@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("湖州动工的工业项目几个", "87个"),  # completed
        ("湖州急需紧缺人才引进多少", "1.4倍"),  # of the year before
        ("湖州修了多少座桥", "12座"),
        ("煤山镇在全国千强镇排第几", "612"),
        ("湖州获得科技资金合计多少", "3014"),  # one of two
        ("湖州养老床位多少张", "42张"),  # for a thousand
    ],
)
def test_what_was_done_to_another_thing_is_no_answer(service: Service, question: str, never: str) -> None:
    assert never not in service.ask(question).answer


def test_a_follow_up_may_name_another_deed(service: Service) -> None:
    counted = [Turn("user", "湖州动工的工业项目几个")]
    answer = service.ask("竣工的呢", counted).answer
    assert "87个" in answer and "98个" not in answer


def test_money_of_another_thing_is_no_answer(service: Service) -> None:
    assert "6.05" not in service.ask("湖州农业保险提供多少保障").answer


def test_next_year_is_the_year_that_the_report_plans_for(tmp_path_factory: pytest.TempPathFactory) -> None:
    report = tmp_path_factory.mktemp("report") / "a.txt"
    report.write_text(
        "丽水市教育局2024年工作总结\n2025年1月16日\n一、2024年工作\n新增学位5400个。\n"
        "二、2025年工作思路\n新增学位6000个。\n",
        encoding="utf-8",
    )
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        ingest([report], store)
        answer = Service(store).ask("丽水明年要新增多少学位")
    assert "6000个" in answer.answer and "2025年" in (answer.notice or "")


def test_numbers_of_joined_names_are_given_as_printed(service: Service) -> None:
    answer = service.ask("湖州市文化馆国家一级馆几个").answer
    assert "公共图书馆、文化馆各10个，其中国家一级馆分别为8个和7个" in answer
    assert answer.count("8个") == 1


def test_the_share_of_the_year_before_stands_without_this_years_growth(service: Service) -> None:
    answer = service.ask("湖州市2024年高技术制造业增加值占规上工业比重").answer
    assert "2024年" in answer and "12.7%" in answer and "13.2%" not in answer


def test_a_half_year_says_that_it_is_not_the_whole_year_asked_for(service: Service) -> None:
    assert service.ask("湖州市充电桩全年新建多少个").notice == "问的是全年，报告写的是2025年上半年"


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("湖州科技大奖杯夺得了吗", "首夺全省“科技大奖杯”"),
        ("湖州市第一医院评上三甲没", "通过三级甲等医院评审"),
        ("湖州大隧道挖到哪一步了", "大隧道左线贯通"),
        ("百万吨乙烯项目干到什么程度了", "完成投资148.6亿元"),
        ("湖州有多少企业没过复评", "拒"),
    ],
)
def test_how_far_something_came_is_told_in_the_words_of_the_report(
    tmp_path_factory: pytest.TempPathFactory, question: str, has: str
) -> None:
    report = tmp_path_factory.mktemp("report") / "a.txt"
    report.write_text(
        "湖州市2024年工作总结\n一、工作情况\n首夺全省“科技大奖杯”。市第一医院通过三级甲等医院评审。"
        "大隧道左线贯通。百万吨乙烯项目完成投资148.6亿元，形象进度65%。复评企业27家。\n",
        encoding="utf-8",
    )
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([report], store)] == [None]
        answer = Service(store).ask(question)
    assert answer.refused if has == "拒" else has in answer.answer, answer.answer
