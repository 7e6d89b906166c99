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

一、综合
初步核算,全年实现地区生产总值612.4亿元,比上年增长6.3%。

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

二、资源和环境
空气:
全年优良天数平均318天,PM2.5年均浓度31微克/立方米。
地表水:
水质达到或好于Ⅲ类的断面占92.3%,比上年提高3.8个百分点。
近岸海域:
海水水质优良比例96.4%,较2022年上升4.7个百分点。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "street.txt").write_text(STREET, encoding="utf-8")
    (folder / "bulletin.txt").write_text(BULLETIN, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 2
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("柳湖街道加装电梯完工几台", "完工7台"),
        ("柳湖街道2023年加装电梯动工几台", "动工9台"),
        ("柳湖街道2023年加梯公示了多少台", "公示26台"),
        ("柳湖街道垃圾分类达标率", "98.2%"),
        ("渝北空气优良天数", "318天"),
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
        ("渝北工业增加值", "工业增加值173.2亿元"),
        ("渝北区2023年建筑业增加值多少", "68.9亿元"),
        ("渝北区工业加建筑业一共多少亿", "合计242.1亿元"),
        ("渝北区金融业增加值增长多少", "5.3%"),
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
    "question", ["渝北区哪个行业投资增长最快", "渝北区规上工业里哪个行业增长最快", "渝北区建筑业总产值多少"]
)
def test_the_table_of_the_gdp_tells_of_nothing_else(service: Service, question: str) -> None:
    assert service.ask(question).refused
