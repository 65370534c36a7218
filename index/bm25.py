"""BM25 over postings: rank-bm25 counts and weighs once, when the index is built; arrays answer.

The score is that of rank-bm25's `BM25Plus` with delta 0, whose idf log((N + 1) / df) is positive for
every term (Lv and Zhai 2011, "Lower-bounding term frequency normalization"):

    score(q, d) = sum over t in q of idf(t) * tf(t, d) (k1 + 1) / (tf(t, d) + k1 (1 - b + b |d| / avgdl))

Each posting stores its finished summand, so that a query adds up the postings of its terms and never
looks at a passage that holds none of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


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

    def scores(self, terms: Iterable[str]) -> Scores:
        """The score of every passage, float32 `(n_passages,)`; a term given twice counts twice."""
        total = np.zeros(self.n_passages, dtype=np.float32)
        for term in terms:
            row = self.rows.get(term)
            if row is not None:
                postings = slice(self.starts[row], self.starts[row + 1])
                total[self.passages[postings]] += self.impacts[postings]
        return total

    def idf_of(self, term: str) -> float:
        """How rare the term is; one that no passage holds is as rare as one that half a passage holds."""
        row = self.rows.get(term)
        return float(self.idf[row]) if row is not None else float(np.log((self.n_passages + 1) / 0.5))


def fit(passages: Sequence[Sequence[str]], *, k1: float, b: float) -> BM25:
    """Index passages given as terms. An empty passage matches nothing."""
    from rank_bm25 import BM25Plus

    model = BM25Plus([list(terms) or [""] for terms in passages], k1=k1, b=b, delta=0)
    lengths = np.maximum(np.array(model.doc_len, dtype=np.float64), 1)
    norms = k1 * (1 - b + b * lengths / model.avgdl)
    rows = {term: i for i, term in enumerate(sorted(term for term in model.idf if term))}
    by_term: list[list[tuple[int, float]]] = [[] for _ in rows]
    for passage, frequencies in enumerate(model.doc_freqs):
        for term, tf in frequencies.items():
            if term:
                by_term[rows[term]].append((passage, tf * (k1 + 1) / (tf + norms[passage])))
    idf = np.array([model.idf[term] for term in rows], dtype=np.float32)
    sizes = [len(postings) for postings in by_term]
    flat = [posting for postings in by_term for posting in postings]
    impacts = np.array([impact for _, impact in flat], dtype=np.float64)
    return BM25(
        rows=rows,
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        passages=np.array([passage for passage, _ in flat], dtype=np.int32),
        impacts=(impacts * np.repeat(idf.astype(np.float64), sizes)).astype(np.float32),
        idf=idf,
        n_passages=len(passages),
    )
