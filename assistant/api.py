"""The HTTP API, put together from its routes, with all that stands around them."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.routing import Route

from assistant.access import add_access
from assistant.ask_routes import Counter, ask_routes
from assistant.desk import Desk
from assistant.feedback_routes import feedback_routes
from assistant.guard import WebSettings, add_guard
from assistant.limits import BusyError
from assistant.login import Login
from assistant.mcp_server import McpOverHttp, is_installed
from assistant.openai_routes import openai_routes
from assistant.picture import Drawer, draw_pdf
from assistant.problems import add_error_handlers, describe_errors, problem
from assistant.source_routes import source_routes
from assistant.status_routes import status_routes
from assistant.upkeep import Upkeep
from assistant.upkeep_routes import upkeep_routes
from assistant.users import User

__all__ = ["BusyError", "Desk", "create_api"]

_ABOUT = """Questions over a collection of documents, answered in their own words, each sentence with the exact
characters that say so. Errors are problem details (RFC 9457)."""


def create_api(
    desk: Desk,
    settings: WebSettings = WebSettings(),
    *,
    head: str = "",
    drawer: Drawer = draw_pdf,
    users: Mapping[str, User] | None = None,
    upkeep: Upkeep | None = None,
    lifespan: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
) -> FastAPI:
    """The API, guarded. Every error is a problem whose `detail` is in the language that the client prefers.

    `head` is HTML for the head of the page that is mounted at its root. With `users` nobody else is let in.
    Without `upkeep` no index can be changed. `lifespan` is entered for the time that the server runs.
    """
    counter = Counter(desk)
    mcp = McpOverHttp(desk, counter)

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        async with mcp.lifespan(), lifespan():
            yield

    api = FastAPI(
        title="Wenju",
        version=version("wenju"),
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=running,
    )
    # from the innermost to the outermost
    api.add_middleware(Login, users=users or {})
    add_access(api, settings, desk.metrics)
    add_guard(api, settings, problem, head)
    add_error_handlers(api)
    for routes in (
        ask_routes(desk, counter),
        source_routes(desk, drawer),
        feedback_routes(desk),
        openai_routes(desk, counter),
        upkeep_routes(desk, upkeep),
        status_routes(desk),
    ):
        api.include_router(routes)
    if is_installed():
        api.router.routes.append(Route("/mcp", mcp))
    _describe(api)
    return api


def _describe(api: FastAPI) -> None:
    made = api.openapi

    def described() -> dict[str, Any]:
        if api.openapi_schema is None:
            describe_errors(made())
        return made()

    api.openapi = described  # type: ignore[method-assign]
