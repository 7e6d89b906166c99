"""The chat model over a real connection, in every way in which it fails."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ingest.errors import SettingsError
from rag.errors import ModelBudgetError, ModelDownError, ModelError, ModelFormatError
from rag.model.limits import Budget
from rag.model.llm import Llm, open_llm
from rag.model.objects import JsonObject, objects_in
from rag.model.prompt import WORD_CLAIMS, Prompt
from rag.settings import RagSettings
from tests.fake_model import FakeModel, Fault, claims_json

PROMPT = Prompt(WORD_CLAIMS, "system", "user")
SAID = claims_json(("甲", [1]), ("乙", [2, 3]))
CLAIMS = [{"text": "甲", "evidence": [1]}, {"text": "乙", "evidence": [2, 3]}]


@pytest.fixture
def model() -> Iterator[FakeModel]:
    with FakeModel(lambda _: SAID).running() as running:
        yield running


def opened(model: FakeModel, **given: Any) -> Llm:
    llm = open_llm(model.settings(**given))
    assert llm is not None
    return llm


def asked(llm: Llm, prompt: Prompt = PROMPT) -> list[JsonObject]:
    return list(llm.objects(prompt, llm.deadline()))


@pytest.mark.parametrize("how", ["auto", "tools", "json_schema", "text"])
def test_claims_come_by_tool_call_by_schema_or_as_plain_json(model: FakeModel, how: str) -> None:
    assert asked(opened(model, llm_format=how)) == CLAIMS
    body = model.requests[0]
    assert ("tools" in body, "response_format" in body) == (how in ("auto", "tools"), how == "json_schema")
    assert model.keys == ["Bearer sk-test"]


def test_claims_come_one_by_one_before_the_answer_is_whole(model: FakeModel) -> None:
    model.fault = Fault(drip_s=0.05)
    started = time.monotonic()
    llm = opened(model)
    claims = llm.objects(PROMPT, llm.deadline())
    next(claims)
    first = time.monotonic() - started
    list(claims)
    assert first < 0.8 * (time.monotonic() - started)


def test_a_client_that_goes_away_hangs_up(model: FakeModel) -> None:
    model.fault = Fault(endless=True)
    llm = opened(model)
    claims = llm.objects(PROMPT, llm.deadline())
    next(claims)
    claims.close()  # type: ignore[attr-defined]
    assert model.hung_up.wait(5)


@pytest.mark.parametrize("fault", [Fault(no_tools=True), Fault(ignores_tools=True)])
def test_a_model_without_tools_is_asked_for_plain_json_instead(model: FakeModel, fault: Fault) -> None:
    model.fault = fault
    llm = opened(model)
    assert asked(llm) == asked(llm, Prompt(WORD_CLAIMS, "system", "another")) == CLAIMS
    asked_for_tools = ["tools" in body for body in model.requests]
    assert asked_for_tools == ([True, False, False] if fault.no_tools else [True, True])


def test_the_format_that_is_set_is_the_only_one_tried(model: FakeModel) -> None:
    model.fault = Fault(no_tools=True)
    with pytest.raises(ModelDownError):
        asked(opened(model, llm_format="tools"))
    assert len(model.requests) == 1


@pytest.mark.parametrize("statuses", [[429], [500, 503]])
def test_a_passing_failure_is_asked_again(model: FakeModel, statuses: list[int]) -> None:
    model.fault = Fault(statuses=list(statuses))
    assert asked(opened(model)) == CLAIMS
    assert len(model.requests) == len(statuses) + 1


@pytest.mark.parametrize(("status", "calls"), [(429, 3), (500, 3), (401, 1), (403, 1)])
def test_a_lasting_failure_is_an_error_in_the_end(model: FakeModel, status: int, calls: int) -> None:
    model.fault = Fault(statuses=[status] * 9)
    with pytest.raises(ModelDownError, match=str(status)):
        asked(opened(model))
    assert len(model.requests) == calls


def test_a_server_that_is_not_there_is_an_error_soon(model: FakeModel) -> None:
    settings = RagSettings(llm="openai:fake", llm_base_url="http://127.0.0.1:1/v1", llm_timeout_s=3)
    llm = open_llm(settings)
    assert llm is not None
    with pytest.raises(ModelDownError):
        asked(llm)


@pytest.mark.parametrize("fault", [Fault(wait_s=9), Fault(drip_s=0.4), Fault(statuses=[500] * 99)])
def test_a_slow_model_holds_nobody_beyond_the_time_allowed(model: FakeModel, fault: Fault) -> None:
    model.fault = fault
    started = time.monotonic()
    with pytest.raises(ModelError):
        asked(opened(model, llm_timeout_s=0.7, llm_retries=10))
    assert time.monotonic() - started < 4


def test_what_came_before_the_stream_was_cut_has_come(model: FakeModel) -> None:
    model.fault = Fault(cut_after=45)
    llm = opened(model)
    claims = llm.objects(PROMPT, llm.deadline())
    assert next(claims) == CLAIMS[0]
    with pytest.raises(ModelError):
        list(claims)


def test_an_endless_answer_is_cut_off(model: FakeModel) -> None:
    model.fault = Fault(endless=True)
    model.reply = lambda _: '{"claims": ['
    with pytest.raises(ModelFormatError, match="多于"):
        asked(opened(model))


def test_a_model_that_fails_again_and_again_is_left_alone_for_a_while(model: FakeModel) -> None:
    model.fault = Fault(statuses=[500] * 2)
    llm = opened(model, llm_retries=0, llm_failures=2, llm_pause_s=0.3)
    for _ in range(4):
        with pytest.raises(ModelDownError):
            asked(llm)
    assert len(model.requests) == 2
    time.sleep(0.35)
    assert asked(llm) == CLAIMS
    assert asked(llm) == CLAIMS


def test_the_same_request_is_not_made_twice(model: FakeModel) -> None:
    llm = opened(model, llm_cache=1)
    other = Prompt(WORD_CLAIMS, "system", "other")
    assert asked(llm) == asked(llm) == CLAIMS
    assert len(model.requests) == 1
    asked(llm, other)
    asked(llm)
    assert len(model.requests) == 3


def test_half_an_answer_is_not_remembered(model: FakeModel) -> None:
    model.fault = Fault(cut_after=45)
    llm = opened(model, llm_cache=9)
    with pytest.raises(ModelError):
        asked(llm)
    model.fault = Fault()
    assert asked(llm) == CLAIMS


def test_one_request_may_cost_so_much_and_no_more(model: FakeModel) -> None:
    llm = opened(model, llm_request_tokens=600, llm_output_tokens=100)
    with pytest.raises(ModelBudgetError):
        asked(llm, Prompt(WORD_CLAIMS, "system", "长" * 600))
    assert model.requests == []


def test_the_requests_of_a_minute_may_cost_so_much_and_no_more(model: FakeModel) -> None:
    llm = opened(model, llm_minute_tokens=500, llm_output_tokens=400)
    assert asked(llm) == CLAIMS  # what was set aside and not used is free again
    with pytest.raises(ModelBudgetError):
        asked(llm, Prompt(WORD_CLAIMS, "system", "长" * 60))
    assert len(model.requests) == 1


def test_a_budget_counts_what_was_used_in_the_end() -> None:
    budget = Budget(100)
    taken = budget.take(90)
    budget.settle(taken, 10)
    budget.take(90)
    with pytest.raises(ModelBudgetError):
        budget.take(1)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "138家",
        "好的，以下是回答：" + SAID,
        SAID[:-1],  # } of the whole is missing, which takes nothing away
        SAID[:-9],
        '{"claims": "138家"}',
        '{"claims": [138]}',
        '{"claims": [{"text": "甲"',
        '{"claims": [{"text": "甲", "evidence": [1]} "乙"]}',
        '[{"text": "甲", "evidence": [1]}]',
        '{"claims": {"text": "甲"}}',
        '{"answer": "138家", "claims": []}',
        "<think>" + "想" * 50,
    ],
)
def test_what_is_no_such_json_is_an_error(said: str) -> None:
    if said == SAID[:-1]:
        assert list(objects_in([said], "claims", 9999)) == CLAIMS
        return
    with pytest.raises(ModelFormatError):
        list(objects_in([said], "claims", 9999))


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    "said", [SAID, f"```json\n{SAID}\n```", f"<think>{{}} 想一想</think>\n{SAID}", f"{SAID} 以上。"]
)
def test_json_is_read_however_it_is_cut_up_and_wrapped(said: str, size: int) -> None:
    pieces = [said[i : i + size] for i in range(0, len(said), size)]
    assert list(objects_in(pieces, "claims", 9999)) == CLAIMS


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"llm": "gpt-5-mini"}, "厂商:模型"),
        ({"llm": "openai:"}, "厂商:模型"),
        ({"llm": "openai:x", "llm_base_url": "localhost:8000"}, "http://"),
        ({"llm_base_url": "http://localhost:8000"}, "WENJU_LLM"),
        ({"llm_api_key": "sk"}, "WENJU_LLM"),
        ({"llm": "openai:x", "llm_format": "yaml"}, "json_schema"),
        ({"llm": "openai:x", "llm_timeout_s": 0}, "greater than 0"),
        ({"llm": "openai:x", "llm_output_tokens": 9000}, "要小于"),
    ],
)
def test_settings_that_cannot_work_stop_the_start(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        RagSettings(**given)


def test_what_is_wrong_between_settings_is_said_in_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_LLM_BASE_URL", "http://localhost:8000")
    with pytest.raises(SettingsError, match=r"^设了 WENJU_LLM_BASE_URL"):
        RagSettings.read()


@pytest.mark.parametrize(
    ("llm", "says"),
    [("nobody:x", "nobody:x"), ("anthropic:claude", "langchain-anthropic"), ("openai:gpt-5-mini", "api_key")],
)
def test_a_model_that_cannot_be_opened_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, llm: str, says: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match=says):
        open_llm(RagSettings(llm=llm))


@pytest.mark.parametrize("llm", ["ollama:qwen3", "deepseek:deepseek-chat"])
def test_other_providers_are_opened_alike(model: FakeModel, llm: str) -> None:
    assert open_llm(RagSettings(llm=llm, llm_base_url=model.url)) is not None


def test_the_key_is_shown_nowhere(model: FakeModel) -> None:
    assert "sk-test" not in repr(model.settings()) + str(model.settings().model_dump())


def test_without_a_model_langchain_is_not_even_imported() -> None:
    script = "import sys, rag.service, rag.model.llm; from rag.settings import RagSettings\n"
    script += "assert rag.model.llm.open_llm(RagSettings()) is None\n"
    script += "print({'langchain', 'langchain_core', 'openai', 'tenacity'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "set()", done.stderr
