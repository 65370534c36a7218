"""What a system's rankings are worth, by the same labels and measures for all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from corpus.document import BlockKind, Span
from eval.benchmarks.peers.run import Outcome
from eval.benchmarks.peers.task import Task
from eval.measures import measure
from eval.qrels import MIN_SHARE, Label, project
from index.passage import Passage

MEASURES = ("hit@1", "hit@5", "RR@10", "nDCG@10")
READ_CHARS = 2000
"""How many characters of the best passages a reader is supposed to read."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Means over the `n` questions that were answered, in [0, 1], by measure.

    Of a system that cuts for itself, also: `read`, the share of the questions whose answer stands in the first
    `READ_CHARS` characters of its passages, so that long passages win nothing; `passages` and `passage_chars`, how
    many it cut and their mean length; `unplaced`, how many of them are not in the document, and cannot be right.
    `alone` and `test` are nDCG@10 of the questions without earlier messages and of the test part, with their numbers.
    """

    n: int
    means: Mapping[str, float]
    read: float | None = None
    passages: int | None = None
    passage_chars: float | None = None
    unplaced: int | None = None
    alone: tuple[float, int] | None = None
    test: tuple[float, int] | None = None


def judge(task: Task, outcome: Outcome) -> Judgement | None:
    """None if no question was answered."""
    asked = [question.id for question in task.questions if question.id in outcome.ranked]
    if not asked:
        return None
    run = {id_: outcome.ranked[id_].ranking for id_ in asked}
    if not task.whole:
        values = measure(asked, task.qrels, run)
        return Judgement(len(asked), _means(values, asked), test=_part(values, asked, task.test))
    passages = [_passage(id_, doc_id, spans) for id_, (doc_id, spans) in outcome.pieces.items()]
    values = measure(asked, project(task.labels, passages), run)
    lengths = [sum(end - start for start, end in passage.spans) for passage in passages if passage.spans]
    return Judgement(
        n=len(asked),
        means=_means(values, asked),
        read=share_read(task.labels, {p.passage_id: p for p in passages}, run),
        passages=len(passages),
        passage_chars=fmean(lengths) if lengths else None,
        unplaced=len(passages) - len(lengths),
        alone=_part(values, asked, [id_ for id_ in asked if id_ not in task.histories]),
        test=_part(values, asked, task.test),
    )


def share_read(
    labels: Iterable[Label],
    passages: Mapping[str, Passage],
    run: Mapping[str, Sequence[str]],
    chars: int = READ_CHARS,
) -> float:
    """The share of the questions of the run with a label of which the first `chars` characters ranked hold half."""
    of_topic: dict[str, list[Label]] = {}
    for label in labels:
        of_topic.setdefault(label.topic_id, []).append(label)
    found = 0
    for topic_id, ranking in run.items():
        read = _read([passages[id_] for id_ in ranking], chars)
        found += any(
            label.covered(read.get(label.doc_id, ())) >= MIN_SHARE * len(label.characters)
            for label in of_topic.get(topic_id, ())
        )
    return found / len(run)


def _read(ranking: Sequence[Passage], chars: int) -> dict[str, list[Span]]:
    """The spans of the first characters of a ranking by document, those that overlap made one."""
    taken: dict[str, list[Span]] = {}
    for passage in ranking:
        for start, end in passage.spans:
            end = min(end, start + chars)
            chars -= end - start
            if end > start:
                taken.setdefault(passage.doc_id, []).append((start, end))
    return {doc_id: _merged(spans) for doc_id, spans in taken.items()}


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _passage(id_: str, doc_id: str, spans: tuple[Span, ...]) -> Passage:
    return Passage(id_, doc_id, 0, 0, "", spans, (), BlockKind.PARAGRAPH)


def _means(values: Mapping[str, Mapping[str, float]], asked: Sequence[str]) -> dict[str, float]:
    return {name: fmean(values[id_][name] for id_ in asked) for name in MEASURES}


def _part(
    values: Mapping[str, Mapping[str, float]], asked: Iterable[str], chosen: Collection[str]
) -> tuple[float, int] | None:
    part = [values[id_]["nDCG@10"] for id_ in asked if id_ in chosen]
    return (fmean(part), len(part)) if part else None
