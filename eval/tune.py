"""Search settings by cross-validation: what does best on most of the dev questions, judged by those left out.

A candidate is a draw from a small declared space. Its value is the mean over the trials (the gold questions, and
public sets beside them), each counting the same, so that a set of many questions does not decide alone.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np

from eval.errors import EvalError
from eval.significance import mean_interval, paired_p
from eval.trial import Trial, Values
from index.settings import SearchSettings

SPACE: Mapping[str, tuple[float, ...]] = {
    "word_weight": (0.0, 0.25, 0.5, 0.75, 1.0),
    "dense_weight": (0.25, 0.5, 0.75, 1.0, 1.2, 1.5),
    "bridged_dense_weight": (0.75, 1.0, 1.5, 2.0, 2.5),
    "context_weight": (0.1, 0.2, 0.3, 0.5, 0.7),
    "coverage_weight": (0.0, 2.0, 4.0, 6.0, 8.0, 10.0),
    "character_weight": (0.0, 3.0, 6.0, 9.0),
    "alignment_weight": (0.0, 4.0, 8.0, 12.0),
    "length_weight": (0.0, 0.5, 0.75, 1.0),
    "rerank_depth": (20, 30, 50),
}
"""The values that are tried of each search setting. The others stay as they are served."""

MEASURE = "nDCG@10"
FOLDS = 5
SEED = 11

Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one setting, the others as chosen: `means` of the measure by trial, then over all of them."""

    setting: str
    value: float
    means: tuple[float, ...]
    mean: float


@dataclass(frozen=True, slots=True)
class Tuned:
    """`chosen` does best on all dev questions, with mean `best`; `served` is what the settings give now.

    `held_out` is the mean on each fold of what was best on the other folds, the honest value of choosing so;
    `[low, high]` is the 95% interval of its difference to `served`, question by question, and `p` its paired test.
    """

    chosen: Changes
    tried: int
    served: float
    best: float
    held_out: float
    low: float
    high: float
    p: float
    curves: tuple[Point, ...]
    trials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TestOnce:
    """The test questions with the settings served and with those chosen, asked once at the end."""

    n: int
    served: float
    chosen: float
    p: float


def candidates(count: int, seed: int = SEED) -> list[Changes]:
    """What is served, then `count` draws from the space, none twice."""
    served = {name: getattr(SearchSettings(), name) for name in SPACE}
    chance = random.Random(seed)
    found: dict[tuple[Any, ...], Changes] = {tuple(served.values()): served}
    for _ in range(20 * count):  # a small space may hold fewer
        if len(found) > count:
            break
        draw = {name: chance.choice(values) for name, values in SPACE.items()}
        found.setdefault(tuple(draw.values()), draw)
    return list(found.values())


def tune(
    trials: Sequence[Trial],
    count: int,
    *,
    seed: int = SEED,
    on_question: Callable[[], None] = lambda: None,
) -> Tuned:
    """Try `count` candidates on every trial. Raises EvalError if a fold would be without questions."""
    if any(len(trial.asked) < FOLDS for trial in trials):
        raise EvalError(f"tuning needs at least {FOLDS} answerable questions of each set")
    tried = candidates(count, seed)
    matrices = [_matrix(trial, tried, on_question) for trial in trials]
    best = int(np.argmax(_means(matrices)))
    held, served = _held_out(matrices, seed)
    differences = (held - served).tolist()
    low, high = mean_interval(differences)
    chosen = tried[best]
    return Tuned(
        chosen=chosen,
        tried=len(tried),
        served=float(_means(matrices)[0]),
        best=float(_means(matrices)[best]),
        held_out=float(np.mean([held[part].mean() for part in _parts(matrices)])),
        low=low,
        high=high,
        p=paired_p(held.tolist(), served.tolist()),
        curves=tuple(_curves(trials, chosen, on_question)),
        trials=tuple(trial.name for trial in trials),
    )


def steps(trials: Sequence[Trial], count: int) -> int:
    """How many questions `tune` asks."""
    return sum(len(trial.asked) for trial in trials) * (count + 1 + sum(map(len, SPACE.values())))


def test_once(trial: Trial, chosen: Changes) -> TestOnce:
    """The questions of a trial that tuning has not seen, with both settings."""
    served, new = (_of(trial.values(changes)) for changes in ({}, chosen))
    return TestOnce(len(served), float(np.mean(served)), float(np.mean(new)), paired_p(new, served))


def _matrix(trial: Trial, tried: Sequence[Changes], on_question: Callable[[], None]) -> Any:
    """The measure of each question, a row a candidate."""
    return np.array([_of(trial.values(changes, on_question=on_question)) for changes in tried])


def _of(values: Values) -> list[float]:
    return [each[MEASURE] for each in values.values()]


def _means(matrices: Sequence[Any]) -> Any:
    """One a candidate: the mean over the trials of the mean over their questions."""
    return np.mean([matrix.mean(axis=1) for matrix in matrices], axis=0)


def _held_out(matrices: Sequence[Any], seed: int) -> tuple[Any, Any]:
    """Each question's value by the candidate that was best without its fold, and as served."""
    chance = np.random.default_rng(seed)
    folds = [chance.permutation(np.arange(matrix.shape[1]) % FOLDS) for matrix in matrices]
    held = [np.zeros(matrix.shape[1]) for matrix in matrices]
    for fold in range(FOLDS):
        others = [matrix[:, of != fold] for matrix, of in zip(matrices, folds, strict=True)]
        best = int(np.argmax(_means(others)))
        for values, matrix, of in zip(held, matrices, folds, strict=True):
            values[of == fold] = matrix[best, of == fold]
    return np.concatenate(held), np.concatenate([matrix[0] for matrix in matrices])


def _parts(matrices: Sequence[Any]) -> list[slice]:
    ends = np.cumsum([0, *(matrix.shape[1] for matrix in matrices)]).tolist()
    return [slice(start, end) for start, end in pairwise(ends)]


def _curves(trials: Sequence[Trial], chosen: Changes, on_question: Callable[[], None]) -> list[Point]:
    """Every value of every setting, one setting at a time away from what was chosen."""
    points = []
    for name, tried in SPACE.items():
        for value in tried:
            changes = {**chosen, name: value}
            found = [float(np.mean(_of(t.values(changes, on_question=on_question)))) for t in trials]
            points.append(Point(name, value, tuple(found), float(np.mean(found))))
    return points


def settings_text(changes: Changes) -> str:
    """The settings that differ from those served, as `--set` takes them; empty if none does."""
    served = asdict(SearchSettings())
    known = {field.name for field in fields(SearchSettings)}
    return " ".join(
        f"search.{name}={value:g}"
        for name, value in changes.items()
        if name in known and value != served[name]
    )
