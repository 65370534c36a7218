"""A change of an index that an administrator asks for at the page, made in a process of its own.

So that who asks questions meanwhile does not wait for it, and a file that breaks it does not break the server.
"""

import json
import os
import pickle
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from assistant.building import add, build, refresh, remove
from assistant.settings import Settings
from corpus.errors import CorpusError
from index.build import Progress
from index.errors import RetrievalError
from index.update import Update

Kind = Literal["create", "add", "remove", "refresh"]

START = "from assistant.change import main; main()"
_TOLD_S = 0.1  # between two lines of progress
_NICER = 5


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be done to the index in `folder`: `names` are paths to add, or ids and paths to take out."""

    kind: Kind
    folder: Path
    names: tuple[str, ...] = ()


def make(change: Change, settings: Settings, progress: Progress) -> Update:
    """Make a change and store the index. Raises CorpusError or RetrievalError, and nothing has changed then."""
    makers: Mapping[Kind, Callable[[], Update]] = {
        "create": lambda: build(change.names, change.folder, settings.build, progress, reading=settings.read),
        "add": lambda: add(change.names, change.folder, progress, reading=settings.read),
        "remove": lambda: remove(change.names, change.folder, progress, reading=settings.read),
        "refresh": lambda: refresh(change.folder, progress, reading=settings.read),
    }
    return makers[change.kind]()


def main() -> None:
    """Make the change that is pickled on standard input, with the settings after it.

    Each line of standard output is JSON: `{"stage", "done", "total"}`, at last `{"made"}` or `{"error"}`, the
    sentence that says why, in both languages.
    """
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what readers print is no line of ours
    if hasattr(os, "nice"):
        os.nice(_NICER)
    change, settings = pickle.load(sys.stdin.buffer), pickle.load(sys.stdin.buffer)
    told = 0.0

    def say(line: dict[str, Any]) -> None:
        lines.write(json.dumps(line) + "\n")
        lines.flush()

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal told
        if monotonic() - told >= _TOLD_S:
            told = monotonic()
            say({"stage": stage, "done": done, "total": total})

    try:
        say({"made": summary(make(change, settings, progress))})
    except (CorpusError, RetrievalError) as error:
        say({"error": asdict(error.reason)})


def summary(made: Update) -> dict[str, Any]:
    """What a change did, in numbers."""
    return {
        "read": made.read,
        "reused": made.reused,
        "removed": len(made.removed),
        "same": len(made.origin.duplicates),
        "documents": len(made.searcher.documents),
        "passages": len(made.searcher.passages),
    }
