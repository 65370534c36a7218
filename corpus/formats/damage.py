"""Whatever a library says of a broken file, one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import DecodeError
from corpus.wording import because


@contextmanager
def refused_as(name: str) -> Iterator[None]:
    """Turns any error within into a DecodeError with the sentence `name` of `corpus.wording`; a DecodeError stays.

    The libraries that read formats were made for sound files. On broken ones they fail in every way there is,
    so that no shorter list of exceptions is right.
    """
    try:
        yield
    except DecodeError:
        raise
    except Exception as error:
        raise DecodeError(because(name, fault=type(error).__name__)) from error
