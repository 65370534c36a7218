"""The only door for readers of the index."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpus.document import BlockKind, Document
from index.bm25 import BM25
from index.bridge import Bridge
from index.coverage import coverage
from index.dense import Dense
from index.encoder import Encoder
from index.errors import RetrievalError
from index.fusion import handed_out, standardise
from index.indexed import indexed_text
from index.lexical import lexical_scores
from index.passage import Hit, Passage, rank_hits
from index.pinyin import Sounds
from index.query import SearchQuery, analyse
from index.remembered import Remembered
from index.reranker import DEPTH, Reranker, load_reranker
from index.segment import Segmenter, bigrams, fold, simplified
from index.settings import Mode, SearchSettings

_DEFAULTS = SearchSettings()
_MOST_REMEMBERED = 8192  # phrases
_MAX_READ = 200  # passages in which a phrase is looked for


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
    _rows: Mapping[str, slice] = field(init=False, repr=False, compare=False)
    _occurring: dict[str, bool] = field(init=False, repr=False, compare=False, default_factory=dict)
    texts: Remembered = field(init=False, repr=False, compare=False)
    _sounds: Sounds = field(init=False, repr=False, compare=False)
    _penalties: npt.NDArray[np.float32] = field(init=False, repr=False, compare=False)
    _reranker: Reranker | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        fragments = [passage.kind is BlockKind.FRAGMENT for passage in self.passages]
        penalties = self.settings.fragment_penalty * np.array(fragments, dtype=np.float32)
        object.__setattr__(self, "_penalties", penalties)
        reranker = load_reranker(self.settings.reranker) if self.settings.reranker else None
        object.__setattr__(self, "_reranker", reranker)
        object.__setattr__(self, "texts", Remembered(self.encoder))
        object.__setattr__(self, "_rows", _rows_by_document(self.passages))
        object.__setattr__(self, "_sounds", Sounds(self.bridge.syllables, self.bm25.rows.keys(), self.occurs))

    def analyse(self, text: str, *, context: str = "", question: str = "") -> SearchQuery:
        """What the index will be asked for this text, after a question whose content was `context`.

        `question` is the whole question for the encoder, which reads more from it than from its content; else the text.
        """
        return analyse(
            text,
            question=question,
            context=context,
            segmenter=self.segmenter,
            bm25=self.bm25,
            bridge=self.bridge,
            names=self.names,
            sounds=self._sounds,
            settings=self.settings,
        )

    def search(
        self,
        query: SearchQuery | str,
        *,
        k: int = 10,
        mode: Mode = "hybrid",
        documents: Collection[str] | None = None,
    ) -> list[Hit]:
        """The k best passages, best first; fewer where fewer have anything to do with the query.

        `documents` are the ids of those that passages may be of; None for all.
        """
        if isinstance(query, str):
            query = self.analyse(query)
        settings = self.settings
        bm25 = lexical_scores(
            query,
            self.bm25,
            context_weight=settings.context_weight,
            group_weight=settings.word_weight
            + settings.bigram_weight,  # of a word of two characters: both terms
        )
        vector = self.encoder.encode([simplified(query.text)], query=True)
        if vector.shape[1] != self.dense.dim:
            raise RetrievalError("the encoder does not fit the index: run `wenju build` again")
        allowed = None if documents is None else self._rows_of(documents)
        if allowed is not None:
            bm25 = np.where(allowed, bm25, 0)
        candidates = self._candidates(bm25, vector, mode, allowed)
        lexical = bm25[candidates]
        similarity = self.dense.similarities(vector, candidates)
        parts = self._parts(query, candidates, lexical, similarity, mode)
        scores = _total(parts, len(candidates))
        rows = (
            (
                self.passages[candidates[i]],
                float(scores[i]),
                float(lexical[i]),
                float(similarity[i]),
                tuple((name, float(part[i])) for name, part in parts.items() if part[i]),
            )
            for i in _best(scores, k)
        )
        return rank_hits(rows, k=k)

    def passages_of(self, doc_id: str) -> Sequence[Passage]:
        """The passages of a document, in their order; none of one that is not there."""
        return self.passages[self._rows.get(doc_id, slice(0))]

    def occurs(self, phrase: str) -> bool:
        """Whether the folded phrase of Chinese characters stands in some passage.

        Of many passages that hold its pairs of characters only the first are read.
        """
        known = self._occurring.get(phrase)
        if known is None:
            if len(self._occurring) == _MOST_REMEMBERED:
                self._occurring.clear()
            known = self._occurring[phrase] = self._stands(phrase)
        return known

    def _stands(self, phrase: str) -> bool:
        pairs = bigrams(phrase)
        rows, _ = self.bm25.holders(pairs)
        if len(pairs) == 1:
            return bool(rows.size)
        return any(phrase in _folded(self.passages[row].text) for row in rows[:_MAX_READ])

    def _rows_of(self, documents: Collection[str]) -> npt.NDArray[np.bool_]:
        """Which rows are passages of these documents."""
        chosen = np.zeros(len(self.passages), dtype=np.bool_)
        for doc_id in documents:
            chosen[self._rows.get(doc_id, slice(0))] = True
        return chosen

    def _candidates(
        self,
        bm25: npt.NDArray[np.float32],
        vector: npt.NDArray[np.float32],
        mode: Mode,
        allowed: npt.NDArray[np.bool_] | None,
    ) -> npt.NDArray[np.int64]:
        found: list[npt.NDArray[np.int64]] = []
        if mode != "dense":
            matched = np.flatnonzero(bm25)
            if len(matched) > self.settings.depth:
                matched = matched[np.argpartition(-bm25[matched], self.settings.depth)[: self.settings.depth]]
            found.append(matched)
        if mode != "bm25" and vector.any():
            depth = self.settings.depth if allowed is None else len(self.passages)
            near = self.dense.search(vector, depth=depth)
            found.append(near if allowed is None else near[allowed[near]][: self.settings.depth])
        return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)

    def _parts(
        self,
        query: SearchQuery,
        candidates: npt.NDArray[np.int64],
        bm25: npt.NDArray[np.float32],
        similarity: npt.NDArray[np.float32],
        mode: Mode,
    ) -> dict[str, npt.NDArray[np.float32]]:
        """What adds up to the scores of the candidates, by the name of what gives it."""
        settings = self.settings
        # A headline says little by itself: it gives way to running text that scores about the same.
        fragment = {"fragment": -self._penalties[candidates]}
        if mode == "bm25":
            return {"words": bm25} | fragment
        if mode == "dense":
            return {"vectors": similarity} | fragment
        weight = settings.bridged_dense_weight if query.is_bridged else settings.dense_weight
        parts = {"words": standardise(bm25), "vectors": weight * standardise(similarity)} | fragment
        parts["coverage"] = self._covered(query, candidates, _total(parts, len(candidates)))
        if self._reranker:
            parts["reranker"] = self._reread(
                self._reranker, query, candidates, _total(parts, len(candidates))
            )
        return parts

    def _covered(
        self, query: SearchQuery, candidates: npt.NDArray[np.int64], scores: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """What the best candidates gain by how much of the query they speak of."""
        gains = np.zeros_like(scores)
        for i in np.argsort(-scores, kind="stable")[: self.settings.rerank_depth]:
            passage = self.passages[candidates[i]]
            heads = _folded("\n".join([self.documents[passage.doc_id].title, *passage.section]))
            text = f"{heads}\n{_folded(passage.text)}"
            gains[i] = self.settings.coverage_weight * coverage(query.concepts, text)
        return gains

    def _reread(
        self,
        reranker: Reranker,
        query: SearchQuery,
        candidates: npt.NDArray[np.int64],
        scores: npt.NDArray[np.float32],
    ) -> npt.NDArray[np.float32]:
        """What the best candidates gain or lose by the order that a cross-encoder puts them in."""
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        passages = [self.passages[row] for row in candidates[best]]
        texts = [indexed_text(passage, self.documents[passage.doc_id].title) for passage in passages]
        changes = np.zeros_like(scores)
        changes[best] = handed_out(scores[best], reranker.scores(query.text, texts)) - scores[best]
        return changes


def _rows_by_document(passages: Sequence[Passage]) -> dict[str, slice]:
    """Where the passages of each document are; they stand together."""
    rows: dict[str, slice] = {}
    for row, passage in enumerate(passages):
        start = rows[passage.doc_id].start if passage.doc_id in rows else row
        rows[passage.doc_id] = slice(start, row + 1)
    return rows


def _total(parts: Mapping[str, npt.NDArray[np.float32]], count: int) -> npt.NDArray[np.float32]:
    """The parts of each candidate added up."""
    return sum(parts.values(), start=np.zeros(count, dtype=np.float32))


def _best(scores: npt.NDArray[np.float32], k: int) -> npt.NDArray[np.intp]:
    """Where the k best scores are, and all that equal the last of them."""
    if not 0 < k < len(scores):
        return np.arange(len(scores))
    return np.flatnonzero(scores >= np.partition(scores, len(scores) - k)[len(scores) - k])


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """The same passages are read again for one question after the other."""
    return fold(text)
