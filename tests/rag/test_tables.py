"""Questions over tables with categories, words in cells, two lines of headers, and over a plan for five years."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """2024年武宁县重点工程推进情况
领域 | 工程名称 | 责任单位 | 总投资(亿元) | 年度计划投资(亿元) | 完成投资(亿元) | 完成率
水利 | 西溪水库除险加固 | 县水利局 | 2.8 | 1.2 | 1.3 | 108.3%
| 312国道防洪堤 | 县水利局 | 1.9 | 0.8 | 0.6 | 75%
教育 | 城东实验小学 | 县教育局 | 1.1 | 0.5 | 0.4 | 80%
合计 | | | 5.8 | 2.5 | 2.3 | 92%

民生实事办理情况
序号 | 实事 | 年度目标 | 进展
1 | 新增公共停车泊位 | 1500个 | 新增泊位1632个
2 | 农村危房改造 | 不少于80户 | 已开工86户,竣工83户
3 | 免费两癌筛查 | 6000人 | 全部完成

各镇（街）农业总产值
镇街 | 总量(亿元) | 位次 | 增速(%) | 位次
石门镇 | 4.1 | 2 | 3.3 | 5
船滩镇 | 2.8 | 6 | 4.9 | 1

各镇工业增长
镇街 | 规上增加值增速 | 增速位次 | 技改投资(亿元)
石门镇 | 11.6 | 3 | 1.9
船滩镇 | 12.9 | 1 | 2.7

各镇基础教育在校生数（单位：人）
镇街 | 幼儿园 | 小学 | 初中
石门镇 | 512 | 1208 | 673
船滩镇 | 460 | 1245 | 520

各镇工业
镇街 | 规上工业增加值增速（%） | 位次
清江乡 | 9.6 | 4
甫田乡 | 7.9 | 2

重点支出
项目	金额（万元）	同比（%）
住房保障支出	23 450	-11.8
卫生健康支出	161 308	-2.5

各镇空气质量
名次 | 地区 | 综合指数 | PM2.5(微克/立方米)
1 | 澧溪镇 | 2.31 | 16
2 | 罗坪镇 | 2.64 | 20

财政支出情况
科目 | 金额 | 比上年增长
交通运输支出 | 10932万元 | 下降17.9%
教育支出 | 98324万元 | 增长2.7%

（二）政府性基金。收入16.4亿元，为预算的72.9%；支出21.8亿元，其中&ldquo;八项支出&rdquo;6.3亿元。全年办理离婚登记386对。
"""
PLAN = """武宁县国民经济和社会发展第十五个五年规划纲要

第一章 发展基础
“十四五”时期，全县地区生产总值由2020年的158.2亿元增加到2025年的214.6亿元，年均增长6.3%。新建农村公路420公里。

第二章 主要目标
类别 | 指标 | 2025年 | 2030年 | 年均增长〔累计〕 | 属性
经济 | 地区生产总值(亿元) | 214.6 | 287 | 6%左右 | 预期性
生态 | 森林覆盖率(%) | 75.3 | ≥75.5 | — | 约束性
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None, None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("武宁县交通运输支出比上年增长多少", "交通运输支出下降17.9%"),
        ("武宁县教育支出增速", "教育支出增长2.7%"),
        ("武宁312国道防洪堤总投资多少", "总投资1.9亿元"),
        ("武宁哪个工程完成投资最多", "西溪水库除险加固最高（1.3亿元）"),
        ("武宁哪些工程没有完成投资计划", "312国道防洪堤（0.6亿元）、城东实验小学（0.4亿元）"),
        ("312国道防洪堤是哪个单位负责的", "责任单位县水利局"),
        ("武宁新增公共停车泊位多少个", "1632个"),
        ("武宁公共停车泊位的年度目标", "目标：公共停车泊位1500个"),
        ("武宁农村危房改造竣工多少户", "83户"),
        ("武宁农村危房改造目标", "80户"),
        ("武宁两癌筛查完成了吗", "全部完成"),
        ("清江乡规上工业增速排第几", "增速位次：第4位[1]。"),
        ("石门镇初中在校生多少", "初中在校生673人[1]。"),
        ("石门镇规上工业增速排第几", "增速位次：第3位[1]。"),
        ("武宁2024年住房保障支出多少", "住房保障支出23 450万元[1]。"),
        ("石门镇农业总产值排第几", "农业总产值位次：第2位[1]。"),
        ("石门镇农业总产值增速排第几", "农业总产值增速位次：第5位[1]。"),
        ("澧溪镇综合指数是多少", "综合指数2.31[1]。"),
        ("罗坪镇PM2.5多少", "PM2.5：20微克/立方米[1]。"),  # not 2.520
        ("武宁政府性基金收入", "16.4亿元"),
        ("武宁八项支出多少", "6.3亿元"),
        ("武宁离婚登记多少对", "386对"),
        ("武宁2020年地区生产总值", "158.2亿元"),
        ("武宁2025年地区生产总值", "214.6亿元"),
        ("武宁十四五期间新建农村公路多少公里", "420公里"),
        ("武宁2030年地区生产总值目标", "目标：地区生产总值287亿元"),
        ("武宁十五五地区生产总值年均增速目标", "6%左右"),
        ("武宁2030年森林覆盖率目标", "75.5%以上"),
    ],
)
def test_a_table_answers_by_the_names_of_its_rows(service: Service, question: str, has: str) -> None:
    answer = service.ask(question)
    assert has in answer.answer and not answer.refused, answer.answer


@pytest.mark.parametrize(
    "question",
    ["武宁2024年地区生产总值", "武宁2021年地区生产总值", "武宁2025年森林覆盖率目标", "武宁水利总投资"],
)
def test_a_year_or_row_that_no_table_has_is_refused(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.refused, answer.answer
