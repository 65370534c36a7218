"""A report as JSON, written and read: the tables for people, every topic for comparison."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast, get_args

from eval.answer_measures import AnswerScore
from eval.errors import ReportError
from eval.experiment import Result
from eval.measures import MEASURES
from eval.report import Report, answer_rows, retrieval_rows, speed_rows, system_rows
from eval.topics import Split

DECIMALS = 4
"""Of the numbers in the tables; those of single topics are not rounded."""


def report_json(report: Report) -> dict[str, Any]:
    """An object for json: what was run, the tables, then `results` and `answer_scores` by topic."""
    return {
        "created": report.created,
        "command": report.command,
        "fingerprint": report.fingerprint,
        "split": report.split,
        "systems": list(report.systems),
        "retrieval": [
            {
                "type": row.type,
                "system": row.system,
                "n": row.n,
                **_rounded(dict(zip(MEASURES, row.means, strict=True))),
            }
            for row in retrieval_rows(report)
        ],
        "certainty": [_rounded(asdict(row)) for row in system_rows(report)],
        "speed": [_rounded(asdict(row)) for row in speed_rows(report)],
        "answers": [_rounded(asdict(row)) for row in answer_rows(report)],
        "results": [asdict(result) for result in report.results],
        "answer_scores": [asdict(answer) for answer in report.answers],
    }


def read_report(path: Path) -> Report:
    """The report that `report_json` wrote. Raises ReportError if the file is missing or something else."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReportError(f"cannot read the report {path}: {error}") from error
    try:
        return parse_report(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(f"{path} is not a report of `wenju eval run`: {error!r}") from error


def parse_report(row: Mapping[str, Any]) -> Report:
    """The report of a parsed object; ValueError, KeyError, TypeError or AttributeError if it is not one."""
    if row["split"] not in get_args(Split):
        raise ValueError(f"unknown split {row['split']!r}")
    return Report(
        created=row["created"],
        command=row["command"],
        fingerprint=row["fingerprint"],
        split=cast(Split, row["split"]),
        systems=tuple(row["systems"]),
        results=tuple(_result(result) for result in row["results"]),
        answers=tuple(AnswerScore(**answer) for answer in row["answer_scores"]),
    )


def _result(row: Mapping[str, Any]) -> Result:
    fields = dict(row)
    values = {name: float(value) for name, value in fields.pop("values").items()}
    if row["answerable"] and set(values) != set(MEASURES):
        raise ValueError(f"{row['topic_id']} has the measures {sorted(values)}, expected {sorted(MEASURES)}")
    ranking: Sequence[str] = fields.pop("ranking")
    return Result(**fields, values=values, ranking=tuple(ranking))


def _rounded(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: round(v, DECIMALS) if isinstance(v, float) else v for k, v in row.items()}
