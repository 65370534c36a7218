"""A report as JSON, written and read: the tables for people, every topic for comparison."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast, get_args

from eval.answer_measures import AnswerScore
from eval.errors import ReportError
from eval.experiment import Result
from eval.measures import MEASURES
from eval.report import By, Report, answer_rows, retrieval_rows, selective_rows, stage_rows
from eval.run import HEADER, parse_header
from eval.topics import Split

REPORT = "report.json"
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
        "header": asdict(report.header) if report.header else None,
        "retrieval": {by: _retrieval(report, by) for by in get_args(By)},
        "answers": {by: [_rounded(asdict(row)) for row in answer_rows(report, by)] for by in get_args(By)},
        "selective": [_rounded(asdict(row)) for row in selective_rows(report)],
        "speed": [_rounded(asdict(row)) for row in stage_rows(report)],
        "results": [asdict(result) for result in report.results],
        "answer_scores": [asdict(answer) for answer in report.answers],
    }


def report_text(report: Report) -> str:
    """The same as a text of which each line of `results` and `answer_scores` is one row."""
    content = report_json(report)
    rows = {name: content.pop(name) for name in ("results", "answer_scores")}
    parts = [json.dumps(content, ensure_ascii=False, indent=1).removesuffix("\n}")]
    for name, each in rows.items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in each)
        parts.append(f',\n "{name}": [\n{lines}\n]')
    return "".join(parts) + "\n}\n"


def read_report(path: Path) -> Report:
    """The report that `report_json` wrote, by its file or its folder.

    Raises ReportError if it is missing or something else.
    """
    if path.is_dir():
        if not (path / REPORT).is_file() and (path / HEADER).is_file():
            raise ReportError(f"the run in {path} is not finished: go on with `wenju eval run --resume`")
        path = path / REPORT
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
    header = row.get("header")
    return Report(
        created=row["created"],
        command=row["command"],
        fingerprint=row["fingerprint"],
        split=cast(Split, row["split"]),
        systems=tuple(row["systems"]),
        results=tuple(_result(result) for result in row["results"]),
        answers=tuple(_answer(answer) for answer in row["answer_scores"]),
        header=parse_header(header) if header else None,
    )


def _retrieval(report: Report, by: By) -> list[dict[str, Any]]:
    return [
        {
            by: row.type,
            "system": row.system,
            "n": row.n,
            **{
                name: _rounded(asdict(cell)) if cell.n else None
                for name, cell in zip(MEASURES, row.cells, strict=True)
            },
        }
        for row in retrieval_rows(report, by)
    ]


def _result(row: Mapping[str, Any]) -> Result:
    fields = dict(row)
    values = {name: float(value) for name, value in fields.pop("values").items()}
    if row["answerable"] and not values:
        raise ValueError(f"{row['topic_id']} has no measures")
    if unknown := set(values) - set(MEASURES):
        raise ValueError(
            f"{row['topic_id']} has the measure {min(unknown)!r}, known are {', '.join(MEASURES)}"
        )
    if not all(map(math.isfinite, values.values())):
        raise ValueError(f"{row['topic_id']} has a measure that is no number")
    ranking: Sequence[str] = fields.pop("ranking")
    relevant: Sequence[str] = fields.pop("relevant", ())
    return Result(**fields, values=values, ranking=tuple(ranking), relevant=tuple(relevant))


def _answer(row: Mapping[str, Any]) -> AnswerScore:
    numbers = [value for value in row.values() if isinstance(value, float)]
    if not all(map(math.isfinite, numbers)):
        raise ValueError(f"{row['topic_id']} has a measure that is no number")
    return AnswerScore(**row)


def _rounded(value: Any) -> Any:
    """Numbers of a table with so many decimals, however deep they stand."""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return round(value, DECIMALS) if isinstance(value, float) else value
