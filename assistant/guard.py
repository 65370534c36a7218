"""What stands around everything that is served: hosts, origins, paths, body limit, security headers."""

import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

log = logging.getLogger(__name__)

_OUR_PATHS = re.compile(r"/healthz|/api/[a-z.]+|/static/[\w.-]+|/favicon\.ico")
_GRADIO_PATHS = re.compile(
    r"/|/(?:config|theme\.css|manifest\.json)|/(?:assets|static|svelte)/[\w./-]+"
    r"|/gradio_api/(?:queue/join|queue/data|heartbeat/\w+|cancel|reset|startup-events|info)"
)
_LASTING_PATHS = "/assets/"  # named after a hash of their content

Refuse = Callable[[int, Request], Response]
"""Makes the response to a request that is refused with a status."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the server is open to the world. `origins` may call the API and frame the page.

    `hosts` are the names under which it answers: naming them stops other sites from reaching a local
    server through a name of their own.
    """

    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ("*",)
    max_body_bytes: int = 1_000_000


def add_guard(app: Starlette, settings: WebSettings, refuse: Refuse, head: str) -> None:
    """Guard all routes of `app`, those added later too. `head` is added to the head of its pages."""
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
        allow_credentials=False,
    )
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    app.add_middleware(Guard, settings=settings, refuse=refuse, head=head)


class Guard:
    """Outermost: allowed paths only, bodies up to the limit, security headers, never a traceback."""

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
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        reply = Reply(send, _headers(self.settings, path), self.head)
        if not (_OUR_PATHS.fullmatch(path) or _GRADIO_PATHS.fullmatch(path)) or ".." in path:
            return await self.refuse(404, Request(scope))(scope, receive, reply.send)
        events = await _read_body(receive, self.settings.max_body_bytes)
        if events is None:
            return await self.refuse(413, Request(scope))(scope, receive, reply.send)
        if path == "/":
            scope = _plain_page(scope)
        try:
            await self.app(scope, _replay(events, receive), reply.send)
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


def _headers(settings: WebSettings, path: str) -> dict[str, str]:
    policy = (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        " ".join(("frame-ancestors 'self'", *settings.origins)),
    )
    headers = {
        "content-security-policy": "; ".join(policy),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
    }
    if path.startswith(_LASTING_PATHS):
        headers["cache-control"] = "public, max-age=31536000, immutable"
    return headers


async def _read_body(receive: Receive, limit: int) -> list[Event] | None:
    """All events up to the end of the body, or None as soon as it exceeds `limit` bytes."""
    events, size, more = [], 0, True
    while more:
        event = await receive()
        events.append(event)
        size += len(event.get("body", b""))
        if size > limit:
            return None
        more = event["type"] == "http.request" and event.get("more_body", False)
    return events


def _replay(events: list[Event], receive: Receive) -> Receive:
    async def replay() -> Event:
        return events.pop(0) if events else await receive()

    return replay


def _plain_page(scope: Scope) -> Scope:
    """The page request without compression (its HTML is added to) and without Gradio's query switches."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
    return {**scope, "headers": headers, "query_string": b""}
