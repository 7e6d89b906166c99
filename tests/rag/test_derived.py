"""What follows from two numbers of a report: the goal, the province, the year before, the rest, the share, how much each got."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

REPORT = """新余市2024年经济社会发展工作总结
新余市发展和改革委员会
2025年1月20日

一、2024年工作
地区生产总值1286.4亿元，增长5.2%，高于全省平均0.4个百分点。固定资产投资增长4.1%，低于年度目标2.4个百分点。建成农村公路310公里，超年度目标10公里。新增托位860个，比年度任务少140个。
净增经营主体2600户，总数达9.8万户。净增412家，高新技术企业总数达1043家。全年粮食播种面积152.4万亩、总产量64.8万吨，分别比上年增加0.6万亩、1.3万吨。开工、竣工厂房分别为26个、15个，比上年分别多5个、少3个。
争取省级水利项目25个、资金1.5亿元。发放助学贷款860笔、金额1032万元。改造老旧小区32个，惠及居民4800户。发放稳岗资金960万元，惠及企业640家。新开工学校8所、竣工学校6所，完成投资4.2亿元。旅游总收入96.5亿元，接待过夜游客210万人次。
参加省第十七届运动会，获金牌21枚、银牌18枚、铜牌30枚。全社会研发投入26.5亿元，其中企业投入22.8亿元。特困供养人员1560人，其中集中供养390人。孤儿214人，其中集中供养86人、社会散居128人。
长护险基金收入:3.62亿元
长护险基金支出:2.87亿元
为240家企业办理留抵退税3.6亿元。发放高龄津贴960万元，惠及老人3200人。新增停车位760个，比年度计划多40个。竹产业产值36.4亿元，氟新材料产业产值52.8亿元。
全年完成地方收入31.6亿元。接待游客1860万人次，总收入152.4亿元。城镇居民人均可支配收入46210元，农村居民人均可支配收入25840元。
三次产业结构为6.4:44.9:48.7。城镇职工基本养老保险参保24.6万人，城乡居民基本养老保险参保38.4万人。鹄山镇、罗坊镇、欧里镇村集体经营性收入分别为1260万元、980万元和760万元。

| 产业 | 企业数（家） | 产值（亿元） | 产值增速（%） | 增加值增速（%） |
|---|---|---|---|---|
| 钢铁 | 36 | 612.4 | -4.2 | 1.3 |
| 锂电 | 58 | 486.7 | -12.6 | 8.8 |
| 光伏 | 21 | 215.3 | 9.5 | 11.2 |
| 纺织 | 44 | 96.8 | -0.7 | 0.6 |
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "xinyu.txt").write_text(REPORT, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("新余报告里全省GDP平均增速是多少", "全省平均为约4.8%"),
        ("新余2024年固定资产投资目标是增长多少", "年度目标为约6.5%"),
        ("新余农村公路年度目标多少公里", "年度目标为300公里"),
        ("新余新增托位的任务是多少", "年度任务为1000个"),
        ("新余停车位年度计划多少个", "年度计划为720个"),
        ("新余2023年末有多少经营主体", "2023年为约9.54万户"),
        ("新余2023年高新技术企业多少家", "2023年为631家"),
        ("新余2023年粮食总产量", "2023年为约63.5万吨"),
    ],
)
def test_what_a_figure_is_held_up_against_follows_from_it_and_the_gap(
    service: Service, question: str, has: str
) -> None:
    answer = service.ask(question)
    assert f"计算得出：{has}" in answer.answer, answer.answer


def test_of_the_last_year_both_are_told_that_it_may_mean(service: Service) -> None:
    answer = service.ask("新余上年粮食播种面积多少")
    assert "2023年为约151.8万亩" in answer.answer and "152.4万亩" in answer.answer
    assert answer.notice == "“上年”读作2023年，2024年的数同时列出"


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("新余省级水利项目平均每个多少万", "平均每个600万元"),
        ("新余助学贷款平均每笔多少钱", "平均每笔1.2万元"),
        ("新余老旧小区改造平均每个小区惠及多少户", "平均每个150户"),
        ("新余稳岗资金平均每家企业拿到多少", "平均每家1.5万元"),
        ("新余留抵退税平均每家企业多少", "平均每家150万元"),
        ("新余高龄津贴平均每个老人多少钱", "平均每人3000元"),
    ],
)
def test_how_much_each_got_follows_from_how_much_and_how_many(
    service: Service, question: str, has: str
) -> None:
    assert f"计算得出：{has}" in service.ask(question).answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("新余省运会一共拿了几块奖牌", "合计69枚"),
        ("新余研发投入里企业占多少", "企业投入占全社会研发投入的86%"),
        ("新余集中供养的特困人员占比", "占特困供养人员的25%"),
        ("新余分散供养的特困人员有多少", "还有1170人"),
        ("新余长护险基金当期结余", "还有0.75亿元"),
    ],
)
def test_a_part_a_whole_and_a_share_follow_from_the_others(service: Service, question: str, has: str) -> None:
    answer = service.ask(question).answer
    assert answer.startswith("计算得出：") and has in answer, answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("新余哪些产业产值在往下掉", "下降的有3个：锂电（-12.6%）、钢铁（-4.2%）、纺织（-0.7%）"),
        ("新余哪个产业产值降幅最大", "锂电降幅最大（-12.6%）"),
        ("新余哪个产业产值降幅最小", "纺织降幅最小（-0.7%）"),
        ("新余哪个产业增加值降幅最大", "报告所列的没有下降的"),
        ("新余钢铁和锂电哪个产值大", "钢铁产值最高（612.4亿元）"),
        ("新余鹄山、罗坊、欧里三个镇村集体经营性收入加起来多少", "合计3000万元"),
        ("新余竹产业和氟新材料产业产值加起来", "竹产业、氟新材料产业产值合计89.2亿元"),
        ("新余城里人比农村人一年多挣多少", "多20370元"),
        ("新余职工和城乡居民养老保险参保合计多少", "合计63万人"),
    ],
)
def test_what_is_listed_is_ranked_sifted_and_added(service: Service, question: str, has: str) -> None:
    answer = service.ask(question).answer
    assert has in answer, answer


def test_which_of_the_three_a_share_is_is_said(service: Service) -> None:
    answer = service.ask("新余二产占比").answer
    assert answer == "新余市2024年第二产业占比44.9%（三次产业结构为6.4:44.9:48.7）[1]。"


@pytest.mark.parametrize(
    "question",
    [
        "新余2023年新认定高新技术企业多少家",
        "新余报告里全国GDP平均增速是多少",
        "新余2022年末有多少经营主体",
        "新余2025年农村公路目标多少公里",
        "新余2023年竣工厂房多少个",
        "新余竣工学校平均每所投资多少",
        "新余人均旅游消费多少",
        "新余省级水利项目平均每个产值多少",
        "新余地方收入占总收入比重",
        "新余全运会拿了几块奖牌",
        "新余企业研发投入占全省多少",
        "新余分散供养的孤儿有多少",
    ],
)
def test_nothing_follows_from_numbers_of_another_time_place_or_thing(service: Service, question: str) -> None:
    assert "计算得出" not in service.ask(question).answer
