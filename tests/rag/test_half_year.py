"""Half a year's report: what is planned for the year, what is done of it by June, and how the two are held together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """泗阳县2025年上半年经济运行情况通报
泗阳县发展和改革局
2025年7月18日

一、农业。今年计划新建高标准农田16万亩，至6月底开工14.2万亩、完工5.7万亩；夏粮总产42.3万吨。
二、城建。全年任务改造老旧小区38个，已完工21个；全年新增公共停车位3000个（1—6月已建成1240个）。
三、市场主体。上半年新登记经营主体4826户，注销1953户，期末实有8.7万户，其中企业2.3万户、个体工商户6.2万户。
四、水利投资
| 项目 | 2023年完成投资（万元） | 2024年完成投资（万元） |
| --- | --- | --- |
| 农村供水 | 18640 | 21350 |
| 灌区改造 | 7430 | 8890 |
五、财政。一般公共预算收入18.3亿元；政府债务余额86.2亿元，限额92.5亿元。
六、教育。全年撤并农村幼儿园13所。
| 类别 | 学校数（所） | 在校生（人） |
| --- | --- | --- |
| 幼儿园 | 97 | 21460 |
| 小学 | 64 | 54210 |
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("泗阳高标准农田今年还有多少万亩没开工", "1.8万亩"),
        ("泗阳高标准农田还差多少没完工", "10.3万亩"),
        ("泗阳老旧小区改造任务还有几个没完工", "17个"),
        ("泗阳停车位离全年目标还差多少个", "1760个"),
        ("泗阳债务离省里给的天花板还有多大空间", "6.3亿元"),
        ("泗阳灌区改造2024年比2023年多投多少", "1460万元"),
        ("泗阳企业占经营主体的比重", "企业占经营主体的26.4%"),
    ],
)
def test_what_is_left_or_more_is_worked_out(service: Service, question: str, told: str) -> None:
    assert told in service.ask(question).answer


@pytest.mark.parametrize(
    "question", ["泗阳幼儿园是80所吗", "泗阳现在幼儿园有80所左右吧", "泗阳幼儿园97所对吗"]
)
def test_a_number_claimed_is_held_against_the_cell_and_not_against_what_was_closed(
    service: Service, question: str
) -> None:
    answer = service.ask(question).answer
    assert "97" in answer and "13所" not in answer


def test_a_goal_of_the_year_is_no_result_of_its_first_half(service: Service) -> None:
    assert "目标" in service.ask("泗阳2025年新增公共停车位多少个").answer
    told = service.ask("泗阳上半年新建高标准农田多少万亩").answer
    assert "16万亩" not in told or "计划" in told
