"""The only door for readers of the index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from corpus.document import BlockKind, Document
from index.bm25 import BM25
from index.bridge import Alternative, Bridge
from index.coverage import coverage
from index.dense import Dense
from index.encoder import Encoder
from index.errors import RetrievalError
from index.fusion import weighted_sum
from index.passage import Hit, Passage, rank_hits
from index.query import SearchQuery, analyse
from index.segment import Segmenter, bigrams, fold
from index.settings import Mode, SearchSettings

_DEFAULTS = SearchSettings()
_LIKELY = 0.5  # weight from which an alternative counts for how common its group is
_TERMS_A_WORD = 2  # a word of two characters is indexed as a word and as a bigram


@dataclass(frozen=True, slots=True)
class Searcher:
    """Documents, their passages, and both rankings over them. Passage i is row i of `bm25` and `dense`."""

    documents: Mapping[str, Document]
    passages: Sequence[Passage]
    bm25: BM25
    dense: Dense
    encoder: Encoder
    segmenter: Segmenter
    bridge: Bridge
    names: frozenset[str]
    fingerprint: str
    settings: SearchSettings = _DEFAULTS

    def analyse(self, text: str, *, context: str = "") -> SearchQuery:
        """What the index will be asked for this text, after a question whose content was `context`."""
        return analyse(
            text,
            context=context,
            segmenter=self.segmenter,
            bm25=self.bm25,
            bridge=self.bridge,
            names=self.names,
        )

    def search(self, query: SearchQuery | str, *, k: int = 10, mode: Mode = "hybrid") -> list[Hit]:
        """The k best passages, best first; fewer where fewer have anything to do with the query."""
        if isinstance(query, str):
            query = self.analyse(query)
        bm25 = self._lexical(query)
        vector = self.encoder.encode([query.text])
        if vector.shape[1] != self.dense.dim:
            raise RetrievalError("the encoder does not fit the index: run `wenju build` again")
        candidates = self._candidates(bm25, vector, mode)
        lexical = bm25[candidates]
        similarity = self.dense.similarities(vector, candidates)
        scores = self._fuse(query, lexical, similarity, mode) + self._prior(candidates)
        if mode == "hybrid":
            scores += self._covered(query, candidates, scores)
        rows = (
            (self.passages[row], float(s), float(b), float(c))
            for row, s, b, c in zip(candidates, scores, lexical, similarity, strict=True)
        )
        return rank_hits(rows, k=k)

    def occurs(self, phrase: str) -> bool:
        """Whether the folded phrase of Chinese characters stands in some passage."""
        pairs = bigrams(phrase)
        rows = [self.bm25.rows.get(pair) for pair in pairs]
        if any(row is None for row in rows):
            return False
        starts = self.bm25.starts
        postings = sorted(
            (self.bm25.passages[starts[row] : starts[row + 1]] for row in rows if row is not None), key=len
        )
        common = reduce(np.intersect1d, postings)
        return len(pairs) == 1 or any(phrase in fold(self.passages[row].text) for row in common)

    def _lexical(self, query: SearchQuery) -> npt.NDArray[np.float32]:
        scores = self.bm25.scores(query.terms)
        if query.context:
            scores += self.settings.context_weight * self.bm25.scores(query.context)
        for group in query.groups:
            scores += self._synonyms(group)
        return scores

    def _synonyms(self, group: Sequence[Alternative]) -> npt.NDArray[np.float32]:
        """The best alternative counts, and all are as rare as they are together (Pirkola 1998)."""
        best = np.zeros(len(self.passages), dtype=np.float32)
        holders = np.zeros(len(self.passages), dtype=bool)
        for alternative in group:
            terms = self.segmenter.terms(alternative.form)
            scores = self.bm25.scores(terms)
            if alternative.weight >= _LIKELY:
                holders |= scores > 0
            idf = sum(map(self.bm25.idf_of, terms))
            np.maximum(best, alternative.weight / idf * scores, out=best)
        idf = np.log((len(self.passages) + 1) / max(int(holders.sum()), 1))
        weighed: npt.NDArray[np.float32] = (_TERMS_A_WORD * idf * best).astype(np.float32)
        return weighed

    def _candidates(
        self, bm25: npt.NDArray[np.float32], vector: npt.NDArray[np.float32], mode: Mode
    ) -> npt.NDArray[np.int64]:
        found: list[npt.NDArray[np.int64]] = []
        if mode != "dense":
            matched = np.flatnonzero(bm25)
            if len(matched) > self.settings.depth:
                matched = matched[np.argpartition(-bm25[matched], self.settings.depth)[: self.settings.depth]]
            found.append(matched)
        if mode != "bm25" and vector.any():
            found.append(self.dense.search(vector, depth=self.settings.depth))
        return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)

    def _fuse(
        self,
        query: SearchQuery,
        bm25: npt.NDArray[np.float32],
        similarity: npt.NDArray[np.float32],
        mode: Mode,
    ) -> npt.NDArray[np.float32]:
        if mode == "bm25":
            return bm25
        if mode == "dense":
            return similarity
        settings = self.settings
        weight = settings.bridged_dense_weight if query.is_bridged else settings.dense_weight
        return weighted_sum(bm25, similarity, dense_weight=weight)

    def _covered(
        self, query: SearchQuery, candidates: npt.NDArray[np.int64], scores: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """What the best candidates gain by how much of the query they speak of."""
        gains = np.zeros_like(scores)
        for i in np.argsort(-scores, kind="stable")[: self.settings.rerank_depth]:
            passage = self.passages[candidates[i]]
            text = fold("\n".join([self.documents[passage.doc_id].title, *passage.section, passage.text]))
            gains[i] = self.settings.coverage_weight * coverage(query.concepts, text)
        return gains

    def _prior(self, candidates: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """A headline says little by itself: it gives way to running text that scores about the same."""
        kinds = (self.passages[row].kind for row in candidates)
        penalties = [self.settings.fragment_penalty if kind is BlockKind.FRAGMENT else 0.0 for kind in kinds]
        return -np.array(penalties, dtype=np.float32)
