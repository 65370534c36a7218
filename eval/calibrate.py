"""Fit how sure an answer is: `python -m eval.calibrate DATA` prints the weights for `assistant/confidence.py`.

DATA is the folder of public data. Questions are asked of the embedded documents, of four other collections for which
near misses were written (`near_misses.py`), and of public sets from which half of the texts are taken away
(`answerable.py`). What is printed of a set is from fits that have not seen it: of the embedded documents from five, each
without a fifth of the questions; of every other collection from one without all of it. Questions that were translated have a
model of their own, with few signals, as they are few.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from assistant.app import open_assistant
from assistant.confidence import Signals
from assistant.settings import AnswerSettings
from eval.answerable import (
    GOLD,
    NEAR,
    OFF_CHINESE,
    OFF_ENGLISH,
    PUBLIC,
    Example,
    own_examples,
    public_examples,
    written_examples,
)
from eval.near_misses import OWN

WRONG = 0.02
"""The share of answerable questions on our documents that may be refused: the bias is set for it."""
_WRONG_BRIDGED = 0.04  # the same of translated ones, of which more are answered from a wrong passage
_OFF_SHARE = (
    0.3  # of the weight of unanswerable questions on our documents that those about something else have
)
_OWN_WEIGHT, _WRITTEN_WEIGHT, _PUBLIC_WEIGHT = 10.0, 1.0, 0.3  # of a collection
_FOLDS = 5
_PENALTY = 10.0  # of the squares of the weights, each signal divided by its deviation
_FREE = frozenset({"asks_number", "asks_name"})  # may speak for an answer or against it
_FOR = frozenset({"coverage", "mass", "similarity", "nearness", "valued", "bound", "likeness", "words"})
_BY_RULE = (
    "bridged",
    "coverage",
    "words",
    "unattached",
)  # chooses the model, is for comparison, or decides by itself
NAMES = {
    False: tuple(name for name in asdict(Signals()) if name not in _BY_RULE),
    True: (
        "lacking",
        "mass",
        "similarity",
        "nearness",
        "numberless",
        "presumed",
        "undone",
        "asks_name",
        "words",
    ),
}
"""The signals that the confidence of a question weighs, by whether it was translated."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """How well examples that a fit has not seen are told apart. `refused` is the share of the unanswerable ones
    below the confidence that `WRONG` of the answerable ones stay below; `wrongly` and `rightly` the shares of the
    answerable and the unanswerable ones below the confidence that is set on our documents. `aurc` is the mean share of
    unanswerable ones among the surest; `plain_aurc` the same by coverage alone."""

    set_name: str
    n: int
    auroc: float
    refused: float
    wrongly: float
    rightly: float
    aurc: float
    plain_aurc: float


def main(data: Annotated[Path, typer.Argument(help="Folder of the public data.")]) -> None:
    """Print the weights and how well they tell answerable questions from others."""
    searcher = open_assistant().searcher
    examples = [*own_examples(searcher, data), *written_examples(data), *public_examples(data)]
    for is_bridged, name in ((False, "WEIGHTS"), (True, "BRIDGED_WEIGHTS")):
        asked = [e for e in examples if bool(e.signals.bridged) is is_bridged]
        sure = held_out(asked, is_bridged)
        for fit in judged(asked, sure, _WRONG_BRIDGED if is_bridged else WRONG):
            typer.echo(
                f"{fit.set_name:24} n {fit.n:4}  AUROC {fit.auroc:.3f}  refused at {WRONG:.0%} wrong {fit.refused:.3f}"
                f"  as set: {fit.rightly:.3f}, wrongly {fit.wrongly:.3f}"
                f"  AURC {fit.aurc:.3f} (coverage alone {fit.plain_aurc:.3f})"
            )
        typer.echo(f"{name}:")
        for signal, weight in weights(asked, sure, is_bridged).items():
            typer.echo(f'    "{signal}": {weight:.2f},')


def weights(examples: Sequence[Example], sure: Floats, is_bridged: bool) -> dict[str, float]:
    """The bias and the weight of each signal for one of the two models, fitted to all its examples.

    The bias is such that `WRONG` of the answerable questions on our documents, or `_WRONG_BRIDGED`, are refused, judged
    by how `sure` fits without them are, in logits.
    """
    found, bias = _fitted(examples, NAMES[is_bridged])
    wanted = [e.answerable and e.set_name in (GOLD, NEAR) for e in examples]
    least = float(np.quantile(sure[wanted], _WRONG_BRIDGED if is_bridged else WRONG)) if any(wanted) else 0.0
    at = AnswerSettings().min_confidence
    moved = bias + math.log(at / (1 - at)) - least
    return {"bias": moved, **dict(zip(NAMES[is_bridged], found.tolist(), strict=True))}


def held_out(examples: Sequence[Example], is_bridged: bool) -> Floats:
    """How sure a fit is of each example, in logits, that has not seen it, nor what belongs with it."""
    sure = np.zeros(len(examples))
    parts = np.array([_part(example) for example in examples])
    for part in set(parts):
        left = parts == part
        seen = [e for e, out in zip(examples, left, strict=True) if not out]
        found, bias = _fitted(seen, NAMES[is_bridged])
        sure[left] = _matrix(examples, NAMES[is_bridged])[left] @ found + bias
    return sure


def judged(examples: Sequence[Example], sure: Floats, wrong: float = WRONG) -> Iterator[Fit]:
    """How well each set's unanswerable questions are told from its answerable ones; from the gold ones if it has none."""
    answerable = np.array([e.answerable for e in examples])
    coverage = np.array([e.signals.coverage for e in examples])
    ours = answerable & np.array([e.set_name in (GOLD, NEAR) for e in examples])
    least = float(np.quantile(sure[ours], wrong)) if ours.any() else 0.0
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
                float((sure[own & answerable] < least).mean()),
                float((sure[own & ~answerable] < least).mean()),
                aurc(sure[own], answerable[own]),
                aurc(coverage[own], answerable[own]),
            )


