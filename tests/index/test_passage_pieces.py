"""The pieces of passages: those that the encoder gives, whatever is taken over from before."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.bag import BagEncoder
from index.encoder import load_encoder
from index.passage_pieces import PassagePieces, cut_passages

TEXTS = st.lists(st.text("捐款规划面积成都市德阳 park2021。", max_size=12), max_size=6)


def shipped() -> BagEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, BagEncoder)
    return encoder


def cut(texts: list[str]) -> PassagePieces:
    return cut_passages(shipped(), texts.__getitem__, np.full(len(texts), -1, dtype=np.int32))


@given(texts=TEXTS)
def test_each_passage_has_the_pieces_of_its_text(texts: list[str]) -> None:
    made = cut(texts)
    for row, text in enumerate(texts):
        assert made.of(row).tolist() == shipped().pieces([text])[0].tolist()


@given(old=TEXTS, new=TEXTS)
def test_what_is_known_is_taken_over_and_nothing_changes(old: list[str], new: list[str]) -> None:
    known = np.array([old.index(text) if text in old else -1 for text in new], dtype=np.int32)
    read: list[int] = []

    def text_of(row: int) -> str:
        read.append(row)
        return new[row]

    made, expected = cut_passages(shipped(), text_of, known, cut(old)), cut(new)
    assert read == [row for row, text in enumerate(new) if text not in old]
    np.testing.assert_array_equal(made.ends, expected.ends)
    np.testing.assert_array_equal(made.numbers, expected.numbers)
