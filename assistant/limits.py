"""How much is served at once, and to one caller in a minute."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.errors import AssistantError

_ROUNDING = 1e-6
_CALLERS = 20_000  # remembered by a rate limit; the one that called longest ago is forgotten first


class BusyError(AssistantError):
    """Too much is asked for at once. `retry_s`: after how many seconds to try again."""

    def __init__(self, retry_s: int = 2) -> None:
        super().__init__("too much is asked for at once: try again in a moment")
        self.retry_s = retry_s


class Places:
    """Room for `places` people at once. At most `waiting` others wait, at most `patience_s` seconds."""

    def __init__(self, places: int, patience_s: float, waiting: int = 10_000) -> None:
        self._free = threading.BoundedSemaphore(places)
        self._patience_s = patience_s
        self._most = places + waiting
        self._present = 0
        self._lock = threading.Lock()

    @property
    def present(self) -> int:
        """How many are inside or wait."""
        return self._present

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """A right to wait, for the time of the context; never blocks. Raises BusyError when too many wait."""
        with self._lock:
            if self._present >= self._most:
                raise BusyError
            self._present += 1
        try:
            yield
        finally:
            with self._lock:
                self._present -= 1

    @contextmanager
    def inside(self) -> Iterator[None]:
        """A place, for one who is admitted. Raises BusyError when none became free in time."""
        if not self._free.acquire(timeout=self._patience_s):
            raise BusyError
        try:
            yield
        finally:
            self._free.release()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Admitted, and then inside. Raises BusyError."""
        with self.admitted(), self.inside():
            yield


class RateLimit:
    """At most `per_minute` calls a minute for each caller, in bursts of a sixth of that. 0 sets no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._burst = max(per_minute / 6, 1.0)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, caller: str) -> int:
        """Count a call. 0 if it may go on, else after how many seconds the caller may try again."""
        if not self._rate:
            return 0
        with self._lock:
            now = self._clock()
            left, then = self._left.pop(caller, (self._burst, now))
            left = min(self._burst, left + (now - then) * self._rate)
            may = left > 1 - _ROUNDING
            self._left[caller] = (left - may, now)
            if len(self._left) > _CALLERS:
                self._left.popitem(last=False)
        return 0 if may else max(1, math.ceil((1 - left) / self._rate))
