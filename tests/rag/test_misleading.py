"""Answers that would mislead: a part for the whole, another level, stage or time, a sum or a verdict that is not certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.answer.render import word_item
from rag.records import Answer, Turn
from rag.service import Service
from tests.fakes import HashEmbedder
from tests.rag.test_compute import operand

CITY = """醴陵市2024年国民经济和社会发展情况
醴陵市发展和改革局
2025年2月18日

一、2024年工作
全年地区生产总值968.4亿元，增长5.9%。规模以上工业总产值1286亿元，其中陶瓷产业产值742亿元。白兔潭镇规模以上工业总产值96.4亿元，浦口镇规模以上工业总产值118.3亿元。
年末金融机构各项存款余额782.6亿元，比年初增加61.3亿元。粮食播种面积62.4万亩，比上年增加0.3万亩。
119个重点项目年度计划投资286亿元，完成投资301亿元，为年度计划的105.2%。渌江大桥改造工程累计完成投资3.9亿元。
新签约项目64个，其中超10亿元项目3个。新开工项目51个，竣工项目38个，比上年分别多6个、少4个。
城镇新增就业8260人，增速最慢的渌江街道新增310人，但目标完成率最高，达118%。
城市低保标准每人每月720元，农村低保标准每人每年6480元。全市共有文化馆3个、博物馆5个。
高技能人才1.86万人，专业技术人才2.1万人。居民健康素养水平达31.2%，高于全省平均1.4个百分点。
固定资产投资年度目标为305亿元，固定资产投资全年预计完成312亿元。
工业投资增长12.4%。仍有17个村集体经济收入不足10万元。新建高标准农田6.2万亩，改造提升1.9万亩，超额完成市下达7.5万亩的任务。
失业保险、工伤保险参保人数分别为31.2万人、39.5万人，同比分别增长4.1%、2.2%。失业保险金标准为每人每月1545元。新增学位2640个、托位310个。
实施以工代赈项目12个，带动就业640人。收入50万元以上的村达到37个。对东盟出口6.4亿元。实施工匠倍增行动，新增工匠36名。综合信用指数在全国县级市中排第31位，较上年前进12位。市妇幼医院新院区完成投资3.6亿元，占总投资9.2亿元的39.1%。减免小微企业所得税2.4亿元。全市19个乡镇中，还有4个没有规上工业企业。10项民生实事有7项提前完成全年任务。4个工业园区完成技改投资41亿元。完成技改投资73亿元。市人才基金累计投资项目9个，撬动社会资本4.3亿元。
渌江镇茶园面积4.62万亩，醴陵镇茶园面积1.2万亩，全市茶园面积26.8万亩。预计年末常住人口突破88万人。高新技术企业由2020年的150家增加到236家。

二、2025年工作
地区生产总值增长6%左右，高新技术企业突破255家。确保渌江大桥改造工程10月建成通车。粮食播种面积不低于62万亩，各项存款余额达到850亿元。
"""
ZONE = """滁州经济技术开发区2025年上半年工作总结
滁州经济技术开发区管委会
2025年7月16日

一、主要指标
上半年，全区实现规模以上工业总产值486.2亿元，同比增长9.6%，增速分别高于全市、全省2.4个、3.1个百分点。一季度规上工业总产值218亿元。
乌衣镇上半年规上工业总产值62.4亿元。南谯街道2个项目进度滞后。
36个市级重点项目投资进度58.2%，全市排第3，一季度还只是第6。36个市级重点项目完成投资41.3亿元。
固定资产投资由一季度的下降4.2%转为增长3.5%。
计划年底前建成标准化厂房20万平方米，目前已建成12.5万平方米。
"""
HEALTH = """新沂市卫生健康委员会2025年上半年工作总结及下半年工作打算
新沂市卫生健康委员会
2025年7月16日

