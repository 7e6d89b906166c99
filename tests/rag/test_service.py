"""What ask() does over reports of other places, years and bureaus than the two of the corpus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.errors import EmptyQuestionError, FilterError, QuestionTooLongError
from rag.lookup.queries import FigureQuery
from rag.records import Filters, Turn
from rag.retrieve.retriever import fuse_rankings
from rag.runnable import ParagraphRetriever, ask_runnable
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """长兴县文化和广电旅游体育局2023年工作总结和2024年工作思路
发布机构: | 长兴县文化和广电旅游体育局 | 成文日期: | 2024-01-20 |

一、2023年工作总结
（一）文化服务提质。全年新建城市书房6家、乡村博物馆4家，公共图书馆总藏量达112万册，同比增长5.2%。举办各类文化活动1260场，惠及群众38万人次。
（二）旅游产业提速。接待国内游客1820.5万人次，实现旅游收入215.6亿元，同比分别增长12.4%和15.1%。国庆假期，全县接待国内游客96.3万人次。水口乡、吕山乡分别接待游客310万人次、85万人次。
（三）体育事业提升。新增省级体育公园2个，我县获全省文旅深度融合工程第一批培育地区。游客满意度由88.2分提高到90.6分，居全市第二。
二、2024年工作思路
（一）做强品牌。力争接待国内游客突破2000万人次，旅游收入增长10%左右。
（二）补齐短板。新建城市书房5家以上，确保新增省级体育公园1个。
"""
CITY = """湖州市2024年国民经济和社会发展统计公报
湖州市统计局
2025年3月10日

一、综合
初步核算，全年实现地区生产总值4213.4亿元，比上年增长5.8%。其中，第一产业增加值168.2亿元，增长3.9%；第二产业增加值2010.6亿元，增长6.1%；第三产业增加值2034.6亿元，增长5.6%。分区域看，长兴县实现地区生产总值936.8亿元、安吉县658.3亿元。
全年一般公共预算收入418.7亿元，下降1.3%，其中税收收入360.2亿元。城镇、农村居民人均可支配收入分别为78120元、49306元，增长4.3%、6.0%。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="gb18030")
    (folder / "city.md").write_text(CITY, encoding="utf-8")
    settings = IngestSettings(home=tmp_path_factory.mktemp("home"))
    with open_store(settings, embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None, None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("长兴2023年新建城市书房几家", ["长兴县2023年", "6家"], ["5家"]),
        ("长兴去年接待国内游客多少", ["1820.5万人次"], ["96.3", "2000"]),
        ("国庆长兴接待国内游客多少", ["96.3万人次"], ["1820.5"]),
        ("水口乡接待游客多少", ["水口乡", "310万人次"], ["1820.5"]),
        ("吕山乡接待多少游客", ["吕山乡", "85万人次"], ["1820.5"]),
        ("长兴旅游收入同比增长多少", ["15.1%"], ["12.4"]),
        ("长兴2024年旅游收入目标", ["10%左右", "2024年"], ["215.6"]),
        ("长兴2024年要新建几家城市书房", ["目标", "5家以上"], ["6家"]),
        ("长兴游客满意度全市第几", ["第二"], []),
        ("湖州2024年GDP", ["湖州市2024年", "4213.4亿元"], ["936.8"]),
        ("长兴县2024年GDP", ["长兴县", "936.8亿元"], ["4213.4"]),
        ("安吉GDP多少", ["安吉县", "658.3亿元"], ["936.8"]),
        ("湖州一般公共预算收入增速", ["下降1.3%"], []),
        ("湖州农村居民人均可支配收入", ["49306元"], ["78120"]),
        ("湖州农村居民收入增长多少", ["6.0%"], ["4.3%"]),
        ("湖州二产增加值", ["2010.6亿元"], ["2034.6"]),
        ("湖洲２０２４年税收收入是多少？", ["360.2亿元"], []),
        ("長興縣2023年公共圖書館總藏量", ["112万册"], []),
    ],
)
def test_the_figure_asked_for_is_given_with_its_place_and_time(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    answer = service.ask(question)
    assert not answer.refused, answer.answer
    assert [h for h in has if h not in answer.answer] == [], answer.answer
    assert [one for one in lacks if one in answer.answer] == [], answer.answer


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("德清2024年GDP", "德清县"),  # another place
        ("湖州2022年GDP", "2022年"),  # another year
        ("长兴城市书房总数", "城市书房"),  # a total, where only the new ones are stated
        ("长兴2023年电影票房", "电影票房"),  # an indicator that no report names
        ("吕山乡GDP", "吕山乡"),  # a town, where the county's is stated
        ("全省2024年GDP", "GDP"),  # the province's
        ("长兴第二批文旅深度融合工程", "第二批"),  # the first batch is stated
    ],
)
def test_what_no_report_says_is_refused_without_a_figure(
    service: Service, question: str, reason: str
) -> None:
    answer = service.ask(question)
    assert answer.refused, answer.answer
    assert reason in answer.answer
    assert not any(unit in answer.answer for unit in ("亿元", "万人次", "家。", "%"))
    assert answer.citations == ()


