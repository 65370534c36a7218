"""A report: what an experiment measured, as data. Tables are computed from it; nothing here reads or asks.

`Report` -> JSON and back is in `report_json`, -> Markdown in `report_markdown`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from eval.answer_measures import AnswerScore
from eval.experiment import Experiment, Result
from eval.measures import MEASURES
from eval.run import Header
from eval.selective import Refusals, aurc, refusals
from eval.significance import mean_interval
from eval.topics import Split

ALL = "all"
"""The row over every answerable topic, after the rows of groups."""
UNANSWERABLE = "unanswerable"
"""The row over every other topic."""

By = Literal["type", "lang", "doc_id"]
"""What topics are grouped by."""

STAGES = ("understand", "retrieve", "answer")
WHOLE = "whole"
"""The whole question, beside its stages."""


@dataclass(frozen=True, slots=True)
class Report:
    """One run of the evaluation. `created` is an ISO date, `command` what to type to repeat it.

    `header` says what was run; older reports and those made in memory have none.
    """

    created: str
    command: str
    fingerprint: str
    split: Split
    systems: tuple[str, ...]
    results: tuple[Result, ...]
    answers: tuple[AnswerScore, ...]
    header: Header | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A mean over the `n` topics that have the value, with its 95% interval `[low, high]`."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class RetrievalRow:
    """One system on the answerable topics of one group: a cell for each of `MEASURES`, in order."""

    type: str
    system: str
    n: int
    cells: tuple[Cell, ...]

    @property
    def means(self) -> tuple[float, ...]:
        """The means of `MEASURES`, in order, in [0, 1]."""
        return tuple(cell.mean for cell in self.cells)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One system's answers to the topics of one group: a cell by name in `ANSWER_MEASURES`.

    None where nothing of the kind was answered. `refused` is right for unanswerable topics and wrong for the
    others.
    """

    type: str
    system: str
    n: int
    answerable: bool
    cells: Mapping[str, Cell | None]


@dataclass(frozen=True, slots=True)
class SelectiveRow:
    """How well one system knows when not to answer; `aurc` in [0, 1], less is better."""

    system: str
    n: int
    refusals: Refusals
    aurc: float | None


@dataclass(frozen=True, slots=True)
class StageRow:
    """Milliseconds per question of one stage of one system, over the `n` questions that have it."""

    system: str
    stage: str
    n: int
    p50_ms: float
    p95_ms: float
    p99_ms: float


ANSWER_MEASURES: Mapping[str, Callable[[AnswerScore], float | None]] = {
    "recall": lambda answer: answer.recall,
    "refused": lambda answer: answer.refused,
    "exact": lambda answer: answer.is_exact,
    "supported": lambda answer: answer.is_supported,
    "short right": lambda answer: answer.is_short_right,
    "short EM": lambda answer: answer.short_em,
    "short F1": lambda answer: answer.short_f1,
    "cited recall": lambda answer: answer.citation_recall,
    "cited precision": lambda answer: answer.citation_precision,
    "chars": lambda answer: answer.answer_chars,
}
"""What is averaged over answers, where it applies. All but chars are in [0, 1]."""


def make_report(
    experiment: Experiment, *, created: str, command: str, split: Split, header: Header | None = None
) -> Report:
    """The part of an experiment that is kept."""
    return Report(
        created=created,
        command=command,
        fingerprint=experiment.fingerprint,
        split=split,
        systems=experiment.systems,
        results=experiment.results,
        answers=experiment.answers,
        header=header,
    )


def retrieval_rows(report: Report, by: By = "type") -> list[RetrievalRow]:
    """By group in alphabetical order, then over all; systems in the order of the report."""
    answerable = [result for result in report.results if result.answerable]
    rows = []
    for name in _names(answerable, by):
        for system in report.systems:
            chosen = [r for r in answerable if r.system == system and name in (ALL, _group(r, by))]
            cells = [cell([r.values.get(measure) for r in chosen]) for measure in MEASURES]
            known = tuple(each or Cell(0.0, 0.0, 0.0, 0) for each in cells)
            if chosen:
                rows.append(RetrievalRow(name, system, len(chosen), known))
    return rows


def answer_rows(report: Report, by: By = "type") -> list[AnswerRow]:
    """By group in alphabetical order, answerable topics first, then all of them, then all unanswerable."""
    answerable = [answer for answer in report.answers if answer.answerable]
    groups = [
        (name, [answer for answer in answerable if name in (ALL, _group(answer, by))])
        for name in _names(answerable, by)
    ]
    groups.append((UNANSWERABLE, [answer for answer in report.answers if not answer.answerable]))
    rows = []
    for name, group in groups:
        for system in report.systems:
            if chosen := [answer for answer in group if answer.system == system]:
                cells = {m: cell([value(a) for a in chosen]) for m, value in ANSWER_MEASURES.items()}
                rows.append(AnswerRow(name, system, len(chosen), chosen[0].answerable, cells))
    return rows


def selective_rows(report: Report) -> list[SelectiveRow]:
    """One row a system that answers, in the order of the report."""
    rows = []
    for system in report.systems:
        if answers := [answer for answer in report.answers if answer.system == system]:
            rows.append(SelectiveRow(system, len(answers), refusals(answers), aurc(answers)))
    return rows


def stage_rows(report: Report) -> list[StageRow]:
    """The stages of each system in their order, then the whole; what failed is not timed."""
    rows = []
    for system in report.systems:
        results = [r for r in report.results if r.system == system and not r.error]
        stages = {stage: [r.timings_ms[stage] for r in results if stage in r.timings_ms] for stage in STAGES}
        stages = {stage: values for stage, values in stages.items() if values}
        whole = [a.ms for a in report.answers if a.system == system and not a.error]
        stages[WHOLE] = whole or [result.ms for result in results]
        for stage, values in stages.items():
            if values:
                p50, p95, p99 = map(float, np.percentile(values, [50, 95, 99]))
                rows.append(StageRow(system, stage, len(values), p50, p95, p99))
    return rows


def cell(values: Iterable[float | None]) -> Cell | None:
    """The mean of the values that there are, None if there are none.

    Raises ValueError if one is no finite number.
    """
    known = [float(value) for value in values if value is not None]
    if not known:
        return None
    low, high = mean_interval(known)
    return Cell(sum(known) / len(known), low, high, len(known))


def _names(rows: Iterable[Result | AnswerScore], by: By) -> list[str]:
    names = sorted({_group(row, by) for row in rows} - {""})
    return [*names, ALL] if names else []


def _group(row: Result | AnswerScore, by: By) -> str:
    return str(getattr(row, by) or "")
