"""Which characters of a text are evidence. Pure."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from corpus.document import Document, Span

Flags = npt.NDArray[np.bool_]
"""One flag for each character of a text."""


def cited(document: Document, spans: Sequence[Span]) -> Flags:
    """Which characters of `Document.text` the spans hold. Spans outside the text hold nothing."""
    flags = np.zeros(len(document.text), dtype=np.bool_)
    for start, end in spans:
        flags[max(start, 0) : max(end, 0)] = True
    return flags


def first_cited(document: Document, flags: Flags) -> int:
    """The reading character at which evidence begins, -1 if the reading text holds none of it.

    Characters that are read several times, as the header of a long table is, count only if nothing else
    is cited: they do not say which of the places is meant.
    """
    places = np.flatnonzero(flags[document.offsets])
    if not places.size:
        return -1
    readings = np.bincount(document.offsets)
    single = places[readings[document.offsets[places]] == 1]
    candidates = chain(single.tolist(), places.tolist())
    return next((place for place in candidates if not document.reading[place].isspace()), -1)


def with_space(text: str, flags: Flags) -> Flags:
    """The flags of the characters that are not white space; white space is flagged where both its neighbours are."""
    before, after = neighbours(text)
    padded = np.append(flags, False)  # -1 and len(text) mean: no neighbour
    both: Flags = padded[before] & padded[after]
    return both


def neighbours(text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """For each character the nearest that is not white space, itself or before it (else -1), itself or after it
    (else `len(text)`)."""
    size = len(text)
    solid = np.fromiter((not char.isspace() for char in text), np.bool_, size)
    positions = np.arange(size)
    before = np.maximum.accumulate(np.where(solid, positions, -1))
    after = np.minimum.accumulate(np.where(solid, positions, size)[::-1])[::-1]
    return before, after
