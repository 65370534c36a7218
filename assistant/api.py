"""The HTTP API, and the desk at which the API and the page ask."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from assistant.app import Assistant
from assistant.errors import QuestionError
from assistant.guard import WebSettings, add_guard
from assistant.picture import Drawer, PictureError, draw, draw_pdf
from assistant.records import Lang, Message, Turn
from assistant.render import turn_dict
from assistant.source import TextView, has_pictures, source_view
from assistant.wording import say
from corpus.document import Document, Span

_SPANS = re.compile(r"(?:\d{1,9}-\d{1,9}(?:,\d{1,9}-\d{1,9}){0,499})?")
_KEPT_S = 600  # that a browser keeps a picture
_SENTENCES = {404: "no_such_page", 413: "too_large", 500: "failure", 503: "busy"}


class BusyError(Exception):
    """Too much is asked for at once, and nothing finished in time."""


class RequestError(Exception):
    """A request that cannot be served: `status` is the HTTP status, the message the sentence to show."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Places:
    """Room for `places` people at once; others wait, at most `patience_s` seconds."""

    def __init__(self, places: int, patience_s: float) -> None:
        self._free = threading.BoundedSemaphore(places)
        self._patience_s = patience_s

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place for the time of the context. Raises BusyError when none became free in time."""
        if not self._free.acquire(timeout=self._patience_s):
            raise BusyError
        try:
            yield
        finally:
            self._free.release()


class Desk:
    """An assistant asked by at most `places` people at once; others wait, at most `patience_s` seconds."""

    def __init__(self, assistant: Assistant, places: int = 1, patience_s: float = 30) -> None:
        self.assistant = assistant
        self._places = Places(places, patience_s)

    def ask(self, question: str, history: Sequence[Message] = ()) -> Turn:
        """As the assistant's. Raises BusyError when no place became free in time."""
        with self._places.one():
            return self.assistant.ask(question, history)


Position = Annotated[int | None, Query(ge=0, lt=2**31)]


class PastMessage(BaseModel):
    """One earlier message, as sent by a client."""

    role: Literal["user", "assistant"]
    content: str


class AskBody(BaseModel):
    """The body of `POST /api/ask`."""

    question: str
    history: list[PastMessage] = []


def create_api(
    desk: Desk, settings: WebSettings = WebSettings(), *, head: str = "", drawer: Drawer = draw_pdf
) -> FastAPI:
    """The API, guarded. Every error is `{"error": one sentence}` in the language that the client prefers.

    `head` is HTML for the head of pages mounted on it.
    """
    api = FastAPI(title="Wenju", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    add_guard(api, settings, _refusal, head)
    _add_error_handlers(api)
    assistant = desk.assistant
    easel = Places(1, patience_s=30)

    @api.post("/api/ask")
    def ask(body: AskBody) -> dict[str, Any]:
        return turn_dict(desk.ask(body.question, [Message(m.role, m.content) for m in body.history]))

    @api.get("/api/source")
    def source(
        request: Request,
        doc_id: str,
        spans: str = "",
        view: TextView = "repaired",
        start: Position = None,
        end: Position = None,
    ) -> dict[str, Any]:
        document, wanted = _cited(request, assistant, doc_id, spans)
        if start is not None and end is not None:
            raise RequestError(400, say("both_ends", _client_lang(request)))
        return {"doc_id": doc_id, **asdict(source_view(document, wanted, view, start=start, end=end))}

    @api.get("/api/page", response_class=Response, responses={200: {"content": {"image/png": {}}}})
    def page(request: Request, doc_id: str, page: int, spans: str = "") -> Response:
        document, wanted = _cited(request, assistant, doc_id, spans)
        lang, pages = _client_lang(request), len(document.pages)
        if not has_pictures(document):
            raise RequestError(404, say("no_pictures", lang))
        if not 1 <= page <= pages:
            raise RequestError(404, say("no_such_sheet", lang, page=page, pages=pages))
        try:
            with easel.one():
                picture = draw(drawer, document, page, wanted)
        except PictureError as error:
            raise RequestError(409, say(error.name, lang)) from error
        headers = {"cache-control": f"private, max-age={_KEPT_S}"}
        if picture.top is not None:
            headers["x-evidence-top"] = f"{picture.top:.4f}"
        return Response(picture.png, media_type="image/png", headers=headers)

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


def _cited(request: Request, assistant: Assistant, doc_id: str, spans: str) -> tuple[Document, list[Span]]:
    """The document and the spans that a request names. Raises RequestError."""
    lang = _client_lang(request)
    try:
        document = assistant.document(doc_id)
    except KeyError:
        raise RequestError(404, say("unknown_document", lang, doc_id=doc_id[:80])) from None
    wanted = _parse_spans(spans, len(document.text))
    if wanted is None:
        raise RequestError(400, say("bad_spans", lang))
    return document, wanted


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
