"""What leaves the service is borne out by what it cites: any changed digit, unit, place, time or status is caught."""

from __future__ import annotations

import random
import re

import pytest

from ingest.figures import find_figures
from ingest.reader import Reader
from ingest.records import Paragraph, Report
from rag.records import Claim, Evidence
from rag.render import label_figure
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
