"""/conversations: what a caller asked before, and whether what was cited still stands."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from api.access import Caller, Reader
from api.citing import with_standing
from api.export import conversation_markdown
from api.local import LocalWenju
from api.routes.opened import Opened, send_json
from api.schemas import Request, json_response
from api.schemas_conversations import (
    ConversationsBody,
    DeletedConversationBody,
    OneConversationBody,
    TitleBody,
    WholeConversationBody,
)
from api.wire import JsonObject
from rag.records import dataclass_to_json

router = APIRouter(prefix="/conversations", tags=["对话"])


class ConversationsQuery(Request):
    """The query string; an unknown parameter is refused, not ignored."""

    limit: Annotated[int, Query(ge=1, le=200)] = 50
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0


@router.get("", responses=json_response(ConversationsBody, 422, 500, 503), summary="列出存下的对话")
def list_conversations(
    query: Annotated[ConversationsQuery, Query()], wenju: Opened, caller: Reader
) -> Response:
    """自己的对话，最近说过话的在前。`POST /chat` 带 `keep` 就存下一次。"""
    found = wenju.conversations.page(caller.key_id, query.limit + 1, query.offset)
    page = dataclass_to_json(found[: query.limit])
    more = len(found) > query.limit
    return send_json({"conversations": page, "limit": query.limit, "offset": query.offset, "more": more})


@router.get(
    "/{conversation_id}",
    responses=json_response(WholeConversationBody, 404, 422, 500, 503),
    summary="一次对话",
)
def show_conversation(conversation_id: str, wenju: Opened, caller: Reader) -> Response:
    """全部消息；每条引用都带着它引的段落现在还在不在（`now`）。"""
    return send_json(_whole(wenju, caller, conversation_id))


@router.patch(
    "/{conversation_id}",
    responses=json_response(OneConversationBody, 400, 404, 413, 422, 500, 503, 507),
    summary="给对话改名",
)
def rename_conversation(conversation_id: str, body: TitleBody, wenju: Opened, caller: Reader) -> Response:
    """新名称在列表里显示；消息不变。"""
    renamed = wenju.conversations.rename(caller.key_id, conversation_id, body.title.strip())
    return send_json({"conversation": dataclass_to_json(renamed)})


@router.delete(
    "/{conversation_id}",
    responses=json_response(DeletedConversationBody, 404, 422, 500, 503, 507),
    summary="删除对话",
)
def delete_conversation(conversation_id: str, wenju: Opened, caller: Reader) -> Response:
    """连同全部消息；不能恢复。"""
    deleted = wenju.conversations.delete(caller.key_id, conversation_id)
    return send_json({"deleted": dataclass_to_json(deleted)})


class ExportQuery(Request):
    """The query string."""

    format: Literal["markdown", "json"] = "markdown"


EXPORT_RESPONSES = json_response(WholeConversationBody, 404, 422, 500, 503)
EXPORT_RESPONSES[200]["content"] = {"text/markdown": {}}


@router.get("/{conversation_id}/export", responses=EXPORT_RESPONSES, summary="导出对话")
def export_conversation(
    conversation_id: str, query: Annotated[ExportQuery, Query()], wenju: Opened, caller: Reader
) -> Response:
    """存成文件：`format` 为 markdown（引文列在每个答案之下）或 json。"""
    whole = _whole(wenju, caller, conversation_id)
    name = quote(whole["conversation"]["title"], safe="")
    if query.format == "json":
        response, suffix = send_json(whole), "json"
    else:
        text = conversation_markdown(whole)
        response, suffix = Response(text, media_type="text/markdown; charset=utf-8"), "md"
    fallback = f"conversation-{whole['conversation']['id']}.{suffix}"
    disposition = f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{name}.{suffix}"
    response.headers["Content-Disposition"] = disposition
    return response


def _whole(wenju: LocalWenju, caller: Caller, conversation_id: str) -> JsonObject:
    conversation = wenju.conversations.find(caller.key_id, conversation_id)
    messages = wenju.conversations.messages(caller.key_id, conversation_id)
    library = wenju.library_seen_by(caller)
    return {
        "conversation": dataclass_to_json(conversation),
        "messages": [
            dataclass_to_json(one) | {"answer": one.answer and with_standing(one.answer, library)}
            for one in messages
        ],
    }
