"""Bringing an index up to date: what did not change is taken from the index that was there."""

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from operator import is_
from pathlib import Path

from corpus.containers import split_member
from corpus.document import Document, Source
from corpus.errors import CorpusError, SourceError
from corpus.files import File, Skipped
from corpus.load import read_bytes, read_documents
from corpus.settings import ReadSettings
from corpus.sources import Collection, Listing, list_sources
from corpus.wording import Reason, because
from index import store
from index.build import Index, Previous, Progress, build_index
from index.encoder import Encoder, load_encoder
from index.freshness import has_changed
from index.manifest import Manifest, Origin, Stamp
from index.searcher import Searcher
from index.settings import BuildSettings


@dataclass(frozen=True, slots=True)
class Update:
    """A new index and how it came about. `read` and `reused` count documents, `removed` are their paths.

    `others`: how many files of each other ending lie beside the documents.
    """

    index: Index
    origin: Origin
    read: int
    reused: int
    removed: Sequence[str]
    others: Mapping[str, int] = field(default_factory=dict)

    @property
    def searcher(self) -> Searcher:
        """What the index is searched with."""
        return self.index.searcher


def update(
    collection: Collection,
    folder: Path,
    encoder: Encoder,
    settings: BuildSettings,
    reading: ReadSettings,
    progress: Progress,
) -> Update:
    """Index a collection, with what can be used again of the index in `folder`. Nothing is stored yet.

    The result is the one that an index from nothing would be. Raises CorpusError, and RetrievalError if
    there is nothing to index.
    """
    listing = list_sources(collection)
    manifest, index = store.load_previous(folder) or (None, None)
    old = index.searcher if index else None
    kept = _unchanged(listing, manifest, old, reading) if manifest and old else _Kept()
    documents, origin = _gather(collection, listing, kept, reading, progress)
    previous = _previous(manifest, index, encoder, settings) if manifest and index else None
    if (
        index
        and previous
        and previous.same_encoder
        and previous.same_settings
        and _are_all(documents, index.searcher)
    ):
        made = index
    else:
        with _without_pauses():
            made = build_index(documents, encoder, settings, progress, previous)
    present = {document.path for document in documents}
    reused = sum(document is kept.documents.get(document.path) for document in documents)
    return Update(
        index=made,
        origin=origin,
        read=len(documents) - reused,
        reused=reused,
        removed=[d.path for d in old.documents.values() if d.path not in present] if old else [],
        others=listing.others,
    )


def _previous(manifest: Manifest, index: Index, encoder: Encoder, settings: BuildSettings) -> Previous:
    return Previous(
        index,
        same_encoder=manifest.encoder_fingerprint == encoder.fingerprint,
        same_settings=manifest.settings == asdict(settings),
    )


def _are_all(documents: Sequence[Document], of: Searcher) -> bool:
    """Whether these very documents, in this order, are all that an index has."""
    theirs = list(of.documents.values())
    return len(documents) == len(theirs) and all(map(is_, documents, theirs))


@dataclass(frozen=True, slots=True)
class _Kept:
    """By path: documents that need not be read, and files that need not because another has their bytes."""

    documents: Mapping[str, Document] = field(default_factory=dict)
    duplicates: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)


def _unchanged(listing: Listing, manifest: Manifest, old: Searcher, reading: ReadSettings) -> _Kept:
    """What is as it was: what is known of the source and, by time and size or else by sha256, its bytes."""
    present = {file.path: file for file in listing.files}
    stamps = {stamp.path: stamp for stamp in manifest.origin.files}
    known = dict(zip(manifest.origin.sources, old.documents.values(), strict=True))
    documents: dict[str, Document] = {}
    duplicates: dict[str, str] = {}
    digests: dict[str, str] = {}
    for source in listing.sources:
        document = known.get(source)
        first = manifest.origin.duplicates.get(source.path)
        if document and _is_same(source, document.sha256, stamps, present, reading):
            documents[source.path] = document
        elif first in documents and _is_same(source, documents[first].sha256, stamps, present, reading):
            duplicates[source.path] = first
            digests[source.path] = documents[first].sha256
    return _Kept(documents, duplicates, digests)


def _is_same(
    source: Source, sha256: str, stamps: Mapping[str, Stamp], present: dict[str, File], reading: ReadSettings
) -> bool:
    """Whether a source's bytes are those of which `sha256` is known."""
    file, member = split_member(source.path)
    if file not in stamps:
        return False
    if not has_changed(stamps[file], present):
        return True
    if not member:
        return False
    try:
        return hashlib.sha256(read_bytes(source.path, reading)).hexdigest() == sha256
    except CorpusError:
        return False


def _gather(
    collection: Collection, listing: Listing, kept: _Kept, reading: ReadSettings, progress: Progress
) -> tuple[list[Document], Origin]:
    """The documents in their order, each content once."""
    todo = [s for s in listing.sources if s.path not in kept.documents and s.path not in kept.duplicates]
    documents: list[Document] = []
    sources: list[Source] = []
    skipped = list(listing.skipped)
    duplicates = dict(kept.duplicates)
    digests = dict(kept.digests)
    first: dict[str, str] = {}
    done = 0
    with closing(read_documents(todo, reading, load_encoder())) as results:
        for source in listing.sources:
            if source.path in kept.duplicates:
                continue
            result = kept.documents.get(source.path)
            if result is None:
                read = next(results)
                done += 1
                progress("read", done, len(todo))
                if isinstance(read, Skipped):
                    skipped.append(read)
                    continue
                result = read
            digests[source.path] = result.sha256
            if result.sha256 in first:
                duplicates[source.path] = first[result.sha256]
                continue
            first[result.sha256] = source.path
            documents.append(result)
            sources.append(source)
    if not documents:
        raise SourceError(_nothing(skipped))
    stamps = [Stamp(f.path, f.size, f.mtime_ns, digests.get(f.path, "")) for f in listing.files]
    return documents, Origin(collection, sources, stamps, skipped, duplicates)


def _nothing(skipped: Sequence[Skipped]) -> Reason:
    if not skipped:
        return because("nothing_left")
    why = skipped[0].why
    return why if len(skipped) == 1 else because("none_of", count=len(skipped), why=why)


@contextmanager
def _without_pauses() -> Iterator[None]:
    """Without the cyclic garbage collector, which takes about a tenth of a build (docs/experiments.md)."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
