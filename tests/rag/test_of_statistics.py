"""What statistical bulletins and quarterly briefs tell, and what they only seem to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder
from tests.rag.test_misleading import ask, check

BRIEF = """颍上县2023年经济运行简况
颍上县统计局  2024年1月25日

一、综  合
全县地区生产总值4863152万元，增长5.7%。其中：第一产业增加值增长4.2%；第三产业增加值增长6.3%。分季度看，一季度增长4.8%，上半年增长5.4%，前三季度增长5.5%。
全年居民消费价格上涨0.2%。11月份居民消费价格同比下降0.5%。
近三年社会消费品零售总额年均增长7.9%。农业增加值增长4.4%，林业增加值增长6.0%，渔业增加值增长2.1%。
年末户籍人口176.2万人，其中男性91.5万人、女性84.7万人。规模以上工业企业318户，净增26户。
城镇居民人均可支配收入37200元，农村居民人均可支配收入18600元，农村居民人均消费支出14100元。
1-11月，规模以上工业企业利润总额24.6亿元，增长9.4%，增速比1-10月回落1.5个百分点。
公路货运周转量96.5亿吨公里。税收过亿元楼宇2栋、过千万元楼宇7栋。
金融机构人民币存款余额702.4亿元；人民币贷款余额515.1亿元。
二、工  业
规模以上工业增加值增长8.3%，分别比一季度、上半年快2.0和1.1个百分点。分门类看，采矿业下降1.4%，制造业增长9.6%，电力、热力、燃气及水生产和供应业增长3.0%。
——从主要行业看，食品制造业增长6.6%，纺织业下降9.1%，家具制造业增长14.2%。
主要产品产量：白酒1.3万千升，增长2.5%；发电量47亿千瓦时，增长5.8%；水泥82万吨，下降7.7%。
限额以上单位商品零售额中，饮料类增长5.1%，家具类增长0.8%，汽车类增长13.3%。

指  标    单位    本年累计    增长（%）
地区生产总值    亿元    486.32    5.7
固定资产投资    —    —    3.9
进出口总额    亿元    12.6    -8.1
"""
COUNTIES = """界首市2022年经济运行简况
规模以上工业增加值增长6.8%，比一季度加快1.2个百分点，其中，食品制造业下降2.2%，电气机械和器材制造业增长1.4倍，纺织业增长3.3%，家具制造业增长4.7%。
分经济类型看，国有企业增长2.5%，股份制企业增长7.1%，外商投资企业下降6.6%。

| 乡镇 | 规模以上工业增加值增速（%） |
| --- | --- |
| 光武镇 | 7.7 |
| 泉阳镇 | 5.4 |
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "brief.txt").write_text(BRIEF, encoding="utf-8")
    (folder / "other.txt").write_text(COUNTIES, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 2
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("颍上县2023年前三季度GDP增长多少", ["地区生产总值增长5.5%"], ["4.8%", "第三产业"]),
        ("颍上县GDP多少", ["4863152万元"], ["486.32"]),
        ("颍上县一季度规上工业增加值增速", ["6.3%", "比一季度快2.0个百分点"], ["快快"]),
        ("颍上县上半年规上工业增加值增速", ["7.2%"], []),
        ("颍上县2023年1-10月规上工业利润总额增速", ["10.9%"], []),
        ("颍上县固定资产投资增速", ["3.9%"], []),
        ("颍上县税收过千万元的楼宇几栋", ["7栋"], ["2栋"]),
        ("界首市2022年一季度规上工业增加值增速", ["5.6%"], []),
        ("颍上县户籍人口里男的比女的多多少", ["6.8万人"], []),
        ("颍上县2022年规上工业企业多少户", ["292户"], []),
        ("颍上县城乡居民收入比", ["2倍"], []),
        ("颍上县农村居民收入比消费支出高多少", ["4500元"], []),
        ("颍上县各项存款余额多少", ["702.4亿元"], []),
        ("颍上县存款余额比贷款余额多多少", ["187.3亿元"], []),
        ("颍上县规上工业里哪个行业增长最快", ["家具制造业增速最高（14.2%）"], ["电力", "汽车"]),
        ("颍上县哪些行业在下降", ["有1个：纺织业（下降9.1%）"], ["采矿业"]),
        ("颍上县三大门类中哪个下降了", ["采矿业（下降1.4%）"], ["纺织"]),
        ("颍上县增长最快的产品", ["发电量增速最高（5.8%）"], []),
        ("颍上县哪类商品零售额涨得最多", ["汽车类增速最高（13.3%）"], []),
    ],
)
def test_what_a_brief_tells_is_answered(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    check(ask(service, question), has, lacks)


@pytest.mark.parametrize(
    "question",
    [
        "颍上县有多少个行业下降",
        "颍上县公路货运量多少",
        "颍上县农村居民工资性收入多少",
        "界首市哪个行业增长最快",
        "界首市哪个行业下降最多",
        "颍上县农林牧渔业增加值增长多少",
        "颍上县本外币存款余额多少",
        "颍上县哪类商品零售额降得最多",
        "颍上县哪个服务业行业增长最快",
        "颍上县第三产业一季度增长多少",
        "颍上县11月CPI环比涨了多少",
        "颍上县2023年社零增长多少",
    ],
)
def test_another_time_or_way_of_measuring_is_refused(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.refused, answer.answer
