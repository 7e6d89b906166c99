"""What a question is taken to ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.indicators import Terms
from ingest.regions import Regions
from rag.knowledge import Knowledge
from rag.records import Question, Turn
from rag.understand import understand

HELD = {
    "330200": "宁波市",
    "330212": "鄞州区",
    "330400": "嘉兴市",
    "320900": "盐城市",
    "330212/姜山镇": "姜山镇",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """A library of three cities, a district and a town, its newest report written in 2025."""
    held = tuple((code, period) for code in HELD for period in ("2023", "2024", "2024-H1"))
    return Knowledge(Terms.load(), Regions.load(), HELD.keys(), 2025, HELD, held, dict.fromkeys(HELD, 2025))


def read(knowledge: Knowledge, text: str, *earlier: str) -> Question:
    return understand(text, [Turn("user", one) for one in earlier], knowledge)


@pytest.mark.parametrize(
    ("text", "regions", "periods"),
    [
        ("宁波2024年GDP", ["330200"], ["2024"]),
        ("寧波市2024年GDP", ["330200"], ["2024"]),
        ("宁波２０２４年GDP", ["330200"], ["2024"]),
        ("宁波24年GDP", ["330200"], ["2024"]),
        ("宁波去年GDP", ["330200"], ["2024"]),
        ("宁波上半年GDP", ["330200"], ["2024-H1"]),
        ("宁波市鄞州区2023年GDP", ["330212"], ["2023"]),
        ("鄞州GDP", ["330212"], []),
        ("姜山镇GDP", ["330212/姜山镇"], []),
        ("嘉兴和盐城GDP", ["330400", "320900"], []),
    ],
)
def test_places_and_times_are_read_however_they_are_written(
    knowledge: Knowledge, text: str, regions: list[str], periods: list[str]
) -> None:
    question = read(knowledge, text)
    assert list(question.regions) == regions
    assert list(question.periods) == periods


@pytest.mark.parametrize(
    ("text", "regions", "content"),
    [
        ("南湖实验室博士多少", ("330400",), "南湖实验室博士"),  # 南湖区 is a part of 嘉兴, which reports
        ("嘉兴在北京上海建了几个飞地", ("330400",), "北京上海建飞地"),
        ("嘉兴和北京哪个高企多", ("330400", "110000"), "高企"),
        ("北京高企多少", ("110000",), "高企"),
    ],
)
def test_a_place_in_a_name_or_where_something_was_done_is_not_asked_about(
    knowledge: Knowledge, text: str, regions: tuple[str, ...], content: str
) -> None:
    question = read(replace(knowledge, held_names=HELD | {"330402": "南湖区"}), text)
    assert (question.regions, question.content) == (regions, content)


def test_a_place_written_with_characters_that_sound_the_same_is_found(knowledge: Knowledge) -> None:
    assert read(knowledge, "加兴2024年GDP").regions == ("330400",)
    assert read(knowledge, "宁坡2024年GDP").regions == ()  # 坡 pō is not 波 bō


def test_a_place_inside_a_title_is_not_asked_about(knowledge: Knowledge) -> None:
    assert read(knowledge, "《宁波往事》得了什么奖").regions == ()


def test_a_town_the_library_lacks_is_still_the_place_asked_about(knowledge: Knowledge) -> None:
    assert read(knowledge, "宁波石碶街道GDP多少").regions != ("330200",)


@pytest.mark.parametrize("text", ["国家卫生乡镇有几个", "牡丹文化节接待游客多少", "示范乡镇多少个"])
def test_a_kind_of_place_and_a_word_are_no_place(knowledge: Knowledge, text: str) -> None:
    assert read(knowledge, text).regions == ()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("宁波新增高企多少家", "value"),
        ("宁波高企排名第几", "rank"),
        ("宁波营商环境指数排全省多少位", "rank"),
        ("宁波外资降了好多哦", "change"),
        ("宁波GDP同比增长多少", "change"),
        ("宁波工业占比多少", "ratio"),
        ("宁波获批了哪些平台", "list"),
        ("谁牵头建设甬江实验室", "who"),
        ("宁波有没有获批国家实验室", "yes_no"),
        ("宁波和嘉兴GDP对比", "compare"),
        ("宁波2024年主要成效", "summary"),
        ("宁波GDP", "value"),
    ],
)
def test_the_intent_follows_the_question_word(knowledge: Knowledge, text: str, intent: str) -> None:
    assert read(knowledge, text).intent == intent


@pytest.mark.parametrize(
    ("text", "action", "wants_total"),
    [
        ("宁波新增高企多少家", "新增", False),
        ("宁波新认定高企几家", "新认定", False),
        ("宁波高企总数多少", "", True),
        ("宁波累计有多少高企", "", True),
        ("宁波城镇新增就业多少", "", False),  # the indicator's own name, not an action
        ("宁波新建幼儿园新增学位多少", "新增", False),  # of two the one that stands by what is counted
    ],
)
def test_an_increment_and_a_stock_are_told_apart(
    knowledge: Knowledge, text: str, action: str, wants_total: bool
) -> None:
    question = read(knowledge, text)
    assert (question.action, question.wants_total) == (action, wants_total)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("请问宁波2024年新增了多少家高企呢？", "高企"),
        ("宁波有效发明专利有多少件", "有效发明专利"),
        ("和平利用外空项目有几个", "和平利用外空项目"),
        ("宁波三家市级医院门诊量一共多少", "市级医院门诊量"),
        ("宁波粮食产量多少亿斤", "粮食产量"),
        ("宁波全年用电量几亿千瓦时", "用电量"),
        ("宁波哪三个地方入选消费试点", "入选消费试点"),
        ("宁波外贸顺差多少", "外贸顺差"),
        ("宁波科技型中小企业入库数比上年多几家", "科技型中小企业入库"),
        ("宁波每千人执业医师多少", "每千人执业医师"),
        ("宁波进口高于全省平均吗", "进口"),
        ("宁波有多少床位", "床位"),
        ("宁波水库数量是不是和去年一样", "水库"),
    ],
)
def test_question_wording_is_left_out_of_what_is_asked(knowledge: Knowledge, text: str, content: str) -> None:
    assert read(knowledge, text).content == content


@pytest.mark.parametrize(
    "text",
    [
        "宁波今年准备引进多少博士",
        "宁波想新建几座水厂",
        "宁波打算招引多少项目",
        "宁波水厂的计划呢",
        "宁波今年要加固几座水库",
    ],
)
def test_what_is_intended_is_a_target(knowledge: Knowledge, text: str) -> None:
    assert read(knowledge, text).status == "target"


def test_a_follow_up_carries_what_it_does_not_name(knowledge: Knowledge) -> None:
    question = read(knowledge, "那嘉兴呢", "宁波2024年新增高企多少家")
    assert (question.regions, question.periods, question.terms, question.action) == (
        ("330400",),
        ("2024",),
        ("高新技术企业",),
        "新增",
    )


def test_a_follow_up_with_another_time_keeps_place_and_indicator(knowledge: Knowledge) -> None:
    question = read(knowledge, "2023年呢", "宁波2024年新增高企多少家")
    assert (question.regions, question.periods, question.terms) == (("330200",), ("2023",), ("高新技术企业",))


def test_a_rival_word_takes_its_place_in_what_was_asked_before(knowledge: Knowledge) -> None:
    history = (Turn("user", "绍兴职工医保基金收入多少"),)
    contents = [each.content for each in understand("那支出多少", history, knowledge).wordings]
    assert "职工医保基金支出" in contents


def test_a_follow_up_that_narrows_keeps_the_noun(knowledge: Knowledge) -> None:
    assert read(knowledge, "省级的有几家", "盐城农业龙头企业多少家").content == "省级农业龙头企业"


def test_a_new_question_drops_what_was_said_before(knowledge: Knowledge) -> None:
    question = read(knowledge, "盐城粮食总产量多少", "宁波2024年新增高企多少家")
    assert (question.regions, question.periods, question.action) == (("320900",), (), "")


def test_a_time_held_up_for_comparison_is_not_asked_about(knowledge: Knowledge) -> None:
    assert read(knowledge, "宁波2024年规上企业比上年多了几家").periods == ("2024",)


def test_a_relative_time_says_how_it_was_read(knowledge: Knowledge) -> None:
    assert "2024年" in read(knowledge, "宁波去年GDP").notice


def test_a_county_of_the_name_of_a_city_is_another_place(knowledge: Knowledge) -> None:
    assert read(knowledge, "嘉兴县新增高企多少").regions != ("330400",)
    assert read(knowledge, "嘉兴县域经济总量").regions == ("330400",)


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound", "direction"),
    [
        ("宁波2024年GDP增长了5%吗", "5", "%", "", "up"),
        ("宁波利润是不是减少了5%", "5", "%", "", "down"),
        ("宁波规上企业是不是净增了74户", "74", "户", "", ""),  # an increment, no movement
        ("宁波高企是不是超过1000家", "1000", "家", "more_than", ""),
        ("宁波GDP有没有过7000亿", "7000", "亿", "more_than", ""),
        ("宁波GDP过七千亿了吗", "7000", "亿", "more_than", ""),
        ("宁波有效发明专利有没有到6万件", "6", "万件", "at_least", ""),
        ("宁波GDP增速够不够6%", "6", "%", "at_least", ""),
        ("宁波高企到没到5000家", "5000", "家", "at_least", ""),
        ("宁波PM2.5降到30微克/立方米以下了吗", "30", "微克/立方米", "at_most", ""),
        ("宁波投资没超过100亿吧", "100", "亿", "at_most", ""),
        ("宁波高企没到5000家吧", "5000", "家", "less_than", ""),
        ("宁波高企是5186家吗", "5186", "家", "", ""),
        ("宁波高企不是5186家吗", "5186", "家", "", ""),
        ("宁波房地产投资增长了13.7%，对不", "13.7", "%", "", "up"),
        ("宁波博物馆是31家不", "31", "家", "", ""),
        ("宁波产业规模翻番了吗", "2", "倍", "", ""),
        ("宁波出口是不是全省第三", "3", "", "", ""),
    ],
)
def test_a_number_that_a_question_claims_is_read(
    knowledge: Knowledge, text: str, value: str, unit: str, bound: str, direction: str
) -> None:
    stated = read(knowledge, text).stated
    assert stated is not None
    assert (str(stated.value), stated.unit, stated.bound, stated.direction) == (value, unit, bound, direction)


@pytest.mark.parametrize(
    "text",
    [
        "宁波高企有多少家",
        "宁波50亿元以上的项目多吗",  # says which ones
        "宁波增长5%的目标完成了吗",
        "宁波第一产业增长了吗",
        "宁波2024年GDP增长了吗",
    ],
)
def test_a_question_that_claims_no_number_states_none(knowledge: Knowledge, text: str) -> None:
    assert read(knowledge, text).stated is None


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("宁波用了多少水", "用水总量"),
        ("宁波罚了多少钱", "罚没金额"),
        ("宁波卖了多少房子", "商品房销售面积"),
        ("宁波打了多少粮食", "粮食产量"),
        ("宁波水利花了多少钱", "水利投资"),
        ("宁波花了多少钱搞科研", "研发投入"),
        ("宁波立了多少案子", "立案案件"),
        ("宁波老小区改了多少个", "老旧小区"),
        ("宁波人能活多少岁", "人均预期寿命"),
        ("宁波近视的学生占多少", "近视率"),
    ],
)
def test_everyday_words_are_put_into_words_of_reports(knowledge: Knowledge, text: str, wording: str) -> None:
    question = read(knowledge, text)
    assert wording in {w.content for w in question.wordings}


@pytest.mark.parametrize(
    "text", ["宁波农民合作社有多少家", "宁波《老师好》获什么奖", "宁波低空经济有什么打算"]
)
def test_an_everyday_word_inside_a_name_stays(knowledge: Knowledge, text: str) -> None:
    assert read(knowledge, text).wordings == ()


def test_the_question_keeps_its_own_words_as_one_of_its_wordings(knowledge: Knowledge) -> None:
    assert "老师" in {w.content for w in read(knowledge, "宁波有多少老师").wordings}


@pytest.mark.parametrize(
    "text", ["宁波外贸涨没涨", "宁波外贸是不是涨了", "宁波外贸降了没有", "宁波外贸是涨了还是跌了"]
)
def test_whether_it_rose_or_fell_asks_for_the_change(knowledge: Knowledge, text: str) -> None:
    assert read(knowledge, text).intent == "change"


def test_the_office_that_wrote_the_report_is_not_what_is_asked(knowledge: Knowledge) -> None:
    held = replace(knowledge, publishers=("宁波市市场监督管理局",))
    assert read(held, "宁波市监局立案多少件").content == "立案"
    assert read(held, "宁波市场监管局立案多少件").content == "立案"
    assert read(held, "宁波教育局立案多少件").content == "教育局立案"


def test_a_year_that_a_multiple_is_held_against_is_not_asked_about(knowledge: Knowledge) -> None:
    assert read(knowledge, "宁波2024年贷款是2020年的几倍").periods == ("2024",)


def test_the_end_of_june_is_that_of_the_half_year_where_only_that_is_held(knowledge: Knowledge) -> None:
    assert read(knowledge, "宁波截至2024年6月底高中几所").periods == ("2024-H1",)


def test_an_increment_may_be_an_indicator_of_its_own(knowledge: Knowledge) -> None:
    assert "新设经营主体" in {
        t for w in read(knowledge, "宁波新登记的经营主体多少户").wordings for t in w.terms
    }


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("宁波2025年GDP目标是什么", "value"),
        ("宁波2025年高企目标是啥", "value"),
        ("宁波高企目标是谁定的", "who"),
    ],
)
def test_what_the_goal_of_an_indicator_is_asks_for_its_number(
    knowledge: Knowledge, text: str, intent: str
) -> None:
    assert read(knowledge, text).intent == intent
