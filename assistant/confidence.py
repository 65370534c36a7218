"""How sure it is that evidence answers a question: a logistic model of what question and evidence share."""

import math
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a question and its best evidence. All are shares in [0, 1] or 0 and 1 unless said otherwise.

    `coverage`: of the question's importance that the best sentence, or half as much its passage, accounts for;
    `absent`: that even the passage has nothing of. `phrase`: of the pairs of neighbouring characters of the question
    that the passage has, or of its importance that the sentence has where words had to be translated (`bridged`).
    `similarity`: cosine of question and sentence; `nearness`: of question and passage, both in [-1, 1].
    `unnamed`: the passage lacks a name of the question, or something that it names by a number. `valueless`: a
    number, a date, so many things or who has a role is asked for and not given. `asks_value`: a value is asked for.
    """

    coverage: float = 0.0
    absent: float = 1.0
    phrase: float = 0.0
    similarity: float = 0.0
    nearness: float = 0.0
    unnamed: float = 0.0
    valueless: float = 0.0
    asks_value: float = 0.0
    bridged: float = 0.0


NOTHING = Signals()
"""What is known where there is no evidence."""

WEIGHTS = {
    "bias": 0.55,
    "coverage": 1.59,
    "absent": -2.42,
    "phrase": 1.20,
    "similarity": 0.28,
    "nearness": 2.18,
    "unnamed": -1.12,
    "valueless": -3.87,
    "asks_value": -0.57,
    "bridged": 0.96,
}
"""Of each signal, and the bias. Made by `python -m eval.calibrate`."""


def confidence(signals: Signals) -> float:
    """How sure it is that the evidence answers, in [0, 1]."""
    logit = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in asdict(signals).items())
    return 1 / (1 + math.exp(-logit))
