"""An answer told as events, over the two real reports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.errors import EmptyQuestionError
from rag.events import ClaimEvent, DoneEvent, Event, EvidenceEvent, RefusalEvent, TokenEvent, UnderstoodEvent
from rag.records import Answer
from rag.service import Service

QUESTIONS = (
    "绍兴新增多少高企",
    "绍兴和温州2024年新增高企各多少，谁多",
    "温州高企和省科技型中小企业各新认定多少",
    "绍兴研发投入强度达到多少？温州呢？",
    "绍兴出台了哪些文件",
    "杭州新增多少高企",
    "绍兴2019年新增多少高企",
)


def events_of(service: Service, question: str) -> list[Event]:
    return list(service.stream(question))


def without_timings(answer: Answer) -> Answer:
    return replace(answer, timings_ms={})


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_stream_ends_with_the_answer_and_its_tokens_are_the_prose(
    two_reports: Service, question: str
) -> None:
    events = events_of(two_reports, question)
    done = events[-1]
    assert isinstance(done, DoneEvent)
    assert without_timings(done.answer) == without_timings(two_reports.ask(question))
    assert "".join(e.text for e in events if isinstance(e, TokenEvent)) == done.answer.answer
    assert isinstance(events[0], UnderstoodEvent) and events[0].understood == done.answer.understood
    assert isinstance(events[1], EvidenceEvent)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_claim_comes_with_the_citations_and_figures_of_the_finished_answer(
    two_reports: Service, question: str
) -> None:
    events = events_of(two_reports, question)
    answer = two_reports.ask(question)
    claims = [event for event in events if isinstance(event, ClaimEvent)]
    assert bool(claims) != answer.refused
    for claim in claims:
        assert claim.text in answer.answer
        assert set(claim.citations) <= set(answer.citations)
        assert set(claim.figures) <= set(answer.figures)
        assert all(f"[{one.index}]" in claim.text for one in claim.citations)


def test_claims_are_told_one_by_one(two_reports: Service) -> None:
    kinds = [type(event) for event in events_of(two_reports, "温州高企和省科技型中小企业各新认定多少")]
    assert kinds[2:6] == [ClaimEvent, TokenEvent, ClaimEvent, TokenEvent]


def test_a_refusal_is_told_with_its_reason_and_what_is_near(two_reports: Service) -> None:
    refusal = events_of(two_reports, "绍兴2019年新增多少高企")[2]
    assert isinstance(refusal, RefusalEvent)
    assert refusal.reason == "no_period"
    assert "138" not in refusal.message and refusal.related


def test_a_question_that_cannot_be_asked_is_an_error_before_the_first_event(two_reports: Service) -> None:
    with pytest.raises(EmptyQuestionError):
        two_reports.stream("  ")