一、上半年工作完成情况
市人民医院门急诊量71.2万人次、市中医院43.9万人次，同比分别增长5.6%、下降1.3%。手术3.15万台次，其中三四级手术1.84万台次。
市第二人民医院新院区总投资12.6亿元、设置床位1,000张，预计2026年10月投用；市妇幼保健院迁建项目总投资5.2亿元，主体尚未封顶。
全市累计达标社区医院7家。进出口药材4.1亿元。改造老旧院区3个，惠及职工870户，其中示范院区2个。
草桥镇、棋盘镇分别新增托位120个、95个，分别占任务的124%、95%。
医疗卫生机构床位3.21万张，其中医院床位2.46万张。市一中录取1126人，市二中583人，同比分别增长4.1%、下降2.7%。
2023年新建村卫生室18个，2024年新建25个。老年人健康管理率72.4%（国家要求不低于62%，省定目标70%）。
应急中心总投资1.2亿元，原定10月竣工，因设备采购推迟至次年3月。第十七届省运会上获金牌38枚。
查办各类案件738件（2023年为815件）。新培育名医工作室6家（计划8家）。房屋安全隐患持续减少。

二、下半年工作打算
年底前新增达标社区医院3家，培训医师新增800名（2024年实际新增735名）。新建停车泊位1,800个。
"""
YEAR = """建德市2024年工作总结
建德市人民政府办公室
2025年1月20日

一、2024年工作
大慈岩景区接待游客92万人次，实现旅游收入6.8亿元；全市接待游客1430万人次，旅游总收入176亿元，分别增长8.2%、9.6%。国庆假期接待游客86万人次，餐饮消费1.3亿元。
梅城大桥累计完成投资9.4亿元，其中2024年完成2.7亿元。“绿茶贷”累计放款5.2亿元，其中当年放款1.6亿元。
医疗卫生机构436个，其中医院21个；床位3820张。每千人口床位6.8张、注册护士3.9人。
为2160名农民工追回工资3400万元。技工院校招生1860人，毕业生就业率96.4%。
职工养老保险基金收入18.6亿元、支出16.2亿元，累计结余21.5亿元。发放个人住房贷款12.6亿元。
2024年高新技术企业300家的目标未完成，年末为286家。市级以上创新平台84个，新增省级创新平台6个。
一般公共预算收入41.2亿元，其中税收收入33.5亿元；一般公共预算支出68.4亿元，其中教育支出15.2亿元。
2023年全社会研发投入8.6亿元，投入强度2.08%。三都镇生猪出栏5.2万头；全市肉牛出栏1.4万头。油菜花节接待游客21万人次，旅游收入0.6亿元。
大同镇、乾潭镇、寿昌镇工业产值分别增长8.3%、7.9%、9.6%，分别居全市第5、第6、第2。城镇、农村居民人均可支配收入分别增长4.9%、7.2%，总量分别居全省第4、第3。
新安江大坝累计完成投资6.4亿元，其中当年完成投资1.9亿元。新增养老机构6家，养老机构总数达46家，未完成年初确定的50家目标。
婴儿死亡率2.1‰。向公安机关移送案件16件。城市低保标准提高到每人每月1110元，农村低保标准提高到每人每月1080元。发放低保金累计0.9亿元。
绿色食品：申报认定31个，通过26个，总数达140个。高新区、经开区工业税收分别为6.1亿元和4.7亿元。截至11月底，全市发放稳岗补贴3260万元。开展技能培训1.2万人次。

| 产品 | 产量（万吨） | 比上年增长（%） |
| --- | --- | --- |
| 水泥 | 412.6 | -9.4 |
| 化肥 | 38.2 | -2.1 |
| 饲料 | 21.7 | 6.3 |
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "city.txt").write_text(CITY, encoding="utf-8")
    (folder / "zone.txt").write_text(ZONE, encoding="utf-8")
    (folder / "health.txt").write_text(HEALTH, encoding="utf-8")
    (folder / "year.md").write_text(YEAR, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None] * 4
        yield Service(store)


