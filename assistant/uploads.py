"""Documents that were uploaded at the page: where they lie, under which names, and how a batch of them comes in."""

import os
import secrets
import shutil
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import ChangeError
from corpus.containers import CONTAINERS
from corpus.formats.registry import SUFFIXES
from corpus.names import shown

ENDINGS = tuple(sorted(SUFFIXES | CONTAINERS))
"""Of the files that are taken."""
_MAX_NAME_BYTES = 200
_INCOMING = ".incoming-"
_LOCK = "lock"
"""Held as long as a batch is on its way: the system lets go of it when the server is killed."""


def file_name(given: str) -> str:
    """The name that an uploaded file is kept under: the last part of its own. Raises ChangeError.

    It cannot lead out of the folder, be hidden, or be of a kind that is not read.
    """
    name = unicodedata.normalize("NFC", given.replace("\\", "/").rpartition("/")[2].strip())
    if (
        not name
        or not name.isprintable()
        or name.startswith(".")
        or len(name.encode("utf-8", "replace")) > _MAX_NAME_BYTES
    ):
        raise ChangeError("upload_name", file=shown(given)[:80])
    if Path(name).suffix.lower() not in ENDINGS:
        raise ChangeError("upload_kind", file=shown(name)[:80], known=" ".join(ENDINGS))
    return name


def clear_abandoned(folder: Path) -> None:
    """Remove batches on their way into `folder` whose server was killed, and the folder if nothing else is in it."""
    for staging in folder.glob(f"{_INCOMING}*"):
        with suppress(Timeout, OSError):
            with FileLock(staging / _LOCK, timeout=0):
                pass
            shutil.rmtree(staging)
    with suppress(OSError):  # it is not there, or something is in it
        folder.rmdir()


@dataclass(slots=True)
class Batch:
    """Files on their way into `folder`. They lie in a hidden folder of it, unseen by readers, until `place` is called.

    What `place` has done is undone by `take_back`, which leaves everything as it was.
    """

    folder: Path
    names: list[str] = field(default_factory=list)
    _staging: Path = field(init=False)
    _lock: FileLock = field(init=False)
    _placed: list[str] = field(init=False, default_factory=list)
    _replaced: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        clear_abandoned(self.folder)
        self._staging = self.folder / f"{_INCOMING}{secrets.token_hex(4)}"
        try:
            self._staging.mkdir(parents=True)
            self._lock = FileLock(self._staging / _LOCK, thread_local=False)
            self._lock.acquire()
            (self._staging / "old").mkdir()
            (self._staging / "new").mkdir()
        except OSError as error:
            raise ChangeError("upload_not_written", why=error.strerror or str(error)) from error

    def path(self, given: str) -> Path:
        """Where to write the next file, by the name that its sender gives it. Raises ChangeError."""
        name = file_name(given)
        if name in self.names:
            raise ChangeError("upload_twice", file=shown(name)[:80])
        self.names.append(name)
        return self._staging / "new" / name

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the files are once they are placed."""
        return tuple(str(self.folder / name) for name in self.names)

    def place(self) -> None:
        """Put the files where they are read, over those of the same names."""
        for name in self.names:
            if (self.folder / name).exists():
                os.replace(self.folder / name, self._staging / "old" / name)
                self._replaced.append(name)
            os.replace(self._staging / "new" / name, self.folder / name)
            self._placed.append(name)

    def take_back(self) -> None:
        """Undo `place`, and forget the files."""
        for name in self._placed:
            (self.folder / name).unlink(missing_ok=True)
        for name in self._replaced:
            os.replace(self._staging / "old" / name, self.folder / name)
        self.close()

    def close(self) -> None:
        """Remove what is not needed any more, the folder too if it is empty."""
        self._lock.release()
        shutil.rmtree(self._staging, ignore_errors=True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()
