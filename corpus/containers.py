"""Files that hold others: zip archives and mail messages, also within each other.

A path leads into them step by step: `ARCHIVE.zip!/MESSAGE.eml!/ATTACHED.docx`. Nothing is unpacked on disk.
What is opened is bounded in depth and number, and each archive checks the sizes of what it holds.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from os.path import isfile
from pathlib import PurePosixPath
from typing import Protocol

from corpus.errors import CorpusError, DecodeError, SourceError
from corpus.files import Skipped, file_at, read_file, skip, unread
from corpus.names import shown
from corpus.wording import because

MEMBER = "!/"
"""Between the path of an archive or a mail message and the name of a file in it."""

_ARCHIVES, _MESSAGES = frozenset({".zip"}), frozenset({".eml"})
CONTAINERS = _ARCHIVES | _MESSAGES
_STEP = re.compile(r"\.(?:zip|eml)(?=!/)", re.IGNORECASE)
_DEEPEST = 4  # containers within each other
_MOST_OPENED = 1_000  # of one file
_MOST_FOUND = 100_000


class Container(Protocol):
    """An opened archive or message: the names of the files in it, in its own order, and the bytes of one.

    `read` raises SourceError or DecodeError.
    """

    @property
    def names(self) -> Sequence[str]: ...

    def read(self, name: str) -> bytes: ...


def is_archive(name: str) -> bool:
    """Whether a file is nothing but what it holds, by its name."""
    return PurePosixPath(name).suffix.lower() in _ARCHIVES


def is_container(name: str) -> bool:
    """Whether a file may hold others, by its name."""
    return PurePosixPath(name).suffix.lower() in CONTAINERS


def split_member(path: str) -> tuple[str, str]:
    """The file that a path leads into and the rest of it; the path and nothing if it is a file's."""
    for step in _STEP.finditer(path):
        if isfile(path[: step.end()]):
            return path[: step.end()], path[step.end() + len(MEMBER) :]
    return path, ""


def read_member(path: str, *, max_bytes: int) -> bytes:
    """The bytes of what a path leads to within a container. Raises SourceError or DecodeError."""
    file, rest = split_member(path)
    steps: tuple[str, ...] = ()
    while True:
        container = _opened(file, steps, max_bytes)
        if rest in container.names:
            return container.read(rest)
        ends = [step.end() for step in _STEP.finditer(rest) if rest[: step.end()] in container.names]
        if not ends or len(steps) + 1 >= _DEEPEST:
            raise SourceError(because("not_in_it", name=shown(rest)))
        steps, rest = (*steps, rest[: ends[0]]), rest[ends[0] + len(MEMBER) :]


@dataclass(slots=True)
class Held:
    """What a container holds, at any depth: the names of documents in it, and what cannot be opened."""

    names: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    opened: int = 0


def documents_in(path: str, is_document: Callable[[str], bool], *, max_bytes: int) -> Held:
    """The documents in a file, in its order. Raises SourceError or DecodeError if it cannot be opened."""
    held = Held()
    if is_container(path):
        _collect(path, (), is_document, held, max_bytes)
    return held


def _collect(
    path: str, steps: tuple[str, ...], is_document: Callable[[str], bool], held: Held, max_bytes: int
) -> None:
    held.opened += 1
    for name in _opened(path, steps, max_bytes).names:
        inner = MEMBER.join((*steps, name))
        if is_document(name):
            held.names.append(inner)
        if is_container(name):
            before = len(held.names)
            try:
                _check_bounds(steps, held)
                _collect(path, (*steps, name), is_document, held, max_bytes)
                if is_archive(name) and len(held.names) == before:
                    raise DecodeError(because("holds_nothing_read"))
            except CorpusError as error:
                whole = path + MEMBER + inner
                held.skipped.append(skip(whole, unread(whole, error.reason)))


def _check_bounds(steps: tuple[str, ...], held: Held) -> None:
    if len(steps) + 1 >= _DEEPEST:
        raise DecodeError(because("too_deep", most=_DEEPEST))
    if held.opened >= _MOST_OPENED or len(held.names) >= _MOST_FOUND:
        raise DecodeError(because("too_much"))


def _opened(path: str, steps: tuple[str, ...], max_bytes: int) -> Container:
    found = file_at(path)
    return _open(path, found.mtime_ns, found.size, steps, max_bytes)


@lru_cache(maxsize=_DEEPEST)  # files are read one after the other, and finding them takes the whole container
def _open(path: str, changed: int, size: int, steps: tuple[str, ...], max_bytes: int) -> Container:
    """The container at the end of the steps."""
    from corpus.formats.archive import open_archive  # loaded only where there is something to open
    from corpus.formats.attached import open_message

    name = steps[-1] if steps else path
    if not steps:
        return open_archive(path) if is_archive(name) else open_message(read_file(path, max_bytes=max_bytes))
    data = _open(path, changed, size, steps[:-1], max_bytes).read(name)
    return open_archive(data) if is_archive(name) else open_message(data)
