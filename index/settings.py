"""Every setting of building and searching, with its default and what it means."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.settings import setting

SHIPPED_ENCODER = Path(__file__).parent / "encoders" / "wenju"
Mode = Literal["hybrid", "bm25", "dense"]
"""Which rankings count: both, fused, or one alone."""


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How an index is built; part of its fingerprint."""

    encoder: str = setting(
        "",
        "folder or hub name of a sentence-transformers model, or http(s)://HOST/v1#MODEL; empty: the shipped one",
    )
    passage_chars: int = setting(
        400, "a passage takes no further sentence beyond this", unit="characters", low=1
    )
    min_passage_chars: int = setting(
        150, "a paragraph shorter than this shares a passage with the next", unit="characters", low=0
    )
    k1: float = setting(1.2, "BM25: how soon repeating a term stops counting", low=0)
    b: float = setting(0.75, "BM25: how much long passages are marked down", low=0, high=1)


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How a search ranks. Weights apply to standardised scores."""

    word_weight: float = setting(
        0.0, "how much a Chinese word of the query counts in BM25, beside its pairs of characters", low=0
    )
    bigram_weight: float = setting(
        1.0, "the same of two characters that stand side by side in the query", low=0
    )
    corrections: int = setting(
        1, "1: words mistyped by sound or order, or typed in pinyin, are looked for; 0: not", low=0, high=1
    )
    dictionary: int = setting(
        1, "1: English words are looked up in the dictionary; 0: only the vectors know them", low=0, high=1
    )
    thesaurus: int = setting(
        1, "1: words that say about the same as one of the query are looked for; 0: not", low=0, high=1
    )
    dense_weight: float = setting(
        1.2, "weight of the vectors against 1 for BM25, for a question in the language of the passages", low=0
    )
    bridged_dense_weight: float = setting(
        2.0, "the same where words had to be translated to be looked up", low=0
    )
    context_weight: float = setting(
        0.3, "how much the words of the question before count in a follow-up", low=0
    )
    coverage_weight: float = setting(
        8.0, "for a passage that speaks of every word of the query, in proportion else", low=0
    )
    character_weight: float = setting(
        6.0, "for a passage that has every Chinese character of the query, in proportion else", low=0
    )
    alignment_weight: float = setting(
        8.0,
        "for a passage that has every word of the query or one that means the same, by how near they are",
        low=0,
    )
    length_weight: float = setting(
        0.75,
        "taken off for each e-fold length of a passage, which has more characters and nearer words by chance",
        low=0,
    )
    rerank_depth: int = setting(
        20, "how many of the best passages are read for what they have of the query", unit="passages", low=0
    )
    reranker: str = setting(
        "",
        "folder or hub name of a cross-encoder of sentence-transformers that orders the best 50 passages; empty: none",
    )
    depth: int = setting(
        500, "how many passages of each ranking are considered for fusion", unit="passages", low=1
    )
