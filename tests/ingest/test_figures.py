"""Sentences of reports with every figure they state, worked out by hand: figures/*.yaml.

A case is a sentence and the list of all its figures, none more, written as evals/gold.py tells; action and
kind are looked at only where they are given. `open.yaml` lists sentences that are not read right yet and is
not run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from evals.figures import wrong_fields
from evals.gold import Ground, parse_line
from ingest.figures import find_figures
from ingest.reader import Reader
from ingest.records import Figure, Paragraph, ParagraphKind, Report

FOLDER = Path(__file__).parent / "figures"


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
        plan_period = str(header.get("plan_period") or int(header["period"][:4]) + 1)
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
                parse_line(
                    line, Ground(header["region"], plan_period if is_plan else header["period"], is_plan)
                )
                for line in entry["figures"]
            ),
        )


def read_figures(case: Case, reader: Reader) -> list[Figure]:
    (place,) = (m for m in reader.regions.find(case.region) if m.end == len(case.region))
    report = Report(
        "0" * 12, f"{case.region}{case.period}年工作总结", "", place.code, reader.regions.name(place.code), "", "",
        case.period, case.plan_period, "", "", case.text,
    )  # fmt: skip
    kind: ParagraphKind = "table" if len(re.findall(r"[|\t]", case.text)) > 3 else "body"
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


def test_what_a_figure_moved_against_is_said_and_quoted_from_the_clause_before(reader: Reader) -> None:
    text = "与近三年均值相比，火灾起数、直接财产损失分别下降14.2%、20.6%。"
    found = read_figures(Case("held", text, "丽水市", "2023", "2024", False, (), ()), reader)
    assert [f.comparator for f in found] == ["与近三年均值相比"] * 2
    assert [f.quote_start for f in found] == [0, 0]
