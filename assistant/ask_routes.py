"""Asking and searching over HTTP."""

import logging
from collections.abc import AsyncIterator, Collection, Sequence
from functools import partial
from threading import Event
from typing import Any

import orjson
from anyio import CapacityLimiter, create_task_group, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.desk import Desk
from assistant.events import EVENTS, HEADERS, MEDIA_TYPE, event, turn_events, wants_events
from assistant.limits import BusyError
from assistant.problems import RequestError, client_lang, problem_dict, responses
from assistant.records import Lang, Message, Turn
from assistant.render import hit_dict, turn_dict, why_dict
from assistant.schemas import AskBody, HitBody, SearchBody, TurnBody
from assistant.wording import say

log = logging.getLogger(__name__)


class Counter:
    """Where endpoints ask, at any of the desks: waiting takes a thread of its own, and who may not wait is told at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._threads = CapacityLimiter(desk.most_present)

    async def ask(
        self, desk: Desk, question: str, history: Sequence[Message], documents: Collection[str] | None = None
    ) -> Turn:
        """As a desk's."""
        try:
            with self._desk.places.admitted():
                return await to_thread.run_sync(
                    lambda: desk.ask_admitted(question, history, documents=documents),
                    limiter=self._threads,
                )
        except BusyError:
            self._desk.metrics.refusals.labels("busy").inc()
            raise

    async def stream(
        self, desk: Desk, question: str, history: Sequence[Message], documents: Collection[str] | None = None
    ) -> AsyncIterator[Turn]:
        """As a desk's. Closing it, as when a client goes away, stops the language model."""
        if desk.assistant.writer is None:
            yield await self.ask(desk, question, history, documents)
            return
        stop = Event()
        try:
            with self._desk.places.admitted():
                turns = desk.stream_admitted(question, history, documents=documents, stop=stop)
                following = partial(next, turns, None)
                while turn := await to_thread.run_sync(
                    following, limiter=self._threads, abandon_on_cancel=True
                ):
                    yield turn
        except BusyError:
            self._desk.metrics.refusals.labels("busy").inc()
            raise
        finally:
            stop.set()


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
        here, lang = desk.at(body.index), client_lang(request)
        for doc_id in body.documents or ():
            if not here.has_document(doc_id):
                raise RequestError(404, say("unknown_document", lang, doc_id=doc_id[:80]))
        history = [Message(message.role, message.content) for message in body.history]

        def whole(turn: Turn) -> dict[str, Any]:
            explained = here.explain(turn, documents=body.documents) if body.explain else None
            return turn_dict(turn) | ({"why": why_dict(explained)} if explained else {})

        if wants_events(request.headers.get("accept", "")):
            turns = await begun(counter.stream(here, body.question, history, body.documents))
            events = complete(turn_events(turns, whole), client_lang(request))
            return EventStream(events)
        turn = await counter.ask(here, body.question, history, body.documents)
        return _FastJson(await to_thread.run_sync(whole, turn) if body.explain else turn_dict(turn))

    @routes.post(
        "/api/search",
        summary="Find passages",
        response_model=list[HitBody],
        responses=responses(400, 404, 429, 503),
    )
    def search(body: SearchBody) -> JSONResponse:
        """The passages that have most to do with a query, without an answer."""
        return JSONResponse([hit_dict(hit) for hit in desk.at(body.index).search(body.query, body.k)])

    return routes


class _FastJson(JSONResponse):
    def render(self, content: Any) -> bytes:
        """The same JSON in a tenth of the time."""
        return orjson.dumps(content)


class EventStream(StreamingResponse):
    """Events as they come. It notices that its reader went away even while there is nothing to send."""

    def __init__(self, events: AsyncIterator[str]) -> None:
        super().__init__(events, media_type=MEDIA_TYPE, headers=HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI app."""
        async with create_task_group() as group:

            async def watch() -> None:
                await self.listen_for_disconnect(receive)
                group.cancel_scope.cancel()

            group.start_soon(watch)
            await self.stream_response(send)
            group.cancel_scope.cancel()


async def begun(turns: AsyncIterator[Turn]) -> AsyncIterator[Turn]:
    """The same turns, of which the first is there: what cannot be asked is known before a response begins."""
    first = await anext(turns)

    async def all_of_them() -> AsyncIterator[Turn]:
        yield first
        async for turn in turns:
            yield turn

    return all_of_them()


async def complete(events: AsyncIterator[str], lang: Lang) -> AsyncIterator[str]:
    """The events, with an event `error` in place of what is missing if something fails."""
    try:
        async for each in events:
            yield each
    except Exception:
        log.exception("a stream failed")
        yield event("error", problem_dict(500, say("failure", lang)))
