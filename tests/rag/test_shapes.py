"""Shapes of questions: against a plan, over the rows of a table, over the places of a level, asked on about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.records import Turn
from rag.service import Service
from tests.fakes import HashEmbedder

CITY = """漳州市发展和改革委员会2024年工作总结和2025年工作思路
2025年1月20日

一、2024年工作总结
（一）经济运行平稳。全年实现地区生产总值5900亿元，增长5.4%。其中，第一产业增加值590亿元，增长3.8%；第二产业增加值2655亿元，增长6.2%；第三产业增加值2655亿元，增长5.1%。社会消费品零售总额下降1.6%，增速比全省低3.2个百分点。出口760亿元、进口340亿元。一般公共预算收入247亿元，其中税收收入172.9亿元。城镇、农村居民人均可支配收入分别为48600元、26500元，分别增长4.7%、6.3%。
食品、医药、机电三大主导产业产值分别达到120亿元、80亿元和60亿元。新认定高新技术企业90家，2023年新认定120家。
（二）项目扎实推进。完成水利投资44亿元，为年度计划50亿元的88%。云洞岩科创走廊完成重大项目投资66亿元，为年度计划60亿元的110%。省重点项目完成投资330亿元，占年度计划的103.1%。年末城镇登记失业率3.1%，低于4.5%的控制目标。完成技改投资85.5亿元，增长9.1%。
1—9月，全市完成交通固定资产投资120.4亿元，占年度计划（150亿元）的80.3%；确保四季度完成交通投资30亿元以上。

表1　2024年各县（市、区）主要指标

| 地区 | 地区生产总值（亿元） | 增速（%） | 进出口总额（亿元） | 固定资产投资增速（%） |
| --- | ---: | ---: | ---: | ---: |
| 全市 | 5900.0 | 5.4 | 1100.0 | 3.2 |
| 芗城区 | 1480.0 | 6.1 | 310.0 | 5.5 |
| 龙文区 | 520.0 | 5.4 | 150.0 | -2.1 |
| 龙海区 | 1390.0 | 5.0 | 340.0 | 4.1 |
| 长泰区 | 410.0 | 5.8 | 60.0 | -8.3 |
| 漳浦县 | 900.0 | 4.9 | 140.0 | 1.2 |
| 东山县 | 1200.0 | 5.2 | 100.0 | 3.0 |

（三）民生持续改善。全市共有医院240个（公立医院60个、民营医院180个），25家出现收支亏损，占公立医院的41.7%。接待游客6200万人次，游客总量居全省第4位。新引进急需紧缺人才500人，其中博士40人。粮食总产65.5万吨，连续十年稳定在12亿斤以上，其中漳浦县粮食总产26.2万吨。
年初排的130个重点项目已经开工118个。高新技术企业由2020年的300家增加到660家。龙海区新增停车位3100个，漳浦县新增停车位2400个。
加装电梯28部，历年累计达到156部。公路客运量310万人次，比年初目标低20万人次；十件民生实事完成9件，古街改造因故未能完工。
（四）存在的不足。实际利用外资下降两成，没有完成年初预期。一般公共预算收入仅完成年初预算260亿元的95%，收支矛盾突出。

表2　2024年重点文旅项目进展（单位：亿元）

| 项目名称 | 总投资 | 计划投资 | 完成投资 | 比上年增长（%） |
| --- | ---: | ---: | ---: | ---: |
| 东山岛环岛慢道 | 12.5 | 3.0 | 3.3 | 20.1 |
| 云水谣古道修缮 | 6.4 | 1.5 | 1.2 | -6.0 |
| 火山岛提质工程 | 15.8 | 4.0 | 4.4 | 8.5 |
| 合计 | 34.7 | 8.5 | 8.9 | 9.9 |