def ask(service: Service, *questions: str) -> Answer:
    """The answer to the last of the questions, the others before it."""
    *earlier, last = questions
    return service.ask(last, [Turn("user", question) for question in earlier])


def check(answer: Answer, has: Sequence[str], lacks: Sequence[str]) -> None:
    assert all(words in answer.answer for words in has), answer.answer
    assert not any(words in answer.answer for words in lacks), answer.answer


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("滁州经济技术开发区乌衣镇规上工业总产值占全区多少", ["乌衣镇占", "12.8%"], ["779"]),
        ("滁州经济技术开发区乌衣镇占全区规上工业总产值的比重", ["乌衣镇占", "12.8%"], ["779"]),
        ("醴陵市白兔潭镇占全市规上工业总产值多少", ["白兔潭镇占醴陵市的7.5%"], []),
        ("醴陵市白兔潭镇和浦口镇合计占全市规上工业总产值多少", ["合计占醴陵市的16.7%"], []),
        ("醴陵市高技能人才占专业技术人才比重", ["二者不是部分与整体"], ["88.6%"]),
        ("醴陵市陶瓷产业产值占规上工业总产值多少", ["57.7%"], []),
    ],
)
def test_a_share_is_that_of_a_part_in_its_whole(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    check(ask(service, question), has, lacks)


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("滁州经济技术开发区南谯街道规上工业总产值多少", "486.2"),
        ("滁州经济技术开发区省级重点项目完成投资多少", "41.3"),
        ("醴陵市省重点项目年度计划投资多少", "286"),
        ("醴陵市渌江大桥改造工程总投资", "3.9"),
        ("醴陵市工业投资增速比十三五快多少", "12.4"),
        ("醴陵市失业保险金提高了多少", "4.1"),
        ("醴陵市村集体经济收入多少", "10万元"),
        ("大慈岩景区旅游收入增长多少", "9.6"),
        ("大慈岩景区接待游客增长多少", "8.2"),
        ("建德市医院床位多少", "3820"),
        ("建德市农民工总量多少", "2160"),
        ("建德市注册护士多少人", "3.9"),
        ("建德市高校毕业生就业率", "96.4"),
        ("建德市个人住房贷款余额多少", "12.6"),
        ("建德市2024年11月技能培训多少人次", "1.2"),
        ("三都镇肉牛出栏", "1.4"),
        ("建德市死亡", "2.1"),
        ("建德市机关", "16"),
    ],
)
def test_neither_the_whole_nor_another_level_stage_or_time_answers(
    service: Service, question: str, lacks: str
) -> None:
    answer = ask(service, question)
    assert answer.refused and lacks not in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("醴陵市城市低保标准比农村低保标准高多少", ["720元", "6480元", "计量的时间不同"], ["5760"]),
        ("醴陵市文化馆、图书馆、博物馆一共多少个", ["没有找到", "不作计算"], ["合计8个"]),
        ("醴陵市三个镇规上工业总产值合计", ["2个地区，不是3个", "不作计算"], ["1286"]),
        ("醴陵市新开工项目比上年多几个", ["比上年多6个"], ["4个"]),
        ("醴陵市固定资产投资目标完成了吗", ["312亿元", "预计"], ["已达到目标"]),
        ("醴陵市高标准农田任务完成了吗", ["7.5万亩", "与报告自己的说法不一致"], ["未达到目标", "少5.6"]),
        ("醴陵市学位、托位一共新增多少个", ["2640个", "310个"], []),
        ("醴陵市常住人口突破88万人了吗", ["预计"], ["是，"]),
        ("醴陵市茶园面积多少", ["26.8万亩"], ["1.2万亩"]),
        ("醴陵市改造渌江大桥什么时候通车", ["10月建成通车"], ["3.9亿元"]),
        ("醴陵市投资计划完成了吗", ["301亿元"], ["已完成；", "已达到目标"]),
        ("醴陵市渌江街道城镇新增就业占全市多少", [], ["118%"]),
        ("醴陵市2024年粮食播种面积比2025年目标多多少", ["0.4万亩"], ["0.3万亩"]),
    ],
)
def test_what_is_not_certain_is_shown_and_not_worked_out(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    check(ask(service, question), has, lacks)


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("滁州经济技术开发区一季度规上工业总产值", ["经开区2025年一季度规上"], ["一季度一季度"]),
        ("滁州经济技术开发区规上工业总产值", ["486.2亿元"], ["218亿元"]),
        (
            "滁州经济技术开发区一季度市级重点项目排名",
            ["2025年36个市级", "一季度还只是第6"],
            ["2025年一季度36个"],
        ),
        ("滁州经济技术开发区一季度固定资产投资增速", ["为下降4.2%"], ["由一季度"]),
        ("滁州经济技术开发区规上工业总产值增速高于全市多少", ["分别高于全市、全省2.4个、3.1个"], []),
        ("醴陵市高新技术企业2020年", ["2020年高新技术企业为150家"], ["由2020年"]),
        ("滁州经济技术开发区建成标准化厂房多少", ["12.5万平方米"], ["开发区2025年上半年建成标准化厂房20万"]),
    ],
)
def test_a_label_says_the_time_of_the_number_behind_it(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    check(ask(service, question), has, lacks)


@pytest.mark.parametrize(
    ("question", "has", "notice"),
    [
        ("醴陵市今年高新技术企业多少家", "236家", "“今年”读作2024年：库中没有更新的结果"),
        ("醴陵市今年高新技术企业的目标", "255家", "“今年”按库中最新报告的年份读作2025年"),
        ("醴陵市年末存款余额", "782.6亿元", None),
        ("醴陵市12月底存款余额", "782.6亿元", None),
    ],
)
def test_this_year_is_the_newest_that_results_are_told_of(
    service: Service, question: str, has: str, notice: str | None
) -> None:
    answer = ask(service, question)
    assert has in answer.answer and answer.notice == notice, (answer.answer, answer.notice)


def test_a_part_asked_on_about_is_not_the_whole_again(service: Service) -> None:
    check(ask(service, "醴陵市新签约项目多少个", "其中超10亿的呢"), ["3个"], ["64个"])
    assert ask(service, "醴陵市新签约项目多少个", "其中超50亿元的呢").refused


@pytest.mark.parametrize(
    ("questions", "has"),
    [
        (("建德市一般公共预算收入", "税收呢", "占比呢", "支出呢"), "一般公共预算支出68.4亿元"),
        (("建德市职工养老保险基金收入", "支出呢"), "16.2亿元"),
        (("建德市低保标准", "城市", "农村"), "农村低保标准提高到每人每月1080元"),
        (("建德市城市低保标准", "农村呢"), "农村低保标准提高到每人每月1080元"),
    ],
)
def test_a_side_takes_the_place_of_the_last_that_has_another(
    service: Service, questions: tuple[str, ...], has: str
) -> None:
    check(ask(service, *questions), [has], ["教育支出"])


def test_what_is_asked_on_is_of_the_place_that_the_answer_told(service: Service) -> None:
    first = service.ask("大慈岩景区接待游客")
    said = [Turn("user", "大慈岩景区接待游客"), Turn("assistant", first.answer)]
    check(service.ask("全市旅游总收入呢", said), ["建德市", "176亿元"], ["6.8亿元"])


def test_another_year_asked_on_about_is_not_that_of_the_sentence_before(service: Service) -> None:
    assert ask(service, "建德市研发投入", "强度呢", "2024年呢").refused
    assert "2.08%" in ask(service, "建德市研发投入", "强度呢").answer


def test_amounts_differ_by_points_in_their_growth_alone() -> None:
    step = replace(
        operand("南陵县", "1.4", "个百分点", kind="change").figure, action="低于", comparator="低于全市"
    )
    assert "地区生产总值增速低于全市1.4个百分点" in word_item(replace(step, name="地区生产总值"))
    assert "合格率低于全市1.4个百分点" in word_item(replace(step, name="合格率"))


@pytest.mark.parametrize(
    "question",
    [
        "新沂市中医院门急诊量增长多少",
        "新沂市人民医院床位多少张",
        "新沂市妇幼保健院床位多少",
        "新沂市四级手术多少台次",
        "新沂市老旧院区改造惠及多少人",
        "新沂市药材出口",
        "新沂市房屋安全目标完成了吗",
        "新沂市市三中录取多少人",
        "新沂市第一人民医院门急诊量",
        "新沂市上届省运会金牌",
    ],
)
def test_a_sentence_on_something_like_it_is_no_answer(service: Service, question: str) -> None:
    answer = ask(service, question)
    assert answer.refused, answer.answer


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("新沂市第二人民医院新院区投用了吗", ["预计2026年10月投用"], []),
        ("新沂市第二人民医院新院区已经投用了吗", ["预计2026年10月投用"], []),
        ("新沂市妇幼保健院迁建项目封顶了吗", ["尚未封顶"], []),
        ("新沂市第二人民医院新院区床位", ["1,000张"], []),
        ("新沂市2024年新建村卫生室多少个", ["新建村卫生室25个"], ["18个"]),
        ("新沂市老年人健康管理率达到省定目标了吗", ["72.4%", "70%"], ["不一致"]),
        ("新沂市应急中心竣工了吗", ["原定10月竣工", "推迟至次年3月"], []),
        ("棋盘镇新增托位完成任务了吗", ["未完成", "95%"], ["124%", "草桥镇"]),
        ("新沂市医院床位多少", ["2.46万张"], ["3.21万张"]),
        ("新沂市查办案件2023年", ["815件"], ["738件"]),
        ("新沂市2024年新增培训医师多少名", ["735名"], ["800名"]),
        ("新沂市名医工作室计划几家", ["目标：", "8家"], ["6家"]),
        ("新沂市达标社区医院目标还差几家", ["一方是累计数，一方是新增数"], ["计算得出", "达到目标"]),
        ("建德市旅游收入多少", ["176亿元"], ["6.8亿元", "0.6亿元"]),
        ("新安江大坝2024年完成投资", ["1.9亿元"], ["大坝累计完成投资6.4亿元[1]"]),
        ("建德市养老机构完成目标了吗", ["少4家"], ["少44家"]),
        ("乾潭镇工业产值增速全市第几", ["工业产值增速全市第6"], ["第5"]),
        ("建德市农村居民收入全省第几", ["总量全省第3"], ["第4"]),
        ("建德市财政收支差额", ["一般公共预算支出68.4亿元"], ["研发投入"]),
        ("大慈岩景区旅游收入多少", ["（大慈岩景区）", "6.8亿元"], ["176"]),
        ("建德市国庆假期餐饮消费", ["（国庆假期）餐饮消费1.3亿元"], []),
        ("梅城大桥2024年完成投资多少", ["2024年完成2.7亿元"], []),
        ("建德市2024年绿茶贷放款多少", ["放款1.6亿元"], ["5.2亿元"]),
        ("建德市职工养老保险基金支出", ["16.2亿元"], ["18.6亿元"]),
        ("建德市高新技术企业多少家", ["年末为286家"], ["高新技术企业300家[1]"]),
        ("建德市高新技术企业目标多少家", ["目标", "300家"], []),
        ("建德市级创新平台多少个", ["84个"], ["6个"]),
        ("建德市2024年稳岗补贴多少", ["2024年1—11月", "3260万元"], []),
        ("建德市2024年产量降幅最大的产品", ["水泥降幅最大", "-9.4%"], []),
        ("建德市2024年产量下降最多的产品", ["水泥降幅最大", "-9.4%"], []),
    ],
)
def test_what_was_asked_is_told_and_nothing_beside_it(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    check(ask(service, question), has, lacks)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("醴陵市以工代赈带动就业多少人", "2024年（实施以工代赈项目）带动就业640人"),
        ("醴陵市人才基金撬动社会资本多少", "2024年（市人才基金）撬动社会资本4.3亿元"),
        ("新沂市改造老旧院区惠及多少户职工", "（改造老旧院区）惠及职工870户"),
    ],
)
def test_what_is_asked_and_said_a_clause_before_is_said_with_the_number(
    service: Service, question: str, expected: str
) -> None:
    answer = ask(service, question)
    assert expected in answer.answer, answer.answer
    assert expected[expected.index("（") + 1 : expected.index("）")] in answer.citations[0].quote


