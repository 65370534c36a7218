"""The records of one exchange, in the order in which the stages fill them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from corpus.document import Span
from index.passage import Hit, Passage

Lang = Literal["zh", "en"]
Publication = Literal["publisher", "date", "number", "passed", "approved"]
"""What can be asked of how a document came out."""


@dataclass(frozen=True, slots=True)
class Message:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


class Kind(StrEnum):
    """What sort of answer a question asks for. `SOURCE`: where something is said; `TOPIC`: what there is on it."""

    DEFINITION = "definition"
    QUANTITY = "quantity"
    DATE = "date"
    PLACE = "place"
    NAME = "name"
    LIST = "list"
    REASON = "reason"
    COMPARISON = "comparison"
    YES_NO = "yes_no"
    SOURCE = "source"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Period:
    """Years that a question names, `first` to `last` inclusive; `text` is how it names them.

    `basis`: `said` where the years are given (2025年, 十四五), `today` where they are counted from today's date
    (去年, last year).
    """

    text: str
    first: int
    last: int
    basis: Literal["said", "today"] = "said"


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood: `standalone` says the same without the conversation.

    `content` is `standalone` without question words and politeness: what is searched for.
    `context` is what the question before it searched for, if it goes on about the same. `topic` is what a later
    follow-up would call "it", or empty. `is_followup`: whether history was needed.

    `times` and `places` are the years and the places that are asked about, whether documents have them or not.
    `told` are answers already given, where more of the same is asked for. `document` is the id of the document
    that the question asks about as a whole, or empty; `publication` is what it asks of how that came out. `reply` is what to say where nothing should be looked up:
    a greeting, a request that is no question, a pronoun that stands for nothing; else empty.
    `nouns` is what the documents may call the thing of which a question in another language asks which one it is.
    """

    question: str
    standalone: str
    content: str
    lang: Lang
    kind: Kind
    context: str = ""
    topic: str = ""
    is_followup: bool = False
    times: tuple[Period, ...] = ()
    places: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    document: str = ""
    publication: Publication | None = None
    reply: str = ""
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence (or table row) chosen to answer: `[start, end)` in characters of the document's reading text.

    `coverage` in [0, 1] is the share of the query's weight that the sentence and its headings account for, `score` how likely it is
    the one that answers among all that were read. `says`: of each word of the query the share of the query's weight that it has in the
    sentence itself. `copies` are other passages with the same text as its passage.
    """

    passage: Passage
    start: int
    end: int
    text: str
    coverage: float
    score: float
    says: tuple[float, ...] = ()
    copies: tuple[Passage, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Term:
    """A word that was looked for. `forms` are other ways to say it: translations, other spellings, corrections.

    `weight` in [0, 1] is its share of the question; `is_known`: some passage has one of its forms.
    """

    text: str
    forms: tuple[str, ...]
    weight: float
    is_known: bool
    is_name: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, with its rank by words alone and by meaning alone; None if it is not among their first."""

    hit: Hit
    lexical_rank: int | None
    dense_rank: int | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A citation, or where nothing was found the nearest sentence: which words of the question it says and lacks.

    `near` are those that stand around it or in its headings. `n` is 0 where it is no citation.
    """

    n: int
    text: str
    says: tuple[str, ...]
    near: tuple[str, ...]
    lacks: tuple[str, ...]
    has_short: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why a turn was answered as it was. `signals` are what its confidence is made of, each with its weight in it."""

    turn: Turn
    terms: tuple[Term, ...]
    is_bridged: bool
    found: tuple[Found, ...]
    quoted: tuple[Quoted, ...]
    threshold: float
    signals: tuple[tuple[str, float, float], ...] = ()
