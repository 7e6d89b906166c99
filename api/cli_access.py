"""`wenju keys …`: who may ask; `wenju groups …`: which reports they see; `wenju audit`: who changed what."""

from __future__ import annotations

from typing import Annotated

import typer

from api.callers import Role
from api.cli_tools import AsJson, opened, show

VIEWS = "api.terminal_access"

keys_app = typer.Typer(help="访问密钥。", no_args_is_help=True)

groups_app = typer.Typer(
    help="报告的分组：限定了分组的密钥只看得到自己分组的和不在任何分组的。", no_args_is_help=True
)


@keys_app.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="给谁用，如 科技处")],
    role: Annotated[Role, typer.Option(help="reader 只读，editor 还能增删报告，admin 还能管理")] = "reader",
    group: Annotated[
        list[str] | None, typer.Option(help="还能看这个分组的报告，可重复；不写则只看不在任何分组的")
    ] = None,
    all_groups: Annotated[bool, typer.Option("--all-groups", help="所有分组都能看")] = False,
    as_json: AsJson = False,
) -> None:
    """做一把密钥；它只显示这一次。"""
    if all_groups and group:
        raise typer.BadParameter("--group 和 --all-groups 只能写一个")
    with opened(makes=True) as wenju:
        body = wenju.create_key(name, role, None if all_groups else list(group or ()))
    show(body, as_json, "show_created_key", VIEWS)


@keys_app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """列出密钥：编号、名字、角色、分组、何时用过。"""
    with opened() as wenju:
        body = wenju.list_keys()
    show(body, as_json, "show_keys", VIEWS)


@keys_app.command("revoke")
def revoke_key(
    key: Annotated[str, typer.Argument(help="编号或名字")],
    as_json: AsJson = False,
) -> None:
    """作废一把密钥，立即生效。"""
    with opened() as wenju:
        body = wenju.revoke_key(key)
    show(body, as_json, "show_revoked_key", VIEWS)


@groups_app.command("list")
def list_groups(as_json: AsJson = False) -> None:
    """列出分组和其中的报告。"""
    with opened() as wenju:
        body = wenju.list_groups()
    show(body, as_json, "show_groups", VIEWS)


@groups_app.command("set")
def set_groups(
    document_id: Annotated[str, typer.Argument(help="报告编号")],
    groups: Annotated[list[str] | None, typer.Argument(help="归入这些分组，原来的不再算")] = None,
    none: Annotated[bool, typer.Option("--none", help="不归入任何分组，人人可见")] = False,
    as_json: AsJson = False,
) -> None:
    """把报告归入分组。"""
    if none == bool(groups):
        raise typer.BadParameter("写出分组，或用 --none 让人人可见")
    with opened() as wenju:
        body = wenju.set_groups(document_id, groups or ())
    show(body, as_json, "show_groups_of", VIEWS)


def audit(
    limit: Annotated[int, typer.Option(min=1, max=500, help="最多几条")] = 50,
    before: Annotated[int | None, typer.Option(help="只要比这一条更早的")] = None,
    action: Annotated[str, typer.Option(help="只要这种改动，如 deleted")] = "",
    key: Annotated[str | None, typer.Option(help="只要这把密钥的；owner 是命令行")] = None,
    as_json: AsJson = False,
) -> None:
    """谁改了什么，新的在前。"""
    with opened() as wenju:
        body = wenju.audit_page(limit, before, action, key)
    show(body, as_json, "show_audit", VIEWS)