def test_villages_above_a_threshold_are_a_number_and_no_places_to_sift(service: Service) -> None:
    check(ask(service, "醴陵市收入50万元以上的村有多少个"), ["37个"], [])


def test_a_talk_that_names_no_place_stays_with_the_one_it_was_told_of(service: Service) -> None:
    assert "2640个" in ask(service, "新增学位多少个").answer
    answer = ask(service, "达标社区医院有几家", "新增学位呢")
    assert answer.understood.regions == ("新沂市",)
    assert answer.refused and "2640" not in answer.answer


def test_the_number_of_a_part_is_not_shown_beside_that_of_the_whole(service: Service) -> None:
    check(ask(service, "醴陵市技改投资多少"), ["73亿元"], ["41亿元"])
    check(ask(service, "醴陵市工业园区技改投资多少"), ["41亿元"], ["73亿元"])


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("醴陵市还有几个乡镇没有规上工业企业", "4个没有规上工业企业"),
        ("醴陵市民生实事提前完成了几项", "7项提前完成全年任务"),
    ],
)
def test_what_is_said_of_those_counted_is_told_with_them(
    service: Service, question: str, expected: str
) -> None:
    check(ask(service, question), [expected], [])


def test_what_a_tax_begins_with_is_no_measure(service: Service) -> None:
    check(ask(service, "醴陵市给小微企业减免了多少所得税"), ["2.4亿元"], [])


