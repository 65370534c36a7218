"""The records of this package: a passage, a hit, and the one place where hits are ranked."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import BlockKind, Span

FIRST_RANK = 1


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

    `bm25` >= 0 is the lexical score, `similarity` in [-1, 1] the cosine of the dense vectors.
    """

    passage: Passage
    rank: int
    score: float
    bm25: float
    similarity: float


def rank_hits(scored: Iterable[tuple[Passage, float, float, float]], *, k: int) -> list[Hit]:
    """The best k of (passage, score, bm25, similarity), best first; ties in the order of passage ids."""
    best = sorted(scored, key=lambda row: (-row[1], row[0].doc_id, row[0].start))[:k]
    return [Hit(passage, rank, *scores) for rank, (passage, *scores) in enumerate(best, FIRST_RANK)]
