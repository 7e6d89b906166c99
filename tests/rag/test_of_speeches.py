"""Speeches and briefings: what is meant for this year or the rest of it is a goal, and no result of what is told on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

SPEECH = """在宜城市2025年民政工作会议上的讲话（节选）
市民政局局长　胡建国
（2025年2月26日）

同志们：
今天会议的主要任务是总结去年、部署今年。下面，我讲两点意见。
第一，去年工作可圈可点。一年来，特困人员2683人，集中供养612人，集中供养率22.8%；城市低保标准由每月720元提到756元；养老护理员持证率只有54%。乡镇民政工作人员平均每个镇只有2.3人，最少的刘猴镇只有1人。
第二，今年任务要拎得清。几个硬数字：低保标准城市提到790元、农村提到7560元；新建幸福食堂20家；特困集中供养率达到25%；养老护理员持证率达到70%。
"""
BRIEFING = """全市住建系统半年工作推进会材料
（2025年7月24日）
衡水市住房和城乡建设局

今年以来，全市住建系统紧盯目标、狠抓落实。
★城市更新：全市计划改造老旧小区126个，已开工126个、完工71个；其中桃城区38个、完工26个，冀州区21个、完工11个。
★建筑业：总产值142.7亿元，新开工装配式建筑占比41.5%。
★市政基础设施：整治城市易涝点12处中的9处；筹集保障性租赁住房1850套，配租1326套。
★质量：合格率95.1%，高于全省平均1.3个百分点。
下半年重点：①老旧小区12月底前全部完工；②新开工装配式建筑占比达到45%；③住房公积金贷款发放全年突破13亿元。
"""

PORT = """# 钦州港2024年运行情况与2025年计划

广西北部湾港钦州片区管理机构 · 2025年1月20日

2024年，钦州港货物吞吐量2.14亿吨，同比增长10.6%。

- 航线：现有集装箱航线76条，其中外贸48条、内贸28条。
- 基建：完成港口投资63.7亿元，完成年度计划的106.2%。

**2025年**：货物吞吐量力争2.3亿吨；新开外贸航线5条。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "speech.txt").write_text(SPEECH, encoding="utf-8")
    (folder / "briefing.txt").write_text(BRIEFING, encoding="utf-8")
    (folder / "port.md").write_text(PORT, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 3
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("宜城特困集中供养率", "22.8%", "25%"),
        ("宜城护理员持证率", "54%", "70%"),
        ("宜城城市低保标准", "756元", "790"),
        ("衡水装配式建筑占比", "41.5%", "45%"),
        ("衡水易涝点整治了几处", "中的9处", "-"),
        ("冀州区老旧小区改造完工多少", "完工改造老旧小区11个", "-"),
        ("衡水合格率全省平均是多少", "93.8%", "-"),
    ],
)
def test_a_result_is_told_and_no_goal(service: Service, question: str, told: str, other: str) -> None:
    answer = service.ask(question).answer
    assert told in answer and other not in answer, answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宜城2025年城市低保标准", "790元"),
        ("宜城2025年新建幸福食堂", "20家"),
        ("衡水公积金贷款全年目标", "13亿元"),
    ],
)
def test_what_is_meant_for_the_year_is_told_as_a_goal(service: Service, question: str, told: str) -> None:
    answer = service.ask(question).answer
    assert told in answer and "目标" in answer, answer


def test_what_was_done_with_part_of_them_is_not_told_by_all(service: Service) -> None:
    assert "1850" not in service.ask("衡水保障性租赁住房配租").answer


def test_the_place_that_has_least_is_named(service: Service) -> None:
    assert "刘猴镇" in service.ask("宜城哪个镇民政工作人员最少").answer


def test_the_day_of_issue_in_a_line_of_the_head_makes_no_plan_of_what_follows(service: Service) -> None:
    answer = service.ask("钦州港港口投资多少").answer
    assert "63.7亿元" in answer and "计划：" not in answer and "目标" not in answer


def test_what_a_whole_report_is_of_is_no_part_of_what_is_asked(service: Service) -> None:
    assert "2.14亿吨" in service.ask("钦州港货物吞吐量").answer
    assert "76条" in service.ask("钦州港集装箱航线多少条").answer
