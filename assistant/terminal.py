"""What the commands share: options, and where they print."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from assistant.app import Assistant, open_assistant
from assistant.config import load_settings
from assistant.settings import Settings
from index.build import Progress

BAD_INPUT = 2
FAILED = 1
INTERRUPTED = 130

Index = Annotated[
    str | None,
    typer.Option(
        "--index", metavar="NAME_OR_FOLDER", help="An index of your own instead of the default one."
    ),
]
Encoder = Annotated[
    str | None,
    typer.Option(
        "--encoder", metavar="NAME_OR_PATH", help="A sentence-transformers model instead of the shipped one."
    ),
]
Reranker = Annotated[
    str | None,
    typer.Option(
        "--reranker",
        metavar="NAME_OR_PATH",
        help="A cross-encoder of sentence-transformers that orders the best passages.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help="The encoding of text files, like gb18030, instead of finding it."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on standard output.")]
K = Annotated[int, typer.Option("--k", min=1, max=1000, help="How many passages to show.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="A setting for this time, like read.max_file_mb=500."),
]


def note(line: str) -> None:
    """Say something beside the result."""
    print(line, file=sys.stderr)


def print_json(value: object) -> None:
    """Print a result as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def also(given: list[str] | None, reranker: str | None) -> list[str]:
    """The settings that are given, `--reranker` among them."""
    return [*(given or ()), *([f"search.reranker={reranker}"] if reranker else ())]


def open_index(index: str | None, encoder: str | None = None, given: list[str] | None = None) -> Assistant:
    """The assistant over the index that is asked for, else over that of the settings."""
    settings = load_settings(given or ())
    with progress() as update:
        return open_assistant(
            chosen(index, settings), encoder=encoder, settings=settings, progress=update, notify=note
        )


def chosen(index: str | None, settings: Settings) -> str | None:
    """The index that a command is about: the one of its option, else of the settings, else the default one."""
    return index or settings.index or None


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress bar on standard error that appears when something is being built."""
    from assistant.progress import ProgressBar

    with ProgressBar() as bar:
        yield bar.update
