"""Files into text and blocks, and what is refused."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.errors import (
    BinaryFileError,
    CorpusError,
    EmptyFileError,
    EncodingError,
    FileAccessError,
    FileTooLargeError,
    UnsupportedFormatError,
)
from ingest.loaders import load_file
from ingest.records import LoadedFile

MEGABYTE = 1_000_000
TEXT = "宁波市教育局2023年工作总结\n全年新建幼儿园21所，新增学位7560个。\n"
TRADITIONAL = "佛山市順德區二〇二三年政府工作總結\n全區實現地區生產總值4316億元，增長5.3%。\n"


def load(folder: Path, raw: bytes | str, name: str = "report.txt") -> LoadedFile:
    path = folder / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return load_file(path, MEGABYTE)


def blocks(loaded: LoadedFile) -> list[tuple[str, str]]:
    return [(block.kind, loaded.text[block.start : block.end]) for block in loaded.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_a_report_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert load(tmp_path, TEXT.encode(encoding)).text == TEXT


def test_big_endian_utf16_with_a_mark_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, b"\xfe\xff" + TEXT.encode("utf-16-be")).text == TEXT


def test_traditional_characters_in_gb18030_are_read(tmp_path: Path) -> None:
    assert load(tmp_path, TRADITIONAL.encode("gb18030")).text == TRADITIONAL


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_line_end_becomes_a_newline(tmp_path: Path, end: str) -> None:
    assert load(tmp_path, TEXT.replace("\n", end)).text == TEXT


def test_characters_stay_as_found(tmp_path: Path) -> None:
    text = "增长５．２％（含Ａ类）\u3000~～—－é\n"
    assert load(tmp_path, text).text == text


@pytest.mark.parametrize("raw", ["", " \n\u3000\t\r\n", "\ufeff", "||||\n| |\n"])
def test_a_file_without_words_is_empty(tmp_path: Path, raw: str) -> None:
    with pytest.raises(EmptyFileError, match=r"report\.txt"):
        load(tmp_path, raw)


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode() + b"\x00",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"%PDF-1.7\n1 0 obj",
        b"PK\x03\x04" + b"word/document.xml",
        bytes(range(1, 32)) * 20,
        "\ufeff".encode("utf-16-le") + "报告\x00".encode("utf-16-le"),
    ],
)
def test_bytes_that_are_no_text_are_binary(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(BinaryFileError, match=r"report\.txt"):
        load(tmp_path, raw)


@pytest.mark.parametrize(
    "raw",
    [
        TRADITIONAL.encode("big5", errors="ignore"),
        "東京都の令和六年度の予算について、都知事が説明しました。".encode("shift_jis"),
        "L'année dernière, la région a créé 3 000 emplois où étaient prévus".encode("latin-1"),
        "Отчёт правительства за 2024 год".encode("cp1251"),
        b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x4e",
    ],
)
def test_another_encoding_is_refused_and_not_read_as_other_characters(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(EncodingError, match="字节"):
        load(tmp_path, raw)


def test_damaged_utf8_is_not_read_as_gb18030(tmp_path: Path) -> None:
    raw = TEXT.encode()
    at = raw.index("工".encode())
    with pytest.raises(EncodingError, match=rf"从第 {at + 1} 个字节起坏了"):
        load(tmp_path, raw[:at] + raw[at + 1 :])


def test_undecodable_bytes_name_both_encodings_and_places(tmp_path: Path) -> None:
    with pytest.raises(EncodingError, match=r"不是 UTF-8（第 5 个字节），也不是 GB18030（第 7 个字节）"):
        load(tmp_path, b"2024\xa8\xa8\xff\xff")


def test_what_is_not_there_or_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=r"none\.txt：不存在"):
        load_file(tmp_path / "none.txt", MEGABYTE)
    with pytest.raises(FileAccessError, match="是文件夹"):
        load_file(tmp_path, MEGABYTE)


def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(TEXT)
    path.chmod(0)
    if os.geteuid() != 0:
        with pytest.raises(FileAccessError, match=r"closed\.txt：没有权限"):
            load_file(path, MEGABYTE)
        return
    # root reads everything, so another user must try
    code = "import sys; from pathlib import Path; from ingest.loaders import load_file\n" + (
        "import os; from ingest.errors import FileAccessError\n"
        f"os.setuid({pwd.getpwnam('nobody').pw_uid})\n"
        "try: load_file(Path(sys.argv[1]), 10)\n"
        "except FileAccessError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "closed.txt：没有权限" in done.stdout


def test_a_large_file_is_refused_with_both_sizes_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(FileTooLargeError, match=r"50,000,001 字节，最多 1,000,000"):
        load_file(path, MEGABYTE)


@pytest.mark.parametrize("name", ["report.docx", "report.pdf", "report"])
def test_an_unknown_format_lists_the_known_ones(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=r"\.txt、\.md、\.markdown"):
        load(tmp_path, TEXT, name)


def test_every_refusal_is_a_corpus_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        load(tmp_path, b"\x00")


def test_plain_lines_are_blocks_and_rows_a_table(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        "索引号: | 1133 | 公开方式: | 主动公开 |\n发布机构: | 台州市统计局 |\n标题 | ||||\n|\n\n"
        "\u3000\u3000一、综合\n指标\t2023年\n\t亿元\n地区生产总值\t6240.7\n注：一栏",
    )
    assert blocks(loaded) == [
        ("table", "索引号: | 1133 | 公开方式: | 主动公开 |\n发布机构: | 台州市统计局 |"),
        ("text", "标题"),
        ("text", "一、综合"),
        ("table", "指标\t2023年\n\t亿元\n地区生产总值\t6240.7"),
        ("text", "注：一栏"),
    ]


def test_markdown_gives_headings_tables_and_lines(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        "# 标题 #\n<!-- 由网页\n转换 -->\n## 一、工作\n\n| 指标 | 值 |\n| --- | ---: |\n| 学位 | 12 |\n\n"
        "- 一是甲；\n- 二是乙。\n  1. 丙\n\n> 来源：丁\n\n```\n# 不是标题\n```\n\n    缩进的段落\n"
        "**（一）加粗**\n---\n尾<!-- 无 -->\n",
        "report.md",
    )
    assert blocks(loaded) == [
        ("heading", "标题"),
        ("heading", "一、工作"),
        ("table", "| 指标 | 值 |\n| --- | ---: |\n| 学位 | 12 |"),
        ("text", "一是甲；"),
        ("text", "二是乙。"),
        ("text", "1. 丙"),
        ("text", "来源：丁"),
        ("text", "# 不是标题"),
        ("text", "缩进的段落"),
        ("text", "**（一）加粗**"),
        ("text", "尾<!-- 无 -->"),
    ]
    assert [block.level for block in loaded.blocks if block.kind == "heading"] == [1, 2]


def test_no_blank_stands_between_a_number_and_its_percent_sign(tmp_path: Path) -> None:
    read = load(tmp_path, "工业增加值增长 6.3 %。其中，轻工业占 30.6 ％，重工业占 69.4%。").text
    assert read == "工业增加值增长6.3%。其中，轻工业占30.6％，重工业占69.4%。"


def test_an_open_fence_at_the_end_of_a_file_is_text(tmp_path: Path) -> None:
    assert blocks(load(tmp_path, "```\n附件", "a.md")) == [("text", "附件")]
    assert blocks(load(tmp_path, "报告\n```", "b.md")) == [("text", "报告")]


WRAPPED = (
    "市局2023年工作总结\n\n"
    "    2023年，全市上下坚持以习近平新时代中国特色社会主义思想为指导，深\n"
    "入贯彻党的二十大精神，全市地区生产总值达到5842.91亿元，同比增长5.6%，其\n"
    "中第二产业增加值增长6.3%，规模以上工业增加值增长7.1%，占比“四上”\n"
    "企业八成，全年在册企业1204家。\n"
    "    一、工作成效\n    新增高新技术企业312家，新认定研发机构45家；实现技术合同成交额96亿\n"
    "元，R&D经费投入居全省第三。\n"
)


@pytest.mark.parametrize("name", ["report.txt", "report.md"])
def test_lines_of_one_width_are_one_paragraph_without_breaks(tmp_path: Path, name: str) -> None:
    text = WRAPPED.replace("    ", "") if name.endswith("md") else WRAPPED
    found = [words for _, words in blocks(load(tmp_path, text, name))]
    assert [len(words) for words in found] == [11, 129, 6, 51]
    assert "同比增长5.6%，其中第二产业" in found[1] and "“四上”企业八成" in found[1] and "96亿元" in found[3]


def test_wrapped_lines_between_paragraphs_of_one_line_are_joined(tmp_path: Path) -> None:
    long = "全市上下坚持稳中求进工作总基调，各项事业取得新进展，" * 8 + "全年地区生产总值增长6.4%。"
    lines = [
        "抓运行强支撑，经济大盘稳固向好，综合施策、精准发力，在应对困难挑战中赢得主动，重大项目",
        "接续发力，健全项目闭环推进机制，十五个省级、三百个市级重点项目年度投资超额完成任务，广",
        "元高铁等工程全面提速，全年新谋划储备项目一千四百个，带动全市固定资产投资增长9.8%、增",
        "速居全省前列，社会消费品零售总额573.8亿元，比上年有较快提高，发放以旧换新补贴近两亿，",
        "拉动消费增量明显。",
    ]
    found = [words for _, words in blocks(load(tmp_path, "\n".join([long, *lines]) + "\n"))]
    assert found == [long, "".join(lines)]


def test_the_last_word_of_a_sentence_on_a_line_by_itself_is_joined(tmp_path: Path) -> None:
    text = "全社会研发投入达到86.9亿元，投入强度提高到3.18%，连续五年居全省\n首位。\n\n下一段另起，新增平台12个。\n"
    found = [words for _, words in blocks(load(tmp_path, text))]
    assert found[0].endswith("连续五年居全省首位。") and len(found) == 2


def test_a_word_of_letters_is_not_joined_to_the_next_one(tmp_path: Path) -> None:
    text = "全市深入实施科技创新工程，引进英国先进技术研究院有限公司（Advanced\nMaterials）等项目12个。\n"
    assert "Advanced Materials" in load(tmp_path, text).text


@pytest.mark.parametrize(
    ("text", "tight"),
    [
        (
            "2022 年全区 R&D 经费占 GDP 比重达 2.71%，居全市第 2 位。",
            "2022年全区R&D经费占GDP比重达2.71%，居全市第2位。",
        ),
        ("（一）完成投资 30.5 亿元，增长 -3.2 %。", "（一）完成投资30.5亿元，增长-3.2%。"),
        ("2024 年工作总结", "2024年工作总结"),
        ("健全“ 储、 签、建 ”机制， 24 个项目开工。", "健全“储、签、建”机制，24个项目开工。"),
        ("市局 2025 年 1 月 20 日", "市局 2025年1月20日"),
        ("某某市教育局 2025年7月16日", "某某市教育局 2025年7月16日"),
        ("1 总体情况", "1 总体情况"),
        ("工业 526.3 6.8", "工业 526.3 6.8"),
        ("| 指标 | 2024 年 | 增长 5.2 % |", "| 指标 | 2024 年 | 增长 5.2 % |"),
        ("创新主体培育 新增高企20家，AI Lab投用。", "创新主体培育 新增高企20家，AI Lab投用。"),
        ("政 府 工 作 报 告\n二、农　　业", "政府工作报告\n二、农业"),
        ("县长 赵某 2021\n会上 报告", "县长 赵某 2021\n会上 报告"),
    ],
)
def test_blanks_set_for_looks_are_none_and_those_between_cells_stay(
    tmp_path: Path, text: str, tight: str
) -> None:
    assert load(tmp_path, text).text == tight


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("全区规上科技服务业企业38家，营收达", "12.93亿元，增长5%。"),
        ("高新技术产业增加值96.38亿元，占规上工业增加", "值的61.5%；居全市第二。"),
        ("全市地区生产总值增长5.2%，城镇调查失业", "率4.4%，居民收入稳步增长。"),
        ("新增高企20家、", "省级平台3家，均居全市前列。"),
    ],
)
def test_a_line_that_ends_in_mid_phrase_goes_on_below_a_blank_line_too(
    tmp_path: Path, above: str, below: str
) -> None:
    text = f"{above}\n\n{below}\n" + "全市上下坚持稳中求进，各项工作有序推进，" * 12
    assert (above + below) in load(tmp_path, text).text


@pytest.mark.parametrize(
    "text",
    [
        "一是完成技术改造投资35.2亿元，实施重点技改项目126个；\n二是新增专精特新中小企业45家，完成年度目标的九成；\n",
        "全市新增高新技术企业312家、科技型中小企业1204家\n\n新认定省级企业研发机构45家，居全省第三位\n",
        "2023年全市科技工作总结和2024年科技工作计划安排\n2023年，全市新增高新技术企业312家，净增96家。\n",
        "1.全市新增高新技术企业312家、科技型中小企业1204家\n2.新认定省级企业研发机构45家，居全省第三位\n",
        "来源：某某县科技局　时间：2025-01-20 15:42:33\n2024年，全县新增科技型中小企业112家。\n",
        "【发布日期：2025-02-03】【来源：某某县科技局】【点击：56】\n2024年，全县新增科技型中小企业112家。\n",
        "某县科技局关于2024年工作情况和2025年工作打算的报告\n县人民政府：现将有关情况报告如下。\n",
        "全市新增高新技术企业\n省级企业研发机构、技术创新中心和新型研发机构等平台共有96家\n",
        "全市新增高新技术企业312家、科技型中小企业1204家"
        + "，"
        + "新增研发机构" * 40
        + "\n新认定研发机构45家\n",
    ],
)
def test_lines_that_are_no_wrapped_paragraph_stay(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text).text == text


ROWS = (
    ("指标", "单位", "3月", "1-3月累计", "同比增长(%)"),
    ("工业总产值", "亿元", "12.4", "35.6", "7.1"),
    ("#新材料", "亿元", "2.2", "6.05", "-1.3"),
    ("固定资产投资", "%", "-", "-", "4.8"),
    ("用电量", "亿千瓦时", "1,280", "3,704", "5.5"),
)


@pytest.mark.parametrize("between", [" ", "    ", "　　"])
def test_cells_that_blanks_set_apart_are_a_table(tmp_path: Path, between: str) -> None:
    lines = "\n".join(f" {between.join(row)}" for row in ROWS)
    loaded = load(tmp_path, f"某县一季度主要指标\n{lines}\n全县经济平稳运行。\n")
    table = "\n".join("\t".join(row) for row in ROWS)
    assert ("table", table) in blocks(loaded)
    assert blocks(loaded)[-1] == ("text", "全县经济平稳运行。")


@pytest.mark.parametrize(
    ("above", "rows"),
    [
        ("各县区增速（%）：", ["平江县  8.2", "华容县  -2.1", "湘阴县  12.6"]),  # no header
        ("一、排名", ["名次  县区  综合指数", "1  修文县  2.86", "2  白云县  2.97", "3  乌当县  3.05"]),
        (
            "三、断面",
            ["断面  类别  氨氮  达标", "渠首  Ⅱ  0.12  是", "新河口  Ⅴ  1.74  否", "北桥  Ⅲ  0.6  是"],
        ),
    ],
)
def test_rows_without_a_header_with_a_place_in_front_or_with_words_are_a_table(
    tmp_path: Path, above: str, rows: list[str]
) -> None:
    lines = "\n".join(rows)
    table = lines.replace("  ", "\t")
    assert ("table", table) in blocks(load(tmp_path, f"{above}\n{lines}\n\n全县经济平稳运行。\n"))


def test_cells_that_stand_each_on_a_line_are_a_table(tmp_path: Path) -> None:
    lines = "\n".join(cell for row in ROWS for cell in row)
    loaded = load(tmp_path, f"某县一季度主要指标\n单位名称：统计局\n{lines}\n全县经济平稳运行。\n")
    assert blocks(loaded) == [
        ("text", "某县一季度主要指标"),
        ("text", "单位名称：统计局"),
        ("table", "\n".join("\t".join(row) for row in ROWS)),
        ("text", "全县经济平稳运行。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "县教育局 2024年3月5日\n县科技局 2024年3月6日\n县民政局 2024年3月8日\n县司法局 2024年3月9日",
        "1 总体情况\n2 主要成绩\n3 存在问题\n4 下一步打算",
        "一季度 开局良好\n二季度 稳中有进\n三季度 12\n四季度 收官",
        "各科室电话：\n办公室 王某 0578\n财务科 李某 0579\n工程科 周某 0577",
        "全县经济平稳运行\n办公室  7712345\n财务科  7712346\n工程科  7712347",
        "主任 王某\n电话 0578-7712345\n传真 0578-7712346\n邮编 323000",
        "第一章 总则\n第一条 为了规范管理\n第二条 适用本县\n第三条 原则",
    ],
)
def test_lines_with_blanks_that_are_no_rows_stay_lines(tmp_path: Path, text: str) -> None:
    assert [kind for kind, _ in blocks(load(tmp_path, text))] == ["text"] * text.count("\n") + ["text"]


def test_a_line_of_labels_is_not_joined_to_the_title_below(tmp_path: Path) -> None:
    text = "发布机构：云和县统计局  成文日期：2025-04-22\n云和县2025年一季度主要经济指标完成情况通报\n\n全县增长5.2%。"
    assert [line for _, line in blocks(load(tmp_path, text))][:2] == text.split("\n")[:2]


def test_entities_of_a_page_are_the_characters_that_they_stand_for(tmp_path: Path) -> None:
    loaded = load(tmp_path, "&nbsp;&nbsp;某县&ldquo;三公&rdquo;经费86万元，R&D;经费&#50;亿元。")
    assert blocks(loaded) == [("text", "某县“三公”经费86万元，R&D;经费2亿元。")]


def test_markdown_is_read_as_such_in_a_file_of_plain_text_too(tmp_path: Path) -> None:
    loaded = load(tmp_path, "# 某县民政局上半年工作\n\n- **养老**：新建中心3个；\n\n#工业 12\n")
    assert blocks(loaded)[:2] == [("heading", "某县民政局上半年工作"), ("text", "**养老**：新建中心3个；")]
