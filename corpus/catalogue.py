"""What a person says of documents: `catalogue.json` in a folder, `FILE.meta.json` beside a file."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from corpus.errors import CatalogueError, SourceError
from corpus.files import read_file
from corpus.names import shown

CATALOGUE = "catalogue.json"
SIDECAR = ".meta.json"
_MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one document; None where nothing is. The fields are those of `Source`."""

    doc_id: str | None = None
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    lang: str | None = None
    encoding: str | None = None
    sha256: str | None = None


def read_catalogue(path: str) -> dict[str, Entry]:
    """The entries of a catalogue by their path, relative to its folder. Raises CatalogueError.

    It is a list of objects with `path` and any field of an `Entry`; what else they hold is not looked at.
    """
    entries = _json(path)
    if not isinstance(entries, list):
        raise CatalogueError(f"{shown(path)} must be a list of objects with a path, not {_type(entries)}")
    catalogue: dict[str, Entry] = {}
    for number, fields in enumerate(entries, 1):
        place = f"{shown(path)}, entry {number}"
        if not isinstance(fields, dict):
            raise CatalogueError(f"{place} must be an object with a path, not {_type(fields)}")
        name = fields.get("path")
        if not isinstance(name, str) or not name:
            raise CatalogueError(f"{place}: path must be the name of a file, not {_type(name)}")
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts:
            raise CatalogueError(f"{place}: {shown(name)} is outside of the catalogue's folder")
        if inside.as_posix() in catalogue:
            raise CatalogueError(f"{place}: {shown(name)} is listed twice")
        catalogue[inside.as_posix()] = _entry(fields, f"{place} ({shown(name)})")
    return catalogue


def read_sidecar(path: str) -> Entry:
    """What `FILE.meta.json` says of its file: an object with any field of an `Entry`. Raises CatalogueError."""
    fields = _json(path)
    if not isinstance(fields, dict):
        raise CatalogueError(f"{shown(path)} must be an object, not {_type(fields)}")
    return _entry(fields, shown(path))


def _json(path: str) -> Any:
    try:
        return json.loads(read_file(path, max_bytes=_MAX_BYTES))
    except SourceError as error:
        raise CatalogueError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise CatalogueError(f"{shown(path)} is not JSON: {error}") from error


def _entry(fields: Mapping[str, Any], place: str) -> Entry:
    known = {name: fields[name] for name in Entry.__slots__ if name in fields}
    for name, value in known.items():
        expected, fits = _EXPECTED[name]
        if value is None and name != "doc_id":
            continue
        if not isinstance(value, str):
            raise CatalogueError(f"{place}: {name} must be {expected}, not {_type(value)}")
        if not fits(value):
            raise CatalogueError(f"{place}: {name} must be {expected}, not {value[:80]!r}")
    return Entry(**known)


def _type(value: object) -> str:
    names = {type(None): "null", bool: "a truth value", dict: "an object", list: "a list", str: "a text"}
    return names.get(type(value), f"the number {value}")


def _is_line(value: str) -> bool:
    return bool(value.strip()) and value.isprintable()


def _is_date(value: str) -> bool:
    match = re.fullmatch(r"\d{4}(?:-(\d{2})(?:-(\d{2}))?)?", value)
    return match is not None and 1 <= int(match[1] or 1) <= 12 and 1 <= int(match[2] or 1) <= 31


def is_encoding(name: str) -> bool:
    """Whether text can be decoded from an encoding of this name."""
    try:
        b"x".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return True


_EXPECTED: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "doc_id": ("one line of text", _is_line),
    "title": ("one line of text", _is_line),
    "publisher": ("one line of text", _is_line),
    "date": ("a date like 2024, 2024-01 or 2024-01-31", _is_date),
    "lang": ("a language code like zh or en", lambda value: bool(re.fullmatch(r"[a-z]{2,3}", value))),
    "encoding": ("the name of a text encoding like gb18030", is_encoding),
    "sha256": ("64 hexadecimal digits", lambda value: bool(re.fullmatch(r"[0-9a-f]{64}", value))),
}