def test_how_far_a_place_moved_up_is_told_where_that_is_asked(service: Service) -> None:
    check(ask(service, "醴陵市综合信用指数排第几，比上年进了几位"), ["第31位", "前进12位"], [])


def test_the_whole_of_a_share_is_told_without_the_share(service: Service) -> None:
    check(ask(service, "醴陵市妇幼医院新院区总投资多少"), ["总投资9.2亿元"], ["占总投资"])


def test_of_a_few_words_asked_each_is_said_by_the_sentence(service: Service) -> None:
    assert ask(service, "醴陵市对欧盟出口").refused
    check(ask(service, "醴陵市对东盟出口"), ["6.4亿元"], [])


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("建德高新区工业税收多少", ["高新区2024年工业税收6.1亿元"], ["4.7"]),
        ("建德市经济技术开发区的工业税收是多少", ["经开区2024年工业税收4.7亿元"], ["6.1"]),
        ("市高新区工业税收多少", ["6.1亿元"], ["4.7"]),
    ],
)
def test_a_citys_own_zone_is_asked_for_under_any_of_its_names(
    service: Service, question: str, has: list[str], lacks: list[str]
) -> None:
    check(ask(service, question), has, lacks)


@pytest.mark.parametrize("question", ["建德市工业税收多少", "新沂高新区工业税收多少"])
def test_what_is_a_zones_is_not_the_citys_nor_another_zones(service: Service, question: str) -> None:
    assert ask(service, question).refused


def test_what_was_applied_for_and_passed_is_not_how_many_there_are(service: Service) -> None:
    check(ask(service, "建德市和新沂市哪个绿色食品多"), ["140个"], ["不同的数"])
    check(ask(service, "建德市有多少绿色食品"), ["140个"], ["不同的数"])
