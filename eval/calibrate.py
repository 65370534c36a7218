"""Fit how sure an answer is: `python -m eval.calibrate FOLDER...` prints the weights for `assistant/confidence.py`.

Questions are the dev half of the gold set; near misses, which name what the documents speak of and ask what they
do not say, and answerable ones beside them (`eval/near_misses.jsonl`); public sets from which half of the passages are
taken away; and files of questions about something else, one a line, asked of the embedded documents. Questions that were
translated have a model of their own, with few signals, as they are few. What is printed of a set is from five fits
without a fifth of the questions each.
"""

import hashlib
import json
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
from assistant.settings import AnswerSettings
from assistant.understand import understand
from eval.beir import PublicSet, read_beir
from eval.public import index_set, sample
from eval.topics import default_gold, in_split, load_topics
from index.encoder import load_encoder
from index.searcher import Searcher
from index.settings import BuildSettings

GOLD, NEAR = "gold", "near misses"
WRONG = 0.03
"""The share of answerable questions on our documents that may be refused: the bias is set for it."""
_WRONG_BRIDGED = 0.05  # the same of translated ones, of which more are answered from a wrong passage
_OWN = frozenset({GOLD, NEAR})
_OWN_WEIGHT = 4.0  # of a question on our documents against another
_FOLDS = 5
_HITS = 10  # that evidence is sought in
_NEAR_MISSES = Path(__file__).parent / "near_misses.jsonl"
NAMES = {
    False: tuple(name for name in asdict(Signals()) if name != "bridged"),
    True: ("lacking", "mass", "similarity", "nearness", "numberless", "presumed", "asks_name"),
}
"""The signals that the confidence of a question weighs, by whether it was translated."""
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
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Folders of public sets in BEIR's format.")
    ] = None,
    elsewhere: Annotated[
        list[Path] | None, typer.Option(help="Files of questions that our documents do not answer.")
    ] = None,
    count: Annotated[int, typer.Option(help="Questions of each public set at most.")] = 500,
) -> None:
    """Print the weights and how well they tell answerable questions from others."""
    searcher = open_assistant().searcher
    examples = [*gold_examples(searcher), *near_examples(searcher)]
    for file in elsewhere or []:
        for n, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            examples += _examples(file.stem, f"{n}", line, (), False, searcher)
    for folder in folders or []:
        examples += public_examples(folder, count)
    for is_bridged, name in ((False, "WEIGHTS"), (True, "BRIDGED_WEIGHTS")):
        own = [e for e in examples if bool(e.signals.bridged) is is_bridged]
        sure = held_out(own, is_bridged)
        for fit in judged(own, sure):
            typer.echo(
                f"{fit.set_name:24} n {fit.n:4}  AUROC {fit.auroc:.3f}  refused at {WRONG:.0%} wrong {fit.refused:.3f}"
                f"  AURC {fit.aurc:.3f} (coverage alone {fit.plain_aurc:.3f})"
            )
        typer.echo(f"{name}:")
        for signal, weight in weights(own, sure, is_bridged).items():
            typer.echo(f'    "{signal}": {weight:.2f},')


def gold_examples(searcher: Searcher) -> Iterator[Example]:
    """The gold questions of the dev half; those about other years than the documents' are decided by rule."""
    for topic in in_split(load_topics(default_gold()), "dev"):
        yield from _examples(GOLD, topic.id, topic.question, topic.history, topic.answerable, searcher)


def near_examples(searcher: Searcher) -> Iterator[Example]:
    """The near misses and the answerable questions beside them."""
    for n, line in enumerate(_NEAR_MISSES.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        history = [Message("user", said) for said in row["history"]]
        yield from _examples(NEAR, f"{n}", row["question"], history, row["answerable"], searcher)


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


def weights(examples: Sequence[Example], sure: Floats, is_bridged: bool) -> dict[str, float]:
    """The bias and the weight of each signal for one of the two models, fitted to all its examples.

    The bias is such that `WRONG` of the answerable questions on our documents, or `_WRONG_BRIDGED`, are refused, judged
    by how `sure` fits without them are.
    """
    model = _fitted(examples, NAMES[is_bridged])
    wanted = [e.answerable and e.set_name in _OWN for e in examples]
    least = float(np.quantile(sure[wanted], _WRONG_BRIDGED if is_bridged else WRONG)) if any(wanted) else 0.5
    bias = float(model.intercept_[0]) + _logit(AnswerSettings().min_confidence) - _logit(least)
    return {"bias": bias, **dict(zip(NAMES[is_bridged], model.coef_[0].tolist(), strict=True))}


def held_out(examples: Sequence[Example], is_bridged: bool) -> Floats:
    """How sure a fit is of each example that has not seen it, nor what belongs with it."""
    sure = np.zeros(len(examples))
    folds = np.array([_fold(e.question_id) for e in examples])
    for fold in range(_FOLDS):
        if (folds == fold).any():
            seen = [e for e, other in zip(examples, folds, strict=True) if other != fold]
            model = _fitted(seen, NAMES[is_bridged])
            sure[folds == fold] = model.predict_proba(_matrix(examples, NAMES[is_bridged]))[folds == fold, 1]
    return sure


def judged(examples: Sequence[Example], sure: Floats) -> Iterator[Fit]:
    """How well each set's unanswerable questions are told from its answerable ones; from the gold ones if it has none."""
    answerable = np.array([e.answerable for e in examples])
    coverage = np.array([e.signals.coverage for e in examples])
    for name in dict.fromkeys(e.set_name for e in examples):
        own = np.array([e.set_name == name for e in examples])
        if not (own & answerable).any():
            own |= np.array([e.set_name == GOLD for e in examples]) & answerable
        if (own & answerable).any() and (own & ~answerable).any():
            threshold = np.quantile(sure[own & answerable], WRONG)
            yield Fit(
                name,
                int(own.sum()),
                float(roc_auc_score(answerable[own], sure[own])),
                float((sure[own & ~answerable] < threshold).mean()),
                aurc(sure[own], answerable[own]),
                aurc(coverage[own], answerable[own]),
            )


def aurc(sure: Floats, answerable: npt.NDArray[np.bool_]) -> float:
    """The mean over all coverages of the share of unanswerable questions among the surest."""
    wrong = ~answerable[np.argsort(-sure, kind="stable")]
    return float((np.cumsum(wrong) / np.arange(1, len(wrong) + 1)).mean())


def _fitted(examples: Sequence[Example], names: Sequence[str]) -> LogisticRegression:
    own = [_OWN_WEIGHT if e.set_name in _OWN else 1.0 for e in examples]
    return LogisticRegression(max_iter=3000).fit(
        _matrix(examples, names), [e.answerable for e in examples], sample_weight=own
    )


def _matrix(examples: Iterable[Example], names: Sequence[str]) -> Floats:
    return np.array([[getattr(e.signals, name) for name in names] for e in examples], dtype=np.float64)


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


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
    """Of questions; those of one chain, which share the beginning of their ids, fall together."""
    return hashlib.sha256("-".join(question_id.split("-")[:2]).encode()).digest()[0] % _FOLDS


if __name__ == "__main__":
    typer.run(main)
