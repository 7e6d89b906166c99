"""POST /chat: a question, answered with citations."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Response

from api.access import Reader
from api.routes.opened import Opened, send_json
from api.schemas import AnswerBody, ChatBody, json_response
from rag.records import Filters

router = APIRouter(tags=["问答"])


@router.post("/chat", responses=json_response(AnswerBody, 400, 413, 422, 500, 503), summary="提一个问题")
def chat(body: ChatBody, wenju: Opened, caller: Reader) -> Response:
    """答案里的每个数字都在 `citations` 的原文里；没有依据时 `refused` 为真，并说明缺什么。"""
    history = [turn.to_turn() for turn in body.history]
    filters = body.filters.to_filters() if body.filters else Filters()
    filters = replace(filters, visible=wenju.visible_to(caller))
    return send_json(wenju.ask(body.question, history, filters))
