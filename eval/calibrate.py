"""Fit how sure an answer is: `python -m eval.calibrate FOLDER...` prints the weights for `assistant/confidence.py`.

Questions are the dev half of the gold set, and public sets from which half of the passages are taken away, so that
their questions have no answer any more. What is printed of a set is from a fit without it; of the gold set, from
five fits without a fifth of it each.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant.app import open_assistant
from assistant.confidence import Signals
from assistant.evidence import select
from assistant.records import Message
from assistant.understand import understand
from eval.beir import PublicSet, read_beir
from eval.public import index_set, sample
from eval.topics import default_gold, in_split, load_topics
from index.encoder import load_encoder
from index.searcher import Searcher
from index.settings import BuildSettings

GOLD = "gold"
WRONG = 0.04
"""The share of answerable questions that may be refused where sets are compared."""
_GOLD_WEIGHT = 5.0  # of all gold questions together against those of one public set
_ANSWERABLE = 3.0  # so many answerable questions are expected for one that is not
_FOLDS = 5
_HITS = 10  # that evidence is sought in
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One question of a set: what is known of its evidence, and whether the documents hold its answer."""

    set_name: str
    question_id: str
    signals: Signals
    answerable: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How well examples that a fit has not seen are told apart. `refused` is the share of the unanswerable ones
    below the confidence that `WRONG` of the answerable ones stay below; `aurc` the mean share of unanswerable ones
    among the surest; `plain_aurc` the same by coverage alone."""

    set_name: str
    n: int
    auroc: float
    refused: float
    aurc: float
    plain_aurc: float


def main(
    folders: Annotated[list[Path], typer.Argument(help="Folders of public sets in BEIR's format.")],
    count: Annotated[int, typer.Option(help="Questions of each public set at most.")] = 500,
) -> None:
    """Print the weights and how well they tell answerable questions from others."""
    examples = list(gold_examples())
    for folder in folders:
        examples += public_examples(folder, count)
        typer.echo(f"{folder.name}: {sum(e.set_name == folder.name for e in examples)} questions", err=True)
    for fit in held_out(examples):
        typer.echo(
            f"{fit.set_name:24} n {fit.n:4}  AUROC {fit.auroc:.3f}  refused at {WRONG:.0%} wrong {fit.refused:.3f}"
            f"  AURC {fit.aurc:.3f} (coverage alone {fit.plain_aurc:.3f})"
        )
    for name, weight in weights(examples).items():
        typer.echo(f'    "{name}": {weight:.2f},')


def gold_examples() -> Iterator[Example]:
    """The gold questions of the dev half; those about other years than the documents' are decided by rule."""
    searcher = open_assistant().searcher
    for topic in in_split(load_topics(default_gold()), "dev"):
        yield from _examples(GOLD, topic.id, topic.question, topic.history, topic.answerable, searcher)


def public_examples(folder: Path, count: int) -> Iterator[Example]:
    """Questions of a public set over half of its passages, chosen by their ids."""
    whole = sample(read_beir(folder), count)
    half = tuple(entry for entry in whole.entries if _is_kept(entry.id))
    searcher = index_set(
        replace(whole, entries=half), load_encoder(), lambda *_: None, settings=BuildSettings()
    )
    kept = {entry.id for entry in half}
    for question in whole.questions:
        holders = [doc_id in kept for doc_id in _relevant(whole, question.id)]
        if holders and all(holders) is any(holders):
            yield from _examples(folder.name, question.id, question.text, (), holders[0], searcher)


def weights(examples: Sequence[Example]) -> dict[str, float]:
    """The bias and the weight of each signal, fitted to all examples."""
    model = _fitted(examples)
    names = list(asdict(examples[0].signals))
    return {"bias": float(model.intercept_[0]), **dict(zip(names, model.coef_[0].tolist(), strict=True))}


def held_out(examples: Sequence[Example]) -> Iterator[Fit]:
    """How a fit without a set does on it, for the gold set in folds."""
    for name in dict.fromkeys(e.set_name for e in examples):
        own = [e for e in examples if e.set_name == name]
        sure = np.zeros(len(own))
        for fold in range(_FOLDS if name == GOLD else 1):
            held = [name != GOLD or _fold(e.question_id) == fold for e in own]
            ids = {e.question_id for e, out in zip(own, held, strict=True) if out}
            model = _fitted([e for e in examples if e.set_name != name or e.question_id not in ids])
            sure[held] = model.predict_proba(_matrix(own))[held, 1]
        answerable = np.array([e.answerable for e in own])
        threshold = np.quantile(sure[answerable], WRONG)
        yield Fit(
            name,
            len(own),
            float(roc_auc_score(answerable, sure)),
            float((sure[~answerable] < threshold).mean()),
            aurc(sure, answerable),
            aurc(np.array([e.signals.coverage for e in own]), answerable),
        )


def aurc(sure: Floats, answerable: npt.NDArray[np.bool_]) -> float:
    """The mean over all coverages of the share of unanswerable questions among the surest."""
    wrong = ~answerable[np.argsort(-sure, kind="stable")]
    return float((np.cumsum(wrong) / np.arange(1, len(wrong) + 1)).mean())


def _fitted(examples: Sequence[Example]) -> LogisticRegression:
    """Sets weigh alike, the gold set more; in each, answerable questions weigh as is expected of users."""
    groups: dict[tuple[str, bool], int] = {}
    for e in examples:
        groups[e.set_name, e.answerable] = groups.get((e.set_name, e.answerable), 0) + 1
    own = [
        (_GOLD_WEIGHT if e.set_name == GOLD else 1.0)
        * (_ANSWERABLE if e.answerable else 1.0)
        / groups[e.set_name, e.answerable]
        for e in examples
    ]
    scaled = np.array(own) * len(own) / sum(own)
    return LogisticRegression(max_iter=3000).fit(
        _matrix(examples), [e.answerable for e in examples], sample_weight=scaled
    )


def _matrix(examples: Iterable[Example]) -> Floats:
    return np.array([list(asdict(e.signals).values()) for e in examples], dtype=np.float64)


def _examples(
    set_name: str,
    question_id: str,
    question: str,
    history: Sequence[Message],
    answerable: bool,
    searcher: Searcher,
) -> Iterator[Example]:
    query = understand(question[:900], history, searcher)
    if query.reply or query.document:
        return
    search = searcher.analyse(query.content, context=query.context, question=query.standalone)
    selection = select(query, search, searcher.search(search, k=_HITS), searcher)
    if selection.evidence and not selection.is_off:
        yield Example(set_name, question_id, selection.signals, answerable)


def _relevant(found: PublicSet, question_id: str) -> list[str]:
    return [qrel.passage_id for qrel in found.qrels if qrel.topic_id == question_id]


def _is_kept(doc_id: str) -> bool:
    return hashlib.sha256(f"{doc_id}x".encode()).digest()[0] % 2 == 0


def _fold(question_id: str) -> int:
    """Of gold questions; those of one chain, which share the beginning of their ids, fall together."""
    return hashlib.sha256("-".join(question_id.split("-")[:2]).encode()).digest()[0] % _FOLDS


if __name__ == "__main__":
    typer.run(main)
