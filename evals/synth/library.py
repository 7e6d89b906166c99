"""A made-up library on disk: reports, their gold, and questions; the same arguments write the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from evals.synth.questions import make_questions
from evals.synth.reports import MadeReport, make_report
from evals.synth.world import LAST_YEAR, cities

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Written:
    """What was written."""

    reports: int
    figures: int
    questions: int


def write_library(
    folder: Path, city_count: int, years: int, seed: int, per_report: int, progress: Progress
) -> Written:
    """Write reports/, gold/, questions.jsonl and corpus.yaml.

    Raises:
        ValueError: there are not so many cities.
    """
    made = []
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    (folder / "gold").mkdir(exist_ok=True)
    subjects = [(city, LAST_YEAR - n) for city in cities(city_count) for n in range(years)]
    for number, (city, year) in enumerate(subjects):
        progress(number, len(subjects), city.name)
        report = make_report(seed, number, city, year)
        _write_report(folder, report)
        made.append(report)
    rows = make_questions(made, seed, per_report)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "questions.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "corpus.yaml").write_text("paths: [reports]\n", encoding="utf-8")
    progress(len(subjects), len(subjects), "")
    return Written(len(made), sum(len(p["figures"]) for one in made for p in one.passages), len(rows))


def _write_report(folder: Path, report: MadeReport) -> None:
    (folder / "reports" / f"{report.name}.txt").write_text(report.text, encoding="utf-8")
    gold = {
        "report": {
            "file": f"reports/{report.name}.txt",
            "region": report.city.name,
            "period": str(report.year),
            "plan_period": str(report.year + 1),
        },
        "passages": report.passages,
    }
    text = yaml.dump(gold, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
    (folder / "gold" / f"{report.name}.yaml").write_text(text, encoding="utf-8")
