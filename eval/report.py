"""A report: what an experiment measured, as data. Tables are computed from it; nothing here reads or asks.

`Report` -> JSON and back is in `report_json`, -> Markdown in `report_markdown`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.answer_measures import AnswerScore
from eval.experiment import SERVED, Experiment, Result
from eval.measures import MEASURES
from eval.significance import mean_interval
from eval.topics import Split

ALL = "all"
"""The row over every answerable topic, after the rows by type."""


@dataclass(frozen=True, slots=True)
class Report:
    """One run of the evaluation. `created` is an ISO date, `command` what to type to repeat it."""

    created: str
    command: str
    fingerprint: str
    split: Split
    systems: tuple[str, ...]
    results: tuple[Result, ...]
    answers: tuple[AnswerScore, ...]


@dataclass(frozen=True, slots=True)
class RetrievalRow:
    """One system on the topics of one type: `means` of `MEASURES`, in order, in [0, 1]."""

    type: str
    system: str
    n: int
    means: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One system over all topics: its mean RR@10 with the 95% interval `[low, high]`."""

    system: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """Milliseconds per question, of a system's search or of the whole answer of the served system."""

    what: str
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """The answers to the topics of one type. Shares in [0, 1]; None where nothing of the kind was answered.

    `refused` is right for unanswerable topics and wrong for the others.
    """

    type: str
    n: int
    answerable: bool
    recall: float | None
    refused: float
    exact: float | None
    supported: float | None
    short_right: float | None
    answer_chars: float


def make_report(experiment: Experiment, *, created: str, command: str, split: Split) -> Report:
    """The part of an experiment that is kept."""
    return Report(
        created=created,
        command=command,
        fingerprint=experiment.fingerprint,
        split=split,
        systems=experiment.systems,
        results=experiment.results,
        answers=experiment.answers,
    )


def retrieval_rows(report: Report) -> list[RetrievalRow]:
    """By type in alphabetical order, then over all; systems in the order of the report."""
    answerable = [result for result in report.results if result.answerable]
    types = sorted({result.type for result in answerable})
    rows = []
    for type_ in (*types, ALL) if types else ():
        for system in report.systems:
            chosen = [r for r in answerable if r.system == system and type_ in (ALL, r.type)]
            means = tuple(_mean(r.values[name] for r in chosen) for name in MEASURES)
            rows.append(RetrievalRow(type_, system, len(chosen), means))
    return rows


def system_rows(report: Report) -> list[SystemRow]:
    """One row a system, in the order of the report; none if no topic is answerable."""
    rows = []
    for system in report.systems:
        values = [r.values["RR@10"] for r in report.results if r.system == system and r.answerable]
        if values:
            rows.append(SystemRow(system, _mean(values), *mean_interval(values)))
    return rows


def speed_rows(report: Report) -> list[SpeedRow]:
    """Understanding and search by system, then, if the served system was run, everything until its answer."""
    rows = [
        SpeedRow(f"search, {system}", *_p50_p95([r.ms for r in report.results if r.system == system]))
        for system in report.systems
    ]
    whole = [answer.ms for answer in report.answers]
    return [*rows, SpeedRow(f"answer, {SERVED}", *_p50_p95(whole))] if whole else rows


def answer_rows(report: Report) -> list[AnswerRow]:
    """By type in alphabetical order, answerable types first, then all answerable, then all unanswerable."""
    rows = []
    for answerable in (True, False):
        answers = [answer for answer in report.answers if answer.answerable is answerable]
        types = sorted({answer.type for answer in answers})
        if answerable:
            rows += [_answer_row(type_, [a for a in answers if a.type == type_]) for type_ in types]
        if answers:
            rows.append(_answer_row(ALL if answerable else "unanswerable", answers))
    return rows


def _answer_row(type_: str, answers: Sequence[AnswerScore]) -> AnswerRow:
    return AnswerRow(
        type=type_,
        n=len(answers),
        answerable=answers[0].answerable,
        recall=_share(answers, lambda answer: answer.recall),
        refused=_mean(answer.refused for answer in answers),
        exact=_share(answers, lambda answer: answer.is_exact),
        supported=_share(answers, lambda answer: answer.is_supported),
        short_right=_share(answers, lambda answer: answer.is_short_right),
        answer_chars=_mean(answer.answer_chars for answer in answers),
    )


def _share(answers: Iterable[AnswerScore], value: Callable[[AnswerScore], float | None]) -> float | None:
    """The mean over the answers to which the measure applies."""
    values = [v for answer in answers if (v := value(answer)) is not None]
    return _mean(values) if values else None


def _mean(values: Iterable[float]) -> float:
    return float(np.mean([float(value) for value in values]))


def _p50_p95(values: Sequence[float]) -> tuple[float, float]:
    p50, p95 = np.percentile(values, [50, 95])
    return float(p50), float(p95)
