"""Reports whose headings, labels and captions say what the lines and rows under them are about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

STREET = """柳湖街道2023年工作总结

一、主要工作
1.加装电梯。既有多层住宅加梯全年公示26台,动工9台,完工7台。
2.垃圾分类。居住区达标率98.2%,建成精品可回收物回收点6个。
3.为老服务。日间照料中心3家,助餐点9个,日均助餐1300人次。
"""

BULLETIN = """渝北区2023年国民经济和社会发展统计公报
渝北区统计局
国家统计局渝北调查队
2024年4月18日

一、综合
初步核算,全年实现地区生产总值612.4亿元,比上年增长6.3%,增速比全市平均水平高0.9个百分点。

表1  2023年全区生产总值及增速
指标 | 绝对数(亿元) | 比上年增长(%)
生产总值 | 612.4 | 6.3
第一产业 | 88.6 | 4.4
第二产业 | 241.3 | 7.5
工业 | 173.2 | 8.8
建筑业 | 68.9 | 11.7
第三产业 | 282.5 | 6.0
批发和零售业 | 61.4 | 7.2
金融业 | 37.6 | 5.3
房地产业 | 29.7 | -2.4
其他服务业 | 118.5 | 5.8

二、资源和环境
空气:
全年优良天数平均318天,PM2.5年均浓度31微克/立方米。
地表水:
水质达到或好于Ⅲ类的断面占92.3%,比上年提高3.8个百分点。
近岸海域:
海水水质优良比例96.4%,较2022年上升4.7个百分点。
"""

CIRCULAR = """青荻县人民政府关于印发2023年政务公开工作总结的通知
青政发〔2024〕7号
各乡镇人民政府,县直各单位:
现将2023年政务公开工作总结印发给你们。

一、主动公开
全年主动公开政府信息1.86万条,回应留言3120条。重特大事故连续37个月没有发生。
二、重点项目
12个民生项目全部竣工。连续5年获评全省先进,连续十八个季度居全市第一。

青荻县人民政府办公室
2024年1月22日
"""

TOWN = """浦南新村街道2023年工作总结

一、主要工作
1.旧改。东风地块312户居民于6月全部签约,签约率100%。
2.绿化。新增绿地1.6公顷,口袋公园3处。
"""

STATE = """临湘市生态环境状况（2024年6月5日发布会通报）

大气环境
2023年全市优良天数平均271天,同比增加9天。
水环境
国省考断面优良比例88.6%,无劣Ⅴ类断面。
声环境
昼间区域噪声平均值53.6分贝。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "street.txt").write_text(STREET, encoding="utf-8")
    (folder / "bulletin.txt").write_text(BULLETIN, encoding="utf-8")
    (folder / "circular.txt").write_text(CIRCULAR, encoding="utf-8")
    (folder / "town.txt").write_text(TOWN, encoding="utf-8")
    (folder / "state.txt").write_text(STATE, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 5
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("柳湖街道加装电梯完工几台", "完工7台"),
        ("柳湖街道2023年加装电梯动工几台", "动工9台"),
        ("柳湖街道2023年加梯公示了多少台", "公示26台"),
        ("柳湖街道垃圾分类达标率", "98.2%"),
        ("渝北空气优良天数", "318天"),
        ("渝北2023年空气质量优良天数有多少天", "318天"),
        ("渝北近岸海域优良比例提高几个点", "4.7个百分点"),
        ("渝北区地表水三类及以上断面占多少", "92.3%"),
        ("渝北好水断面占多少", "92.3%"),
    ],
)
def test_what_a_heading_or_label_says_need_not_stand_in_the_sentence(
    service: Service, question: str, has: str
) -> None:
    assert has in service.ask(question).answer


