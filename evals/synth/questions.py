"""Questions over made-up reports, made from what the reports state and what they do not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from evals.synth.reports import MadeReport
from evals.synth.sentences import Aspect, Stated
from evals.synth.world import LAST_YEAR, TOPICS, Topic

Row = dict[str, Any]
Key = tuple[str, str, str, str]  # place, topic, period, aspect
ASKED: dict[Aspect, tuple[str, ...]] = {
    "value": ("{place}{year}年{noun}是多少", "{short}{year}年{noun}多少", "{year}年{place}的{noun}有多少", "请问{place}{year}年{noun}达到多少？"),
    "growth": ("{place}{year}年{noun}增长多少", "{short}{year}年{noun}增速是多少", "{year}年{place}{noun}同比增长了百分之几"),
    "total": ("{place}{year}年{noun}累计多少{unit}", "{short}{year}年底{noun}总数是多少", "截至{year}年底，{place}{noun}累计有多少{unit}？"),
    "rank": ("{place}{year}年{noun}在全省排第几", "{short}{year}年{noun}全省排名第几位"),
    "change": ("{place}{year}年{noun}比上年提高几个百分点", "{short}{year}年{noun}同比变化了多少个百分点"),
    "before": ("{place}{year}年{noun}是多少",),
}  # fmt: skip
NEW = (
    "{place}{year}年{new}多少{unit}{noun}",
    "{short}{year}年{new}{noun}几{unit}",
    "{year}年{place}{new}的{noun}有多少{unit}",
)
GOALS = ("{place}{year}年{noun}增长目标是多少", "{short}{year}年{noun}预期增长多少")
NEW_GOALS = ("{place}{year}年计划{new}多少{unit}{noun}", "{short}{year}年{new}{noun}的目标是多少{unit}")
EXPECTED = ("{place}{year}年{noun}预计增长多少", "{short}{year}年{noun}全年预计增速是多少")
CATEGORY: dict[Aspect, str] = {
    "value": "value",
    "growth": "change",
    "total": "value",
    "rank": "rank",
    "change": "change",
    "before": "value",
}


def make_questions(reports: Sequence[MadeReport], seed: int, per_report: int) -> list[Row]:
    """Rows of a question set, `per_report` for each report on the average, in an order of no meaning."""
    chance = random.Random(f"{seed}/questions")
    asker = _Asker(reports, chance)
    rows = [row for report in reports for row in asker.about(report, per_report)]
    unique = {(row["question"], repr(row["history"])): row for row in rows}
    return [{"id": f"synth{seed}-{n:05d}", **row} for n, row in enumerate(unique.values(), 1)]


class _Asker:
    """Knows all that the reports state, so that it asks in vain only where nothing is stated."""

    def __init__(self, reports: Sequence[MadeReport], chance: random.Random) -> None:
        self._reports = reports
        self._chance = chance
        self._stated: dict[Key, list[tuple[MadeReport, Stated]]] = {}
        for report in reports:
            for one in report.stated:
                self._stated.setdefault(key_of(one), []).append((report, one))

    def about(self, report: MadeReport, count: int) -> Iterator[Row]:
        """Questions that this report answers, or should."""
        results = [one for one in report.stated if one.status != "target"]
        goals = [one for one in report.stated if one.status == "target"]
        for _ in range(count):
            kind = self._chance.choices(
                ("figure", "goal", "compare", "compute", "follow_up", "refusal"), (50, 10, 10, 10, 8, 12)
            )[0]
            row = None
            if kind == "goal" and goals:
                row = self._plain(report, self._chance.choice(goals))
            elif kind in ("compare", "compute", "follow_up"):
                row = self._two(report, kind)
            elif kind == "refusal":
                row = self._refusal(report)
            yield row or self._plain(report, self._chance.choice(results))

    def _plain(self, report: MadeReport, one: Stated) -> Row:
        row = _row(CATEGORY[one.aspect], self._words(one), [(report, one)])
        if one.fact.topic.kind == "stock" and one.status == "actual":
            row["must_not"] = self._tempting(one)
        return row

    def _tempting(self, one: Stated) -> list[str]:
        """The total for an increment and the other way round, where they do not stand in one sentence."""
        other: Aspect = "total" if one.aspect == "value" else "value"
        found = self._stated.get((one.place, one.fact.topic.name, one.period, other), ())
        tempting = {
            two.value + two.unit
            for _, two in found
            if two.status == "actual" and two.sentence != one.sentence
        }
        return sorted(tempting - {one.value + one.unit})

    def _words(self, one: Stated) -> str:
        topic = one.fact.topic
        forms = ASKED[one.aspect]
        if one.status == "target":
            forms = NEW_GOALS if topic.kind == "stock" else GOALS
        elif one.status == "expected":
            forms = EXPECTED
        elif topic.kind == "stock" and one.aspect == "value":
            forms = NEW
        return self._fill(self._chance.choice(forms), one.place, one.period, topic)

    def _fill(self, form: str, place: str, period: str, topic: Topic) -> str:
        noun = self._chance.choice(topic.asked)
        return form.format(
            place=place, short=short(place), year=period, noun=noun, unit=topic.unit, new=topic.new
        )

    def _two(self, report: MadeReport, kind: str) -> Row | None:
        """A question over two places with the same topic and year."""
        mine = [
            one
            for one in report.stated
            if one.aspect == "value" and one.status == "actual" and one.place == report.city.name
        ]
        self._chance.shuffle(mine)
        for one in mine:
            others = [
                (other, two)
                for other in self._chance.sample(self._reports, min(40, len(self._reports)))
                for two in other.stated
                if key_of(two)[1:] == key_of(one)[1:]
                and two.status == "actual"
                and two.place == other.city.name != one.place
                and two.value != one.value
            ]
            if others:
                return self._about_two(kind, (report, one), others[0])
        return None

    def _about_two(
        self, kind: str, first: tuple[MadeReport, Stated], second: tuple[MadeReport, Stated]
    ) -> Row:
        one, two = first[1], second[1]
        noun = self._chance.choice(one.fact.topic.asked)
        if kind == "follow_up":
            return self._follow_up(first, second)
        high, low = (first, second) if Decimal(one.value) > Decimal(two.value) else (second, first)
        return self._which(noun, first, second, high[1]) if kind == "compare" else self._gap(noun, high, low)

    def _follow_up(self, first: tuple[MadeReport, Stated], second: tuple[MadeReport, Stated]) -> Row:
        one = first[1]
        told = f"{one.place}{one.period}年{_new(one)}{one.fact.topic.name}{one.value}{one.unit}。"
        row = _row("follow_up", f"那{short(second[1].place)}呢", [second])
        row["history"] = [
            {"role": "user", "content": self._words(one)},
            {"role": "assistant", "content": told},
        ]
        return row

    def _which(
        self, noun: str, first: tuple[MadeReport, Stated], second: tuple[MadeReport, Stated], high: Stated
    ) -> Row:
        """Which of the two has more."""
        form = self._chance.choice(
            ("{a}和{b}{year}年{new}{noun}哪个更多", "{year}年{new}{noun}，{a}与{b}谁更高")
        )
        row = _row("compare", _filled(form, noun, first[1], second[1]), [first, second])
        row["gold_any"] = [high.place, short(high.place)]
        return row

    def _gap(self, noun: str, high: tuple[MadeReport, Stated], low: tuple[MadeReport, Stated]) -> Row:
        """By how much the one is more than the other."""
        gap = Decimal(high[1].value) - Decimal(low[1].value)
        form = self._chance.choice(
            ("{a}{year}年{new}{noun}比{b}多多少", "{year}年{a}{new}{noun}比{b}高出多少")
        )
        unit = high[1].fact.topic.unit
        gold = {"value": f"{gap}", "unit": "个百分点" if unit == "%" else unit}
        row = _row("compute", _filled(form, noun, high[1], low[1]), [high, low])
        return row | {"gold_figures": [gold]}

    def _refusal(self, report: MadeReport) -> Row | None:
        """A topic that no report states for this place and year."""
        topics = [one for one in TOPICS if not self._is_known(report.city.name, one.name, str(report.year))]
        if not topics:
            return None
        topic = self._chance.choice(topics)
        year = str(self._chance.choice((report.year, LAST_YEAR - 20)))
        forms = (
            NEW if topic.kind == "stock" else ASKED["growth"] if topic.kind == "growth" else ASKED["value"]
        )
        row = _row("refusal", self._fill(self._chance.choice(forms), report.city.name, year, topic), [])
        near = [
            two.value + two.unit
            for period in range(report.year - 2, report.year + 3)
            for _, two in self._stated.get((report.city.name, topic.name, str(period), "value"), ())
        ]
        return row | {"answerable": False, "must_not": near[:2]}

    def _is_known(self, place: str, topic: str, year: str) -> bool:
        return any((place, topic, year, aspect) in self._stated for aspect in ASKED)


def _new(one: Stated) -> str:
    """The verb of what came new, of things that are also counted in all."""
    return one.fact.topic.new if one.fact.topic.kind == "stock" else ""


def _filled(form: str, noun: str, one: Stated, other: Stated) -> str:
    """A form about two places, of one topic and year."""
    return form.format(a=short(one.place), b=short(other.place), year=one.period, noun=noun, new=_new(one))


def _row(category: str, question: str, stated: Sequence[tuple[MadeReport, Stated]]) -> Row:
    evidence: list[Mapping[str, str]] = [
        {"doc": f"{report.name}.txt", "quote": one.sentence} for report, one in stated
    ]
    return {
        "question": question,
        "history": [],
        "category": category,
        "answerable": True,
        "gold_figures": [{"value": one.value, "unit": one.unit} for _, one in stated],
        "gold_any": [],
        "must_not": [],
        "evidence": evidence,
        "note": "",
    }


def key_of(one: Stated) -> Key:
    return one.place, one.fact.topic.name, one.period, one.aspect


def short(place: str) -> str:
    """绍兴 for 绍兴市; longer endings and short names stay."""
    return place[:-1] if place[-1] in "市县区" and len(place) > 2 and not place.endswith("地区") else place
