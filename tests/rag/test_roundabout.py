"""Questions as secretaries and citizens put them: roundabout, shortened, two things in one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.records import Turn
from rag.service import Service
from tests.fakes import HashEmbedder

LATER = """辉县市2024年经济社会发展情况
辉县市统计局
2025年2月10日

一、2024年情况
地区生产总值486.3亿元，增长5.4%，其中第三产业增加值201.7亿元。社会消费品零售总额162.5亿元，其中城镇121.8亿元、乡村40.7亿元。
商品房销售面积83.6万平方米。年末生猪存栏41.2万头。一般公共预算收入32.4亿元，其中税收收入21.06亿元。
年末存款余额612.9亿元，比年初增加48.7亿元。智能装备产业产值突破90亿元，占规上工业产值比重近三成，食品产业产值52亿元。
申报高新技术企业75家，获批认定58家，净增21家。入库科技型中小企业312家，入库数居新乡第四。新增瞪羚企业9家(上年为6家)。
新签约项目60个，开工42个。到位市外资金38.6亿元。外贸实绩：有进出口实绩企业117家。
办理人大代表建议96件、政协提案118件。棚户区改造开工320套、基本建成410套。改造老旧小区26个，计划改造28个。
小学88所、在校学生5.6万人，普通高中9所、在校学生1.9万人。授权专利1420件。
加装电梯受理64部，完工投用47部。改造燃气管网36公里，发放租赁补贴142万元。公租房分配入住230户。新建养老服务站7个。
农村低保1210户，城市低保86户。发现安全隐患520处，整改完成507处。排查危桥30座，已整治24座。实施健身步道28个、居民3100户。
年末政府债务余额58.3亿元，债务限额61.5亿元。税收占比65%，比上年下降1.2个百分点。个人所得税0.8亿元，非税收入11.34亿元。
规上工业增加值增长5.1%(年初计划5.5%)。城乡低保标准分别提高到每人每月790元、每人每年6840元。发行体育彩票0.6亿元。
争取国债资金1.1亿元、专项债资金2.3亿元,分别支持项目4个、9个。发放“豫科贷”2.3亿元，支持企业65家。实施供水改造21处，惠及居民4100户。
农林水支出年初预算9.6亿元，调整预算为9.2亿元，实际完成9.3亿元。
二、2025年打算
改造老旧小区20个，新认定高新技术企业50家。
"""
EARLIER = """辉县市2023年经济社会发展情况
辉县市统计局
2024年2月8日

地区生产总值461.8亿元，其中第三产业增加值190.2亿元。商品房销售面积90.1万平方米。年末生猪存栏43.5万头。授权专利1506件。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "later.txt").write_text(LATER, encoding="utf-8")
    (folder / "earlier.txt").write_text(EARLIER, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None, None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("领导要辉县2024年GDP总量和增速", "486.3亿元，增长5.4%"),
        ("写材料要用，辉县2024年GDP多少", "486.3亿元"),
        ("辉县三产增加值前年是多少", "190.2亿元"),
        ("辉县2024年卖房子卖了多少平米", "83.6万平方米"),
        ("辉县猪存栏2023年到2024年少了几万头", "少2.3万头"),
        ("辉县授权专利2024比2023多还是少", "少86件"),
        ("辉县税占财政收入几成", "65%"),
        ("辉县社零乡下占几成", "25%"),
        ("辉县社零城镇占多少", "75%"),
        ("辉县存款余额净增了多少", "48.7亿元"),
        ("辉县智能装备产业产值过80亿没有", "突破90亿元"),
        ("辉县智能装备产业产值和食品产业产值差多少", "约38亿元"),
        ("辉县高企认定了多少", "58家"),
        ("辉县2025年新认定高企目标比2024年实际少多少", "少8家"),
        ("辉县科技型中小企业入库数排新乡第几", "第四"),
        ("辉县瞪羚企业比前一年多几家", "多3家"),
        ("辉县新签约项目开工率", "70%"),
        ("辉县招商到位多少钱", "38.6亿元"),
        ("辉县外贸企业多少家", "117家"),
        ("辉县代表建议和政协提案加一起多少件", "214件"),
        ("辉县棚改建成多少套", "410套"),
        ("辉县去年改造的老旧小区比今年计划多几个", "少6个"),
        ("辉县高中生有多少", "1.9万人"),
        ("辉县小学生多少", "5.6万人"),
        ("辉县装了多少部电梯", "投用47部"),
        ("辉县燃气管改了多长", "36公里"),
        ("辉县租房补贴发了多少钱", "142万元"),
        ("辉县公租房住进去多少户", "230户"),
        ("辉县养老站新建几个", "7个"),
        ("辉县安全隐患整改率", "97.5%"),
        ("辉县还有几座危桥没整治", "6座"),
        ("辉县欠了多少债", "58.3亿元"),
        ("辉县债务离限额还有多少", "3.2亿元"),
        ("辉县税收占比前年多少", "66.2%"),
        ("辉县个税多少", "0.8亿元"),
        ("辉县税收比非税多多少", "9.72亿元"),
        ("辉县农林水支出完成年初预算了没", "少0.3亿元"),
        ("辉县农林水支出比调整预算多多少", "多0.1亿元"),
        ("辉县今年老旧小区计划改几个", "20个"),
        ("辉县规上工业增速比年初计划低几个点", "低0.4个百分点"),
        ("辉县农村低保一年多少钱", "每人每年6840元"),
        ("辉县体彩卖了多少", "0.6亿元"),
        ("领导催着要辉县2024年GDP", "486.3亿元"),
        ("辉县豫科贷放了多少,支持多少家", "支持企业65家"),
    ],
)
def test_what_is_asked_in_a_roundabout_way_is_answered(service: Service, question: str, has: str) -> None:
    answer = service.ask(question)

    assert not answer.refused
    assert has in answer.answer


@pytest.mark.parametrize(
    ("before", "question", "has"),
    [
        ("辉县高企申报多少家", "认定多少家", "58家"),
        ("辉县高企申报多少家", "那净增多少", "净增21家"),
        ("辉县供水改造多少处", "惠及多少户", "4100户"),
    ],
)
def test_another_deed_is_asked_of_the_same(service: Service, before: str, question: str, has: str) -> None:
    assert has in service.ask(question, [Turn("user", before)]).answer


def test_a_total_is_not_what_was_applied_for(service: Service) -> None:
    assert service.ask("总数呢", [Turn("user", "辉县高企申报多少家")]).refused


@pytest.mark.parametrize(
    "question", ["辉县低保一共多少户", "辉县健身步道花了多少", "辉县新签约项目前年开工几个"]
)
def test_what_is_told_of_a_part_or_in_another_measure_is_no_answer(service: Service, question: str) -> None:
    assert service.ask(question).refused
