"""Two questions in one, and a question with something said beside it: what is asked on about is told where the first is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.records import Turn
from rag.service import Service
from rag.understand.asides import without_asides
from tests.fakes import HashEmbedder

COUNTY = """浦江县2024年民生工作回顾
浦江县民生工作办公室
2025年1月15日

一、2024年工作
全年改造老旧小区23个，受益居民6120户，加装电梯41部；新建口袋公园8个、绿道12公里。新签约亿元以上项目19个、总投资143亿元，其中外资项目2个。
全县发生生产安全事故6起、死亡4人，受伤2人，直接经济损失210万元，同比分别下降25%、20%、33.3%和12.5%。
向1.2万户企业发放稳岗返还资金3460万元，惠及职工8.4万人。预计新认定高新技术企业38家。
城市信用综合指数排全省第21位，较上年前进5位。粮食产量11.2万吨，实现九连增。
新改建农村公路86公里，总投资2.3亿元；整治危桥11座。接待游客863万人次，实现旅游收入91亿元。
立案查处违法案件132件，罚没金额415万元。全年送戏下乡1560场，完成年度任务的104%。
上线“一件事一次办”事项42件。金坑岭水库主体完工，总投资8.2亿元，总库容3600万立方米。
第二产业增加值186.3亿元，增长5.1%。小学在校生3.2万人，比上学年减少0.1万人。
"""

REVIEW = """义乌市水务局“十四五”以来工作回顾
义乌市水务局
2024年3月20日

    2021—2023年，是全市治水投入最多的三年。累计完成水利投资58.7亿元。农村供水普及率99.2%，现有水库86座，改造管网320公里。
"""

DECEMBER = """东阳市住房和城乡建设局2024年工作总结
东阳市住房和城乡建设局
2024年12月26日

    2024年，新建口袋公园9个，改造危房132户。
    二、2025年工作安排
    明年主要目标：新建口袋公园12个，改造危房85户。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    (folder / "review.txt").write_text(REVIEW, encoding="utf-8")
    (folder / "december.txt").write_text(DECEMBER, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 3
        yield Service(store)


def ask(service: Service, question: str, *before: str) -> str:
    return service.ask(question, [Turn("user", each) for each in before]).answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("浦江老旧小区改了多少个，涉及多少户", ["23个", "6120户"]),
        ("浦江新签约亿元以上项目几个，总额多少，其中外资的几个", ["19个", "143亿元", "2个"]),
        ("浦江生产安全事故多少起，死了几个人，损失多少", ["6起", "4人", "210万元"]),
        ("浦江稳岗返还发了多少钱，惠及多少人", ["3460万元", "8.4万人"]),
        ("浦江给多少企业发了稳岗返还，一共多少钱", ["1.2万户", "3460万元"]),
        ("浦江城市信用全省第几，进步几位", ["第21位", "5位"]),
        ("浦江农村公路修了多少公里，花了多少钱，危桥修了几座", ["86公里", "2.3亿元", "11座"]),
        ("浦江查了多少案件，罚了多少钱", ["132件", "415万元"]),
    ],
)
def test_what_is_asked_on_about_is_told_beside_what_was_asked_first(
    service: Service, question: str, has: list[str]
) -> None:
    answer = ask(service, question)
    assert all(words in answer for words in has) and "没有写到" not in answer, answer


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("浦江生产安全事故多少起，火灾多少起", "火灾2"),
        ("浦江旅游收入多少，住宿收入多少", "住宿收入9"),
        ("浦江老旧小区改了多少个，还有多少没改", "41部"),
        ("浦江新建口袋公园几个，占地多少亩", "12公里"),
        ("浦江稳岗返还发了多少钱，比上年多多少", "8.4万人"),
        ("浦江老旧小区改了多少个，花了多少钱", "143亿元"),
    ],
)
def test_what_is_not_said_there_is_still_missing(service: Service, question: str, lacks: str) -> None:
    answer = ask(service, question)
    assert "没有" in answer and lacks not in answer, answer


def test_how_many_it_was_done_for_is_told_with_what_was_done(service: Service) -> None:
    assert "向1.2万户企业发放稳岗返还资金3460万元" in ask(service, "浦江给多少企业发了稳岗返还")
    assert "没有写到" in ask(service, "浦江给多少企业发了贷款")


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("写材料用，浦江2024年改造了多少老旧小区", "23个"),
        ("浦江接待游客多少人次，我要填表", "863万人次"),
        ("同事问：浦江查处多少违法案件", "132件"),
        ("浦江整治了几座危桥，着急要", "11座"),
    ],
)
def test_what_is_said_beside_a_question_is_no_part_of_it(service: Service, question: str, has: str) -> None:
    assert has in ask(service, question)


@pytest.mark.parametrize(
    "question",
    [
        "浦江接待游客多少，不含一日游",
        "浦江老旧小区改造多少个，城东街道的",
        "浦江新认定高企多少家，营收过亿的",
        "浦江新认定高企多少家，小微企业那种",
        "低空经济领域，浦江新认定多少高企",
    ],
)
def test_what_narrows_a_question_is_part_of_it(service: Service, question: str) -> None:
    assert service.ask(question).refused


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("浦江送戏下乡完成了年度任务的104%，那年度任务是多少场", "1500场"),
        ("浦江送戏下乡年度任务多少场", "1500场"),
        ("浦江“一件事一次办”上线了多少件", "42件"),
        ("浦江二产去年(2024年)增速多少", "5.1%"),
        ("浦江小学在校生比上学年多了还是少了？多少", "减少0.1万人"),
        ("浦江的工作报告里说改造了多少老旧小区", "23个"),
    ],
)
def test_what_a_question_supposes_quotes_or_puts_in_brackets_is_read(
    service: Service, question: str, has: str
) -> None:
    assert has in ask(service, question)


