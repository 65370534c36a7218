"""Measures of a ranking: ir_measures computes, this file says which and what a missing topic scores."""

from collections.abc import Iterable, Mapping, Sequence

import ir_measures
from ir_measures import RR, Measure, Success, nDCG

from eval.qrels import Qrel

MEASURES: Mapping[str, Measure] = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "hit@10": Success @ 10,
    "RR@10": RR @ 10,
    "nDCG@10": nDCG @ 10,
}
"""Names in our tables. hit@k is what ir_measures calls Success@k. All are in [0, 1], higher is better."""

Ranking = Sequence[str]
"""Passage ids, best first."""


def measure(
    topic_ids: Iterable[str], qrels: Iterable[Qrel], run: Mapping[str, Ranking]
) -> dict[str, dict[str, float]]:
    """`{topic id: {name: value}}` for exactly the given topics, in order.

    A topic that is absent from the run, or of which no passage is relevant, scores 0 in every measure.
    """
    values = {topic_id: dict.fromkeys(MEASURES, 0.0) for topic_id in topic_ids}
    names = {measure: name for name, measure in MEASURES.items()}
    judged = [ir_measures.Qrel(q.topic_id, q.passage_id, q.grade) for q in qrels if q.topic_id in values]
    scored = [
        ir_measures.ScoredDoc(topic_id, passage_id, rank_score(rank))
        for topic_id in values
        for rank, passage_id in enumerate(run.get(topic_id, ()), start=1)
    ]
    if judged and scored:
        for metric in ir_measures.iter_calc(list(MEASURES.values()), judged, scored):
            values[metric.query_id][names[metric.measure]] = float(metric.value)
    return values


def rank_score(rank: int) -> float:
    """A score that reproduces the ranking: evaluators sort by score, and break ties in ways of their own."""
    return 1.0 / rank
