"""Progress on standard error while an index is built: how much is done, how fast, and how long it takes yet."""

import sys
from dataclasses import dataclass
from time import monotonic
from types import TracebackType
from typing import Any

_STAGES = {
    "read": ("reading documents", "files"),
    "chunk": ("finding passages", "documents"),
    "count": ("counting words", "passages"),
    "segment": ("segmenting", "passages"),
    "bridge": ("gathering translations", "steps"),
    "encode": ("encoding passages", "passages"),
}
_LINE_EVERY_S = 10.0


@dataclass(slots=True)
class _Stage:
    """A stage that was begun: its `task` in the terminal, and when it began and was last spoken of."""

    task: Any
    began: float
    told: float


class ProgressBar:
    """A bar for each stage; where standard error is not a terminal, a line, and one every ten seconds.

    Nothing is shown, nor anything imported for it, until the first update.
    """

    def __init__(self) -> None:
        self._bars: Any = None
        self._stages: dict[str, _Stage] = {}

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def update(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps of a stage are done."""
        label, unit = _STAGES.get(stage, (stage, "steps"))
        if not sys.stderr.isatty():
            self._say(stage, label, unit, done, total)
            return
        if self._bars is None:
            self._bars = _bars()
            self._bars.start()
        known = self._stages.get(stage)
        if known is None:
            known = self._stages[stage] = _Stage(self._bars.add_task(label, unit=unit), monotonic(), 0.0)
        self._bars.update(known.task, completed=done, total=total)

    def _say(self, stage: str, label: str, unit: str, done: int, total: int) -> None:
        now = monotonic()
        known = self._stages.get(stage)
        if known is None:
            self._stages[stage] = _Stage(None, now, now)
            print(f"{label} ...", file=sys.stderr)
        elif now - known.told >= _LINE_EVERY_S and 0 < done < total:
            known.told = now
            speed = done / (now - known.began)
            left = (total - done) / speed
            print(f"{label} {done}/{total}, {speed:.1f} {unit}/s, {_clock(left)} left ...", file=sys.stderr)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _bars() -> Any:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Speed(ProgressColumn):
        """Steps a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f} {task.fields['unit']}/s" if speed else "")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Speed(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
