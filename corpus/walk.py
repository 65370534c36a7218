"""Looking through a folder: ordinary files at any depth, without ever leaving it."""

import os
import stat
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from corpus.errors import SourceError
from corpus.files import File, Skipped, no_file, skip, unread
from corpus.names import shown
from corpus.wording import because, of_system

_MAGIC = frozenset("*?[")

Wanted = Callable[[str], bool]
"""Whether a file is looked for, by its path relative to the folder, with `/` between the names."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file in a folder: `relative` to it; `real` is the path behind any link."""

    file: File
    relative: str
    real: str


@dataclass(frozen=True, slots=True)
class Walk:
    """`found` in the order of their names, folder by folder. `others`: how many files of each other ending."""

    found: Sequence[Found]
    skipped: Sequence[Skipped]
    others: Mapping[str, int]


def walk(folder: str, wanted: Wanted) -> Walk:
    """The wanted files below a folder. Hidden ones are passed over; links are followed to files inside only.

    Raises SourceError if the folder itself cannot be listed.
    """
    root = os.path.realpath(folder)
    found: dict[str, Found] = {}
    links: list[str] = []
    skipped: list[Skipped] = []
    others: Counter[str] = Counter()
    pending = [""]
    while pending:
        prefix = pending.pop()
        for entry in _entries(root, prefix, skipped):
            relative = prefix + entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                links.append(relative)
            elif entry.is_dir(follow_symlinks=False):
                pending.append(f"{relative}/")
            elif not wanted(relative):
                others[PurePosixPath(relative).suffix.lower()] += entry.is_file(follow_symlinks=False)
            elif file := _file(entry.path, skipped):
                found[entry.path] = Found(file, relative, entry.path)
    for relative in sorted(links):
        if linked := _linked(root, relative, wanted, skipped):
            found.setdefault(linked.real, linked)
    return Walk(sorted(found.values(), key=lambda f: f.relative.split("/")), skipped, others)


def _entries(root: str, prefix: str, skipped: list[Skipped]) -> list["os.DirEntry[str]"]:
    folder = os.path.join(root, prefix)
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        reason = because("cannot_list", path=shown(folder), why=of_system(error))
        if not prefix:
            raise SourceError(reason) from error
        skipped.append(skip(folder, reason))
        return []


def _file(path: str, skipped: list[Skipped]) -> File | None:
    try:
        found = os.stat(path)
    except OSError as error:
        skipped.append(skip(path, unread(path, of_system(error))))
        return None
    if not stat.S_ISREG(found.st_mode):
        skipped.append(skip(path, unread(path, no_file(found.st_mode))))
        return None
    return File(path, found.st_size, found.st_mtime_ns)


def _linked(root: str, relative: str, wanted: Wanted, skipped: list[Skipped]) -> Found | None:
    """The file that a link leads to, if that is in the folder. A folder in it is walked through anyway."""
    path = os.path.join(root, relative)
    real = os.path.realpath(path)
    is_folder = os.path.isdir(path)
    if not is_folder and not wanted(relative):
        return None
    if real != root and not real.startswith(os.path.join(root, "")):
        skipped.append(skip(path, because("link_outside", path=shown(path), real=shown(real))))
        return None
    file = None if is_folder else _file(path, skipped)
    return Found(file, relative, real) if file else None


def is_pattern(path: str) -> bool:
    """Whether a path holds a wildcard."""
    return not _MAGIC.isdisjoint(path)


def split_pattern(pattern: str) -> tuple[str, Wanted]:
    """The folder above the first wildcard of an absolute pattern, and what in it the pattern matches.

    `*` stands for a part of a name, `**` for any folders. What lies in a folder that matches is matched.
    """
    parts = PurePosixPath(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if is_pattern(part))
    rest = parts[fixed:]
    return str(PurePosixPath(*parts[:fixed])), lambda relative: _matches(relative.split("/"), rest)


def _matches(names: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the pattern matches the path or a folder above it: all its states are tried side by side."""
    states = _with_empty({0}, pattern)
    step: set[int] = set()
    for name in names:
        if len(pattern) in states:
            return True
        stay = {s for s in states if pattern[s] == "**"}
        step = {s + 1 for s in states if fnmatchcase(name, pattern[s])}
        states = _with_empty(stay | step, pattern)
    return len(pattern) in step  # a `**` after the last name would have to be in a folder


def _with_empty(states: set[int], pattern: Sequence[str]) -> set[int]:
    """The states, and those after a `**` that stands for no folder."""
    reached = set(states)
    for state in sorted(states):
        while state < len(pattern) and pattern[state] == "**":
            state += 1
            reached.add(state)
    return reached
