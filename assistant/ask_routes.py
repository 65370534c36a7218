"""Asking and searching over HTTP."""

from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.desk import Desk
from assistant.events import EVENTS, HEADERS, MEDIA_TYPE, turn_events, wants_events
from assistant.limits import BusyError
from assistant.problems import RequestError, client_lang, responses
from assistant.records import Message, Turn
from assistant.render import hit_dict, turn_dict
from assistant.schemas import AskBody, HitBody, SearchBody, TurnBody
from assistant.wording import say

Ask = Callable[[str, Sequence[Message], Collection[str] | None], Any]


class Counter:
    """Where endpoints ask: waiting takes a thread of its own, and who may not wait is told at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._threads = CapacityLimiter(desk.most_present)

    async def ask(
        self, question: str, history: Sequence[Message], documents: Collection[str] | None = None
    ) -> Turn:
        """As the desk's."""
        try:
            with self._desk.places.admitted():
                return await to_thread.run_sync(
                    lambda: self._desk.ask_admitted(question, history, documents=documents),
                    limiter=self._threads,
                )
        except BusyError:
            self._desk.metrics.refusals.labels("busy").inc()
            raise


def ask_routes(desk: Desk, counter: Counter) -> APIRouter:
    """`POST /api/ask` and `POST /api/search`."""
    routes = APIRouter(tags=["ask"])

    @routes.post(
        "/api/ask",
        summary="Answer a question",
        responses={
            200: {"model": TurnBody, "content": {MEDIA_TYPE: {"schema": EVENTS}}},
            **responses(400, 404, 429, 503),
        },
    )
    async def ask(request: Request, body: AskBody) -> Response:
        """A turn as JSON; with `Accept: text/event-stream` the same as events: understood, citations, delta, done."""
        lang = client_lang(request)
        if body.index not in (None, desk.index):
            raise RequestError(404, say("other_index", lang, index=body.index[:80] if body.index else ""))
        for doc_id in body.documents or ():
            if not desk.has_document(doc_id):
                raise RequestError(404, say("unknown_document", lang, doc_id=doc_id[:80]))
        history = [Message(message.role, message.content) for message in body.history]
        turn = await counter.ask(body.question, history, body.documents)
        if wants_events(request.headers.get("accept", "")):
            return StreamingResponse(streamed(turn_events(turn)), media_type=MEDIA_TYPE, headers=HEADERS)
        return JSONResponse(turn_dict(turn))

    @routes.post(
        "/api/search",
        summary="Find passages",
        response_model=list[HitBody],
        responses=responses(400, 429, 503),
    )
    def search(body: SearchBody) -> JSONResponse:
        """The passages that have most to do with a query, without an answer."""
        return JSONResponse([hit_dict(hit) for hit in desk.search(body.query, body.k)])

    return routes


async def streamed(events: Iterator[str]) -> AsyncIterator[str]:
    """The events one by one, without a thread for each."""
    for event in events:
        yield event
