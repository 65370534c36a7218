"""The tools for language models, called by the official client: over a pipe and over HTTP."""

import json
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp", reason="needs the extra mcp: pip install 'wenju[mcp]'")

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from assistant.ask_routes import Counter
from assistant.mcp_server import create_server
from tests.assistant.fakes import make_document
from tests.assistant.web import Searching, make_desk, serving


def in_a_thread(work: Callable[[], Awaitable[Any]]) -> Any:
    """Run coroutines beside the browser of other tests, which keeps a loop in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, work).result()


def call(server: Any, name: str, **arguments: Any) -> Any:
    """The result of a tool."""

    async def run() -> Any:
        async with Client(server) as client:
            return await client.call_tool(name, arguments)

    return in_a_thread(run)


@pytest.fixture
def server(tmp_path: Path) -> Any:
    desk = make_desk(tmp_path)
    return create_server(desk, Counter(desk))


def test_an_answer_with_citations(server: Any) -> None:
    answer = call(server, "ask", question="规划面积多大？").structured_content
    assert answer["answer"]["short"] == "8.05平方公里"
    assert answer["citations"][0]["spans"]
    assert "hits" not in answer


def test_what_is_not_found_comes_with_the_nearest_passages(server: Any) -> None:
    answer = call(server, "ask", question="票价是多少").structured_content
    assert (answer["status"], answer["citations"]) == ("not_found", [])
    assert answer["hits"]


def test_a_document_in_stretches(server: Any) -> None:
    first = call(server, "read_document", doc_id="qinghu-plan", chars=100).structured_content
    second = call(server, "read_document", doc_id="qinghu-plan", start=100, chars=100).structured_content
    assert len(first["text"]) == len(second["text"]) == 100
    assert first["outline"][0]["title"] == "一、产业园区"


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("ask", {"question": "？"}, "请输入一个问题"),
        ("read_document", {"doc_id": "../../etc/passwd"}, "there is no document"),
        ("read_document", {"doc_id": "qinghu-plan", "start": -1}, "greater than or equal"),
        ("search", {"query": "a", "k": 1000}, "less than or equal"),
    ],
)
def test_a_model_is_told_what_was_wrong(server: Any, name: str, arguments: dict[str, Any], says: str) -> None:
    result = call(server, name, **arguments)
    assert result.is_error
    assert says in result.content[0].text


def test_a_failure_leaks_nothing(server: Any) -> None:
    result = call(server, "ask", question="boom")
    assert result.is_error
    assert "secret" not in result.content[0].text


def resource(server: Any, address: str) -> Any:
    """What a resource holds."""

    async def read() -> str:
        async with Client(server) as client:
            found = await client.read_resource(address)
            return str(found.contents[0].text)

    return json.loads(in_a_thread(read))


def test_the_documents_are_a_resource(server: Any) -> None:
    assert [each["doc_id"] for each in resource(server, "wenju://documents")] == ["qinghu-plan"]


def test_each_of_several_indexes_can_be_asked(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    other: Any = Searching(replace(make_document(), title="另一份"))
    desk.beside(other, "other")
    server = create_server(desk, Counter(desk))
    assert resource(server, "wenju://indexes") == ["default", "other"]
    assert [each["title"] for each in resource(server, "wenju://documents/other")] == ["另一份"]
    read = call(server, "read_document", doc_id="qinghu-plan", index="other").structured_content
    assert read["title"] == "另一份"
    assert call(server, "ask", question="规划面积多大？", index="other").structured_content["citations"]
    assert call(server, "search", query="面积", index="other").structured_content["passages"]
    refused = call(server, "ask", question="规划面积多大？", index="nothing")
    assert refused.is_error
    assert "default, other" in refused.content[0].text


def test_over_http_between_everything_else(tmp_path: Path) -> None:
    with serving(make_desk(tmp_path)) as http:
        for _ in range(2):
            body = {"jsonrpc": "2.0", "id": 7, "method": "tools/call"}
            body["params"] = {"name": "ask", "arguments": {"question": "规划面积多大？"}}
            headers = {"accept": "application/json, text/event-stream"}
            response = http.post("/mcp", json=body, headers=headers)
            assert response.status_code == 200
            assert "8.05平方公里" in json.dumps(response.json(), ensure_ascii=False)
        assert http.post("/mcp", json={}, headers={"origin": "https://evil.example"}).status_code == 403


def test_over_a_pipe(small_home: Path) -> None:
    environment = {**os.environ, "WENJU_HOME": str(small_home)}
    command = StdioServerParameters(command=sys.executable, args=["-m", "assistant", "mcp"], env=environment)
    tools = ["ask", "search", "read_document"]

    async def run() -> tuple[list[str], Any]:
        async with Client(stdio_client(command)) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            return names, await client.call_tool("search", {"query": "飞地园区", "k": 1})

    names, found = in_a_thread(run)
    assert names == tools
    assert "飞地园区" in found.structured_content["passages"][0]["text"]
