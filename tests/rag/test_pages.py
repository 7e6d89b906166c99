"""Reports as web pages print them: blanks around numbers, places only in passing, ranks within the city around."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """索引号 003112233/2024-00871
组配分类 重点工作 发布机构 安丘市科技局
生成日期 2024-02-18 公开方式 主动公开
安丘市科技局2023年度工作总结
报告人:市科技局党组书记、局长 李建国

2023 年,安丘市科技局围绕创新强市,各项指标走在前列。 一、2023年工作成效 (一)突出企业主体。
1-11月规上工业研发费用占营业收入比重 3.86%(居潍坊第3)。
新增国家高新技术企业 86 家、省科技型中小企业 197 家,均为潍坊第一。
省级研发机构入选数居潍坊第二,占全市的 12.4%。
三次产业比调整为9.6︰41.2︰49.2。
    2022 年 R&D 经费占 GDP 比重达 2.71%;全年技术合同成交额 40.6 亿元,占规上工业增加

值的 61.5%。
引进落地总投资18.6亿元的星河能源新型储能电池研发生产项目,签约总投资5.2亿元的云上数据中心项目。
森林火灾4起,受害森林面积31.5亩,分别下降60%、82.3%。全市绿色工厂要达到62家。规上制造业增加值增长10.8%,高技术制造业增加值增长14.5%。技改项目开工26个、竣工19个,分别增加4个、3个。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("安丘高企排潍坊第几", "均为潍坊第一"),
        ("安丘规上工业研发费用占比在潍坊市排第几", "居潍坊第3"),
        ("安丘省级研发机构入选数潍坊排名", "居潍坊第二"),
        ("安丘新增高企多少家", "86家"),
        ("安丘2022年研发投入强度", "2.71%"),
        ("安丘2023年技术合同成交额", "40.6亿元"),
        ("安丘三产占比", "49.2"),
        ("安丘云上数据中心项目总投资多少", "5.2亿元"),
        ("安丘森林火灾降了多少", "60%"),
        ("安丘绿色工厂目标多少家", "62家"),
        ("安丘高技术制造业增加值增长多少", "14.5%"),
        ("安丘竣工技改项目增加几个", "增加3个"),
        ("安丘技改项目开工增加几个", "增加4个"),
        ("安丘科技局的总结是谁作的", "李建国"),
        ("安丘科技局局长是谁", "李建国"),
    ],
)
def test_what_a_page_prints_is_answered(service: Service, question: str, has: str) -> None:
    answer = service.ask(question)
    assert has in answer.answer and not answer.refused, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "安丘高企排全国第几",
        "潍坊新增高企多少家",
        "安丘2023年研发投入强度",
        "安丘森林火灾死亡人数下降多少",
        "安丘医药制造业增加值增长多少",
        "安丘市市长是谁",
        "安丘科技局副局长是谁",
    ],
)
def test_another_whole_place_year_or_measure_is_refused(service: Service, question: str) -> None:
    assert service.ask(question).refused, service.ask(question).answer


def test_how_much_the_area_burnt_fell_is_not_told_by_how_much_the_fires_did(service: Service) -> None:
    assert "60%[1]" not in service.ask("安丘森林火灾受害面积下降多少").answer
