"""A run as files for other programs: CSV for a sheet, JUnit XML for CI."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

from evals.runs import Judged, Run

COLUMNS = (
    "id", "category", "question", "gold", "answer", "right", "reasons", "refused", "citation_hit", "unfaithful", "ms",
)  # fmt: skip
# XML 1.0 has no control characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def csv_report(run: Run) -> str:
    """One row a question; starts with a byte order mark, or Excel takes it for another encoding."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for one in run.judged:
        writer.writerow(_cells(one))
    return "\ufeff" + file.getvalue()


def _cells(one: Judged) -> list[str]:
    hit = one.verdict.citation_hit
    cells = (
        one.case.id, one.case.category, one.case.question, one.case.gold, str(one.given.answer["answer"]),
        _truth(one.verdict.right), "；".join(one.verdict.reasons), _truth(one.verdict.refused),
        "" if hit is None else _truth(hit), "、".join(one.verdict.unfaithful), f"{one.given.ms:.1f}",
    )  # fmt: skip
    return [_harmless(cell) for cell in cells]


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _harmless(cell: str) -> str:
    """A cell that no sheet takes for a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "@") or re.match(r"-\D", cell) else cell


def junit_report(run: Run) -> str:
    """A test suite a category, a test case a question."""
    groups: dict[str, list[Judged]] = {}
    for one in run.judged:
        groups.setdefault(one.case.category, []).append(one)
    root = ElementTree.Element("testsuites", name=run.id)
    for name, group in groups.items():
        failures = sum(not one.verdict.right for one in group)
        seconds = sum(one.given.ms for one in group) / 1000
        suite = ElementTree.SubElement(
            root, "testsuite", name=name, tests=str(len(group)), failures=str(failures), time=f"{seconds:.3f}"
        )
        for one in group:
            _add_case(suite, one)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_case(suite: ElementTree.Element, one: Judged) -> None:
    name = UNPRINTABLE.sub("", f"{one.case.id} {one.case.question}")
    case = ElementTree.SubElement(
        suite, "testcase", classname=one.case.category, name=name, time=f"{one.given.ms / 1000:.3f}"
    )
    if not one.verdict.right:
        failure = ElementTree.SubElement(
            case, "failure", message=UNPRINTABLE.sub("", "；".join(one.verdict.reasons))
        )
        failure.text = UNPRINTABLE.sub("", f"应为：{one.case.gold}\n答为：{one.given.answer['answer']}")
