"""The sentence nearest to what is asked is quoted, and said to be that; what is merely like it is still refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.answer.closest import NOTE
from rag.service import Service
from tests.fakes import HashEmbedder

PREFECTURE = """楚雄州文化和旅游局2024年工作总结
楚雄州文化和旅游局
2025年1月12日

一、2024年工作
联动实施“四馆一体”场馆修缮、非遗工坊培育和古镇修缮等文旅项目143项。州民族歌舞剧院排演舞剧《阿诗玛》31场。
清理拖欠文旅企业账款1.87亿元，清偿率93.4%。推动彝绣集团成立全省首个无边界研学联盟，新认定州级研学基地26家。
元谋姜驿乡，客栈由上年的43家增加到61家。全年发放文旅消费券2600万元，城镇登记失业率3.1%。
双柏县文旅项目投资进度居各县市之首；民宿培训完成年度计划比例最高的是南华县（93%），最低的是武定县（61%）。州局在编人员平均年龄46岁，高级导游持证率31%。受灾客栈137家，已恢复营业119家。猪牛羊禽肉产量8.4万吨。南华宾馆床位420张，州第二人民医院总投资5.6亿元。州第三医院门诊楼启用，州民族医院完成主体，新增床位450张。大姚县人民医院总投资3.4亿元，县宾馆床位260张。
二、2025年计划
力争到2030年，省级旅游度假区达到5个，旅游总收入突破900亿元。
"""

CITY = """荆门市文化和旅游局2024年工作总结
荆门市文化和旅游局
2025年1月20日

全年举办惠民演出860场，新建农家书屋72个。全市地区生产总值2310亿元，其中第一产业增加值268亿元，第二产业增加值986亿元。
全市接待国内游客1200万人次，增长8.1%。其中过夜游客372万人次，占比31%。在全国旅游休闲城市综合发展水平考核评价中，我市列第26位。
省核定全市政府债务限额682.5亿元，余额641.4亿元。国有资本经营预算收入5300万元，支出2100万元，调出到一般公共预算3200万元。全年接文旅投诉86件，其中网络投诉16件。减免文旅企业所得税5.6亿元，文旅企业研发投入增长11%。
县域内住院率91.2%；三级公立医院次均门诊费用263.5元，增长2.1%，次均住院费用9,126元，下降3.7%。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "prefecture.txt").write_text(PREFECTURE, encoding="utf-8")
    (folder / "city.txt").write_text(CITY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 2
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("楚雄场馆修缮、非遗工坊培育、古镇修缮那一揽子文旅项目，一共联动实施多少项", ["143项"]),
        ("楚雄清欠文旅企业账款清了多少钱、清偿率多高", ["1.87亿元", "93.4%"]),
    ],
)
def test_the_sentence_that_says_nearly_all_is_quoted_as_the_nearest(
    service: Service, question: str, has: list[str]
) -> None:
    told = service.ask(question)
    assert all(one in told.answer for one in has), told.answer
    assert NOTE in (told.notice or "")


@pytest.mark.parametrize(
    "question",
    [
        "楚雄城镇调查失业率是多少",  # 登记失业率
        "楚雄禽肉产量多少",  # of others too
        "楚雄第二人民医院床位多少张",  # of a hotel
        "大姚县人民医院床位多少张",
        "楚雄第三医院床位多少",  # of two
        "楚雄州局在编人员多少",  # how old they are
        "楚雄高级导游多少",  # a rate
        "荆门哪个社区文旅投诉最多",
        "荆门一般公共预算收入多少",  # what went over to it
        "楚雄还有多少家受灾客栈没恢复",
        "楚雄旅游总收入多少",  # a goal for another year
        "荆门场馆修缮、非遗工坊培育、古镇修缮那一揽子文旅项目，一共联动实施多少项",  # of another place
    ],
)
def test_what_is_merely_like_it_is_refused(service: Service, question: str) -> None:
    told = service.ask(question)
    assert told.refused, told.answer


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("荆门国内游客里过夜的占几成", "31%"),  # of which whole the numbers show
        ("荆门在全国旅游休闲城市综合考评里排第几", "第26位"),  # behind the clause that names it
        ("荆门给文旅企业减了多少所得税", "5.6亿元"),
        ("荆门政府债务离限额还剩多少空间", "41.1亿元"),  # 682.5-641.4
    ],
)
def test_the_number_is_found_where_the_sentence_goes_on(service: Service, question: str, number: str) -> None:
    assert number in service.ask(question).answer


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("楚雄哪个县民宿培训完成年度计划比例最低", "武定县"),
        ("楚雄哪个县文旅项目投资进度最高", "双柏县"),
    ],
)
def test_which_place_is_first_is_told_where_a_sentence_says_so(
    service: Service, question: str, place: str
) -> None:
    assert place in service.ask(question).answer


@pytest.mark.parametrize("question", ["楚雄哪个县文旅项目投资进度最低", "楚雄哪个县研学基地最多"])
def test_what_is_first_tells_neither_the_last_nor_another_first(service: Service, question: str) -> None:
    told = service.ask(question)
    assert told.refused, told.answer


def test_the_first_of_its_kind_is_named_and_no_rank(service: Service) -> None:
    assert "彝绣集团" in service.ask("楚雄全省第一个无边界研学联盟是哪家企业搞起来的").answer


def test_a_town_that_no_figure_is_of_is_looked_for_in_the_report_that_names_it(service: Service) -> None:
    assert "61家" in service.ask("姜驿乡客栈现在多少家").answer


def test_a_name_that_begins_like_a_place_is_no_place(service: Service) -> None:
    assert "31场" in service.ask("阿诗玛舞剧排演了多少场").answer


def test_a_year_ahead_is_looked_for_where_the_sentence_names_it(service: Service) -> None:
    assert "5个" in service.ask("楚雄2030年省级旅游度假区要达到多少个").answer


def test_a_part_is_asked_for_by_its_whole_and_one_of_two_kinds_is_not_the_other(service: Service) -> None:
    assert "986亿元" in service.ask("荆门GDP里二产有多少亿").answer
    told = service.ask("荆门三级公立医院住院次均费用是涨了还是降了，多少").answer
    assert "2.1%" not in told and "263.5" not in told, told
