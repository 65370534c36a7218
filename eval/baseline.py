"""A familiar baseline: rank_bm25's BM25Okapi over jieba words, with the library's own parameters.

It reads the raw question, without the conversation, and the text of the same passages. It knows neither
headings, pinyin, a dictionary nor a second script.
"""

import logging
from collections.abc import Sequence

import jieba
from rank_bm25 import BM25Okapi

from index.passage import Hit, Passage, rank_hits


class RankBM25:
    """An index in memory over the given passages."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        jieba.setLogLevel(logging.WARNING)
        self._passages = passages
        self._index = BM25Okapi([_words(passage.text) for passage in passages])

    def search(self, question: str, *, k: int) -> list[Hit]:
        """The best k passages that share a word with the question; the score is BM25Okapi's."""
        scores = self._index.get_scores(_words(question)).tolist()
        return rank_hits(((p, s, s, 0.0) for p, s in zip(self._passages, scores, strict=True) if s), k=k)


def _words(text: str) -> list[str]:
    return [word for word in jieba.lcut(text) if not word.isspace()]
