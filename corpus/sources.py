"""From what a person names to documents to be read: files, folders, patterns, and archives of files."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from corpus.catalogue import CATALOGUE, SIDECAR, Entry, read_catalogue, read_sidecar
from corpus.containers import CONTAINERS, MEMBER, Held, documents_in, is_archive
from corpus.document import Source
from corpus.errors import CatalogueError, CorpusError, DecodeError, SourceError
from corpus.files import File, Skipped, file_at, skip, unread
from corpus.formats.registry import SUFFIXES
from corpus.names import distinct, shown, slug
from corpus.settings import ReadSettings
from corpus.walk import Found, Wanted, is_pattern, split_pattern, walk
from corpus.wording import because

EMBEDDED = Path(__file__).parent / "documents"
EMBEDDED_ROOT = ":embedded:"
_READ = SUFFIXES | CONTAINERS


@dataclass(frozen=True, slots=True)
class Root:
    """What a person named: the absolute path of a file or folder, a pattern, or `EMBEDDED_ROOT`.

    `encoding` is that of its text files where it is not to be guessed.
    """

    path: str
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """What an index is made of: all below `roots`, the embedded documents if there are none.

    `excluded`: files and folders below them that are left out.
    """

    roots: tuple[Root, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a collection holds now. `files` are all that were looked at, catalogues too.

    `others`: how many files there are of each ending that is not read.
    """

    sources: Sequence[Source]
    files: Sequence[File]
    skipped: Sequence[Skipped]
    others: Mapping[str, int] = field(default_factory=dict)


def root(path: str | Path, encoding: str | None = None) -> Root:
    """A root by the path that a person typed: absolute, `~` resolved."""
    if str(path) == EMBEDDED_ROOT:
        return Root(EMBEDDED_ROOT, encoding)
    expanded = os.path.abspath(os.path.expanduser(path))
    return Root(os.path.realpath(expanded) if os.path.lexists(expanded) else expanded, encoding)


def find_sources(paths: Sequence[str | Path] = ()) -> list[Source]:
    """The documents below `paths`, or the embedded ones if there are none. Raises SourceError, CatalogueError."""
    return list(list_sources(Collection(tuple(map(root, paths)))).sources)


def list_sources(collection: Collection) -> Listing:
    """The documents of a collection in the order of its roots, then of their names.

    A folder may hold a `catalogue.json`, any file have a `FILE.meta.json` beside it. Raises SourceError for
    a root that cannot be read or holds nothing, CatalogueError for a catalogue that is wrong.
    """
    sources: list[Source] = []
    skipped: list[Skipped] = []
    others: Counter[str] = Counter()
    files: dict[str, File] = {}
    ids: set[str] = set()
    seen: set[str] = set()
    for place in _places(collection, strict=True):
        skipped += place.skipped
        others.update(place.others)
        files |= {file.path: file for file in place.described_by}
        for found in place.found:
            files[found.file.path] = found.file
            if found.real in seen:
                continue
            seen.add(found.real)
            for source in _sources(place, found, skipped):
                if not _is_excluded(source.path, collection):
                    source = replace(source, doc_id=distinct(source.doc_id, ids))
                    ids.add(source.doc_id)
                    sources.append(source)
    return Listing(sources, list(files.values()), skipped, others)


def list_files(collection: Collection) -> dict[str, File]:
    """Every file that a collection looks at now, by path, without opening any. A root that is gone has none."""
    files: dict[str, File] = {}
    for place in _places(collection, strict=False):
        files |= {file.path: file for file in place.described_by}
        files |= {found.file.path: found.file for found in place.found}
    return files


@dataclass(frozen=True, slots=True)
class _Place:
    """What a root holds. `catalogue` by relative path; `described_by`: catalogues and files beside files."""

    root: Root
    found: Sequence[Found]
    catalogue: Mapping[str, Entry] = field(default_factory=dict)
    described_by: Sequence[File] = ()
    skipped: Sequence[Skipped] = ()
    others: Mapping[str, int] = field(default_factory=dict)


def _places(collection: Collection, *, strict: bool) -> Iterator[_Place]:
    """What the roots hold; unless `strict`, catalogues are not opened, nor is a root missed that is gone."""
    for named in collection.roots or (Root(EMBEDDED_ROOT),):
        path = str(EMBEDDED) if named.path == EMBEDDED_ROOT else named.path
        try:
            place = _place(replace(named, path=path), strict)
        except SourceError:
            if strict:
                raise
            continue
        kept = [found for found in place.found if not _is_excluded(found.file.path, collection)]
        yield replace(place, found=kept)


def _place(named: Root, strict: bool) -> _Place:
    if os.path.isdir(named.path):
        return _folder(named, strict)
    if is_pattern(named.path) and not os.path.lexists(named.path):
        return _pattern(named, strict)
    if not os.path.lexists(named.path):
        raise SourceError(because("no_such_path", path=shown(named.path)))
    found = Found(file_at(named.path), os.path.basename(named.path), named.path)
    beside = named.path + SIDECAR
    return _Place(named, [found], described_by=[file_at(beside)] if os.path.isfile(beside) else [])


