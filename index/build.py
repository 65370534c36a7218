"""From documents to a searcher: chunk, segment, fit, encode."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

import corpus.document
from corpus.document import Document
from corpus.load import fingerprint as corpus_fingerprint
from index import bm25
from index.bridge import build_bridge
from index.chunk import chunk
from index.dense import Dense
from index.encoder import Encoder, Vectors
from index.errors import RetrievalError
from index.passage import Passage
from index.searcher import Searcher
from index.segment import Segmenter, build_vocabulary, fold
from index.settings import BuildSettings

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

_ENCODE_BATCH = 256


def indexed_text(passage: Passage) -> str:
    """What of a passage is searched: its text under the headings above it."""
    return "\n".join([*passage.section, passage.text])


def build_searcher(
    documents: Sequence[Document],
    encoder: Encoder,
    settings: BuildSettings,
    progress: Progress,
    previous: Searcher | None = None,
) -> Searcher:
    """Index documents. Vectors of passages that `previous` has too, from the same encoder, are taken from it.

    Raises RetrievalError if there is nothing to index.
    """
    passages: list[Passage] = []
    for done, document in enumerate(documents):
        progress("chunk", done, len(documents))
        passages.extend(chunk(document, settings))
    progress("chunk", len(documents), len(documents))
    if not passages:
        raise RetrievalError("there is no text to index in these documents")
    folded = [fold(indexed_text(passage)) for passage in passages]
    vocabulary = build_vocabulary(folded)
    segmenter = Segmenter(vocabulary.words)
    progress("segment", 0, len(folded))
    terms = []
    for done, text in enumerate(folded, 1):
        terms.append(segmenter.terms(text))
        progress("segment", done, len(folded))
    progress("bridge", 0, 1)
    bridge = build_bridge(folded, vocabulary)
    progress("bridge", 1, 1)
    vectors = _encode([indexed_text(passage) for passage in passages], encoder, progress, previous)
    return Searcher(
        documents={document.doc_id: document for document in documents},
        passages=passages,
        bm25=bm25.fit(terms, k1=settings.k1, b=settings.b),
        dense=Dense.fit(vectors),
        encoder=encoder,
        segmenter=segmenter,
        bridge=bridge,
        names=vocabulary.names,
        fingerprint=index_fingerprint((d.sha256 for d in documents), encoder, settings),
    )


def _encode(texts: Sequence[str], encoder: Encoder, progress: Progress, previous: Searcher | None) -> Vectors:
    """A vector for each text, float32 `(len(texts), dim)`."""
    known = {indexed_text(p): row for row, p in enumerate(previous.passages)} if previous else {}
    new = [i for i, text in enumerate(texts) if text not in known]
    parts = []
    for start in range(0, len(new), _ENCODE_BATCH):
        progress("encode", start, len(new))
        parts.append(encoder.encode([texts[i] for i in new[start : start + _ENCODE_BATCH]]))
    progress("encode", len(new), len(new))
    if not previous or len(new) == len(texts):
        return np.concatenate(parts)
    vectors = np.empty((len(texts), previous.dense.dim), dtype=np.float32)
    old = [i for i, text in enumerate(texts) if text in known]
    vectors[old] = previous.dense.vectors(np.array([known[texts[i]] for i in old], dtype=np.int64))
    if new:
        vectors[new] = np.concatenate(parts)
    return vectors


def index_fingerprint(digests: Iterable[str], encoder: Encoder, settings: BuildSettings) -> str:
    """Identifies an index by its documents, encoder, settings and the code that built it."""
    parts = [corpus_fingerprint(digests), encoder.fingerprint, repr(settings), code_fingerprint()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@cache
def code_fingerprint() -> str:
    """Identifies the code that reads documents and builds indexes: a change of it makes old ones stale."""
    folders = [Path(corpus.document.__file__).parent, Path(__file__).parent]
    files = sorted(file for folder in folders for file in folder.rglob("*.py"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
