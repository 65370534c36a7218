"""`wenju eval report`: the HTML report of a run or a report, made again from what was kept of it."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from eval.errors import GoldError, ReportError
from eval.html.details import Details, details_of
from eval.html.page import report_html
from eval.outcome import Outcome
from eval.report import Report
from eval.report_json import REPORT, read_report
from eval.run import HEADER, TOPICS, read_run
from eval.serving import open_serving
from eval.topics import load_topics

HTML = "report.html"
"""Its name beside the other files of a run."""


def report_command(
    path: Annotated[Path, typer.Argument(help="A report.json, or the folder of a run.")],
    out: Annotated[
        Path | None, typer.Option(help="The file to write. Default: report.html beside the report.")
    ] = None,
    index: Annotated[
        Path | None,
        typer.Option(help="The index that was asked, for the questions. Default: the one `wenju ask` uses."),
    ] = None,
) -> None:
    """Write the report of a run as one HTML file, with its figures and question by question."""
    folder = path if path.is_dir() else path.parent
    report = read_report(folder / REPORT if path.is_dir() else path)
    if not (folder / HEADER).is_file():
        print("without the questions: there is no folder of a run beside the report", file=sys.stderr)
    print(write_html(folder, report, index, out or folder / HTML))


def write_html(folder: Path, report: Report, index: Path | None, out: Path) -> Path:
    """Write the report of the run in a folder as HTML; gives the file.

    Questions are shown if the folder holds the run itself. Raises ReportError if the report is of another
    one, or the documents of the index are not those that were asked.
    """
    details = _details(folder, report, index) if (folder / HEADER).is_file() else None
    out.write_text(report_html(report, details), encoding="utf-8")
    return out


def _details(folder: Path, report: Report, index: Path | None) -> Details:
    run = read_run(folder)
    topics = load_topics([folder / TOPICS])
    outcomes: Mapping[str, Iterable[Outcome]] = run.outcomes
    missing = set(report.systems) - set(outcomes)
    if missing:
        raise ReportError(f"the run in {folder} has no system {min(missing)!r}: it is not that of the report")
    assistant = open_serving(index, (), folder).assistant
    try:
        return details_of(topics, assistant.documents(), outcomes)
    except GoldError as error:
        raise ReportError(f"these are not the documents of the run ({error}): give its --index") from error
