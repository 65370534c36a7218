"""How near the words of a query come to words of a passage, each to the nearest.

This is the sum of greatest similarities of late interaction (Khattab and Zaharia 2020, "ColBERT"), with one vector a
piece whatever stands beside it. Where BM25 and coverage find nothing of 捐款, it finds 捐赠; where one vector for the
whole passage is led by what most of it is about, it looks at each word by itself.
"""

from collections.abc import Sequence

import numpy as np

from index.encoder import PieceEncoder
from index.fusion import Scores
from index.passage_pieces import PassagePieces
from index.segment import simplified

_MOST_ASKED = 64  # pieces of a query; what weighs least is left out


class Alignment:
    """Compares queries with passages by their rows. Threads may ask at the same time."""

    def __init__(self, encoder: PieceEncoder, passages: PassagePieces) -> None:
        self._encoder = encoder
        self._passages = passages

    def scores(self, query: str, rows: Sequence[int]) -> Scores:
        """For each row the mean over the query's pieces of the cosine to the nearest piece of the passage, in [-1, 1].

        A piece counts by its length, which training made greater for what tells more. float32 `(len(rows),)`; 0 for
        a passage without known pieces, and all 0 for a query without.
        """
        scores = np.zeros(len(rows), dtype=np.float32)
        asked = self._encoder.pieces([simplified(query)])[0]
        lengths = self._encoder.lengths(asked)
        heaviest = np.argsort(-lengths, kind="stable")[:_MOST_ASKED]
        asked, lengths = asked[heaviest], lengths[heaviest]
        pieces = [self._passages.of(row) for row in rows]
        has_some = np.array([len(each) > 0 for each in pieces], dtype=np.bool_)
        if not lengths.any() or not has_some.any():
            return scores
        found, at = np.unique(np.concatenate(pieces).astype(np.int64), return_inverse=True)
        starts = np.cumsum([0, *(len(each) for each in pieces if len(each))])[:-1]
        likeness = self._encoder.likeness(asked, found)[:, at]
        nearest = np.maximum.reduceat(likeness, starts, axis=1)
        scores[has_some] = lengths @ nearest / lengths.sum()
        return scores
