"""The desk at which the page, the API and other programs ask: one for each index, so many at once, counted."""

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from threading import BoundedSemaphore, Event
from time import perf_counter
from typing import Any

from assistant.app import Assistant
from assistant.errors import FeedbackError, NotServed, QuestionError
from assistant.feedback import FeedbackStore
from assistant.limits import BusyError, Places
from assistant.metrics import Metrics
from assistant.pipeline import new_id
from assistant.recent import Recent, key_of
from assistant.records import Message, Turn, Why
from assistant.understand import clean, content_of, language
from assistant.wording import say
from index.passage import Hit

log = logging.getLogger(__name__)

_MOST_PENDING = 1000  # unanswered questions waiting to be written down
_MOST_SHOWN = 500  # turns on the page of which somebody may still ask why


class Desk:
    """An assistant asked by at most `places` people at once, while at most `waiting` others wait `patience_s` seconds.

    `feedback` keeps what readers say, and unanswered questions if `keep_questions`; None keeps nothing.
    `index` is the name under which the index is known to callers. With `log_questions` their text stands in the log.
    Desks at further indexes stand `beside` it; all share places, feedback and counts.
    """

    def __init__(
        self,
        assistant: Assistant,
        places: int = 1,
        patience_s: float = 30,
        *,
        waiting: int = 64,
        feedback: FeedbackStore | None = None,
        keep_questions: bool = True,
        log_questions: bool = False,
        index: str = "default",
    ) -> None:
        self.assistant = assistant
        self.feedback = feedback
        self.index = index
        self.metrics = Metrics()
        self.places = Places(places, patience_s, waiting)
        self.most_present = places + waiting
        self._keep_questions = keep_questions and feedback is not None
        self._log_questions = log_questions
        self._writer = ThreadPoolExecutor(1, "unanswered")
        self._recent: Recent[Turn] = Recent()
        self._shown: Recent[tuple[Turn, Collection[str] | None]] = Recent(_MOST_SHOWN)
        self._counted: tuple[Assistant, Mapping[str, int]] | None = None
        self._pending = BoundedSemaphore(_MOST_PENDING)
        self._desks: dict[str, Desk] = {index: self}
        self.metrics.present.set_function(lambda: self.places.present)
        self.metrics.documents.set_function(
            lambda: sum(len(each.assistant.documents()) for each in self.desks)
        )
        self.metrics.passages.set_function(lambda: sum(len(each.assistant.passages) for each in self.desks))

    @property
    def desks(self) -> tuple["Desk", ...]:
        """The desks at all indexes that are served; the first is asked by who names none."""
        return tuple(self._desks.values())

    def beside(self, assistant: Assistant, index: str) -> "Desk":
        """A desk at another index, which is served from now on."""
        other = copy(self)
        other.assistant, other.index, other._counted = assistant, index, None
        self._desks[index] = other
        return other

    def at(self, index: str | None) -> "Desk":
        """The desk at an index by its name, the first if it is None. Raises NotServed."""
        if index is None:
            return self.desks[0]
        try:
            return self._desks[index]
        except KeyError:
            raise NotServed(index, tuple(self._desks)) from None

    def swap(self, assistant: Assistant) -> None:
        """Answer from another index from now on; who is being answered is answered from the one before."""
        self.assistant = assistant

    def ask(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        documents: Collection[str] | None = None,
    ) -> Turn:
        """As the assistant's. Raises BusyError when too many wait, or no place became free in time."""
        *_, turn = self.stream(question, history, documents=documents)
        return turn

    def ask_admitted(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        documents: Collection[str] | None = None,
    ) -> Turn:
        """The same for one who was admitted to `places` already."""
        *_, turn = self.stream_admitted(question, history, documents=documents)
        return turn

    def stream(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        documents: Collection[str] | None = None,
        stop: Event | None = None,
    ) -> Iterator[Turn]:
        """As `ask`, with the answer as far as it is written in each turn; the last is complete.

        Without a language model there is only the last. Setting `stop` ends the writing soon.
        """
        try:
            with self.places.admitted():
                yield from self.stream_admitted(question, history, documents=documents, stop=stop)
        except BusyError:
            self.metrics.refusals.labels("busy").inc()
            raise

    def stream_admitted(
        self,
        question: str,
        history: Sequence[Message] = (),
        *,
        documents: Collection[str] | None = None,
        stop: Event | None = None,
    ) -> Iterator[Turn]:
        """The same for one who was admitted to `places` already. No place is taken while a model writes."""
        assistant = self.assistant
        chosen: dict[str, Any] = {} if documents is None else {"documents": documents}
        if assistant.writer is None:
            yield self._counted_turn(self._told(assistant, question, history, documents))
            return
        with self.places.inside():
            turn = assistant.extract(question, history, **chosen)
        written = turn
        for written in assistant.write(turn, history, stop):
            yield written
        self._counted_turn(written)

    def _told(
        self,
        assistant: Assistant,
        question: str,
        history: Sequence[Message],
        documents: Collection[str] | None,
    ) -> Turn:
        """The turn of an assistant without a language model: the same question of the same index has the same answer."""
        started = perf_counter()
        key = key_of(assistant.fingerprint, question, history, documents)
        known = None if key is None else self._recent.get(key)
        if known is not None:
            took = 1000 * (perf_counter() - started)
            timings = dict.fromkeys(known.timings_ms, 0.0) | {"answer": took}
            return replace(known, turn_id=new_id(), timings_ms=timings)
        chosen: dict[str, Any] = {} if documents is None else {"documents": documents}
        with self.places.inside():
            turn = assistant.ask(question, history, **chosen)
        if key is not None:
            self._recent.put(key, turn)
        return turn

    def _counted_turn(self, turn: Turn) -> Turn:
        self.metrics.count_turn(turn)
        self._note(turn)
        return turn

    def explain(self, turn: Turn, *, documents: Collection[str] | None = None) -> Why:
        """Why a turn, asked of these documents, was answered as it was. Raises BusyError as `ask` does."""
        with self.places.one():
            return self.assistant.explain(turn, documents=documents)

    def remember(self, turn: Turn, documents: Collection[str] | None) -> None:
        """Keep a turn, asked of these documents, for who asks why it was answered so."""
        self._shown.put(turn.turn_id, (turn, documents))

    def why(self, turn_id: str) -> Why | None:
        """Why a turn that was remembered was answered so; None if it is forgotten. Raises BusyError as `ask` does."""
        turn, documents = self._shown.get(turn_id) or (None, None)
        if turn is None or turn.fingerprint != self.assistant.fingerprint:
            return None
        return self.explain(turn, documents=documents)

    def search(self, query: str, k: int) -> list[Hit]:
        """The k best passages. Raises QuestionError, and BusyError as `ask` does."""
        query = clean(query)
        if not any(char.isalnum() for char in query):
            raise QuestionError(say("wordless_question", language(query)))
        with self.places.one():
            return self.assistant.searcher.search(content_of(query), k=k)

    def has_document(self, doc_id: str) -> bool:
        """Whether the index has a document of this id."""
        try:
            self.assistant.document(doc_id)
        except KeyError:
            return False
        return True

    def passage_counts(self) -> Mapping[str, int]:
        """How many passages each document has, by its id."""
        assistant = self.assistant
        if self._counted is None or self._counted[0] is not assistant:
            self._counted = assistant, Counter(passage.doc_id for passage in assistant.passages)
        return self._counted[1]

    def close(self) -> None:
        """Write down what is still to be written."""
        self._writer.shutdown()
        if self.feedback is not None:
            self.feedback.close()

    def _note(self, turn: Turn) -> None:
        facts: dict[str, Any] = {
            "turn_id": turn.turn_id,
            "status": turn.answer.status,
            "confidence": round(turn.confidence, 3),
            "ms": round(sum(turn.timings_ms.values()), 1),
        }
        if self._log_questions:
            facts["question"] = turn.query.question
        log.info("asked", extra={"facts": facts})
        if (
            turn.answer.status == "not_found"
            and self._keep_questions
            and self._pending.acquire(blocking=False)
        ):
            self._writer.submit(self._keep, turn.query.standalone, turn.answer.reason)

    def _keep(self, question: str, reason: str) -> None:
        try:
            if self.feedback is not None:
                self.feedback.put_unanswered(question, reason, self.index)
        except FeedbackError as error:
            log.warning("%s", error)
        finally:
            self._pending.release()