def test_what_is_near_stands_beside_the_refusal_with_its_citation(service: Service) -> None:
    answer = service.ask("湖州2023年GDP")
    assert answer.refused
    near = answer.related[0]
    assert near.why == "other_period"
    assert near.citation.text[near.citation.start : near.citation.end] == near.citation.quote


def test_a_follow_up_takes_over_what_it_leaves_out(service: Service) -> None:
    history = [Turn("user", "长兴县2024年GDP"), Turn("assistant", "…")]
    assert "658.3亿元" in service.ask("安吉呢", history).answer


def test_every_quote_stands_at_its_place(service: Service) -> None:
    answer = service.ask("湖州农村居民收入增长多少")
    for citation in answer.citations:
        assert citation.text[citation.start : citation.end] == citation.quote


def test_filters_limit_what_is_searched(service: Service) -> None:
    assert "936.8亿元" in service.ask("GDP多少", filters=Filters(regions=("长兴县",))).answer
    with pytest.raises(FilterError, match="德清"):
        service.ask("GDP多少", filters=Filters(regions=("德清县",)))


def test_an_empty_or_endless_question_is_an_error(service: Service) -> None:
    with pytest.raises(EmptyQuestionError):
        service.ask("  ")
    with pytest.raises(QuestionTooLongError, match="10000"):
        service.ask("问" * 10_000)


def test_the_look_up_lists_every_kind_of_figure_of_an_indicator(service: Service) -> None:
    rows = service.figures(FigureQuery(q="GDP", regions=("湖州市",))).rows
    assert {(row.figure.kind, row.figure.raw) for row in rows[:2]} == {
        ("amount", "4213.4亿元"),
        ("growth", "5.8%"),
    }


def test_langchain_retrieves_and_asks_through_the_same_service(service: Service) -> None:
    documents = ParagraphRetriever(service=service, limit=3).invoke("湖州2024年地区生产总值")
    assert "4213.4亿元" in documents[0].page_content
    assert documents[0].metadata["region"] == "湖州市"
    assert "4213.4亿元" in ask_runnable(service).invoke("湖州2024年GDP").answer


def test_fused_rankings_put_first_what_both_found() -> None:
    assert next(one for one, _ in fuse_rankings([["a", "b"], ["b", "c"]])) == "b"
    assert fuse_rankings([]) == []
    with pytest.raises(ValueError, match="negative"):
        fuse_rankings([["a"]], k=-1)


@pytest.mark.parametrize(
    ("question", "has", "operands"),
    [
        ("长兴和安吉GDP差多少", "长兴县比安吉县多278.5亿元", 2),
        ("长兴、安吉GDP加起来多少", "合计1595.1亿元", 2),
        ("湖州哪个县GDP最高", "长兴县最高（936.8亿元）", 2),
        ("长兴GDP占全市多少", "长兴县占湖州市的22.2%", 2),
        ("湖州城镇居民收入是农村的几倍", "1.58倍", 1),
        ("湖州二产增加值占GDP多少", "47.7%", 2),
    ],
)
def test_what_is_worked_out_says_so_and_cites_every_operand(
    service: Service, question: str, has: str, operands: int
) -> None:
    answer = service.ask(question)
    assert not answer.refused and answer.answer.startswith("计算得出：") and has in answer.answer
    marks = answer.answer.split("；")[0].count("[")
    assert marks == operands
    assert answer.table is not None and len(answer.table.rows) == 2
    assert all(cell.citation for _, cells in answer.table.rows for cell in cells)


