"""The HTTP API and the guard around everything that is served: limits, headers, allowed paths."""

import logging
import re
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from assistant.errors import QuestionError
from assistant.records import Lang, Message, Turn
from assistant.render import turn_dict
from assistant.source import source_view
from assistant.wording import say
from corpus.document import Document, Span

log = logging.getLogger(__name__)

_SPANS = re.compile(r"(?:\d{1,9}-\d{1,9}(?:,\d{1,9}-\d{1,9}){0,499})?")
_OUR_PATHS = re.compile(r"/healthz|/api/[a-z.]+|/static/[\w.-]+|/favicon\.ico")
_GRADIO_PATHS = re.compile(
    r"/|/(?:config|theme\.css|manifest\.json)|/(?:assets|static|svelte)/[\w./-]+"
    r"|/gradio_api/(?:queue/join|queue/data|heartbeat/\w+|cancel|reset|startup-events|info)"
)


class Assistant(Protocol):
    """What the web needs of an assistant. `ask` raises QuestionError, `document` KeyError."""

    @property
    def fingerprint(self) -> str: ...
    def ask(self, question: str, history: Sequence[Message] = ()) -> Turn: ...
    def document(self, doc_id: str) -> Document: ...
    def documents(self) -> Sequence[Document]: ...


class BusyError(Exception):
    """Too many questions at once, and none finished in time."""


class RequestError(Exception):
    """A request that cannot be served: `status` is the HTTP status, the message the sentence to show."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Desk:
    """An assistant asked by at most `places` people at once; others wait, at most `patience_s` seconds."""

    def __init__(self, assistant: Assistant, places: int, patience_s: float) -> None:
        self._assistant = assistant
        self._places = threading.BoundedSemaphore(places)
        self._patience_s = patience_s
        self.fingerprint = assistant.fingerprint
        self.document = assistant.document
        self.documents = assistant.documents

    def ask(self, question: str, history: Sequence[Message] = ()) -> Turn:
        """As the assistant's. Raises BusyError when no place became free in time."""
        with self._place():
            return self._assistant.ask(question, history)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self._patience_s):
            raise BusyError
        try:
            yield
        finally:
            self._places.release()


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the server is open to the world. `origins` may call the API and frame the page.

    `hosts` are the names under which it answers: naming them stops other sites from reaching a local
    server through a name of their own.
    """

    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ("*",)
    max_body_bytes: int = 1_000_000
    asks_at_once: int = 1
    patience_s: float = 30.0


def open_desk(assistant: Assistant, settings: WebSettings) -> Desk:
    """The one desk that the API and the page of a server share."""
    return Desk(assistant, settings.asks_at_once, settings.patience_s)


class PastMessage(BaseModel):
    """One earlier message, as sent by a client."""

    role: Literal["user", "assistant"]
    content: str


class AskBody(BaseModel):
    """The body of `POST /api/ask`."""

    question: str
    history: list[PastMessage] = []


def create_api(assistant: Assistant, settings: WebSettings | None = None) -> FastAPI:
    """The API alone. Every error is `{"error": one sentence}` in the language that the client prefers."""
    settings = settings or WebSettings()
    api = FastAPI(title="Wenju", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    api.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
        allow_credentials=False,
    )
    api.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    api.add_middleware(Guard, settings=settings)
    _add_error_handlers(api)
    desk = assistant if isinstance(assistant, Desk) else open_desk(assistant, settings)

    @api.post("/api/ask")
    def ask(body: AskBody) -> dict[str, Any]:
        turn = desk.ask(body.question, [Message(m.role, m.content) for m in body.history])
        return turn_dict(turn)

    @api.get("/api/source")
    def source(request: Request, doc_id: str, spans: str = "") -> dict[str, Any]:
        lang = client_lang(request)
        try:
            document = desk.document(doc_id)
        except KeyError:
            raise RequestError(404, say("unknown_document", lang, doc_id=doc_id[:80])) from None
        wanted = _parse_spans(spans, len(document.text))
        if wanted is None:
            raise RequestError(400, say("bad_spans", lang))
        return {"doc_id": document.doc_id, **asdict(source_view(document, wanted))}

    @api.get("/api/docs")
    def docs() -> list[dict[str, Any]]:
        return [
            {
                "doc_id": document.doc_id,
                "title": document.title,
                "publisher": document.publisher,
                "date": document.date,
                "characters": len(document.text),
            }
            for document in desk.documents()
        ]

    @api.get("/healthz")
    def health() -> dict[str, Any]:
        return {"status": "ok", "documents": len(desk.documents()), "fingerprint": desk.fingerprint}

    return api


def client_lang(request: Request) -> Lang:
    """The language of error sentences: English if the client asks for it first, Chinese otherwise."""
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


def _parse_spans(spans: str, size: int) -> list[Span] | None:
    if not _SPANS.fullmatch(spans):
        return None
    parsed = [(int(start), int(end)) for start, end in re.findall(r"(\d+)-(\d+)", spans)]
    return parsed if all(start < end <= size for start, end in parsed) else None


def _add_error_handlers(api: FastAPI) -> None:
    @api.exception_handler(QuestionError)
    def question(_request: Request, error: QuestionError) -> JSONResponse:
        return _sentence(400, str(error))

    @api.exception_handler(RequestError)
    def refusal(_request: Request, error: RequestError) -> JSONResponse:
        return _sentence(error.status, str(error))

    @api.exception_handler(BusyError)
    def busy(request: Request, _error: BusyError) -> JSONResponse:
        return _sentence(503, say("busy", client_lang(request)))

    @api.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        places = [".".join(map(str, detail["loc"])) for detail in error.errors()]
        return _sentence(422, say("bad_request", client_lang(request), where=", ".join(places[:3])))

    @api.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> JSONResponse:
        name = "no_such_page" if error.status_code == 404 else "refused"
        return _sentence(error.status_code, say(name, client_lang(request)))


def _sentence(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status_code=status)


class Guard:
    """Outermost: allowed paths only, bodies up to the limit, security headers, never a traceback."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return  # nothing here speaks WebSocket
        reply = Reply(send, self.settings.origins)
        lang = client_lang(Request(scope))
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if not (_OUR_PATHS.fullmatch(path) or _GRADIO_PATHS.fullmatch(path)) or ".." in path:
            return await _sentence(404, say("no_such_page", lang))(scope, receive, reply.send)
        events = await _read_body(receive, self.settings.max_body_bytes)
        if events is None:
            return await _sentence(413, say("too_large", lang))(scope, receive, reply.send)
        if path == "/":
            scope = _plain_page(scope)
        try:
            await self.app(scope, _replay(events, receive), reply.send)
        except Exception:
            log.exception("%s %s failed", scope["method"], path)
            if reply.started:
                raise
            await _sentence(500, say("failure", lang))(scope, receive, reply.send)


