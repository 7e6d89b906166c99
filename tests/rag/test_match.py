"""Which numbers of a sentence answer a question, and which merely look like it."""

from __future__ import annotations

import pytest

from ingest.figures import find_figures
from ingest.reader import Reader
from ingest.records import Figure, Paragraph, Report
from rag.knowledge import Knowledge
from rag.match import fit_figure
from rag.match.told import long_form
from rag.records import Question
from rag.retrieve.near import Candidate, near_ones
from rag.understand import understand


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(None)


def candidates(text: str, asked: str, reader: Reader) -> tuple[Question, list[Candidate]]:
    """The figures of one paragraph of 宁波's report of 2024, held against a question."""
    names = {"330200": "宁波市"}
    report = Report(
        "0" * 12, "宁波市2024年工作总结", "", "330200", "宁波市", "", "", "2024", "2025", "", "", text
    )
    paragraph = Paragraph("0" * 12 + "-p001", report.id, 1, 0, len(text), text, "body", (), "2024", False)
    held = (("330200", "2024"),)
    knowledge = Knowledge(reader.terms, reader.regions, names.keys(), 2025, names, held, {"330200": 2025})
    question = understand(asked, (), knowledge)
    figures = find_figures(paragraph, report, reader)
    fits = [(f, fit_figure(question, f, paragraph, reader.terms)) for f in figures]
    return question, [Candidate(f, paragraph, fit) for f, fit in fits]


def answering(text: str, asked: str, reader: Reader) -> list[str]:
    """What is answered as printed; whatever is asked is as like the indicator's name as can be."""
    question, found = candidates(text, asked, reader)
    near = near_ones(question, found, reader.terms)

    def answers(one: Candidate) -> bool:
        figure: Figure = one.figure
        return not one.fit.misses or figure.id in near

    return [one.figure.raw for one in found if answers(one)]


