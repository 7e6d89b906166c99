"""Sentences of reports with every figure they state, worked out by hand: figures/*.yaml.

A case is a sentence and the list of all its figures, none more. A figure is written
`raw indicator field=value …`: 138家 高新技术企业 action=新增. Where nothing else is said, value and unit
are those of `raw`, region and period the report's, status is actual (target in a plan), and there is no
bound. `a|b` leaves either, `*` is not checked, and an indicator counts under the canonical name that the
terms have for it. `open.yaml` lists sentences that are not read right yet and is not run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from ingest.figures import find_figures
from ingest.normalize import fold
from ingest.numerals import scale
from ingest.reader import Reader
from ingest.records import Figure, Paragraph, ParagraphKind, Report

FOLDER = Path(__file__).parent / "figures"
# "1,824.5亿元", "3.5万余人"
SIMPLE = re.compile(r"([+-]?[\d,]*\d(?:\.\d+)?)(\D*)")
CHECKED = ("value", "unit", "region", "period", "status", "bound")


@dataclass(frozen=True)
class Case:
    """A paragraph, whose it is, and the figures it states."""

    id: str
    text: str
    region: str
    period: str
    plan_period: str
    is_plan: bool
    section: tuple[str, ...]
    figures: tuple[dict[str, str], ...]


def read_cases(path: Path) -> Iterator[Case]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    for n, entry in enumerate(loaded["cases"], 1):
        header = {**loaded.get("report", {}), **entry.get("report", {})}
        plan_period = str(header.get("plan_period", int(header["period"][:4]) + 1))
        is_plan = entry.get("plan", False)
        yield Case(
            id=f"{path.stem}-{n}",
            text=entry["text"].rstrip("\n"),
            region=header["region"],
            period=header["period"],
            plan_period=plan_period,
            is_plan=is_plan,
            section=tuple(entry.get("section", ())),
            figures=tuple(
                expected(line, header["region"], plan_period if is_plan else header["period"], is_plan)
                for line in entry["figures"]
            ),
        )


def expected(line: str, region: str, period: str, is_plan: bool) -> dict[str, str]:
    """The fields of one figure as its line gives them, with what goes without saying."""
    raw, indicator, *rest = line.split()
    simple = SIMPLE.fullmatch(fold(raw))
    value, unit = simple.groups() if simple else ("", "位" if raw.endswith("位") and raw != "首位" else "")
    given = {
        "raw": raw,
        "indicator": indicator.strip('"'),
        "value": value.replace(",", ""),
        "unit": re.sub("^([百千万亿]*)[余多几]", r"\1", unit),
        "region": region,
        "period": period,
        "status": "target" if is_plan else "actual",
        "bound": "more_than" if re.search("[余多几]", unit) else "",
    }
    given |= dict(pair.split("=", 1) for pair in rest)
    if not given["value"]:
        raise ValueError(f"no value is given in {line!r}")
    return given


def read_figures(case: Case, reader: Reader) -> list[Figure]:
    (place,) = (m for m in reader.regions.find(case.region) if m.end == len(case.region))
    report = Report(
        "0" * 12, f"{case.region}{case.period}年工作总结", "", place.code, reader.regions.name(place.code), "", "",
        case.period, case.plan_period, "", "", case.text,
    )  # fmt: skip
    kind: ParagraphKind = "table" if case.text.count("|") > 3 else "body"
    period = case.plan_period if case.is_plan else case.period
    paragraph = Paragraph(
        "0" * 12 + "-p001",
        report.id,
        1,
        0,
        len(case.text),
        case.text,
        kind,
        case.section,
        period,
        case.is_plan,
    )
    return find_figures(paragraph, report, reader)


def wrong_fields(figure: Figure, wanted: dict[str, str], reader: Reader) -> dict[str, str]:
    """The fields in which a figure is not as wanted: what was wanted → what was read."""
    return {
        name: f"{choices} → {shown(figure, name)}"
        for name, choices in wanted.items()
        if "*" not in choices.split("|")
        and not any(holds(figure, name, c, reader) for c in choices.split("|"))
    }


def shown(figure: Figure, name: str) -> str:
    if name == "region":
        return figure.region_name
    return "、".join(figure.joint) if name == "joint" else str(getattr(figure, name))


def holds(figure: Figure, name: str, choice: str, reader: Reader) -> bool:
    if name == "indicator":
        return figure.indicator in (choice, reader.terms.canonical(fold(choice)))
    if name == "value" and choice[-1] in "万亿":  # in the base unit
        return figure.value * scale(figure.unit)[0] == Decimal(choice[:-1]) * scale(choice[-1])[0]
    if name in ("value", "value_max"):
        read = getattr(figure, name)
        return read is not None and abs(read - Decimal(choice)) < Decimal("1e-6")
    return shown(figure, name) == choice


class Comparison(NamedTuple):
    """What became of the figures of a case."""

    wrong: list[dict[str, str]]  # of the figures found, the fields that are not as wanted
    missing: list[str]
    surplus: list[str]


def compare(case: Case, reader: Reader) -> Comparison:
    left = read_figures(case, reader)
    wrong, missing = [], []
    for wanted in case.figures:
        alike = [f for f in left if f.raw == wanted["raw"]]
        if not alike:
            missing.append(wanted["raw"])
            continue
        best = min(alike, key=lambda f: len(wrong_fields(f, wanted, reader)))
        left.remove(best)
        wrong.append({"raw": best.raw} | faults if (faults := wrong_fields(best, wanted, reader)) else {})
    return Comparison([faults for faults in wrong if faults], missing, [f.raw for f in left])


CASES = [case for path in sorted(FOLDER.glob("*.yaml")) if path.stem != "open" for case in read_cases(path)]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_paragraph_states_these_figures_and_no_others(case: Case, reader: Reader) -> None:
    assert compare(case, reader) == Comparison([], [], [])
