"""Questions that go by several figures: lists, ranks, filters, targets, joint shares and what is left of a whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

REPORT = """丽水市2024年国民经济和社会发展统计公报
丽水市统计局
2025年3月20日

一、综合
全年实现地区生产总值2050.6亿元，比上年增长6.1%。其中，第一产业增加值128.4亿元，增长3.8%；第二产业增加值748.9亿元，增长7.2%；第三产业增加值1173.3亿元，增长5.6%。
城镇登记失业率2.41%，低于4.5%的控制目标。城镇新增就业2.63万人，完成年度任务（2.5万人）的105.2%。全年完成水利投资88.4亿元，占年度计划的92.1%。
新建和改造提升高标准农田9.6万亩，超额完成省定9万亩任务；截至年底，累计建成137.2万亩。
全年新开工、竣工、投产工业项目分别为64个、41个和37个。
茶叶产量4.42万吨，其中遂昌县、松阳县产量分别为0.86万吨、1.93万吨，两县合计占全市的63.1%。
新引进紧缺人才640人，其中博士21人、硕士312人。户籍人口270.3万人，其中男性138.6万人、女性131.7万人。
高技术制造业增加值增长12.4%，拉动规上工业增长1.8个百分点。
工业投资增长9.4%，其中技术改造投资增长18.2%，占工业投资的44.7%。校外培训机构由年初的126家压减到83家。
有研发活动的规上工业企业612家，仍有284家规上工业企业没有研发活动。研发投入强度比全省平均（3.20%）低0.34个百分点。
生态农业、精密机械、绿色家居三大产业产值分别为368亿元、236亿元和198亿元。职工医保、居民医保住院费用报销比例分别为82.6%和69.3%，同比分别提高0.7个和0.4个百分点。
云和县、庆元县参保率分别为98.4%和98.1%，景宁县为95.6%，在各县（市、区）中最低。完成一般公共预算收入150.2亿元，教育支出92.3亿元，占一般公共预算支出的21.4%。
粮食总产量16.8万吨，占全省的8.7%。民生支出59.3亿元，占一般公共预算支出的77.2%。城镇居民人均可支配收入62480元，农村居民人均可支配收入36915元。社会消费品零售总额、外贸出口未完成年度目标。
职工医保基金收入43.9亿元，职工医保基金支出36.5亿元。排定治气项目862个，已完成531个，完成率61.6%。
村卫生室联网率83.5%，与全省平均水平相差5.2个百分点；残疾人就业率70.2%，高于全国平均水平2.1个百分点。
森林覆盖率与全省61.3%的平均水平相比仍有2.6个百分点的差距。
组队参加省第十六届运动会，获金牌38枚，金牌数、奖牌总数分列全省第5位、第6位。行政村通快递比例由72%提升到91%。
吸纳、输出技术合同成交额分别为31.2亿元和18.4亿元。市妇女儿童医院完成投资4.1亿元，占总投资9.6亿元的42.7%；瓯江大桥总投资7.2亿元，当年完成投资1.9亿元。
规上工业企业研发费用占营业收入比重达2.13%。民办学校64所，其中幼儿园41所、小学9所、中学14所。绿色工厂58家（国家级11家、省级47家）。气象服务满意度居全省第4位，较上年后退2位；开工、竣工公园分别为18个、11个，比上年分别多3个、少2个。行政审批环节由13个精简至8个。
国家级、省级、市级专业市场分别为2个、7个、16个。城市、农村低保标准分别提高到每人每月1150元、1040元。签约乡村振兴项目52个，其中5亿元以上9个。
全市养老机构86家，比上年末减少3家；护理型床位占比62.4%，较2023年提高1.8个百分点；志愿者约9.2万人，比上年增加0.6万人。
各县（市、区）旅游情况见下表。

| 县（市、区） | 接待游客（万人次） | 同比增长（%） | 旅游收入（亿元） |
| --- | ---: | ---: | ---: |
| 莲都区 | 812.4 | 6.1 | 96.3 |
| 龙泉市 | 455.8 | -2.2 | 51.7 |
| 青田县 | 398.6 | 3.4 | 40.9 |
| 缙云县 | 903.7 | 11.5 | 104.8 |
| 遂昌县 | 517.3 | -0.6 | 60.2 |
| 松阳县 | 366.1 | 10.3 | 38.8 |
"""
ZONE = """丽水经济技术开发区2024年工作总结
丽水经济技术开发区管委会
2025年1月10日

一、2024年工作
全区实现工业总产值301.2亿元，增长8.3%。富岭镇、水阁镇工业总产值分别为71.3亿元、59.2亿元。
"""
HALF = """金华市2025年上半年经济运行情况
金华市发展和改革委员会
2025年7月15日

一、上半年运行情况
单位GDP能耗同比下降3.4%，降幅超年度目标0.9个百分点。争取上级环保资金4.3亿元，同比增加6000万元。义务教育学校由年初的212所调整到205所。组队参加省第十七届运动会，奖牌总数居全省第4位。

