"""What leaves the service is borne out by what it cites: any changed digit, unit, place, time or status is caught."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from ingest.figures import find_figures
from ingest.loaders import load_file
from ingest.reader import Reader, read_report
from ingest.records import Paragraph, Report
from rag.answer.claim import claim_figure
from rag.answer.render import label_figure, word_cell, word_item
from rag.match import Fit
from rag.records import Claim, Evidence
from rag.retrieve.retriever import FittedFigure
from rag.verify import verify, verify_words

REPORT = Report(
    "r", "宁波市科技局2024年工作总结", "宁波市科技局", "330200", "宁波市", "2025-01-20", "", "2024", "2025", "a.txt", "f", ""
)  # fmt: skip
SENTENCES = [
    ("新认定高新技术企业1138家、省科技型中小企业2043家,均居全省第三。", False),
    ("全社会R&D经费投入强度达3.62%,同比提升0.21个百分点。", False),
    ("预计新增省级企业研究院26家,累计达312家。", False),
    ("技术交易额1.34亿元,同比下降3.2%。", False),
    ("鄞州区完成投资66.5亿元,年度计划完成率126.5%。", False),
    ("新增孵化面积约705万平方米,占全市总数的三分之一。", False),
    ("新培育科技型中小企业2000家以上,研发投入增长8%左右。", True),
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(None)


@pytest.fixture(scope="module")
def claims(reader: Reader) -> list[Claim]:
    made = []
    for k, (text, is_plan) in enumerate(SENTENCES):
        period = "2025" if is_plan else "2024"
        paragraph = Paragraph(f"r-p{k:03d}", "r", k, 0, len(text), text, "body", (), period, is_plan)
        for figure in find_figures(paragraph, REPORT, reader):
            evidence = Evidence(REPORT, paragraph, figure.quote_start, figure.quote_end, 1.0, (), figure)
            quote = text[figure.quote_start : figure.quote_end]
            made.append(Claim("figure", label_figure(figure, quote), quote, evidence))
    return made


def test_claims_as_they_are_composed_are_sound(claims: list[Claim], reader: Reader) -> None:
    assert len(claims) >= 15
    assert [verify(c, reader.regions).reason for c in claims] == [""] * len(claims)


def test_the_quote_of_a_rank_says_what_is_ranked(reader: Reader) -> None:
    text = "在评价中列第18名；蝉联全国综合实力百强县，位列第96位。"
    paragraph = Paragraph("r-p900", "r", 900, 0, len(text), text, "body", (), "2024", False)
    (figure,) = (f for f in find_figures(paragraph, REPORT, reader) if f.raw == "第96位")
    evidence = Evidence(REPORT, paragraph, figure.quote_start, figure.quote_end, 1.0, (), figure)
    claim = claim_figure(FittedFigure(evidence, Fit(1.0, frozenset())))
    assert "百强县，位列第96位" in claim.quote and verify(claim, reader.regions).is_sound


def _mutations(words: str, chance: random.Random) -> list[str]:
    """The same words with one digit, unit, place, year or status changed."""
    made = []
    for match in re.finditer(r"\d", words):
        for other in chance.sample([d for d in "0123456789" if d != match.group()], 4):
            made.append(words[: match.start()] + other + words[match.end() :])
    for unit, other in (
        ("家", "项"),
        ("亿元", "万元"),
        ("个百分点", "%"),
        ("万平方米", "亩"),
        ("%", "个百分点"),
    ):
        for match in re.finditer(rf"(?<=[\d]){unit}", words):
            made.append(words[: match.start()] + other + words[match.end() :])
    for place in ("宁波市", "鄞州区"):
        if place in words:
            made.append(words.replace(place, "嘉兴市", 1))
    made += [words.replace("目标：", "", 1)] if "目标：" in words else []
    return [one for one in made if one != words]


def test_every_changed_digit_unit_place_year_or_status_is_caught(claims: list[Claim], reader: Reader) -> None:
    chance = random.Random(7)
    passed, total = [], 0
    for claim in claims:
        for words in _mutations(claim.text, chance):
            total += 1
            if verify_words(words, claim, reader.regions).is_sound:
                passed.append((claim.text, words))
    assert total >= 500
    assert passed == []


def test_the_right_number_of_another_place_is_caught(claims: list[Claim], reader: Reader) -> None:
    claim = next(c for c in claims if c.evidence.figure and c.evidence.figure.region == "330212")
    assert not verify_words(claim.text.replace("鄞州区", "海曙区"), claim, reader.regions).is_sound


def test_a_quote_that_is_not_the_paragraphs_own_is_caught(claims: list[Claim], reader: Reader) -> None:
    claim = claims[0]
    forged = Claim("figure", claim.label, claim.quote.replace("1138", "1139"), claim.evidence)
    assert not verify(forged, reader.regions).is_sound


GOLD = Path(__file__).parents[2] / "evals" / "gold" / "reports"


@pytest.fixture(scope="module")
def gold_claims(reader: Reader) -> list[Claim]:
    """The claim of every figure of the reports kept for evaluation, worded as an answer words it."""
    made = []
    for path in sorted(GOLD.iterdir()):
        read = read_report(load_file(path, 10**7), str(path), None, reader)
        paragraphs = {p.id: p for p in read.paragraphs}
        for figure in read.figures:
            span = figure.quote_start, figure.quote_end
            evidence = Evidence(read.report, paragraphs[figure.paragraph_id], *span, 1.0, (), figure)
            made.append(claim_figure(FittedFigure(evidence, Fit(1.0, frozenset()))))
    return made


def test_of_all_figures_of_whole_reports_hardly_a_claim_is_refused(
    gold_claims: list[Claim], reader: Reader
) -> None:
    refused = [c.text for c in gold_claims if not verify(c, reader.regions).is_sound]
    assert len(gold_claims) > 900 and len(refused) <= len(gold_claims) / 100, refused


def test_no_claim_of_whole_reports_passes_with_a_changed_digit_unit_place_or_year(
    gold_claims: list[Claim], reader: Reader
) -> None:
    chance = random.Random(11)
    passed, total = [], 0
    for claim in gold_claims:
        for words in _changed_claim(claim, chance):
            total += 1
            if verify_words(words, claim, reader.regions).is_sound:
                passed.append((claim.text, words))
    assert total >= 2000
    assert passed == []


def _changed_claim(claim: Claim, chance: random.Random) -> list[str]:
    """The claim with its digit, unit, place and year changed, one at a time."""
    words, figure = claim.text, claim.evidence.figure
    assert figure is not None
    made = []
    if digits := list(re.finditer(r"\d", words)):
        place = chance.choice(digits)
        other = chance.choice([d for d in "0123456789" if d != place.group()])
        made.append(words[: place.start()] + other + words[place.end() :])
    if figure.unit and figure.raw.endswith(figure.unit):
        other = chance.choice([u for u in ("家", "项", "亿元", "万元", "%", "个百分点") if u != figure.unit])
        made.append(words.replace(figure.raw, figure.raw.removesuffix(figure.unit) + other, 1))
    if figure.region_name in words:
        made.append(words.replace(figure.region_name, chance.choice(["嘉兴市", "鄞州区", "石嘴山市"]), 1))
    if year := re.search(r"20\d\d", words):
        made.append(
            words[: year.start()] + str(int(year.group()) + chance.choice([-1, 1])) + words[year.end() :]
        )
    return made


def test_a_cell_of_growth_says_once_what_grew(reader: Reader) -> None:
    text = (
        "| 地区 | 技术合同成交额（亿元） | 成交额增速（%） | 规上工业增加值增速（%） |\n"
        "| --- | --- | --- | --- |\n| 越城区 | 63.9 | 52.7 | 6.1 |"
    )
    paragraph = Paragraph("r-p902", "r", 902, 0, len(text), text, "table", (), "2024", False)
    told = [word_cell(figure) for figure in find_figures(paragraph, REPORT, reader)]
    assert told == ["技术合同成交额63.9亿元", "技术合同成交额增速：52.7%", "规上工业增加值增速：6.1%"]


def test_ranks_of_several_growths_are_told_apart(reader: Reader) -> None:
    text = "固定资产投资增长7.4%，技改投资增长21.3%，增速分别居全市第4位、第2位。"
    paragraph = Paragraph("r-p901", "r", 901, 0, len(text), text, "body", (), "2024", False)
    ranks = [f for f in find_figures(paragraph, REPORT, reader) if f.kind == "rank"]
    assert [word_item(f) for f in ranks] == ["固定资产投资增速全市第4位", "技改投资增速全市第2位"]
