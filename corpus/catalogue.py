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
from corpus.wording import Reason, because, untranslated

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
        raise CatalogueError(because("list_wanted", path=shown(path), found=_type(entries)))
    catalogue: dict[str, Entry] = {}
    for number, fields in enumerate(entries, 1):
        place = because("entry", path=shown(path), number=number)
        if not isinstance(fields, dict):
            raise CatalogueError(because("entry_object", place=place, found=_type(fields)))
        name = fields.get("path")
        if not isinstance(name, str) or not name:
            raise CatalogueError(because("entry_path", place=place, found=_type(name)))
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts:
            raise CatalogueError(because("entry_outside", place=place, name=shown(name)))
        if inside.as_posix() in catalogue:
            raise CatalogueError(because("entry_twice", place=place, name=shown(name)))
        catalogue[inside.as_posix()] = _entry(fields, because("entry_of", place=place, name=shown(name)))
    return catalogue


def read_sidecar(path: str) -> Entry:
    """What `FILE.meta.json` says of its file: an object with any field of an `Entry`. Raises CatalogueError."""
    fields = _json(path)
    if not isinstance(fields, dict):
        raise CatalogueError(because("object_wanted", path=shown(path), found=_type(fields)))
    return _entry(fields, untranslated(shown(path)))


def _json(path: str) -> Any:
    try:
        return json.loads(read_file(path, max_bytes=_MAX_BYTES))
    except SourceError as error:
        raise CatalogueError(error.reason) from error
    except (ValueError, RecursionError) as error:
        raise CatalogueError(because("not_json", path=shown(path), fault=error)) from error


def _entry(fields: Mapping[str, Any], place: Reason) -> Entry:
    known = {name: fields[name] for name in Entry.__slots__ if name in fields}
    for name, value in known.items():
        expected, fits = _EXPECTED[name]
        if value is None and name != "doc_id":
            continue
        if not isinstance(value, str):
            raise _wrong(place, name, expected, _type(value))
        if not fits(value):
            raise _wrong(place, name, expected, because("is_value", value=repr(value[:80])))
    return Entry(**known)


def _wrong(place: Reason, field: str, expected: str, found: Reason) -> CatalogueError:
    return CatalogueError(
        because("field_wrong", place=place, field=field, expected=because(expected), found=found)
    )


def _type(value: object) -> Reason:
    name = _TYPES.get(type(value))
    return because(name) if name else because("is_number", value=value)


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


_TYPES: Mapping[type, str] = {
    type(None): "is_null",
    bool: "is_truth",
    dict: "is_object",
    list: "is_list",
    str: "is_text",
}
_EXPECTED: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "doc_id": ("one_line", _is_line),
    "title": ("one_line", _is_line),
    "publisher": ("one_line", _is_line),
    "date": ("a_date", _is_date),
    "lang": ("a_language", lambda value: bool(re.fullmatch(r"[a-z]{2,3}", value))),
    "encoding": ("an_encoding", is_encoding),
    "sha256": ("a_sha256", lambda value: bool(re.fullmatch(r"[0-9a-f]{64}", value))),
}