二、下半年工作
确保全年单位GDP能耗下降2.5%以上。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "lishui.md").write_text(REPORT, encoding="utf-8")
    (folder / "zone.txt").write_text(ZONE, encoding="utf-8")
    (folder / "half.txt").write_text(HALF, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 3
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("丽水吸纳和输出技术合同成交额合计多少", ["合计49.6亿元"], []),
        ("丽水输出技术合同成交额多少", ["18.4亿元"], ["31.2亿元"]),
        ("丽水吸纳技术合同成交额", ["31.2亿元"], ["18.4亿元"]),
        ("丽水市妇女儿童医院还剩多少亿没投", ["还有5.5亿元"], []),
        ("丽水市妇女儿童医院离总投资还差多少", ["还有5.5亿元"], []),
        ("金华单位GDP能耗降幅超过年度目标了吗", ["降幅超年度目标0.9个百分点"], []),
        ("金华去年同期争取了多少上级环保资金", ["2024年上半年为约3.7亿元"], []),
        ("金华义务教育学校少了多少所", ["少7所"], []),
        ("金华省运会奖牌总数排第几", ["第4位"], []),
        ("丽水民办学校各学段分别有多少所", ["64所", "41所", "9所", "14所"], []),
        ("丽水民办学校的构成", ["幼儿园41所"], []),
        ("丽水各级绿色工厂分别多少家", ["国家级11家", "省级47家"], []),
        ("丽水审批环节精简了几个", ["少5个"], []),
        ("丽水国家级省级市级专业市场一共多少个", ["合计25个"], []),
        ("丽水城市低保比农村高多少", ["110元"], []),
        ("丽水签约乡村振兴项目中5亿元以上的有几个", ["9个"], ["52个"]),
        ("丽水行政村通快递比例提高了几个百分点", ["计算得出", "19个百分点"], []),
        ("丽水省第十六届运动会奖牌总数排全省第几", ["第6位"], ["第5位"]),
        ("丽水省第十六届运动会金牌数", ["38枚"], []),
        ("丽水一二三产增加值各多少", ["128.4亿元", "748.9亿元", "1173.3亿元"], []),
        ("丽水三次产业分别增长多少", ["3.8%", "7.2%", "5.6%"], []),
        ("丽水新开工、竣工、投产工业项目各几个", ["64个", "41个", "37个"], []),
        ("丽水各县接待游客分别多少", ["812.4万人次", "366.1万人次"], []),
        ("丽水接待游客第二多的区县是哪个", ["第2高的是莲都区（812.4万人次）"], []),
        ("丽水旅游收入倒数第一的是哪个县", ["松阳县最低（38.8亿元）"], []),
        ("丽水旅游收入前三名", ["缙云县（104.8亿元）、莲都区（96.3亿元）、遂昌县（60.2亿元）"], []),
        ("丽水接待游客最多的两个县区", ["缙云县（903.7万人次）、莲都区（812.4万人次）"], []),
        ("丽水各县接待游客从少到多排一排", ["从低到高依次是松阳县（366.1万人次）、青田县"], []),
        ("丽水旅游收入超过60亿元的区县有哪些", ["有3个", "缙云县", "莲都区", "遂昌县"], ["龙泉市"]),
        ("丽水接待游客下降的县有几个", ["有2个：龙泉市（-2.2%）、遂昌县（-0.6%）"], ["青田县"]),
        ("丽水哪些县接待游客增长10%以上", ["有2个：缙云县（11.5%）、松阳县（10.3%）"], ["莲都区"]),
        ("丽水旅游收入超过500亿元的县有哪些", ["没有超过500亿元的"], []),
        ("丽水户籍人口里男女各多少", ["138.6万人", "131.7万人"], []),
        ("丽水博士和硕士加起来引进了多少人", ["合计333人"], ["640"]),
        ("莲都区和青田县接待游客加起来多少", ["合计1211万人次"], []),
        ("丽水茶叶产量减去遂昌、松阳两县还剩多少", ["还有1.63万吨"], []),
        ("丽水技改占工业投资多少", ["占工业投资的44.7%"], ["计算得出"]),
        ("丽水压减了多少家培训机构", ["少43家"], []),
        ("丽水规上工业企业有研发活动的有几家", ["612家"], ["284家"]),
        ("丽水研发强度达到全省平均没有", ["低0.34个百分点"], []),
        ("遂昌和松阳茶叶产量占丽水多少", ["两县合计占全市的63.1%"], ["计算得出"]),
        ("松阳茶叶产量占全市多少", ["计算得出", "43.7%"], ["63.1%"]),
        ("丽水研发投入强度离全省平均还差多少", ["低0.34个百分点"], []),
        ("丽水村卫生室联网率比全省平均差多少", ["相差5.2个百分点"], ["2.1个百分点"]),
        ("丽水森林覆盖率比全省平均低多少", ["仍有2.6个百分点的差距"], []),
        ("丽水生态、机械、家居三大产业产值总共多少", ["合计802亿元"], []),
        ("丽水职工和居民住院报销比例差几个点", ["高13.3个百分点"], ["0.3个百分点"]),
        ("丽水职工医保收支相抵还剩多少", ["还有7.4亿元"], []),
        ("丽水还剩多少个治气项目没完成", ["还有331个"], []),
        ("丽水哪个县参保率最低", ["景宁", "参保率", "95.6%", "最低"], ["98.1%"]),
        ("丽水教育支出占财政支出的比重", ["占一般公共预算支出的21.4%"], []),
        ("丽水城里人和乡下人收入差多少钱", ["多25565元"], []),
        ("丽水没完成目标的指标有哪些", ["社会消费品零售总额、外贸出口未完成年度目标"], []),
        ("丽水城镇新增就业完成任务了吗", ["已达到目标", "多0.13万人", "105.2%"], []),
        ("丽水水利投资完成全年计划的多少", ["88.4亿元", "92.1%"], []),
        ("丽水水利投资完成率是多少", ["88.4亿元", "92.1%"], []),
        ("丽水高标准农田任务完成了吗", ["已达到目标", "多0.6万亩"], ["128.2", "137.2"]),
        ("丽水城镇登记失业率低于控制目标吗", ["2.41%", "4.5%"], ["未完成", "未达到"]),
    ],
)
def test_several_figures_are_found_listed_ranked_and_worked_out(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    answer = service.ask(question)
    assert not answer.refused, answer.answer
    assert all(words in answer.answer for words in has), answer.answer
    assert not any(words in answer.answer for words in lacks), answer.answer


def test_a_share_of_which_one_side_is_lacking_is_refused(service: Service) -> None:
    assert service.ask("丽水教育支出占财政总收入多少").refused
    assert service.ask("云和县茶叶产量占全市几成").refused


def test_one_number_is_never_taken_for_both_sides(service: Service) -> None:
    answer = service.ask("丽水一般公共预算收入减去一般公共预算支出差多少").answer
    assert "计算得出" not in answer, answer


def test_how_many_are_left_is_no_number_of_all(service: Service) -> None:
    assert service.ask("丽水还剩多少个工业项目没验收").refused


def test_a_share_in_the_province_is_none_in_the_country(service: Service) -> None:
    assert "占全省的8.7%" in service.ask("丽水粮食产量占全省几成").answer
    assert service.ask("丽水粮食产量占全国几成").refused


def test_what_is_held_against_the_province_in_another_statement_is_no_answer(service: Service) -> None:
    assert service.ask("丽水残疾人就业率比全省平均高多少").refused


def test_what_is_missing_is_named_and_the_rest_is_given(service: Service) -> None:
    answer = service.ask("丽水第一产业增加值和数字经济核心产业增加值加起来多少")
    assert not answer.refused
    assert "128.4亿元" in answer.answer and "没有找到" in answer.answer and "计算得出" not in answer.answer


def test_a_zone_is_not_added_to_its_own_towns(service: Service) -> None:
    answer = service.ask("丽水经济技术开发区富岭镇和水阁镇工业总产值合计多少")
    assert "合计130.5亿元" in answer.answer and "301.2" not in answer.answer


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("缙云县接待游客是不是全市最多的", "是，"),
        ("青田县接待游客是不是全市最多的", "不是，"),
        ("松阳县旅游收入是不是最低", "是，"),
        ("龙泉市接待游客增速是最慢的吗", "是，"),
        ("龙泉市接待游客是不是负增长", "是，"),
        ("青田县接待游客是不是负增长", "不是，"),
    ],
)
def test_whether_a_place_is_the_one_is_told_from_all_beside_it(
    service: Service, question: str, opening: str
) -> None:
    assert service.ask(question).answer.startswith(opening)


def test_a_pull_on_another_indicator_bears_out_no_growth(service: Service) -> None:
    answer = service.ask("丽水高技术制造业增长1.8个百分点吗")
    assert "12.4%" in answer.answer and not answer.answer.startswith("是，")


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("丽水2023年养老机构多少家", ["计算得出：2023年为89家", "减少3家"], []),
        ("2023年丽水护理型床位占比是多少", ["2023年为约60.6%", "提高1.8个百分点"], []),
        ("丽水2023年气象服务满意度排全省第几", ["2023年为第2位"], []),
    ],
)
def test_what_it_was_is_worked_out_from_what_it_is_and_by_how_much_it_changed(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    answer = service.ask(question)
    assert all(words in answer.answer for words in has), answer.answer
    assert {figure.period for figure in answer.figures if figure.action == "计算得出"} == {"2023"}


@pytest.mark.parametrize(
    "question",
    [
        "丽水2022年养老机构多少家",
        "丽水2023年竣工公园几个",
        "丽水2023年开工公园几个",
        "丽水2023年志愿者多少人",
        "丽水2023年茶叶产量",
    ],
)
def test_what_it_was_is_not_guessed(service: Service, question: str) -> None:
    assert service.ask(question).refused
