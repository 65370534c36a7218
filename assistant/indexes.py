"""Several indexes side by side: the default one, those with a name, and folders anywhere."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from assistant.errors import IndexNameError
from index import store
from index.errors import RetrievalError, StaleIndex
from index.freshness import check_fresh
from index.manifest import CURRENT, current, manifest_of

DEFAULT = "default"
_MAX_NAME_CHARS = 100


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """An index in a list. `state` is fresh, stale or damaged, `reason` says why; `built` is an ISO time.

    Numbers are 0 and `built` is empty where nothing tells.
    """

    name: str
    folder: str
    state: str
    reason: str = ""
    documents: int = 0
    passages: int = 0
    bytes: int = 0
    built: str = ""


def default_index() -> Path:
    """The folder of the default index: below WENJU_HOME, or where this system keeps users' data."""
    return _home() / "index"


def feedback_file() -> Path:
    """The file of what readers said, and of unanswered questions: below WENJU_HOME as the indexes are."""
    return _home() / "feedback.sqlite"


def gold_folder() -> Path:
    """The folder of gold questions that were written or uploaded at the page: below WENJU_HOME too."""
    return _home() / "gold"


def index_folder(name: str | Path | None) -> Path:
    """The folder of an index: by its path, by the name of one of ours, or the default one if it is None.

    A word without a slash is a name, unless a folder of that name here holds an index. Raises IndexNameError
    for what cannot be a name.
    """
    if name is None or str(name) == DEFAULT:
        return default_index()
    text = os.path.expanduser(name)
    if os.path.isabs(text) or os.sep in str(text) or "/" in str(text) or (Path(text) / CURRENT).exists():
        return Path(text)
    return _named(text)


def named_index(name: str) -> Path:
    """The folder of an index of ours that has, or is to get, this name. Raises IndexNameError for what is a path."""
    if "/" in name or "\\" in name or name == DEFAULT or name.startswith("~") or name != name.strip():
        raise IndexNameError(f"{name[:_MAX_NAME_CHARS]!r} cannot be the name of a new index")
    return _named(name)


def is_ours(folder: Path) -> bool:
    """Whether a folder is that of the default index, or of one with a name."""
    return folder == default_index() or folder.parent == _home() / "indexes"


def uploads_folder(folder: Path) -> Path:
    """Where documents that were uploaded for the index in `folder`, one of ours, lie: below WENJU_HOME too."""
    return _home() / "uploads" / (DEFAULT if folder == default_index() else folder.name)


def existing_index(name: str | Path | None) -> Path:
    """The folder of an index that should be there. Raises IndexNameError with the known names if none has it."""
    folder = index_folder(name)
    if folder.parent == _home() / "indexes" and not folder.is_dir():
        known = ", ".join(index_names()) or "none yet"
        raise IndexNameError(
            f"there is no index {folder.name!r} (there are: {known}): build it with `wenju build PATH --index {folder.name}`"
        )
    return folder


def index_names() -> list[str]:
    """The names of the indexes that are there, the default one first."""
    named = _home() / "indexes"
    names = sorted(entry.name for entry in named.iterdir() if entry.is_dir()) if named.is_dir() else []
    return [*([DEFAULT] if default_index().is_dir() else []), *names]


def list_indexes() -> list[IndexInfo]:
    """The default index and those with a name, each checked."""
    return [describe(name) for name in index_names()]


def describe(name: str) -> IndexInfo:
    """What is known of an index. Its files are checked, its documents looked at, not read."""
    folder = index_folder(name)
    try:
        generation = current(folder)
        manifest = manifest_of(generation)
        size = store.check_files(generation, manifest)
    except RetrievalError as error:
        state = "stale" if isinstance(error, StaleIndex) else "damaged"
        return IndexInfo(name, str(folder), state, str(error))
    try:
        check_fresh(manifest, folder, None)
        state, reason = "fresh", ""
    except RetrievalError as error:
        state, reason = "stale", str(error)
    return IndexInfo(
        name=name,
        folder=str(folder),
        state=state,
        reason=reason,
        documents=manifest.n_documents,
        passages=manifest.n_passages,
        bytes=size,
        built=manifest.built,
    )


def delete_index(name: str) -> Path:
    """Delete an index by its name; gives the folder that it was in. Raises IndexNameError and StoreError."""
    folder = existing_index(name)
    if name != DEFAULT and folder.parent != _home() / "indexes":
        raise IndexNameError(f"only indexes with a name are deleted: delete the folder {folder} yourself")
    if not folder.is_dir():
        raise IndexNameError(f"there is no index {name!r}")
    store.delete(folder)
    return folder


def _named(name: str) -> Path:
    if not name.isprintable() or name.startswith((".", "-")) or not 0 < len(name) <= _MAX_NAME_CHARS:
        raise IndexNameError(
            f"{name[:_MAX_NAME_CHARS]!r} cannot be the name of an index: give a word, or a path with a slash"
        )
    return _home() / "indexes" / name


def _home() -> Path:
    home = os.environ.get("WENJU_HOME")
    return Path(os.path.expanduser(home)).absolute() if home else user_data_path("wenju")
