"""Errors of reading a corpus.

CorpusError
├── SourceError      a path that cannot be read: missing, unreadable, a folder with nothing in it
├── DecodeError      a file that is not text, or in no encoding that we know
└── CatalogueError   a catalogue that is malformed or disagrees with the files beside it
"""

from corpus.wording import ReasonedError


class CorpusError(ReasonedError):
    """Something about the documents is wrong. `reason` says what, where and what to do, in both languages."""


class SourceError(CorpusError):
    """A path cannot be read."""


class DecodeError(CorpusError):
    """A file's bytes are not text that we can decode."""


class CatalogueError(CorpusError):
    """The catalogue is malformed, or disagrees with the files beside it."""
