"""Questions over the two real reports, expectations read out of the reports by hand (two_reports.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from rag.records import Answer, Citation, Turn
from rag.service import Service

CASES_FILE = Path(__file__).with_name("two_reports.yaml")

_MARK = re.compile(r"\[\d+\]")  # [1]
_YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:19|20)\d\d)?年")  # 2024年, 2024-2027年
_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?!\.?\d)")  # 3.12, but not the 12 of 3.12


@dataclass(frozen=True)
class Case:
    """A question with what its answer must and must not hold."""

    ask: str
    history: tuple[str, ...] = ()  # user and assistant in turn
    refused: bool = False
    has: tuple[str, ...] = ()  # each stands in the answer
    lacks: tuple[str, ...] = ()  # none stands in the answer
    any_of: tuple[str, ...] = ()  # one of them stands in the answer
    cites: tuple[str, ...] = ()  # each stands in a cited paragraph
    figures: tuple[str, ...] | None = None  # the values of the answer's figures, and no others
    status: str = ""  # of every figure
    group: str = field(default="")

    @property
    def id(self) -> str:
        """The group and the question, the conversation before it included."""
        return f"{self.group}: {' / '.join((*self.history[::2], self.ask))}"


@cache
def load_cases() -> tuple[Case, ...]:
    groups = yaml.safe_load(CASES_FILE.read_text(encoding="utf-8"))
    return tuple(_case(group, entry) for group, entries in groups.items() for entry in entries)


def _case(group: str, entry: dict[str, Any]) -> Case:
    lists = ("history", "has", "lacks", "any_of", "cites", "figures")
    read = {k: tuple(map(str, v if isinstance(v, list) else [v])) for k, v in entry.items() if k in lists}
    return Case(**{**entry, **read}, group=group)


def ask(service: Service, case: Case) -> Answer:
    turns = [Turn("assistant" if i % 2 else "user", said) for i, said in enumerate(case.history)]
    return service.ask(case.ask, turns)


each_case = pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.id)


@each_case
def test_answer_says_what_the_reports_say(two_reports: Service, case: Case) -> None:
    answer = ask(two_reports, case)
    said = answer.answer

    assert answer.refused == case.refused, said
    assert [s for s in case.has if s not in said] == [], said
    assert [s for s in case.lacks if s in said] == [], said
    assert not case.any_of or any(s in said for s in case.any_of), said
    cited = [c.text for c in answer.citations]
    assert [s for s in case.cites if not any(s in text for text in cited)] == [], said
    if case.figures is not None:
        assert sorted({f.value for f in answer.figures}) == sorted(set(case.figures)), said
    if case.status:
        assert {f.status for f in answer.figures} == {case.status}, said


@each_case
def test_every_citation_is_exact_and_every_number_is_cited(two_reports: Service, case: Case) -> None:
    answer = ask(two_reports, case)

    for citation in (*answer.citations, *(r.citation for r in answer.related)):
        assert citation.text[citation.start : citation.end] == citation.quote
    for figure in answer.figures:
        assert figure.raw in _citation(answer, figure.citation).quote
    if answer.refused:
        echoed = numbers(" ".join((case.ask, *case.history[::2])))
        assert (answer.citations, answer.figures) == ((), ())
        assert numbers(answer.answer) <= echoed, answer.answer
    else:
        quoted = set[str]().union(*(numbers(c.quote) for c in answer.citations))
        assert answer.citations, answer.answer
        assert numbers(answer.answer) <= quoted, answer.answer
        marks = {int(mark[1:-1]) for mark in _MARK.findall(answer.answer)}
        assert marks == {c.index for c in answer.citations}, answer.answer


@each_case
def test_what_is_merely_near_stays_out_of_the_answer(two_reports: Service, case: Case) -> None:
    answer = ask(two_reports, case)

    assert [r.text for r in answer.related if r.text in answer.answer] == []


def test_at_least_seventy_five_questions_are_asked() -> None:
    assert len({case.id for case in load_cases()}) == len(load_cases()) >= 75


def test_what_a_case_cites_stands_in_a_report() -> None:
    corpus = Path(__file__).parents[2] / "corpus"
    reports = [path.read_text(encoding="utf-8") for path in corpus.glob("*.txt")]

    missing = [s for case in load_cases() for s in case.cites if not any(s in text for text in reports)]
    assert missing == []


def _citation(answer: Answer, index: int) -> Citation:
    return next(c for c in answer.citations if c.index == index)


def numbers(text: str) -> set[str]:
    """The numbers in a text as printed, marks and years aside."""
    return set(_NUMBER.findall(_YEAR.sub("年", _MARK.sub("", text))))
