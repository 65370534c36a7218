"""Cutting texts into pieces."""

import math
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from index.pieces import Pieces, normalise, normalise_all

COUNTS = {
    "科技": 50,
    "科技园": 20,
    "园": 10,
    "科": 5,
    "技": 5,
    "区": 8,
    "园区": 30,
    "合": 4,
    "作": 4,
    "ab": 9,
    "c": 3,
    "12": 6,
    "3": 2,
}
LETTERS = st.sampled_from("科技园区合作")


@given(st.text())
def test_normalising_is_nfkc_and_lower_case(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFKC", text).lower()


UNSTEADY = st.text(st.sampled_from("ＡΣσς가ᄀ각ᆨㄱｶﾞか\u3099é\u0301İﬁ①㎏𠮷𝔸Å　，\ud800\uffff\x00\n"))
"""Characters whose plain form depends on their neighbours, is longer than they are, or lies beyond U+FFFF."""


@given(st.lists(st.text() | UNSTEADY, min_size=1, max_size=8))
def test_normalising_many_is_normalising_each(texts: list[str]) -> None:
    assert normalise_all(texts) == [normalise(text) for text in texts]


@given(st.lists(st.text(LETTERS | st.sampled_from("Ａab1３𠮷é ")), max_size=6))
def test_cutting_many_is_cutting_each(texts: list[str]) -> None:
    pieces = Pieces(COUNTS)
    assert pieces.cut_all(texts) == [pieces.cut(text) for text in texts]


@given(st.text(LETTERS, min_size=1, max_size=8))
def test_the_cut_is_the_likeliest_of_all(text: str) -> None:
    total = sum(COUNTS.values())

    def likelihood(pieces: list[str]) -> float:
        return sum(math.log(COUNTS[piece] / total) for piece in pieces)

    def cuts(rest: str) -> list[list[str]]:
        if not rest:
            return [[]]
        return [[p, *more] for p in COUNTS if rest.startswith(p) for more in cuts(rest[len(p) :])]

    names = list(COUNTS)
    found = [names[number] for number in Pieces(COUNTS).cut(text)]
    assert "".join(found) == text
    assert math.isclose(likelihood(found), max(map(likelihood, cuts(text))), rel_tol=1e-9)


def test_an_unknown_word_is_its_longest_parts_and_the_rest_is_left_out() -> None:
    names = list(COUNTS)
    assert [names[number] for number in Pieces(COUNTS).cut("ABC 123？xab 園")] == ["ab", "c", "12", "3", "ab"]
