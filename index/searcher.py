"""The only door for readers of the index."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from corpus.document import Document
from index.alignment import Alignment
from index.bm25 import BM25
from index.bridge import Bridge
from index.copies import copies
from index.coverage import characters, covering
from index.dense import Dense
from index.encoder import Encoder, PieceEncoder
from index.errors import RetrievalError
from index.fusion import best, handed_out, highest, standardise
from index.indexed import indexed_text
from index.initials import Initials
from index.lexical import lexical_scores
from index.passage import Hit, Passage, rank_hits, rows_by_document
from index.passage_pieces import PassagePieces
from index.pinyin import Sounds
from index.query import SearchQuery, analyse
from index.remembered import Remembered
from index.reranker import DEPTH, Reranker, load_reranker
from index.segment import Segmenter, bigrams, folded_once, simplified
from index.sense import in_context
from index.settings import Mode, SearchSettings
from index.vectors import Vectors
from index.wording import because

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_DEFAULTS = SearchSettings()
_MOST_REMEMBERED = 8192  # phrases
_MAX_READ = 200  # passages in which a phrase is looked for
_MOST_ASKED = 64  # questions whose vectors and analyses are remembered


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Searcher:
    """Documents, their passages, and both rankings over them. Passage i is row i of `bm25`, `dense` and `pieces`."""

    documents: Mapping[str, Document]
    passages: Sequence[Passage]
    bm25: BM25
    dense: Dense
    pieces: PassagePieces | None  # None for an encoder that has none
    encoder: Encoder
    segmenter: Segmenter
    bridge: Bridge
    names: frozenset[str]
    fingerprint: str
    settings: SearchSettings = _DEFAULTS
    _rows: Mapping[str, slice] = field(init=False, repr=False)
    _occurring: dict[str, bool] = field(init=False, repr=False, default_factory=dict)
    _asked: dict[str, Vectors] = field(init=False, repr=False, default_factory=dict)
    _analysed: dict[tuple[str, str, str], SearchQuery] = field(init=False, repr=False, default_factory=dict)
    texts: Remembered = field(init=False, repr=False)
    _sounds: Sounds = field(init=False, repr=False)
    _initials: Initials = field(init=False, repr=False)
    _reranker: Reranker | None = field(init=False, repr=False)
    _alignment: Alignment | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        reranker = load_reranker(self.settings.reranker) if self.settings.reranker else None
        object.__setattr__(self, "_reranker", reranker)
        encoder, pieces = self.encoder, self.pieces
        alignment = Alignment(encoder, pieces) if pieces and isinstance(encoder, PieceEncoder) else None
        object.__setattr__(self, "_alignment", alignment)
        object.__setattr__(self, "texts", Remembered(self.encoder))
        object.__setattr__(self, "_rows", rows_by_document(self.passages))
        object.__setattr__(self, "_sounds", Sounds(self.bridge.syllables, self.bm25.rows.keys(), self.occurs))
        object.__setattr__(self, "_initials", Initials(self.bridge.sounds, self._sounds))

    def analyse(self, text: str, *, context: str = "", question: str = "") -> SearchQuery:
        """What the index will be asked for this text, after a question whose content was `context`.

        `question` is the whole question for the encoder, which reads more from it than from its content; else the text.
        """
        known = self._analysed.get((text, context, question))
        if known is None:
            known = analyse(
                text,
                question=question,
                context=context,
                segmenter=self.segmenter,
                bm25=self.bm25,
                bridge=self.bridge,
                names=self.names,
                sounds=self._sounds,
                initials=self._initials,
                settings=self.settings,
            )
            if self._alignment:  # another encoder takes long for so many words
                known = in_context(known, self.question_vector(known.text), self.texts.encode)
            _remember(self._analysed, (text, context, question), known)
        return known

    def question_vector(self, text: str) -> Vectors:
        """What the encoder makes of a question, float32 `(1, dim)`. Threads may ask at the same time."""
        known = self._asked.get(text)
        if known is None:
            known = self.encoder.encode([simplified(text)], query=True)
            _remember(self._asked, text, known)
        return known

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
            group_weight=settings.word_weight + settings.bigram_weight,  # of two characters: both terms
        )
        vector = self.question_vector(query.text)
        if vector.shape[1] != self.dense.dim:
            raise RetrievalError(because("encoder_unfit"))
        allowed = None if documents is None else self._rows_of(documents)
        if allowed is not None:
            bm25 = np.where(allowed, bm25, 0)
        candidates = self._candidates(bm25, vector, mode, allowed)
        lexical = bm25[candidates]
        similarity = self.dense.similarities(vector, candidates)
        parts = self._parts(query, candidates, lexical, similarity, mode)
        scores = _total(parts, len(candidates))
        read = np.argsort(-scores, kind="stable")[: settings.rerank_depth].tolist()
        again = copies((i, folded_once(self.passages[candidates[i]].text)) for i in read)
        for others in again.values():
            scores[others] = -np.inf
        rows = (
            (
                self.passages[candidates[i]],
                float(scores[i]),
                float(lexical[i]),
                float(similarity[i]),
                tuple((name, float(part[i])) for name, part in parts.items() if part[i]),
                tuple(self.passages[candidates[other]] for other in again.get(i, ())),
            )
            for i in best(scores, k)
            if np.isfinite(scores[i])
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
        return any(phrase in folded_once(self.passages[row].text) for row in rows[:_MAX_READ])

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
            found.append(highest(bm25, self.settings.depth))
        if mode != "bm25" and vector.any():
            found.append(self.dense.search(vector, depth=self.settings.depth, among=allowed))
        is_candidate = np.zeros(len(self.passages), dtype=np.bool_)
        for rows in found:
            is_candidate[rows] = True
        return np.flatnonzero(is_candidate)

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
        if mode == "bm25":
            return {"words": bm25}
        if mode == "dense":
            return {"vectors": similarity}
        weight = settings.bridged_dense_weight if query.is_bridged else settings.dense_weight
        parts = {"words": standardise(bm25), "vectors": weight * standardise(similarity)}
        parts |= self._read(query, candidates, _total(parts, len(candidates)))
        if self._reranker:
            parts["reranker"] = self._reread(
                self._reranker, query, candidates, _total(parts, len(candidates))
            )
        return parts

    def _read(
        self, query: SearchQuery, candidates: npt.NDArray[np.int64], scores: npt.NDArray[np.float32]
    ) -> dict[str, npt.NDArray[np.float32]]:
        """What the best candidates gain by what they have of the query, by the name of what that is."""
        settings = self.settings
        first = np.argsort(-scores, kind="stable")[: settings.rerank_depth]
        rows = candidates[first].tolist()
        texts = [self._whole(row) for row in rows]
        covered, shared = covering(query.concepts), characters(query.content)
        gains: dict[str, npt.NDArray[Any]] = {
            "coverage": settings.coverage_weight * np.array([covered(text) for text in texts]),
            "characters": settings.character_weight * np.array([shared(text) for text in texts]),
        }
        if self._alignment and not query.is_bridged and rows:
            gains["alignment"] = settings.alignment_weight * self._alignment.scores(query.content, rows)
            # against the mean, so that what was not read keeps its place
            sizes = np.log([1 + len(self.passages[row].text) for row in rows])
            gains["length"] = settings.length_weight * (sizes.mean() - sizes)
        return {name: _placed(gain, first, len(scores)) for name, gain in gains.items()}

    def _whole(self, row: int) -> str:
        """A passage under its title and headings, folded."""
        passage = self.passages[row]
        heads = "\n".join([self.documents[passage.doc_id].title, *passage.section])
        return f"{folded_once(heads)}\n{folded_once(passage.text)}"

    def _reread(
        self,
        reranker: Reranker,
        query: SearchQuery,
        candidates: npt.NDArray[np.int64],
        scores: npt.NDArray[np.float32],
    ) -> npt.NDArray[np.float32]:
        """What the best candidates gain or lose by the order that a cross-encoder puts them in."""
        first = np.argsort(-scores, kind="stable")[:DEPTH]
        passages = [self.passages[row] for row in candidates[first]]
        texts = [indexed_text(passage, self.documents[passage.doc_id].title) for passage in passages]
        changes = np.zeros_like(scores)
        changes[first] = handed_out(scores[first], reranker.scores(query.text, texts)) - scores[first]
        return changes


def _remember(known: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    """Keep what a question gave; of many the earlier ones are forgotten."""
    if len(known) >= _MOST_ASKED:
        known.clear()
    known[key] = value


def _placed(values: npt.NDArray[Any], at: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.float32]:
    """An array of `count` numbers with `values` where `at` says, 0 elsewhere."""
    placed = np.zeros(count, dtype=np.float32)
    placed[at] = values
    return placed


def _total(parts: Mapping[str, npt.NDArray[np.float32]], count: int) -> npt.NDArray[np.float32]:
    """The parts of each candidate added up."""
    return sum(parts.values(), start=np.zeros(count, dtype=np.float32))
