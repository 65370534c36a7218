"""The page, made in a thread while questions are answered already."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from anyio import to_thread
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

log = logging.getLogger(__name__)


class LatePage:
    """An ASGI app that is made when the server has begun; its requests wait for it.

    What it is made with takes seconds to import, and an answer needs none of it. `make` is called once, in a thread.
    """

    def __init__(self, make: Callable[[], Starlette]) -> None:
        self._make = make
        self._app: Starlette | None = None
        self._begun: asyncio.Event | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI app. Raises RuntimeError if it could not be made."""
        if self._app is None:
            await self.made()
        if self._app is None:
            raise RuntimeError("the page could not be made: the log says why")
        await self._app(scope, receive, send)

    async def made(self) -> None:
        """Wait until it is there, or could not be made."""
        if self._begun is not None:
            await self._begun.wait()

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """For the time that the server runs: it is made from the beginning on, and ended with the server."""
        begun, ended = asyncio.Event(), asyncio.Event()
        self._begun = begun
        living = asyncio.create_task(self._live(begun, ended))
        try:
            yield
        finally:
            ended.set()
            await living
            self._app = None

    async def _live(self, begun: asyncio.Event, ended: asyncio.Event) -> None:
        """From being made to the end, in one task: what an app enters when it begins must be left in the same."""
        try:
            app = await to_thread.run_sync(self._make)
            async with app.router.lifespan_context(app):
                self._app = app
                begun.set()
                await ended.wait()
        except Exception:
            log.exception("the page failed")
        finally:
            begun.set()
