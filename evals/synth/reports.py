"""A made-up report: title, results under headings, plans; every figure known."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.synth.sentences import (
    CLOSINGS,
    OPENINGS,
    Say,
    Sentence,
    Stated,
    Style,
    distract,
    say_amount,
    say_districts,
    say_expected,
    say_goal,
    say_growth,
    say_respectively,
    say_share,
    say_stock,
    say_stocks,
)
from evals.synth.world import BY_NAME, ORDINALS, TOPICS, Fact, Topic, districts, fact
from ingest.regions import Region

TITLES = (
    "{city}{year}年工作总结和{next}年工作思路",
    "{city}{year}年国民经济和社会发展情况",
    "{city}人民政府{year}年工作情况报告",
)
SECTIONS = (
    "经济运行稳中有进",
    "创新动能加快集聚",
    "改革开放不断深化",
    "民生福祉持续改善",
    "城乡面貌焕然一新",
)
STYLES: tuple[Style, ...] = ("plain",) * 7 + ("comma", "wide", "chinese")
SAYINGS: dict[str, Say] = {
    "amount": say_amount,
    "measure": say_amount,
    "growth": say_growth,
    "share": say_share,
    "stock": say_stock,
}
TOPICS_OF_REPORT = 17  # of them all: what is left out is what a question may ask in vain
DISTRICT_SHARE = 0.12  # of a city that a district is, roughly
TABLE_TOPIC, TABLE_SHARE = "地区生产总值", 0.3


@dataclass
class MadeReport:
    """A report's text, passage by passage, with the gold of each."""

    name: str  # 00017
    city: Region
    year: int
    passages: list[dict[str, Any]] = field(default_factory=list)  # as in a gold file
    stated: list[Stated] = field(default_factory=list)
    topics: tuple[Topic, ...] = ()
    is_one_line: bool = False

    @property
    def text(self) -> str:
        return (" " if self.is_one_line else "\n").join(str(one["text"]) for one in self.passages) + "\n"

    def add(self, text: str, lines: Sequence[str] = (), is_plan: bool = False) -> None:
        self.passages.append({"text": text, "figures": list(lines), **({"plan": True} if is_plan else {})})


def make_report(seed: int, number: int, city: Region, year: int) -> MadeReport:
    """The report of a city on a year; it depends on nothing but its arguments."""
    chance = random.Random(f"{seed}/report/{city.code}/{year}")
    report = MadeReport(f"{number:05d}", city, year, is_one_line=chance.random() < 0.1)
    report.topics = tuple(sorted(chance.sample(TOPICS, TOPICS_OF_REPORT), key=TOPICS.index))
    style = chance.choice(STYLES)
    report.add(chance.choice(TITLES).format(city=city.name, year=year, next=year + 1))
    report.add(
        f"发布机构：{city.name}人民政府办公室  成文日期：{year + 1}-0{chance.randint(1, 4)}-{chance.randint(10, 28)}"
    )
    report.add(f"一、{year}年主要工作成效")
    _add_results(report, seed, style, chance)
    report.add(f"二、{year + 1}年工作思路", is_plan=True)
    _add_plans(report, seed, style, chance)
    return report


