"""Two systems on the same topics: by how much they differ, whether that is luck, and where."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from eval.answer_measures import AnswerScore
from eval.errors import ReportError
from eval.experiment import SERVED
from eval.report import Report
from eval.significance import paired_p

Values = Mapping[str, Mapping[str, float]]
"""`{measure: {topic id: value in [0, 1]}}`, higher is better."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure's means over the `n` topics that both have a value for; `p` is of the paired test."""

    measure: str
    n: int
    a: float
    b: float
    p: float


@dataclass(frozen=True, slots=True)
class Changed:
    """A topic with different values; `changes` are (measure, A's value, B's value)."""

    topic_id: str
    type: str
    changes: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`a` and `b` name what is compared; `n` topics are in both, `n_unpaired` in only one."""

    a: str
    b: str
    n: int
    n_unpaired: int
    differences: tuple[Difference, ...]
    changed: tuple[Changed, ...]


def compare_reports(a: Report, b: Report, *, system_a: str = SERVED, system_b: str = SERVED) -> Comparison:
    """Compare a system of one report with a system of another, or of the same.

    Answers are compared only if both are the served system. Raises ReportError if a report lacks the
    system or no topic is in both.
    """
    topics_a, topics_b = _types(a, system_a), _types(b, system_b)
    common = [topic_id for topic_id in topics_a if topic_id in topics_b]
    if not common:
        raise ReportError("the two reports have no topic in common: were they run on different splits?")
    with_answers = system_a == system_b == SERVED
    values_a = _values(a, system_a, with_answers=with_answers)
    values_b = _values(b, system_b, with_answers=with_answers)
    return Comparison(
        a=f"{system_a} ({a.fingerprint})",
        b=f"{system_b} ({b.fingerprint})",
        n=len(common),
        n_unpaired=len(set(topics_a) ^ set(topics_b)),
        differences=_differences(values_a, values_b),
        changed=tuple(
            Changed(topic_id, topics_a[topic_id], changes)
            for topic_id in common
            if (changes := _changes(topic_id, values_a, values_b))
        ),
    )


def _types(report: Report, system: str) -> dict[str, str]:
    if system not in report.systems:
        raise ReportError(
            f"the report of {report.created} has no system {system!r}: {', '.join(report.systems)}"
        )
    return {result.topic_id: result.type for result in report.results if result.system == system}


def _values(report: Report, system: str, *, with_answers: bool) -> Values:
    values: dict[str, dict[str, float]] = {}
    for result in report.results:
        if result.system == system:
            for name, value in result.values.items():
                values.setdefault(name, {})[result.topic_id] = value
    for answer in report.answers if with_answers else ():
        for name, value in _answer_values(answer).items():
            values.setdefault(name, {})[answer.topic_id] = value
    return values


def _answer_values(answer: AnswerScore) -> dict[str, float]:
    """Of one answer: whether answering or refusing was right and, if answerable, recall and support."""
    decision = {"right to answer": float(answer.refused is not answer.answerable)}
    if not answer.answerable:
        return decision
    return {**decision, "recall": answer.recall or 0.0, "supported": float(answer.is_supported or False)}


def _differences(a: Values, b: Values) -> tuple[Difference, ...]:
    differences = []
    for name in a:
        common = [topic_id for topic_id in a[name] if topic_id in b.get(name, {})]
        if common:
            values_a, values_b = [a[name][t] for t in common], [b[name][t] for t in common]
            means = float(np.mean(values_a)), float(np.mean(values_b))
            differences.append(Difference(name, len(common), *means, paired_p(values_a, values_b)))
    return tuple(differences)


def _changes(topic_id: str, a: Values, b: Values) -> tuple[tuple[str, float, float], ...]:
    return tuple(
        (name, a[name][topic_id], b[name][topic_id])
        for name in a
        if topic_id in a[name] and topic_id in b.get(name, {}) and a[name][topic_id] != b[name][topic_id]
    )
