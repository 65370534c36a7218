"""The cells of the table, and the file that they are kept in: written after each, read to go on."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from eval.benchmarks.peers.judge import Judgement
from eval.benchmarks.peers.run import Outcome
from eval.errors import ReportError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One system on one task. Times by the clock, and of the processor where they say `cpu`.

    `asked` is how many questions there were, `judgement.n` how many were answered. `load` is the machine's load
    average when the run began. What was not measured is None; `reason` and `cold_reason` say why.
    """

    task: str
    contestant: str
    created: str
    load: float
    asked: int
    judgement: Judgement | None
    build_s: float | None
    build_cpu_s: float | None
    p50_ms: float | None
    p95_ms: float | None
    p50_cpu_ms: float | None
    peak_mb: float | None
    cold_s: float | None
    reason: str
    cold_reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """`about` is how it came about, `environments` what each system needs, `tasks` what they were given."""

    about: Mapping[str, Any]
    environments: Mapping[str, Any]
    tasks: Mapping[str, Any]
    cells: Sequence[Cell]

    def cell(self, task: str, contestant: str) -> Cell | None:
        """None if it was not run."""
        return next((c for c in self.cells if (c.task, c.contestant) == (task, contestant)), None)

    def with_task(self, name: str, about: Mapping[str, Any]) -> "Table":
        """With a task; the cells of what had this name and was something else are left out."""
        is_same = self.tasks.get(name) == about
        kept = [cell for cell in self.cells if is_same or cell.task != name]
        return Table(self.about, self.environments, {**self.tasks, name: about}, kept)

    def with_cell(self, cell: Cell) -> "Table":
        """With a cell in the place of an earlier one."""
        place = (cell.task, cell.contestant)
        kept = [each for each in self.cells if (each.task, each.contestant) != place]
        return Table(self.about, self.environments, self.tasks, [*kept, cell])


def cell_of(
    task: str, contestant: str, asked: int, outcome: Outcome, judgement: Judgement | None, load: float
) -> Cell:
    """The cell of a run."""
    ms = [ranked.ms for ranked in outcome.ranked.values()]
    return Cell(
        task=task,
        contestant=contestant,
        created=now(),
        load=load,
        asked=asked,
        judgement=judgement,
        build_s=outcome.build_s,
        build_cpu_s=outcome.build_cpu_s,
        p50_ms=median(ms) if ms else None,
        p95_ms=quantiles(ms, n=20)[18] if len(ms) > 1 else None,
        p50_cpu_ms=median(ranked.cpu_ms for ranked in outcome.ranked.values()) if ms else None,
        peak_mb=outcome.peak_mb,
        cold_s=outcome.cold_s,
        reason=outcome.reason,
        cold_reason=outcome.cold_reason,
    )


def not_run(task: str, contestant: str, asked: int, reason: str) -> Cell:
    """The cell of a system that could not be started."""
    nothing = Outcome({}, {}, None, None, None, None, reason, reason)
    return cell_of(task, contestant, asked, nothing, None, 0.0)


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def write(table: Table, path: Path) -> None:
    """Write a table, whole or not at all."""
    text = json.dumps({"format": FORMAT, **asdict(table)}, ensure_ascii=False, indent=1)
    new = path.with_suffix(".new")
    new.write_text(text + "\n", encoding="utf-8")
    os.replace(new, path)


def read(path: Path) -> Table:
    """Read a table. Raises ReportError if it is none."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        if row["format"] != FORMAT:
            raise ReportError(f"{path} has another format: measure again without --resume")
        return Table(row["about"], row["environments"], row["tasks"], [_cell(each) for each in row["cells"]])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReportError(f"{path} is no table of peers ({error}): measure again without --resume") from error


def _cell(row: dict[str, Any]) -> Cell:
    judged = row["judgement"]
    if judged is not None:
        pairs = {name: tuple(judged[name]) if judged[name] else None for name in ("alone", "test")}
        judged = Judgement(**{**judged, **pairs})
    return Cell(**{**row, "judgement": judged})
