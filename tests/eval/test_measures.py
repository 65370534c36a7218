import math
from random import Random

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval import measures
from eval.measures import DEPTH, MEASURES, measure
from eval.qrels import Qrel

QRELS = [Qrel("a", "p1"), Qrel("b", "p2"), Qrel("b", "p5"), Qrel("c", "p3")]
RUN = {"a": ["p1", "p2"], "b": ["p1", "p2", "p3", "p4", "p6", "p5"], "d": ["p1"]}


def test_equals_a_hand_computed_example() -> None:
    values = measure(["a", "b", "c", "d"], QRELS, RUN)
    assert values["a"] == dict.fromkeys(MEASURES, 1.0)
    ideal = 1 + 1 / math.log2(3)
    b = {"hit@1": 0, "hit@5": 1, "hit@10": 1, "RR@10": 1 / 2, "R@5": 1 / 2, "R@20": 1}
    b["AP@20"] = (1 / 2 + 2 / 6) / 2
    assert values["b"] == pytest.approx({**b, "nDCG@10": (1 / math.log2(3) + 1 / math.log2(7)) / ideal})


def test_a_topic_without_hits_or_without_relevant_passages_scores_0() -> None:
    values = measure(["c", "d", "e"], QRELS, RUN)
    assert values == {topic: dict.fromkeys(MEASURES, 0.0) for topic in ("c", "d", "e")}
    assert measure(["a"], [], RUN) == measure(["a"], QRELS, {}) == {"a": dict.fromkeys(MEASURES, 0.0)}


def test_only_the_given_topics_are_measured() -> None:
    assert list(measure(["b"], QRELS, RUN)) == ["b"]
    assert measure([], QRELS, RUN) == {}


def test_a_hit_beyond_the_depth_is_too_late() -> None:
    run = {"a": [f"x{n}" for n in range(10)] + ["p1"]}
    late = {name: value for name, value in measure(["a"], QRELS, run)["a"].items() if value}
    assert late == {"R@20": 1.0, "AP@20": pytest.approx(1 / 11)}
    run = {"a": [f"x{n}" for n in range(DEPTH)] + ["p1"]}
    assert measure(["a"], QRELS, run)["a"] == dict.fromkeys(MEASURES, 0.0)


PASSAGES = [f"p{n}" for n in range(24)]
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
        expected |= {f"R@{k}": sum(rank <= k for rank in ranks) / max(n_relevant, 1) for k in (5, 20)}
        precisions = [n / rank for n, rank in enumerate(ranks, 1) if rank <= 20]
        expected["AP@20"] = sum(precisions) / max(n_relevant, 1)
        assert values[topic] == pytest.approx(expected)


@settings(max_examples=30)
@given(RUNS, JUDGED, st.integers(1, 4))
def test_equals_what_ir_measures_computes_at_once(
    run: dict[str, list[str]], judged: set[tuple[str, str]], together: int
) -> None:
    """Ours goes through the topics in groups; all at once, with scores of another kind, it must be the same."""
    scores = {t: {p: float(-rank) for rank, p in enumerate(ranking)} for t, ranking in run.items()}
    truth = {t: {p: 1 for topic, p in judged if topic == t} for t, _ in judged}
    expected = {t: dict.fromkeys(MEASURES, 0.0) for t in "abcdef"}
    names = {measure: name for name, measure in MEASURES.items()}
    if truth:
        for metric in ir_measures.iter_calc(list(MEASURES.values()), truth, scores):
            expected[metric.query_id][names[metric.measure]] = metric.value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measures, "_TOGETHER", together)
        values = measure("abcdef", [Qrel(*pair) for pair in sorted(judged)], run)
    for topic, row in expected.items():
        assert values[topic] == pytest.approx(row)
