"""Headings, sections, paragraphs, and which of them speak of plans."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.loaders import load_file
from ingest.loaders.markdown import read_markdown
from ingest.loaders.plain import read_plain
from ingest.metadata import read_header
from ingest.records import LoadedFile, Paragraph, Report
from ingest.regions import Regions
from ingest.structure import MAX_PARAGRAPH, speaks_of_plans, split_paragraphs

CORPUS = Path(__file__).parents[2] / "corpus"


def paragraphs_of(text: str, *, markdown: bool = False) -> list[Paragraph]:
    blocks = read_markdown(text) if markdown else read_plain(text)
    return read(LoadedFile(text, tuple(blocks)))


def read(loaded: LoadedFile) -> list[Paragraph]:
    header = read_header(loaded, Regions.load())
    report = Report(
        id="0123456789ab",
        title=header.title,
        publisher=header.publisher,
        region=header.region,
        region_name="",
        published=header.published,
        number=header.number,
        period=header.period,
        plan_period=header.plan_period,
        source="",
        fingerprint="",
        text=loaded.text,
    )
    return split_paragraphs(loaded, header.spans, report)


def titles(paragraphs: list[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs if paragraph.kind == "heading"]


def bodies(paragraphs: list[Paragraph]) -> list[tuple[tuple[str, ...], str]]:
    return [(paragraph.section, paragraph.text) for paragraph in paragraphs if paragraph.kind == "body"]


def times(paragraphs: list[Paragraph]) -> list[tuple[str, str, bool]]:
    """First characters, period and plan of each body paragraph."""
    return [(p.text[:4], p.period, p.is_plan) for p in paragraphs if p.kind == "body"]


ONE_LINE = (
    "兰溪市农业农村局2023年工作总结及2024年工作计划 2023年以来,我局紧扣目标,总产值达62.3亿元。"
    "一、2023年工作总结(一)粮食安全得到更加有力保障。播种面积25.6万亩。根据第三条第(三)项规定,兑付补贴3200万元。"
    "1.高标准农田加快建设提质扩面。新建1.2万亩。2.耕地抛荒得到全面有效整治。整治3500亩。(二)特色产业加快提质增效扩面。杨梅产值9.8亿元(含加工2.1亿元)。"
    "(三)农村改革继续走深走实见效。三、四季度增长明显,第一、第二批试点完成。"
    "二、2024年工作计划 (一)粮食播种面积。稳定在25.5万亩以上。"
    "(二)合作社。新增5家。"
)


def test_a_report_of_one_line_is_cut_at_the_headings_inside_it() -> None:
    results, plans = "一、2023年工作总结", "二、2024年工作计划"
    grain = "(一)粮食安全得到更加有力保障"
    assert bodies(paragraphs_of(ONE_LINE)) == [
        ((), "2023年以来,我局紧扣目标,总产值达62.3亿元。"),
        ((results, grain), "播种面积25.6万亩。根据第三条第(三)项规定,兑付补贴3200万元。"),
        ((results, grain, "1.高标准农田加快建设提质扩面"), "新建1.2万亩。"),
        ((results, grain, "2.耕地抛荒得到全面有效整治"), "整治3500亩。"),
        ((results, "(二)特色产业加快提质增效扩面"), "杨梅产值9.8亿元(含加工2.1亿元)。"),
        ((results, "(三)农村改革继续走深走实见效"), "三、四季度增长明显,第一、第二批试点完成。"),
        ((plans, "(一)粮食播种面积"), "(一)粮食播种面积。稳定在25.5万亩以上。"),
        ((plans, "(二)合作社"), "(二)合作社。新增5家。"),
    ]


def test_full_width_marks_are_marks_too() -> None:
    wide = ONE_LINE.translate(str.maketrans("(),", "（），"))
    assert [len(section) for section, _ in bodies(paragraphs_of(wide))] == [0, 2, 3, 3, 2, 2, 2, 2]


@pytest.mark.parametrize(
    "line",
    [
        "三、四季度工业增速分别达7.1%、8.3%，高于全省平均水平。",
        "1.2亿元专项资金全部下达，惠及企业320家。",
        "2024.5.1起施行新办法，企业负担进一步减轻。",
        "一是新增高企53家。二是完成投资12亿元。",
        "第一、第二产业增加值分别增长3.2%、5.6%。",
        "一、二、三产业结构调整为3.1:45.2:51.7。",
        "（2024-2027年）实施方案印发后，新建平台6个。",
        "(省市联动专项、产业技术攻关)立项25项，经费3000万元。",
        "10.5公里绿道建成投用，沿线改造提升公园6座。",
    ],
)
def test_a_lookalike_begins_no_section(line: str) -> None:
    text = f"2024年工作总结\n一、主要成效\n全年各项工作平稳推进。\n{line}\n二、存在问题\n人才不足。"
    assert (("一、主要成效",), line) in bodies(paragraphs_of(text))


def test_a_stray_number_inside_a_line_is_no_heading() -> None:
    text = "市局2024年工作总结\n全年立项12项。(三)另行统计。新增企业5家。"
    assert bodies(paragraphs_of(text)) == [((), "全年立项12项。(三)另行统计。新增企业5家。")]


def test_numbers_start_anew_under_each_part() -> None:
    text = "市局2024年总结\n一、成效\n（一）甲\n新增1家。\n（二）乙\n新增2家。\n二、经验\n（一）丙\n形成3条。"
    assert [section for section, _ in bodies(paragraphs_of(text))] == [
        ("一、成效", "（一）甲"),
        ("一、成效", "（二）乙"),
        ("二、经验", "（一）丙"),
    ]


def test_parts_and_chapters_stand_over_numbers() -> None:
    text = "第一部分 2023年工作\n第一章 依法行政\n一、概况\n败诉率4.5%。\n第二部分 展望\n力争更低。"
    assert [section for section, _ in bodies(paragraphs_of(text))] == [
        ("第一部分 2023年工作", "第一章 依法行政", "一、概况"),
        ("第二部分 展望",),
    ]


def test_items_of_a_list_are_body_under_the_heading_above() -> None:
    text = (
        "市局2024年总结\n一、问题\n1.资金压力较大；\n2.专业人才不足。\n二、建议\n加大投入，新增资金5000万元。"
    )
    assert bodies(paragraphs_of(text))[:2] == [
        (("一、问题",), "1.资金压力较大；"),
        (("一、问题",), "2.专业人才不足。"),
    ]


def test_items_inside_a_sentence_do_not_cut_it() -> None:
    line = "重点抓好三件事:1.新建学校3所;2.新增学位5000个;3.招聘教师300人。"
    assert bodies(paragraphs_of(f"市局2024年总结\n{line}")) == [((), line)]


def test_a_heading_that_states_a_number_stays_in_the_body() -> None:
    text = "市局2024年总结\n（一）全市生产总值突破1万亿元\n增速居全省第二。\n（二）项目提速\n完成投资30亿元。"
    assert bodies(paragraphs_of(text)) == [
        (("（一）全市生产总值突破1万亿元",), "（一）全市生产总值突破1万亿元"),
        (("（一）全市生产总值突破1万亿元",), "增速居全省第二。"),
        (("（二）项目提速",), "完成投资30亿元。"),
    ]


def test_a_short_heading_stays_before_the_sentence_that_may_lean_on_it() -> None:
    text = (
        "市局总结\n一、指标\n（一）一般公共预算收入。完成45.3亿元。\n（二）工业：增长5%。\n1.工业\n增长5%。"
    )
    assert bodies(paragraphs_of(text)) == [
        (("一、指标", "（一）一般公共预算收入"), "（一）一般公共预算收入。完成45.3亿元。"),
        (("一、指标", "（二）工业"), "（二）工业：增长5%。"),
        (("一、指标", "（二）工业", "1.工业"), "增长5%。"),
    ]


def test_headings_without_numbers_are_short_lines_over_long_ones() -> None:
    text = (
        "绍兴市柯桥区柯岩街道2024年工作总结\n工作成效\n一是完成规上工业产值86.4亿元，同比增长7.3%，增速居全区前列。\n"
        "2025年工作思路\n力争规上工业产值突破90亿元，腾退低效用地300亩以上，新增规上企业12家。"
    )
    assert titles(paragraphs_of(text))[1:] == ["工作成效", "2025年工作思路"]


def test_what_was_done_in_a_whole_year_is_no_plan_of_the_year_after() -> None:
    text = (
        "保康县2024年政府工作报告\n2024年1月12日\n一、2023年工作回顾\n"
        "（一）聚力项目建设，工业经济稳中有进。全年实施市级重点项目36个，完成投资74.8亿元。\n"
        "二、2024年主要任务\n今年，我们将重点抓好以下工作。\n全年目标是新增规上工业企业20家。"
    )
    assert times(paragraphs_of(text)) == [
        ("全年实施", "2023", False),
        ("今年，我", "2024", True),
        ("全年目标", "2024", True),
    ]


def test_a_part_on_the_half_year_to_come_is_of_plans() -> None:
    text = (
        "关于保康县2024年上半年预算执行情况的报告\n2024年8月26日\n一、上半年预算执行情况\n收入完成9.6亿元。\n"
        "二、下半年工作措施\n一要组织收入，支出进度达到90%。"
    )
    assert times(paragraphs_of(text)) == [("收入完成", "2024-H1", False), ("一要组织", "2024-H2", True)]


def test_an_appendix_ends_the_plans_before_it() -> None:
    text = (
        "铜陵市医保局2024年工作总结和2025年工作计划\n一、2024年工作总结\n全市参保150万人。\n二、2025年工作计划\n"
        "（一）参保率稳定在97%以上。\n附：2024年医保基金运行数据\n职工医保基金支出：36.52亿元\n附件2：主要指标\n病种：45种"
    )
    assert times(paragraphs_of(text)) == [
        ("全市参保", "2024", False),
        ("（一）参", "2025", True),
        ("职工医保", "2024", False),
        ("病种：4", "2024", False),
    ]


def test_markdown_headings_are_sections_and_tables_paragraphs() -> None:
    text = (
        "# 厦门市教育局2023年工作总结\n\n## 一、成效\n\n### （一）学前教育\n\n新增学位**1.1万个**。\n\n"
        "表1 学前教育情况\n\n| 指标 | 2023年 |\n| --- | ---: |\n| 幼儿园（所） | 826 |\n\n"
        "**1.师资建设**\n\n招聘教师2300人。\n\n## 二、2024年打算\n\n新增学位3万个。\n"
    )
    paragraphs = paragraphs_of(text, markdown=True)
    assert bodies(paragraphs) == [
        (("一、成效", "（一）学前教育"), "新增学位**1.1万个**。"),
        (("一、成效", "（一）学前教育", "1.师资建设"), "招聘教师2300人。"),
        (("二、2024年打算",), "新增学位3万个。"),
    ]
    table = next(paragraph for paragraph in paragraphs if paragraph.kind == "table")
    assert table.section == ("一、成效", "（一）学前教育", "表1 学前教育情况")
    assert "表1 学前教育情况" in titles(paragraphs)


@pytest.mark.parametrize(
    ("above", "announced"),
    [
        ("全年受理投诉14.6万件。前五类如下表：", ("前五类如下表：",)),
        ("各镇（街道）完成情况：", ("各镇（街道）完成情况：",)),
        ("主要畜种存栏    单位：万头", ("主要畜种存栏    单位：万头",)),
        ("全年受理投诉14.6万件。", ()),
    ],
)
def test_the_sentence_that_announces_a_table_belongs_to_its_section(
    above: str, announced: tuple[str, ...]
) -> None:
    text = f"# 2024年工作总结\n\n## 一、综合\n\n{above}\n\n| 类别 | 件数 |\n|---|---|\n| 网购 | 28 |\n"
    (table,) = (p for p in paragraphs_of(text, markdown=True) if p.kind == "table")
    assert table.section == ("一、综合", *announced)


def test_a_unit_over_a_table_belongs_to_its_section() -> None:
    text = (
        "昆山市2023年统计公报\n一、综合\n全年增长5.0%。\n"
        "表1  主要经济指标\n单位：亿元\n指标\t2023年\n生产总值\t5140.6\n"
    )
    table = next(paragraph for paragraph in paragraphs_of(text) if paragraph.kind == "table")
    assert table.section == ("一、综合", "表1  主要经济指标", "单位：亿元")


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2024年主要工作成效", False),
        ("目标任务完成情况", False),
        ("工作回顾", False),
        ("2025年工作思路", True),
        ("下一步工作打算", True),
        ("主要预期目标和重点任务", True),
        ("今后五年工作展望", True),
        ("2024年工作总结和2025年工作思路", None),
        ("综合", None),
    ],
)
def test_a_heading_speaks_of_plans_or_results(heading: str, expected: bool | None) -> None:
    assert speaks_of_plans(heading) is expected


def test_headings_of_plans_make_what_is_under_them_plans() -> None:
    text = (
        "东莞市住建局2024年上半年工作总结及下半年工作计划\n一、上半年工作情况\n（一）聚焦目标任务，建设提速\n"
        "改造小区56个。\n二、下半年工作计划\n（一）巩固成效\n开展检查4次。"
    )
    assert times(paragraphs_of(text)) == [("改造小区", "2024-H1", False), ("开展检查", "2024-H2", True)]


def test_lead_sentences_turn_to_plans_where_no_heading_does() -> None:
    text = (
        "2022年，贵阳市大数据局坚持数字活市，新增大数据企业300家。\n全市建成5G基站2.6万个。\n"
        "2023年，将聚焦算力建设，新增算力企业20家。\n服务器规模达到80万台。\n2022年，累计投资9亿元。\n下一步，建设园区3个。"
    )
    assert times(paragraphs_of(text)) == [
        ("2022", "2022", False),
        ("全市建成", "2022", False),
        ("2023", "2023", True),
        ("服务器规", "2023", True),
        ("2022", "2022", False),
        ("下一步，", "2023", True),
    ]


def test_a_lead_sentence_over_a_new_count_begins_a_part_of_plans() -> None:
    text = (
        "金华市科技局2024年工作总结\n（一）创新能级实现新的跃升\n获批省实验室，新增省重点实验室4家。\n"
        "（二）企业主体地位更加凸显\n新增高企512家。\n2025年，我局将抓好以下工作：\n"
        "（一）聚力平台能级提升攻坚\n新增平台5家。\n（二）聚力企业培育\n新增高企450家。"
    )
    paragraphs = paragraphs_of(text)
    assert times(paragraphs) == [
        ("获批省实", "2024", False),
        ("新增高企", "2024", False),
        ("2025", "2025", True),
        ("新增平台", "2025", True),
        ("新增高企", "2025", True),
    ]
    assert [section for section, _ in bodies(paragraphs)][2:] == [
        (),
        ("（一）聚力平台能级提升攻坚",),
        ("（二）聚力企业培育",),
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("PART 01　企业梯队", "PART 02　2025年打算"),
        ("Part.1 企业梯队", "Part.2 下一步打算"),
        ("01 企业梯队", "02 2025年目标任务"),
        ("I. 企业梯队", "II. 2025年工作打算"),
        ("▶ 企业梯队", "▶ 2025年工作安排"),
        ("壹｜企业梯队", "贰｜2025年目标任务"),
    ],
)
def test_a_part_of_plans_is_known_however_its_heading_is_counted(first: str, last: str) -> None:
    text = (
        "达州市科技局2024年工作总结和2025年工作打算\n一年来，全市科技系统坚持创新驱动，各项工作取得新的成效，位次前移。\n"
        f"{first}\n▍新认定高企100家，入库科技型中小企业312家，技术合同成交额达到52亿元。\n"
        f"{last}\n☆新认定高企120家，入库科技型中小企业350家，技术合同成交额达到60亿元。"
    )
    assert times(paragraphs_of(text))[-2:] == [("▍新认定", "2024", False), ("☆新认定", "2025", True)]


def test_a_line_of_next_years_plans_behind_each_section_is_a_plan() -> None:
    text = (
        "达州市民政局2024年工作情况及2025年安排\n一、社会救助\n农村低保标准每人每月640元。\n——2025年，标准提高到680元。\n"
        "二、养老服务\n现有养老机构52家。\n——2025年，新增护理型床位300张。"
    )
    assert [(period, plan) for _, period, plan in times(paragraphs_of(text))] == [
        ("2024", False),
        ("2025", True),
        ("2024", False),
        ("2025", True),
    ]


def test_a_government_report_tells_last_year_and_plans_this_one() -> None:
    text = (
        "政府工作报告\n（2025年1月10日在宜昌市第七届人民代表大会第五次会议上）\n"
        "宜昌市市长  李 四\n各位代表：\n"
        "一、过去一年工作回顾\n2024年，全市生产总值增长7.3%。\n二、重点工作\n今年发展主要预期目标是：增长7%。\n新开工项目500个。"
    )
    assert times(paragraphs_of(text)) == [
        ("2024", "2024", False),
        ("今年发展", "2025", True),
        ("新开工项", "2025", True),
    ]


def test_a_report_on_five_years_tells_the_last_one_too_and_plans_for_five_and_for_one() -> None:
    text = (
        "政府工作报告\n——2021年12月20日在寿县第十七届人民代表大会第一次会议上\n"
        "一、过去五年工作回顾\n五年来，全县建成高标准农田38万亩，新增规上企业64家。\n"
        "2021年是“十四五”开局之年。一年来，我们主要抓了以下工作：\n一是抓项目，新开工项目36个，完成投资52亿元。\n"
        "二、今后五年主要目标\n到2026年，地区生产总值突破320亿元，城镇化率达到52%。\n"
        "三、2022年重点工作\n（一）抓农业。新建高标准农田6万亩，粮食产量稳定在190万吨。\n"
    )
    assert times(paragraphs_of(text)) == [
        ("五年来，", "2017/2021", False),
        ("2021", "2021", False),
        ("一是抓项", "2021", False),
        ("到202", "2022/2026", True),
        ("（一）抓", "2022", True),
    ]


def test_this_year_of_half_a_years_report_is_what_it_reports_on() -> None:
    text = (
        "宝鸡高新区2025年上半年工作总结和下半年工作打算\n宝鸡高新区管委会  2025年7月11日\n"
        "今年以来，全区盯着目标任务抓落实，实现地区生产总值301.6亿元。\n一、主要抓了五件事\n签约项目43个。"
    )
    assert times(paragraphs_of(text)) == [("今年以来", "2025-H1", False), ("签约项目", "2025-H1", False)]


def test_results_inside_a_part_of_plans_are_results() -> None:
    text = (
        "市局2024年工作总结和2025年工作思路\n一、2024年工作总结\n新增高企53家。\n二、2025年工作思路\n"
        "2024年，全市新增53家，基础更牢。\n新增高企60家。"
    )
    assert [is_plan for _, _, is_plan in times(paragraphs_of(text))] == [False, False, True]


def test_a_long_paragraph_is_cut_at_its_points_and_sentences() -> None:
    point = "是抓实重点项目。" + "推进项目建设，完成投资12.5亿元，同比增长8.3%。" * 12
    text = "市局2024年工作总结\n" + "".join(f"{number}{point}" for number in "一二三四")
    cut = paragraphs_of(text)[1:]
    assert [paragraph.text[:3] for paragraph in cut] == ["一是抓", "二是抓", "三是抓", "四是抓"]
    sentences = paragraphs_of("市局2024年工作总结\n" + "新增高企53家，完成投资1.25亿元。" * 100)[1:]
    assert all(len(paragraph.text) <= MAX_PARAGRAPH for paragraph in sentences)
    assert all(paragraph.text.endswith("。") for paragraph in sentences)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_the_real_reports_have_two_parts_of_numbered_sections(path: Path) -> None:
    paragraphs = read(load_file(path, 1_000_000))
    deep = [paragraph for paragraph in paragraphs if paragraph.kind == "body" and len(paragraph.section) == 2]
    assert {(p.section[0][:2], p.period, p.is_plan) for p in deep} == {
        ("一、", "2024", False),
        ("二、", "2025", True),
    }
    assert len({p.section for p in deep}) == len(deep)
    check_invariants(load_file(path, 1_000_000), paragraphs)


def check_invariants(loaded: LoadedFile, paragraphs: list[Paragraph]) -> None:
    """Each character of a block, spaces aside, is in exactly one paragraph, and offsets are exact."""
    owners = [0] * len(loaded.text)
    for index, paragraph in enumerate(paragraphs):
        assert paragraph.text == loaded.text[paragraph.start : paragraph.end]
        assert paragraph.text == paragraph.text.strip() != ""
        assert paragraph.index == index
        for at in range(paragraph.start, paragraph.end):
            owners[at] += 1
    assert max(owners, default=0) <= 1
    for block in loaded.blocks:
        for at in range(block.start, block.end):
            assert owners[at] == 1 or loaded.text[at].isspace()
    assert [p.start for p in paragraphs] == sorted(p.start for p in paragraphs)


FRAGMENTS = st.sampled_from(
    [
        *(
            "一、",
            "二、",
            "（一）",
            "(二)",
            "1.",
            "2．",
            "第一章",
            "2024年",
            "工作总结",
            "2025年工作思路",
            "下一步，",
        ),
        *(
            "。",
            "；",
            "，",
            "：",
            "“",
            "”",
            "(",
            ")",
            "—",
            "\n",
            "\n\n",
            " ",
            "\u3000",
            "\t",
            "|",
            "一是",
            "二是",
        ),
        *("# ", "- ", "**", "```\n", "<!--", "-->", "新增高企53家", "增长5.2%", "绍兴市科技局", "表1 情况"),
        *("发布日期：2025-04-16", "各位代表：", "（2025年1月10日在会议上）", "政府工作报告"),
    ]
)


@given(st.lists(FRAGMENTS, max_size=40), st.booleans())
def test_no_character_is_lost_or_said_twice(fragments: list[str], markdown: bool) -> None:
    text = "".join(fragments)
    blocks = read_markdown(text) if markdown else read_plain(text)
    loaded = LoadedFile(text, tuple(blocks))
    check_invariants(loaded, read(loaded))


def test_a_heading_that_a_blank_sets_apart_from_its_sentence_is_one() -> None:
    text = "一、学前教育 在园幼儿13.4万人，公办园占52%。\n二、特殊教育 持证残疾儿童入学率98.9%，设立资源室214个。"
    assert bodies(paragraphs_of(text)) == [
        (("一、学前教育",), "在园幼儿13.4万人，公办园占52%。"),
        (("二、特殊教育",), "持证残疾儿童入学率98.9%，设立资源室214个。"),
    ]


def test_the_points_of_a_speech_are_its_parts() -> None:
    text = (
        "同志们：\n兰溪市住建工作会议今天召开。\n（2024年2月23日）\n第一点，去年的成绩来之不易。\n"
        "全年兰溪市改造老旧小区34个，加装电梯27部，新增停车位1200个，城市更新有了起色。\n"
        "第二点，今年的事，说了就要算。\n老旧小区改造20个，加装电梯30部以上；新建口袋公园4个，筹集保障性租赁住房800套。"
    )
    pieces = [p for p in paragraphs_of(text) if "老旧小区" in p.text]
    assert [(p.period, p.is_plan) for p in pieces] == [("2023", False), ("2024", True)]


def test_the_unit_in_the_brackets_of_a_heading_does_not_end_it() -> None:
    text = "一、总体情况\n全年收入12.4亿元。\n二、各乡镇收入(单位:万元)\n城关镇收入最多。\n"
    assert titles(paragraphs_of(text)) == ["一、总体情况", "二、各乡镇收入(单位:万元)"]
