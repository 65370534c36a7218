"""Which reader a file goes to: by what its bytes surely are, otherwise by the ending of its name."""

from collections.abc import Callable
from importlib import import_module

from corpus.errors import DecodeError
from corpus.extract import Extract
from corpus.formats.signature import reader_of
from corpus.wording import because

_READERS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".pdf": "pdf",
    ".docx": "word",
    ".docm": "word",
    ".doc": "word",  # an old one is named as such, and many are web pages
    ".pptx": "slides",
    ".ppsx": "slides",
    ".pptm": "slides",
    ".ppt": "slides",
    ".xlsx": "sheet",
    ".xlsm": "sheet",
    ".xls": "sheet",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".epub": "epub",
    ".eml": "mail",
}
_CONTAINERS = frozenset({"word", "slides", "sheet", "epub"})
SUFFIXES = frozenset(_READERS)
"""Of the files that are read wherever they lie. A picture is read where it is named: folders hold many without text."""


def extract(data: bytes, suffix: str, encoding: str | None = None) -> Extract:
    """What the reader of the format finds. `encoding` is that of text where it is known.

    Raises DecodeError with one sentence that says what is wrong with the file and what to do.
    """
    if not data.strip(b" \t\r\n"):
        raise DecodeError(because("empty"))
    named = _READERS.get(suffix.lower(), "plain")
    sure = reader_of(data)
    if sure is None and named in _CONTAINERS:
        raise DecodeError(because("misnamed", kind=because(f"kind_{named}")))
    read: Callable[[bytes, str | None], Extract] = import_module(f"corpus.formats.{sure or named}").read
    found = read(data, encoding)
    if not found.text.replace("\ufeff", "").strip():
        raise DecodeError(because("empty"))
    return found
