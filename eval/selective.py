"""Knowing when not to answer: refusals, and whether confidence tells right answers from wrong ones.

Risk, coverage and the area under their curve as in Geifman, Uziel and El-Yaniv, "Bias-Reduced Uncertainty
Estimation for Deep Neural Classifiers", ICLR 2019. A refusal that the documents did not ask for counts as
fully wrong, so the part of the curve beyond what the system answers is an upper bound; a system with
`answer.min_confidence=0` shows the true one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.answer_measures import AnswerScore


@dataclass(frozen=True, slots=True)
class Refusals:
    """`precision`: the share of the `n_refused` that was not answerable; `recall`: the share of the
    `n_unanswerable` that was refused. None where there is nothing to take the share of."""

    n_refused: int
    n_unanswerable: int
    precision: float | None
    recall: float | None


def refusals(answers: Sequence[AnswerScore]) -> Refusals:
    """Over the answers of one system. A failure is no refusal."""
    refused = [answer for answer in answers if answer.refused]
    unanswerable = [answer for answer in answers if not answer.answerable]
    right = sum(not answer.answerable for answer in refused)
    return Refusals(
        n_refused=len(refused),
        n_unanswerable=len(unanswerable),
        precision=right / len(refused) if refused else None,
        recall=right / len(unanswerable) if unanswerable else None,
    )


def risk_coverage(answers: Sequence[AnswerScore]) -> list[tuple[float, float]]:
    """(coverage in (0, 1], risk in [0, 1]) when only the surest are answered, from the surest on.

    Risk is the mean loss of those. Answers of equal confidence come together, as no threshold parts them; a
    failure has none and comes last. Empty without answers.
    """
    order = sorted(answers, key=_confidence, reverse=True)
    curve: list[tuple[float, float]] = []
    loss = 0.0
    for done, answer in enumerate(order, start=1):
        loss += answer.loss
        if done == len(order) or _confidence(order[done]) != _confidence(answer):
            curve.append((done / len(order), loss / done))
    return curve


def aurc(answers: Sequence[AnswerScore]) -> float | None:
    """The mean risk over all coverages in [0, 1], less is better; None without answers."""
    curve = risk_coverage(answers)
    if not curve:
        return None
    area = before = 0.0
    for coverage, risk in curve:
        area += risk * (coverage - before)
        before = coverage
    return area


def _confidence(answer: AnswerScore) -> float:
    return -1.0 if answer.confidence is None else answer.confidence
