"""What a report says of itself, in the layouts that governments print."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.loaders import load_file
from ingest.loaders.markdown import read_markdown
from ingest.loaders.plain import read_plain
from ingest.metadata import Header, read_header
from ingest.records import LoadedFile
from ingest.regions import Regions

CORPUS = Path(__file__).parents[2] / "corpus"


def header_of(text: str, *, markdown: bool = False) -> Header:
    blocks = read_markdown(text) if markdown else read_plain(text)
    return read_header(LoadedFile(text, tuple(blocks)), Regions.load())


def fields(header: Header) -> dict[str, str]:
    """The fields that are known, but for the spans."""
    return {name: value for name, value in vars(header).items() if value and name != "spans"}


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        (
            "000_6a122f0915448c5d",
            {
                "title": "温州市科学技术局2024年工作总结和2025年工作思路",
                "publisher": "温州市科学技术局",
                "region": "330300",
                "period": "2024",
                "plan_period": "2025",
            },
        ),
        (
            "002_7fef69496f68811c",
            {
                "title": "绍兴市科技局2024年主要工作成效和2025年工作思路",
                "publisher": "绍兴市科技局",
                "region": "330600",
                "published": "2025-04-16",
                "period": "2024",
                "plan_period": "2025",
            },
        ),
    ],
)
def test_the_real_reports(stem: str, expected: dict[str, str]) -> None:
    assert fields(read_header(load_file(CORPUS / f"{stem}.txt", 1_000_000), Regions.load())) == expected


def test_a_header_table_with_and_without_colons() -> None:
    body = "\n2023年，全县败诉率为4.5%。"
    cells = header_of(
        "| 发布机构 | 武义县司法局 | 发文日期 | 2024年02月05日 |\n| 文号 | 武司〔2024〕3号 | 有效性 | 有效 |"
        + body
    )
    spaced = header_of(
        "索 引 号：330723/2024-00021    发布机构：武义县司法局\n发文日期：2024年2月5日    "
        "文  号：武司〔2024〕3号" + body
    )
    for header in (cells, spaced):
        assert fields(header) == {
            "title": "武义县司法局2023年",
            "publisher": "武义县司法局",
            "region": "330723",
            "published": "2024-02-05",
            "number": "武司〔2024〕3号",
            "period": "2023",
        }


def test_the_printed_title_takes_both_its_lines() -> None:
    header = header_of(
        "武义县人民政府\n关于2023年度法治政府建设情况的报告\n2023年，败诉率4.5%。\n二〇二四年二月五日"
    )
    assert fields(header) == {
        "title": "武义县人民政府关于2023年度法治政府建设情况的报告",
        "publisher": "武义县人民政府",
        "region": "330723",
        "published": "2024-02-05",
        "period": "2023",
    }


def test_a_title_broken_in_the_middle_of_its_words() -> None:
    header = header_of(
        "关于襄阳市2023年国民经济和社会发展\n计划执行情况与2024年计划（草案）的报告\n一、2023年计划执行情况\n全市增长5.6%。"
    )
    assert header.title == "关于襄阳市2023年国民经济和社会发展计划执行情况与2024年计划（草案）的报告"
    assert (header.region, header.period, header.plan_period) == ("420600", "2023", "2024")


def test_a_government_report_delivered_in_january_tells_the_year_before() -> None:
    header = header_of(
        "政府工作报告\n（2025年1月10日在宜昌市第七届人民代表大会第五次会议上）\n"
        "宜昌市市长  李 四\n各位代表：\n"
        "现在，我代表市人民政府向大会报告工作。\n一、过去一年工作回顾\n全市生产总值增长7.3%。"
    )
    assert fields(header) == {
        "title": "政府工作报告",
        "region": "420500",
        "published": "2025-01-10",
        "period": "2024",
        "plan_period": "2025",
    }
    assert len(header.spans) == 4


@pytest.mark.parametrize(
    ("head", "published", "publisher"),
    [
        ("2024-07-22 08:15:33 | 来源：武义县商务局 | 字号：大 中 小 | 打印", "2024-07-22", "武义县商务局"),
        ("武义县商务局  2024-07-22 18:02  阅读 2.3万+", "2024-07-22", "武义县商务局"),
        ("武义县商务局 编    2024年7月22日印发", "2024-07-22", "武义县商务局"),
    ],
)
def test_the_line_of_a_page_says_who_issued_it_and_when(head: str, published: str, publisher: str) -> None:
    header = header_of(
        f"稳！外贸“成绩单”出炉\n{head}\n\n7月19日，记者获悉，今年上半年全县出口增长4.7%，恢复到2019年同期的96%。"
    )
    assert (header.published, header.publisher, header.period) == (published, publisher, "2024-H1")


def test_a_title_broken_within_its_book_title_is_joined() -> None:
    header = header_of(
        "武义县水利局关于《武义县“十四五”水安全保障和\n水生态保护规划》实施情况的评估报告\n2024年3月5日\n“十四五”以来，完成水利投资21亿元。"
    )
    assert header.title.startswith("武义县水利局关于《武义县“十四五”水安全保障和水生态保护规划》")
    assert (header.period, header.plan_period) == ("2021/2023", "")


def test_a_district_never_writes_of_itself_as_the_city() -> None:
    header = header_of(
        "在全市住房城乡建设工作会议上的讲话\n（2024年2月23日，根据录音整理）\n同志们：\n去年，全市建筑业总产值867.5亿元，我市二手房成交增长24.5%。婺城区、婺城区率先完成。"
    )
    assert (header.region, header.published, header.period) == ("330700", "2024-02-23", "2023")


def test_a_speech_at_a_street_is_the_street_s() -> None:
    header = header_of(
        "在履坦镇2024年防汛防台工作会议上的讲话\n（根据录音整理，未经本人审阅）\n"
        "镇党委副书记、镇长  徐  某  东\n2024年4月9日  发布于：武义县履坦镇人民政府  文章类别：领导讲话\n\n同志们：\n"
        "去年我们转移群众312人。"
    )
    assert header.title == "在履坦镇2024年防汛防台工作会议上的讲话"
    assert (header.publisher, header.published, header.period) == (
        "武义县履坦镇人民政府",
        "2024-04-09",
        "2023",
    )
    assert header.region.endswith("/履坦镇")


def test_a_line_of_issue_may_carry_a_number_of_its_own() -> None:
    header = header_of(
        "生态环境整治工作通报\n（2024年5月）\n\n武义县白洋街道办事处 2024年6月9日　　　〔信息公开编号 BY-2024-017〕\n\n"
        "5月份，街道接信访86件。"
    )
    assert header.publisher == "武义县白洋街道办事处" and header.region.endswith("/白洋街道")


def test_a_headline_with_its_second_half_behind_a_dash_is_one_title() -> None:
    header = header_of(
        "宣莲之乡的振兴答卷综述\n——武义县“十四五”农业农村工作回眸\n时间：2025/11/02　来源：武义县农业农村局\n\n"
        "五年来，建成莲田3.2万亩。"
    )
    assert header.title == "宣莲之乡的振兴答卷综述——武义县“十四五”农业农村工作回眸"
    assert header.publisher == "武义县农业农村局"


def test_the_plans_of_a_government_s_report_are_not_its_results() -> None:
    header = header_of(
        "武义县人民政府工作报告（摘要）\n发布日期：2024-02-01\n这一年，实现地区生产总值421.9亿元。\n2024年拟办的民生实事\n新建学校3所，改造道路12公里，新增停车位300个。"
    )
    assert (header.period, header.plan_period) == ("2023", "2024")


@pytest.mark.parametrize(
    ("text", "title", "publisher", "region", "period"),
    [
        (
            "首页 >> 要闻\n前三季度兰溪外贸跑出“加速度”\n——市商务局召开例行通气会\n"
            "时间：2024年10月19日    来源：兰溪市商务局    字体：【大】\n"
            "前三季度，全市进出口总额132亿元。",
            "前三季度兰溪外贸跑出“加速度”——市商务局召开例行通气会",
            "兰溪市商务局",
            "330781",
            "2024-01/2024-09",
        ),
        (
            "兰溪教育\n概况\n（2023—2024学年初）\n"
            "发布机构：兰溪市教育局  |  生成日期：2023-11-30\n一、基本情况 全市共有各级各类学校186所。",
            "兰溪教育概况（2023—2024学年初）",
            "兰溪市教育局",
            "330781",
            "2023-09",
        ),
        (
            "五年答卷\n兰溪市水务局  党组书记、局长    周正明\n（2024年3月）\n"
            "    2019—2023年，是我市治水投入最多的五年。"
            "全市累计完成水利投资58.7亿元。\n    2018年供水普及率86%。",
            "兰溪市水务局2019—2023年",
            "兰溪市水务局",
            "330781",
            "2019/2023",
        ),
        (
            "市住房和城乡建设局党组书记、局长  李海峰\n同志们：\n2023年，兰溪市改造老旧小区12个，兰溪住建工作走在前列。",
            "市住房和城乡建设局2023年",
            "市住房和城乡建设局",
            "330781",
            "2023",
        ),
    ],
)
def test_headlines_halves_of_titles_and_speakers_say_whose_report_it_is(
    text: str, title: str, publisher: str, region: str, period: str
) -> None:
    header = header_of(text)
    assert (header.title, header.publisher, header.region, header.period) == (
        title,
        publisher,
        region,
        period,
    )


def test_the_office_that_begins_a_title_is_the_publisher_with_a_blank_behind_it_too() -> None:
    header = header_of("# 兰溪市市场监督管理局 2023 年工作情况\n\n全市实有经营主体12万户。", markdown=True)
    assert header.publisher == "兰溪市市场监督管理局"


def test_a_plan_for_five_years_reports_on_no_year_of_its_own() -> None:
    header = header_of(
        "武义县国民经济和社会发展第十五个五年规划纲要\n一、发展基础\n“十四五”时期，生产总值由2020年的245亿元增加到337亿元。"
    )
    assert (header.period, header.plan_period) == ("", "2026/2030")


def test_a_bulletin_of_2023_published_in_2024_tells_2023() -> None:
    header = header_of(
        "昆山市2023年国民经济和社会发展统计公报\n昆山市统计局　国家统计局昆山调查队\n（2024年3月18日）\n"
        "一、综合\n增长5.0%。"
    )
    assert fields(header) == {
        "title": "昆山市2023年国民经济和社会发展统计公报",
        "publisher": "昆山市统计局",
        "region": "320583",
        "published": "2024-03-18",
        "period": "2023",
    }


@pytest.mark.parametrize(
    ("title", "period", "plan_period"),
    [
        ("佛山市顺德区教育局2023年工作总结及2024年工作计划", "2023", "2024"),
        ("台州市商务局2024年上半年工作总结及下半年工作思路", "2024-H1", "2024-H2"),
        ("金华市2024年第三季度经济运行情况分析", "2024-Q3", ""),
        ("2025年全省水利工作要点", "", "2025"),
        ("南通市二〇二三年政府工作总结", "2023", ""),
        ("关于2022年预算执行情况和2023年预算草案的报告", "2022", "2023"),
        ("2024年武汉市政府工作报告", "2023", "2024"),
    ],
)
def test_periods_stand_in_titles(title: str, period: str, plan_period: str) -> None:
    header = header_of(f"{title}\n各项工作平稳推进，新增企业30家。")
    assert (header.title, header.period, header.plan_period) == (title, period, plan_period)


def test_periods_stand_in_headings_when_no_title_does() -> None:
    header = header_of(
        "发布机构：衢州市商务局\n各项工作平稳推进，成效良好。\n一、2023年主要工作\n（一）抓外贸\n新增企业30家。\n"
        "二、2024年工作打算\n新增40家。"
    )
    assert header.title == "衢州市商务局2023年主要工作和2024年工作打算"
    assert (header.period, header.plan_period) == ("2023", "2024")


def test_this_year_in_the_text_is_the_year_of_issue() -> None:
    header = header_of("衢州市商务局工作总结\n发布日期：2024-12-20\n今年以来，新增外贸企业30家。")
    assert (header.period, header.published) == ("2024", "2024-12-20")


def test_what_is_not_said_is_not_invented() -> None:
    assert fields(header_of("新增企业30家，增长5%。")) == {}


@pytest.mark.parametrize(
    ("publisher", "region"),
    [
        ("绍兴市柯桥区教育局", "330603"),
        ("柯桥区教育局", "330603"),
        ("浙江省绍兴市统计局", "330600"),
        ("绍兴市柯桥区柯岩街道办事处", "330603/柯岩街道"),
        ("浙江省科学技术厅", "330000"),
        ("宁波市公安局鄞州分局", "330212"),
    ],
)
def test_the_innermost_region_of_the_publisher_is_the_report_s(publisher: str, region: str) -> None:
    header = header_of(f"{publisher}2024年工作总结\n杭州市、宁波市、杭州市、宁波市经验在全省推广。")
    assert (header.publisher, header.region) == (publisher, region)


def test_a_district_that_several_cities_have_is_the_one_of_the_city_in_the_text() -> None:
    text = "鼓楼区教育局2024年工作总结\n全区新增学位3000个，获评{}市先进，{}市推广经验。"
    assert header_of(text.format("南京", "南京")).region == "320106"
    assert header_of(text.format("福州", "福州")).region == "350102"


def test_the_region_named_most_is_the_report_s_when_nobody_signs() -> None:
    header = header_of("2023年工作总结\n嘉兴市新增企业30家，全市增长5%。学习杭州经验，嘉兴港区投产2个项目。")
    assert header.region == "330400"


def test_the_report_s_own_date_goes_before_that_of_the_web_page() -> None:
    header = header_of(
        "东莞市住建局2024年上半年工作总结\n来源:市住建局 发布时间:2024-07-12 16:30 浏览次数: 231\n"
        "改造老旧小区56个。\n东莞市住建局\n2024年7月10日\n打印 关闭"
    )
    assert header.published == "2024-07-10"
    assert header.publisher == "东莞市住建局"


def test_an_impossible_date_is_none() -> None:
    assert header_of("市局2024年工作总结\n发布日期：2024-02-30\n新增企业3家。").published == ""


def test_front_matter_and_a_first_heading_are_the_head_of_markdown() -> None:
    header = header_of(
        "---\ntitle: 厦门市教育局2023年工作总结\ndate: 2024-01-20\n---\n\n"
        "# 厦门市教育局2023年工作总结\n\n新增学位3万个。\n",
        markdown=True,
    )
    assert fields(header) == {
        "title": "厦门市教育局2023年工作总结",
        "publisher": "厦门市教育局",
        "region": "350200",
        "published": "2024-01-20",
        "period": "2023",
    }


def test_labels_in_bold_are_labels_and_the_addressees_no_body() -> None:
    header = header_of(
        "# 亭湖区2024年工作总结\n\n**发布日期**：2025-02-10　　**来源**：亭湖区统计局\n\n"
        "各镇人民政府，区各委、办、局：\n\n增长5%。",
        markdown=True,
    )
    assert (header.published, header.publisher, len(header.spans)) == ("2025-02-10", "亭湖区统计局", 3)


def test_a_title_that_shares_its_line_with_the_text_ends_at_the_space() -> None:
    header = header_of(
        "兰溪市水务局2023年工作总结 2023年，全市新建水库3座，投资12亿元，同比增长5.2%，居全省前列。"
    )
    assert header.title == "兰溪市水务局2023年工作总结"
    assert header.spans == ((0, 15),)


def test_traditional_characters_are_read_and_kept() -> None:
    header = header_of("佛山市順德區二〇二三年政府工作總結\n全區增長5.3%。")
    assert (header.title, header.region) == ("佛山市順德區二〇二三年政府工作總結", "440606")


def test_a_line_that_holds_a_whole_report_gives_up_its_labels_and_keeps_its_body(tmp_path: Path) -> None:
    """Title, labels and text in one line, as some offices publish them."""
    text = (
        "金华市教育局2023年工作总结和2024年工作思路 发布机构：金华市教育局 发布日期：2024-01-18 "
        "2023年，全市教育系统成效明显。 一、2023年工作总结 （一）学前教育普及普惠。全市新建幼儿园26所，新增学位7200个，"
        "公办园在园幼儿占比达到62.5%。 （二）义务教育优质均衡。新增义务教育学校12所，完成校舍改造45所。 "
        "二、2024年工作思路 （一）推进学前教育。新增公办幼儿园学位5000个以上。"
    )
    path = tmp_path / "one.txt"
    path.write_text(text, encoding="utf-8")
    header = read_header(load_file(path, 1_000_000), Regions.load())
    assert (header.title, header.publisher, header.published) == (
        "金华市教育局2023年工作总结和2024年工作思路",
        "金华市教育局",
        "2024-01-18",
    )
    assert text[header.spans[-1][1] :].lstrip().startswith("2023年，全市教育系统")


def test_the_line_below_a_title_says_who_issued_it_and_when() -> None:
    header = header_of(
        "# 2024年水利工作总结\n\n某省水利厅　2025年1月18日\n\n去年，全省完成水利投资321亿元。", markdown=True
    )
    assert (header.publisher, header.published) == ("某省水利厅", "2025-01-18")


def test_an_office_that_leaves_its_province_unsaid_is_the_one_named_in_full() -> None:
    text = "# 省水利厅上半年工作总结\n\n安徽省水利厅　2025年7月1日\n\n合肥市完成31亿元，合肥市居第一。全省完成321亿元。"
    header = header_of(text, markdown=True)
    assert (header.publisher, header.region) == ("安徽省水利厅", "340000")


@pytest.mark.parametrize(
    ("body", "region"),
    [
        (
            "全省完成投资321亿元。合肥市、芜湖市、安庆市分别完成31亿元、22亿元、12亿元，合肥市居首位。",
            "340000",
        ),
        ("全市游客310万人次，居全省第三。肥东县、巢湖市分别接待21万人次、32万人次。", "340100"),
        ("全市粮食产量31万吨，居全省第三，高于全省平均。巢湖市新建水库2座。", "340181"),
        ("全县粮食产量31万吨。与肥东县、长丰县签约3项，与巢湖市签约2项。", ""),
        ("全市粮食产量31万吨。", ""),
        # 广西 says 全区 of itself; whose report it is says who speaks
        (
            "现在，我代表市人民政府报告工作。钦州在全区、全国位次前移，是广西首个试点，全区第一。钦州港扩建。",
            "450700",
        ),
        ("现在，我代表上海市人民政府报告工作。临港新片区、浦东新区、崇明区各项工作有力。", "310000"),
        # harbours and lines bear many a place's name once
        ("全市经济向好。通辽至锦州港、大连港班列开行，通辽站投用，通辽机场改造，阜新线完工。", "150500"),
        ("全市经济向好，谱写现代化新宜春建设新篇章。", "360900"),
    ],
)
def test_a_text_without_a_head_is_of_the_region_it_is_clearly_about_or_of_none(
    body: str, region: str
) -> None:
    assert header_of(f"一、2024年工作总结\n\n{body}").region == region


@pytest.mark.parametrize(
    ("title", "region"),
    [("2025年广西科技工作会议情况(2025年2月8日 南宁)", "450000"), ("政府工作报告(张掖市甘州区)", "620702")],
)
def test_a_place_that_stands_apart_in_a_title_is_not_whose_report_it_is(title: str, region: str) -> None:
    assert header_of(f"{title}\n\n一、工作回顾\n\n全年新增平台3个。").region == region


def test_labels_are_known_by_a_blank_as_by_a_colon() -> None:
    text = (
        "索引号 003112233/2024-00871\n组配分类 重点工作 发布机构 镜湖区科技局\n生成日期 2024-06-18 公开方式 主动公开\n"
        "主题分类 科技 体裁分类 报告\n2023年科技创新工作报告\n\n2023年，全区新增高企12家。"
    )
    header = header_of(text)
    assert (header.title, header.publisher) == ("2023年科技创新工作报告", "镜湖区科技局")
    assert (header.published, header.period) == ("2024-06-18", "2023")


def test_a_label_s_value_may_stand_on_the_line_below_it() -> None:
    text = (
        "• 组配分类:\n• 计划总结\n• 发布机构:\n• 市教育局\n• 成文日期:\n• 2025-02-26\n\n"
        "龙泉市教育局2024年度总结和2025年度计划\n\n全市新建学校3所，丽水市排名第三。"
    )
    header = header_of(text)
    assert (header.title, header.region) == ("龙泉市教育局2024年度总结和2025年度计划", "331181")
    assert (header.publisher, header.published) == ("市教育局", "2025-02-26")


def test_the_newspaper_that_prints_a_report_is_not_in_its_title() -> None:
    text = (
        "黄山日报/2025年/1月/24日/第002版\n政府工作报告\n——2025年1月20日在黄山市第八届人民代表大会上\n\n"
        "一、2024年工作回顾\n\n全市新建学校3所。"
    )
    header = header_of(text)
    assert (header.title, header.region, header.period) == ("政府工作报告", "341000", "2024")


def test_a_report_on_the_tasks_of_a_government_work_report_is_none_itself() -> None:
    header = header_of("咸宁市科技局2024年《政府工作报告》目标任务进展情况\n\n一、全年新增市级平台50家。")
    assert header.period == "2024"


@pytest.mark.parametrize("end", ["情况通报", "快报", "概况", "情况介绍", "工作动态", "解读"])
def test_a_title_is_one_however_it_ends(end: str) -> None:
    header = header_of(
        f"某市商务局2024年商务运行{end}\n2025年2月11日\n\n一、消费\n零售总额31亿元。\n二、2025年目标\n增长6%。"
    )
    assert (header.title, header.period, header.plan_period) == (
        f"某市商务局2024年商务运行{end}",
        "2024",
        "2025",
    )


@pytest.mark.parametrize("heading", ["2025年目标", "2025年工作"])
def test_a_heading_alone_makes_no_report_one_of_plans(heading: str) -> None:
    header = header_of(
        f"某市商务局\n2025年2月11日\n\n2024年，零售总额31亿元。\n一、消费\n增长2%。\n二、{heading}\n增长6%。"
    )
    assert (header.period, header.plan_period) == ("2024", "2025")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (
            "上半年我县农林牧渔业总产值增长8%\n作者:袁某某 发布时间:2021-07-28 15:49\n今年以来,全县农业形势较好。",
            "2021-H1",
        ),
        (
            "德清县:1-9月经济稳步增长\n发布日期:2024-10-21\n今年以来,全县上下真抓实干。\n1-9月,实现生产总值400亿元。",
            "2024-01/2024-09",
        ),
        ("德清县就业形势稳定\n发布日期:2024-07-21\n今年以来,全县新增就业9000人。", "2024"),
        ("德清县经济再上台阶\n发布日期:2025-01-21\n2024年,全县上半年稳,下半年进。", "2024"),
    ],
)
def test_this_year_of_a_notice_of_july_is_the_half_that_it_tells_of(text: str, period: str) -> None:
    assert header_of(text).period == period


def test_a_headline_over_the_line_of_its_source_is_the_title_and_dates_it() -> None:
    header = header_of(
        "云和县人社局:1-5月就业“成绩单”出炉\n来源:云和县人力资源和社会保障局 | 作者:李明 | 2025-06-12 09:11\n"
        "今年以来,全县城镇新增就业2140人。\n"
    )
    assert (header.title, header.published) == ("云和县人社局:1-5月就业“成绩单”出炉", "2025-06-12")
    assert (header.publisher, header.period) == ("云和县人力资源和社会保障局", "2025-01/2025-05")


def test_a_federation_and_a_brigade_are_publishers() -> None:
    assert header_of("云和县残疾人联合会2024年工作总结\n一、工作\n").publisher == "云和县残疾人联合会"
    assert header_of("云和县消防救援大队2024年度工作总结\n一、工作\n").publisher == "云和县消防救援大队"


BODY = "\n\n一、主要工作\n新增高新技术企业36家，增长12.5%。全市实现增加值128亿元。\n"


@pytest.mark.parametrize(
    ("head", "publisher", "published"),
    [
        (
            "上半年全市科技工作情况\n**索引号** 　zy-2024-01 　**信息来源** 　枣阳市科技局 　**公开日期** 　2024-07-24",
            "枣阳市科技局",
            "2024-07-24",
        ),
        (
            "2024年度工作总结\n枣阳市科学技术局 | 2025/01/20 | 局办公室 | 阅读次数：2,038",
            "枣阳市科学技术局",
            "2025-01-20",
        ),
        (
            "关于2024年工作情况的报告\n枣阳市财政局        公开时间：2025-02-18          主题分类：财政、金融",
            "枣阳市财政局",
            "2025-02-18",
        ),
        ("关于2024年工作情况的报告\n枣阳市科技局　　时间：2025年1月20日", "枣阳市科技局", "2025-01-20"),
        ("枣 阳 市 科 学 技 术 局\n2024年工作总结\n2025年1月20日印发", "枣阳市科学技术局", "2025-01-20"),
    ],
)
def test_lines_that_say_who_issued_a_page_and_when(head: str, publisher: str, published: str) -> None:
    header = header_of(head + BODY)
    assert (header.publisher, header.published, header.region) == (publisher, published, "420683")


def test_an_office_below_its_district_s_government_is_of_the_street() -> None:
    header = header_of("武侯区人民政府晋阳街道办事处\n关于2024年民政工作情况的通报" + BODY)
    assert header.region.endswith("/晋阳街道")


def test_a_speech_of_february_on_the_plans_of_the_year_tells_of_the_one_before() -> None:
    header = header_of(
        "在枣阳市科技创新大会上的讲话\n（2025年2月20日）" + BODY + "二、2025年打算\n新增40家。\n"
    )
    assert (header.period, header.plan_period) == ("2024", "2025")


@pytest.mark.parametrize(
    ("said", "results", "plans"),
    [
        (
            "过去一年，枣阳市新认定高企22家。\n二、抓重点\n今年要重点抓好两件事：\n第一，新增高企30家。",
            "2024",
            "2025",
        ),
        ("主要任务是总结2024年工作，安排2025年任务。\n全市新认定高企22家。", "2024", "2025"),
        ("今年以来，枣阳市新认定高企22家，去年，全市只有8家。", "2025", ""),
        ("枣阳市全年要新认定高企22家。", "2025", ""),
    ],
)
def test_a_meeting_of_a_year_hears_what_was_done_the_year_before(said: str, results: str, plans: str) -> None:
    header = header_of(
        f"在2025年全市科技工作会议上的讲话\n同志们：\n一、讲成绩\n{said}\n枣阳市科技局要带好头。\n"
    )
    assert (header.period, header.plan_period) == (results, plans)


def test_a_title_set_apart_letter_by_letter_is_read() -> None:
    header = header_of("枣阳市科学技术局 2024 年 工 作 总 结\n发布日期： 2025-01-20" + BODY)
    assert (header.title, header.period) == ("枣阳市科学技术局2024年工作总结", "2024")


def test_an_officer_s_line_with_a_note_and_a_time_in_front_are_of_the_head() -> None:
    speech = header_of(
        "在全市农业工作会议上的讲话（摘要）\n\n市政府副市长  王××      （根据录音整理，2025年10月9日）\n"
        "信息来源：枣阳市农业农村局    录入：办公室    2025-10-14 08:02:31\n\n同志们：" + BODY
    )
    assert speech.region == "420683" and speech.published.startswith("2025-10")
    news = header_of(
        "枣阳市：上半年文旅市场热力十足\n\n2025-07-21 18:30  枣阳文旅  记者  某某  编辑 某某" + BODY
    )
    assert news.published == "2025-07-21" and news.period == "2025-H1"


def test_a_drawn_line_is_no_title() -> None:
    header = header_of("枣阳市琚湾镇人民政府\n时间：2025-10-17　来源：琚湾镇\n═══════════════" + BODY)
    assert "═" not in header.title and header.region.endswith("/琚湾镇")


@pytest.mark.parametrize(
    ("head", "region", "period", "published"),
    [
        ("2025年虎门镇政府工作报告\n（节选）\n2025年2月11日", "虎门镇", "2024", "2025-02-11"),
        (
            "2024年海西州国民经济和社会发展统计公报\n海西州统计局　国家统计局海西调查队\n2025年4月",
            "海西蒙古族藏族自治州",
            "2024",
            "2025-04",
        ),
        (
            "洛阳高新区2024年工作总结\n洛阳国家高新技术产业开发区管理委员会\n（2025年1月23日）",
            "洛阳高新区",
            "2024",
            "2025-01-23",
        ),
        (
            "秦皇岛经济技术开发区2024年经济运行情况\n秦皇岛开发区经济发展局　2025-02-06 14:11",
            "秦皇岛经开区",
            "2024",
            "2025-02-06",
        ),
        (
            "南京江北新区2024年发展情况通报\n江北新区管委会办公室　2025-01-15",
            "江北新区",
            "2024",
            "2025-01-15",
        ),
        (
            "巴州人社局：2024年交出亮眼成绩单\n2025-01-14 11:30:21　来源：巴州日报　编辑：王××",
            "巴音郭楞蒙古自治州",
            "2024",
            "2025-01-14",
        ),
        (
            "在区六届人大六次会议上\n政府工作报告\n青浦区区长　××\n（2025年1月7日）",
            "青浦区",
            "2024",
            "2025-01-07",
        ),
        (
            "天门市第十届人民代表大会第五次会议文件之一\n政府工作报告\n2025年1月6日\n市长 ××",
            "天门市",
            "2024",
            "2025-01-06",
        ),
        (
            "会东县人民政府办公室关于印发《会东县2025年政府工作报告》的通知\n各乡镇人民政府：\n"
            "现将《会东县2025年政府工作报告》印发你们，请遵照执行。\n会东县人民政府办公室\n2025年3月5日",
            "会东县",
            "2024",
            "2025-03-05",
        ),
        ("市北区民政局2024年工作总结\n发布日期：2025-01-09", "市北区", "2024", "2025-01-09"),
        ("涉县公安局2024年成绩单来了！\n涉县公安  2025-01-11 19:20 河北", "涉县", "2024", "2025-01-11"),
        ("浏河镇2024年工作总结\n浏河镇党政办　2025.01.21", "浏河镇", "2024", "2025-01-21"),
    ],
)
def test_heads_as_pages_have_them(head: str, region: str, period: str, published: str) -> None:
    header = header_of(head + BODY.replace("全市", "全县" if region.endswith("县") else "全区"))
    assert (Regions.load().name(header.region), header.period, header.published) == (
        region,
        period,
        published,
    )


@pytest.mark.parametrize(
    ("head", "title", "publisher"),
    [
        (
            "[ 索引号 ] 11500/2025-12\n[ 发布机构 ] 忠县林业局\n[ 发布日期 ] 2025-01-14\n[ 标 题 ] 忠县林业局2024年工作总结",
            "忠县林业局2024年工作总结",
            "忠县林业局",
        ),
        (
            "标题\t淄博市应急管理局2024年工作总结\n索引号\t113703/2025-3\n发文机关\t市应急管理局\n发布日期\t2025-01-21",
            "淄博市应急管理局2024年工作总结",
            "市应急管理局",
        ),
        (
            "恩施市水利局2024年工作总结\n索引号：01134/2025\n公开目录：工作总结\n发布日期：2025-01-12\n发布机构：恩施市水利局",
            "恩施市水利局2024年工作总结",
            "恩施市水利局",
        ),
        (
            "丰都县经济信息委关于上半年工业经济运行情况的报告\n县人大常委会：",
            "丰都县经济信息委关于上半年工业经济运行情况的报告",
            "丰都县经济信息委",
        ),
        (
            "常宁市教育局二〇二四年工作总结\n二〇二五年一月八日",
            "常宁市教育局二〇二四年工作总结",
            "常宁市教育局",
        ),
        (
            "关于第23号建议的答复\n清河县人民政府\n2024年2月1日",
            "关于第23号建议的答复",
            "清河县人民政府",
        ),
    ],
)
def test_titles_and_publishers_as_pages_have_them(head: str, title: str, publisher: str) -> None:
    header = header_of(head + BODY)
    assert (header.title, header.publisher) == (title, publisher)


def test_the_time_that_a_text_says_it_reports_on_goes_before_what_its_headings_name() -> None:
    header = header_of(
        "枣阳市琚湾镇人民政府\n时间：2025-10-17\n各村：\n现将2025年第三季度全镇住建工作情况通报如下。\n一、住建工作\n"
        "新开工保障性住房126套。\n二、四季度要求\n年底前整改到位。\n"
    )
    assert header.period == "2025-Q3"


def test_a_city_whose_name_ends_as_towns_do_is_the_city() -> None:
    assert header_of("景德镇市人民政府\n2024年工作总结" + BODY).region == "360200"


@pytest.mark.parametrize(
    ("head", "region"),
    [
        ("海沧街道2024年工作总结\n2025-01-09　来源：厦门市海沧区海沧街道办事处", "海沧街道"),
        (
            "长兴县人民政府\n长兴经济技术开发区2024年工作总结\n2025-01-06　信息来源：长兴经济技术开发区管委会",
            "长兴经开区",
        ),
        ("2023，西咸新区这样答卷\n发布：西咸新区党政办公室　　日期：2024.01.31", "西咸新区"),
        (
            "我市前11个月工业用电量创新高\n2025-12-16 来源：真州时评\n仪征全市增速居扬州各县（市、区）首位，仪征工业用电向好",
            "仪征市",
        ),
    ],
)
def test_the_innermost_place_that_a_page_is_of(head: str, region: str) -> None:
    assert Regions.load().name(header_of(head + BODY).region) == region
