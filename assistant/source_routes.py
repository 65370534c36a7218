"""Documents over HTTP: their list, their text, the stretch around a citation, the picture of a page."""

import re
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from assistant.chosen import chosen
from assistant.desk import Desk
from assistant.documents import document_entry, document_text
from assistant.limits import Places
from assistant.picture import Drawer, PictureError, draw
from assistant.problems import RequestError, client_lang, responses
from assistant.schemas import DocumentBody, DocumentEntry, IndexEntry, SourceBody
from assistant.source import TextView, has_pictures, source_view
from assistant.wording import say
from corpus.document import Document, Span

_SPANS = re.compile(r"(?:\d{1,9}-\d{1,9}(?:,\d{1,9}-\d{1,9}){0,499})?")
_KEPT_S = 600  # that a browser keeps a picture
MOST_CHARS = 100_000

Position = Annotated[int | None, Query(ge=0, lt=2**31)]
DocId = Annotated[str, Query(max_length=500)]
Spans = Annotated[str, Query(max_length=20_000, description="12-40,55-60: characters of the file's own text")]
_PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}}}


def source_routes(desk: Desk, drawer: Drawer) -> APIRouter:
    """`GET /api/indexes`, `/api/source`, `/api/page`, `/api/docs`, and `/api/documents` with what is below it."""
    routes = APIRouter(tags=["documents"])
    of_index = Depends(chosen(desk))
    easel = Places(1, patience_s=30, waiting=32)

    @routes.get("/api/indexes", response_model=list[IndexEntry])
    def indexes() -> JSONResponse:
        """The indexes that are served. The first is asked by who names none."""
        return JSONResponse([index_entry(each) for each in desk.desks])

    @routes.get("/api/source", response_model=SourceBody, responses=responses(400, 404))
    def source(
        request: Request,
        doc_id: DocId,
        spans: Spans = "",
        view: TextView = "repaired",
        start: Position = None,
        end: Position = None,
        here: Desk = of_index,
    ) -> JSONResponse:
        """The stretch of a document around the first of its spans, as HTML with all of them marked."""
        document, wanted = _cited(request, here, doc_id, spans)
        if start is not None and end is not None:
            raise RequestError(400, say("both_ends", client_lang(request)))
        shown = source_view(document, wanted, view, start=start, end=end)
        return JSONResponse({"doc_id": doc_id, **asdict(shown)})

    def picture(request: Request, here: Desk, doc_id: str, page: int, spans: str) -> Response:
        document, wanted = _cited(request, here, doc_id, spans)
        lang, pages = client_lang(request), len(document.pages)
        if not has_pictures(document):
            raise RequestError(404, say("no_pictures", lang))
        if not 1 <= page <= pages:
            raise RequestError(404, say("no_such_sheet", lang, page=page, pages=pages))
        try:
            with easel.one():
                drawn = draw(drawer, document, page, wanted)
        except PictureError as error:
            raise RequestError(409, say(error.name, lang)) from error
        headers = {"cache-control": f"private, max-age={_KEPT_S}"}
        if drawn.top is not None:
            headers["x-evidence-top"] = f"{drawn.top:.4f}"
        return Response(drawn.png, media_type="image/png", headers=headers)

    @routes.get("/api/page", response_class=Response, responses={**_PNG, **responses(400, 404, 409, 503)})
    def page(
        request: Request, doc_id: DocId, page: int, spans: Spans = "", here: Desk = of_index
    ) -> Response:
        """The picture of a page with its evidence boxed; `x-evidence-top` says where that begins, in [0, 1]."""
        return picture(request, here, doc_id, page, spans)

    @routes.get("/api/docs", response_model=list[DocumentEntry], responses=responses(404))
    @routes.get("/api/documents", response_model=list[DocumentEntry], responses=responses(404))
    def documents(here: Desk = of_index) -> JSONResponse:
        """All documents of the index, in the order in which they were read."""
        counts = here.passage_counts()
        return JSONResponse(
            [document_entry(each, counts.get(each.doc_id, 0)) for each in here.assistant.documents()]
        )

    @routes.get(
        "/api/documents/{doc_id:path}/page/{page}.png",
        response_class=Response,
        responses={**_PNG, **responses(400, 404, 409, 503)},
    )
    def document_page(
        request: Request,
        doc_id: str,
        page: Annotated[int, Path(lt=2**31)],
        spans: Spans = "",
        here: Desk = of_index,
    ) -> Response:
        """The same picture by an address of its own."""
        return picture(request, here, doc_id, page, spans)

    @routes.get("/api/documents/{doc_id:path}", response_model=DocumentBody, responses=responses(404))
    def document(
        request: Request,
        doc_id: str,
        start: Annotated[int, Query(ge=0, lt=2**31)] = 0,
        chars: Annotated[int, Query(ge=0, le=MOST_CHARS)] = 20_000,
        here: Desk = of_index,
    ) -> JSONResponse:
        """A document: what is known of it, its outline, and its reading text from `start`, at most `chars` of it."""
        found = _document(request, here, doc_id)
        entry = document_entry(found, here.passage_counts().get(doc_id, 0))
        return JSONResponse(entry | document_text(found, start, chars))

    return routes


def index_entry(desk: Desk) -> dict[str, Any]:
    """What a list of indexes says of the one that a desk is at."""
    assistant = desk.assistant
    return {
        "name": desk.index,
        "documents": len(assistant.documents()),
        "passages": len(assistant.passages),
        "fingerprint": assistant.fingerprint,
    }


def _document(request: Request, desk: Desk, doc_id: str) -> Document:
    try:
        return desk.assistant.document(doc_id)
    except KeyError:
        sentence = say("unknown_document", client_lang(request), doc_id=doc_id[:80])
        raise RequestError(404, sentence) from None


def _cited(request: Request, desk: Desk, doc_id: str, spans: str) -> tuple[Document, list[Span]]:
    """The document and the spans that a request names. Raises RequestError."""
    document = _document(request, desk, doc_id)
    wanted = _parse_spans(spans, len(document.text))
    if wanted is None:
        raise RequestError(400, say("bad_spans", client_lang(request)))
    return document, wanted


def _parse_spans(spans: str, size: int) -> list[Span] | None:
    if not _SPANS.fullmatch(spans):
        return None
    parsed = [(int(start), int(end)) for start, end in re.findall(r"(\d+)-(\d+)", spans)]
    return parsed if all(start < end <= size for start, end in parsed) else None
