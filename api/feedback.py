"""What people said of answers: kept, listed for administrators, and turned into cases for evaluations."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import sqlalchemy as sa

from api.tables import conversations_table, feedback_table, messages_table
from api.wire import FeedbackError, JsonObject, UnknownFeedbackError
from ingest.database import Database, Row

Rating = Literal["good", "bad"]
table = feedback_table


@dataclass(frozen=True)
class Said:
    """A question with its answer, and what was said before."""

    question: str
    answer: str
    history: tuple[tuple[str, str], ...] = ()  # (role, content), the oldest first


class Feedback:
    """The feedback of all callers. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, key_id: str, rating: Rating, comment: str, message_id: str | None, said: Said
    ) -> JsonObject:
        """Keep what somebody says of an answer: of a kept message by its id, else of the question and answer given.

        Raises:
            FeedbackError: the caller has no such message, or neither is given.
        """
        if message_id:
            said = self._said(message_id, key_id)
        elif not (said.question.strip() and said.answer.strip()):
            raise FeedbackError("message_id，或 question 和 answer，要给一样")
        row = {
            "id": secrets.token_hex(8),
            "key_id": key_id,
            "created": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "rating": rating,
            "message_id": message_id or None,
            "question": _kept(said.question),
            "answer": _kept(said.answer),
            "comment": _kept(comment),
        }
        with self._database.writing() as connection:
            connection.execute(table.insert(), row)
        return row

    def page(self, rating: Rating | None, limit: int, offset: int) -> tuple[list[JsonObject], int]:
        """Feedback, the newest first, and how much there is."""
        wanted = sa.select(table) if rating is None else sa.select(table).where(table.c.rating == rating)
        ordered = wanted.order_by(table.c.created.desc(), table.c.id)
        rows = self._database.read(ordered.limit(limit).offset(offset))
        [(total,)] = self._database.read(sa.select(sa.func.count()).select_from(wanted.subquery()))
        return [_object(row) for row in rows], total

    def said(self, feedback_id: str) -> tuple[JsonObject, Said]:
        """One piece of feedback, and what it is about.

        Raises:
            UnknownFeedbackError: there is none.
        """
        rows = self._database.read(sa.select(table).where(table.c.id == feedback_id))
        if not rows:
            raise UnknownFeedbackError(feedback_id)
        row = _object(rows[0])
        history: tuple[tuple[str, str], ...] = ()
        if row["message_id"]:
            try:
                history = self._said(row["message_id"], row["key_id"]).history
            except FeedbackError:
                history = ()  # the conversation was deleted; question and answer are kept here
        return row, Said(row["question"], row["answer"], history)

    def _said(self, message_id: str, key_id: str) -> Said:
        m, c = messages_table.c, conversations_table.c
        own = sa.select(m.conversation_id, m.index).join(conversations_table, c.id == m.conversation_id)
        found = self._database.read(own.where(m.id == message_id, m.role == "assistant", c.key_id == key_id))
        if not found:
            raise FeedbackError(f"没有答案 {message_id}，或不是这把密钥的")
        [(conversation_id, index)] = found
        before = sa.select(m.role, m.content).where(m.conversation_id == conversation_id, m.index <= index)
        turns = [(str(role), str(content)) for role, content in self._database.read(before.order_by(m.index))]
        question = (
            turns[-2][1] if len(turns) > 1 else ""
        )  # a conversation sent along may begin with an answer
        return Said(question, turns[-1][1], tuple(turns[:-2]))


def _kept(text: str) -> str:
    return text.replace("\0", "\ufffd")  # PostgreSQL takes no NUL


def _object(row: Row) -> JsonObject:
    return dict(row._mapping)
