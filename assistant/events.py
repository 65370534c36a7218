"""A turn as a stream of server-sent events: understood, citations, delta…, done."""

import json
import re
from collections.abc import Iterator
from typing import Any

from assistant.records import Turn
from assistant.render import turn_dict

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


def turn_events(turn: Turn) -> Iterator[str]:
    """The events of a turn. The texts of all `delta` are the text of the answer; `done` holds the whole turn."""
    whole = turn_dict(turn)
    understood = {key: whole[key] for key in ("id", "question", "standalone", "lang")}
    yield event("understood", {**understood, "is_followup": turn.query.is_followup})
    yield event("citations", whole["citations"])
    for piece in pieces(turn.answer.text):
        yield event("delta", {"text": piece})
    yield event("done", whole)


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
