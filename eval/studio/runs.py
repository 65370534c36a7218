"""The evaluation that the page runs: one at a time, in a thread, with its progress, and a way to stop it."""

import logging
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from assistant.config import load_settings
from assistant.errors import AssistantError
from corpus.wording import Reason
from eval.errors import EvalError, UnknownSystemError
from eval.html.details import details_of
from eval.html.page import report_html
from eval.report import make_report
from eval.run import GoldFile
from eval.run_systems import Plan, run_systems
from eval.serving import Serving
from eval.systems import System
from eval.topics import Split, Topic
from eval.wording import because
from index.errors import RetrievalError

log = logging.getLogger(__name__)

State = Literal["running", "drawing", "done", "stopped", "failed"]
_TABLES = ("search", "answer")
"""Settings that need no other index than the one that is served."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be run, over the assistant that serves `index`. `command` says the same on the command line."""

    assistant: Any
    index: str
    topics: tuple[Topic, ...]
    gold: tuple[GoldFile, ...]
    split: Split
    systems: tuple[System, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run over `index` is: `done` of `total` questions, all systems together; `problem`: why it failed."""

    index: str
    state: State
    done: int
    total: int
    problem: Reason | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to end."""
        return self.state in ("running", "drawing")


class Runs:
    """At most one run. `report` is the HTML of the last that was finished, empty before any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self.progress: Progress | None = None
        self.report = ""

    def start(self, task: Task) -> bool:
        """Start a run; False if one is under way."""
        with self._lock:
            if self.progress is not None and self.progress.is_under_way:
                return False
            self._stop = threading.Event()
            self.progress = Progress(task.index, "running", 0, len(task.topics) * len(task.systems))
        threading.Thread(target=self._run, args=(task, self._stop), name="evaluation", daemon=True).start()
        return True

    def stop(self) -> None:
        """Stop the run after the question that is being asked."""
        self._stop.set()

    def _run(self, task: Task, stop: threading.Event) -> None:
        try:
            self.report = self._made(task, stop)
            self._tell(state="done")
        except _Stopped:
            self._tell(state="stopped")
        except (EvalError, AssistantError, RetrievalError) as error:
            self._tell(state="failed", problem=error.reason)
        except Exception:
            log.exception("an evaluation failed")
            self._tell(state="failed")

    def _made(self, task: Task, stop: threading.Event) -> str:
        def on_question() -> None:
            if stop.is_set():
                raise _Stopped
            if self.progress is not None:
                self._tell(done=self.progress.done + 1)

        plan = Plan(
            systems=task.systems,
            topics=task.topics,
            gold=task.gold,
            split=task.split,
            created=date.today().isoformat(),
            command=task.command,
        )
        with tempfile.TemporaryDirectory(prefix="wenju-eval-") as folder:
            experiment, header = run_systems(
                plan, Path(folder), lambda given: _serving(task.assistant, given), on_question=on_question
            )
            self._tell(state="drawing")
            report = make_report(
                experiment, created=plan.created, command=plan.command, split=plan.split, header=header
            )
            details = details_of(task.topics, task.assistant.documents(), experiment.outcomes)
            return report_html(report, details)

    def _tell(self, **changes: Any) -> None:
        if self.progress is not None:
            self.progress = replace(self.progress, **changes)


class _Stopped(Exception):
    """Somebody stopped the run."""


def check_settings(systems: Sequence[System]) -> None:
    """Raises UnknownSystemError or SettingsError for a system that cannot be run over the index that is served."""
    for system in systems:
        if system.ranking is not None:
            raise UnknownSystemError(because("ranking_of_file", name=system.name))
        for pair in system.settings:
            if pair.partition(".")[0] not in _TABLES:
                raise UnknownSystemError(
                    because("setting_elsewhere", name=system.name, pair=pair, tables=", ".join(_TABLES))
                )
        load_settings(system.settings)


def _serving(assistant: Any, given: tuple[str, ...]) -> Serving:
    """The assistant that serves, but for the settings given."""
    if not given:
        return Serving(assistant, {})
    settings = load_settings(given)
    changed: dict[str, dict[str, Any]] = {table: {} for table in _TABLES}
    for pair in given:
        table, _, name = pair.partition("=")[0].strip().partition(".")
        changed[table][name] = getattr(getattr(settings, table), name)
    searcher = replace(assistant.searcher, settings=replace(assistant.searcher.settings, **changed["search"]))
    served = replace(assistant, searcher=searcher, settings=replace(assistant.settings, **changed["answer"]))
    return Serving(
        served, {f"{table}.{name}": value for table in _TABLES for name, value in changed[table].items()}
    )
