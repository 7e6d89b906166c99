"""POST /chat: a question, answered with citations; whole, or told as it comes about."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from fastapi import APIRouter, Request, Response
from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.access import Caller, Reader
from api.asking import Asked, Told, tell
from api.local import LocalWenju
from api.routes.opened import Opened, send_json
from api.schemas import ChatAnswerBody, ChatBody, json_response
from api.streaming import Frames, finish, frame, send_stream
from api.wire import JsonObject
from rag.records import Filters

router = APIRouter(tags=["问答"])

RESPONSES = json_response(ChatAnswerBody, 400, 404, 409, 413, 422, 500, 503)
RESPONSES[200]["content"] = {
    "text/event-stream": {
        "example": 'event: understood\ndata: {"understood": {"question": "…", …}}\n\n'
        'event: token\ndata: {"text": "…"}\n\nevent: done\ndata: {"answer": "…", …}\n\n'
    }
}


@router.post("/chat", responses=RESPONSES, summary="提一个问题")
async def chat(body: ChatBody, request: Request, wenju: Opened, caller: Reader) -> Response:
    """答案里的每个数字都在 `citations` 的原文里；没有依据时 `refused` 为真，并说明缺什么。

    `stream` 为真时是 SSE，事件依次为 understood、evidence、（claim、token）交替，或 refusal、token，最后是 done；
    中途出错则以 error 结束。
    """
    asked = _asked(body, caller)
    if body.stream:
        return send_stream(await run_in_threadpool(_frames, wenju, asked), _error_frame)
    told = await finish(request, lambda: tell(wenju, asked))
    return send_json(told[1]) if told else Response(status_code=499)


def _asked(body: ChatBody, caller: Caller) -> Asked:
    return Asked(
        question=body.question,
        history=[turn.to_turn() for turn in body.history],
        filters=body.filters.to_filters() if body.filters else Filters(),
        caller=caller,
        conversation_id=body.conversation_id,
        keep=body.keep,
    )


def _frames(wenju: LocalWenju, asked: Asked) -> Frames:
    told = tell(wenju, asked)  # begun here: a question that cannot be asked is answered with its own status
    return _framed(told)


def _framed(told: Generator[Told, None, None]) -> Frames:
    with closing(told):
        for name, body in told:
            yield frame(body, name)


def _error_frame(error: JsonObject) -> ServerSentEvent:
    return frame(error, "error")
