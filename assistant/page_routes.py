"""What the page asks for beside answers: questions to offer, places of a phrase, what the index holds."""

import threading
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Query, Request

from assistant.app import Assistant
from assistant.desk import Desk
from assistant.find import MAX_PHRASE_CHARS, find
from assistant.holdings import holdings
from assistant.problems import RequestError, client_lang
from assistant.suggest import MOST, Suggester
from assistant.wording import say

T = TypeVar("T")

_MOST_NEAR = 20  # passages named in a request


class Kept(Generic[T]):
    """Something made of the assistant that is served, and made anew when another one is."""

    def __init__(self, desk: Desk, make: Callable[[Assistant], T]) -> None:
        self._desk = desk
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[Assistant, T] | None = None

    def get(self) -> T:
        """That of the present assistant."""
        with self._lock:
            assistant = self._desk.assistant
            if self._made is None or self._made[0] is not assistant:
                self._made = (assistant, self._make(assistant))
            return self._made[1]


def page_routes(desk: Desk) -> APIRouter:
    """`GET /api/suggest`, `/api/find` and `/api/holdings`."""
    routes = APIRouter(include_in_schema=False)
    suggester = Kept(desk, Suggester)
    held = Kept(desk, lambda assistant: holdings(assistant, desk.index))

    @routes.get("/api/suggest")
    def suggest(
        passage: Annotated[list[str], Query(max_length=_MOST_NEAR)] = [],  # noqa: B006 (FastAPI reads it)
        n: Annotated[int, Query(ge=1, le=MOST)] = MOST,
    ) -> dict[str, Any]:
        return {"questions": suggester.get().suggest(passage, n)}

    @routes.get("/api/find")
    def find_phrase(
        request: Request, doc_id: str, phrase: Annotated[str, Query(max_length=MAX_PHRASE_CHARS)]
    ) -> dict[str, Any]:
        try:
            document = desk.assistant.document(doc_id)
        except KeyError:
            sentence = say("unknown_document", client_lang(request), doc_id=doc_id[:80])
            raise RequestError(404, sentence) from None
        total, places = find(document, phrase)
        return {"total": total, "places": places}

    @routes.get("/api/holdings")
    def all_holdings() -> dict[str, Any]:
        return held.get()

    return routes
