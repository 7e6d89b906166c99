"""What the reader makes of reports whose every figure is known: precision, recall and F1, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from evals.gold import FIELDS, GoldFigure, GoldReport
from ingest.manifest import read_manifest
from ingest.naming import canonical_indicator
from ingest.normalize import fold
from ingest.numerals import scale
from ingest.periods import months
from ingest.reader import Reader, ReadReport, read_report
from ingest.records import Figure

SCORES = ("precision", "recall", "f1", "span", *FIELDS)  # what a limit may name
TOLERANCE = Decimal("1e-6")  # a third is printed 三分之一 and read as 0.333333
# 《意见》
QUOTES = re.compile("[“”‘’\"'《》]")
COUNTRY = ("全国", "中国")


# --- one figure against its gold --------------------------------------------------------------------------


def wrong_fields(figure: Figure, wanted: Mapping[str, str], reader: Reader) -> dict[str, str]:
    """The fields in which a figure is not as wanted, each as “wanted → read”; `raw` is not looked at."""
    wrong = {
        name: f"{choices or '∅'} → {shown(figure, name) or '∅'}"
        for name, choices in wanted.items()
        if name != "raw" and not any(holds(figure, name, choice, reader) for choice in choices.split("|"))
    }
    if {"value", "unit"} & wrong.keys() and _is_same_quantity(figure, wanted):
        wrong.pop("value", None)
        wrong.pop("unit", None)
    return wrong


def holds(figure: Figure, name: str, choice: str, reader: Reader) -> bool:
    """Whether a field is what one of its alternatives says."""
    if choice == "*":
        return True
    if name == "indicator":
        # 投资 of 科创走廊建设项目 is 科创走廊建设项目投资
        names = (figure.indicator, figure.subject + figure.indicator)
        return any(is_same_indicator(name, choice, reader) for name in names)
    if name == "joint":
        nouns = choice.split("、")
        return len(nouns) == len(figure.joint) and all(
            any(is_same_indicator(noun, wanted, reader) for noun in figure.joint) for wanted in nouns
        )
    if name == "value" and choice[-1] in "万亿":  # in the base unit: 两万三千 is read as 2.3万 or as 23000
        return abs(figure.value * scale(figure.unit)[0] - to_decimal(choice)) < TOLERANCE
    if name in ("value", "value_max"):
        read = getattr(figure, name)
        return read is not None and abs(read - to_decimal(choice)) < TOLERANCE
    if name == "period":
        return _is_same_period(figure.period, choice)
    if name == "region" and choice in COUNTRY:
        return figure.region_name in COUNTRY
    return fold(shown(figure, name)) == fold(choice)


def is_same_indicator(read: str, wanted: str, reader: Reader) -> bool:
    """Whether two names are one indicator, quotation marks aside: 高企 and 高新技术企业."""
    names = [_plain(name) for name in (read, wanted)]
    return names[0] == names[1] or len({_plain(canonical_indicator(name, reader)) for name in names}) == 1


def shown(figure: Figure, name: str) -> str:
    """A field as the gold would write it; "" for none."""
    if name == "region":
        return figure.region_name
    if name == "joint":
        return "、".join(figure.joint)
    value = getattr(figure, name)
    return "" if value is None else str(value)


def to_decimal(text: str) -> Decimal:
    """A number as gold lines write it: -3.2, 1/3, 58.6万.

    Raises:
        ValueError: for anything else.
    """
    try:
        if "/" in text:
            high, low = text.split("/")
            return Decimal(high) / Decimal(low)
        digits = text.rstrip("万亿")
        return Decimal(digits) * scale(text[len(digits) :])[0]
    except (InvalidOperation, ZeroDivisionError) as error:
        raise ValueError(f"“{text}”不是数") from error


def _is_same_quantity(figure: Figure, wanted: Mapping[str, str]) -> bool:
    """Whether value and unit together are right: 3200家 written as 0.32万家."""
    factor, base = scale(figure.unit)
    for value in wanted["value"].split("|"):
        for unit in wanted["unit"].split("|"):
            if "*" in (value, unit):
                continue
            wanted_factor, wanted_base = scale(fold(unit))
            same = abs(figure.value * factor - to_decimal(value) * wanted_factor) < TOLERANCE
            if same and base == wanted_base:
                return True
    return False


def _is_same_period(read: str, wanted: str) -> bool:
    try:
        return read == wanted or months(read) == months(wanted)
    except ValueError:
        return False


def _plain(name: str) -> str:
    return QUOTES.sub("", fold(name))


# --- a report against its gold ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Miss:
    """A figure that was read wrong, not read, or read where none is."""

    line: int  # in the gold file; of the passage when nothing was wanted, 0 outside all passages
    passage: str
    raw: str
    wrong: dict[str, str]  # field → “wanted → read”; {} when missing or surplus
    kind: str  # wrong, missing, surplus

    def to_dict(self) -> dict[str, Any]:
        return vars(self)


@dataclass
class Tally:
    """Counts over any number of reports."""

    gold: int = 0
    read: int = 0
    found: int = 0  # pairs of a gold and a read figure in one place
    right: int = 0  # pairs with every field right
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)  # field → right, checked

    @property
    def precision(self) -> float:
        """right / read: of the figures that were read, the share with every field right."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """right / gold: of the figures that there are, the share read with every field right."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """2 · right / (gold + read), the harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.read) if self.gold + self.read else 1.0

    def accuracy(self, name: str) -> float | None:
        """Of the figures found, the share with this field right; None where it was never checked."""
        right, checked = self.fields.get(name, (0, 0))
        return right / checked if checked else None

    def below(self, limits: Mapping[str, float]) -> list[str]:
        """The limits that are not reached, one line each; names are those of SCORES."""
        broken = []
        for name, low in limits.items():
            value = getattr(self, name) if name in ("precision", "recall", "f1") else self.accuracy(name)
            if value is None or value < low:
                broken.append(f"{name} = {'–' if value is None else format(value, '.4g')} < {low:g}")
        return broken

    def add(self, other: Tally) -> None:
        self.gold += other.gold
        self.read += other.read
        self.found += other.found
        self.right += other.right
        for name, (right, checked) in other.fields.items():
            mine = self.fields.get(name, (0, 0))
            self.fields[name] = (mine[0] + right, mine[1] + checked)

    def to_dict(self) -> dict[str, Any]:
        scores = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        fields = {
            name: {"right": right, "checked": checked} for name, (right, checked) in self.fields.items()
        }
        counts = {"gold": self.gold, "read": self.read, "found": self.found, "right": self.right}
        return counts | scores | {"fields": fields}


