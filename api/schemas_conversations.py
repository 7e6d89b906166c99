"""The bodies of /conversations."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from api.citing import State
from api.schemas import AnswerBody, CitationBody, RelatedBody, Request
from rag.records import Role

MAX_TITLE_CHARS = 200


class ConversationBody(BaseModel):
    """一次存下的对话。时间是 UTC。"""

    id: str
    title: str
    created: str
    updated: str
    messages: int = Field(description="有多少条消息，问和答各算一条")


class ConversationsBody(BaseModel):
    conversations: list[ConversationBody]
    limit: int
    offset: int
    more: bool = Field(description="此页之后还有没有")


class StandingBody(BaseModel):
    """引文现在还在不在。"""

    state: State = Field(
        description="unchanged 原段落未变；moved 原文未变、编号变了；changed 报告还在、这一段改了；gone 报告不在了"
    )
    document_id: str | None = Field(description="现在在哪份报告")
    paragraph_id: str | None = Field(
        description="现在在哪一段；changed 时是引文仍逐字在的那一段，没有就是 null"
    )


class KeptCitationBody(CitationBody):
    """引用，连同段落原文的 SHA-256；`text` 是当时的原文。"""

    digest: str
    now: StandingBody


class KeptRelatedBody(RelatedBody):
    citation: KeptCitationBody


class KeptAnswerBody(AnswerBody):
    """当时的答案，每条引用都对着现在的资料库查过。"""

    citations: Sequence[KeptCitationBody]
    related: Sequence[KeptRelatedBody]


class MessageBody(BaseModel):
    """一条消息；`answer` 是这里答的才有。"""

    id: str
    role: Role
    content: str
    created: str
    answer: KeptAnswerBody | None


class WholeConversationBody(BaseModel):
    """一次对话和它的全部消息。"""

    conversation: ConversationBody
    messages: list[MessageBody]


class OneConversationBody(BaseModel):
    conversation: ConversationBody


class DeletedConversationBody(BaseModel):
    deleted: ConversationBody


class TitleBody(Request):
    """新的名称。"""

    title: str = Field(min_length=1, max_length=MAX_TITLE_CHARS, pattern=r"\S")
