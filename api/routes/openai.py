"""/v1/*: the service as OpenAI's clients know it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from fastapi import APIRouter, Request, Response
from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.access import Caller, Reader
from api.asking import Asked, Told, tell
from api.openai import (
    MODEL,
    MODEL_OBJECT,
    Completion,
    openai_error_object,
    prompt_tokens,
    read_messages,
    tail,
)
from api.routes.opened import Opened, send_json
from api.schemas import Responses
from api.schemas_openai import (
    CompletionAnswerBody,
    CompletionBody,
    ModelBody,
    ModelsBody,
    OpenAIErrorBody,
)
from api.streaming import Frames, finish, frame, send_stream
from api.wire import JsonObject, OpenAIModelError
from rag.records import Filters

router = APIRouter(prefix="/v1", tags=["OpenAI"])


def _responses(model: type, *errors: int) -> Responses:
    described: Responses = {200: {"model": model}}
    described.update({status: {"model": OpenAIErrorBody} for status in (400, 401, 403, 422, 429, *errors)})
    return described


COMPLETION_RESPONSES = _responses(CompletionAnswerBody, 404, 413, 500, 503)
COMPLETION_RESPONSES[200]["content"] = {"text/event-stream": {}}


@router.post("/chat/completions", responses=COMPLETION_RESPONSES, summary="OpenAI 式的提问")
async def complete(body: CompletionBody, request: Request, wenju: Opened, caller: Reader) -> Response:
    """答案带 [n]，其后列出来源；`citations` 和 `wenju` 里是同一个回答的全部。system 消息不改变依据。

    `stream` 为真时逐段送出，最后一段带着 `citations` 和 `wenju`。
    """
    asked, completion = _asked(body, caller), Completion(prompt_tokens(body))
    if body.stream:
        with_usage = bool(body.stream_options and body.stream_options.include_usage)
        told = await run_in_threadpool(tell, wenju, asked)
        return send_stream(_chunks(told, completion, with_usage), _error_frame)
    last = await finish(request, lambda: tell(wenju, asked))
    return send_json(completion.whole(last[1])) if last else Response(status_code=499)


def _asked(body: CompletionBody, caller: Caller) -> Asked:
    question, history = read_messages(body)
    filters = body.filters.to_filters() if body.filters else Filters()
    return Asked(question, history, filters, caller)


def _chunks(told: Generator[Told, None, None], completion: Completion, with_usage: bool) -> Frames:
    """The answer piece by piece, then what stands below it, then its end."""
    with closing(told):
        yield frame(completion.chunk({"role": "assistant", "content": ""}))
        for name, said in told:
            if name == "token":
                yield frame(completion.chunk({"content": said["text"]}))
            elif name == "done":
                yield from _ending(said, completion, with_usage)


def _ending(answer: JsonObject, completion: Completion, with_usage: bool) -> Frames:
    below = tail(answer)
    if below:
        yield frame(completion.chunk({"content": below}))
    yield frame(completion.last_chunk(answer))
    if with_usage:
        yield frame(completion.usage_chunk(answer["answer"] + below))
    yield ServerSentEvent("[DONE]", sep="\n")


def _error_frame(error: JsonObject) -> ServerSentEvent:
    return frame(openai_error_object(500, error))


@router.get("/models", responses=_responses(ModelsBody, 500, 503), summary="OpenAI 式的模型列表")
def list_models(wenju: Opened, caller: Reader) -> Response:
    """只有一个：`wenju`。"""
    return send_json({"object": "list", "data": [MODEL_OBJECT]})


@router.get("/models/{model_id}", responses=_responses(ModelBody, 404, 500, 503), summary="OpenAI 式的模型")
def show_model(model_id: str, wenju: Opened, caller: Reader) -> Response:
    """它的名字和归属。"""
    if model_id != MODEL:
        raise OpenAIModelError(model_id)
    return send_json(MODEL_OBJECT)
