"""Groups of alternatives: the best counts, each as rare as all are together."""

import numpy as np
import pytest

from index.bm25 import BM25, fit
from index.bridge import Alternative
from index.lexical import lexical_scores
from index.postings import count_terms
from index.query import SearchQuery

PASSAGES = [["彭州"], ["朋州"], ["彭州", "朋州"], ["合作", "作园", "园区"], ["合作"], ["什邡"], ["什邡"]]


@pytest.fixture
def bm25() -> BM25:
    return fit(count_terms(PASSAGES), k1=1.2, b=0.0)


def scores(bm25: BM25, *group: tuple[str, float], context: tuple[str, ...] = ()) -> list[float]:
    alternatives = tuple(Alternative(form, weight) for form, weight in group)
    query = SearchQuery("", (), (alternatives,) if group else (), (), False, context)
    return [float(score) for score in lexical_scores(query, bm25, context_weight=0.3, group_weight=1.5)]


def test_the_best_alternative_counts_once(bm25: BM25) -> None:
    first, second, both, *rest = scores(bm25, ("彭州", 1.0), ("朋州", 0.6))
    assert first == both
    assert second == pytest.approx(0.6 * first)
    assert not any(rest)


def test_a_form_is_matched_as_a_whole(bm25: BM25) -> None:
    assert np.flatnonzero(scores(bm25, ("合作园区", 1.0))).tolist() == [3]


def test_more_alternatives_make_a_group_less_rare(bm25: BM25) -> None:
    alone = scores(bm25, ("彭州", 1.0))[0]
    assert scores(bm25, ("彭州", 1.0), ("什邡", 1.0))[0] < alone
    assert scores(bm25, ("彭州", 1.0), ("什邡", 0.1))[0] == alone


def test_a_form_that_no_passage_has_is_nothing(bm25: BM25) -> None:
    assert not any(scores(bm25, ("德阳", 1.0), ("彭德", 1.0)))


def test_what_was_asked_before_counts_less(bm25: BM25) -> None:
    np.testing.assert_allclose(scores(bm25, context=("什邡",)), 0.3 * bm25.scores(["什邡"]), rtol=1e-6)
