"""BM25 over postings gives the scores of rank-bm25, which computes them from the passages themselves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Plus

from index.bm25 import fit
from index.postings import count_terms

TERMS = st.sampled_from("园区 铁路 学校 规划 面积 成都 德阳 a b 2021".split())
PASSAGE = st.lists(TERMS, max_size=25)
PASSAGES = st.lists(PASSAGE, min_size=1, max_size=12)


@settings(max_examples=100)
@given(
    passages=PASSAGES.filter(any),
    query=st.lists(TERMS | st.just("unknown"), max_size=8),
    k1=st.sampled_from([0.5, 1.2, 2.0]),
    b=st.sampled_from([0.0, 0.4, 0.75, 1.0]),
)
def test_scores_are_those_of_rank_bm25(
    passages: list[list[str]], query: list[str], k1: float, b: float
) -> None:
    """An empty passage counts as one of length 1 for the mean length; it has no term that can be asked for."""
    reference = BM25Plus([terms or ["\0"] for terms in passages], k1=k1, b=b, delta=0)
    bm25 = fit(count_terms(passages), k1=k1, b=b)
    expected = reference.get_scores(query) if query else np.zeros(len(passages))
    np.testing.assert_allclose(bm25.scores(query), expected, rtol=1e-5, atol=1e-6)
    for term in set(query) & set(bm25.rows):
        assert bm25.idf_of(term) == pytest.approx(reference.idf[term], rel=1e-6)


@given(PASSAGES)
def test_an_empty_passage_matches_nothing(passages: list[list[str]]) -> None:
    bm25 = fit(count_terms([[], *passages, []]), k1=1.2, b=0.75)
    scores = bm25.scores([*bm25.rows, "", "unknown"])
    assert scores[0] == scores[-1] == 0
    assert scores.shape == (len(passages) + 2,)


@given(PASSAGES, st.lists(TERMS, max_size=5))
def test_a_term_given_twice_counts_twice_and_order_is_no_matter(
    passages: list[list[str]], query: list[str]
) -> None:
    bm25 = fit(count_terms(passages), k1=1.2, b=0.75)
    np.testing.assert_allclose(bm25.scores(query + query[::-1]), 2 * bm25.scores(query), rtol=1e-5)


def test_a_rarer_term_says_more_and_an_unknown_one_most() -> None:
    bm25 = fit(count_terms([["a", "b"], ["a"], ["a", "c", "c"]]), k1=1.2, b=0.75)
    assert 0 < bm25.idf_of("a") < bm25.idf_of("b") == bm25.idf_of("c") < bm25.idf_of("unknown")


@given(PASSAGES.filter(any), st.lists(TERMS | st.just("unknown"), max_size=4))
def test_holders_have_every_term_and_score_by_them(passages: list[list[str]], terms: list[str]) -> None:
    bm25 = fit(count_terms(passages), k1=1.2, b=0.75)
    rows, scores = bm25.holders(terms)
    expected = [row for row, passage in enumerate(passages) if terms and set(terms) <= set(passage)]
    assert rows.tolist() == expected
    np.testing.assert_allclose(scores, bm25.scores(set(terms))[expected], rtol=1e-5)
