"""Reading a file's bytes: an ordinary file, not too large, and the same from its first byte to its last."""

import os
import stat
from dataclasses import dataclass

from corpus.errors import SourceError
from corpus.names import shown
from corpus.wording import Reason, because, of_system


@dataclass(frozen=True, slots=True)
class File:
    """A file as a look at its folder shows it. `size` in bytes, `mtime_ns` as the system counts."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was not read, and why, in one sentence that names it, English and Chinese."""

    path: str
    reason: str
    reason_zh: str = ""

    @property
    def why(self) -> Reason:
        """The reason in both languages."""
        return Reason(self.reason, self.reason_zh or self.reason)


def skip(path: str, why: Reason) -> Skipped:
    """A file or folder that is not read for a reason that names it."""
    return Skipped(path, why.en, why.zh)


def unread(path: str, why: Reason) -> Reason:
    """That the file at `path` cannot be read, and why."""
    return because("cannot_read", path=shown(path), why=why)


def file_at(path: str) -> File:
    """The ordinary file at `path`. Raises SourceError for everything else."""
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        raise SourceError(unread(path, of_system(error))) from error
    if not stat.S_ISREG(found.st_mode):
        raise SourceError(unread(path, no_file(found.st_mode)))
    return File(path, found.st_size, found.st_mtime_ns)


def no_file(mode: int) -> Reason:
    """That something is no file, but what `st_mode` says."""
    return because("not_a_file", kind=because(_kind(mode)))


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "kind_folder"
    if stat.S_ISFIFO(mode):
        return "kind_pipe"
    return "kind_socket" if stat.S_ISSOCK(mode) else "kind_device"


def read_file(path: str, *, max_bytes: int) -> bytes:
    """The bytes of an ordinary file. Nothing else is waited for, even if it took the file's place just now.

    Raises SourceError: missing, unreadable, too large, or written to while it was read, twice.
    """
    for _ in range(2):
        data = _read(path, max_bytes)
        if data is not None:
            return data
    raise SourceError(unread(path, because("changing")))


def _read(path: str, max_bytes: int) -> bytes | None:
    """The bytes, or None if the file changed meanwhile."""
    file_at(path)  # opening a device can have effects
    try:
        with open(path, "rb", opener=_open) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise SourceError(unread(path, no_file(before.st_mode)))
            if before.st_size > max_bytes:
                size, most = f"{before.st_size / 1e6:.0f}", f"{max_bytes / 1e6:.0f}"
                raise SourceError(unread(path, because("too_large", size=size, most=most)))
            data = file.read(before.st_size + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise SourceError(unread(path, of_system(error))) from error
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return data if same and len(data) == before.st_size else None


def _open(path: str, flags: int) -> int:
    """Opens without waiting: a pipe would wait for somebody to write to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
