"""The whole of a measurement: every system on every task, one process at a time, each cell kept as soon as it is there."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from eval.benchmarks.peers import cells
from eval.benchmarks.peers.cells import Cell, Table
from eval.benchmarks.peers.environment import Environment, copy_source, ensure, python_of
from eval.benchmarks.peers.judge import judge
from eval.benchmarks.peers.markdown import render
from eval.benchmarks.peers.run import Launch, Limits, run
from eval.benchmarks.peers.systems import Contestant, System
from eval.benchmarks.peers.task import Task
from eval.machine import commit, this_machine
from index.encoder import load_encoder
from index.settings import SHIPPED_ENCODER

JSON, MARKDOWN = "peers.json", "peers.md"


@dataclass(frozen=True, slots=True)
class Bench:
    """What is compared, where environments are kept, and where the table goes.

    With `resume`, cells of an earlier measurement are kept. `command` is what the table says that it was written by.
    """

    contestants: Sequence[Contestant]
    out: Path
    cache: Path
    limits: Limits = field(default_factory=Limits)
    resume: bool = False
    command: str = ""
    make_environment: Callable[[System, Path, Path], Environment] = ensure
    python: Callable[[System, Path], Path] = python_of
    tell: Callable[[str], None] = print

    def measure(self, makers: Iterable[Callable[[], Task]]) -> Table:
        """Run what is not there yet and give the table. Raises ReportError if there is one that cannot be gone on with."""
        self.out.mkdir(parents=True, exist_ok=True)
        table = self._begin()
        source = copy_source(self.cache)
        environments: dict[str, Environment] = {}
        for make in makers:
            task = make()
            table = table.with_task(task.name, _told(task))
            with tempfile.TemporaryDirectory() as name:
                files = Path(name)
                task.write(files)
                for contestant in self.contestants:
                    system = contestant.system
                    if (task.whole and not system.cuts) or (
                        self.resume and table.cell(task.name, contestant.key)
                    ):
                        continue
                    if system.name not in environments:
                        environments[system.name] = self.make_environment(system, self.cache, source)
                        known = {**table.environments, system.name: asdict(environments[system.name])}
                        table = replace(table, environments=known)
                    cell = self._cell(task, contestant, environments[system.name], files, source)
                    about = {**table.about, "ended": cell.created}
                    table = replace(table.with_cell(cell), about=about)
                    self._keep(table)
                    self.tell(f"{task.name}: {contestant.title}: {cell.reason or 'done'}")
        return table

    def _cell(
        self, task: Task, contestant: Contestant, environment: Environment, files: Path, source: Path
    ) -> Cell:
        asked = len(task.questions)
        if environment.reason:
            return cells.not_run(task.name, contestant.key, asked, environment.reason)
        system = contestant.system
        home = self.cache / "home"
        home.mkdir(parents=True, exist_ok=True)
        launch = Launch(
            python=self.python(system, self.cache),
            script=system.script,
            setting=contestant.setting,
            source=source,
            encoder=SHIPPED_ENCODER,
            home=home,
        )
        load = os.getloadavg()[0]
        outcome = run(launch, task, files, self.limits)
        return cells.cell_of(task.name, contestant.key, asked, outcome, judge(task, outcome), load)

    def _begin(self) -> Table:
        if self.resume and (self.out / JSON).exists():
            table = cells.read(self.out / JSON)
            commits = dict.fromkeys([*table.about["commits"], commit()])
            return replace(table, about={**table.about, "commits": list(commits)})
        about: dict[str, Any] = {
            "started": cells.now(),
            "command": self.command,
            "machine": asdict(this_machine()),
            "commits": [commit()],
            "encoder": load_encoder().fingerprint,
            "limits": asdict(self.limits),
        }
        return Table(about, {}, {}, [])

    def _keep(self, table: Table) -> None:
        cells.write(table, self.out / JSON)
        (self.out / MARKDOWN).write_text(render(table), encoding="utf-8")


def _told(task: Task) -> dict[str, Any]:
    return {
        "kind": task.kind,
        "texts": len(task.texts),
        "characters": sum(len(text.text) for text in task.texts),
        "questions": len(task.questions),
        "digest": hashlib.sha256(
            repr((task.texts, task.questions, task.qrels, task.labels)).encode()
        ).hexdigest(),
    }
