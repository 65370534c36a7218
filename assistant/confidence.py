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
    "bias": -2.42,
    "lacking": -1.88,
    "missing": -1.54,
    "mass": 1.49,
    "similarity": 2.18,
    "nearness": 2.05,
    "presumed": -0.71,
    "undone": -0.98,
    "unnumbered": -4.81,
    "displaced": -1.49,
    "numberless": -3.20,
    "roleless": -3.41,
    "instanceless": -1.12,
    "valued": 1.33,
    "bound": 1.06,
    "likeness": 2.29,
    "unrelated": -3.39,
    "asks_number": -0.39,
    "asks_name": 0.29,
}
"""Of each signal, and the bias, for a question in the language of the passages. Made by `python -m eval.calibrate`."""

BRIDGED_WEIGHTS: Mapping[str, float] = {
    "bias": -1.94,
    "lacking": -3.01,
    "mass": 1.98,
    "similarity": 4.26,
    "nearness": 3.61,
    "numberless": -3.19,
    "presumed": -1.13,
    "undone": -1.12,
    "asks_name": -0.75,
    "words": 2.37,
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
