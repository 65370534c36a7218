"""How often each term stands in each passage, as arrays: what BM25 weighs, and a refresh takes over."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]

_AT_ONCE_POSTINGS = 2_000_000


@dataclass(frozen=True, slots=True)
class Postings:
    """Term i, of `terms` in sorted order, stands `counts[j]` times in `passages[j]`, j in `starts[i]:starts[i + 1]`.

    `passages` int32, rising for each term, and `counts`, an unsigned type that holds them, `(n_postings,)`;
    `starts` int64 `(n_terms + 1,)`; `lengths` int32 `(n_passages,)`: how many terms a passage has, each as
    often as it stands there.
    """

    terms: Sequence[str]
    starts: npt.NDArray[np.int64]
    passages: Ints
    counts: npt.NDArray[Any]
    lengths: Ints


def count_terms(passages: Iterable[Sequence[str]]) -> Postings:
    """The postings of passages given as terms, one at a time; they are not kept."""
    rows: dict[str, int] = {}
    parts: list[_Part] = []
    term, passage, count, lengths = array("i"), array("i"), array("i"), array("i")
    for row, terms in enumerate(passages):
        lengths.append(len(terms))
        counted = Counter(terms)
        term.extend(rows.setdefault(each, len(rows)) for each in counted)
        passage.extend(repeat(row, len(counted)))
        count.extend(counted.values())
        if len(term) >= _AT_ONCE_POSTINGS:
            parts.append(_part(term, passage, count))
            term, passage, count = array("i"), array("i"), array("i")
    parts.append(_part(term, passage, count))
    return _put_together(list(rows), parts, np.frombuffer(lengths, np.int32))


@dataclass(frozen=True, slots=True)
class _Part:
    """Postings of some passages in a row: term, passage and count of each, passages rising."""

    term: Ints
    passage: Ints
    count: npt.NDArray[Any]


def _part(term: "array[int]", passage: "array[int]", count: "array[int]") -> _Part:
    counts = np.frombuffer(count, np.int32)
    return _Part(np.frombuffer(term, np.int32), np.frombuffer(passage, np.int32), _small(counts))


def _small(counts: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Counts in the smallest unsigned type that holds them."""
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))


def _put_together(terms: Sequence[str], parts: list[_Part], lengths: Ints) -> Postings:
    """The postings of parts, which are in the order of their passages and are used up.

    Each part's go behind those that their terms have already, so that all are never sorted at once: that
    would take several times their memory.
    """
    order = sorted(range(len(terms)), key=terms.__getitem__)
    place = np.empty(len(terms), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    sizes = np.zeros(len(terms), dtype=np.int64)
    for part in parts:
        sizes += np.bincount(place[part.term], minlength=len(terms))
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    passages = np.empty(starts[-1], dtype=np.int32)
    counts = np.empty(
        starts[-1], dtype=max((part.count.dtype for part in parts), key=lambda kind: kind.itemsize)
    )
    ends = starts[:-1].copy()  # of what each term has so far
    parts.reverse()
    while parts:
        part = parts.pop()
        at = place[part.term]
        by_term = np.argsort(at, kind="stable")
        at = at[by_term]
        firsts = np.flatnonzero(np.diff(at, prepend=-1))
        number = np.arange(len(at)) - np.repeat(firsts, np.diff(firsts, append=len(at)))
        to = ends[at] + number
        passages[to] = part.passage[by_term]
        counts[to] = part.count[by_term]
        ends += np.bincount(at, minlength=len(terms))
    return Postings([terms[i] for i in order], starts, passages, counts, lengths)


def merge(old: Postings, old_rows: Ints, new: Postings, new_rows: Ints) -> Postings:
    """The postings of passages of which some are old and some new.

    `old_rows` int32 `(n_old,)`: the row that an old passage has now, -1 if it has none; `new_rows` the same
    of the new ones, which all have one. Together they are all rows from 0.
    """
    kept = old_rows[old.passages] >= 0
    place = {term: i for i, term in enumerate(old.terms)}
    terms = [*old.terms, *(term for term in new.terms if term not in place)]
    place.update((term, i) for i, term in enumerate(terms[len(old.terms) :], len(old.terms)))
    renamed = np.array([place[term] for term in new.terms], dtype=np.int32)
    lengths = np.zeros(int((old_rows >= 0).sum()) + len(new_rows), dtype=np.int32)
    lengths[old_rows[old_rows >= 0]] = old.lengths[old_rows >= 0]
    lengths[new_rows] = new.lengths
    return _arranged(
        terms,
        np.concatenate([_term_of_each(old)[kept], renamed[_term_of_each(new)]]),
        np.concatenate([old_rows[old.passages[kept]], new_rows[new.passages]]),
        np.concatenate([old.counts[kept].astype(np.int32), new.counts.astype(np.int32)]),
        lengths,
    )


def holders(postings: Postings, row: int) -> Ints:
    """The passages that hold a term, by its row, rising."""
    return postings.passages[postings.starts[row] : postings.starts[row + 1]]


def _term_of_each(postings: Postings) -> Ints:
    return np.repeat(np.arange(len(postings.terms), dtype=np.int32), np.diff(postings.starts))


def _arranged(terms: Sequence[str], term: Ints, passage: Ints, count: Ints, lengths: Ints) -> Postings:
    """Postings in their order, without terms that no passage holds."""
    sizes = np.bincount(term, minlength=len(terms))
    order = sorted(np.flatnonzero(sizes).tolist(), key=terms.__getitem__)
    place = np.full(len(terms), -1, dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    by_term = np.lexsort((passage, place[term]))
    counts = count[by_term]
    return Postings(
        terms=[terms[i] for i in order],
        starts=np.concatenate([[0], np.cumsum(sizes[order])]).astype(np.int64),
        passages=passage[by_term],
        counts=_small(counts),
        lengths=lengths,
    )
