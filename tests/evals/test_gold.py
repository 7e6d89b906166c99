"""Gold files: what a figure's line says, where its number stands, and what is wrong with a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.errors import GoldError
from evals.gold import Ground, kind_of, locate, parse_line, read_gold, with_action_and_kind

REPORT = "南平市科技局2024年工作总结\n全市新认定高新技术企业138家，累计达到512家，同比增长8.2%。\n2025年，力争新增平台5家以上。\n"
HEADER = 'report: {file: report.txt, region: 南平市, period: "2024", plan_period: "2025"}\npassages:\n'
RESULTS = """\
- text: 全市新认定高新技术企业138家，累计达到512家，同比增长8.2%。
  figures:
  - 138家 高企 action=新认定
  - 512家 高企 action=累计
  - 8.2% 高企 action=增长 kind=growth
"""
PLAN = """\
- plan: true
  text: 力争新增平台5家以上
  figures: [5家 省级平台 action=新增 bound=at_least]
"""


def gold_file(folder: Path, passages: str, header: str = HEADER) -> Path:
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    path = folder / "gold.yaml"
    path.write_text(header + passages, encoding="utf-8")
    return path


def fields(line: str, is_plan: bool = False) -> dict[str, str]:
    return with_action_and_kind(parse_line(line, Ground("南平市", "2024", is_plan)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("138家 高企 action=新认定", {"value": "138", "unit": "家", "bound": "", "kind": "count"}),
        ("1,824.5亿元 GDP", {"value": "1824.5", "unit": "亿元", "kind": "amount", "action": ""}),
        ("3.5万余人 青年人才", {"value": "3.5", "unit": "万人", "bound": "more_than", "kind": "count"}),
        ("0.11个百分点 R&D经费投入比重", {"unit": "个百分点", "kind": "change"}),
        ("第3位 GDP value=3", {"unit": "位", "kind": "rank"}),
        ("第三 高企 value=3 unit=*", {"unit": "*", "kind": "rank"}),
        ("二十一万人 签约居民 value=21万 unit=*", {"unit": "*", "kind": "count"}),
        ("705万方 孵化空间", {"unit": "万方", "kind": "area"}),
        ("18微克/立方米 PM2.5浓度", {"unit": "微克/立方米", "kind": "quantity"}),
        ("8.2% 高企 kind=growth", {"value": "8.2", "unit": "%", "kind": "growth"}),
        ("98.6 指数", {"unit": "", "kind": "index"}),
    ],
)
def test_a_line_says_little_and_means_the_rest(line: str, expected: dict[str, str]) -> None:
    assert {name: fields(line)[name] for name in expected} == expected


def test_a_figure_of_a_plan_is_a_target() -> None:
    assert fields("5家 平台")["status"] == "actual"
    assert fields("5家 平台", is_plan=True)["status"] == "target"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("138家", "原文 指标"),
        ("138家 高企 新认定", "不是 字段=值"),
        ("138家 高企 verb=新认定", "不认识的字段 verb"),
        ("138家 高企 action=新增 action=净增", "两次"),
        ("三百家 高企", "写明 value="),
        ("8.2% 高企", "写明 kind="),
        ("四分之一 高企 value=1/4 unit=", "写明 kind="),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        fields(line)


def test_measures_are_not_counted() -> None:
    assert [kind_of(f"3{unit}", unit) for unit in ("吨", "公里", "个工作日", "立方米", "家", "人次")] == [
        "quantity", "quantity", "quantity", "quantity", "count", "count",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raws", "text", "spans"),
    [
        (["5家"], "15家里有5家", [(5, 7)]),
        (["1"], "3.1、21、1,000、1", [(13, 14)]),
        (["三家"], "二十三家里有三家", [(6, 8)]),
        (["1824家"], "共1 824家", [(1, 7)]),
        # 716家、2043家,均居第三; 4家,居第三: the first place is shared
        (
            ["716家", "2043家", "第三", "第三", "4家", "第三"],
            "716家、2043家,均居第三;4家,居第三",
            [(0, 4), (5, 10), (13, 15), (13, 15), (16, 18), (20, 22)],
        ),
        # two places, one figure each
        (["第三", "第三"], "A第三,B第三", [(1, 3), (5, 7)]),
    ],
)
def test_raws_are_found_in_order(raws: list[str], text: str, spans: list[tuple[int, int]]) -> None:
    assert locate(raws, text) == spans


def test_a_file_knows_the_span_of_every_figure(tmp_path: Path) -> None:
    gold = read_gold(gold_file(tmp_path, RESULTS + PLAN))
    assert [gold.loaded.text[f.start : f.end] for f in gold.figures] == ["138家", "512家", "8.2%", "5家"]
    assert [f.fields["period"] for f in gold.figures] == ["2024", "2024", "2024", "2025"]
    assert gold.uncovered() == ["南平市科技局2024年工作总结 全市", "增长8.2%。 2025年，力争新增平台"]


def test_a_plan_goes_on_until_it_is_said_to_end(tmp_path: Path) -> None:
    passages = "- {plan: true, text: 南平市, figures: []}\n" + RESULTS
    assert {f.fields["status"] for f in read_gold(gold_file(tmp_path, passages)).figures} == {"target"}
    passages = passages.replace("- text: 全市", "- plan: false\n  text: 全市")
    assert {f.fields["status"] for f in read_gold(gold_file(tmp_path, passages)).figures} == {"actual"}


@pytest.mark.parametrize(
    ("passages", "line", "complaint"),
    [
        (RESULTS.replace("138家 高企", "139家 高企"), 5, "“139家”不在这一段里"),
        (RESULTS.replace("8.2% 高企", "138家 高企"), 7, "“138家”次序不对"),
        (RESULTS.replace("全市新", "全市共新"), 3, "不在报告里"),
        (PLAN + RESULTS, 6, "在上一段的前面"),
        (RESULTS.replace("kind=growth", ""), 7, "写明 kind="),
        ("- text: 全市\n", 3, "figures 不是列表"),
        ("- {text: 全市, figure: []}\n", 3, "不认识的字段 figure"),
        ("- {text: 全市, figures: [[]]}\n", 3, "应当是文字"),
        ("- [", 4, "不是 YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, passages: str, line: int, complaint: str
) -> None:
    with pytest.raises(GoldError, match=complaint) as caught:
        read_gold(gold_file(tmp_path, passages))
    assert f"gold.yaml 第 {line} 行：" in str(caught.value)


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ("report: {file: report.txt, region: 南平市}\npassages: []\n", "report 没有写 period"),
        ("report: {file: gone.txt, region: 南平市, period: 1}\npassages: []\n", "都没有报告 gone.txt"),
        ("passages: []\n", "一行一个 字段: 值"),
        ('report: {file: report.txt, region: 南平市, period: "2024"}\n', "passages 不是列表"),
    ],
)
def test_a_header_has_to_name_the_report(tmp_path: Path, header: str, complaint: str) -> None:
    with pytest.raises(GoldError, match=complaint):
        read_gold(gold_file(tmp_path, "", header))
