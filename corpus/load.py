"""From paths to documents: the embedded corpus by its catalogue, any other files and folders by looking."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.document import Document, Source
from corpus.errors import CatalogueError, DecodeError, SourceError
from corpus.formats.registry import SUFFIXES, extract
from corpus.structure import build_document

EMBEDDED = Path(__file__).parent / "documents"
CATALOGUE = "catalogue.json"
_FIELDS = ("doc_id", "title", "publisher", "date", "sha256")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why."""

    path: str
    reason: str


def find_sources(paths: Sequence[str | Path] = ()) -> list[Source]:
    """The text files under `paths` (files or folders), or those of the embedded corpus if there are none.

    A folder may hold a `catalogue.json`, a list of objects with `path` and any of doc_id, title,
    publisher, date and sha256. Raises SourceError and CatalogueError.
    """
    sources: list[Source] = []
    seen: set[Path] = set()
    for path in [Path(os.path.expanduser(p)) for p in paths] or [EMBEDDED]:
        catalogue = _read_catalogue(path) if path.is_dir() else {}
        for file in _files(path):
            resolved = file.resolve()
            if resolved in seen:
                continue
            seen.add(resolved)
            entry = catalogue.get(file.relative_to(path).as_posix() if path.is_dir() else file.name, {})
            sources.append(
                Source(
                    doc_id=entry.get("doc_id") or _slug(file.stem),
                    path=str(resolved),
                    title=entry.get("title"),
                    publisher=entry.get("publisher"),
                    date=entry.get("date"),
                    sha256=entry.get("sha256"),
                )
            )
    if not sources:
        raise SourceError(f"nothing to read in {', '.join(map(str, paths))}: expected files in {_known()}")
    return _unique(sources)


def read_document(source: Source) -> Document:
    """Read one file. Raises DecodeError, SourceError, or CatalogueError if it is not the catalogued file."""
    try:
        data = Path(source.path).read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read {source.path}: {error.strerror}") from error
    digest = hashlib.sha256(data).hexdigest()
    if source.sha256 and source.sha256 != digest:
        raise CatalogueError(f"{source.path} differs from its catalogue (sha256): restore it or the entry")
    try:
        found = extract(data, Path(source.path).suffix)
    except DecodeError as error:
        raise DecodeError(f"cannot read {source.path}: {error}") from error
    return build_document(source, found, digest)


def read_documents(sources: Iterable[Source]) -> Iterator[Document | Skipped]:
    """Read each source; one that fails is named and does not stop the others."""
    for source in sources:
        try:
            yield read_document(source)
        except (DecodeError, SourceError) as error:
            yield Skipped(source.path, str(error))


def fingerprint(digests: Iterable[str]) -> str:
    """Identifies a corpus by the sha256 of its files, in any order."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()[:16]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            raise SourceError(f"cannot read the folder {path}: permission denied")
        found = [f for f in path.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file()]
        hidden = [f for f in found if not any(part.startswith(".") for part in f.relative_to(path).parts)]
        if not hidden:
            raise SourceError(f"no documents in the folder {path}: expected files in {_known()}")
        return sorted(hidden)
    if not path.exists():
        raise SourceError(f"no such file or folder: {path}")
    return [path]


def _known() -> str:
    return ", ".join(sorted(SUFFIXES))


def _read_catalogue(folder: Path) -> dict[str, dict[str, str | None]]:
    path = folder / CATALOGUE
    if not path.exists():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        catalogue = {entry["path"]: {k: entry[k] for k in _FIELDS if k in entry} for entry in entries}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CatalogueError(f"{path} is not a list of objects with a path: {error!r}") from error
    missing = [name for name in catalogue if not (folder / name).is_file()]
    if missing:
        raise CatalogueError(f"{path} lists {missing[0]}, which is not there")
    return catalogue


def _slug(stem: str) -> str:
    """A readable id: letters and digits of any script, other runs of characters as one hyphen."""
    slug = "".join(c if c.isalnum() else "-" for c in stem)
    return "-".join(part for part in slug.split("-") if part) or "document"


def _unique(sources: Sequence[Source]) -> list[Source]:
    """The sources with an id each: one that is taken gets a number."""
    taken: set[str] = set()
    unique = []
    for source in sources:
        doc_id, n = source.doc_id, 1
        while doc_id in taken:
            n += 1
            doc_id = f"{source.doc_id}-{n}"
        taken.add(doc_id)
        unique.append(replace(source, doc_id=doc_id))
    return unique
