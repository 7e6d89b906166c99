"""Reports of offices and zones: a fund's own figures, a bureau's plan for the next year, a zone by its short name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

FUND = """铜陵市住房公积金2024年年度报告

一、业务运行情况
（一）缴存：2024年，实缴单位5218家，缴存额41.36亿元，同比增长4.15%。缴存余额138.42亿元。
（二）贷款：2024年末，贷款余额121.57亿元，比上年末增加2.31%。异地贷款余额6.18亿元。
二、资产风险状况
个人住房贷款：2024年末，逾期率0.062‰。
三、社会经济效益
缴存职工中，国有企业占21.08%，灵活就业人员占1.26%。
"""
SCHOOLS = """泌阳县教育局2024年工作总结及2025年工作谋划

一、2024年工作
现有在职干部职工118人。在校学生8.12万人，其中学前1.31万人、小学3.52万人。营养改善计划覆盖学生3.84万人。
实施教育项目21个，竣工17个。招聘教师206名，其中特岗86名、招教120名。发现校园隐患316处，已整改313处。
县级以上名校32所（省级5所、市级11所、县级16所），新增省级名校1所。高考本科上线率66.2%。
二、2025年工作谋划
新增学位3100个；本科上线率力争突破68%。
"""
ROADS = """甘南州交通运输局2024年工作总结及2025年工作要点

一、2024年工作。全州完成交通固定资产投资52.6亿元，其中：高速公路完成31.4亿元，农村公路完成9.1亿元。
合作至碌曲高速公路累计完成投资68亿元，占总投资的91%。完成道路客运量1168万人次，同比增长8.4%。
收集诉求建议218条，已解决203条。立案检查违法案件24件，已查结19件。食品抽检4126批次，不合格89批次，合格率97.8%。新建电动自行车上牌点8处，上牌2.6万辆。
二、2025年工作要点。力争客运量增长7%；新签约亿元以上项目9个，新开工亿元以上项目6个。
"""
ZONE = """枝江高新技术产业园区2025年上半年工作总结

1—6月，园区完成规上工业总产值246.4亿元，占全市的58.3%。高新技术企业总数达到97家。
下半年，全年确保完成规上工业总产值520亿元；净增高新技术企业12家。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in (("fund", FUND), ("schools", SCHOOLS), ("roads", ROADS), ("zone", ZONE)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 4
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("铜陵公积金缴存额多少", "41.36亿元"),
        ("铜陵公积金缴存额增长多少", "4.15%"),
        ("铜陵公积金贷款余额", "121.57亿元"),
        ("铜陵公积金逾期率", "0.062‰"),
        ("泌阳小学生多少人", "3.52万人"),
        ("泌阳教育项目竣工几个", "17个"),
        ("泌阳还有几个教育项目没竣工", "还有4个"),
        ("泌阳校园隐患还有几处没整改", "还有3处"),
        ("泌阳县教育局有多少人", "118人"),
        ("泌阳招聘教师多少", "206名"),
        ("泌阳省级名校多少所", "5所"),
        ("泌阳本科上线率", "66.2%"),
        ("泌阳2025年新增学位多少", "3100个"),
        ("甘南州高速公路投资多少", "31.4亿元"),
        ("甘南州客运量增长多少", "8.4%"),
        ("甘南州还有多少诉求没解决", "还有15条"),
        ("甘南州违法案件还有几件没查结", "还有5件"),
        ("甘南州食品抽检合格率", "97.8%"),
        ("甘南州2025年客运量增长目标", "7%"),
        ("枝江高新区高企多少家", "97家"),
        ("枝江高新区规上工业总产值", "246.4亿元"),
        ("枝江开发区高企多少家", "97家"),
        ("枝江高新区全年规上工业总产值目标", "520亿元"),
    ],
)
def test_what_an_office_tells_is_found(service: Service, question: str, told: str) -> None:
    answer = service.ask(question).answer
    assert told in answer, answer


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("铜陵贷款余额多少", "121.57"),  # of the banks
        ("铜陵贷款余额多少", "6.18"),
        ("甘南州2025年新签约亿元以上项目多少个", "6个"),  # begun, not signed
        ("甘南州电动车上牌数", "8处"),  # where it is done
        ("枝江高新区去年规上工业总产值", "246.4"),  # of this year's first half
        ("泌阳省级名校多少所", "1所"),  # those that came new
        ("泌阳招了多少老师", "120名"),  # a part of them
    ],
)
def test_what_is_not_asked_is_not_told(service: Service, question: str, other: str) -> None:
    answer = service.ask(question).answer
    assert other not in answer.replace("11所", ""), answer