def test_a_comparison_that_lacks_one_side_works_nothing_out(service: Service) -> None:
    answer = service.ask("长兴和德清GDP差多少")
    assert "计算得出" not in answer.answer and "德清县的GDP，没有找到" in answer.answer


def test_the_highest_of_places_is_not_said_of_one_place_alone(service: Service) -> None:
    answer = service.ask("湖州哪个县一般公共预算收入最高")
    assert answer.refused and "418.7" not in answer.answer


def test_follow_ups_compare_the_places_asked_about_before(service: Service) -> None:
    history = [
        Turn("user", "长兴GDP多少"),
        Turn("assistant", "…"),
        Turn("user", "安吉呢"),
        Turn("assistant", "…"),
    ]
    assert "长兴县最高" in service.ask("哪个更高", history).answer


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        (
            "长兴2023年主要成效",
            ["文化服务提质", "6家", "旅游产业提速", "1820.5万人次"],
            ["做强品牌", "2000万"],
        ),
        ("长兴2023年旅游产业工作亮点", ["1820.5万人次"], ["6家"]),
        ("长兴2024年工作计划", ["2024年计划", "2000万人次", "5家以上"], ["1820.5"]),
    ],
)
def test_a_summary_gives_points_with_their_figures_of_the_part_asked_about(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    answer = service.ask(question)
    assert all(words in answer.answer for words in has), answer.answer
    assert not any(words in answer.answer for words in lacks), answer.answer


def test_shortcomings_are_given_point_by_point(tmp_path_factory: pytest.TempPathFactory) -> None:
    report = tmp_path_factory.mktemp("report") / "a.txt"
    report.write_text(
        "丽水市卫生健康委员会2024年工作总结\n一、主要成效\n建成村卫生室35个。\n二、存在的问题\n"
        "工作中还存在一些不足：一是人才短缺，每千人口医师仅2.6人。二是设备老化，更新率不足三成。\n",
        encoding="utf-8",
    )
    settings = IngestSettings(home=tmp_path_factory.mktemp("home"))
    with open_store(settings, embedder=HashEmbedder()) as store:
        ingest([report], store)
        answer = Service(store).ask("丽水卫健工作存在哪些问题")
    assert "一是人才短缺" in answer.answer and "二是设备老化" in answer.answer
    assert len(answer.citations) == 2 and "35个" not in answer.answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("长兴2023年新建城市书房几家，接待国内游客多少", ["6家", "1820.5万人次"]),
        ("长兴国内游客有多少 旅游收入增长多少", ["1820.5万人次", "15.1%"]),
        ("湖州GDP多少，一般公共预算收入是不是下降了", ["4213.4亿元", "1.3%"]),
    ],
)
def test_several_questions_in_one_are_each_answered(service: Service, question: str, has: list[str]) -> None:
    answer = service.ask(question)
    assert all(words in answer.answer for words in has), answer.answer


def test_a_verdict_is_said_in_front_of_its_figure(service: Service) -> None:
    assert service.ask("湖州GDP超过4000亿了吗").answer.startswith("是，")
    assert service.ask("湖州一般公共预算收入是不是增长了").answer.startswith("不是，")
    assert not service.ask("湖州GDP多少").answer.startswith(("是", "不是"))


def test_places_by_times_are_a_table_with_a_citation_a_cell(service: Service) -> None:
    table = service.ask("长兴和湖州2022、2024年GDP").table
    assert table is not None and table.columns == ("地区", "2022年地区生产总值", "2024年地区生产总值")
    cells = {name: [(c.text, c.citation is not None) for c in row] for name, row in table.rows}
    assert cells == {
        "长兴县": [("未见", False), ("936.8亿元", True)],
        "湖州市": [("未见", False), ("4213.4亿元", True)],
    }
