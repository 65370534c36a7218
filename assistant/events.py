"""A turn as a stream of server-sent events: understood, citations, delta…, done."""

import json
import re
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
from typing import Any

from assistant.records import Turn
from assistant.render import citation_dict, turn_dict

MEDIA_TYPE = "text/event-stream"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}  # the second is for nginx
EVENTS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "event": {"type": "string"},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
    "required": ["data"],
}
"""The schema of one event, for `/openapi.json`."""

_PIECE = re.compile(r"\[\d+\]\n*|[^\[\n]{1,24}\n*|\[|\n+")


async def turn_events(
    turns: AsyncIterable[Turn], whole: Callable[[Turn], dict[str, Any]] = turn_dict
) -> AsyncIterator[str]:
    """The events of turns that hold more and more of one answer; `whole` makes the JSON of the last.

    The texts of all `delta` are the text of the answer. `citations` comes before the first text that has any,
    and again with all of them when there are more. What comes at the same time is one text.
    """
    before: Turn | None = None
    async for turn in turns:
        if news := "".join(_news(before, turn)):
            yield news
        before = turn
    if before is not None:
        yield event("done", whole(before))


def _news(before: Turn | None, turn: Turn) -> Iterator[str]:
    """The events that tell what a turn has beyond the one before."""
    told = before.answer.text if before else ""
    cited = len(before.answer.citations) if before and told else -1
    if before is None:
        yield event("understood", _understood(turn))
    if turn.answer.text == told:
        return
    if len(turn.answer.citations) > cited:
        yield event("citations", [citation_dict(citation) for citation in turn.answer.citations])
    for piece in pieces(turn.answer.text[len(told) :]):
        yield event("delta", {"text": piece})


def _understood(turn: Turn) -> dict[str, Any]:
    query = turn.query
    return {
        "id": turn.turn_id,
        "question": query.question,
        "standalone": query.standalone,
        "lang": query.lang,
        "is_followup": query.is_followup,
    }


def event(name: str, data: object) -> str:
    """One event."""
    return f"event: {name}\n{data_line(data)}"


def data_line(data: object) -> str:
    """An event without a name."""
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def pieces(text: str) -> list[str]:
    """A text in pieces that a reader sees appear, none of which cuts a marker; joined they are the text."""
    return _PIECE.findall(text)


def wants_events(accept: str) -> bool:
    """Whether an `Accept` header asks for events rather than JSON."""
    return MEDIA_TYPE in accept.lower()
