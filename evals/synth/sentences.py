"""Facts as sentences, in many ways of saying them, each with the gold line of every figure that it states."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from evals.synth.world import ORDINALS, Fact

Style = Literal["plain", "comma", "wide", "chinese"]
Aspect = Literal["value", "growth", "total", "rank", "change", "before"]
HAN_DIGITS = "零一二三四五六七八九"
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True)
class Stated:
    """A figure as a report states it: what questions are made from."""

    place: str
    fact: Fact
    aspect: Aspect
    value: str
    unit: str
    period: str
    status: str
    sentence: str


@dataclass
class Sentence:
    """A sentence under way."""

    place: str
    period: str
    status: str
    words: str = ""
    lines: list[str] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)

    def say(self, words: str) -> Sentence:
        self.words += words
        return self

    def figure(
        self, raw: str, fact: Fact, aspect: Aspect, value: Decimal, unit: str, **fields: str
    ) -> Sentence:
        """Print a number, and write its gold line."""
        place = fields.get("region", self.place)
        period, status = fields.get("period", self.period), fields.get("status", self.status)
        pairs = {"value": f"{value}", "unit": unit or "*", "action": "*", **fields}
        written = " ".join(f"{name}={one}" for name, one in pairs.items())
        self.lines.append(f"{raw} {names_of(fact, aspect)} {written}")
        shown = (f"第{value}", "位") if aspect == "rank" else (f"{value}", unit)
        self.stated.append(Stated(place, fact, aspect, *shown, period, status, ""))
        return self.say(raw)

    def all_stated(self) -> list[Stated]:
        """What it states, with the whole sentence as evidence."""
        return [replace(one, sentence=self.words) for one in self.stated]


def names_of(fact: Fact, aspect: Aspect) -> str:
    """The names that a reader may give it."""
    topic = fact.topic
    names = list(dict.fromkeys((topic.name, *topic.nouns)))
    if aspect == "rank":
        names += [f"{name}{tail}" for name in names for tail in ("总量", "增速", "数量")]
    return "|".join(names)


# --- numbers ----------------------------------------------------------------------------------------------


def print_number(value: Decimal, style: Style) -> str:
    """1824.5 as 1824.5, 1,824.5, １８２４．５ or 一千八百二十四点五."""
    match style:
        case "comma":
            return f"{value:,}"
        case "wide":
            return f"{value}".translate(WIDE)
        case "chinese":
            return in_chinese(value)
    return f"{value}"


def in_chinese(value: Decimal) -> str:
    """一千零五十, 三点二."""
    whole, _, fraction = f"{value}".partition(".")
    return _han(int(whole)) + ("点" + "".join(HAN_DIGITS[int(one)] for one in fraction) if fraction else "")


def _han(number: int) -> str:
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return _han(high) + "万" + (("零" if low < 1000 else "") + _han(low) if low else "")
    if number == 0:
        return "零"
    words, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            one = "" if (digit, name, words) == (1, "十", "") else HAN_DIGITS[digit]
            words += ("零" if gap else "") + one + name
            gap = False
        elif words:
            gap = True
    return words


def percent(value: Decimal, style: Style) -> str:
    """5.3%, ５．３％ or 百分之五点三."""
    if style == "chinese":
        return "百分之" + in_chinese(value)
    return print_number(value, style) + ("％" if style == "wide" else "%")


def amount(value: Decimal, unit: str, style: Style) -> str:
    return percent(value, style) if unit == "%" else print_number(value, style) + unit


# --- ways of saying ---------------------------------------------------------------------------------------

Say = Callable[[Sentence, Sequence[Fact], random.Random, Style], None]


def say_amount(to: Sentence, facts: Sequence[Fact], chance: random.Random, style: Style) -> None:
    """实现地区生产总值1286.4亿元，同比增长5.2%，总量居全省第三."""
    (fact,) = facts
    noun, verb = chance.choice(fact.topic.nouns), chance.choice(("", *fact.topic.verbs))
    link = chance.choice(("", "达", "达到", "为")) if not verb else chance.choice(("", "", "达"))
    tail = "" if link else chance.choice(("", "", "左右"))
    head = (
        chance.choice(("", "超", "突破", "近")) if not (link or tail) and fact.topic.kind == "amount" else ""
    )
    bound = {"超": "more_than", "突破": "more_than", "近": "nearly"}.get(head, "about" if tail else "")
    unit = fact.topic.unit
    to.say(f"{verb}{noun}{link}{head}")
    to.figure(amount(fact.value, unit, style), fact, "value", fact.value, unit, bound=bound).say(tail)
    if chance.random() < 0.7:
        to.say(chance.choice(("，", "、", "，同比", "，比上年", "，较上年")))
        _say_growth(to, fact, style)
    if chance.random() < 0.25:
        _say_rank(to, fact, chance)


def _say_growth(to: Sentence, fact: Fact, style: Style) -> None:
    verb = "下降" if fact.growth < 0 else "增长"
    to.say(verb).figure(
        percent(abs(fact.growth), style), fact, "growth", fact.growth, "%", kind="growth", action=verb
    )


def _say_rank(to: Sentence, fact: Fact, chance: random.Random) -> None:
    what, lead = chance.choice(("总量", "增速")), chance.choice(("居", "位居", "排名"))
    raw, unit = (f"第{ORDINALS[fact.rank - 1]}", "") if chance.random() < 0.5 else (f"第{fact.rank}位", "位")
    rank = Decimal(fact.rank)
    to.say(f"，{what}{lead}全省").figure(raw, fact, "rank", rank, unit, kind="rank", scope="全省")


def say_growth(to: Sentence, facts: Sequence[Fact], chance: random.Random, style: Style) -> None:
    """规上工业增加值增长7.1%，其中…: the growth is all that is said."""
    (fact,) = facts
    verb = "下降" if fact.value < 0 else "增长"
    noun = chance.choice(fact.topic.nouns)
    to.say(noun + chance.choice(("", "同比", "比上年")) + verb)
    to.figure(percent(abs(fact.value), style), fact, "growth", fact.value, "%", kind="growth", action=verb)


def say_share(to: Sentence, facts: Sequence[Fact], chance: random.Random, style: Style) -> None:
    """城镇化率达67.85%，比上年提高0.76个百分点, or 由67.09%提高到67.85%."""
    (fact,) = facts
    noun = chance.choice(fact.topic.nouns)
    verb = "提高" if fact.change >= 0 else "下降"
    if chance.random() < 0.4 and fact.change:
        to.say(noun + "由")
        year = str(int(to.period) - 1)
        to.figure(percent(fact.before, style), fact, "before", fact.before, "%", kind="ratio", period=year)
        to.say(f"{verb}到").figure(percent(fact.value, style), fact, "value", fact.value, "%", kind="ratio")
        return
    to.say(noun + chance.choice(("达", "为", "达到", "")))
    to.figure(percent(fact.value, style), fact, "value", fact.value, "%", kind="ratio")
    if fact.change and chance.random() < 0.7:
        to.say(chance.choice(("，比上年", "，同比", "、较上年")) + verb)
        raw = print_number(abs(fact.change), style) + "个百分点"
        to.figure(raw, fact, "change", fact.change, "个百分点", kind="change", action=verb)


def say_stock(to: Sentence, facts: Sequence[Fact], chance: random.Random, style: Style) -> None:
    """新认定高新技术企业138家，累计达512家."""
    (fact,) = facts
    noun, unit = chance.choice(fact.topic.nouns), fact.topic.unit
    to.say(fact.topic.new + noun)
    to.figure(amount(fact.value, unit, style), fact, "value", fact.value, unit, action=fact.topic.new)
    if chance.random() < 0.7:
        to.say(chance.choice(("，累计达", "，累计达到", "、累计", "，总数达", "，总数达到")))
        to.figure(amount(fact.total, unit, style), fact, "total", fact.total, unit, action="累计|总数|总量")


def say_stocks(to: Sentence, facts: Sequence[Fact], chance: random.Random, style: Style) -> None:
    """新增众创空间3家、家庭农场21家，均居全省第三."""
    to.say("新增")
    raw = f"第{ORDINALS[facts[0].rank - 1]}"
    for n, fact in enumerate(facts):
        unit = fact.topic.unit
        to.say(("、" if n else "") + fact.topic.nouns[0])
        to.figure(amount(fact.value, unit, style), fact, "value", fact.value, unit, action="新增")
    if chance.random() < 0.5:
        to.say("，均居全省")
        rank = Decimal(facts[0].rank)
        words = to.words
        for fact in facts:  # one place in the text, a figure for each
            to.words = words
            to.figure(raw, fact, "rank", rank, "", kind="rank", scope="全省")


def say_respectively(to: Sentence, facts: Sequence[Fact], chance: random.Random, style: Style) -> None:
    """A、B分别达x、y，同比分别增长g、h."""
    to.say("、".join(fact.topic.nouns[0] for fact in facts) + "分别" + chance.choice(("达", "达到", "为")))
    joiner = chance.choice(("、", "和"))
    for n, fact in enumerate(facts):
        unit = fact.topic.unit
        to.say(joiner if n else "").figure(amount(fact.value, unit, style), fact, "value", fact.value, unit)
    if all(fact.growth > 0 for fact in facts):
        to.say("，同比分别增长")
        for n, fact in enumerate(facts):
            to.say(joiner if n else "")
            to.figure(
                percent(fact.growth, style), fact, "growth", fact.growth, "%", kind="growth", action="增长"
            )


def say_districts(
    to: Sentence, facts: Sequence[tuple[str, Fact]], chance: random.Random, style: Style
) -> None:
    """A区、B县、C县的地区生产总值分别为x、y和z, or A区…x，B县y."""
    noun, unit = facts[0][1].topic.nouns[0], facts[0][1].topic.unit
    if chance.random() < 0.6:
        to.say("、".join(place for place, _ in facts) + noun + "分别" + chance.choice(("达", "为")))
        for n, (place, fact) in enumerate(facts):
            to.say("" if n == 0 else "和" if n == len(facts) - 1 else "、")
            to.figure(amount(fact.value, unit, style), fact, "value", fact.value, unit, region=place)
        return
    for n, (place, fact) in enumerate(facts):
        to.say("，" if n else "").say(place + noun if n == 0 or chance.random() < 0.5 else place)
        to.figure(amount(fact.value, unit, style), fact, "value", fact.value, unit, region=place)


def say_goal(to: Sentence, facts: Sequence[Fact], chance: random.Random, style: Style) -> None:
    """A plan: 地区生产总值增长6%左右; 新认定高新技术企业150家以上."""
    (fact,) = facts
    noun, topic = chance.choice(fact.topic.nouns), fact.topic
    tail = chance.choice(("", "左右", "以上"))
    bound = {"左右": "about", "以上": "at_least"}.get(tail, "")
    if topic.kind == "stock":
        to.say(chance.choice(("力争", "计划", "")) + topic.new + noun)
        to.figure(
            amount(fact.value, topic.unit, style),
            fact,
            "value",
            fact.value,
            topic.unit,
            bound=bound,
            action=topic.new,
        )
    else:
        goal = abs(fact.growth if topic.kind != "growth" else fact.value).quantize(Decimal("0.1"))
        to.say(chance.choice(("力争", "")) + noun + "增长")
        to.figure(percent(goal, style), fact, "growth", goal, "%", kind="growth", bound=bound, action="增长")
    to.say(tail)


def say_expected(to: Sentence, facts: Sequence[Fact], chance: random.Random, style: Style) -> None:
    """预计全年工业投资增长7.5%左右."""
    (fact,) = facts
    noun = chance.choice(fact.topic.nouns)
    goal = abs(fact.value)
    to.say("预计全年" + noun + "增长")
    to.figure(
        percent(goal, style),
        fact,
        "growth",
        goal,
        "%",
        kind="growth",
        bound="about",
        status="expected",
        action="增长",
    )
    to.say("左右")


# Sentences with numbers that are no figures.
DISTRACTORS = (
    "深入实施“{a}{b}{c}”行动，推动各项工作走在前列",
    "成功举办第{ordinal}届创新发展大会",
    "印发《高质量发展三年行动计划（{year}—{later}年）》",
    "打好三大攻坚战，做实“一网通办”",
    "召开第{ordinal}次全体会议，部署“十四五”规划各项任务",
    "健全“{a}+{b}”工作机制",
)
CLOSINGS = ("", "", "成效明显", "走在全省前列", "群众满意度持续提升", "为高质量发展提供了有力支撑")
OPENINGS = (
    "",
    "",
    "聚焦实体经济，",
    "坚持稳中求进，",
    "扎实推进各项改革，",
    "全市上下攻坚克难，",
    "一年来，",
)


def distract(chance: random.Random, year: int) -> str:
    """A sentence without any figure."""
    digits = chance.sample(range(1, 9), 3)
    return chance.choice(DISTRACTORS).format(
        a=digits[0], b=digits[1], c=digits[2], ordinal=chance.choice("三四五六七八九"), year=year - 1, later=year + 1
    )  # fmt: skip
