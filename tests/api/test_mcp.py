"""The tools of the Model Context Protocol, called with the SDK's own client over stdio and streamable HTTP."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from api.local import LocalWenju
from ingest.pipeline import ingest
from tests.api.conftest import ROOT, WENJU, start_wenju, wenju_output

TOOLS = {"ask", "figures", "search", "documents", "document"}
QUESTION = {"question": "绍兴2024年新增多少高新技术企业"}


def with_client(server: Any, work: Callable[[Client], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Client(server) as client:
            await work(client)

    anyio.run(run)


def over_stdio() -> StdioServerParameters:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return StdioServerParameters(
        command=sys.executable, args=["-c", WENJU, "mcp"], env=environment, cwd=os.getcwd()
    )


def text_of(result: Any) -> str:
    return "\n".join(block.text for block in result.content)


async def try_every_tool(client: Client) -> None:
    tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.output_schema and tool.annotations.read_only_hint for tool in tools)
    assert not any(tool.input_schema["additionalProperties"] for tool in tools)
    answer = await client.call_tool("ask", QUESTION)
    assert not answer.is_error and "138" in answer.structured_content["answer"]
    assert "[1]" in text_of(answer) and "预计新增高新技术企业138家" in text_of(answer)
    found = await client.call_tool("figures", {"indicators": ["高企"], "regions": ["绍兴"], "sort": "period"})
    assert [one["figure"]["raw"] for one in found.structured_content["figures"]] == ["138家", "150家"]
    hits = await client.call_tool("search", {"question": "研发投入", "limit": 1})
    assert hits.structured_content["hits"][0]["paragraph"]["text"] in text_of(hits)
    listed = await client.call_tool("documents", {"region": "绍兴"})
    [document] = listed.structured_content["documents"]
    whole = await client.call_tool("document", {"document_id": document["id"], "limit": 1})
    assert len(whole.structured_content["paragraphs"]) == 1 < whole.structured_content["total"]


async def try_what_is_wrong(client: Client) -> None:
    unknown = await client.call_tool("figures", {"regions": ["亚特兰蒂斯"]})
    assert unknown.is_error and "unknown_filter" in text_of(unknown)
    assert (await client.call_tool("document", {"document_id": "none"})).is_error
    assert (await client.call_tool("ask", {"question": ""})).is_error
    assert text_of(await client.call_tool("figures", {"limit": 0})).startswith(
        "invalid_request：limit 太小（不小于 1）"
    )
    strange = await client.call_tool("figures", {"region": "绍兴"})
    assert strange.is_error and "region 不认识这个字段" in text_of(strange) and "regions" in text_of(strange)
    turn = {"role": "user", "content": "绍兴", "name": "x"}
    assert (await client.call_tool("ask", QUESTION | {"history": [turn]})).is_error
    assert "Error" not in text_of(unknown) + text_of(strange)
    other = await client.call_tool("delete", {})
    assert other.is_error and text_of(other) == (
        "not_found：没有工具“delete”；有 ask、figures、search、documents、document"
    )


def test_every_tool_answers_over_http(address: str) -> None:
    with_client(f"{address}/mcp", try_every_tool)
    with_client(f"{address}/mcp", try_what_is_wrong)


def test_every_tool_answers_over_stdio_from_the_library_itself(report_file: Path) -> None:
    assert wenju_output("ingest", str(report_file))[0] == 0
    with_client(over_stdio(), try_every_tool)


def test_stdio_goes_through_the_running_service(report_file: Path) -> None:
    assert wenju_output("ingest", str(report_file))[0] == 0
    service = start_wenju("serve", "--port", "0", "--json")
    assert service.stdout is not None and json.loads(service.stdout.readline())["documents"] == 1
    with_client(over_stdio(), try_every_tool)
    with_client(over_stdio(), try_what_is_wrong)
    service.terminate()
    service.communicate()


def test_over_http_a_key_is_needed_and_sees_only_its_groups(
    filled: LocalWenju, address: str, report_file: Path
) -> None:
    second = report_file.with_name("second.txt")
    second.write_text("宁波市科技局2024年工作总结\n新认定高新技术企业1010家。\n", encoding="utf-8")
    [outcome] = ingest([second], filled._store, groups=["科技"])
    assert outcome.status == "added"
    secrets = {name: filled.keys.create(name, "reader", [name])[1] for name in ("科技", "卫健")}
    with pytest.raises(BaseExceptionGroup):
        with_client(f"{address}/mcp", try_every_tool)

    async def count(secret: str) -> int:
        http = httpx2.AsyncClient(headers={"Authorization": f"Bearer {secret}"})
        async with http, Client(streamable_http_client(f"{address}/mcp", http_client=http)) as client:
            total: int = (await client.call_tool("documents", {})).structured_content["total"]
            return total

    assert {name: anyio.run(count, secret) for name, secret in secrets.items()} == {"科技": 2, "卫健": 1}
