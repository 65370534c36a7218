"""What the words of a query say for each passage: terms add up, of each group of alternatives the best counts."""

from collections.abc import Sequence
from itertools import repeat

import numpy as np

from index.bm25 import BM25, Scores
from index.bridge import LIKELY, Alternative
from index.query import SearchQuery
from index.segment import pairs


def lexical_scores(query: SearchQuery, bm25: BM25, *, context_weight: float, group_weight: float) -> Scores:
    """The score of every passage, float32 `(n_passages,)`, 0 for one that has nothing of the query.

    `group_weight`: a match by an alternative counts this many times its idf, as a word does whose terms are asked for.
    """
    scores = bm25.scores(query.terms, query.weights or repeat(1))
    if query.context:
        scores += context_weight * bm25.scores(query.context)
    for group in query.groups:
        scores += group_weight * _synonyms(group, bm25)
    return scores


def _synonyms(group: Sequence[Alternative], bm25: BM25) -> Scores:
    """The best alternative counts, and all are as rare as they are together (Pirkola 1998)."""
    best = np.zeros(bm25.n_passages, dtype=np.float32)
    likely = np.zeros(bm25.n_passages, dtype=bool)
    for alternative in group:
        terms = pairs(alternative.form)
        passages, scores = bm25.holders(terms)
        if not passages.size:
            continue
        if alternative.weight >= LIKELY:
            likely[passages] = True
        idf = sum(map(bm25.idf_of, set(terms)))
        best[passages] = np.maximum(best[passages], alternative.weight / idf * scores)
    idf = np.log((bm25.n_passages + 1) / max(int(likely.sum()), 1))
    weighed: Scores = (idf * best).astype(np.float32)
    return weighed
