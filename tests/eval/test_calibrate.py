"""The fit of confidence, on examples that one signal tells apart."""

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.confidence import NOTHING
from assistant.settings import AnswerSettings
from eval.calibrate import _NEAR_MISSES, GOLD, WRONG, Example, aurc, held_out, judged, weights


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


def test_near_misses_are_of_both_sorts_and_each_once() -> None:
    rows = [json.loads(line) for line in Path(_NEAR_MISSES).read_text(encoding="utf-8").splitlines()]
    assert len({(row["question"], *row["history"]) for row in rows}) == len(rows)
    assert {row["answerable"] for row in rows} == {True, False}
