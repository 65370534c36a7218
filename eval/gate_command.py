"""`wenju eval gate`: closes on a change that made the assistant worse. Exit 0 open, 1 closed, 2 bad input."""

import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assistant.app import Assistant, build
from eval.errors import GoldError, ReportError
from eval.gate import (
    ALL,
    BASELINE,
    LEVEL,
    Change,
    Measured,
    judge_gate,
    measure_gate,
    read_baseline,
    write_baseline,
)
from eval.tables import Table, number
from eval.terminal import counted, show
from eval.topics import default_gold, in_split, load_topics

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"
_SECTION = "### Evaluation\n"


def gate_command(
    update: Annotated[
        bool, typer.Option("--update", help="Make what is measured now the baseline; needs --why.")
    ] = False,
    why: Annotated[str, typer.Option(help="Why the baseline changes: a line of the changelog.")] = "",
    baseline: Annotated[Path, typer.Option(help="The baseline.")] = BASELINE,
    changelog: Annotated[Path, typer.Option(help="The changelog.")] = CHANGELOG,
) -> None:
    """Ask the dev questions of the embedded documents, by default settings, and compare with the baseline."""
    if update and not " ".join(why.split()):
        raise GoldError("--update needs --why: say in a few words why the baseline changes")
    if why and not update:
        raise GoldError("--why goes with --update")
    before = None if update and not baseline.exists() else read_baseline(baseline)
    now = _measure()
    if update:
        _update(baseline, changelog, now, before, " ".join(why.split()))
        return
    assert before is not None
    verdict = judge_gate(now, before)
    show([_table(verdict.changes)])
    for note in verdict.notes:
        print(note)
    for fault in verdict.faults:
        print(f"worse: {fault}")
    if verdict.faults:
        print("The gate is closed. If this is meant: wenju eval gate --update --why '...'")
        raise typer.Exit(1)
    print("The gate is open.")


def _measure() -> Measured:
    topics = in_split(load_topics(default_gold()), "dev")
    with tempfile.TemporaryDirectory(prefix="wenju-gate-") as home:
        assistant = Assistant(build([], Path(home) / "index").searcher)
        with counted("questions", len(topics)) as advance:
            return measure_gate(assistant, topics, advance)


def _update(path: Path, changelog: Path, now: Measured, before: Measured | None, why: str) -> None:
    """Write the baseline and the line that says so, or neither."""
    today = date.today().isoformat()
    figures = ""
    if before:
        changes = [c for c in judge_gate(now, before).changes if c.group == ALL and c.before != c.now]
        figures = "".join(f"; {c.measure} {c.before:.3f} to {c.now:.3f}" for c in changes)
    try:
        text = changelog.read_text(encoding="utf-8")
    except OSError as error:
        raise ReportError(f"cannot read {changelog} ({error.strerror}): run this in a checkout") from error
    noted = with_line(text, f"- {today}: the baseline of the gate changed: {why}{figures}.\n")
    write_baseline(path, now, created=today, why=why)
    changelog.write_text(noted, encoding="utf-8")
    print(f"{path} is what is measured now: {len(now.values)} questions, {len(now.failed)} known failures.")


def with_line(changelog: str, line: str) -> str:
    """The changelog with a line about evaluation in what is not released yet. Raises ReportError if it has no such part."""
    found = re.search(r"^## \[Unreleased\][^\n]*\n", changelog, re.MULTILINE)
    if not found:
        raise ReportError("the changelog has no part '## [Unreleased]'")
    end = re.search(r"^## ", changelog[found.end() :], re.MULTILINE)
    stop = found.end() + end.start() if end else len(changelog)
    part = changelog[found.end() : stop]
    if _SECTION in part:
        part = part.replace(_SECTION, _SECTION + line, 1)
    else:
        body = part.strip("\n")
        part = "\n" + (f"{body}\n\n" if body else "") + f"{_SECTION}{line}\n"
    return changelog[: found.end()] + part + changelog[stop:]


def _table(changes: tuple[Change, ...]) -> Table:
    """All questions, and of the types what changed."""
    chosen = [change for change in changes if change.group == ALL or change.before != change.now]
    return Table(
        title=f"Against the baseline (p corrected; a drop below {LEVEL} closes the gate)",
        header=("group", "measure", "n", "before", "now", "p"),
        rows=tuple(
            (c.group, c.measure, str(c.n), number(c.before), number(c.now), f"{c.p:.4f}") for c in chosen
        ),
        labels=2,
    )