def _folder(named: Root, strict: bool) -> _Place:
    path = os.path.join(named.path, CATALOGUE)
    catalogue = read_catalogue(path) if strict and os.path.lexists(path) else {}
    listed = {name.partition(MEMBER)[0] for name in catalogue}
    place = _look(named, named.path, lambda name: _is_read(name) or name in listed, {CATALOGUE})
    there = {found.relative for found in place.found}
    if missing := sorted(listed - there):
        raise CatalogueError(because("lists_missing", path=shown(path), name=shown(missing[0])))
    if strict and not place.found:
        where = {"path": shown(named.path), "known": known()}
        if not place.skipped:
            raise SourceError(because("nothing_in_folder", **where))
        raise SourceError(because("nothing_read_in_folder", **where, why=place.skipped[0].why))
    return replace(place, catalogue=catalogue)


def _pattern(named: Root, strict: bool) -> _Place:
    """What a pattern matches; files of any ending where it names the ending."""
    folder, matches = split_pattern(named.path)
    ending = PurePosixPath(named.path).suffix
    any_ending = bool(ending) and not is_pattern(ending)
    if not os.path.isdir(folder):
        raise SourceError(because("no_such_folder", path=shown(folder)))
    place = _look(named, folder, lambda name: matches(name) and (any_ending or _is_read(name)))
    if strict and not place.found:
        raise SourceError(because("nothing_matches", path=shown(named.path), known=known()))
    return replace(place, others={})


def _look(named: Root, folder: str, is_document: Wanted, catalogues: Set[str] = frozenset()) -> _Place:
    """The documents in a folder, and the files in it that describe them."""

    def describes(name: str) -> bool:
        return name in catalogues or (name.endswith(SIDECAR) and is_document(name.removesuffix(SIDECAR)))

    seen = walk(folder, lambda name: describes(name) or (is_document(name) and not name.endswith(SIDECAR)))
    found = [each for each in seen.found if not describes(each.relative)]
    describing = [each.file for each in seen.found if describes(each.relative)]
    return _Place(named, found, described_by=describing, skipped=seen.skipped, others=seen.others)


def _sources(place: _Place, found: Found, skipped: list[Skipped]) -> Iterator[Source]:
    """The documents of a file: itself and what is attached to it, or what an archive holds."""
    path = found.file.path
    try:
        entry = _entry(place, found.relative, path + SIDECAR)
        if not is_archive(path):
            yield _source(path, entry, place.root)
        held = _held(path)
    except CorpusError as error:
        skipped.append(skip(path, error.reason))
        return
    skipped += held.skipped
    for name in held.names:
        common = Entry(publisher=entry.publisher, date=entry.date, lang=entry.lang, encoding=entry.encoding)
        own = place.catalogue.get(found.relative + MEMBER + name, Entry())
        yield _source(path + MEMBER + name, _over(own, common), place.root)


def _source(path: str, entry: Entry, named: Root) -> Source:
    fields = {name: getattr(entry, name) for name in Entry.__slots__}
    fields["doc_id"] = entry.doc_id or slug(PurePosixPath(path).stem)
    fields["encoding"] = entry.encoding or named.encoding
    return Source(path=path, **fields)


def _entry(place: _Place, relative: str, beside: str) -> Entry:
    """What the catalogue says of a file, and before it the file beside it."""
    entry = place.catalogue.get(relative, Entry())
    is_described = any(file.path == beside for file in place.described_by)
    return _over(read_sidecar(beside), entry) if is_described else entry


def _over(upper: Entry, lower: Entry) -> Entry:
    return Entry(**{name: getattr(upper, name) or getattr(lower, name) for name in Entry.__slots__})


def _held(path: str) -> Held:
    """The documents in a file. Raises CorpusError if an archive has none or cannot be read."""
    try:
        held = documents_in(path, lambda name: _suffix(name) in SUFFIXES, max_bytes=ReadSettings().max_bytes)
    except DecodeError as error:
        if not is_archive(path):
            return Held()  # reading the message will say so
        raise DecodeError(unread(path, error.reason)) from error
    except SourceError as error:
        raise SourceError(unread(path, error.reason)) from error
    if is_archive(path) and not held.names and not held.skipped:
        raise SourceError(unread(path, because("holds_nothing_known", known=known())))
    return held


def known() -> str:
    """The endings of the files that are read."""
    return ", ".join(sorted(_READ))


def _is_read(name: str) -> bool:
    return _suffix(name) in _READ


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_excluded(path: str, collection: Collection) -> bool:
    """Whether a file is left out, or a folder or archive that it lies in."""
    if not collection.excluded:
        return False
    above = {str(parent).removesuffix("!") for parent in PurePosixPath(path).parents}
    return not {path, *above}.isdisjoint(collection.excluded)
