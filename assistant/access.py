"""From where requests are taken, how many a minute, and what is written down of each."""

import logging
from time import perf_counter

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from assistant.auth import caller, is_loopback
from assistant.guard import WebSettings
from assistant.limits import RateLimit
from assistant.metrics import Metrics
from assistant.origins import is_same_origin
from assistant.problems import problem

log = logging.getLogger("assistant.requests")

_COUNTED = ("/api/", "/v1/", "/mcp", "/gradio_api/queue/join")
"""Below these a request costs something, or its answer is about documents."""


def add_access(app: Starlette, settings: WebSettings, metrics: Metrics) -> None:
    """Check origins and rates of all routes of `app`, and count its requests."""
    app.add_middleware(Access, settings=settings, metrics=metrics)
    app.add_middleware(Watch, metrics=metrics)


class Access:
    """Refuses requests that a page of another origin sent, unless it is allowed, and those that come too often.

    Calls of this machine itself are not limited; a proxy on it must say for whom it calls.
    """

    def __init__(self, app: ASGIApp, settings: WebSettings, metrics: Metrics) -> None:
        self.app = app
        self._origins = settings.origins
        self._metrics = metrics
        self._addresses = RateLimit(settings.per_minute)
        self._callers = RateLimit(settings.origin_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI app."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """The response to a request that is not taken; None for one that is."""
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        is_foreign = bool(origin) and not is_same_origin(origin, headers.get("host", ""))
        if is_foreign and scope["method"] != "GET" and not self._origins.allows(origin):
            self._metrics.refusals.labels("origin").inc()
            return problem(403, Request(scope))
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        wait_s = self._wait_s(caller(scope), origin if is_foreign else "") if path.startswith(_COUNTED) else 0
        if wait_s:
            self._metrics.refusals.labels("rate").inc()
            return problem(429, Request(scope), headers={"retry-after": str(wait_s)})
        return None

    def _wait_s(self, address: str, origin: str) -> int:
        wait_s = self._callers.wait_s(origin) if origin else 0
        return wait_s or (0 if is_loopback(address) else self._addresses.wait_s(address))


class Watch:
    """Counts requests and writes one line to the log for each; never what was asked."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI app."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        status = 500

        async def watched(event: Event) -> None:
            nonlocal status
            if event["type"] == "http.response.start":
                status = event["status"]
            await send(event)

        try:
            await self.app(scope, receive, watched)
        finally:
            seconds = perf_counter() - started
            route = getattr(scope.get("route"), "path", "other")
            self._metrics.requests.labels(route, scope["method"], str(status)).inc()
            self._metrics.request_seconds.labels(route).observe(seconds)
            facts = {
                "method": scope["method"],
                "route": route,
                "status": status,
                "ms": round(1000 * seconds, 1),
            }
            log.info("request", extra={"facts": facts})
