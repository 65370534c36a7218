"""How likely each sentence is the one that answers."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.candidates import Asked, candidates, read_passages
from assistant.evidence import by_meaning, read_sentences, select, sought
from assistant.relevance import BY_MEANING, WEIGHTS, further, score, shares
from assistant.understand import understand
from index.searcher import Searcher

scores = st.lists(st.floats(-30, 30), min_size=1, max_size=20)


@given(scores)
def test_shares_add_up_and_keep_the_order(given_scores: list[float]) -> None:
    found = shares(given_scores)
    assert math.isclose(sum(found), 1)
    for a, one in zip(given_scores, found, strict=True):
        for b, other in zip(given_scores, found, strict=True):
            assert one >= other or a < b


@given(scores, st.floats(-100, 100))
def test_shares_depend_on_differences_alone(given_scores: list[float], more: float) -> None:
    moved = shares([each + more for each in given_scores])
    assert moved == pytest.approx(shares(given_scores), abs=1e-9)


def test_nothing_is_shared_among_none() -> None:
    assert shares([]) == []


likelihoods = st.lists(st.floats(1e-6, 0.1), min_size=1, max_size=10)


@given(likelihoods, st.lists(st.floats(0, 0.3), min_size=1, max_size=3))
def test_further_sentences_share_what_is_left_and_keep_their_order_if_they_say_the_same(
    likely: list[float], says: list[float]
) -> None:
    found = further(likely, [says] * len(likely), [says])
    assert sum(found) == pytest.approx(sum(likely))
    order = sorted(range(len(likely)), key=lambda n: likely[n])
    assert all(found[a] <= found[b] + 1e-12 for a, b in pairwise(order))


def test_what_is_left_out_so_far_is_likelier_than_what_was_said() -> None:
    again, missing, both, nothing = further([0.1] * 4, [[0.5, 0], [0, 0.5], [0.5, 0.5], [0, 0]], [[0.5, 0]])
    assert missing > both > again
    assert nothing > again


@given(likelihoods)
def test_without_words_the_likelihoods_hardly_change(likely: list[float]) -> None:
    found = further(likely, [()] * len(likely), [()])
    assert found == pytest.approx(likely, rel=0.2)


def test_a_score_is_the_weighted_sum() -> None:
    assert score({"said": 0.5, "asks": 1.0}) == pytest.approx(0.5 * WEIGHTS["said"] + WEIGHTS["asks"])


@pytest.mark.parametrize("question", ["双湖科技园规划面积多大？", "什么是飞地经济？", "氢能"])
def test_every_weight_has_a_feature_in_its_range(searcher: Searcher, question: str) -> None:
    query = understand(question, [], searcher)
    search = searcher.analyse(query.content)
    concepts = sought(query, search)
    hits = searcher.search(search)
    for source in read_passages(concepts, hits, searcher):
        for candidate in candidates(Asked.by(query, concepts), source):
            assert {*candidate.features, *BY_MEANING} == set(WEIGHTS)
            assert all(0 <= value <= 1.0001 for value in candidate.features.values())
            assert candidate.text == source.document.reading[candidate.start : candidate.sentence.end]
            assert candidate.sentence.before.endswith(candidate.sentence.plain)
    read = read_sentences(query, concepts, hits, searcher)
    assert all(-1.001 <= v <= 1.001 for each in by_meaning(query, read, searcher) for v in each.values())


def test_evidence_is_scored_by_its_share(searcher: Searcher) -> None:
    query = understand("双湖科技园规划面积多大？", [], searcher)
    search = searcher.analyse(query.content)
    found = [e.score for e in select(query, search, searcher.search(search), searcher).evidence]
    assert found == sorted(found, reverse=True)
    assert math.isclose(sum(found), 1)
