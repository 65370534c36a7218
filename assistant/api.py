"""The HTTP API, and the desk at which the API and the page ask."""

import re
import threading
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from assistant.app import Assistant
from assistant.errors import QuestionError
from assistant.guard import WebSettings, add_guard
from assistant.records import Lang, Message, Turn
from assistant.render import turn_dict
from assistant.source import source_view
from assistant.wording import say
from corpus.document import Span

_SPANS = re.compile(r"(?:\d{1,9}-\d{1,9}(?:,\d{1,9}-\d{1,9}){0,499})?")
_SENTENCES = {404: "no_such_page", 413: "too_large", 500: "failure", 503: "busy"}


class BusyError(Exception):
    """Too many questions at once, and none finished in time."""


class RequestError(Exception):
    """A request that cannot be served: `status` is the HTTP status, the message the sentence to show."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Desk:
    """An assistant asked by at most `places` people at once; others wait, at most `patience_s` seconds."""

    def __init__(self, assistant: Assistant, places: int = 1, patience_s: float = 30) -> None:
        self.assistant = assistant
        self._places = threading.BoundedSemaphore(places)
        self._patience_s = patience_s

    def ask(self, question: str, history: Sequence[Message] = ()) -> Turn:
        """As the assistant's. Raises BusyError when no place became free in time."""
        if not self._places.acquire(timeout=self._patience_s):
            raise BusyError
        try:
            return self.assistant.ask(question, history)
        finally:
            self._places.release()


class PastMessage(BaseModel):
    """One earlier message, as sent by a client."""

    role: Literal["user", "assistant"]
    content: str


class AskBody(BaseModel):
    """The body of `POST /api/ask`."""

    question: str
    history: list[PastMessage] = []


def create_api(desk: Desk, settings: WebSettings = WebSettings(), *, head: str = "") -> FastAPI:
    """The API, guarded. Every error is `{"error": one sentence}` in the language that the client prefers.

    `head` is HTML for the head of pages mounted on it.
    """
    api = FastAPI(title="Wenju", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    add_guard(api, settings, _refusal, head)
    _add_error_handlers(api)
    assistant = desk.assistant

    @api.post("/api/ask")
    def ask(body: AskBody) -> dict[str, Any]:
        return turn_dict(desk.ask(body.question, [Message(m.role, m.content) for m in body.history]))

    @api.get("/api/source")
    def source(request: Request, doc_id: str, spans: str = "") -> dict[str, Any]:
        lang = _client_lang(request)
        try:
            document = assistant.document(doc_id)
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
            for document in assistant.documents()
        ]

    @api.get("/healthz")
    def health() -> dict[str, Any]:
        return {
            "status": "ok",
            "documents": len(assistant.documents()),
            "fingerprint": assistant.fingerprint,
        }

    return api


def _client_lang(request: Request) -> Lang:
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
    def request_error(_request: Request, error: RequestError) -> JSONResponse:
        return _sentence(error.status, str(error))

    @api.exception_handler(BusyError)
    def busy(request: Request, _error: BusyError) -> JSONResponse:
        return _refusal(503, request)

    @api.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        places = [".".join(map(str, detail["loc"])) for detail in error.errors()]
        return _sentence(422, say("bad_request", _client_lang(request), where=", ".join(places[:3])))

    @api.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> JSONResponse:
        return _refusal(error.status_code, request)


def _refusal(status: int, request: Request) -> JSONResponse:
    return _sentence(status, say(_SENTENCES.get(status, "refused"), _client_lang(request)))


def _sentence(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status_code=status)
