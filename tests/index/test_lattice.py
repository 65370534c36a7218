"""Cutting runs of characters into words."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.lattice import FIRST, LONGEST_RUN, Lattice, _Table

LETTERS = "科技园区"
WORDS = st.dictionaries(st.text(LETTERS, min_size=1, max_size=5), st.integers(-4, -1), max_size=12)
UNKNOWN = -5


def _all_cuts(run: str) -> list[list[str]]:
    if not run:
        return [[]]
    return [[run[:end], *rest] for end in range(1, len(run) + 1) for rest in _all_cuts(run[end:])]


def _best(run: str, scores: dict[str, int]) -> list[str]:
    """Of all cuts the one of the highest score; of those the one whose first words are the longest."""
    known = [cut for cut in _all_cuts(run) if all(len(word) == 1 or word in scores for word in cut)]
    return max(known, key=lambda cut: (sum(scores.get(w, UNKNOWN) for w in cut), [len(word) for word in cut]))


@given(WORDS, st.lists(st.text(LETTERS, min_size=1, max_size=8), max_size=6))
def test_a_cut_is_the_best_of_all_cuts(scores: dict[str, int], runs: list[str]) -> None:
    words = list(scores)
    lattice = Lattice(words, range(len(words)), list(scores.values()), UNKNOWN)
    text = "".join(runs)
    lengths = np.array([len(run) for run in runs], dtype=np.int64)
    characters = np.array([ord(character) - ord(FIRST) for character in text], dtype=np.int64)
    begins, numbers = lattice.cut(characters, lengths)
    expected = [word for run in runs for word in _best(run, scores)]
    order = np.argsort(begins)
    starts = [0, *itertools.accumulate(map(len, expected))][:-1]
    assert begins[order].tolist() == starts
    assert numbers[order].tolist() == [words.index(word) if word in scores else -1 for word in expected]


def test_a_run_of_the_greatest_length_is_cut() -> None:
    lattice = Lattice(["科技", "技"], [7, 8], [-1, -1], UNKNOWN)
    length = LONGEST_RUN - LONGEST_RUN % 2
    characters = np.tile([ord("科") - ord(FIRST), ord("技") - ord(FIRST)], length)
    begins, numbers = lattice.cut(characters, np.array([length, length]))
    assert sorted(begins.tolist()) == list(range(0, 2 * length, 2))
    assert set(numbers.tolist()) == {7}


@given(st.sets(st.integers(0, 2**40)), st.sets(st.integers(0, 2**40)), st.integers(0, 5))
def test_a_table_finds_what_it_holds_and_nothing_else(keys: set[int], others: set[int], first: int) -> None:
    close = {key + 1 for key in keys}
    table = _Table(np.array(list(keys), dtype=np.int64), first)
    asked = [*keys, *others, *close]
    places = {key: first + i for i, key in enumerate(keys)}
    found = table.find(np.array(asked, dtype=np.int64))
    assert found.tolist() == [places.get(key, -1) for key in asked]
