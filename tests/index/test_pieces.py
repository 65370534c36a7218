"""Cutting texts into pieces."""

import functools
import itertools
import json
import math
import re
import unicodedata

import rjieba
from hypothesis import given
from hypothesis import strategies as st

from index.lattice import LONGEST_RUN
from index.pieces import Cut, Pieces, normalise, normalise_all
from index.settings import SHIPPED_ENCODER

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


def _lists(cut: Cut) -> list[list[int]]:
    return [cut.numbers[begin:end].tolist() for begin, end in itertools.pairwise(cut.ends.tolist())]


@given(
    st.lists(st.text(LETTERS | st.sampled_from("Ａab1３𠮷é ，人")), max_size=6),
    st.integers(1, 3 * LONGEST_RUN),
)
def test_cutting_many_is_cutting_each(texts: list[str], times: int) -> None:
    pieces = Pieces(COUNTS)
    texts += [text * times for text in texts[:2]]
    assert _lists(pieces.cut_all(texts)) == [pieces.cut(text) for text in texts]


SHIPPED = Pieces.load(SHIPPED_ENCODER / "pieces.json")


@functools.cache
def _jieba() -> rjieba.Jieba:
    jieba = rjieba.Jieba.empty()  # type: ignore[no-untyped-call]  # its stub has no types here
    for piece, count in json.loads((SHIPPED_ENCODER / "pieces.json").read_text(encoding="utf-8")).items():
        jieba.add_word(piece, count, None)
    return jieba


@given(
    st.lists(
        st.text(st.sampled_from("成都德阳同城化发展规划的一是在了中国人民银行2025gdp abc。"), max_size=90)
    )
)
def test_pieces_are_those_that_jieba_finds_with_the_same_words(texts: list[str]) -> None:
    runs = [run[:LONGEST_RUN] for text in texts for run in re.findall("[㐀-鿿]+", text)]
    found = _lists(SHIPPED.cut_all(runs))
    assert found == [[SHIPPED[word] for word in _jieba().cut(run, False)] for run in runs]


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
