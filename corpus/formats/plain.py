"""Plain text: the lines are all there is."""

from corpus.decode import decode
from corpus.extract import Extract


def read(data: bytes, encoding: str | None = None) -> Extract:
    """Decode; paragraphs are found later, from the lines. Raises DecodeError."""
    return Extract(decode(data, encoding))
