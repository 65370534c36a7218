"""The records of one exchange, in the order in which the stages fill them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from corpus.document import Span
from index.passage import Hit, Passage

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Message:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


class Kind(StrEnum):
    """What sort of answer a question asks for."""

    DEFINITION = "definition"
    QUANTITY = "quantity"
    DATE = "date"
    PLACE = "place"
    NAME = "name"
    LIST = "list"
    REASON = "reason"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood: `standalone` says the same without the conversation.

    `content` is `standalone` without question words and politeness: what is searched for.
    `context` is what the question before it searched for, if it goes on about the same. `topic` is what a later follow-up would call "it", or empty. `is_followup`: whether history was needed.
    """

    question: str
    standalone: str
    content: str
    lang: Lang
    kind: Kind
    context: str = ""
    topic: str = ""
    is_followup: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence (or table row) chosen to answer: `[start, end)` in characters of the document's reading text.

    `coverage` in [0, 1] is the share of the query's weight that the sentence and its headings account for.
    """

    passage: Passage
    start: int
    end: int
    text: str
    spans: tuple[Span, ...]
    coverage: float
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A marker [n] tied to the characters of a document. `quote` equals the text at `spans`, white space aside."""

    n: int
    doc_id: str
    title: str
    date: str | None
    section: tuple[str, ...]
    page: int | None
    spans: tuple[Span, ...]
    quote: str
    passage_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown. `text` holds markers [1]..[n]; `short` is the number, date, place or name asked for."""

    status: Literal["answered", "not_found"]
    text: str
    short: str | None = None
    citations: tuple[Citation, ...] = ()
    reason: str = ""
    mode: Literal["extractive", "llm"] = "extractive"


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange, complete. `confidence` in [0, 1]: how sure the assistant is that the corpus answers."""

    turn_id: str
    query: Query
    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    answer: Answer
    confidence: float
    fingerprint: str
    timings_ms: dict[str, float] = field(default_factory=dict)
