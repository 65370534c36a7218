"""How sure it is that evidence answers a question: a logistic model of what question and evidence share."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a question and its best evidence. All are shares in [0, 1] or 0 and 1 unless said otherwise.

    `coverage`: of the question's importance that the best sentence, or half as much its passage, accounts for.
    `lacking`: how strange the words of the question are to the passage, on average; `missing`: the importance of the
    heaviest word that it lacks; `mass`: the importance of all that it has. `similarity`: cosine of question and
    sentence; `nearness`: of question and passage, both in [-1, 1]. `presumed`: how strange to the passage the
    strangest word is that a why or a yes-or-no question says of its topic; `undone`: the same to the sentences around
    the best, where who is asked. `unnumbered`: the passage lacks something that is named by a number (第二届);
    `displaced`: it lacks a place. Around the best sentence there is no number or date, or not so many things, as is
    asked for (`numberless`), nobody in the role (`roleless`), no instance of the noun (`instanceless`).
    `valued`: the coverage of the best sentence that has what is asked for, against that of the best. `asks_number`,
    `asks_name`: what is asked for. `bridged`: most words had to be translated.
    """

    coverage: float = 0.0
    lacking: float = 1.0
    missing: float = 1.0
    mass: float = 0.0
    similarity: float = 0.0
    nearness: float = 0.0
    presumed: float = 0.0
    undone: float = 0.0
    unnumbered: float = 0.0
    displaced: float = 0.0
    numberless: float = 0.0
    roleless: float = 0.0
    instanceless: float = 0.0
    valued: float = 1.0
    asks_number: float = 0.0
    asks_name: float = 0.0
    bridged: float = 0.0


NOTHING = Signals()
"""What is known where there is no evidence."""

WEIGHTS: Mapping[str, float] = {
    "bias": -0.85,
    "coverage": 0.12,
    "lacking": -3.63,
    "missing": -2.62,
    "mass": 1.12,
    "similarity": 1.98,
    "nearness": 2.07,
    "presumed": -1.22,
    "undone": -1.58,
    "unnumbered": -3.93,
    "displaced": -1.31,
    "numberless": -2.19,
    "roleless": -0.57,
    "instanceless": -1.46,
    "valued": 3.97,
    "asks_number": -0.93,
    "asks_name": -0.46,
}
"""Of each signal, and the bias, for a question in the language of the passages. Made by `python -m eval.calibrate`."""

BRIDGED_WEIGHTS: Mapping[str, float] = {
    "bias": -1.15,
    "lacking": -2.30,
    "mass": 4.63,
    "similarity": 3.85,
    "nearness": 2.92,
    "numberless": -2.09,
    "presumed": -1.27,
    "asks_name": -1.45,
}
"""The same where most words had to be translated: fewer of them match, and more by chance."""


def weights_for(signals: Signals) -> Mapping[str, float]:
    """The bias and the weight of each signal in the confidence that these signals make."""
    return BRIDGED_WEIGHTS if signals.bridged else WEIGHTS


def confidence(signals: Signals) -> float:
    """How sure it is that the evidence answers, in [0, 1]."""
    weights = weights_for(signals)
    logit = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in asdict(signals).items())
    return 1 / (1 + math.exp(-logit))
