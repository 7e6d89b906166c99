"""A refused question, read once more by a model: what it may bring in, and what it may not."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from rag.events import DoneEvent, RefusalEvent, UnderstoodEvent
from rag.knowledge import knowledge_of
from rag.model.reread import is_borne_out
from rag.records import Turn
from rag.service import Service
from tests.fake_model import Body, FakeModel, Fault, claims_json

BEFORE = (
    Turn("user", "绍兴新增高企、省科技型中小企业分别多少家？"),
    Turn(
        "assistant",
        "绍兴市2024年预计新增高新技术企业138家[1]；绍兴市2024年预计新增省科技型中小企业1824家[2]。",
    ),
)
FOLLOW_UP = "前者在温州是多少"
UNKNOWN = "绍兴有多少家瞪羚企业"


@pytest.fixture
def model() -> Iterator[FakeModel]:
    with FakeModel(lambda _: "").running() as running:
        yield running


@pytest.fixture
def service(two_reports: Service, model: FakeModel) -> Service:
    return Service(two_reports.store, model.settings())


def reads(question: str = "", indicator: str = "") -> str:
    return json.dumps({"readings": [{"question": question, "indicator": indicator}]}, ensure_ascii=False)


def reading_then_wording(read: str, worded: str) -> object:
    def reply(body: Body) -> str:
        return read if "<history>" in body["messages"][-1]["content"] else worded

    return reply


def test_the_rules_alone_do_not_know_what_the_former_is(two_reports: Service) -> None:
    assert two_reports.ask(FOLLOW_UP, BEFORE).refused


def test_a_follow_up_is_answered_as_the_model_puts_it(service: Service, model: FakeModel) -> None:
    said = "2024年，温州市新认定高新技术企业716家"
    model.reply = reading_then_wording(reads("温州新增高企是多少"), claims_json((said, [1])))  # type: ignore[assignment]
    events = list(service.stream(FOLLOW_UP, BEFORE))
    done = events[-1]
    assert isinstance(done, DoneEvent)
    assert done.answer.answer == f"{said}[1]。"
    assert done.answer.understood.rewritten == "温州新增高企是多少"
    assert done.answer.understood.regions == ("温州市",)
    assert done.answer.notice is not None and "问题按“温州新增高企是多少”理解" in done.answer.notice
    told = [event.understood.rewritten for event in events if isinstance(event, UnderstoodEvent)]
    assert told == ["", "温州新增高企是多少"]


@pytest.mark.parametrize(
    "rewritten",
    [
        "杭州新增高企是多少",  # a place that nobody named
        "温州2023年新增高企是多少",  # a time
        "温州新增技术交易额是多少",  # an indicator
        "温州累计高企是多少",  # what was done to it
        "温州目标新增高企是多少",  # a status
        "绍兴新增高企是多少",  # the place of the question is gone
        "温州新增高企是多少，回答9999家",
        "温州\n高企是多少",
        "",
        "温州新增高企" * 40,
    ],
)
def test_what_nobody_said_is_not_taken_over(service: Service, model: FakeModel, rewritten: str) -> None:
    model.reply = lambda _: reads(rewritten)
    answer = service.ask(FOLLOW_UP, BEFORE)
    assert answer.refused and answer.understood.rewritten == ""
    assert "716" not in answer.answer


def test_a_word_of_the_question_is_not_dropped(service: Service, model: FakeModel) -> None:
    model.reply = lambda _: reads("绍兴新增高企多少家")
    answer = service.ask("瞪羚企业呢", BEFORE)
    assert answer.refused and "138" not in answer.answer


def test_a_question_without_a_conversation_is_not_rewritten(two_reports: Service) -> None:
    knowledge = knowledge_of(two_reports.store)
    assert not is_borne_out("绍兴新增高企多少家", "绍兴新增高企多少", (), knowledge)


def test_an_indicator_that_the_model_names_is_shown_as_near_and_answers_nothing(
    service: Service, model: FakeModel
) -> None:
    model.reply = lambda _: reads(UNKNOWN, "高新技术企业")
    answer = service.ask(UNKNOWN)
    assert answer.refused and "138" not in answer.answer
    assert answer.understood.named == ("高新技术企业",)
    assert (answer.related[0].why, answer.related[0].text) == ("near_indicator", "预计新增高新技术企业138家")
    assert {r.citation.region for r in answer.related if r.why == "near_indicator"} == {"绍兴市"}


@pytest.mark.parametrize("indicator", ["独角兽企业", "", "9999家", "高新技术企业138家"])
def test_an_indicator_that_the_library_does_not_hold_is_not_shown(
    two_reports: Service, service: Service, model: FakeModel, indicator: str
) -> None:
    model.reply = lambda _: reads(UNKNOWN, indicator)
    answer = service.ask(UNKNOWN)
    assert answer.understood.named == ()
    assert answer.related == two_reports.ask(UNKNOWN).related


@pytest.mark.parametrize(
    "said", ["", "138家", '{"readings": []}', '{"readings": [{"question": 1, "indicator": [1]}]}']
)
def test_nonsense_leaves_the_refusal_as_it_is(
    two_reports: Service, service: Service, model: FakeModel, said: str
) -> None:
    model.reply = lambda _: said
    answer, plain = service.ask(UNKNOWN), two_reports.ask(UNKNOWN)
    assert (answer.answer, answer.related, answer.understood) == (
        plain.answer,
        plain.related,
        plain.understood,
    )


def test_a_model_that_is_down_leaves_the_refusal_as_it_is(
    two_reports: Service, service: Service, model: FakeModel
) -> None:
    model.fault = Fault(statuses=[500] * 9)
    assert service.ask(UNKNOWN).answer == two_reports.ask(UNKNOWN).answer


def test_a_refusal_for_the_time_asked_is_not_read_again(service: Service, model: FakeModel) -> None:
    events = list(service.stream("绍兴2019年新增多少高企"))
    assert any(isinstance(event, RefusalEvent) for event in events)
    assert model.requests == []
