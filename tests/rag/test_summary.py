"""What a report says in the main: plans without headings, goals in one sentence or table, shortcomings, sections."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTED = """# 江山市水利局2025年上半年工作总结

江山市水利局　2025年7月16日

## 一、上半年工作情况

**（一）工程建设提速。**完成水利投资6.2亿元，增长8.1%。

**（二）防汛能力增强。**新建监测站点42个。

一年来，我们坚持节水优先，节约用水走在前列。用水总量下降3.1%。
"""
BUREAU = """衢州市农业农村局2024年工作总结和2025年工作打算
发布机构: | 衢州市农业农村局 | 成文日期: | 2025-01-20 |

一、2024年工作情况
（一）粮食生产。粮食总产量71.2万吨，增长1.3%。
（二）畜牧渔业。生猪出栏168万头，水产品产量7.4万吨。
市级重点农业项目见表1。

表1 市级重点农业项目（单位：亿元）

| 项目 | 总投资 | 完成投资 |
| --- | ---: | ---: |
| 柑橘加工园 | 4.6 | 2.1 |
| 智慧渔场 | 2.2 | 0.8 |

二、存在困难
一是种粮收益偏低；二是农技人员不足，缺口120人。

三、2025年工作打算
一是稳住粮食。播种面积不低于150万亩，总产量稳定在71万吨以上。
二是做强柑橘。力争柑橘产业产值突破60亿元，新建基地2万亩。
"""
HOUSE = """衢州市科学技术局2024年工作总结和2025年工作计划
发布机构: | 衢州市科学技术局 | 成文日期: | 2025-01-21 |

一、2024年工作总结
高新技术企业达到862家。

二、2025年工作计划
（一）主要目标。高新技术企业突破900家,技术合同成交额达到160亿元,新增省级研发机构20家。
（二）重点任务。建设科创飞地3个。
（三）抓实“三大行动”,在成果转化上求突破
一是实施企业倍增行动,净增高企60家。二是实施平台提能行动。三是实施人才引育行动,引才40人。
"""
COUNTY = """常山县人民政府2024年工作总结
常山县人民政府
2025年1月8日

一、工业经济
规模以上工业增加值增长7.7%，工业技改投资增长14.2%。
二、城乡建设
新建农村公路62公里，改造老旧小区9个。
问题依然突出：工业用地不足，企业亏损面12.6%。
三、2025年目标
主要预期目标是：地区生产总值增长6%左右；一般公共预算收入增长4%；工业投资增长10%以上。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "bureau.md").write_text(BUREAU, encoding="utf-8")
    (folder / "counted.md").write_text(COUNTED, encoding="utf-8")
    (folder / "house.md").write_text(HOUSE, encoding="utf-8")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 4
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("衢州市农业农村局2025年有什么打算", ["150万亩", "60亿元"], ["71.2"]),
        ("衢州农业农村局2025年重点抓什么", ["150万亩", "60亿元"], ["71.2"]),
        ("衢州2025年柑橘怎么抓", ["60亿元"], ["150万亩"]),
        ("衢州农业工作还有什么难处", ["种粮收益偏低", "120人"], ["71.2"]),
        ("衢州市级重点农业项目有哪些", ["柑橘加工园", "智慧渔场"], []),
        ("衢州2024年农业主要成效", ["71.2万吨", "168万头"], ["收益偏低", "150万亩"]),
        (
            "衢州科技局三大行动是哪三个",
            ["一是实施企业倍增行动", "二是实施平台提能行动", "三是实施人才引育行动"],
            ["60家"],
        ),
        ("衢州市高企2025年目标和2024年实际比，多多少", ["多约38家"], []),
        ("衢州高企2025年目标比2024年达到的多几家", ["多约38家"], []),
        ("常山县有什么短板", ["12.6%"], ["7.7%"]),
        ("常山县2025年主要预期目标有哪些", ["6%左右", "4%", "10%以上"], ["7.7%"]),
        ("常山县2024年工业经济情况怎么样", ["7.7%", "14.2%"], ["62公里"]),
        ("江山水利局2025年上半年防汛方面干得怎么样，总结一下", ["42个"], ["6.2亿元", "防汛能力增强"]),
        ("江山市水利工程建设情况", ["6.2亿元"], ["42个", "提速"]),
        ("介绍一下江山市的节约用水工作", ["3.1%"], ["42个"]),
        ("衢州农业农村工作2024年怎么样", ["71.2万吨", "168万头"], ["收益偏低"]),
    ],
)
def test_the_part_of_a_report_that_is_asked_for_is_told(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    answer = service.ask(question)
    assert not answer.refused, answer.answer
    assert all(words in answer.answer for words in has), answer.answer
    assert not any(words in answer.answer for words in lacks), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "江山市2024年防汛情况怎么样",
        "江山市2025年上半年城乡建设情况",
        "开化县城乡建设情况怎么样",
        "衢州成果转化情况怎么样",
    ],
)
def test_how_a_field_went_is_not_told_of_another_time_place_or_field_nor_of_plans(
    service: Service, question: str
) -> None:
    assert service.ask(question).refused


@pytest.mark.parametrize("question", ["常山县下一步有什么打算", "衢州2026年有什么打算"])
def test_plans_that_no_report_holds_are_not_told(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.refused or "2025年" in answer.answer


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("常山县2025年主要预期目标", ["6%", "4%", "10%"], []),
        ("常山2025年发展目标是什么", ["6%", "4%", "10%"], []),
        ("衢州科技局2025年目标", ["900家", "160亿元", "20家"], ["150万亩", "862家"]),
        ("衢州市农业农村局2025年工作目标", ["150万亩", "60亿元"], ["900家"]),
        ("常山县2024年主要目标", [], ["6%"]),
        ("龙游县2025年主要目标", [], ["900家", "150万亩"]),
    ],
)
def test_goals_are_told_whole_and_only_those_of_the_year_the_place_and_the_office(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    answer = service.ask(question).answer
    assert all(one in answer for one in has), answer
    assert not any(one in answer for one in lacks), answer


def test_a_heading_that_only_names_a_subject_is_no_point_of_a_summary(service: Service) -> None:
    told = [one.quote for one in service.ask("衢州市农业农村局2024年主要成效").citations]
    assert "粮食总产量71.2万吨，增长1.3%" in told and "生猪出栏168万头，水产品产量7.4万吨" in told
    assert not any("粮食生产" in one or "畜牧渔业" in one for one in told)


def test_a_heading_in_bold_is_a_point_without_its_marks(service: Service) -> None:
    quotes = [c.quote for c in service.ask("江山市水利局上半年主要做了什么").citations]
    assert quotes[:3] == ["（一）工程建设提速", "完成水利投资6.2亿元，增长8.1%", "（二）防汛能力增强"]
