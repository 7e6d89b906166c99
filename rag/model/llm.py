"""The chat model: objects out of a stream of text, in time, within a budget, or a `ModelError`.

LangChain is imported when a model is configured and not before. What the model says is not trusted here or anywhere:
this module only sees to it that something well-formed comes, or an error that says why not.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any, Protocol

from ingest.errors import SettingsError
from rag.errors import ModelBudgetError, ModelDownError, ModelError, ModelFormatError, ModelTimeoutError
from rag.model.limits import Breaker, Budget, Cache
from rag.model.objects import JsonObject, objects_in
from rag.model.prompt import Prompt
from rag.settings import LlmFormat, RagSettings

logger = logging.getLogger(__name__)
_TRANSIENT = (408, 409, 425, 429)  # and every 5xx: worth asking again
_UNABLE = (400, 404, 405, 415, 422, 501)  # what servers say that know no tools or no JSON schema
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.2, 2.0  # between retries, doubling, with jitter
_CHARS_PER_TOKEN = 4  # at the most, of Latin text: no well-formed answer is longer than its tokens allow
_END = object()  # of a stream of pieces


class ChatModel(Protocol):
    """What is needed of a LangChain chat model."""

    def stream(self, messages: Any, /) -> Iterator[Any]: ...

    def bind_tools(self, tools: Any, /, **kwargs: Any) -> Any: ...

    def bind(self, **kwargs: Any) -> Any: ...


def open_llm(settings: RagSettings) -> Llm | None:
    """The configured model, not yet spoken to; None when none is configured.

    Raises:
        SettingsError: LangChain knows no such model, its package is missing, or it has no key.
    """
    if not settings.llm:
        return None
    from langchain.chat_models import init_chat_model

    try:
        model: Any = init_chat_model(settings.llm, **_arguments(settings))
    except Exception as error:  # every provider has errors of its own
        reason = str(error).strip().partition("\n")[0]
        raise SettingsError(f"WENJU_LLM={settings.llm}: {reason}") from error
    return Llm(model, settings)


def _arguments(settings: RagSettings) -> JsonObject:
    given: JsonObject = {}
    if settings.llm.startswith("ollama:"):
        given |= {
            "num_predict": settings.llm_output_tokens,
            "client_kwargs": {"timeout": settings.llm_timeout_s},
        }
    else:
        given |= {
            "max_tokens": settings.llm_output_tokens,
            "timeout": settings.llm_timeout_s,
            "max_retries": 0,
        }
    key = settings.llm_api_key.get_secret_value()
    if settings.llm_base_url:
        # a key found elsewhere in the environment is not for this server; one of our own machine wants none
        given |= {"base_url": settings.llm_base_url, "api_key": key or "unused"}
    elif key:
        given |= {"api_key": key}
    return given


class Llm:
    """One chat model with its limits. Safe to use from several threads."""

    def __init__(self, model: ChatModel, settings: RagSettings) -> None:
        self._model, self._settings = model, settings
        self._format: LlmFormat = "tools" if settings.llm_format == "auto" else settings.llm_format
        self._breaker = Breaker(settings.llm_failures, settings.llm_pause_s)
        self._budget = Budget(settings.llm_minute_tokens)
        self._cache = Cache(settings.llm_cache)
        # told how each call ended ("ok" or the code of the error) and the seconds that it took
        self.on_call: Callable[[str, float], None] = lambda outcome, seconds: None

    @property
    def room(self) -> int:
        """Characters that a prompt may have. Han characters are counted as a token each, which is on the safe side."""
        return self._settings.llm_request_tokens - self._settings.llm_output_tokens

    def deadline(self) -> float:
        """The moment at which a question that is asked now has to be done with the model."""
        return time.monotonic() + self._settings.llm_timeout_s

    def objects(self, prompt: Prompt, deadline: float) -> Generator[JsonObject]:
        """The objects of the array that the prompt asks for, each as soon as it is complete.

        Raises:
            ModelError: down, too slow, over budget, cut off, or not what was asked for; objects may have come before.
        """
        known = self._cache.get(prompt)
        if known is not None:
            yield from known
            return
        found: list[JsonObject] = []
        for one in self._asked(prompt, deadline):
            found.append(one)
            yield one
        self._cache.put(prompt, tuple(found))

    def _asked(self, prompt: Prompt, deadline: float) -> Iterator[JsonObject]:
        """Once more as plain JSON where the model shows that it knows no tools."""
        how = self._format
        came = False
        try:
            for one in self._called(prompt, how, deadline):
                came = True
                yield one
        except (ModelDownError, ModelFormatError) as error:
            is_unable = isinstance(error, ModelFormatError) or error.status in _UNABLE
            if came or how == "text" or self._settings.llm_format != "auto" or not is_unable:
                raise
            yield from self._called(prompt, "text", deadline)
            self._format = "text"  # it is able to do this, so it is not asked for tools again

    def _called(self, prompt: Prompt, how: LlmFormat, deadline: float) -> Iterator[JsonObject]:
        spent = len(prompt.system) + len(prompt.user)
        if spent > self.room:
            raise ModelBudgetError(f"提示有 {spent} 个字，最多 {self.room}")
        self._breaker.check()
        most = self._settings.llm_output_tokens
        taken = self._budget.take(spent + most)
        produced, outcome, started = 0, "ok", time.monotonic()
        try:
            with closing(self._pieces(prompt, how, deadline)) as pieces:
                for one in objects_in(pieces, prompt.key, most * _CHARS_PER_TOKEN):
                    produced += len(str(one))
                    yield one
        except (ModelTimeoutError, ModelDownError) as error:
            outcome = error.code
            self._breaker.count(failed=True)
            raise
        except ModelError as error:
            outcome = error.code
            self._breaker.count(failed=False)  # it talks nonsense, but it talks
            raise
        else:
            self._breaker.count(failed=False)
        finally:
            self._budget.settle(taken, spent + min(produced, most))
            self.on_call(outcome, time.monotonic() - started)

    # --- transport ----------------------------------------------------------------------------------------

    def _pieces(self, prompt: Prompt, how: LlmFormat, deadline: float) -> Generator[str]:
        """Pieces of text as they come; asked again, with growing pauses, while nothing has come."""
        import tenacity

        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self._settings.llm_retries + 1)
            | tenacity.stop_before_delay(max(deadline - time.monotonic(), 0.001)),
            wait=tenacity.wait_exponential_jitter(
                multiplier=_FIRST_WAIT_S, max=_LONGEST_WAIT_S, jitter=_FIRST_WAIT_S
            ),
            retry=tenacity.retry_if_exception(_is_transient),
            reraise=True,
        )
        pump, first = retrying(self._begun, prompt, how, deadline)
        with pump:
            yield first
            yield from pump.rest(deadline)

    def _begun(self, prompt: Prompt, how: LlmFormat, deadline: float) -> tuple[_Pump, str]:
        """A call under way and the first of its text."""
        pump = _Pump(self._bound(prompt, how), _messages(prompt))
        try:
            return pump, next(pump.rest(deadline), "")
        except BaseException:
            pump.stop()
            raise

    def _bound(self, prompt: Prompt, how: LlmFormat) -> Any:
        if how == "tools":
            tool = {"type": "function", "function": {"name": prompt.key, "parameters": prompt.schema}}
            return self._model.bind_tools([tool], tool_choice=prompt.key)
        if how == "json_schema":
            schema = {"name": prompt.key, "schema": prompt.schema, "strict": True}
            return self._model.bind(response_format={"type": "json_schema", "json_schema": schema})
        return self._model


def _messages(prompt: Prompt) -> list[tuple[str, str]]:
    return [("system", prompt.system), ("user", prompt.user)]


class _Pump:
    """A call on a thread of its own, so that no server holds the caller longer than its deadline."""

    def __init__(self, model: Any, messages: Sequence[tuple[str, str]]) -> None:
        self._pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._stopped = threading.Event()
        threading.Thread(target=self._run, args=(model, messages), name="llm", daemon=True).start()

    def __enter__(self) -> _Pump:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Hang up at the next piece; the client's own time-out ends a call in which none comes."""
        self._stopped.set()

    def rest(self, deadline: float) -> Iterator[str]:
        """The pieces still to come.

        Raises:
            ModelTimeoutError, ModelDownError
        """
        while True:
            try:
                piece = self._pieces.get(timeout=max(deadline - time.monotonic(), 0))
            except queue.Empty:
                raise ModelTimeoutError("没有按时回答") from None
            if piece is _END:
                return
            if isinstance(piece, Exception):
                raise _as_ours(piece) from piece
            yield piece

    def _run(self, model: Any, messages: Sequence[tuple[str, str]]) -> None:
        try:
            stream = model.stream(messages)
            for chunk in stream:
                if self._stopped.is_set():
                    break
                if piece := _text_of(chunk):
                    self._pieces.put(piece)
            stream.close()
        except Exception as error:  # every provider has errors of its own
            self._pieces.put(error)
        self._pieces.put(_END)


def _text_of(chunk: Any) -> str:
    """The arguments of a tool call, or plain text."""
    calls = getattr(chunk, "tool_call_chunks", None) or ()
    return "".join(call["args"] or "" for call in calls) or str(chunk.text)


def _as_ours(error: Exception) -> ModelDownError:
    status = getattr(error, "status_code", None)
    status = status or getattr(getattr(error, "response", None), "status_code", None)
    said = f"{type(error).__name__}: {error}"[:300]
    return ModelDownError(said, status if isinstance(status, int) else None)


def _is_transient(error: BaseException) -> bool:
    """Gone in a moment, perhaps: no status is a connection that failed."""
    status = error.status if isinstance(error, ModelDownError) else 0
    return status is None or status in _TRANSIENT or status >= 500
