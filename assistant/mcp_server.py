"""Tools for language models (Model Context Protocol): search, ask, read_document; over a pipe or over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import wraps
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

from anyio import to_thread
from pydantic import Field
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.app import Assistant
from assistant.ask_routes import Counter
from assistant.desk import Desk
from assistant.documents import document_entry, document_text
from assistant.errors import AssistantError, QuestionError
from assistant.render import hit_dict, turn_dict
from assistant.schemas import MOST_HITS
from assistant.understand import MAX_QUESTION_CHARS

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

P = ParamSpec("P")
T = TypeVar("T")

_LIST = "wenju://documents"
_INDEXES = "wenju://indexes"
_CHARS = 8_000  # of a document that are read at once, unless asked otherwise
_MOST_CHARS = 50_000
_ABOUT = """Answers from a fixed collection of documents. Every sentence of an answer is quoted word for word, and
its citation says where it stands. `status: not_found` means that the documents do not say: do not make up an answer."""


IndexName = Annotated[
    str | None, Field(description=f"an index that {_INDEXES} lists; none: the first one", max_length=200)
]


def is_installed() -> bool:
    """Whether the package `mcp` is there: it is an extra."""
    return find_spec("mcp") is not None


def serve_stdio(assistant: Assistant) -> None:
    """Serve one client over standard input and output, until it goes. Raises AssistantError without the extra."""
    if not is_installed():
        raise AssistantError("the package mcp is missing: install it with `pip install 'wenju[mcp]'`")
    desk = Desk(assistant)
    try:
        create_server(desk, Counter(desk)).run("stdio")
    finally:
        desk.close()


def create_server(desk: Desk, counter: Counter) -> "MCPServer[Any]":
    """The server with its tools, not yet running."""
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    server: MCPServer[Any] = MCPServer(
        "wenju", title="问据 Wenju", instructions=_ABOUT, version=version("wenju"), log_level="ERROR"
    )

    def tool(function: Callable[P, Awaitable[T]]) -> None:
        @wraps(function)
        async def answered(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return await function(*args, **kwargs)
            except (AssistantError, KeyError) as error:
                raise ToolError(str(error)) from error

        server.tool()(answered)

    @tool
    async def ask(
        question: Annotated[str, Field(description="one question, in Chinese or English")],
        index: IndexName = None,
    ) -> dict[str, Any]:
        """Answer a question with word-for-word quotations. If nothing is found, the nearest passages are given."""
        turn = turn_dict(await counter.ask(desk.at(index), question, ()))
        left_out = {"timings_ms", "fingerprint", "id", "standalone"}
        left_out |= {"hits"} if turn["status"] == "answered" else set()
        return {key: value for key, value in turn.items() if key not in left_out}

    @tool
    async def search(
        query: Annotated[str, Field(description="words to look for", max_length=MAX_QUESTION_CHARS)],
        k: Annotated[int, Field(ge=1, le=MOST_HITS)] = 5,
        index: IndexName = None,
    ) -> dict[str, Any]:
        """Find passages that have to do with a query, best first."""
        hits = await to_thread.run_sync(desk.at(index).search, query, k)
        return {"passages": [hit_dict(hit) for hit in hits]}

    @tool
    async def read_document(
        doc_id: str,
        start: Annotated[int, Field(ge=0, description="the character to begin with")] = 0,
        chars: Annotated[int, Field(ge=1, le=_MOST_CHARS)] = _CHARS,
        index: IndexName = None,
    ) -> dict[str, Any]:
        """Read a document: what is known of it, its outline, and its text from a character on."""
        here = desk.at(index)
        if not here.has_document(doc_id):
            raise QuestionError(f"there is no document {doc_id[:80]!r}: the resource {_LIST} lists them")
        document = here.assistant.document(doc_id)
        entry = document_entry(document, here.passage_counts().get(doc_id, 0))
        return entry | document_text(document, start, chars)

    def listed(here: Desk) -> list[dict[str, Any]]:
        counts = here.passage_counts()
        return [document_entry(each, counts.get(each.doc_id, 0)) for each in here.assistant.documents()]

    @server.resource(_INDEXES, mime_type="application/json")
    def indexes() -> list[str]:
        """The names of the indexes that are served."""
        return [each.index for each in desk.desks]

    @server.resource(_LIST, mime_type="application/json")
    def documents() -> list[dict[str, Any]]:
        """All documents of the first index, in the order in which they were read."""
        return listed(desk.at(None))

    @server.resource(f"{_LIST}/{{index}}", mime_type="application/json")
    def documents_of(index: str) -> list[dict[str, Any]]:
        """The same of an index by its name."""
        return listed(desk.at(index))

    return server


class McpOverHttp:
    """The same over HTTP: an ASGI app, without sessions. The package is loaded when the first client comes."""

    def __init__(self, desk: Desk, counter: Counter) -> None:
        self._make = lambda: create_server(desk, counter)
        self._lock = asyncio.Lock()
        self._ended = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI app."""
        async with self._lock:
            app = self._app = self._app or await self._start()
        await app(scope, receive, send)

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """For the time that the server runs: what was started is ended with it."""
        try:
            yield
        finally:
            self._ended.set()
            if self._running is not None:
                await self._running
            self._running = self._app = None
            self._ended.clear()

    async def _start(self) -> ASGIApp:
        from mcp.server.transport_security import TransportSecuritySettings

        server = await to_thread.run_sync(self._make)
        unchecked = TransportSecuritySettings(
            enable_dns_rebinding_protection=False
        )  # hosts and origins are ours
        server.streamable_http_app(stateless_http=True, json_response=True, transport_security=unchecked)
        started = asyncio.Event()

        async def run() -> None:
            async with server.session_manager.run():
                started.set()
                await self._ended.wait()

        self._running = asyncio.create_task(run())
        await started.wait()
        app: ASGIApp = server.session_manager.asgi_app
        return app
