"""Every setting of building and searching, with its default and what it means."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

STARTER_ENCODER = Path(__file__).parent / "encoders" / "starter"
Mode = Literal["hybrid", "bm25", "dense"]
"""Which rankings count: both, fused, or one alone."""


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How an index is built; part of its fingerprint."""

    encoder: str = ""  # folder or hub name of a sentence-transformers model; empty: the one shipped here
    passage_chars: int = 400  # a passage takes no further sentence beyond this
    min_passage_chars: int = 150  # a paragraph shorter than this shares a passage with the next
    k1: float = 1.2  # BM25: how soon repeating a term stops counting
    b: float = 0.75  # BM25: how much long passages are marked down


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How a search ranks. Weights apply to standardised scores."""

    dense_weight: float = 0.5  # against 1 for BM25, for a question in the language of the passages
    bridged_dense_weight: float = 1.0  # the same where words had to be translated to be looked up
    context_weight: float = 0.3  # how much the words of the question before count in a follow-up
    fragment_penalty: float = 0.5  # taken from the score of a headline or caption, against running text
    coverage_weight: float = 6.0  # for a passage that speaks of every word of the query, in proportion else
    rerank_depth: int = 30  # how many of the best passages are read for their coverage
    depth: int = 1000  # how many passages of each ranking are considered for fusion
