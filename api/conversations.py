"""Conversations that the service keeps: who asked, what was said, and what each answer cited."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from api.citing import with_digests
from api.tables import conversations_table, messages_table
from api.wire import JsonObject
from ingest.database import Database, Row
from ingest.errors import WenjuError
from rag.records import Role, Turn

TITLE_CHARS = 40  # of a title taken from the first question
MAX_MESSAGES = 1000  # of one conversation; showing it sends them all
REMEMBERED = 20  # messages handed to the next question as its history: a follow-up leans on the last few


class ConversationError(WenjuError):
    """There is no such conversation, at least not of this caller."""

    code = "no_conversation"


class ConversationFullError(WenjuError):
    """A conversation has as many messages as one may have."""

    code = "conversation_full"


@dataclass(frozen=True)
class Conversation:
    """What a list of conversations shows of one. Times are UTC, ISO 8601."""

    id: str
    title: str
    created: str
    updated: str
    messages: int


@dataclass(frozen=True)
class Message:
    """One thing said; `answer` is the whole answer behind what the assistant said, if it was made here."""

    id: str
    role: Role
    content: str
    created: str
    answer: JsonObject | None


class Conversations:
    """The conversations of all callers; each sees its own. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._appending = threading.Lock()  # the numbers of a conversation's messages have no gap and no twin

    def page(self, key_id: str, limit: int, offset: int) -> list[Conversation]:
        """A page of a caller's conversations, the one last spoken in first."""
        c = conversations_table.c
        query = _with_counts().where(c.key_id == key_id).order_by(c.updated.desc(), c.id)
        return [Conversation(*row) for row in self._database.read(query.limit(limit).offset(offset))]

    def find(self, key_id: str, conversation_id: str) -> Conversation:
        """One conversation.

        Raises:
            ConversationError: the caller has none of this id.
        """
        rows = self._database.read(_with_counts().where(*_own(key_id, conversation_id)))
        if not rows:
            raise ConversationError(conversation_id)
        return Conversation(*rows[0])

    def messages(self, key_id: str, conversation_id: str) -> list[Message]:
        """All messages of a conversation, in order.

        Raises:
            ConversationError: the caller has none of this id.
        """
        self.find(key_id, conversation_id)
        c = messages_table.c
        query = sa.select(c.id, c.role, c.content, c.created, c.answer).order_by(c.index)
        rows = self._database.read(query.where(c.conversation_id == conversation_id))
        return [_read_message(row) for row in rows]

    def history(self, key_id: str, conversation_id: str) -> list[Turn]:
        """The last messages of a conversation, older ones first: what the next question follows.

        Raises:
            ConversationError: the caller has none of this id.
            ConversationFullError: there will be no next question.
        """
        if self.find(key_id, conversation_id).messages >= MAX_MESSAGES:
            raise ConversationFullError(f"已有 {MAX_MESSAGES} 条消息")
        c = messages_table.c
        query = sa.select(c.role, c.content).where(c.conversation_id == conversation_id)
        rows = self._database.read(query.order_by(c.index.desc()).limit(REMEMBERED))
        return [Turn(*row) for row in reversed(rows)]

    def begin(
        self, key_id: str, history: Sequence[Turn], question: str, answer: JsonObject
    ) -> tuple[str, str]:
        """Keep a new conversation; returns its id and that of the answer's message."""
        conversation_id, now = secrets.token_hex(12), _now()
        first = next((turn.content for turn in history if turn.role == "user"), question)
        row = {
            "id": conversation_id,
            "key_id": key_id,
            "title": _title(first),
            "created": now,
            "updated": now,
        }
        rows = [_message(conversation_id, n, turn.role, turn.content, now) for n, turn in enumerate(history)]
        rows += _exchange(conversation_id, len(rows), question, answer, now)
        with self._database.writing() as connection:
            connection.execute(conversations_table.insert(), row)
            connection.execute(messages_table.insert(), rows)
        return conversation_id, rows[-1]["id"]

    def append(self, key_id: str, conversation_id: str, question: str, answer: JsonObject) -> str:
        """Keep what was asked and answered; returns the id of the answer's message.

        Raises:
            ConversationError: it was deleted meanwhile.
        """
        now = _now()
        c = messages_table.c
        last = sa.select(sa.func.max(c.index)).where(c.conversation_id == conversation_id)
        with self._appending, self._database.writing() as connection:
            own = conversations_table.update().where(*_own(key_id, conversation_id))
            if not connection.execute(own.values(updated=now)).rowcount:
                raise ConversationError(conversation_id)
            index = connection.execute(last).scalar()
            rows = _exchange(conversation_id, 0 if index is None else index + 1, question, answer, now)
            connection.execute(messages_table.insert(), rows)
        return str(rows[-1]["id"])

    def rename(self, key_id: str, conversation_id: str, title: str) -> Conversation:
        """Give a conversation another title.

        Raises:
            ConversationError: the caller has none of this id.
        """
        with self._database.writing() as connection:
            own = conversations_table.update().where(*_own(key_id, conversation_id))
            connection.execute(own.values(title=title))
        return self.find(key_id, conversation_id)

    def delete(self, key_id: str, conversation_id: str) -> Conversation:
        """Take out a conversation with all its messages and return what it was.

        Raises:
            ConversationError: the caller has none of this id.
        """
        conversation = self.find(key_id, conversation_id)
        with self._database.writing() as connection:
            connection.execute(conversations_table.delete().where(*_own(key_id, conversation_id)))
        return conversation


def _own(key_id: str, conversation_id: str) -> list[sa.ColumnElement[bool]]:
    c = conversations_table.c
    return [c.id == conversation_id, c.key_id == key_id]


def _with_counts() -> sa.Select[Any]:
    c, m = conversations_table.c, messages_table.c
    count = sa.select(sa.func.count()).where(m.conversation_id == c.id).scalar_subquery()
    return sa.select(c.id, c.title, c.created, c.updated, count)


def _read_message(row: Row) -> Message:
    answer = json.loads(row.answer) if row.answer else None
    return Message(row.id, row.role, row.content, row.created, answer)


def _title(question: str) -> str:
    """The first question on one line, cut to fit a list."""
    line = " ".join(question.replace("\0", " ").split())
    return line if len(line) <= TITLE_CHARS else line[: TITLE_CHARS - 1] + "…"


def _exchange(
    conversation_id: str, index: int, question: str, answer: JsonObject, now: str
) -> list[dict[str, Any]]:
    kept = json.dumps(with_digests(answer), ensure_ascii=False)
    return [
        _message(conversation_id, index, "user", question, now),
        _message(conversation_id, index + 1, "assistant", answer["answer"], now, kept),
    ]


def _message(
    conversation_id: str, index: int, role: Role, content: str, now: str, answer: str | None = None
) -> dict[str, Any]:
    return {
        "id": secrets.token_hex(12),
        "conversation_id": conversation_id,
        "index": index,
        "role": role,
        "content": content.replace("\0", "\ufffd"),  # PostgreSQL takes no NUL
        "answer": answer,
        "created": now,
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
