"""From sources to documents: one, or many in processes of their own."""

import hashlib
import os
from collections.abc import Generator, Iterable, Sequence
from pathlib import PurePosixPath

from corpus.containers import read_member, split_member
from corpus.document import Document, Source
from corpus.errors import CatalogueError, CorpusError, DecodeError, SourceError
from corpus.files import Skipped, read_file, skip, unread
from corpus.formats.registry import extract
from corpus.layout import Encoder
from corpus.names import shown
from corpus.settings import ReadSettings
from corpus.structure import build_document
from corpus.wording import because

_PLAIN = frozenset({".txt", ".text", ".md", ".markdown", ".csv", ".tsv"})
_AT_ONCE_BYTES = 4_000_000  # of plain text: reading less here is faster than starting processes
_AT_ONCE_FILES = 500


def read_document(
    source: Source, settings: ReadSettings = ReadSettings(), encoder: Encoder | None = None
) -> Document:
    """Read one file. An encoder helps to tell the articles of a newspaper page apart.

    Raises DecodeError, SourceError, or CatalogueError if it is not the catalogued file."""
    data = read_bytes(source.path, settings)
    digest = hashlib.sha256(data).hexdigest()
    if source.sha256 and source.sha256 != digest:
        raise CatalogueError(because("not_catalogued", path=shown(source.path)))
    try:
        found = extract(data, PurePosixPath(source.path).suffix, source.encoding)
    except DecodeError as error:
        raise DecodeError(unread(source.path, error.reason)) from error
    return build_document(source, found, digest, encoder)


def read_bytes(path: str, settings: ReadSettings = ReadSettings()) -> bytes:
    """The bytes of a file, or of what a path into an archive or a message leads to. Raises SourceError or DecodeError."""
    if not split_member(path)[1]:
        return read_file(path, max_bytes=settings.max_bytes)
    try:
        return read_member(path, max_bytes=settings.max_bytes)
    except CorpusError as error:
        raise DecodeError(unread(path, error.reason)) from error


def read_or_skip(
    source: Source, settings: ReadSettings = ReadSettings(), encoder: Encoder | None = None
) -> Document | Skipped:
    """Read one file, or say why not; only a catalogue that disagrees is raised, as CatalogueError."""
    try:
        return read_document(source, settings, encoder)
    except (DecodeError, SourceError) as error:
        return skip(source.path, error.reason)
    except CatalogueError:
        raise
    except MemoryError:
        return skip(source.path, unread(source.path, because("no_memory")))
    except Exception as error:  # one file must not stop the others, whatever a reader does
        fault = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        return skip(source.path, unread(source.path, because("fault", fault=fault)))


def read_documents(
    sources: Iterable[Source], settings: ReadSettings = ReadSettings(), encoder: Encoder | None = None
) -> Generator[Document | Skipped, None, None]:
    """Read each source, in order; one that fails is named and does not stop the others.

    Some text is read here. Much of it, and every format that is read by other libraries, goes to processes
    of their own: a crash or an endless loop in one costs that file only. They get a copy of the encoder.
    """
    listed = list(sources)
    if all(PurePosixPath(source.path).suffix.lower() in _PLAIN for source in listed) and _is_little(listed):
        yield from (read_or_skip(source, settings, encoder) for source in listed)
        return
    from corpus.workers import Workers

    with Workers(settings, len(listed), encoder) as workers:
        yield from workers.read(listed)


def fingerprint(digests: Iterable[str]) -> str:
    """Identifies a corpus by the sha256 of its files, in any order."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()[:16]


def _is_little(sources: Sequence[Source]) -> bool:
    if len(sources) > _AT_ONCE_FILES:
        return False
    total = 0
    for source in sources:
        try:
            total += os.stat(source.path).st_size
        except (OSError, ValueError):  # a member of an archive, or gone: reading it will say so
            if split_member(source.path)[1]:
                return False
    return total <= _AT_ONCE_BYTES
