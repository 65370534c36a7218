import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.measures import MEASURES, measure
from eval.qrels import Qrel

QRELS = [Qrel("a", "p1"), Qrel("b", "p2"), Qrel("b", "p5"), Qrel("c", "p3")]
RUN = {"a": ["p1", "p2"], "b": ["p1", "p2", "p3", "p4", "p6", "p5"], "d": ["p1"]}


def test_equals_a_hand_computed_example() -> None:
    values = measure(["a", "b", "c", "d"], QRELS, RUN)
    assert values["a"] == dict.fromkeys(MEASURES, 1.0)
    ideal = 1 + 1 / math.log2(3)
    b = {"hit@1": 0, "hit@5": 1, "hit@10": 1, "RR@10": 1 / 2}
    assert values["b"] == pytest.approx({**b, "nDCG@10": (1 / math.log2(3) + 1 / math.log2(7)) / ideal})


def test_a_topic_without_hits_or_without_relevant_passages_scores_0() -> None:
    values = measure(["c", "d", "e"], QRELS, RUN)
    assert values == {topic: dict.fromkeys(MEASURES, 0.0) for topic in ("c", "d", "e")}
    assert measure(["a"], [], RUN) == measure(["a"], QRELS, {}) == {"a": dict.fromkeys(MEASURES, 0.0)}


def test_only_the_given_topics_are_measured() -> None:
    assert list(measure(["b"], QRELS, RUN)) == ["b"]
    assert measure([], QRELS, RUN) == {}


def test_the_eleventh_hit_is_too_late() -> None:
    run = {"a": [f"x{n}" for n in range(10)] + ["p1"]}
    assert measure(["a"], QRELS, run)["a"] == dict.fromkeys(MEASURES, 0.0)


PASSAGES = [f"p{n}" for n in range(12)]
RUNS = st.dictionaries(st.sampled_from("abcdef"), st.permutations(PASSAGES), min_size=1)
JUDGED = st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from(PASSAGES)))


@settings(max_examples=30)
@given(RUNS, JUDGED, st.permutations("abcdef"), st.randoms())
def test_the_order_of_topics_does_not_matter(
    run: dict[str, list[str]], judged: set[tuple[str, str]], order: list[str], random: Random
) -> None:
    qrels = [Qrel(*pair) for pair in sorted(judged)]
    shuffled = random.sample(qrels, len(qrels))
    again = {topic: run[topic] for topic in order if topic in run}
    assert measure("abcdef", qrels, run) == measure(order, shuffled, again)


@settings(max_examples=30)
@given(RUNS, JUDGED)
def test_agrees_with_the_definitions(run: dict[str, list[str]], judged: set[tuple[str, str]]) -> None:
    values = measure("abcdef", [Qrel(*pair) for pair in judged], run)
    for topic in "abcdef":
        ranks = [r for r, passage in enumerate(run.get(topic, []), 1) if (topic, passage) in judged]
        first = min(ranks, default=math.inf)
        expected = {f"hit@{k}": float(first <= k) for k in (1, 5, 10)}
        gain = sum(1 / math.log2(rank + 1) for rank in ranks if rank <= 10)
        n_relevant = sum(1 for t, _ in judged if t == topic)
        ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(n_relevant, 10) + 1))
        expected["RR@10"] = 1 / first if first <= 10 else 0.0
        expected["nDCG@10"] = gain / ideal if ideal else 0.0
        assert values[topic] == pytest.approx(expected)