二、2025年工作思路
（一）完成技改投资90亿元。完成水利投资60亿元。每千人口执业（助理）医师数由2.8人提高到3.0人。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "city.md").write_text(CITY, encoding="utf-8")
    settings = IngestSettings(home=tmp_path_factory.mktemp("home"))
    with open_store(settings, embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("漳州一般公共预算收入完成预算的百分之几", ["95%"]),
        ("漳州云洞岩科创走廊重大项目投资超计划多少亿", ["多6亿元", "计算得出"]),
        ("漳州省重点项目投资完成年度计划的百分之多少", ["103.1%"]),
        ("漳州登记失业率控制在目标以内了吗", ["3.1%", "4.5%"]),
        ("漳州交通投资离年度计划还差多少亿元", ["少29.6亿元"]),
        ("漳州2025年技改投资目标比2024年多多少", ["2025年目标数比2024年完成数多4.5亿元"]),
        ("漳州水利投资2025年目标比2024年目标多多少", ["2025年比2024年多10亿元", "60亿元", "50亿元"]),
        ("漳州技改投资2025年目标比上年多多少", ["2025年目标数比2024年完成数多4.5亿元"]),
        ("漳州社零涨了百分之几", ["下降1.6%"]),
    ],
)
def test_a_plan_is_held_against_what_was_done_of_it(service: Service, question: str, has: list[str]) -> None:
    answer = service.ask(question)
    assert not answer.refused, answer.answer
    assert [h for h in has if h not in answer.answer] == [], answer.answer


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("漳州六个县市区进出口加起来多少", ["合计1100亿元"], []),
        ("漳州六个县市区GDP平均多少亿元", ["平均983.33亿元"], []),
        ("漳州五个县市区进出口合计多少", ["是6个地区，不是5个"], ["计算得出"]),
        ("漳州各县市区固定资产投资增速", ["5.5%", "-2.1%", "-8.3%"], []),
        ("漳州GDP增速高于全市的县区有几个", ["超过全市的5.4%的有2个", "芗城区", "长泰区"], ["龙文区（"]),
        ("漳州固投增速低于全市的县市区有哪些", ["有4个", "东山县（3.0%）"], []),
        ("漳州GDP最高的区和最低的县差多少", ["芗城区比长泰区多1070亿元"], ["漳浦县"]),
        ("漳州固投增速最快和最慢的县区相差几个百分点", ["高13.8个百分点"], []),
        ("漳州固投增速下降的有几个", ["有2个", "龙文区（-2.1", "长泰区（-8.3"], []),
        ("漳州GDP超过1000亿元的有哪些", ["有3个", "芗城区", "龙海区", "东山县"], ["漳浦县（"]),
        ("漳州GDP前三名的县区", ["芗城区（1480.0亿元）、龙海区（1390.0亿元）、东山县"], ["漳浦县（"]),
    ],
)
def test_places_of_a_level_are_added_up_and_sifted(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    answer = service.ask(question)
    assert [h for h in has if h not in answer.answer] == [], answer.answer
    assert [word for word in lacks if word in answer.answer] == [], answer.answer


@pytest.mark.parametrize("question", ["漳州各县市区居民收入分别是多少", "漳州各县区社零", "漳州各乡镇的GDP"])
def test_what_the_city_has_in_all_is_not_told_of_each_of_its_districts(
    service: Service, question: str
) -> None:
    answer = service.ask(question)
    assert answer.refused, answer.answer
    assert "各下辖地区的" in answer.answer


@pytest.mark.parametrize(
    ("earlier", "question", "has"),
    [
        (["漳州城镇居民收入多少", "农村呢"], "差多少", "多22100元"),
        (["漳州引进急需紧缺人才多少人", "博士呢"], "占多少", "8%"),
        (["漳州粮食总产多少", "漳浦呢"], "占多少", "漳浦县占漳州市的40%"),
        (["漳州第二产业增加值多少", "第一产业呢"], "加起来呢", "合计3245亿元"),
        (["漳州城镇居民收入多少", "农村呢"], "哪个增长快", "农村居民人均可支配收入增速最高（6.3%）"),
    ],
)
def test_what_was_asked_last_is_held_against_what_was_asked_before_it(
    service: Service, earlier: list[str], question: str, has: str
) -> None:
    history: list[Turn] = []
    for asked in earlier:
        history += [Turn("user", asked), Turn("assistant", service.ask(asked, history).answer)]
    answer = service.ask(question, history)
    assert has in answer.answer and "计算得出" in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("漳州税收收入占一般公共预算收入的比重", "70%", ""),
        ("漳州公立医院占医院多少", "", "41.7%"),
        ("漳州地区生产总值里第二产业增加值占多少", "45%", ""),
        ("漳州GDP最高和最低的县区分别是哪个", "长泰区最低（410.0亿元）", ""),
        ("漳州GDP最高和最低的县区分别是哪个", "芗城区最高（1480.0亿元）", ""),
        ("漳州城镇和农村收入差多少", "多22100元", ""),
        ("漳州外贸顺差多少", "计算得出：出口额减进口额为顺差420亿元", "1100"),
        ("漳州是贸易顺差还是逆差", "顺差420亿元", ""),
        ("漳州二产三产增加值加起来多少", "合计5310亿元", ""),
        ("漳州三大主导产业产值合起来多少", "合计260亿元", ""),
        ("漳州三大主导产业增加值合起来多少", "", "260亿元"),
        ("漳州2024年新认定高企比2023年多还是少", "2024年比2023年少30家", ""),
        ("漳州GDP比2023年多多少亿", "没有找到", "计算得出"),
        ("漳州社零增速高于全省吗", "不是，", ""),
        ("漳州社零跑赢全省了吗", "没有，", ""),
        ("漳州社零高于全省吗", "", "不是"),
        ("漳州游客总量进了全省前五没有", "是，", "不是"),
        ("漳州游客总量进了全省前三吗", "不是，", ""),
    ],
)
def test_shares_and_ranks_are_told_the_right_way_round(
    service: Service, question: str, has: str, lacks: str
) -> None:
    answer = service.ask(question)
    assert has in answer.answer, answer.answer
    assert not lacks or lacks not in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("漳州各重点文旅项目完成投资分别多少", ["3.3亿元", "1.2亿元", "4.4亿元"], ["8.9", "12.5"]),
        ("漳州重点文旅项目里总投资最大的是哪个", ["火山岛提质工程最高（15.8"], []),
        ("漳州哪个文旅项目完成投资增长最快", ["东山岛环岛慢道增速最高（20.1"], []),
        ("漳州哪些重点文旅项目投资是下降的", ["有1个：云水谣古道修缮（-6.0"], []),
        (
            "漳州哪些文旅项目没有完成投资计划",
            ["3项中，没有完成计划的有1个：云水谣古道修缮（1.2亿元）", "1.5亿元"],
            ["4.4"],
        ),
        (
            "漳州完成投资超过计划的文旅项目有几个",
            ["超过计划的有2个", "东山岛环岛慢道", "火山岛提质工程"],
            ["云水谣"],
        ),
        ("漳州总投资超过10亿元的文旅项目有几个", ["报告列出的3项中，超过10亿元的有2个"], ["合计（"]),
    ],
)
def test_the_rows_of_a_table_are_told_ranked_and_sifted(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    answer = service.ask(question)
    assert [h for h in has if h not in answer.answer] == [], answer.answer
    assert [word for word in lacks if word in answer.answer] == [], answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "漳州哪些教育项目没有完成投资计划",
        "漳州哪个文旅项目接待游客最多",
        "漳州哪些教育项目投资是下降的",
        "漳州哪个文旅项目利润增长最快",
    ],
)
def test_a_table_is_not_asked_what_its_headers_do_not_name(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert "计算得出" not in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("漳州重点项目还有几个没开工", "还有12个"),
        ("漳州高企净增多少家，从2020年算到2024年", "360家"),
        ("漳州实际利用外资完成预期了吗", "没有完成年初预期"),
        ("漳州累计加装电梯多少部", "156部[1]。"),
        ("漳州公路客运量完成年初目标了吗", "比年初目标低20万人次"),
        ("漳州哪件民生实事没有完成", "古街改造因故未能完工"),
        ("漳州有哪些预期没有完成", "实际利用外资下降两成，没有完成年初预期"),
    ],
)
def test_what_is_left_and_what_was_added_is_worked_out(service: Service, question: str, has: str) -> None:
    answer = service.ask(question)
    assert has in answer.answer, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "漳州第二产业增加值完成年度目标的百分之几",
        "漳州接待游客完成年度目标了吗",
        "漳州哪些桥梁工程没有完成",
        "漳州接待游客比上年多多少万人次",
        "漳州外贸2024年比2022年多多少",
    ],
)
def test_nothing_is_compared_where_one_side_is_not_stated(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.refused and "没有" in answer.answer, answer.answer


def test_a_goal_asked_on_about_behind_a_growth_is_whatever_it_is_set_in(service: Service) -> None:
    history: list[Turn] = []
    for asked in ["漳州技改投资多少", "同比呢"]:
        history += [Turn("user", asked), Turn("assistant", service.ask(asked, history).answer)]
    assert "90亿元" in service.ask("2025年目标呢", history).answer


def test_it_is_said_of_how_many_districts_sentences_give_the_number(service: Service) -> None:
    answer = service.ask("漳州各县市区新增停车位多少")
    assert "3100个" in answer.answer and "2400个" in answer.answer, answer.answer
    assert answer.notice == "报告里找到的是2个地区的数"


def test_a_share_is_no_movement(service: Service) -> None:
    answer = service.ask("漳州哪些文旅项目增加值占比超过10%")
    assert "计算得出" not in answer.answer, answer.answer


# Two reports of one city, so that a difference could be worked out where a growth is stated.
YEAR_BEFORE = """龙岩市科技局2023年工作总结
全市技术交易额249亿元，增长21%。
"""
YEAR = """龙岩市科技局2024年工作总结
全市技术交易额326.7亿元，增长31.2%。刑事警情、电信诈骗警情分别下降21.3%和16.8%。
布局在上海、杭州等地的科创飞地增至14个。龙龙高铁武平段主体完工。
科技型中小企业入库1532家，比上年净增284家，未完成年初确定的1600家目标。规上工业企业1386家，上年为1297家。
新罗区、永定区、上杭县分别新建改扩建学校14所、11所、9所，武平县、连城县各6所。
"""


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("years")
    for name, text in (("before.txt", YEAR_BEFORE), ("year.txt", YEAR)):
        (folder / name).write_text(text, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None, None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("龙岩2024年技术交易额涨了多少", ["31.2%"]),
        ("龙岩刑事警情和电信诈骗警情各降了多少", ["21.3%", "16.8%"]),
        ("龙岩的科创飞地都布局在哪些城市", ["上海、杭州"]),
        ("龙岩龙龙高铁修得怎么样了", ["主体完工"]),
        ("龙岩科技型中小企业完成目标了吗", ["未达到目标", "少68家"]),
        ("龙岩2023年规上工业企业多少家", ["2023年规上工业企业1297家"]),
        ("龙岩各县区新改扩建学校数量，列一下", ["14所", "11所", "9所", "6所"]),
    ],
)
def test_what_is_stated_goes_before_what_could_be_worked_out(
    two_years: Service, question: str, has: list[str]
) -> None:
    answer = two_years.ask(question).answer
    assert [one for one in has if one not in answer] == []