def _add_results(report: MadeReport, seed: int, style: Style, chance: random.Random) -> None:
    sentences = list(_results(report, seed, style, chance))
    chance.shuffle(sentences)
    headings = chance.sample(SECTIONS, 4)
    share = -(-len(sentences) // len(headings))
    for n, heading in enumerate(headings):
        report.add(f"（{ORDINALS[n]}）{heading}")
        _add_paragraphs(report, sentences[n * share : (n + 1) * share], chance)
    if not report.is_one_line and chance.random() < TABLE_SHARE:
        _add_table(report, seed, chance)


def _results(report: MadeReport, seed: int, style: Style, chance: random.Random) -> Iterator[Sentence]:
    """Sentences on all topics of the report, and some without figures."""
    facts = [fact(seed, report.city.name, topic, report.year) for topic in report.topics]
    pairs = _pairs(facts, chance)
    for pair in pairs:
        yield _said(
            report, say_respectively if pair[0].topic.kind == "amount" else say_stocks, pair, chance, style
        )
    alone = [one for one in facts if not any(one in pair for pair in pairs)]
    expected = next((one for one in alone if one.topic.kind == "growth" and one.value > 0), None)
    for one in alone:
        is_expected = one is expected and chance.random() < 0.5
        say = say_expected if is_expected else SAYINGS[one.topic.kind]
        yield _said(report, say, (one,), chance, style, "expected" if is_expected else "actual")
    yield from _district_sentences(report, seed, style, chance)
    for _ in range(3):
        yield Sentence(report.city.name, str(report.year), "actual", distract(chance, report.year))


def _pairs(facts: Sequence[Fact], chance: random.Random) -> list[tuple[Fact, ...]]:
    """Topics that are said in one breath: two amounts of one unit, two or three stocks that are simply added."""
    money = [one for one in facts if one.topic.kind == "amount" and one.topic.unit == "亿元"]
    stocks = [one for one in facts if one.topic.kind == "stock" and one.topic.new == "新增"]
    pairs = []
    if len(money) > 3 and chance.random() < 0.6:
        pairs.append(tuple(chance.sample(money, 2)))
    if len(stocks) > 2 and chance.random() < 0.6:
        pairs.append(tuple(chance.sample(stocks, chance.choice((2, 3)))))
    return pairs


def _district_sentences(
    report: MadeReport, seed: int, style: Style, chance: random.Random
) -> Iterator[Sentence]:
    places = districts(report.city)
    left = [topic for topic in report.topics if topic.kind == "amount" and topic.name != TABLE_TOPIC]
    if len(places) < 3 or not left:
        return
    topic = chance.choice(left)
    told = [
        (place.name, fact(seed, place.name, topic, report.year, DISTRICT_SHARE))
        for place in chance.sample(places, 3)
    ]
    to = Sentence(report.city.name, str(report.year), "actual")
    say_districts(to, told, chance, style)
    yield to


def _said(
    report: MadeReport,
    say: Say,
    facts: Sequence[Fact],
    chance: random.Random,
    style: Style,
    status: str = "actual",
) -> Sentence:
    period = report.year + 1 if status == "target" else report.year
    to = Sentence(report.city.name, str(period), status)
    say(to, facts, chance, style)
    return to


def _add_paragraphs(report: MadeReport, sentences: Sequence[Sentence], chance: random.Random) -> None:
    """Two to four sentences a paragraph, joined by 。 or ；."""
    left = list(sentences)
    while left:
        size = chance.choice((1, 2, 2, 3, 4))
        group, left = left[:size], left[size:]
        mark = chance.choice(("。", "。", "；"))
        text = chance.choice(OPENINGS) + mark.join(one.words for one in group)
        closing = chance.choice(CLOSINGS)
        report.add(
            text + ("，" + closing if closing else "") + "。", [line for one in group for line in one.lines]
        )
        report.stated += [stated for one in group for stated in one.all_stated()]


def _add_table(report: MadeReport, seed: int, chance: random.Random) -> None:
    """Districts with a topic's value and growth; the unit stands in the head of the column."""
    topic = BY_NAME[TABLE_TOPIC]
    rows = [f"| 地区 | {topic.name}（{topic.unit}） | 同比增长（%） |", "| --- | --- | --- |"]
    lines = []
    for place in districts(report.city):
        one = fact(seed, place.name, topic, report.year, DISTRICT_SHARE)
        row = f"| {place.name} | {one.value} | {one.growth} |"
        rows.append(row)
        where = f"region={place.name} action=*"
        lines.append(f"{one.value} {topic.name} value={one.value} unit={topic.unit} {where}")
        lines.append(f"{one.growth} {topic.name} value={one.growth} unit=% kind=growth {where}")
        year = str(report.year)
        report.stated += [
            Stated(place.name, one, "value", f"{one.value}", topic.unit, year, "actual", row),
            Stated(place.name, one, "growth", f"{one.growth}", "%", year, "actual", row),
        ]
    report.add("各区县主要经济指标如下：")
    report.add("\n".join(rows), lines)


def _add_plans(report: MadeReport, seed: int, style: Style, chance: random.Random) -> None:
    goals = [topic for topic in TOPICS if topic.kind in ("amount", "growth", "stock")]
    chosen = chance.sample(goals, 5)
    facts = [fact(seed, f"{report.city.name}/plan", topic, report.year + 1) for topic in chosen]
    sentences = [_said(report, say_goal, (one,), chance, style, "target") for one in facts]
    for group in (sentences[:3], sentences[3:]):
        text = f"{report.year + 1}年，" + "，".join(one.words for one in group) + "。"
        report.add(text, [line for one in group for line in one.lines], is_plan=True)
        report.stated += [stated for one in group for stated in one.all_stated()]