class Reply:
    """Sends a response with security headers; a page is collected first, to give its scripts a nonce."""

    def __init__(self, send: Send, origins: Sequence[str]) -> None:
        self._send = send
        self._origins = origins
        self._nonce = secrets.token_urlsafe(16)
        self._page_start: Event | None = None
        self._page = b""
        self.started = False

    async def send(self, event: Event) -> None:
        """An ASGI send."""
        if event["type"] == "http.response.start":
            headers = MutableHeaders(scope=event)
            headers.update(self._headers())
            if headers.get("content-type", "").startswith("text/html"):
                self._page_start = event
                return
        elif self._page_start is not None:
            self._page += event.get("body", b"")
            if event.get("more_body"):
                return
            self._page = self._page.replace(b"<script", f'<script nonce="{self._nonce}"'.encode())
            MutableHeaders(scope=self._page_start)["content-length"] = str(len(self._page))
            self.started = True
            await self._send(self._page_start)
            await self._send({"type": "http.response.body", "body": self._page})
            return
        self.started = True
        await self._send(event)

    def _headers(self) -> dict[str, str]:
        policy = (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{self._nonce}'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            " ".join(("frame-ancestors 'self'", *self._origins)),
        )
        return {
            "content-security-policy": "; ".join(policy),
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "permissions-policy": "camera=(), microphone=(), geolocation=()",
        }


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
    """The page request without compression (its HTML gets a nonce) and without Gradio's query switches."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
    return {**scope, "headers": headers, "query_string": b""}