def test_what_a_question_supposes_is_what_the_report_says() -> None:
    plainer = without_asides("送戏下乡完成了年度任务的97%，那年度任务是多少场")
    assert plainer is not None and plainer.supposes == ("97",)


def test_it_is_what_was_asked_about_before(service: Service) -> None:
    assert "3600万立方米" in ask(service, "那它总库容多少", "浦江金坑岭水库总投资多少")


def test_last_year_is_the_year_that_a_report_of_its_end_tells_of(service: Service) -> None:
    answer = service.ask("东阳去年新建口袋公园几个")
    assert "9个" in answer.answer and "读作2024年" in str(answer.notice)


def test_next_year_of_a_report_of_december_is_the_year_of_its_plans(service: Service) -> None:
    assert "2025年目标：新建口袋公园12个" in ask(service, "东阳2025年新建口袋公园目标几个")


def test_the_years_of_a_plan_so_far_are_told_of_the_plan(service: Service) -> None:
    assert "58.7亿元" in ask(service, "义乌“十四五”以来完成水利投资多少")


def test_how_things_are_at_the_end_of_a_look_back_is_so_in_its_last_year(service: Service) -> None:
    assert "99.2%" in ask(service, "义乌2023年农村供水普及率多少")
    assert "86座" in ask(service, "义乌2023年现有水库多少座")
    assert "58.7" not in ask(service, "义乌2023年完成水利投资多少")
    assert "99.2" not in ask(service, "义乌2022年农村供水普及率多少")


PORT = """舟山市港航事务中心2024年工作总结
舟山市港航事务中心
2025年1月16日

    2024年，完成港航建设投资86.4亿元，完成年度任务的108%，居全省第2位。其中，码头完成投资51.2亿元，航道完成投资22.7亿元，锚地完成投资12.5亿元。去年完成港航建设投资79.3亿元。
    查处违规船舶132艘次，其中无证船舶41艘次。新更新渡船26艘，改造码头18座。
    水产品总产量31.6万吨，其中鱼类18.2万吨、虾蟹类7.9万吨。高新技术企业总数152家，净增14家。
    受外部需求不足、资金紧张等因素影响，货物吞吐量下降2.3%。
    第一产业增加值86.1亿元，增长3.1%；第二产业增加值402.6亿元，增长7.2%；第三产业增加值515.8亿元，增长5.4%。
    新签约项目23个，其中5亿元以上项目6个；总投资12亿元的六横冷链项目已封顶。
    实有床位8600张，每千人口床位6.8张；海员医院新增床位450张。办理渔船交易318笔。举办环岛自行车赛、沙滩足球公开赛等赛事6场，带动消费1.3亿元。
    2025年，港航建设投资计划完成90亿元，净增高新技术企业20家。
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    file = tmp_path_factory.mktemp("port") / "port.txt"
    file.write_text(PORT, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([file], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        # a part is a part of what was told, and 总投资 by itself that of it
        ("舟山查处违规船舶多少艘次，其中渡船多少艘", "没有写到", "26艘"),
        ("舟山查处违规船舶多少艘次，其中无证的多少", "41艘次", "26艘"),
        ("舟山5亿元以上项目签约几个，总投资多少", "没有写到", "12亿元"),
        # which part is the largest is none of the whole
        ("舟山港航建设投资哪块最多，有多少", "码头最高（51.2亿元）", "86.4亿元"),
        ("舟山水产品产量哪类最多", "鱼类最高（18.2万吨）", "31.6"),
        ("舟山高新技术企业哪类最多", "没有写到", "152"),
        # a share is of one year
        ("舟山航道投资占港航建设投资多少", "26.3%", "79.3"),
        # what is supposed is of its own year; whether it is so is asked of all of it
        ("舟山港航建设投资完成年度任务的108%，任务是多少", "80亿元", "90亿元"),
        ("我记得舟山第二产业增加值增长8%，是吗", "不是", "402.6亿元[1]；"),
        ("舟山港航建设投资多少，年度任务是多少", "80亿元", "90亿元"),
        ("舟山床位多少", "8600张", "450张"),
        ("舟山渔船交易多少笔", "318笔", "没有写到"),
        ("舟山环岛自行车赛带动消费多少", "没有写到", "1.3亿元"),
        ("舟山赛事带动消费多少", "1.3亿元", "没有写到"),
        ("舟山三大产业增速", "增长3.1%", "没有写到"),
        ("舟山外资下降的原因", "没有写到", "外部需求"),
        ("舟山货物吞吐量为什么下降", "外部需求不足", "没有写到"),
    ],
)
def test_what_is_told_is_of_what_was_asked_and_no_more(
    port: Service, question: str, has: str, lacks: str
) -> None:
    answer = ask(port, question)
    assert has in answer and lacks not in answer, answer


def test_a_goal_is_not_what_was_reached_last_year(service: Service, port: Service) -> None:
    assert "20家" not in ask(port, "舟山高企去年底多少家")
