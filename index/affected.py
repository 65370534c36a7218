"""Which passages have to be segmented again when words come or go."""

from collections.abc import Mapping
from functools import reduce

import numpy as np
import numpy.typing as npt

from index.postings import Ints, Postings, holders
from index.segment import bigrams


def affected(postings: Postings, old: Mapping[str, int], new: Mapping[str, int]) -> npt.NDArray[np.bool_]:
    """Whether each passage may hold a word that is in one of two vocabularies only, or has another frequency there.

    Segmenting looks at no other words than those that stand in the passage, so the others keep their terms.
    """
    marked = np.zeros(len(postings.lengths), dtype=bool)
    rows = {term: row for row, term in enumerate(postings.terms)}
    changed = [word for word, _ in old.items() ^ new.items()]
    characters = {word for word in changed if len(word) == 1}
    for row in _rows_with(characters, rows) if characters else ():
        marked[holders(postings, row)] = True
    for word in {word for word in changed if len(word) > 1}:
        pairs = [rows.get(pair) for pair in bigrams(word)]
        if None not in pairs:
            found = [holders(postings, row) for row in pairs if row is not None]
            marked[reduce(_common, sorted(found, key=len))] = True
    return marked


def _rows_with(characters: set[str], rows: Mapping[str, int]) -> list[int]:
    """The rows of pairs, and of single characters, that hold one of these."""
    return [row for term, row in rows.items() if len(term) <= 2 and not characters.isdisjoint(term)]


def _common(one: Ints, other: Ints) -> Ints:
    return np.intersect1d(one, other, assume_unique=True)
