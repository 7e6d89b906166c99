"""Budget reports and bulletins: what is left of a limit, the balance of a year, which tax, which industry, which year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

BUDGET = """关于通川区2024年预算执行情况和2025年预算草案的报告
通川区财政局
2025年1月13日

一、2024年预算执行情况
（一）一般公共预算。全区一般公共预算收入完成24.86亿元。其中：税收收入14.52亿元，增长4.1%，占比58.4%；非税收入10.34亿元。收入总计71.94亿元，支出总计69.28亿元，结转下年2.66亿元。
（二）社会保险基金预算
收入9.86亿元，增长4.5%；支出9.12亿元，增长6.8%；年末滚存结余11.37亿元。
（三）债务。政府债务余额98.64亿元，控制在省核定限额104.3亿元以内。
（四）办理留抵退税2.08亿元。完成绩效评价项目86个，涉及资金14.7亿元，收回低效资金5230万元。房地产税收占比仍达27%。
联系人：预算股 杜跃 0561-3886021
"""
BULLETIN = """宁都县2024年国民经济和社会发展统计公报
宁都县统计局
2025年3月28日

一、工业。全年规模以上工业增加值增长7.9%。分门类看，采矿业下降3.1%，制造业增长8.6%，电力、热力生产和供应业增长5.2%。分行业看，服装服饰业增长9.4%，食品加工业增长11.2%，锂电新能源业增长15.7%，矿产品加工业下降4.8%。
二、物价。全年居民消费价格上涨0.2%。其中，衣着类上涨1.1%，交通和通信类下降1.8%。
三、教育。专任教师8726人。在校学生：小学7.24万人，初中3.68万人，普通高中2.15万人。
四、收入。城镇居民人均可支配收入36927元，农村居民人均可支配收入17284元。县文广旅体局副局长吴建华表示，将推出专列6趟。
五、产业。磁性材料产值187亿元，增11.5%；医药化工96亿元，降2.3%。“科贷通”为76家企业放贷3.42亿元。玉米69.5万亩。启动县第二水厂建设，总投资2.8亿元。
六、高新区。在全国178家国家高新区综合评价中由2022年的第162位上升到2024年的第138位，高新技术企业由46家增至128家。分年看营业总收入：2021年378亿元，2022年451亿元，2023年528亿元，2024年603亿元。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "budget.txt").write_text(BUDGET, encoding="utf-8")
    (folder / "bulletin.txt").write_text(BULLETIN, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 2
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("通川区政府债务限额还剩多少", "5.66亿元"),
        ("通川区社保基金当年结余", "0.74亿元"),
        ("通川区社保基金滚存结余", "11.37亿元"),
        ("通川区结转下年资金", "2.66亿元"),
        ("通川区留抵退税金额", "2.08亿元"),
        ("通川区房地产税收占比", "27%"),
        ("通川区税收占比", "58.4%"),
        ("通川区联系电话", "0561-3886021"),
        ("宁都衣着类价格涨幅", "1.1%"),
        ("宁都交通和通信价格涨了还是跌了", "1.8%"),
        ("宁都初中在校生人数", "3.68万人"),
        ("宁都小学和初中在校生合计", "10.92万人"),
        ("宁都国家高新区综合评价2022年排名", "第162位"),
        ("宁都国家高新区综合评价2024年排名", "第138位"),
        ("宁都2022年营业总收入", "451亿元"),
        ("宁都城乡居民收入差", "19643元"),
        ("宁都医药化工产值增速", "2.3%"),
        ("宁都科贷通放贷金额", "3.42亿元"),
        ("宁都玉米面积", "69.5万亩"),
        ("宁都第二水厂投资", "2.8亿元"),
        ("宁都文旅局副局长是谁", "吴建华"),
        ("宁都高企五年增加多少家", "82家"),
    ],
)
def test_a_budget_or_a_bulletin_tells(service: Service, question: str, told: str) -> None:
    assert told in service.ask(question).answer


@pytest.mark.parametrize("question", ["通川区2024年印花税收入", "通川区房产税收入", "通川区土地增值税收多少"])
def test_another_tax_is_not_all_taxes(service: Service, question: str) -> None:
    told = service.ask(question)
    assert told.refused, told.answer


def test_what_is_told_before_a_deed_is_no_answer_to_it(service: Service) -> None:
    answer = service.ask("通川区绩效评价收回资金").answer
    assert "5230万元" in answer


def test_industries_are_listed_industry_by_industry(service: Service) -> None:
    answer = service.ask("宁都哪些行业工业增加值增长超过10%").answer
    assert "食品加工业" in answer and "锂电新能源业" in answer and "没有" not in answer