@pytest.mark.parametrize("question", ["柳湖街道垃圾分类助餐点几个", "渝北区四类及以上断面占多少"])
def test_a_heading_says_nothing_of_lines_under_another(service: Service, question: str) -> None:
    assert service.ask(question).refused


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("渝北工业增加值", "173.2亿元"),
        ("渝北区2023年建筑业增加值多少", "68.9亿元"),
        ("渝北区建筑业多少亿", "68.9亿元"),
        ("渝北区工业加建筑业一共多少亿", "合计242.1亿元"),
        ("渝北区金融业增加值增长多少", "5.3%"),
        ("渝北区其他服务业增加值", "118.5亿元"),
        ("渝北区哪个行业增长最快", "建筑业增速最高"),
        ("渝北区哪个行业下降了", "有1个：房地产业"),
        ("渝北区哪些行业增长超过8%", "有2个"),
        ("渝北区哪个行业增加值最高", "工业最高（173.2亿元）"),
    ],
)
def test_industries_in_a_table_of_the_gdp_are_asked_by_their_added_value(
    service: Service, question: str, has: str
) -> None:
    assert has in service.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "渝北区哪个行业投资增长最快",
        "渝北区规上工业里哪个行业增长最快",
        "渝北区建筑业总产值多少",
        "渝北区服务业增加值多少",
    ],
)
def test_the_table_of_the_gdp_tells_of_nothing_else(service: Service, question: str) -> None:
    assert service.ask(question).refused


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("渝北区统计公报什么时候发布的", ["2024年4月18日"]),
        ("渝北区2023年统计公报是哪两家单位发的", ["渝北区统计局", "国家统计局渝北调查队"]),
        ("渝北区统计公报发布时间", ["2024年4月18日"]),
        ("青荻县政务公开总结发文字号", ["青政发〔2024〕7号"]),
        ("青荻县政务公开工作总结由谁发布", ["青荻县人民政府办公室"]),
        ("青荻县这份报告的文号是多少", ["青政发〔2024〕7号"]),
        ("临湘市生态环境状况是什么时候发布的", ["2024年6月5日"]),
        ("柳湖街道2023年工作总结是谁写的", ["柳湖街道"]),
    ],
)
def test_a_question_about_the_report_is_answered_by_its_own_head(
    service: Service, question: str, has: list[str]
) -> None:
    answer = service.ask(question)
    assert not answer.refused
    assert all(words in answer.answer for words in has)
    assert "各乡镇" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "渝北区统计公报文号是多少",
        "柳湖街道2023年工作总结什么时候发布的",
        "渝北区环境公报什么时候发布的",
        "渝北区政府工作报告是谁写的",
        "临湘市生态环境状况是谁发布的",
    ],
)
def test_what_no_head_says_of_its_report_is_refused(service: Service, question: str) -> None:
    assert service.ask(question).refused


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("青荻县重特大事故多少个月没发生", "连续37个月没有发生"),
        ("青荻县重特大事故有多久没发生了", "连续37个月没有发生"),
        ("青荻连续几年获评全省先进", "连续5年获评全省先进"),
        ("青荻县连续多少个季度居全市第一", "连续十八个季度居全市第一"),
    ],
)
def test_how_long_it_has_held_is_told_by_the_clause_that_says_so(
    service: Service, question: str, has: str
) -> None:
    assert has in service.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "青荻县重特大事故连续几年没发生",
        "青荻县连续几年获评全国先进",
        "青荻县连续多少个季度居全省第一",
        "青荻县连续多少个季度居全市第二",
        "青荻县火灾连续多少个月没有发生",
    ],
)
def test_another_unit_whole_or_rank_is_no_answer_to_how_long(service: Service, question: str) -> None:
    assert service.ask(question).refused


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("临湘市生态环境怎么样", ["271天", "88.6%", "53.6分贝"]),
        ("临湘2023年生态环境状况如何", ["271天", "88.6%"]),
        ("临湘市水环境怎么样", ["88.6%"]),
        ("青荻县政务公开工作怎么样", ["1.86万条"]),
    ],
)
def test_a_title_is_no_answer_to_how_a_field_went(service: Service, question: str, has: list[str]) -> None:
    answer = service.ask(question).answer
    assert all(words in answer for words in has)
    assert "通报" not in answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("渝北GDP增速高于全市吗", "是，"),
        ("渝北GDP增速高于重庆全市吗", "是，"),
        ("渝北区GDP增速快于重庆吗", "是，"),
        ("渝北GDP增速比重庆市平均水平高吗", "高0.9个百分点"),
        ("渝北区GDP增速低于重庆吗", "不是，"),
    ],
)
def test_a_wider_place_is_the_whole_that_a_growth_is_held_against(
    service: Service, question: str, has: str
) -> None:
    assert has in service.ask(question).answer


@pytest.mark.parametrize(
    "question", ["渝北GDP增速高于四川吗", "渝北区优良天数高于重庆吗", "渝北区工业增加值高于重庆吗"]
)
def test_what_is_held_against_no_whole_is_refused(service: Service, question: str) -> None:
    assert service.ask(question).refused


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("浦南东风地块居民都签约了吗", "全部签约"),
        ("浦南2023年口袋公园几处", "3处"),
        ("浦南新村新增绿地多少", "1.6公顷"),
    ],
)
def test_a_street_is_known_by_its_first_words_at_the_front(service: Service, question: str, has: str) -> None:
    assert has in service.ask(question).answer


@pytest.mark.parametrize("question", ["浦南街道口袋公园几处", "浦东口袋公园几处", "浦南镇新增绿地多少"])
def test_another_place_that_begins_alike_is_not_that_street(service: Service, question: str) -> None:
    assert service.ask(question).refused
