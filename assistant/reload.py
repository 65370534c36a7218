"""Taking up an index that was built anew, while serving from the one before."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from assistant.app import Assistant
from assistant.desk import Desk
from index.manifest import named_generation

log = logging.getLogger(__name__)

_EVERY_S = 1.0


class IndexWatch:
    """Looks every second whether the index in `folder` was replaced; then a desk gets an assistant over the new one.

    Questions are answered from the old index until the new one is read whole. One that cannot be read is
    left alone, with a warning, until it is replaced again.
    """

    def __init__(
        self, desk: Desk, folder: Path, reopen: Callable[[], Assistant], every_s: float = _EVERY_S
    ) -> None:
        self._desk = desk
        self._folder = folder
        self._reopen = reopen
        self._every_s = every_s
        self._seen = named_generation(folder)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="index watch", daemon=True)

    def __enter__(self) -> "IndexWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(self._every_s):
            now = named_generation(self._folder)
            if now is None or now == self._seen:
                continue
            self._seen = now
            try:
                self._desk.swap(self._reopen())
            except Exception as error:  # whatever it is, the old index still answers
                self._desk.metrics.swaps.labels("failed").inc()
                log.warning("the new index is not served: %s", error)
            else:
                self._desk.metrics.swaps.labels("taken").inc()
                log.info("index replaced", extra={"facts": {"fingerprint": self._desk.assistant.fingerprint}})
