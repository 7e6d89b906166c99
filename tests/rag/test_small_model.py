"""Twenty questions to a real small model: what it says wrongly stays with it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from rag.records import Turn
from rag.service import Service
from tests.conftest import ROOT
from tests.fake_model import FakeModel
from tests.gemma import Gemma, load_gemma
from tests.rag.test_two_reports import load_cases, numbers

QUESTIONS = 20
CASES = [case for case in load_cases() if case.group.startswith(("figures", "shares")) and not case.history]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),
    pytest.mark.filterwarnings("ignore"),  # of loading, which is not what is tested
]


@pytest.fixture(scope="module")
def gemma() -> Gemma:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    return load_gemma(ROOT / "build" / "gemma3-270m")


@pytest.fixture
def service(two_reports: Service, gemma: Gemma) -> Iterator[Service]:
    with FakeModel(gemma.reply).running() as model:
        yield Service(
            two_reports.store, model.settings(llm_timeout_s=600.0, llm_retries=0, llm_failures=1000)
        )


def test_nothing_wrong_that_a_small_model_says_leaves(
    two_reports: Service, service: Service, gemma: Gemma
) -> None:
    modes = []
    for case in CASES[:: max(1, len(CASES) // QUESTIONS)][:QUESTIONS]:
        turns = [Turn("user", said) for said in case.history]
        told = len(gemma.said)
        answer, plain = service.ask(case.ask, turns), two_reports.ask(case.ask, turns)
        said = answer.answer
        assert answer.refused == case.refused, said
        assert [s for s in case.has if s not in said] == [], said
        assert [s for s in case.lacks if s in said] == [], said
        assert [f.raw for f in answer.figures] == [f.raw for f in plain.figures], said
        quoted = set[str]().union(*(numbers(citation.quote) for citation in answer.citations))
        assert numbers(said) <= quoted, said
        modes.append(answer.mode)
        print(answer.mode, said, *gemma.said[told:], sep=" | ", flush=True)
    assert len(modes) == QUESTIONS and len(gemma.said) >= QUESTIONS
