"""Bodies of keys, groups and the audit log."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.callers import Role
from api.schemas import Request


class KeyBody(BaseModel):
    """一把密钥；它本身只在做出来的时候给一次。"""

    id: str
    name: str
    role: Role
    groups: list[str] | None = Field(description="除了不在任何分组的报告，还能看哪些分组；null 为全部")
    created: str
    revoked: str | None
    last_used: str | None


class KeysBody(BaseModel):
    keys: list[KeyBody]


class NewKeyBody(Request):
    """要做的密钥。"""

    name: str = Field(min_length=1, max_length=100, examples=["科技处"])
    role: Role = "reader"
    groups: list[str] | None = Field(
        default_factory=list, max_length=100, description="还能看哪些分组；null 为全部，admin 一律是全部"
    )


class CreatedKeyBody(BaseModel):
    key: KeyBody
    secret: str = Field(description="密钥本身，wj_ 开头；不会再给第二次")


class RevokedKeyBody(BaseModel):
    revoked: KeyBody


class GroupedDocumentBody(BaseModel):
    id: str
    title: str


class GroupBody(BaseModel):
    """一个分组和其中的报告。"""

    name: str
    documents: list[GroupedDocumentBody]


class GroupsBody(BaseModel):
    groups: list[GroupBody]


class NewGroupsBody(Request):
    """报告归入的分组，原来的不再算；空为不在任何分组，人人可见。"""

    groups: list[str] = Field(max_length=100, examples=[["科技"]])


class GroupsOfBody(BaseModel):
    """一份报告在哪些分组里；空为人人可见。"""

    document_id: str
    groups: list[str]


class AuditEntryBody(BaseModel):
    """一次改动。"""

    id: int
    created: str
    key_id: str = Field(description="哪把密钥；owner 是命令行，空为没有密钥的本机")
    action: str
    target: str = Field(description="密钥、报告或任务的编号")
    request_id: str
    details: dict[str, Any]


class AuditBody(BaseModel):
    entries: list[AuditEntryBody]
    before: int | None = Field(description="还有更早的：下一页的 before")
