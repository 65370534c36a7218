"""One conversation of one browser tab: what was asked and told, and who may still add to it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event

from assistant.records import Message

MOST_EXCHANGES = 50  # of a conversation; the oldest are forgotten first
_REMEMBERED = 20  # messages sent along as history


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its reply as HTML. `messages` are empty where the reply was no answer.

    One that is not `is_complete` is still being written.
    """

    asked: str
    reply: str
    messages: tuple[Message, ...] = ()
    is_complete: bool = True


@dataclass(eq=False)
class Run:
    """Questions being asked one after another. `asked` is the one under way, as HTML; setting `stop` ends it soon."""

    asked: str = ""
    stop: Event = field(default_factory=Event)


@dataclass
class Conversation:
    """What was asked so far, and the run under way, if one is.

    A run that was stopped, or whose conversation was left, may still be computing: it is no longer `run`, and
    must not add anything.
    """

    exchanges: tuple[Exchange, ...] = ()
    run: Run | None = None

    def add(self, exchange: Exchange) -> None:
        """Append an exchange."""
        self.exchanges = (*self.exchanges, exchange)[-MOST_EXCHANGES:]

    def keep(self, count: int) -> None:
        """Forget all exchanges but the first `count`."""
        self.exchanges = self.exchanges[:count]

    @property
    def history(self) -> Sequence[Message]:
        """The messages that a follow-up is understood by."""
        return [message for exchange in self.exchanges for message in exchange.messages][-_REMEMBERED:]


@dataclass(frozen=True, slots=True)
class Order:
    """What the script of the page wants asked: `questions`, one after another, after the first `keep` exchanges.

    With no questions it stops what is being asked.
    """

    questions: tuple[str, ...] = ()
    keep: int = 0


def parse_order(text: str) -> Order | None:
    """An order as JSON `{"questions": [...], "keep": n}`; None for anything else."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    questions, keep = told.get("questions"), told.get("keep", 0)
    if not isinstance(questions, list) or len(questions) > MOST_EXCHANGES:
        return None
    if not all(isinstance(question, str) for question in questions):
        return None
    if type(keep) is not int or not 0 <= keep <= MOST_EXCHANGES:
        return None
    return Order(tuple(filter(None, map(str.strip, questions))), keep)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the page asks: the `documents` of these ids of an `index`; None is all, and the first index."""

    index: str | None = None
    documents: frozenset[str] | None = None


def parse_scope(text: str) -> Scope:
    """A scope as JSON `{"index": NAME, "documents": [ID...]}`; what is anything else is left out."""
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return Scope()
    if not isinstance(told, dict):
        return Scope()
    index, documents = told.get("index"), told.get("documents")
    named = [name for name in documents if isinstance(name, str)] if isinstance(documents, list) else []
    return Scope(index if isinstance(index, str) else None, frozenset(named) or None)
