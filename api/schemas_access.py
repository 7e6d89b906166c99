"""Bodies of keys, groups and the audit log."""

from __future__ import annotations

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
