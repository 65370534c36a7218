"""Runs and qrels in the formats that trec_eval reads."""

from collections.abc import Iterable, Mapping

from eval.measures import Ranking, rank_score
from eval.qrels import Qrel


def run_lines(system: str, run: Mapping[str, Ranking]) -> str:
    """One line a hit: topic, Q0, passage, rank from 1, score, system."""
    return "".join(
        f"{topic_id} Q0 {passage_id} {rank} {rank_score(rank):.6f} {system}\n"
        for topic_id, ranking in run.items()
        for rank, passage_id in enumerate(ranking, start=1)
    )


def qrels_lines(qrels: Iterable[Qrel]) -> str:
    """One line a judgement: topic, 0, passage, grade."""
    return "".join(f"{q.topic_id} 0 {q.passage_id} {q.grade}\n" for q in qrels)
