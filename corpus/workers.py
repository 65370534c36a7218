"""Reading in processes of their own, which may crash, hang or be stopped without harm to this one.

Each is a fresh interpreter that only knows this package: nothing of the calling program is run in it again,
no lock of another thread is copied. A thread of this process talks to each over its pipes.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock, local
from time import monotonic
from types import TracebackType
from typing import IO

from corpus.document import Document, Source
from corpus.errors import CorpusError
from corpus.files import Skipped, skip, unread
from corpus.layout import Encoder
from corpus.settings import ReadSettings
from corpus.wording import Reason, because

_AHEAD = 4  # files for each process that may be read before they are asked for: memory stays flat
_DYING_S = 5  # until the exit status of a process that closed its pipes is known
_START = "from corpus.worker import main; main()"


class Workers:
    """Reads sources in several processes; leaving the context ends them at once."""

    def __init__(self, settings: ReadSettings, n_sources: int, encoder: Encoder | None = None) -> None:
        self._settings = settings
        self._encoder = encoder
        self._n = max(1, min(settings.processes or n_cores(), n_sources))
        self._threads = ThreadPoolExecutor(self._n, thread_name_prefix="reading")
        self._own = local()
        self._lock = Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for process in self._running:
            process.communicate()

    def read(self, sources: Sequence[Source]) -> Iterator[Document | Skipped]:
        """The document of each source or the reason why there is none, in order. Raises CatalogueError."""
        waiting: deque[Future[Document | Skipped]] = deque()
        for source in sources:
            waiting.append(self._threads.submit(self._read, source))
            if len(waiting) >= _AHEAD * self._n:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _read(self, source: Source) -> Document | Skipped:
        """Ask this thread's process; if it dies, the file is at fault, and the next one gets a new process."""
        process = self._process()
        assert process.stdin
        assert process.stdout
        began = monotonic()
        try:
            pickle.dump(source, process.stdin)
            process.stdin.flush()
            result = _receive(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._own.process = None
            return skip(source.path, unread(source.path, self._death(process, began)))
        if isinstance(result, CorpusError):
            raise result
        return result

    def _process(self) -> "subprocess.Popen[bytes]":
        process: subprocess.Popen[bytes] | None = getattr(self._own, "process", None)
        if process is None:
            with self._lock:
                if self._closed:
                    raise OSError("reading was stopped")
                process = _start(self._settings, self._encoder)
                self._running.add(process)
            self._own.process = process
        return process

    def _death(self, process: "subprocess.Popen[bytes]", began: float) -> Reason:
        is_late = monotonic() - began >= self._settings.max_seconds
        with suppress(subprocess.TimeoutExpired):
            process.wait(_DYING_S)
        process.kill()
        process.communicate()
        with self._lock:
            self._running.discard(process)
        if is_late:
            return because("too_slow", seconds=self._settings.max_seconds)
        if process.returncode == -9:
            return because("reader_killed")
        return because("reader_crashed", status=process.returncode)


def n_cores() -> int:
    """How many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _start(settings: ReadSettings, encoder: Encoder | None) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _START, str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    with suppress(OSError):  # a process that died already is noticed when it is asked
        assert process.stdin
        pickle.dump(settings, process.stdin)
        pickle.dump(encoder, process.stdin)
    return process


def _receive(stream: IO[bytes]) -> Document | Skipped | CorpusError:
    result: Document | Skipped | CorpusError = pickle.load(stream)
    return result
