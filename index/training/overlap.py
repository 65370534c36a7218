"""No text of an evaluation set in training: what shares a run of characters with one is taken out."""

import functools
import itertools
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from index.pieces import normalise, normalise_all
from index.training.corpora import Corpora

RUN = 32
"""Letters, digits and characters in a row that make two texts share a text. Evaluation texts are looked at in steps of
this length, so that a shared run of `2 * RUN - 1` is always noticed and a shorter one, down to `RUN`, sometimes.
Titles of laws and set phrases are shorter."""

_AT_ONCE = 4096
"""Texts that are looked at together."""
_BASE = 0x9E3779B97F4A7C15
_FILTER_BITS = 24

Hashes = npt.NDArray[np.uint64]


def runs_of(texts: Iterable[str]) -> set[str]:
    """Runs of `RUN` characters of evaluation texts, one after another; a shorter text is a run itself."""
    runs: set[str] = set()
    for text in texts:
        plain = _plain(text)
        runs.update(plain[i : i + RUN] for i in range(0, max(1, len(plain) - RUN + 1), RUN))
    return {run for run in runs if len(run) >= RUN // 2}


def without(corpora: Corpora, texts: Iterable[str]) -> tuple[Corpora, int]:
    """The corpora without the pairs and windows that share a run with one of the texts, and how many those were.

    Whole short texts (questions) are compared whole.
    """
    runs = runs_of(texts)
    pairs = {
        name: [
            pair
            for pair, a, b in zip(
                rows, shares((a for a, _ in rows), runs), shares((b for _, b in rows), runs), strict=True
            )
            if not a and not b
        ]
        for name, rows in corpora.pairs.items()
    }
    shared = shares(("".join(window) for document in corpora.documents for window in document), runs)
    documents = [
        kept
        for document in corpora.documents
        if (kept := [window for window, is_shared in zip(document, shared, strict=False) if not is_shared])
    ]
    before = sum(map(len, corpora.pairs.values())) + sum(map(len, corpora.documents))
    after = sum(map(len, pairs.values())) + sum(map(len, documents))
    return replace(corpora, pairs=pairs, documents=documents), before - after


def shares(texts: Iterable[str], runs: set[str]) -> Iterator[bool]:
    """For each text whether it holds one of the runs (or, if shorter than `RUN`, is one).

    Texts that may by a hash of a run are looked at: a tenth of the time that it takes to look at all.
    """
    long = "".join(run for run in runs if len(run) == RUN)
    hashes = np.unique(_hashes(_codes(long))[::RUN])
    is_possible = np.zeros(1 << _FILTER_BITS, dtype=np.bool_)
    is_possible[_filter(hashes)] = True
    left = iter(texts)
    for some in iter(lambda: list(itertools.islice(left, _AT_ONCE)), []):
        plain = normalise_all(some)
        codes = _codes("".join(plain))
        is_kept = _is_alnum()[codes]
        ends = np.concatenate([[0], np.cumsum(is_kept)])[np.cumsum([len(text) for text in plain])]
        found = _hashes(codes[is_kept])
        hits = np.flatnonzero(is_possible[_filter(found)])
        hits = hits[np.isin(found[hits], hashes)]
        rows = np.searchsorted(ends, hits, side="right")
        lengths = np.diff(ends, prepend=0)
        suspects = {*rows[hits + RUN <= ends[rows]].tolist()}
        suspects.update(np.flatnonzero((lengths >= RUN // 2) & (lengths < RUN)).tolist())
        for i, text in enumerate(some):
            yield i in suspects and _holds(_plain(text), runs)


def _holds(plain: str, runs: set[str]) -> bool:
    return any(plain[i : i + RUN] in runs for i in range(max(1, len(plain) - RUN + 1)))


def _plain(text: str) -> str:
    return "".join(character for character in normalise(text) if character.isalnum())


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@functools.cache
def _is_alnum() -> npt.NDArray[np.bool_]:
    return np.array([chr(code).isalnum() for code in range(sys.maxunicode + 1)])


def _hashes(codes: npt.NDArray[np.uint32]) -> Hashes:
    """Of all runs of `RUN` codes: polynomials of them, from the differences of a running sum."""
    if len(codes) < RUN:
        return np.zeros(0, dtype=np.uint64)
    powers = np.cumprod(np.full(len(codes), _BASE, dtype=np.uint64))
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(codes * powers)])
    inverse = np.full(len(codes) - RUN + 1, pow(_BASE, -1, 2**64), dtype=np.uint64)
    hashes: Hashes = (sums[RUN:] - sums[:-RUN]) * np.cumprod(inverse)
    return hashes


def _filter(hashes: Hashes) -> npt.NDArray[np.int64]:
    return (hashes >> np.uint64(64 - _FILTER_BITS)).astype(np.int64)
