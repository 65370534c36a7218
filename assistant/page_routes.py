"""What the page asks for beside answers: questions to offer, places of a phrase, what the index holds, and why."""

import threading
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Depends, Query, Request

from assistant.app import Assistant
from assistant.chosen import chosen
from assistant.desk import Desk
from assistant.find import MAX_PHRASE_CHARS, find
from assistant.holdings import holdings
from assistant.problems import RequestError, client_lang
from assistant.suggest import MOST, Suggester
from assistant.why_html import why_html
from assistant.wording import say

T = TypeVar("T")

_MOST_NEAR = 20  # passages named in a request


class Kept(Generic[T]):
    """Something made of the assistant of each index that is served, and made anew when another one is."""

    def __init__(self, make: Callable[[Assistant, str], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: dict[str, tuple[Assistant, T]] = {}

    def at(self, desk: Desk) -> T:
        """That of the present assistant of a desk."""
        with self._lock:
            assistant, index = desk.assistant, desk.index
            if index not in self._made or self._made[index][0] is not assistant:
                self._made[index] = (assistant, self._make(assistant, index))
            return self._made[index][1]


def page_routes(desk: Desk) -> APIRouter:
    """`GET /api/suggest`, `/api/find`, `/api/holdings` and `/api/why`."""
    routes = APIRouter(include_in_schema=False)
    of_index = Depends(chosen(desk))
    suggester = Kept(lambda assistant, _: Suggester(assistant))
    held = Kept(holdings)

    @routes.get("/api/suggest")
    def suggest(
        passage: Annotated[list[str], Query(max_length=_MOST_NEAR)] = [],  # noqa: B006 (FastAPI reads it)
        n: Annotated[int, Query(ge=1, le=MOST)] = MOST,
        here: Desk = of_index,
    ) -> dict[str, Any]:
        return {"questions": suggester.at(here).suggest(passage, n)}

    @routes.get("/api/find")
    def find_phrase(
        request: Request,
        doc_id: str,
        phrase: Annotated[str, Query(max_length=MAX_PHRASE_CHARS)],
        here: Desk = of_index,
    ) -> dict[str, Any]:
        try:
            document = here.assistant.document(doc_id)
        except KeyError:
            sentence = say("unknown_document", client_lang(request), doc_id=doc_id[:80])
            raise RequestError(404, sentence) from None
        total, places = find(document, phrase)
        return {"total": total, "places": places}

    @routes.get("/api/holdings")
    def all_holdings(here: Desk = of_index) -> dict[str, Any]:
        return held.at(here)

    @routes.get("/api/why")
    def why(
        request: Request, turn: Annotated[str, Query(max_length=40)], here: Desk = of_index
    ) -> dict[str, Any]:
        found = here.why(turn)
        if found is None:
            raise RequestError(404, say("why_gone", client_lang(request)))
        return {"html": why_html(found)}

    return routes
