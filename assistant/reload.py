"""Taking up indexes that were built anew, while serving from the ones before."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from assistant.app import Assistant
from assistant.desk import Desk
from index.manifest import named_generation

log = logging.getLogger(__name__)

_EVERY_S = 1.0

Reopen = Callable[[Path], Assistant]
"""Opens the index that stands in a folder now. Raises RetrievalError."""


class IndexWatch:
    """Looks every second whether an index was replaced; then its desk gets an assistant over the new one.

    `folders` are those of the indexes by their names. Questions are answered from the old index until the new
    one is read whole. One that cannot be read is left alone, with a warning, until it is replaced again.
    """

    def __init__(
        self, desk: Desk, folders: dict[str, Path], reopen: Reopen, every_s: float = _EVERY_S
    ) -> None:
        self._desk = desk
        self._folders = dict(folders)
        self._reopen = reopen
        self._every_s = every_s
        self._seen = {name: named_generation(folder) for name, folder in folders.items()}
        self._looking = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="index watch", daemon=True)

    def __enter__(self) -> "IndexWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def folder(self, name: str) -> Path:
        """Where an index lies. Raises KeyError."""
        return self._folders[name]

    def look(self) -> None:
        """Take up what was replaced, now."""
        with self._looking:
            for name, folder in self._folders.items():
                self._look(name, folder)

    def open(self, name: str, folder: Path) -> None:
        """Serve one more index from now on. Raises RetrievalError if it cannot be read."""
        with self._looking:
            seen = named_generation(folder)
            self._desk.beside(self._reopen(folder), name)
            self._folders[name] = folder
            self._seen[name] = seen

    def _watch(self) -> None:
        while not self._stopped.wait(self._every_s):
            self.look()

    def _look(self, name: str, folder: Path) -> None:
        now = named_generation(folder)
        if now is None or now == self._seen[name]:
            return
        self._seen[name] = now
        desk = self._desk.at(name)
        try:
            desk.swap(self._reopen(folder))
        except Exception as error:  # whatever it is, the old index still answers
            desk.metrics.swaps.labels("failed").inc()
            log.warning("the new index is not served: %s", error)
        else:
            desk.metrics.swaps.labels("taken").inc()
            log.info(
                "index replaced", extra={"facts": {"index": name, "fingerprint": desk.assistant.fingerprint}}
            )
