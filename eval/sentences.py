"""Fit which sentence answers: `python -m eval.sentences FOLDER...` prints the weights for `assistant/relevance.py`.

Questions are the dev part of the gold set and those of public sets with answers. The weights are those under which
the sentences that hold an expected answer are the likeliest of all that were read (a softmax over them).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from scipy.optimize import minimize

from assistant.app import open_assistant
from assistant.evidence import by_meaning, read_sentences, sought
from assistant.records import Message
from assistant.relevance import FURTHER, WEIGHTS
from assistant.understand import understand
from eval.answer_measures import comparable
from eval.beir import read_beir
from eval.public import index_set, sample
from eval.topics import default_gold, in_split, load_topics
from index.encoder import load_encoder
from index.searcher import Searcher

_GOLD_WEIGHT = 2.0  # of a gold question against a public one
_FOLDS = 5
_RIDGE = 2.0
_HITS = 10  # that evidence is sought in
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """The sentences read for one question: a row of `features` each, in the order of `WEIGHTS`; which `hold` an answer.

    `says`: a row each of the shares of the question that each of its words has in it.
    """

    set_name: str
    features: Floats
    holds: npt.NDArray[np.bool_]
    weight: float
    says: Floats


def main(
    folders: Annotated[list[Path], typer.Argument(help="Folders of public sets in BEIR's format.")],
    count: Annotated[int, typer.Option(help="Questions of each public set at most.")] = 1200,
) -> None:
    """Print the weights, and how often the first sentences hold an answer, by a fit without the fifth asked."""
    examples = list(gold_examples())
    for folder in folders:
        examples += public_examples(folder, count)
    for name, first in held_out(examples).items():
        typer.echo(
            f"{name:24} holds an answer: first {first[0]:.3f}  two {first[1]:.3f}  three {first[2]:.3f}"
        )
    weights = fitted(examples)
    second = fitted([rest for example in examples for rest in without_best(example, weights)])
    for name, weight in (*zip(WEIGHTS, weights, strict=True), *zip(FURTHER, second, strict=True)):
        typer.echo(f'    "{name}": {weight:.2f},')


def gold_examples() -> Iterator[Example]:
    """The answerable gold questions of the dev part."""
    searcher = open_assistant().searcher
    for topic in in_split(load_topics(default_gold()), "dev"):
        if topic.answerable and topic.doc_id:
            yield from _examples(
                f"gold {topic.lang}", topic.question, topic.history, topic.answers, [topic.doc_id], searcher
            )


def public_examples(folder: Path, count: int) -> Iterator[Example]:
    """Questions of a public set with the answers that it expects."""
    found = sample(read_beir(folder), count)
    searcher = index_set(found, load_encoder(), lambda *_: None)
    for question in found.questions:
        holders = [qrel.passage_id for qrel in found.qrels if qrel.topic_id == question.id]
        yield from _examples(folder.name, question.text, (), question.answers, holders, searcher)


def fitted(examples: Sequence[Example]) -> Floats:
    """The weights under which the sentences that hold an answer are likeliest."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = _RIDGE * float(weights @ weights) / 2, _RIDGE * weights
        for example in examples:
            scores = example.features @ weights
            odds = np.exp(scores - scores.max())
            likely = odds / odds.sum()
            right = likely * example.holds
            total -= example.weight * float(np.log(right.sum() + 1e-12))
            gradient = gradient - example.weight * (example.features.T @ (right / right.sum() - likely))
        return total, gradient

    start = np.zeros(examples[0].features.shape[1])
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found


def without_best(example: Example, weights: Floats) -> Iterator[Example]:
    """The other sentences where the best holds no answer and one of them does, with the features in the order of `FURTHER`."""
    scores = example.features @ weights
    best = int(np.argmax(scores))
    rest = np.arange(len(scores)) != best
    if example.holds[best] or not example.holds[rest].any():
        return
    said, says = example.says[best], example.says[rest]
    repeated = np.minimum(says, said).sum(axis=1)
    features = np.column_stack([scores[rest], says.sum(axis=1) - repeated, repeated])
    yield Example(example.set_name, features, example.holds[rest], example.weight, says)


def held_out(examples: Sequence[Example]) -> dict[str, list[float]]:
    """By set: the shares of questions for which the first, two of two, three of three sentences hold an answer."""
    ranks: dict[str, list[int]] = {}
    for fold in range(_FOLDS):
        weights = fitted([e for n, e in enumerate(examples) if n % _FOLDS != fold])
        for example in examples[fold::_FOLDS]:
            order = np.argsort(-(example.features @ weights), kind="stable")
            ranks.setdefault(example.set_name, []).append(int(np.argmax(example.holds[order])))
    return {name: [float(np.mean(np.array(r) < k)) for k in (1, 2, 3)] for name, r in sorted(ranks.items())}


def _examples(
    set_name: str,
    question: str,
    history: Sequence[Message],
    answers: Sequence[str],
    doc_ids: Sequence[str],
    searcher: Searcher,
) -> Iterator[Example]:
    query = understand(question, history, searcher)
    if query.reply or not answers:
        return
    search = searcher.analyse(query.content, context=query.context, question=query.standalone)
    concepts = sought(query, search)
    read = read_sentences(query, concepts, searcher.search(search, k=_HITS), searcher)
    meant = by_meaning(query, read, searcher) if read else []
    rows = [
        [{**c.features, **m}.get(name, 0.0) for name in WEIGHTS] for c, m in zip(read, meant, strict=False)
    ]
    expected = list(map(comparable, answers))
    holds = [
        c.passage.doc_id in doc_ids and any(answer in comparable(c.text) for answer in expected)
        for c in read[: len(rows)]
    ]
    if any(holds) and not all(holds):
        weight = _GOLD_WEIGHT if set_name.startswith("gold") else 1.0
        importances = np.array([concept.importance for concept in concepts])
        says = np.array([c.own for c in read[: len(rows)]]) * importances / importances.sum()
        yield Example(set_name, np.array(rows, dtype=np.float64), np.array(holds), weight, says)


if __name__ == "__main__":
    typer.run(main)
