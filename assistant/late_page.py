"""The page, made in a thread while questions are answered already."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from anyio import to_thread
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger(__name__)


class LatePage:
    """An ASGI app that is made when the server has begun; its requests wait for it.

    What it is made with takes seconds to import, and an answer needs none of it. `make` is called once, in a thread,
    and then `warm_up`, which may ask the page for what only a first request would load.
    """

    def __init__(
        self, make: Callable[[], Starlette], warm_up: Callable[[ASGIApp], Awaitable[None]] | None = None
    ) -> None:
        self._make = make
        self._warm_up = warm_up
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
                await self._warmed_up(app)
                begun.set()
                await ended.wait()
        except Exception:
            log.exception("the page failed")
        finally:
            begun.set()

    async def _warmed_up(self, app: ASGIApp) -> None:
        try:
            if self._warm_up is not None:
                await self._warm_up(app)
        except Exception:  # a first reader waits longer then, and no more
            log.exception("the page could not be tried")