@pytest.mark.parametrize(
    ("text", "asked", "raw"),
    [
        ("全市用水总量18.94亿立方米。", "宁波用了多少水", ["18.94亿立方米"]),
        ("全系统罚没金额1.42亿元。", "宁波罚了多少钱", ["1.42亿元"]),
        ("全年招聘教师1268人。", "宁波招了多少老师", ["1268人"]),
        ("全年查处违法取水案件43件。", "宁波查了多少起偷水的案子", ["43件"]),
        ("商品房销售面积612.7万平方米。", "宁波卖了多少房子", ["612.7万平方米"]),
        ("个体工商户92.1万户。", "宁波有多少个体户", ["92.1万户"]),
        ("儿童青少年总体近视率48.7%。", "宁波近视的学生占多少", ["48.7%"]),
        ("因洪涝直接经济损失2.7亿元。", "宁波洪涝损失多少钱", ["2.7亿元"]),
        ("新建果品冷库12座、新增库容1.8万吨。", "宁波冷库建了多少座", ["12座"]),
        ("修复馆藏文物86件，其中一级文物3件。", "宁波修了多少件文物", ["86件"]),
        ("建成中医馆223个，实有医院38个。", "宁波中医馆建了几个", ["223个"]),
        ("发放计划生育家庭奖励扶助金1.27亿元。", "宁波奖励扶助金发了多少", ["1.27亿元"]),
        ("生姜年交易量近40万吨。", "宁波一年卖多少生姜", ["40万吨"]),
        ("改造危旧桥梁27座。", "宁波危桥改了几座", ["27座"]),
        ("发放计划生育家庭奖励扶助金1.27亿元。", "宁波计生奖扶发了多少钱", ["1.27亿元"]),
        ("民营医院174个。", "宁波私立医院多少家", ["174个"]),
        ("公路货运量1.37亿吨，公路客运量2316万人次。", "宁波公路运了多少人", ["2316万人次"]),
        ("完成排污权交易186笔，成交额3260万元。", "宁波排污权卖了多少钱", ["3260万元"]),
        ("全年新引进急需紧缺人才1126人，其中博士43人。", "宁波引进博士几个", ["43人"]),
        ("国考断面优Ⅲ比例94.1%。", "宁波国考断面优三类比例", ["94.1%"]),
        ("孕产妇死亡率8.9/10万。", "宁波产妇死亡率", ["8.9/10万"]),
        ("打通断头路7条。", "宁波断头路通了几条", ["7条"]),
        ("钛及新材料产业链产值317亿元。", "宁波钛产业产值", ["317亿元"]),
        ("杨梅全产业链产值6.3亿元。", "宁波杨梅产值大约多少来着", ["6.3亿元"]),
        ("失业保险金标准提高到每人每月1776元。", "宁波失业金一个月多少", ["1776元"]),
        ("全年获金牌41枚。", "宁波金牌拿了几块", ["41枚"]),
        ("组织环境应急演练23场。", "宁波应急演练搞了几次", ["23场"]),
        ("食品饮料产业产值达526亿元。", "宁波食品饮料产业多大规模", ["526亿元"]),
        ("查处非法营运案件412宗。", "宁波抓非法营运多少宗", ["412宗"]),
        ("水稻产量76.3亿斤。", "宁波稻子收了多少", ["76.3亿斤"]),
        ("全市技术交易额326.7亿元。", "宁波技术买卖做了多少钱", ["326.7亿元"]),
        ("年末每万人有效发明专利拥有量59.8件。", "宁波万人专利多少件", ["59.8件"]),
        ("全年更新汽车3.2万辆；家电以旧换新142万台。", "宁波汽车换新多少辆", ["3.2万辆"]),
        ("人均预期寿命达到78.1岁。", "宁波人能活多少岁", ["78.1岁"]),
        ("全年出生人口2.1万人。", "宁波去年生了多少小孩", ["2.1万人"]),
        ("次均门诊费用258元。", "宁波看一次门诊平均花多少", ["258元"]),
        ("年末存款余额1012亿元。", "宁波银行里存了多少钱", ["1012亿元"]),
        ("民生支出19.6亿元。", "宁波花在民生上的钱有多少", ["19.6亿元"]),
        ("配备专兼职心理健康教师3845人。", "宁波心理老师有多少", ["3845人"]),
        ("新增发放小额信贷14.6亿元。", "宁波小额信贷放了多少钱", ["14.6亿元"]),
        ("房地产业税收减少1.34亿元。", "宁波房地产税少收了多少", ["1.34亿元"]),
        ("帮助失业人员再就业1936人。", "宁波再就业多少人", ["1936人"]),
        ("家庭医生签约服务63.5万人。", "宁波家庭医生签约多少人", ["63.5万人"]),
        ("农村低保标准提高到每人每月900元。", "宁波农村低保户一个月能领多少", ["900元"]),
        ("居民医保人均筹资标准1070元，其中个人缴费400元。", "宁波城乡居民医保自己每年要交多少", ["400元"]),
        ("科技贷发放贷款9亿元，户均461万元。", "宁波科技贷平均一家企业放了多少钱", ["461万元"]),
        ("村均集体经营性收入98.6万元。", "宁波村里集体收入平均一个村多少", ["98.6万元"]),
        ("每千人口床位6.4张。", "宁波一千人摊几张床位", ["6.4张"]),
        ("清理拖欠中小企业账款23.7亿元。", "宁波帮中小企业清欠了多少钱", ["23.7亿元"]),
        ("新认定高企716家。", "宁波认定的高企有多少", ["716家"]),
        ("发放低保金2.17亿元。", "宁波低保钱一共发了多少", ["2.17亿元"]),
        ("新增省级新型研发机构3家，总数达18家。", "宁波新型研发机构有几家", ["18家"]),
        ("全年生产总值5086.34亿元。", "听说宁波生产总值5086亿，是真的吗", ["5086.34亿元"]),
    ],
)
def test_everyday_wording_is_met_by_the_words_of_the_report(
    reader: Reader, text: str, asked: str, raw: list[str]
) -> None:
    assert answering(text, asked, reader) == raw


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("全年引进科研人员312人。", "宁波有多少科研人员"),
        ("全市专任教师5.74万人。", "宁波招了多少老师"),
        ("“双报到”党员2850名。", "宁波党员多少名"),
        ("招聘教师206名。", "宁波教师一共多少名"),
        ("高考报名4.86万人。", "宁波中考报名多少人"),
        ("体育彩票销售4.53亿元。", "宁波福利彩票卖了多少"),
        ("农贸市场快检室247间。", "宁波农贸市场有多少个"),
        ("商品房销售面积612.7万平方米，下降14.9%。", "宁波房价涨了多少"),
        ("普通高中54所。", "宁波高中老师有多少"),
        ("新增中小学学位1.08万个。", "宁波小学学位新增多少"),
        ("发生生产安全事故41起，死亡35人。", "宁波生产安全事故伤了多少人"),
        ("公办幼儿园在园幼儿占比61.7%。", "宁波公办幼儿园总数"),
        ("规模以上服务业企业11家。", "宁波服务企业多少家"),
        ("万元工业增加值用水量14.8立方米。", "宁波工业用水多少"),
        ("实现利润总额287.6亿元。", "宁波营业收入多少钱"),
        ("房地产开发投资48.92亿元。", "宁波固定资产投资总额是多少"),
        ("蔬菜产量88.2万吨。", "宁波食用菌有多少"),
        ("全年汽车产量161.9万辆。", "宁波有多少辆汽车"),
        ("规模以上工业企业营业收入1328.4亿元。", "宁波规模以上文化企业营业收入多少"),
        ("实际使用外资1.23亿美元。", "宁波实际到位资金多少"),
        ("新增新能源装机31万千瓦。", "宁波充电桩新装了多少"),
        ("接待入境游客4.27万人次。", "宁波外国游客来了多少"),
        ("年末生猪存栏176.4万头。", "宁波牛存栏多少"),
        ("实施临时救助1.07万人次。", "宁波临时救助一户拿到多少"),
        ("在校学生19.86万人。", "宁波生了多少小孩"),
        ("公共图书馆总藏书量98.4万册。", "宁波有多少个图书馆"),
        ("粮食播种面积119.8万亩。", "宁波种了多少亩姜"),
        ("公立医院床位1860张，民营医院床位420张。", "宁波中医院床位多少张"),
        ("“甬科贷”授信企业4215家，不良率0.38%。", "宁波海科贷的不良率是多少"),
        ("发放低保金486.3万元。", "宁波低保户一个月能领多少"),
        ("城乡居民医保参保387.3万人。", "宁波居民医保一年要交多少"),
        ("公开招聘校医12人；交流轮岗教师4875人。", "宁波教师招了多少"),
        ("新能源汽车产量9.6万辆。", "宁波新能源汽车卖了多少"),
        ("家禽出栏8215万只。", "宁波养鸡多少只"),
        ("新认定高新技术企业927家。", "宁波有多少高企没过重新认定"),
        ("发放生育津贴2.18亿元。", "宁波生育津贴几天能发下来"),
        ("兑付科技创新券9630万元。", "宁波科技创新鼎拿到了吗"),
        ("“揭榜挂帅”项目45项，研发总投入7.3亿元。", "宁波全社会R&D经费投入总额多少"),
    ],
)
def test_what_merely_resembles_is_no_answer(reader: Reader, text: str, asked: str) -> None:
    assert answering(text, asked, reader) == []


