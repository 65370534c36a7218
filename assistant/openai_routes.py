"""Chat completions as OpenAI's API has them, so that existing chat front ends can ask; citations are annotations."""

import re
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.ask_routes import Counter, EventStream, begun
from assistant.desk import Desk
from assistant.events import EVENTS, MEDIA_TYPE, data_line, pieces
from assistant.problems import RequestError, client_lang, responses
from assistant.records import Answer, Citation, Message, Turn
from assistant.render import turn_dict
from assistant.wording import say

MODEL = "wenju"
_OF_INDEX = f"{MODEL}/"
_MOST_MESSAGES = 200


class ChatPart(BaseModel):
    """A part of a message; only texts can be asked."""

    type: Literal["text"]
    text: str


class ChatMessage(BaseModel):
    """A message of the conversation. Those of the roles system and developer are not needed, and passed over."""

    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[ChatPart]

    def text(self) -> str:
        """All its text."""
        return self.content if isinstance(self.content, str) else "".join(part.text for part in self.content)


class ChatBody(BaseModel):
    """A request for a completion. Other fields of OpenAI's, as temperature, say nothing here and are passed over."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "什么是飞地经济？"}]}]
        }
    )

    model: str = Field(MODEL, max_length=200, description="wenju/NAME asks the index NAME")
    messages: list[ChatMessage] = Field(min_length=1, max_length=_MOST_MESSAGES)
    stream: bool = False


def openai_routes(desk: Desk, counter: Counter) -> APIRouter:
    """`POST /v1/chat/completions` and `GET /v1/models`."""
    routes = APIRouter(tags=["openai"])

    @routes.get("/v1/models")
    def models() -> dict[str, Any]:
        """The documents of the first index as `wenju`; where there are several indexes, each as `wenju/NAME`."""
        several = desk.desks if len(desk.desks) > 1 else ()
        names = [MODEL, *(f"{_OF_INDEX}{each.index}" for each in several)]
        return {
            "object": "list",
            "data": [{"id": name, "object": "model", "created": 0, "owned_by": "wenju"} for name in names],
        }

    @routes.post(
        "/v1/chat/completions",
        responses={
            200: {"content": {"application/json": {}, MEDIA_TYPE: {"schema": EVENTS}}},
            **responses(400, 404, 429, 503),
        },
        response_model=None,
    )
    async def complete(request: Request, body: ChatBody) -> Response:
        """Answer the last message. `wenju` in the answer is the whole turn, with the spans of its citations."""
        said = [
            Message(message.role, message.text())
            for message in body.messages
            if message.role == "user" or message.role == "assistant"
        ]
        if not said or said[-1].role != "user":
            raise RequestError(400, say("no_last_question", client_lang(request)))
        is_named = body.model.startswith(_OF_INDEX)
        here = desk.at(body.model.removeprefix(_OF_INDEX) if is_named else None)
        path = f"{request.scope.get('root_path', '')}/"
        query = urlencode({"index": here.index}) if is_named else ""
        page = str(request.url.replace(path=path, query=query, fragment=""))
        frame = {"model": body.model if is_named else MODEL, "created": int(time.time())}
        if body.stream:
            turns = await begun(counter.stream(here, said[-1].content, said[:-1]))
            return EventStream(_chunks(turns, frame, page))
        turn = await counter.ask(here, said[-1].content, said[:-1])
        return JSONResponse(_completion(turn, frame, page))

    return routes


def _completion(turn: Turn, frame: dict[str, Any], page: str) -> dict[str, Any]:
    message = {
        "role": "assistant",
        "content": turn.answer.text,
        "refusal": None,
        "annotations": _annotations(turn, page),
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    return {
        **_named(turn, "chat.completion", frame),
        "choices": [choice],
        "usage": usage,
        "wenju": turn_dict(turn),
    }


async def _chunks(turns: AsyncIterator[Turn], frame: dict[str, Any], page: str) -> AsyncIterator[str]:
    def chunk(turn: Turn, delta: dict[str, Any], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return data_line({**_named(turn, "chat.completion.chunk", frame), "choices": [choice]})

    told = ""
    last: Turn | None = None
    async for turn in turns:
        if last is None:
            yield chunk(turn, {"role": "assistant", "content": ""})
        last = turn
        for piece in pieces(turn.answer.text[len(told) :]):
            yield chunk(turn, {"content": piece})
        told = turn.answer.text
    if last is not None:
        if last.answer.citations:
            yield chunk(last, {"annotations": _annotations(last, page)})
        yield chunk(last, {}, "stop")
    yield "data: [DONE]\n\n"


def _named(turn: Turn, kind: str, frame: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"chatcmpl-{turn.turn_id}", "object": kind, **frame}


def _annotations(turn: Turn, page: str) -> list[dict[str, Any]]:
    """One for each marker: its characters in the text, and where the page shows what it cites."""
    known = {citation.n: citation for citation in turn.answer.citations}
    found = []
    for start, end, n in _markers(turn.answer):
        place = {
            "url": _link(known[n], page),
            "title": known[n].title,
            "start_index": start,
            "end_index": end,
        }
        found.append({"type": "url_citation", "url_citation": place})
    return found


def _markers(answer: Answer) -> Iterator[tuple[int, int, int]]:
    """`[start, end)` and number of the markers. A quotation may hold some that are not ours: its own comes behind it."""
    if answer.mode == "llm":
        yield from ((*marker.span(), int(marker[1])) for marker in re.finditer(r"\[(\d+)\]", answer.text))
        return
    done = 0
    for citation in answer.citations:
        marker = re.compile(rf"{re.escape(citation.quote)}\s?(\[{citation.n}\])").search(answer.text, done)
        if marker is not None:
            done = marker.end(1)
            yield (*marker.span(1), citation.n)


def _link(citation: Citation, page: str) -> str:
    """The place of a citation in the page."""
    spans = ",".join(f"{start}-{end}" for start, end in citation.spans)
    return f"{page}#source/{quote(citation.doc_id, safe='')}/{spans}"
