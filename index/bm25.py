"""BM25 over postings: rank-bm25 weighs once, when the index is built; arrays answer.

The score is that of rank-bm25's `BM25Plus` with delta 0, whose idf log((N + 1) / df) is positive for
every term (Lv and Zhai 2011, "Lower-bounding term frequency normalization"):

    score(q, d) = sum over t in q of idf(t) * tf(t, d) (k1 + 1) / (tf(t, d) + k1 (1 - b + b |d| / avgdl))

Each posting stores its finished summand, so that a query adds up the postings of its terms and never
looks at a passage that holds none of them, but for the commonest terms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from index.postings import Postings

Scores = npt.NDArray[np.float32]

_AT_ONCE_TERMS = 10_000
_COMMON = 0.1  # share of the passages; the postings of a term that more hold are added up as one array of all
_MANY = 2000  # postings, below which nothing is won by it
_MOST_SPREAD = 64  # terms whose arrays are kept


@dataclass(frozen=True, slots=True)
class BM25:
    """Postings by term. Term i has `passages[starts[i]:starts[i + 1]]` with `impacts` beside them.

    `passages` int32 and `impacts` float32 `(n_postings,)`; `starts` int64 `(n_terms + 1,)`;
    `idf` float32 `(n_terms,)`; `rows` maps a term to its i; `n_passages` as indexed.
    """

    rows: Mapping[str, int]
    starts: npt.NDArray[np.int64]
    passages: npt.NDArray[np.int32]
    impacts: Scores
    idf: Scores
    n_passages: int
    _spreads: dict[int, Scores] = field(init=False, repr=False, compare=False, default_factory=dict)

    def scores(self, terms: Iterable[str], weights: Iterable[float] = repeat(1)) -> Scores:
        """The score of every passage, float32 `(n_passages,)`; a term given twice counts twice.

        `weights`, one a term, multiply what each adds.
        """
        scores, product = np.zeros((2, self.n_passages), dtype=np.float32)
        for term, weight in zip(terms, weights, strict=False):
            if (row := self.rows.get(term)) is None:
                continue
            times, postings = np.float32(weight), self._postings(row)
            if postings.stop - postings.start > max(_COMMON * self.n_passages, _MANY):
                scores += np.multiply(times, self._spread(row), out=product)
            else:
                np.add.at(scores, self.passages[postings], times * self.impacts[postings])
        return scores

    def holders(self, terms: Iterable[str]) -> tuple[npt.NDArray[np.int64], Scores]:
        """The passages that hold each of the terms, rising, and their scores by them."""
        rows = [self.rows.get(term) for term in dict.fromkeys(terms)]
        postings = [self._postings(row) for row in rows if row is not None]
        if not postings or len(postings) < len(rows):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        postings.sort(key=lambda stretch: stretch.stop - stretch.start)
        passages = self.passages[postings[0]].astype(np.int64)
        impacts = self.impacts[postings[0]].astype(np.float32)
        for stretch in postings[1:]:
            others = self.passages[stretch]
            at = np.minimum(np.searchsorted(others, passages), len(others) - 1)
            both = others[at] == passages
            passages, impacts = passages[both], impacts[both] + self.impacts[stretch][at[both]]
        return passages, impacts

    def _spread(self, row: int) -> Scores:
        """What a term adds to every passage; kept, as what is common in the passages is common in questions too."""
        known = self._spreads.get(row)
        if known is None:
            if len(self._spreads) == _MOST_SPREAD:
                self._spreads.clear()
            known = np.zeros(self.n_passages, dtype=np.float32)
            known[self.passages[self._postings(row)]] = self.impacts[self._postings(row)]
            self._spreads[row] = known
        return known

    def _postings(self, row: int) -> slice:
        return slice(int(self.starts[row]), int(self.starts[row + 1]))

    def idf_of(self, term: str) -> float:
        """How rare the term is; one that no passage holds is as rare as one that half a passage holds."""
        row = self.rows.get(term)
        return float(self.idf[row]) if row is not None else float(np.log((self.n_passages + 1) / 0.5))


def fit(postings: Postings, *, k1: float, b: float) -> BM25:
    """Weigh postings. An empty passage matches nothing, and counts as one of length 1 for the mean length."""
    model = _weights(postings, k1, b)
    norms = k1 * (1 - b + b * np.array(model.doc_len) / model.avgdl)
    sizes = np.diff(postings.starts)
    idf = np.array([model.idf[term] for term in postings.terms], dtype=np.float64)
    impacts = np.empty(len(postings.passages), dtype=np.float32)
    for first in range(0, len(idf), _AT_ONCE_TERMS):
        rows = slice(first, first + _AT_ONCE_TERMS)
        part = slice(postings.starts[first], postings.starts[min(first + _AT_ONCE_TERMS, len(idf))])
        tf = postings.counts[part].astype(np.float64)
        weighed = tf * (k1 + 1) / (tf + norms[postings.passages[part]])
        impacts[part] = weighed * np.repeat(idf[rows], sizes[rows])
    return BM25(
        rows={term: i for i, term in enumerate(postings.terms)},
        starts=postings.starts,
        passages=postings.passages,
        impacts=impacts,
        idf=idf.astype(np.float32),
        n_passages=len(postings.lengths),
    )


def _weights(postings: Postings, k1: float, b: float) -> Any:
    """The model of rank-bm25 for counts that are there already: it takes all terms of all passages else."""
    from rank_bm25 import BM25Plus

    class Counted(BM25Plus):  # type: ignore[misc]
        def _initialize(self, corpus: Postings) -> dict[str, int]:
            self.doc_len = np.maximum(corpus.lengths, 1)
            self.corpus_size = len(corpus.lengths)
            self.avgdl = float(self.doc_len.mean())
            return dict(zip(corpus.terms, np.diff(corpus.starts).tolist(), strict=True))

    return Counted(postings, k1=k1, b=b, delta=0)
