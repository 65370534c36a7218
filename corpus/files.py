"""Reading a file's bytes: an ordinary file, not too large, and the same from its first byte to its last."""

import os
import stat
from dataclasses import dataclass

from corpus.errors import SourceError
from corpus.names import shown


@dataclass(frozen=True, slots=True)
class File:
    """A file as a look at its folder shows it. `size` in bytes, `mtime_ns` as the system counts."""

    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was not read, and why, in one sentence that names it."""

    path: str
    reason: str


def file_at(path: str) -> File:
    """The ordinary file at `path`. Raises SourceError for everything else."""
    try:
        found = os.stat(path)
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot read {shown(path)}: {reason_of(error)}") from error
    if not stat.S_ISREG(found.st_mode):
        raise SourceError(f"cannot read {shown(path)}: it is {kind(found.st_mode)}, not a file")
    return File(path, found.st_size, found.st_mtime_ns)


def kind(mode: int) -> str:
    """What `st_mode` says that something is."""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a file" if stat.S_ISREG(mode) else "a device"


def read_file(path: str, *, max_bytes: int) -> bytes:
    """The bytes of an ordinary file. Nothing else is waited for, even if it took the file's place just now.

    Raises SourceError: missing, unreadable, too large, or written to while it was read, twice.
    """
    for _ in range(2):
        data = _read(path, max_bytes)
        if data is not None:
            return data
    raise SourceError(
        f"cannot read {shown(path)}: it changes while it is read; try again when it is finished"
    )


def _read(path: str, max_bytes: int) -> bytes | None:
    """The bytes, or None if the file changed meanwhile."""
    file_at(path)  # opening a device can have effects
    try:
        with open(path, "rb", opener=_open) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise SourceError(f"cannot read {shown(path)}: it is {kind(before.st_mode)}, not a file")
            if before.st_size > max_bytes:
                raise SourceError(
                    f"cannot read {shown(path)}: it has {before.st_size / 1e6:.0f} MB, more than the "
                    f"{max_bytes / 1e6:.0f} MB allowed; split it or raise read.max_file_mb"
                )
            data = file.read(before.st_size + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise SourceError(f"cannot read {shown(path)}: {reason_of(error)}") from error
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return data if same and len(data) == before.st_size else None


def _open(path: str, flags: int) -> int:
    """Opens without waiting: a pipe would wait for somebody to write to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def reason_of(error: Exception) -> str:
    """What the system says about a failure, without the path."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
