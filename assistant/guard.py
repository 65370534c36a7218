"""What stands around everything that is served: base path, hosts, paths, body limit, security headers."""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from assistant.assets import LASTING
from assistant.origins import Origins

log = logging.getLogger(__name__)

_OUR_PATHS = re.compile(
    r"/healthz|/readyz|/metrics|/openapi\.json|/login|/logout|/mcp|/v1/[a-z/]+|/api/[a-z][a-z/._-]*|/api/documents/.+"
    r"|/static/[\w.-]+|/page/\w+/[\w.-]+|/favicon\.ico|/widget\.js|/widget-demo"
)
_GRADIO_PATHS = re.compile(
    r"/|/(?:config|theme\.css|manifest\.json)|/(?:assets|static|svelte)/[\w./-]+"
    r"|/gradio_api/(?:queue/join|queue/data|heartbeat/\w+|cancel|reset|startup-events|info)"
)
_LASTING_PATHS = "/assets/"  # named after a hash of their content
_CORS_HEADERS = ("content-type", "accept-language", "authorization", "mcp-protocol-version", "mcp-session-id")
QUERY = "wenju.query"
"""Where the scope of the page's request keeps the query that Gradio does not see."""
_BODY_S = 30  # in which a request must have arrived whole, or a piece of an upload
_UPLOADS = ("/api/upkeep/add", "/api/upkeep/create")
"""Where files come in: they are read piece by piece, by who may send any."""

Refuse = Callable[[int, Request], Response]
"""Makes the response to a request that is refused with a status."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the server is open to the world. `origins` may call the API and frame the page.

    `hosts` are the names under which it answers: naming them stops other sites from reaching a local
    server through a name of their own. `base_path` is where everything is served, as `/qa`; empty: at the root.
    `per_minute` requests are taken from one address, `origin_per_minute` from pages of one other origin; 0
    sets no limit.
    """

    origins: Origins = field(default_factory=Origins)
    hosts: tuple[str, ...] = ("*",)
    max_body_bytes: int = 1_000_000
    base_path: str = ""
    per_minute: int = 0
    origin_per_minute: int = 0
    max_upload_bytes: int = 0


def add_guard(app: Starlette, settings: WebSettings, refuse: Refuse, head: str) -> None:
    """Guard all routes of `app`, those added later too. `head` is added to the head of the page at its root.

    An allowed origin can read every response, refusals too.
    """
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    app.add_middleware(Guard, settings=settings, refuse=refuse, head=head)
    app.add_middleware(
        CORSMiddleware,  # no class of our own: Gradio's stands down only for this one
        allow_origin_regex=settings.origins.expression(),
        allow_methods=["GET", "POST"],
        allow_headers=_CORS_HEADERS,
        expose_headers=["retry-after", "x-evidence-top"],
        allow_credentials=False,
    )


