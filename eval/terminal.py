"""Tables and progress in a terminal. Results go to stdout, progress to stderr."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as RichTable
from rich.text import Text

from eval.tables import Table

_WIDE = 200
"""Columns of a file or a pipe, which cuts nothing off."""


def show(tables: Iterable[Table]) -> None:
    """Print tables, numbers to the right."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDE)
    for table in tables:
        shown = RichTable(title=table.title, title_justify="left", box=SIMPLE_HEAD)
        for column, name in enumerate(table.header):
            shown.add_column(name, justify="left" if column < table.labels else "right", no_wrap=column == 0)
        for row in table.rows:
            shown.add_row(*map(Text, row))
        console.print(shown)


@contextmanager
def counted(what: str, total: int | None) -> Iterator[Callable[[], None]]:
    """A progress bar while there is a terminal to show it; call what is given once for each that is done."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


@contextmanager
def staged(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """The same for work that tells its stage, how much of it is done, and how much there is."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda stage, done, total: progress.update(
            task, description=f"{what}: {stage}", completed=done, total=total
        )
