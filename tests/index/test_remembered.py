from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.remembered import Remembered
from index.vectors import Vectors


class Counting:
    """An encoder that notes what it was asked to encode."""

    fingerprint = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        self.asked += texts
        return np.array([[len(text), sum(map(ord, text))] for text in texts], np.float32).reshape(-1, 2)


@given(st.lists(st.lists(st.text(max_size=3), max_size=6), max_size=8), st.integers(0, 10))
def test_vectors_are_the_encoders_whatever_was_asked_before(batches: list[list[str]], most: int) -> None:
    remembered = Remembered(Counting(), most)
    for texts in batches:
        assert np.array_equal(remembered.encode(texts), Counting().encode(texts))


def test_a_text_is_encoded_once() -> None:
    encoder = Counting()
    remembered = Remembered(encoder)
    for texts in (["一", "二", "一"], ["二", "三"], ["三", "一"]):
        remembered.encode(texts)
    assert encoder.asked == ["一", "二", "三"]