class Guard:
    """Around all the rest: allowed paths only, bodies up to the limit, security headers, never a traceback."""

    def __init__(self, app: ASGIApp, settings: WebSettings, refuse: Refuse, head: str) -> None:
        self.app = app
        self.settings = settings
        self.refuse = refuse
        self.head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI app."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":  # nothing here speaks WebSocket
            await self._respond(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        base = self.settings.base_path
        path = scope["path"]
        reply = Reply(send, _headers(self.settings), "")
        if base and path == base:
            query = scope.get("query_string", b"").decode("latin-1")
            there = f"{quote(base)}/{'?' if query else ''}{query}"
            return await RedirectResponse(there, status_code=308)(scope, receive, reply.send)
        if base and path.startswith(f"{base}/"):
            scope = {**scope, "root_path": base}
            path = path.removeprefix(base)
        elif base and path not in ("/healthz", "/readyz"):
            path = ""
        if not (_OUR_PATHS.fullmatch(path) or _GRADIO_PATHS.fullmatch(path)) or ".." in path.split("/"):
            return await self.refuse(404, Request(scope))(scope, receive, reply.send)
        reply.add(LASTING if path.startswith(_LASTING_PATHS) else {}, self.head if path == "/" else "")
        try:
            if path in _UPLOADS:
                body = _counted(receive, self.settings.max_upload_bytes)
            else:
                async with asyncio.timeout(_BODY_S):
                    body = _replay(await _read_body(receive, self.settings.max_body_bytes), receive)
            if path == "/":
                scope = _plain_page(scope)
            await self.app(scope, body, reply.send)
        except (TimeoutError, _TooLarge) as error:
            if reply.started:
                raise
            status = 413 if isinstance(error, _TooLarge) else 408
            await self.refuse(status, Request(scope))(scope, receive, reply.send)
        except Exception:
            log.exception("%s %s failed", scope["method"], path)
            if reply.started:
                raise
            await self.refuse(500, Request(scope))(scope, receive, reply.send)


class Reply:
    """Sends a response with more headers; a page is collected first, for our head and a nonce."""

    def __init__(self, send: Send, headers: dict[str, str], head: str) -> None:
        self._send = send
        self._headers = headers
        self._head = head
        self._page_start: Event | None = None
        self._page = b""
        self.started = False

    def add(self, headers: dict[str, str], head: str) -> None:
        """More headers, and HTML for the head of a page."""
        self._headers |= headers
        self._head += head

    async def send(self, event: Event) -> None:
        """An ASGI send."""
        if event["type"] == "http.response.start":
            headers = MutableHeaders(scope=event)
            headers.update(self._headers)
            if event["status"] not in (200, 304):
                headers["cache-control"] = "no-store"
            if headers.get("content-type", "").startswith("text/html"):
                self._page_start = event
                return
        elif self._page_start is not None:
            self._page += event.get("body", b"")
            if not event.get("more_body"):
                await self._send_page(self._page_start)
            return
        self.started = True
        await self._send(event)

    async def _send_page(self, start: Event) -> None:
        headers = MutableHeaders(scope=start)
        nonce = secrets.token_urlsafe(16)
        headers["content-security-policy"] = headers["content-security-policy"].replace(
            "script-src 'self'", f"script-src 'self' 'nonce-{nonce}'"
        )
        page = self._page.replace(b"</head>", f"{self._head}</head>".encode(), 1)
        page = page.replace(b"<script", f'<script nonce="{nonce}"'.encode())
        headers["content-length"] = str(len(page))
        self.started = True
        await self._send(start)
        await self._send({"type": "http.response.body", "body": page})


def _headers(settings: WebSettings) -> dict[str, str]:
    policy = (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        " ".join(("frame-ancestors 'self'", *settings.origins.sources())),
    )
    return {
        "content-security-policy": "; ".join(policy),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",  # with no-referrer a form of ours would come from the origin null
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
    }


class _TooLarge(Exception):
    """A body has more bytes than may be sent."""


async def _read_body(receive: Receive, limit: int) -> list[Event]:
    """All events up to the end of the body. Raises _TooLarge as soon as it exceeds `limit` bytes."""
    counted = _counted(receive, limit)
    events: list[Event] = []
    while not events or events[-1].get("more_body"):
        events.append(await counted())
    return events


def _counted(receive: Receive, limit: int) -> Receive:
    """The same events, until their bodies exceed `limit` bytes: that raises _TooLarge. A late one raises TimeoutError."""
    size = 0

    async def counted() -> Event:
        nonlocal size
        async with asyncio.timeout(_BODY_S):
            event = await receive()
        size += len(event.get("body", b""))
        if size > limit:
            raise _TooLarge
        return event

    return counted


def _replay(events: list[Event], receive: Receive) -> Receive:
    async def replay() -> Event:
        return events.pop(0) if events else await receive()

    return replay


def _plain_page(scope: Scope) -> Scope:
    """The page request without compression (its HTML is added to) and without Gradio's query switches."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
    return {**scope, "headers": headers, "query_string": b"", QUERY: scope.get("query_string", b"")}
