"""From documents to an index: chunk, count, segment, weigh, encode."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic

import numpy as np
import numpy.typing as npt

import corpus.document
from corpus.document import Document
from corpus.load import fingerprint as corpus_fingerprint
from index import bm25
from index.abbreviation import given_names
from index.affected import affected
from index.bridge import build_bridge
from index.chunk import chunk
from index.dense import Dense
from index.encoder import Encoder, PieceEncoder
from index.errors import RetrievalError
from index.indexed import Texts, texts_of
from index.lexicon import load_lexicon
from index.passage import Passage
from index.passage_pieces import PassagePieces, cut_passages
from index.postings import Postings, count_terms, merge
from index.searcher import Searcher
from index.segment import Segmenter, Vocabulary, simplified
from index.settings import BuildSettings
from index.tally import Tally, Teller
from index.wording import because

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

_ENCODE_BATCH, _MOST_AT_ONCE = 256, 4096
_QUICK_S = 0.5  # a batch that takes less may be followed by one of twice the size, and still show progress
_NONE = -1
Rows = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Index:
    """A searcher, and the counts that it was made from, which the next build takes over."""

    searcher: Searcher
    postings: Postings
    tally: Tally


@dataclass(frozen=True, slots=True)
class Previous:
    """An index to take over from: its vectors if the encoder is the same, its passages if all settings are."""

    index: Index
    same_encoder: bool
    same_settings: bool


def build_searcher(
    documents: Sequence[Document], encoder: Encoder, settings: BuildSettings, progress: Progress
) -> Searcher:
    """Index documents from nothing. Raises RetrievalError if there is nothing to index."""
    return build_index(documents, encoder, settings, progress).searcher


def build_index(
    documents: Sequence[Document],
    encoder: Encoder,
    settings: BuildSettings,
    progress: Progress,
    previous: Previous | None = None,
) -> Index:
    """Index documents. What `previous` knows of passages that it has too is taken from it.

    The result is the same without it. Raises RetrievalError if there is nothing to index.
    """
    passages = _chunk(documents, settings, progress, previous)
    if not passages:
        raise RetrievalError(because("nothing_to_index"))
    texts = texts_of(documents, passages)
    old = (
        texts_of(previous.index.searcher.documents.values(), previous.index.searcher.passages)
        if previous
        else texts_of((), ())
    )
    known = _known_rows(texts, old)
    tally, vocabulary = _count_words(texts, old, known, previous, progress)
    segmenter = Segmenter(vocabulary.words)
    postings = _segment(texts, known, segmenter, previous, progress)
    progress("bridge", 0, 1)
    given = given_names((passage.text for passage in passages), vocabulary)
    bridge = build_bridge(tally.known | tally.new, vocabulary, given)
    progress("bridge", 1, 1)
    searcher = Searcher(
        documents={document.doc_id: document for document in documents},
        passages=passages,
        bm25=bm25.fit(postings, k1=settings.k1, b=settings.b),
        dense=_encode(texts, known, encoder, progress, previous),
        pieces=_cut(texts, known, encoder, previous),
        encoder=encoder,
        segmenter=segmenter,
        bridge=bridge,
        names=vocabulary.names,
        fingerprint=index_fingerprint((d.sha256 for d in documents), encoder, settings),
    )
    return Index(searcher, postings, tally)


def _chunk(
    documents: Sequence[Document], settings: BuildSettings, progress: Progress, previous: Previous | None
) -> list[Passage]:
    old: defaultdict[str, list[Passage]] = defaultdict(list)
    if previous and previous.same_settings:
        for passage in previous.index.searcher.passages:
            old[passage.doc_id].append(passage)
    passages: list[Passage] = []
    for done, document in enumerate(documents):
        progress("chunk", done, len(documents))
        is_old = previous and previous.index.searcher.documents.get(document.doc_id) is document
        passages += old[document.doc_id] if is_old and old else chunk(document, settings)
    progress("chunk", len(documents), len(documents))
    return passages


def _known_rows(texts: Texts, old: Texts) -> Rows:
    """For each passage the row of an old one with the same indexed text, each given once, or -1."""
    rows = np.full(len(texts), _NONE, dtype=np.int32)
    free: defaultdict[Hashable, list[int]] = defaultdict(list)
    for row, key in old.parts():
        free[key].append(row)
    for row, key in texts.parts():
        if same := free.get(key):
            rows[row] = same.pop()
    return rows


def _count_words(
    texts: Texts, old: Texts, known: Rows, previous: Previous | None, progress: Progress
) -> tuple[Tally, Vocabulary]:
    """The words of all passages: those of the new ones are counted, those of the ones that are gone taken off."""
    lexicon = load_lexicon()
    tally = previous.index.tally.copy() if previous else Tally()
    teller = Teller(lexicon, tally)
    new = np.flatnonzero(known == _NONE).tolist()
    gone = np.setdiff1d(np.arange(len(old), dtype=np.int32), known).tolist()
    progress("count", 0, len(new) + len(gone))
    for done, row in enumerate(new, 1):
        teller.add(texts.folded(row))
        progress("count", done, len(new) + len(gone))
    for done, row in enumerate(gone, len(new) + 1):
        teller.take_off(old.folded(row))
        progress("count", done, len(new) + len(gone))
    return tally, tally.vocabulary(lexicon)


def _segment(
    texts: Texts,
    known: Rows,
    segmenter: Segmenter,
    previous: Previous | None,
    progress: Progress,
) -> Postings:
    """The terms of all passages; old ones are segmented again only if they hold a word that came or went."""
    again = known == _NONE
    if previous:
        index = previous.index
        changed = affected(index.postings, index.searcher.segmenter.frequencies, segmenter.frequencies)
        again |= changed[known]
    todo = np.flatnonzero(again).astype(np.int32)

    def terms() -> Iterable[list[str]]:
        progress("segment", 0, len(todo))
        for done, row in enumerate(todo.tolist(), 1):
            yield segmenter.terms(texts.folded(row))
            progress("segment", done, len(todo))

    new = count_terms(terms())
    if previous is None:
        return new
    rows = np.full(len(previous.index.postings.lengths), _NONE, dtype=np.int32)
    kept = np.flatnonzero(~again)
    rows[known[kept]] = kept
    return merge(previous.index.postings, rows, new, todo)


def _encode(
    texts: Texts,
    known: Rows,
    encoder: Encoder,
    progress: Progress,
    previous: Previous | None,
) -> Dense:
    """The vectors of all passages."""
    reused = known if previous and previous.same_encoder else np.full_like(known, _NONE)
    new, old = np.flatnonzero(reused == _NONE), np.flatnonzero(reused != _NONE)
    dense: Dense | None = None
    if previous and len(old):
        theirs = previous.index.searcher.dense
        dense = Dense.sized(len(texts), theirs.dim)
        for start in range(0, len(old), _ENCODE_BATCH):
            rows = old[start : start + _ENCODE_BATCH]
            dense.put(rows, theirs.vectors(reused[rows].astype(np.int64)))
    start, size = 0, _ENCODE_BATCH
    while start < len(new):
        progress("encode", start, len(new))
        rows, began = new[start : start + size], monotonic()
        found = encoder.encode([simplified(texts.indexed(row)) for row in rows.tolist()])
        if dense is None:
            dense = Dense.sized(len(texts), found.shape[1])
        dense.put(rows, found)
        start += len(rows)
        if monotonic() - began < _QUICK_S:  # more at once can be shared among threads
            size = min(2 * size, _MOST_AT_ONCE)
    assert dense is not None
    dense.sketch()
    progress("encode", len(new), len(new))
    return dense


def _cut(texts: Texts, known: Rows, encoder: Encoder, previous: Previous | None) -> PassagePieces | None:
    """The pieces of all passages, if it is an encoder that has them."""
    if not isinstance(encoder, PieceEncoder):
        return None
    old = previous.index.searcher.pieces if previous and previous.same_encoder else None
    return cut_passages(encoder, texts.folded, known, old)


def index_fingerprint(digests: Iterable[str], encoder: Encoder, settings: BuildSettings) -> str:
    """Identifies an index by its documents, encoder, settings and the code that built it."""
    parts = [corpus_fingerprint(digests), encoder.fingerprint, repr(settings), code_fingerprint()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@cache
def code_fingerprint() -> str:
    """Identifies the code that reads documents and builds indexes: a change of it makes old ones stale.

    The shipped encoder, which also reads, counts by its configuration and vocabulary.
    """
    folders = [Path(corpus.document.__file__).parent, Path(__file__).parent]
    files = sorted(
        file for folder in folders for file in folder.rglob("*") if file.suffix in (".py", ".json")
    )
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
