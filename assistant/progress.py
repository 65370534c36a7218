"""Progress on standard error while an index is built."""

import sys
from types import TracebackType
from typing import Any

_STAGES = {
    "read": "reading documents",
    "chunk": "finding passages",
    "segment": "segmenting",
    "bridge": "gathering translations",
    "encode": "encoding passages",
}


class ProgressBar:
    """A bar for each stage, or a line for each where standard error is not a terminal.

    Nothing is shown, nor anything imported for it, until the first update.
    """

    def __init__(self) -> None:
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def update(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` steps of a stage are done."""
        label = _STAGES.get(stage, stage)
        if not sys.stderr.isatty():
            if stage not in self._tasks:
                self._tasks[stage] = print(f"{label} ...", file=sys.stderr)
            return
        if self._bars is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bars = Progress(console=Console(stderr=True), transient=True)
            self._bars.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(label, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)
