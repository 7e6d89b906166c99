"""The tables of the service: who may ask, what was asked and said, what was uploaded. Reports are in ingest/library.py."""

from __future__ import annotations

import sqlalchemy as sa

from ingest.database import metadata


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


# A key itself is never stored, only its digest. Times are UTC, ISO 8601.
keys_table = sa.Table(
    "keys",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    *_texts("name", "role", "digest"),
    sa.Column("groups", sa.Text, nullable=True),  # JSON; NULL: every group
    *_texts("created"),
    sa.Column("revoked", sa.String, nullable=True),
    sa.Column("last_used", sa.String, nullable=True),
    sa.Index("keys_digest", "digest", unique=True),
)
conversations_table = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    *_texts("key_id", "title", "created", "updated"),
    sa.Index("conversations_key", "key_id", "updated"),
)
messages_table = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("index", sa.Integer, nullable=False),
    *_texts("role"),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column(
        "answer", sa.Text, nullable=True
    ),  # JSON: the whole answer with its citations and their digests
    *_texts("created"),
    sa.Index("messages_conversation", "conversation_id", "index", unique=True),
)
feedback_table = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    *_texts("key_id", "created", "rating"),
    sa.Column("message_id", sa.String, nullable=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
)
jobs_table = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    *_texts("key_id", "kind", "state", "created", "updated"),
    sa.Column("body", sa.Text, nullable=False),  # JSON: files, progress, outcomes
    sa.Index("jobs_created", "created"),
)
audit_table = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    *_texts("created", "key_id", "action", "target", "request_id"),
    sa.Column("details", sa.Text, nullable=False),  # JSON
)


def jobs_by_state() -> sa.Select[str, int]:
    """How many jobs are in each state."""
    state = jobs_table.c.state
    return sa.select(state, sa.func.count()).group_by(state)
