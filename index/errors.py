"""Errors of building and searching an index.

RetrievalError
├── EncoderError    an encoder that cannot be found, loaded or used
└── StoreError      a stored index that cannot be used
    ├── MissingIndex    there is none
    ├── StaleIndex      it was built from other documents, another encoder or by another version
    └── DamagedIndex    its files are incomplete or altered
"""

from corpus.wording import ReasonedError


class RetrievalError(ReasonedError):
    """Something about the index is wrong. `reason` says what, where and what to do, in both languages."""


class EncoderError(RetrievalError):
    """An encoder cannot be found, loaded or used."""


class StoreError(RetrievalError):
    """A stored index cannot be used."""


class MissingIndex(StoreError):
    """There is no index at this place."""


class StaleIndex(StoreError):
    """The index no longer fits the documents, the encoder or this version."""


class DamagedIndex(StoreError):
    """The files of the index are incomplete or altered."""
