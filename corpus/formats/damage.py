"""Whatever a library says of a broken file, one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import DecodeError


@contextmanager
def refused_as(what: str, advice: str) -> Iterator[None]:
    """Turns any error within into `it is not a readable {what} (...): {advice}`, but a DecodeError, which stays.

    The libraries that read formats were made for sound files. On broken ones they fail in every way there is,
    so that no shorter list of exceptions is right.
    """
    try:
        yield
    except DecodeError:
        raise
    except Exception as error:
        raise DecodeError(f"it is not a readable {what} ({type(error).__name__}): {advice}") from error
