"""A client of a Wenju server.

with Client("http://127.0.0.1:7860") as wenju:
    turn = wenju.ask("什么是飞地经济？")
    print(turn.answer.text, [citation.quote for citation in turn.citations])
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Literal
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter

from assistant.errors import AssistantError
from assistant.schemas import (
    DocumentBody,
    DocumentEntry,
    FeedbackBody,
    FeedbackEntry,
    FeedbackTaken,
    Health,
    HitBody,
    IndexEntry,
    PastMessage,
    Problem,
    TurnBody,
    UnansweredEntry,
)

Lang = Literal["zh", "en"]

_INDEXES = TypeAdapter(list[IndexEntry])
_HITS = TypeAdapter(list[HitBody])
_DOCUMENTS = TypeAdapter(list[DocumentEntry])
_FEEDBACK = TypeAdapter(list[FeedbackEntry])
_UNANSWERED = TypeAdapter(list[UnansweredEntry])


class ServerError(AssistantError):
    """The server refused or failed: its sentence, the HTTP `status`, and when to try again if it said so."""

    def __init__(self, status: int, sentence: str, retry_s: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.retry_s = retry_s


class Client:
    """Asks a server at `address`, with a base path if it has one. `token` is that of one of its users.

    `index` is the name of the index that is asked and read; None is the first that the server serves.

    Methods raise ServerError for what the server refuses, and httpx2.HTTPError when it cannot be reached.
    `http` is for tests: any client whose requests go to the server.
    """

    def __init__(
        self,
        address: str,
        *,
        token: str = "",
        index: str | None = None,
        lang: Lang = "zh",
        timeout_s: float = 60,
        http: httpx2.Client | None = None,
    ) -> None:
        self._http = http or httpx2.Client(base_url=address, timeout=timeout_s)
        self._index = {} if index is None else {"index": index}
        self._headers: dict[str, str] = {"accept-language": lang}
        if token:
            self._headers["authorization"] = f"Bearer {token}"

    def ask(
        self,
        question: str,
        history: Sequence[PastMessage] = (),
        *,
        documents: Sequence[str] | None = None,
        explain: bool = False,
    ) -> TurnBody:
        """The answer to a question, after the messages before it; from some documents only if they are given.

        With `explain` its `why` says why it was answered so.
        """
        body = self._question(question, history, documents) | ({"explain": True} if explain else {})
        response = self._send("POST", "api/ask", json=body)
        return TurnBody.model_validate_json(response.content)

    def stream(
        self, question: str, history: Sequence[PastMessage] = (), *, documents: Sequence[str] | None = None
    ) -> Iterator[str | TurnBody]:
        """The same as it comes: pieces of the answer's text, and at last the whole turn."""
        with self._streamed("api/ask", self._question(question, history, documents)) as response:
            for name, data in _events(response):
                if name == "delta":
                    yield data["text"]
                elif name == "done":
                    yield TurnBody.model_validate(data)
                elif name == "error":
                    raise ServerError(data["status"], data["detail"])

    def search(self, query: str, k: int = 10) -> list[HitBody]:
        """The k best passages, best first."""
        body = {"query": query, "k": k} | self._index
        return _HITS.validate_json(self._send("POST", "api/search", json=body).content)

    def indexes(self) -> list[IndexEntry]:
        """The indexes that are served; the first is asked by who names none."""
        return _INDEXES.validate_json(self._send("GET", "api/indexes").content)

    def documents(self) -> list[DocumentEntry]:
        """All documents of the index."""
        return _DOCUMENTS.validate_json(self._send("GET", "api/documents", params=self._index).content)

    def document(self, doc_id: str, start: int = 0, chars: int = 20_000) -> DocumentBody:
        """A document with its outline, and its reading text from `start`, at most `chars` characters of it."""
        path = f"api/documents/{quote(doc_id, safe='')}"
        response = self._send("GET", path, params={"start": start, "chars": chars} | self._index)
        return DocumentBody.model_validate_json(response.content)

    def page(self, doc_id: str, page: int, spans: Sequence[tuple[int, int]] = ()) -> bytes:
        """The picture of a page as PNG, with the characters at `spans` boxed."""
        path = f"api/documents/{quote(doc_id, safe='')}/page/{page}.png"
        marked = ",".join(f"{start}-{end}" for start, end in spans)
        return self._send("GET", path, params={"spans": marked} | self._index).content

    def give_feedback(self, feedback: FeedbackBody) -> FeedbackTaken:
        """Keep what a reader says of a turn; it takes the place of what was said of the same turn before."""
        response = self._send(
            "POST", "api/feedback", json=self._index | feedback.model_dump(exclude_none=True)
        )
        return FeedbackTaken.model_validate_json(response.content)

    def feedback(self) -> list[FeedbackEntry]:
        """What readers said, newest first. For an administrator."""
        return _FEEDBACK.validate_json(self._send("GET", "api/feedback").content)

    def unanswered(self) -> list[UnansweredEntry]:
        """Questions that were not answered, the one asked last first. For an administrator."""
        return _UNANSWERED.validate_json(self._send("GET", "api/unanswered").content)

    def health(self) -> Health:
        """What the server serves."""
        return Health.model_validate_json(self._send("GET", "healthz").content)

    def _question(
        self, question: str, history: Sequence[PastMessage], documents: Sequence[str] | None
    ) -> dict[str, Any]:
        body: dict[str, Any] = {
            "question": question,
            "history": [message.model_dump() for message in history],
            **self._index,
        }
        return body if documents is None else body | {"documents": list(documents)}

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        response = self._http.request(method, path, headers=self._headers, **more)
        _check(response)
        return response

    @contextmanager
    def _streamed(self, path: str, body: dict[str, Any]) -> Iterator[httpx2.Response]:
        headers = self._headers | {"accept": "text/event-stream"}
        with self._http.stream("POST", path, json=body, headers=headers) as response:
            if response.is_error:
                response.read()
            _check(response)
            yield response


def _check(response: httpx2.Response) -> None:
    if response.is_success:
        return
    try:
        sentence = Problem.model_validate_json(response.content).detail
    except ValueError:
        sentence = f"the server answered {response.status_code} {response.reason_phrase}"
    after = response.headers.get("retry-after", "")
    raise ServerError(response.status_code, sentence, int(after) if after.isdecimal() else None)


def _events(response: httpx2.Response) -> Iterator[tuple[str, Any]]:
    """The events of a stream, each with its name and its data."""
    name = ""
    for line in response.iter_lines():
        key, _, value = line.partition(": ")
        if key == "event":
            name = value
        elif key == "data":
            yield name, json.loads(value)
