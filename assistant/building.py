"""Building an index and keeping it up to date with the documents that it was made from."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.containers import MEMBER
from corpus.errors import SourceError
from corpus.names import shown
from corpus.settings import ReadSettings
from corpus.sources import EMBEDDED_ROOT, Collection, Root, root
from corpus.walk import is_pattern
from corpus.wording import because
from index import store
from index.build import Progress
from index.encoder import load_encoder
from index.errors import StoreError
from index.manifest import collection_of, current, named_generation, read_manifest, settings_of
from index.settings import BuildSettings
from index.update import Update, update
from index.wording import because as because_index


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def absolute(encoder: str) -> str:
    """A model folder by its whole path, so that the index finds it from anywhere; a name as it is."""
    path = Path(os.path.expanduser(encoder)) if encoder else None
    return str(path.resolve()) if path and path.is_dir() else encoder


def build(
    paths: Sequence[str | Path],
    folder: Path,
    settings: BuildSettings = BuildSettings(),
    progress: Progress = silent,
    *,
    encoding: str | None = None,
    reading: ReadSettings = ReadSettings(),
) -> Update:
    """Read documents, index them and store the index. Nothing that was stored is lost if this fails.

    What did not change since the last build into this folder is not read again. Raises CorpusError or
    RetrievalError; files that cannot be read are listed in the result, unless all are.
    """
    collection = Collection(tuple(root(path, encoding) for path in paths))
    return _make(collection, folder, settings, progress, reading)


def rebuild(
    collection: Collection,
    folder: Path,
    settings: BuildSettings,
    progress: Progress = silent,
    reading: ReadSettings = ReadSettings(),
) -> Update:
    """Build the index in `folder` again, from what is left of a collection. Raises as `build` does."""
    return _make(_still_there(collection, folder), folder, settings, progress, reading)


def add(
    paths: Sequence[str | Path],
    folder: Path,
    progress: Progress = silent,
    *,
    encoding: str | None = None,
    reading: ReadSettings = ReadSettings(),
) -> Update:
    """Add files, folders or patterns to the index in `folder`, with the settings that it was built with.

    Raises StoreError if there is no index, and as `build` does.
    """
    present = current(folder)
    collection = _collection(folder)
    new = [root(path, encoding) for path in paths]
    named = {each.path for each in new}
    roots = [each for each in collection.roots or (Root(EMBEDDED_ROOT),) if each.path not in named]
    excluded = [left for left in collection.excluded if not any(_touches(left, path) for path in named)]
    changed = Collection((*roots, *new), tuple(excluded))
    return _make(
        _still_there(changed, folder), folder, settings_of(folder), progress, reading, replaces=present
    )


def remove(
    names: Sequence[str],
    folder: Path,
    progress: Progress = silent,
    *,
    reading: ReadSettings = ReadSettings(),
) -> Update:
    """Take documents out of the index in `folder`, by id or by path; the files stay where they are.

    Raises SourceError for a name that nothing has, StoreError if there is no index, and as `build` does.
    """
    present = current(folder)
    origin = read_manifest(folder).origin
    collection = origin.collection
    roots = list(collection.roots) or [Root(EMBEDDED_ROOT)]
    excluded = list(collection.excluded)
    by_id = {source.doc_id: source.path for source in origin.sources}
    paths = {*by_id.values(), *(file.path for file in origin.skipped), *origin.duplicates}
    for name in names:
        path = by_id.get(name) or root(name).path
        is_root = any(each.path == path for each in roots)
        if not is_root and not any(_lies_in(file, path) for file in paths):
            raise SourceError(because("not_in_index", name=shown(name)))
        roots = [each for each in roots if each.path != path]
        if any(_may_hold(each, path) for each in roots):
            excluded.append(path)
    if not roots:
        raise SourceError(because("index_of_nothing"))
    changed = Collection(tuple(roots), tuple(excluded))
    return _make(
        _still_there(changed, folder), folder, settings_of(folder), progress, reading, replaces=present
    )


def refresh(folder: Path, progress: Progress = silent, *, reading: ReadSettings = ReadSettings()) -> Update:
    """Bring the index in `folder` up to date with its documents: new, changed and vanished ones.

    Raises StoreError if there is no index, and as `build` does.
    """
    present = named_generation(folder)
    collection = _still_there(_collection(folder), folder)
    return _make(collection, folder, settings_of(folder), progress, reading, replaces=present)


def _make(
    collection: Collection,
    folder: Path,
    settings: BuildSettings,
    progress: Progress,
    reading: ReadSettings,
    replaces: Path | None = None,
) -> Update:
    settings = replace(settings, encoder=absolute(settings.encoder))
    encoder = load_encoder(settings.encoder)
    encoder.encode(["?"])  # one that does not work is better found before the work than after it
    made = update(collection, folder, encoder, settings, reading, progress)
    store.save(made.index, folder=folder, settings=settings, origin=made.origin, replaces=replaces)
    return made


def _collection(folder: Path) -> Collection:
    collection = collection_of(folder)
    if collection is None:
        read_manifest(folder)  # which says what is wrong
        raise StoreError(because_index("origin_unknown", folder=folder))
    return collection


def _still_there(collection: Collection, folder: Path) -> Collection:
    """Without the files that were named and are gone. Raises SourceError for a folder that is: it may come back."""
    gone = [
        each.path
        for each in collection.roots
        if each.path != EMBEDDED_ROOT and not is_pattern(each.path) and not os.path.lexists(each.path)
    ]
    if not gone:
        return collection
    try:
        files = {stamp.path for stamp in read_manifest(folder).origin.files}
    except StoreError:
        files = set()
    if folders := [path for path in gone if path not in files]:
        raise SourceError(because("folder_gone", path=shown(folders[0])))
    kept = tuple(each for each in collection.roots if each.path not in gone)
    if not kept:
        raise SourceError(because("all_gone", path=shown(gone[0])))
    return replace(collection, roots=kept)


def _lies_in(path: str, place: str) -> bool:
    return path == place or path.startswith((f"{place}/", place + MEMBER))


def _touches(path: str, other: str) -> bool:
    return _lies_in(path, other) or _lies_in(other, path)


def _may_hold(named: Root, path: str) -> bool:
    """Whether a root can bring a path back that is taken out."""
    return named.path == EMBEDDED_ROOT or is_pattern(named.path) or _lies_in(path, named.path)
