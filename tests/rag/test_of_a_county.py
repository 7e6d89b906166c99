"""What a clerk asks of a county's year: what is left to do, whose number it is, who holds an office, which zone is meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.records import Turn
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """乐陵市2024年农业农村和民生工作总结
乐陵市农业农村局 2025-01-15

一、防返贫监测。全市纳入监测对象1426户3918人，已消除风险1107户3014人。
二、招商引资方面，全市签约项目86个，协议总额214亿元，到位资金63.7亿元，签约项目中已开工52个、投产31个。
三、劳动监察。为1865名农民工追回工资2716万元，派出执法人员1240人次。企业退休人员基本养老金7月底前按3.0%的总体水平调整发放到位。
四、物价。全年居民消费价格上涨0.3%，其中食品烟酒价格上涨0.8%，衣着上涨1.5%，交通通信下降2.6%。
五、被评为全省县域商业十强县，位列第6。每千人口托位4.9个，在全市11个县（市、区）、3个开发区中排第4名。
六、治理跃马河、宁津新河、朱家河三条河道，治理长度分别为11.2公里、8.6公里和6.3公里。
七、生均公用经费：小学720元、初中940元、高中1300元。秋季学期，市实验中学东校区、化楼镇中心小学新校投入使用。
八、金丝小枣种植面积28.6万亩，西瓜9.3万亩，辣椒6.7万亩。合作社1215个，国家级示范社11个。
九、市政协副主席、农业农村局局长 刘东升 在会上发言，统计局副局长蒋文礼介绍了数据，朱集镇西北村党支部书记 张桂兰 获评全国劳动模范。
十、办理“5·16”特大走私冻品案，涉案金额1.27亿元，起诉11人。提起公诉318件436人。
十一、一般公共预算总收入52.47亿元，其中地方级收入33.18亿元，分别增长3.6%和4.1%。分区域看，高新区完成9.6亿元，开发区完成7.4亿元。
"""
CITY = """淄博市2024年工业经济运行情况
淄博市工业和信息化局 2025-01-20

一、总体情况。规上工业增加值增长6.2%，高新区规上工业增加值增长11.6%，一般公共预算收入38.2亿元。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    (folder / "city.txt").write_text(CITY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 2
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("乐陵监测对象里还有多少户没消除风险", "319户"),
        ("乐陵监测对象还有多少人风险没消除", "904人"),
        ("乐陵监测户里头还有多少户风险没消掉", "319户"),
        ("乐陵签约项目还有几个没开工", "34个"),
    ],
)
def test_what_is_left_is_worked_out_in_the_unit_asked(service: Service, question: str, told: str) -> None:
    assert told in service.ask(question).answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("乐陵替农民工要回来多少工资", "2716万元"),
        ("乐陵追回来的工资是多少", "2716万元"),
        ("乐陵派出去的执法人员有多少人次", "1240人次"),
        ("乐陵退休人员养老金涨了多少", "3.0%的总体水平"),
        ("乐陵交通通信价格是涨是跌", "2.6%"),
        ("乐陵2024年衣着价格涨了多少", "1.5%"),
        ("乐陵县域商业十强县位次", "第6"),
        ("乐陵每千人口托位数全市排名", "第4名"),
        ("乐陵初中生均公用经费标准", "940元"),
        ("乐陵国家级示范合作社多少个", "11个"),
    ],
)
def test_a_figure_is_told_in_other_words_than_the_report_has(
    service: Service, question: str, told: str
) -> None:
    assert told in service.ask(question).answer


@pytest.mark.parametrize(
    ("question", "told", "others"),
    [
        ("乐陵朱家河治理多长", "6.3公里", ("11.2", "8.6")),
        ("乐陵宁津新河治理长度", "8.6公里", ("11.2", "6.3")),
        ("乐陵提起公诉多少人", "436人", ("11人",)),
        ("乐陵2024年地方级财政收入增幅", "4.1%", ("3.6",)),
        ("乐陵一般公共预算收入多少", "33.18亿元", ("52.47",)),
    ],
)
def test_each_number_is_told_of_what_it_is_of(
    service: Service, question: str, told: str, others: tuple[str, ...]
) -> None:
    answer = service.ask(question).answer
    assert told in answer
    assert not [other for other in others if other in answer], answer


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("乐陵农业农村局局长是谁", "刘东升"),
        ("乐陵农业农村局局长姓名", "刘东升"),
        ("乐陵统计局副局长是谁", "蒋文礼"),
        ("乐陵西北村党支部书记叫什么", "张桂兰"),
    ],
)
def test_who_holds_an_office_is_told_by_the_text(service: Service, question: str, name: str) -> None:
    assert name in service.ask(question).answer


@pytest.mark.parametrize(
    "question", ["乐陵教育局局长是谁", "乐陵统计局局长是谁", "乐陵市长是谁", "乐陵农业农村局副局长是谁"]
)
def test_nobody_is_given_an_office_that_he_does_not_hold(service: Service, question: str) -> None:
    told = service.ask(question)
    assert told.refused, told.answer


def test_things_asked_for_by_a_bare_name_are_listed(service: Service) -> None:
    assert "化楼镇中心小学" in service.ask("乐陵2024年秋季投用的学校").answer
    told = service.ask("乐陵2024年秋季新建的学校")
    assert told.refused, told.answer


def test_which_of_two_is_larger_and_by_how_much_are_both_told(service: Service) -> None:
    answer = service.ask("乐陵西瓜和辣椒种植面积哪个大，大多少").answer
    assert "西瓜" in answer and "2.6万亩" in answer


def test_a_zone_asked_on_about_is_that_of_the_place_asked_about(service: Service) -> None:
    before = [Turn("user", "乐陵2024年一般公共预算收入多少")]
    told = service.ask("开发区呢", before)
    assert "淄博" not in told.understood.question and "11.6" not in told.answer
    assert "11.6%" in service.ask("高新区呢", [Turn("user", "淄博2024年规上工业增加值增速")]).answer
    told = service.ask("高新区呢", before)
    assert "淄博" not in told.understood.question + told.answer, told.understood.question
