"""Which reader a file goes to, by the ending of its name."""

from collections.abc import Callable
from importlib import import_module

from corpus.errors import DecodeError
from corpus.extract import Extract

_READERS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "plain",
    ".markdown": "plain",
}
SUFFIXES = frozenset(_READERS)


def extract(data: bytes, suffix: str, encoding: str | None = None) -> Extract:
    """What the reader of the format finds. `encoding` is that of text where it is known.

    Raises DecodeError with one sentence that says what is wrong with the file and what to do.
    """
    name = _READERS.get(suffix.lower(), "plain")
    read: Callable[[bytes, str | None], Extract] = import_module(f"corpus.formats.{name}").read
    found = read(data, encoding)
    if not found.text.strip():
        raise DecodeError("it is empty")
    return found
