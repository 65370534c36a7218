"""How sure it is that evidence answers a question: a logistic model of what question and evidence share."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


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
    `valued`: the coverage of the best sentence that has what is asked for, against that of the best. `bound`: the share of
    the question that the clause with such a value has. `unattached`: in the passage
    the measure, the thing counted or the deed that is asked for is never named with such a value, and the sentences around the best one
    do not say nearly all else of the question. `likeness`: how near the sentences around the best come to each
    word of the question. `unrelated`: the passage has no word and nothing of the shape in which what is asked for is said (an age, a
    telephone number, who won). `words`: how many words the question has, against enough. `asks_number`, `asks_name`: what is asked for.
    `bridged`: most words had to be translated.
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
    bound: float = 1.0
    unattached: float = 0.0
    likeness: float = 0.0
    unrelated: float = 0.0
    words: float = 0.0
    asks_number: float = 0.0
    asks_name: float = 0.0
    bridged: float = 0.0


NOTHING = Signals()
"""What is known where there is no evidence."""

WEIGHTS: Mapping[str, float] = {
    "bias": -2.57,
    "lacking": -1.62,
    "missing": -1.12,
    "mass": 1.00,
    "similarity": 2.08,
    "nearness": 2.01,
    "presumed": -0.36,
    "undone": -0.17,
    "unnumbered": -4.50,
    "displaced": -1.79,
    "numberless": -3.37,
    "roleless": -3.96,
    "instanceless": -1.11,
    "valued": 1.45,
    "bound": 0.72,
    "likeness": 2.83,
    "unrelated": -3.77,
    "asks_number": -0.30,
    "asks_name": -0.19,
}
"""Of each signal, and the bias, for a question in the language of the passages. Made by `python -m eval.calibrate`."""

BRIDGED_WEIGHTS: Mapping[str, float] = {
    "bias": -1.75,
    "lacking": -3.26,
    "mass": 0.59,
    "similarity": 4.95,
    "nearness": 1.41,
    "numberless": -3.15,
    "presumed": -0.49,
    "undone": -1.25,
    "asks_name": -0.68,
    "words": 3.22,
}
"""The same where most words had to be translated: fewer of them match, and more by chance."""


def weights_for(signals: Signals) -> Mapping[str, float]:
    """The bias and the weight of each signal in the confidence that these signals make."""
    return BRIDGED_WEIGHTS if signals.bridged else WEIGHTS


def confidence(signals: Signals) -> float:
    """How sure it is that the evidence answers, in [0, 1]."""
    weights = weights_for(signals)
    logit = sum(weight * getattr(signals, name) for name, weight in weights.items() if name != "bias")
    logit += weights["bias"]
    return 1 / (1 + math.exp(-logit))