@dataclass(frozen=True)
class Reading:
    """What became of one report."""

    name: str
    tally: Tally
    misses: tuple[Miss, ...]
    uncovered: tuple[str, ...]  # numbers of the report that no passage of the gold file holds

    def to_dict(self) -> dict[str, Any]:
        misses = [miss.to_dict() for miss in self.misses]
        return {"name": self.name, **self.tally.to_dict(), "misses": misses, "uncovered": self.uncovered}


def read_and_compare(gold: GoldReport, reader: Reader) -> Reading:
    """Read a gold file's report as ingest does, and hold what was read against the gold."""
    overrides = read_manifest(gold.report.parent).get(gold.report)
    return compare(gold, read_report(gold.loaded, str(gold.report), overrides, reader), reader)


def compare(gold: GoldReport, read: ReadReport, reader: Reader) -> Reading:
    """Pair the figures that stand in one place and look at their fields, `span` among them."""
    placed = _placed(read)
    pairs = pair(gold.figures, placed, reader)
    tally = Tally(len(gold.figures), len(placed), len(pairs))
    misses = []
    for wanted, (figure, start, end) in pairs:
        wrong = _wrong(wanted, figure, start, end, reader)
        _count_fields(tally, wanted.fields, wrong)
        if wrong:
            misses.append(_miss(gold, wanted.line, wanted.start, wanted.raw, wrong, "wrong"))
        else:
            tally.right += 1
    found = {id(wanted) for wanted, _ in pairs}
    missing = [wanted for wanted in gold.figures if id(wanted) not in found]
    misses += [_miss(gold, one.line, one.start, one.raw, {}, "missing") for one in missing]
    used = {id(figure) for _, (figure, _, _) in pairs}
    for figure, start, _ in placed:
        if id(figure) not in used:
            misses.append(_surplus(gold, figure, start))
    in_order = sorted(misses, key=lambda miss: miss.line)
    return Reading(gold.path.stem, tally, tuple(in_order), tuple(gold.uncovered()))


Placed = tuple[Figure, int, int]  # a figure and its span in the report's text


def pair(
    wanted: Sequence[GoldFigure], placed: Sequence[Placed], reader: Reader
) -> list[tuple[GoldFigure, Placed]]:
    """Gold and read figures whose spans overlap, each in one pair at most, those that agree best first."""
    candidates = [
        (len(_wrong(one, figure, start, end, reader)), n, m)
        for n, one in enumerate(wanted)
        for m, (figure, start, end) in enumerate(placed)
        if start < one.end and one.start < end
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, n, m in sorted(candidates):
        if n not in taken[0] and m not in taken[1]:
            taken[0].add(n)
            taken[1].add(m)
            pairs.append((wanted[n], placed[m]))
    return sorted(pairs, key=lambda both: both[0].line)


def _placed(read: ReadReport) -> list[Placed]:
    starts = {paragraph.id: paragraph.start for paragraph in read.paragraphs}
    return [
        (figure, starts[figure.paragraph_id] + figure.start, starts[figure.paragraph_id] + figure.end)
        for figure in read.figures
    ]


def _wrong(wanted: GoldFigure, figure: Figure, start: int, end: int, reader: Reader) -> dict[str, str]:
    wrong = wrong_fields(figure, wanted.fields, reader)
    if (start, end) != (wanted.start, wanted.end):
        wrong["span"] = f"{wanted.raw} → {figure.raw}"
    return wrong


def _count_fields(tally: Tally, wanted: Mapping[str, str], wrong: Iterable[str]) -> None:
    for name in [name for name, choices in wanted.items() if name != "raw" and choices != "*"] + ["span"]:
        right, checked = tally.fields.get(name, (0, 0))
        tally.fields[name] = (right + (name not in wrong), checked + 1)


def _miss(gold: GoldReport, line: int, start: int, raw: str, wrong: dict[str, str], kind: str) -> Miss:
    passage = gold.passage_at(start)
    return Miss(line, passage.text if passage else "", raw, wrong, kind)


def _surplus(gold: GoldReport, figure: Figure, start: int) -> Miss:
    passage = gold.passage_at(start)
    read = {name: shown(figure, name) for name in ("indicator", "action", "kind", "period")}
    return Miss(passage.line if passage else 0, passage.text if passage else "", figure.raw, read, "surplus")