def aurc(sure: Floats, answerable: npt.NDArray[np.bool_]) -> float:
    """The mean over all coverages of the share of unanswerable questions among the surest."""
    wrong = ~answerable[np.argsort(-sure, kind="stable")]
    return float((np.cumsum(wrong) / np.arange(1, len(wrong) + 1)).mean())


def _fitted(examples: Sequence[Example], names: Sequence[str]) -> tuple[Floats, float]:
    """The weights of a logistic model and its bias. No signal counts against its meaning, however few the examples."""
    matrix = _matrix(examples, names)
    mean, deviation = matrix.mean(axis=0), matrix.std(axis=0)
    deviation[deviation < 1e-9] = 1.0
    scaled = (matrix - mean) / deviation
    signs = np.array([1.0 if e.answerable else -1.0 for e in examples])
    counts = _counts(examples)

    def loss(beta: Floats) -> tuple[float, Floats]:
        margins = signs * (scaled @ beta[:-1] + beta[-1])
        slope = -counts * signs / (1 + np.exp(np.clip(margins, -500, 500)))
        value = float((counts * np.logaddexp(0, -margins)).sum() + _PENALTY / 2 * (beta[:-1] ** 2).sum())
        return value, np.append(scaled.T @ slope + _PENALTY * beta[:-1], slope.sum())

    bounds = [*map(_bounds, names), (None, None)]
    beta: Floats = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    found = beta[:-1] / deviation
    return found, float(beta[-1] - mean @ found)


def _bounds(name: str) -> tuple[float | None, float | None]:
    return (None, None) if name in _FREE else (0.0, None) if name in _FOR else (None, 0.0)


def _counts(examples: Sequence[Example]) -> Floats:
    """How much each example counts, on average 1: of a collection answerable and unanswerable ones as much as each other."""
    totals: dict[tuple[str, bool, bool], float] = {}
    keys = [(e.corpus, e.answerable, e.set_name in (OFF_CHINESE, OFF_ENGLISH)) for e in examples]
    for key in keys:
        totals[key] = totals.get(key, 0.0) + 1
    found: Floats = np.array([_share(key, totals) / totals[key] for key in keys])
    return np.asarray(found * len(found) / found.sum(), dtype=np.float64)


def _share(key: tuple[str, bool, bool], totals: Mapping[tuple[str, bool, bool], float]) -> float:
    """How much of all examples those of one collection and sort count, before they are made to add up."""
    corpus, answerable, is_off = key
    weight = _OWN_WEIGHT if corpus == OWN else _PUBLIC_WEIGHT if corpus in PUBLIC else _WRITTEN_WEIGHT
    if answerable or (corpus, False, not is_off) not in totals:
        return weight
    return weight * (_OFF_SHARE if is_off else 1 - _OFF_SHARE)


def _matrix(examples: Iterable[Example], names: Sequence[str]) -> Floats:
    return np.array([[getattr(e.signals, name) for name in names] for e in examples], dtype=np.float64)


def _part(example: Example) -> str:
    """What is left out together: a collection; of ours a fifth, where the questions of one chain, which share the
    beginning of their ids, stay together."""
    if example.corpus != OWN:
        return example.corpus
    chain = "-".join(example.question_id.split("-")[:2])
    return f"{OWN} {hashlib.sha256(chain.encode()).digest()[0] % _FOLDS}"


if __name__ == "__main__":
    typer.run(main)
