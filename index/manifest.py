"""What is known of a stored index without opening it: what it was made from, and what its files are."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from corpus.document import Source
from corpus.files import File, Skipped
from corpus.sources import Collection, Root
from index.build import code_fingerprint
from index.errors import DamagedIndex, MissingIndex, StaleIndex, StoreError
from index.settings import BuildSettings
from index.wording import because

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
GENERATION = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was when it was looked at: enough to see whether it changed since.

    `sha256` is that of its bytes, empty where they were not all read: any newer time counts as a change.
    """

    path: str
    size: int
    mtime_ns: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What an index was made from. `sources` are those of its documents, in their order.

    `files` are all that were looked at. `skipped` could not be read. `duplicates`: the path of a file by
    that of one with the same bytes, which was left out.
    """

    collection: Collection
    sources: Sequence[Source]
    files: Sequence[Stamp]
    skipped: Sequence[Skipped] = ()
    duplicates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was made from, by what, and what its files are.

    `code` identifies the code that read and indexed the documents. `built` is an ISO time. `checksums` are the sha256 of the files by name.
    """

    fingerprint: str
    code: str
    encoder: str
    encoder_fingerprint: str
    settings: Mapping[str, Any]
    built: str
    n_documents: int
    n_passages: int
    origin: Origin
    checksums: Mapping[str, str]


def write_json(path: Path, value: object) -> None:
    """Write JSON to a file."""
    path.write_bytes(json_bytes(value))


def json_bytes(value: object) -> bytes:
    """JSON in one line. Half a character, which a name of a file may hold, survives."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest as JSON."""
    write_json(path, asdict(manifest))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the current index of `folder`. Raises MissingIndex, StaleIndex or DamagedIndex."""
    return manifest_of(current(folder))


def manifest_of(generation: Path) -> Manifest:
    """The manifest of one generation. Raises StaleIndex if another version wrote it, and DamagedIndex."""
    folder = generation.parent
    values = _json(generation / MANIFEST)
    try:
        if values["code"] != code_fingerprint():
            raise StaleIndex(because("other_version", folder=folder))
        return _manifest(values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(folder, "manifest") from error


def _manifest(values: Mapping[str, Any]) -> Manifest:
    return Manifest(
        **{
            **values,
            "settings": dict(values["settings"]),
            "origin": _origin(values["origin"]),
            "checksums": dict(values["checksums"]),
        }
    )


def _origin(values: Mapping[str, Any]) -> Origin:
    return Origin(
        collection=collection_from(values["collection"]),
        sources=[_record(Source, each) for each in values["sources"]],
        files=[_record(Stamp, each) for each in values["files"]],
        skipped=[_record(Skipped, each) for each in values["skipped"]],
        duplicates=dict(values["duplicates"]),
    )


def _record(kind: type[Any], values: Mapping[str, Any]) -> Any:
    """A record of texts and numbers. Raises ValueError where JSON holds something else."""
    record = kind(**values)
    for each in fields(kind):
        value = getattr(record, each.name)
        expected = int if each.type is int else str
        if not (isinstance(value, expected) or (value is None and each.default is None)):
            raise ValueError(f"{each.name} is {value!r}")
    return record


def collection_from(values: Any) -> Collection:
    """The collection that JSON holds. Raises ValueError, KeyError or TypeError if it is something else."""
    return Collection(
        tuple(_record(Root, each) for each in values["roots"]), tuple(map(str, values["excluded"]))
    )


def current(folder: Path) -> Path:
    """The generation that `CURRENT` names. Raises MissingIndex or DamagedIndex."""
    try:
        name = json.loads((folder / CURRENT).read_bytes())["generation"]
    except FileNotFoundError:
        if folder.is_dir() and any(folder.iterdir()):
            raise DamagedIndex(because("no_index_of_ours", folder=folder, file=CURRENT)) from None
        raise MissingIndex(because("no_index", folder=folder)) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, f"{CURRENT} file") from error
    if not GENERATION.fullmatch(str(name)):
        raise _damaged(folder, f"{CURRENT} file")
    return folder / str(name)


def collection_of(folder: Path) -> Collection | None:
    """What the index in `folder` was made from, however damaged it is; None if nothing tells."""
    candidates = [folder / CURRENT, *sorted(folder.glob(f"*/{MANIFEST}"))]
    for path in candidates:
        try:
            values = _json(path)
            values = values.get("origin", values)
            return collection_from(values.get("collection") or _of_version_0_1(values))
        except (StoreError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return None


def settings_of(folder: Path) -> BuildSettings:
    """The settings that the index in `folder` was built with; the defaults if nothing tells."""
    try:
        values = _json(current(folder) / MANIFEST)
        known = {each.name for each in fields(BuildSettings)}
        return BuildSettings(**{name: v for name, v in values["settings"].items() if name in known})
    except (StoreError, ValueError, KeyError, TypeError, AttributeError):
        return BuildSettings()


def _of_version_0_1(values: Mapping[str, Any]) -> dict[str, Any]:
    """What version 0.1 wrote: the roots as plain paths."""
    return {"roots": [{"path": str(path)} for path in values["roots"]], "excluded": []}


def named_generation(folder: Path) -> Path | None:
    """The generation that `CURRENT` names, if it can be read."""
    try:
        return current(folder)
    except StoreError:
        return None


def stamp(file: File, sha256: str = "") -> Stamp:
    """The stamp of a file of which `sha256` was read."""
    return Stamp(file.path, file.size, file.mtime_ns, sha256)


def now() -> str:
    """The time, in ISO form, to the second, in UTC."""
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path.parent.parent, "manifest") from error


def _damaged(folder: Path, what: str) -> DamagedIndex:
    return DamagedIndex(because("index_damaged", folder=folder, what=what))
