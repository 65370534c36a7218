"""How near the words of a query come to words of a passage, against a plain computation of the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.alignment import Alignment
from index.bag import BagEncoder
from index.encoder import load_encoder
from index.passage_pieces import cut_passages

TEXTS = (
    "单位和个人可以捐赠款物，用于救助。",
    "园区规划面积八平方公里，分三期建设。",
    "成都市与德阳市共建产业园，由两地政府主办。",
    "",
    "\N{TIBETAN LETTER KA}\N{TIBETAN LETTER KHA}",
    "The park was planned in 2021.",
)


@pytest.fixture(scope="module")
def encoder() -> BagEncoder:
    shipped = load_encoder()
    assert isinstance(shipped, BagEncoder)
    return shipped


@pytest.fixture(scope="module")
def alignment(encoder: BagEncoder) -> Alignment:
    return Alignment(
        encoder, cut_passages(encoder, TEXTS.__getitem__, np.full(len(TEXTS), -1, dtype=np.int32))
    )


def plainly(encoder: BagEncoder, query: str, text: str) -> float:
    """The same by its definition, piece by piece."""
    asked, found = (encoder.pieces([each])[0] for each in (query, text))
    if not len(asked) or not len(found):
        return 0.0
    weights = encoder.lengths(asked)
    nearest = [max(float(encoder.likeness(a[None], b[None])[0, 0]) for b in found) for a in asked]
    return float(np.dot(weights, nearest) / weights.sum())


@given(query=st.text("捐款规划面积成都市德阳产业园多大由谁主办 park2021", max_size=12))
def test_scores_are_those_of_the_definition(alignment: Alignment, encoder: BagEncoder, query: str) -> None:
    rows = list(range(len(TEXTS)))
    expected = [plainly(encoder, query, text) for text in TEXTS]
    np.testing.assert_allclose(alignment.scores(query, rows), expected, atol=1e-4)


def test_a_text_is_nearest_to_itself(alignment: Alignment) -> None:
    rows = list(range(len(TEXTS)))
    for row in (0, 1, 2, 5):
        scores = alignment.scores(TEXTS[row], rows)
        assert scores[row] == pytest.approx(1, abs=1e-4)
        assert scores.argmax() == row


def test_a_word_that_means_the_same_is_near(alignment: Alignment) -> None:
    assert alignment.scores("捐款", [0, 1, 2]).argmax() == 0


def test_rows_may_come_in_any_order_and_again(alignment: Alignment) -> None:
    once = alignment.scores("产业园面积", [0, 1, 2])
    np.testing.assert_allclose(alignment.scores("产业园面积", [2, 0, 1, 2]), once[[2, 0, 1, 2]], atol=1e-5)
    assert alignment.scores("产业园面积", []).shape == (0,)


def test_pieces_are_compared_as_their_vectors_are(encoder: BagEncoder) -> None:
    """A piece's cosine with itself is 1, no cosine is beyond 1, and words alike are nearer than words unlike."""
    pieces = np.unique(np.concatenate(encoder.pieces(TEXTS)))
    likeness = encoder.likeness(pieces, pieces)
    np.testing.assert_allclose(likeness.diagonal(), 1, atol=1e-4)
    np.testing.assert_allclose(likeness, likeness.T, atol=1e-4)
    assert np.abs(likeness).max() <= 1 + 1e-4
