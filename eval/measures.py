"""Measures of a ranking: ir_measures computes, this file says which and what a missing topic scores."""

from collections.abc import Iterable, Mapping, Sequence

import ir_measures
from ir_measures import AP, RR, Measure, R, Success, nDCG

from eval.qrels import Qrel

MEASURES: Mapping[str, Measure] = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "hit@10": Success @ 10,
    "RR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
    "R@5": R @ 5,
    "R@20": R @ 20,
    "AP@20": AP @ 20,
}
"""Names in our tables. hit@k is what ir_measures calls Success@k. All are in [0, 1], higher is better."""

DEPTH = 20
"""How many hits are looked at: as many as the deepest measure needs."""

Ranking = Sequence[str]
"""Passage ids, best first."""

_TOGETHER = 1_000
"""Topics that are measured at once: bounds the memory, whatever their number."""


def measure(
    topic_ids: Iterable[str], qrels: Iterable[Qrel], run: Mapping[str, Ranking]
) -> dict[str, dict[str, float]]:
    """`{topic id: {name: value}}` for exactly the given topics, in order.

    A topic that is absent from the run, or of which no passage is relevant, scores 0 in every measure.
    """
    values = {topic_id: dict.fromkeys(MEASURES, 0.0) for topic_id in topic_ids}
    judged: dict[str, list[ir_measures.Qrel]] = {}
    for q in qrels:
        if q.topic_id in values:
            judged.setdefault(q.topic_id, []).append(ir_measures.Qrel(q.topic_id, q.passage_id, q.grade))
    names = {measure: name for name, measure in MEASURES.items()}
    answered = [topic_id for topic_id in values if topic_id in judged and run.get(topic_id)]
    for group in (answered[at : at + _TOGETHER] for at in range(0, len(answered), _TOGETHER)):
        scored = [
            ir_measures.ScoredDoc(topic_id, passage_id, rank_score(rank))
            for topic_id in group
            for rank, passage_id in enumerate(run[topic_id], start=1)
        ]
        relevant = [each for topic_id in group for each in judged[topic_id]]
        for metric in ir_measures.iter_calc(list(MEASURES.values()), relevant, scored):
            values[metric.query_id][names[metric.measure]] = float(metric.value)
    return values


def rank_score(rank: int) -> float:
    """A score that reproduces the ranking: evaluators sort by score, and break ties in ways of their own."""
    return 1.0 / rank
