"""The peers in one table: `python -m eval.benchmarks.peers --public DIR --laws FILE --out DIR`."""

import tempfile
from collections.abc import Callable, Sequence
from functools import cache as once
from pathlib import Path
from typing import Annotated

import typer
from platformdirs import user_cache_path

from assistant.app import Assistant, build
from eval.beir import read_beir
from eval.benchmarks.peers.bench import Bench
from eval.benchmarks.peers.laws import cut_laws, known_items
from eval.benchmarks.peers.run import Limits
from eval.benchmarks.peers.systems import contestants
from eval.benchmarks.peers.task import Task, gold_tasks, public_task
from eval.errors import EvalError
from eval.public import sample
from eval.topics import default_gold, load_topics

_SIZES = {250: 50, 10_000: 50, 100_000: 20}
"""Passages of laws, and how many questions are asked of them."""


def main(
    out: Annotated[Path, typer.Option(help="Folder for peers.json and peers.md.")],
    public: Annotated[Path | None, typer.Option(help="Folder of folders in BEIR's format.")] = None,
    laws: Annotated[Path | None, typer.Option(help="JSON Lines of laws with `_id`, `title`, `text`.")] = None,
    gold: Annotated[
        list[Path] | None, typer.Option(help="Other questions on the embedded documents.")
    ] = None,
    cache: Annotated[Path | None, typer.Option(help="Folder for the environments.")] = None,
    system: Annotated[list[str] | None, typer.Option(help="Only this system; may be repeated.")] = None,
    task: Annotated[list[str] | None, typer.Option(help="Only this task; may be repeated.")] = None,
    questions: Annotated[
        int, typer.Option(help="Of each public set, by chance, always the same.", min=1)
    ] = 100,
    seconds: Annotated[float, typer.Option(help="Limit of a process.", min=1)] = 600,
    memory_mb: Annotated[int, typer.Option(help="Limit of a process.", min=100)] = 8000,
    resume: Annotated[bool, typer.Option(help="Keep the cells that are there.")] = False,
) -> None:
    """Measure every system on every task. The table is written after each cell; --resume goes on with it."""
    try:
        makers = _makers(gold or default_gold(), public, laws, questions)
        for name in task or ():
            if name not in makers:
                raise EvalError(f"there is no task {name!r}: choose from {', '.join(makers)}")
        bench = Bench(
            contestants=contestants(system or ()),
            out=out,
            cache=cache or user_cache_path("wenju") / "peers",
            limits=Limits(seconds, memory_mb),
            resume=resume,
            command=f"python -m eval.benchmarks.peers --public DIR --laws FILE --out DIR "
            f"--questions {questions} --seconds {seconds:g} --memory-mb {memory_mb}",
        )
        bench.measure([make for name, make in makers.items() if not task or name in task])
    except (EvalError, ValueError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def _makers(
    gold: Sequence[Path], public: Path | None, laws: Path | None, questions: int
) -> dict[str, Callable[[], Task]]:
    """What makes each task, by its name: none is made before it is its turn."""
    both = once(lambda: _gold_tasks(gold))
    makers: dict[str, Callable[[], Task]] = {
        "gold": lambda: both()[0],
        "gold, our passages": lambda: both()[1],
    }
    if public is not None:
        folders = sorted(path for path in public.iterdir() if path.is_dir())
        makers |= {f.name: lambda f=f: public_task(sample(read_beir(f), questions)) for f in folders}  # type: ignore[misc]
    if laws is not None:
        chapters = once(lambda: cut_laws(laws))
        makers |= {
            f"laws-{size}": lambda size=size, n=n: public_task(known_items(chapters(), size, n), "scale")  # type: ignore[misc]
            for size, n in _SIZES.items()
        }
    return makers


def _gold_tasks(gold: Sequence[Path]) -> tuple[Task, Task]:
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant(build([], Path(folder) / "index").searcher)
    return gold_tasks(load_topics(gold), assistant)


if __name__ == "__main__":
    typer.run(main)
