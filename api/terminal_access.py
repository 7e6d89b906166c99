"""Keys, groups and the audit log as a person sees them in a terminal."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from api.terminal import make_console, make_table
from api.wire import JsonObject


def show_created_key(body: JsonObject) -> None:
    """The key on a line of its own, to be copied."""
    out, key = make_console(), body["key"]
    out.print(f"{key['name']}（{key['id']}，{key['role']}，{_groups(key)}）的密钥，只显示这一次：")
    out.print(Text(body["secret"], style="bold"), soft_wrap=True)


def show_keys(body: JsonObject) -> None:
    """The keys as a table."""
    table = make_table("编号", "名字", "角色", "能看的分组", "做于", "最近用于", "作废于")
    for key in body["keys"]:
        times = [_minute(key[name]) for name in ("created", "last_used", "revoked")]
        table.add_row(key["id"], key["name"], key["role"], _groups(key), *times)
    make_console().print(table if body["keys"] else "还没有密钥：本机谁都能用，别的机器都不能")


def show_revoked_key(body: JsonObject) -> None:
    """Which key it was."""
    key = body["revoked"]
    make_console().print(f"{key['name']}（{key['id']}）已作废")


def show_groups(body: JsonObject) -> None:
    """A line a report, under its group."""
    table = make_table("分组", "编号", "标题")
    for group in body["groups"]:
        for document in group["documents"]:
            table.add_row(group["name"], document["id"], document["title"])
    make_console().print(table if body["groups"] else "没有分组：报告人人可见")


def show_groups_of(body: JsonObject) -> None:
    """Who sees the report now."""
    shown = "、".join(body["groups"])
    make_console().print(f"{body['document_id']} {'在分组 ' + shown if shown else '不在任何分组，人人可见'}")


def show_audit(body: JsonObject) -> None:
    """A line a change."""
    table = make_table("编号", "时间", "密钥", "改动", "对象", "细节")
    for one in body["entries"]:
        details = "，".join(f"{name}={value}" for name, value in one["details"].items())
        who, what = one["key_id"], (one["action"], one["target"], details)
        table.add_row(str(one["id"]), _minute(one["created"]), who, *what)
    out = make_console()
    out.print(table if body["entries"] else "还没有改动")
    if body["before"]:
        out.print(f"还有更早的：加 --before {body['before']}", style="dim")


def _groups(key: JsonObject) -> str:
    return "全部" if key["groups"] is None else "、".join(key["groups"]) or "无"


def _minute(time: str | None) -> str:
    """2026-11-22T04:11:34.5+00:00 → the same minute here: 2026-11-22 12:11."""
    return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M") if time else ""
