"""The bodies of requests and responses of the API: what `/openapi.json` describes and the client reads."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.understand import MAX_QUESTION_CHARS

MOST_HITS = 100
_MOST_MESSAGES = 200
_MOST_MESSAGE_CHARS = 20_000
_MOST_DOCUMENTS = 10_000

SpanPair = Annotated[
    list[int], Field(min_length=2, max_length=2, description="[start, end) in the file's own text")
]


IndexName = Annotated[str | None, Field(max_length=200, description="none: the first that is served")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PastMessage(_Body):
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=_MOST_MESSAGE_CHARS)


class AskBody(_Body):
    """A question, after the messages before it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "双湖科技园规划面积多大？"},
                {
                    "question": "那它由谁主办？",
                    "history": [{"role": "user", "content": "双湖科技园规划面积多大？"}],
                },
            ]
        },
    )

    question: str = Field(description=f"at most {MAX_QUESTION_CHARS} characters, with at least one word")
    history: list[PastMessage] = Field(default=[], max_length=_MOST_MESSAGES)
    index: IndexName = None
    documents: list[str] | None = Field(
        None, max_length=_MOST_DOCUMENTS, description="answer from these documents only, by id"
    )
    explain: bool = Field(False, description="add to the turn, as `why`, why it was answered as it was")


class SearchBody(_Body):
    """What to look for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"query": "氢能", "k": 3}]})

    query: str = Field(max_length=MAX_QUESTION_CHARS)
    k: int = Field(10, ge=1, le=MOST_HITS)
    index: IndexName = None


class FeedbackBody(_Body):
    """What a reader says of an answer. Sent again for the same turn, it takes the place of what was sent before."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"turn_id": "0123456789ab", "rating": "good", "comment": "准确"}]},
    )

    turn_id: str = Field(pattern=r"^[\w.-]{1,64}$", description="the `id` of the turn")
    rating: Literal["good", "bad", "wrong_source", "none"] = Field(description="`none` takes it back")
    comment: str = Field("", max_length=2000)
    question: str = Field("", max_length=MAX_QUESTION_CHARS)
    answer: str = Field("", max_length=5000)
    citation: int | None = Field(None, ge=1, le=999, description="the number of the source that is meant")
    documents: list[str] = Field([], max_length=50)
    lang: Literal["", "zh", "en"] = ""
    index: IndexName = None


class FeedbackTaken(BaseModel):
    """Feedback as it is kept now; it is on the disk."""

    turn_id: str
    rating: Literal["good", "bad", "wrong_source", "none"]


class FeedbackEntry(FeedbackBody):
    """Feedback that was kept. `at` is an ISO time in UTC."""

    at: str


class UnansweredEntry(BaseModel):
    """A question that the documents of `index` did not answer. `last` is an ISO time in UTC."""

    question: str
    times: int
    last: str
    reason: str
    index: str


class CitationBody(BaseModel):
    """A marker [n] of the answer, tied to the characters of a document at `spans`; `quote` equals them."""

    n: int
    doc_id: str
    title: str
    date: str | None
    section: list[str]
    page: int | None
    spans: list[SpanPair]
    quote: str
    passage_id: str


class HitBody(BaseModel):
    """A passage found; a higher score is better."""

    rank: int
    passage_id: str
    doc_id: str
    spans: list[SpanPair]
    score: float
    text: str


class AnswerBody(BaseModel):
    """The text with its markers [1]…; `short` is the figure, date, place or name asked for."""

    mode: Literal["extractive", "llm"]
    text: str
    short: str | None


class TermBody(BaseModel):
    """A word that was looked for, with other ways to say it; `weight` is its share of the question."""

    text: str
    forms: list[str]
    weight: float
    is_known: bool
    is_name: bool


class FoundBody(BaseModel):
    """A passage found, with its rank by words and by meaning alone; null beyond the first hundred.

    `parts` add up to the score: words, vectors, coverage, and what a headline loses or a reranker gives.
    """

    rank: int
    passage_id: str
    score: float
    bm25: float
    bm25_rank: int | None
    similarity: float
    dense_rank: int | None
    parts: dict[str, float]


class QuotedBody(BaseModel):
    """A citation, or where `n` is null the nearest sentence: which words of the question it says and lacks."""

    n: int | None
    text: str
    says: list[str]
    near: list[str]
    lacks: list[str]
    has_short: bool


class SignalBody(BaseModel):
    """Something that the confidence is made of, and its weight in it."""

    value: float
    weight: float


class WhyBody(BaseModel):
    """Why a turn was answered as it was; `confidence` below `threshold` is "not found"."""

    searched: str
    context: str
    kind: str
    topic: str
    is_followup: bool
    is_bridged: bool
    terms: list[TermBody]
    found: list[FoundBody]
    quoted: list[QuotedBody]
    confidence: float
    threshold: float
    signals: dict[str, SignalBody]


class TurnBody(BaseModel):
    """One exchange, complete. `why` is there only if it was asked for."""

    id: str
    question: str
    standalone: str
    lang: Literal["zh", "en"]
    status: Literal["answered", "not_found"]
    answer: AnswerBody
    reason: str | None
    confidence: float
    citations: list[CitationBody]
    hits: list[HitBody]
    timings_ms: dict[str, float]
    fingerprint: str
    why: WhyBody | None = None


class IndexEntry(BaseModel):
    """An index that is served."""

    name: str
    documents: int
    passages: int
    fingerprint: str


class DocumentEntry(BaseModel):
    """A document of the index. `characters` are those of its own text."""

    doc_id: str
    title: str
    publisher: str | None
    date: str | None
    characters: int
    passages: int
    pages: int


class HeadingEntry(BaseModel):
    """A heading and the character of the reading text where it begins."""

    title: str
    level: int
    start: int


class DocumentBody(DocumentEntry):
    """A document with its outline and a stretch of its reading text that begins at `start`; `size` is all of it."""

    outline: list[HeadingEntry]
    start: int
    size: int
    text: str


class SourceBody(BaseModel):
    """A stretch of a document around its evidence, as HTML that holds escaped text and our own tags only."""

    doc_id: str
    title: str
    date: str | None
    publisher: str | None
    section: list[str]
    page: int | None
    pages: int
    views: list[Literal["repaired", "file", "page"]]
    view: Literal["repaired", "file"]
    start: int
    end: int
    size: int
    html: str


class Health(BaseModel):
    """What is served."""

    status: Literal["ok"]
    documents: int
    fingerprint: str


class Readiness(BaseModel):
    """Whether questions are taken now."""

    ready: bool


class Session(BaseModel):
    """Who is asking. `login`: whether this server has users at all."""

    login: bool
    user: str | None
    admin: bool


class Problem(BaseModel):
    """What went wrong (RFC 9457): `detail` is a sentence to show, in the language of `Accept-Language`."""

    type: str
    title: str
    status: int
    detail: str
    error: str = Field(description="the same sentence as `detail`")
