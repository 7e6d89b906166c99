"""A question asked of the service: told event by event, and kept in its conversation once it is answered."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from api.access import Caller
from api.local import LocalWenju
from api.wire import HistoryError, JsonObject
from rag.events import (
    ClaimEvent,
    DoneEvent,
    Event,
    EvidenceEvent,
    RefusalEvent,
    TokenEvent,
    UnderstoodEvent,
)
from rag.records import Filters, Turn, dataclass_to_json

# In the order in which they come; claims and tokens by turns, and a refusal in place of claims. An `error` may come
# at any point, in place of `done`.
EVENT_NAMES: dict[type[Event], str] = {
    UnderstoodEvent: "understood",
    EvidenceEvent: "evidence",
    ClaimEvent: "claim",
    TokenEvent: "token",
    RefusalEvent: "refusal",
    DoneEvent: "done",
}

Told = tuple[str, JsonObject]  # the name of an event, and what it says


@dataclass(frozen=True)
class Asked:
    """A question with what it follows: turns sent along, or a conversation that the service keeps."""

    question: str
    history: Sequence[Turn]
    filters: Filters
    caller: Caller
    conversation_id: str | None = None
    keep: bool = False  # begin a conversation with it


def tell(wenju: LocalWenju, asked: Asked) -> Generator[Told, None, None]:
    """What the answer comes about as; `done` holds the whole of it, and the ids under which it is kept.

    Raises:
        HistoryError: what was said before is given twice.
        ConversationError, ConversationFullError: it cannot be continued.
        QuestionError: ask differently.
        All of them before the first event.
    """
    filters = replace(asked.filters, visible=wenju.visible_to(asked.caller))
    return _told(wenju, asked, wenju.stream(asked.question, _history(wenju, asked), filters))


def _history(wenju: LocalWenju, asked: Asked) -> Sequence[Turn]:
    if asked.conversation_id is None:
        return asked.history
    if asked.history:
        raise HistoryError("conversation_id 已经带着前面的对话，又给了 history")
    return wenju.conversations.history(asked.caller.key_id, asked.conversation_id)


def _told(
    wenju: LocalWenju, asked: Asked, events: Generator[Event, None, None]
) -> Generator[Told, None, None]:
    with closing(events):
        for event in events:
            if isinstance(event, DoneEvent):
                answer = event.answer.to_dict()
                yield "done", answer | _kept(wenju, asked, answer)
            else:
                yield EVENT_NAMES[type(event)], dataclass_to_json(event)


def _kept(wenju: LocalWenju, asked: Asked, answer: JsonObject) -> JsonObject:
    """Keep the exchange if it was asked for; returns the ids."""
    keeper, key_id, question = wenju.conversations, asked.caller.key_id, asked.question
    if asked.conversation_id is not None:
        message_id = keeper.append(key_id, asked.conversation_id, question, answer)
        return {"conversation_id": asked.conversation_id, "message_id": message_id}
    if asked.keep:
        conversation_id, message_id = keeper.begin(key_id, asked.history, question, answer)
        return {"conversation_id": conversation_id, "message_id": message_id}
    return {}
