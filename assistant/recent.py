"""What was a moment ago: answers for who asks the same, turns for who asks why."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Hashable, Sequence
from datetime import date
from typing import Generic, TypeVar

from assistant.records import Message

T = TypeVar("T")

_MOST_CHARS = 4_000  # of a conversation that is remembered


class Recent(Generic[T]):
    """The last `most` things, by keys. May be used by several threads."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """What was put under this key, if it is remembered."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def put(self, key: Hashable, thing: T) -> None:
        """Remember a thing; the one that was asked for longest ago is forgotten."""
        with self._lock:
            self._kept[key] = thing
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)


def key_of(
    fingerprint: str, question: str, history: Sequence[Message], documents: Collection[str] | None
) -> Hashable | None:
    """What the answer depends on, the day among it ("last year"); None for a conversation too long to keep."""
    if len(question) + sum(len(message.content) for message in history) > _MOST_CHARS:
        return None
    some = None if documents is None else frozenset(documents)
    return fingerprint, question, tuple(history), some, date.today()
