"""A small corpus and an assistant over it that needs no index."""

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np

from assistant.records import Answer, Citation, Kind, Message, Query, Turn
from corpus.document import BlockKind, Document, Span
from eval.topics import Topic
from index.passage import Hit, Passage, rank_hits
from index.settings import Mode

PARK = (
    "双湖科技园规划面积8.05平方公里，\n以汇通湖和金彭湖为中心。\n－13－\n数字仓融通是一款产品，提供实时监控。"
)
RAIL = "市域铁路S11线连接成都和德阳。\n全线设站十座，\n预计2025年建成。"
NOT_IN_READING = "－13－\n"


def make_document(doc_id: str, text: str) -> Document:
    """A document whose reading text has no line breaks and no page number."""
    kept = [offset for offset, char in enumerate(text) if char != "\n"]
    if NOT_IN_READING in text:
        page = text.index(NOT_IN_READING)
        kept = [offset for offset in kept if not page <= offset < page + len(NOT_IN_READING)]
    return Document(
        doc_id=doc_id,
        title=doc_id,
        publisher=None,
        date=None,
        path=f"{doc_id}.txt",
        sha256="",
        text=text,
        reading="".join(text[offset] for offset in kept),
        offsets=np.array(kept, dtype=np.int32),
        blocks=(),
    )


def cut(document: Document, cuts: Sequence[int]) -> list[Passage]:
    """The passages between the given positions of the reading text, from its start to its end."""
    bounds = sorted({0, *cuts, len(document.reading)})
    return [
        Passage(
            passage_id=f"{document.doc_id}#{n}",
            doc_id=document.doc_id,
            start=start,
            end=end,
            text=document.reading[start:end],
            spans=document.spans(start, end),
            section=(),
            kind=BlockKind.PARAGRAPH,
        )
        for n, (start, end) in enumerate(pairwise(bounds), 1)
    ]


def sentences(document: Document) -> list[Passage]:
    """One passage a sentence."""
    return cut(document, [i + 1 for i, char in enumerate(document.reading) if char == "。"])


def make_topic(
    topic_id: str = "t1",
    *,
    question: str = "双湖科技园面积多大？",
    doc_id: str | None = "park",
    evidence: tuple[str, ...] = ("规划面积8.05平方公里",),
    answers: tuple[str, ...] = ("8.05平方公里",),
    type_: str = "factoid",
    history: tuple[Message, ...] = (),
    alt_evidence: tuple[str, ...] = (),
) -> Topic:
    return Topic(
        topic_id, type_, "zh", history, question, doc_id, evidence, answers, bool(doc_id), alt_evidence
    )


def unanswerable(topic_id: str, question: str) -> Topic:
    return make_topic(topic_id, question=question, doc_id=None, evidence=(), answers=(), type_="unanswerable")


def make_citation(doc_id: str, spans: tuple[Span, ...], quote: str, n: int = 1) -> Citation:
    return Citation(n, doc_id, doc_id, None, (), None, spans, quote, f"{doc_id}#1")


def make_turn(answer: Answer, hits: Sequence[Hit] = (), question: str = "?") -> Turn:
    query = Query(question, question, question, "zh", Kind.TOPIC)
    timings = {"understand": 1.0, "retrieve": 2.0, "answer": 4.0}
    return Turn("0", query, tuple(hits), (), answer, 0.5, "fake", timings)


class FakeAssistant:
    """Ranks by shared characters; answers with the whole first passage, refuses if it shares too little.

    Questions in `failing` raise.
    """

    def __init__(self, fingerprint: str = "fake", failing: Collection[str] = ()) -> None:
        self.fingerprint = fingerprint
        self.failing = failing
        self._documents = [make_document("park", PARK), make_document("rail", RAIL)]
        self.passages = [passage for document in self._documents for passage in sentences(document)]
        self.asked: list[tuple[str, Mode]] = []

    def documents(self) -> list[Document]:
        return self._documents

    def ask(
        self, question: str, history: Sequence[Message] = (), *, k: int = 10, mode: Mode = "hybrid"
    ) -> Turn:
        self.asked.append((question, mode))
        if question in self.failing:
            raise RuntimeError("out of order")
        words = set(question)
        scored = ((p, float(len(words & set(p.text))), 0.0, 0.0) for p in self.passages)
        hits = rank_hits(scored, k=k)
        if hits[0].score < len(words) / 2:
            return make_turn(Answer("not_found", "没有找到。"), hits, question)
        best = hits[0].passage
        citation = make_citation(best.doc_id, best.spans, best.text)
        return make_turn(Answer("answered", f"{best.text}[1]", citations=(citation,)), hits, question)
