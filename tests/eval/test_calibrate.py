"""The fit of confidence, on examples that one signal tells apart."""

import random
from dataclasses import replace

import numpy as np

from assistant.confidence import NOTHING
from assistant.settings import AnswerSettings
from eval.answerable import GOLD, Example
from eval.calibrate import NAMES, WRONG, aurc, held_out, judged, weights


def examples() -> list[Example]:
    """200 questions; the passage of unanswerable ones lacks more, with some overlap."""
    chance = random.Random(4)
    return [
        Example(GOLD, f"{n}", replace(NOTHING, lacking=chance.gauss(0.3 if n % 2 else 0.7, 0.1)), n % 2 == 1)
        for n in range(200)
    ]


def test_what_tells_questions_apart_gets_the_weight() -> None:
    made = examples()
    sure = held_out(made, False)
    (fit,) = judged(made, sure)
    assert fit.auroc > 0.95
    found = weights(made, sure, False)
    assert found["lacking"] < -1
    assert all(abs(weight) < 0.01 for name, weight in found.items() if name not in ("bias", "lacking"))


def test_the_bias_refuses_few_answerable_questions() -> None:
    made = examples()
    found = weights(made, held_out(made, False), False)
    logits = [found["bias"] + found["lacking"] * e.signals.lacking for e in made if e.answerable]
    refused = np.mean(1 / (1 + np.exp(-np.array(logits))) < AnswerSettings().min_confidence)
    assert refused <= WRONG + 0.03


def test_the_area_is_smaller_where_the_surest_are_right() -> None:
    answerable = np.array([True, True, False, False])
    assert aurc(np.array([0.9, 0.8, 0.2, 0.1]), answerable) < aurc(np.array([0.1, 0.2, 0.8, 0.9]), answerable)


def test_a_collection_is_judged_by_a_fit_that_has_not_seen_it() -> None:
    made = examples()
    turned = [replace(e, corpus="laws", set_name="laws", answerable=not e.answerable) for e in made]
    sure = held_out([*made, *turned], False)
    of_laws = next(fit for fit in judged([*made, *turned], sure) if fit.set_name == "laws")
    assert (
        of_laws.auroc < 0.1
    )  # where more is lacking its questions are answerable, which only they could teach


def test_no_signal_counts_against_its_meaning() -> None:
    made = [replace(e, answerable=not e.answerable) for e in examples()]
    assert weights(made, held_out(made, False), False)["lacking"] == 0


def test_every_signal_that_is_weighed_is_one() -> None:
    assert {*NAMES[True], *NAMES[False]} <= set(NOTHING.__slots__)
