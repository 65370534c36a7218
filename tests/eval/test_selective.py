from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.answer_measures import AnswerScore
from eval.selective import aurc, refusals, risk_coverage

RIGHT = AnswerScore("t", "factoid", True, False, 1.0, True, True, None, 10, 1.0, confidence=0.9)
WRONG = replace(RIGHT, recall=0.0)
REFUSED = replace(RIGHT, refused=True, recall=0.0, confidence=0.1)
UNANSWERABLE = replace(RIGHT, answerable=False, recall=None)
REFUSED_RIGHTLY = replace(UNANSWERABLE, refused=True, confidence=0.1)
FAILED = replace(WRONG, confidence=None, error="ValueError")


def test_refusals() -> None:
    found = refusals([RIGHT, REFUSED, UNANSWERABLE, REFUSED_RIGHTLY, REFUSED_RIGHTLY, FAILED])
    assert (found.n_refused, found.n_unanswerable) == (3, 3)
    assert (found.precision, found.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (refusals([RIGHT]).precision, refusals([RIGHT]).recall) == (None, None)
    assert refusals([replace(FAILED, answerable=False)]).recall == 0.0


def test_risk_rises_with_coverage_where_confidence_is_good() -> None:
    answers = [replace(WRONG, confidence=0.2), replace(RIGHT, confidence=0.8), replace(RIGHT, confidence=0.9)]
    assert risk_coverage(answers) == [(1 / 3, 0.0), (2 / 3, 0.0), (1.0, 1 / 3)]
    assert aurc(answers) == pytest.approx(1 / 9)
    reverse = [replace(each, confidence=1 - (each.confidence or 0)) for each in answers]
    assert aurc(reverse) == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)


def test_equally_sure_answers_come_together_and_failures_last() -> None:
    answers = [RIGHT, replace(WRONG, confidence=0.9), FAILED]
    assert risk_coverage(answers) == [(2 / 3, 0.5), (1.0, 2 / 3)]
    assert (risk_coverage([]), aurc([])) == ([], None)


SCORES = st.builds(
    lambda confidence, recall, answerable: replace(
        RIGHT, confidence=confidence, recall=recall if answerable else None, answerable=answerable
    ),
    st.none() | st.floats(0, 1),
    st.floats(0, 1),
    st.booleans(),
)


@given(st.lists(SCORES, min_size=1, max_size=12), st.randoms())
def test_the_area_is_bounded_by_the_best_and_the_worst_order(answers: list[AnswerScore], random) -> None:  # type: ignore[no-untyped-def]
    area = aurc(answers)
    assert area is not None
    losses = sorted(answer.loss for answer in answers)
    best, worst = (
        sum(sum(order[: n + 1]) / (n + 1) for n in range(len(order))) / len(order)
        for order in (losses, losses[::-1])
    )
    assert best - 1e-9 <= area <= worst + 1e-9
    shuffled = random.sample(answers, len(answers))
    assert aurc(shuffled) == pytest.approx(area)
    assert risk_coverage(answers)[-1] == pytest.approx((1.0, sum(losses) / len(losses)))
