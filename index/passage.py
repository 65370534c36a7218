"""The records of this package: a passage, a hit, and the one place where hits are ranked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import BlockKind, Span

FIRST_RANK = 1
Parts = tuple[tuple[str, float], ...]
"""What adds up to a score, each summand with the name of what gave it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed and returned: a stretch of one document that never cuts a sentence.

    `start`, `end`: `[start, end)` in characters of `Document.reading`; `text` is that stretch.
    `spans`: the same in characters of `Document.text`, several where the file interrupts it.
    `passage_id` is `{doc_id}#{n}`, n from 1 in reading order.
    """

    passage_id: str
    doc_id: str
    start: int
    end: int
    text: str
    spans: tuple[Span, ...]
    section: tuple[str, ...]
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query. `score`: higher is better, unbounded; `bm25` and `similarity` say why.

    `bm25` >= 0 is the lexical score, `similarity` in [-1, 1] the cosine of the dense vectors. `parts` add up to
    the score, each with the name of what gave it; empty where a ranking says no more than its score.
    `copies` are other passages that say the same in the same words, in this document or another; they are no hits.
    """

    passage: Passage
    rank: int
    score: float
    bm25: float
    similarity: float
    parts: Parts = ()
    copies: tuple[Passage, ...] = ()


Scored = (
    tuple[Passage, float, float, float]
    | tuple[Passage, float, float, float, Parts]
    | tuple[Passage, float, float, float, Parts, tuple[Passage, ...]]
)
"""A passage with its score, its lexical score and its cosine, perhaps with the parts of its score and its copies."""


def rank_hits(scored: Iterable[Scored], *, k: int) -> list[Hit]:
    """The best k, best first; ties in the order of passage ids."""
    best = sorted(scored, key=lambda row: (-row[1], row[0].doc_id, row[0].start))[:k]
    return [Hit(passage, rank, *scores) for rank, (passage, *scores) in enumerate(best, FIRST_RANK)]


def rows_by_document(passages: Sequence[Passage]) -> dict[str, slice]:
    """Where the passages of each document are; they stand together."""
    rows: dict[str, slice] = {}
    for row, passage in enumerate(passages):
        start = rows[passage.doc_id].start if passage.doc_id in rows else row
        rows[passage.doc_id] = slice(start, row + 1)
    return rows