def test_of_two_that_tell_what_is_asked_as_well_neither_is_taken(reader: Reader) -> None:
    assert answering("公路客运量2316万人次，水路客运量102万人次。", "宁波客运了多少人", reader) == []


def test_a_short_form_stands_for_the_words_that_its_characters_begin() -> None:
    assert long_form("计生奖扶", "计划生育家庭奖励扶助金") == "计划生育奖励扶助金"
    assert long_form("新装", "新能源装机") == ""


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("累计化解债务12.3亿元。", "宁波债务有多少"),
        ("处置闲置土地1560亩。", "宁波闲置土地有多少"),
        ("高新技术企业申报96家。", "宁波高新技术企业有多少家"),
        ("规上工业企业退库9家。", "宁波规上工业企业多少家"),
        ("各项贷款余额8216.9亿元。", "宁波存款余额是多少"),
        ("非税收入占比33.1%。", "宁波税收占比是多少"),
    ],
)
def test_a_part_taken_or_the_opposite_thing_is_no_answer(text: str, asked: str, reader: Reader) -> None:
    assert answering(text, asked, reader) == []


@pytest.mark.parametrize(
    ("text", "asked", "raw"),
    [
        ("累计化解债务12.3亿元。", "宁波化解了多少债务", ["12.3亿元"]),
        ("高新技术企业申报96家。", "宁波高新技术企业申报多少家", ["96家"]),
        ("非税收入占比33.1%。", "宁波非税收入占比是多少", ["33.1%"]),
    ],
)
def test_it_answers_where_the_question_says_so(text: str, asked: str, raw: list[str], reader: Reader) -> None:
    assert answering(text, asked, reader) == raw
