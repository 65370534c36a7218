"""Sets of gold questions by name: the embedded one, and files of one folder that the page writes."""

import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.wording import Reason, of_system
from eval.errors import GoldError
from eval.topics import Topic, default_gold, load_topics, split_of, topic_line
from eval.wording import because

EMBEDDED = "embedded"
"""The set that comes with the program; it is not written to."""

_NAME = re.compile(r"\w[\w-]{0,59}")
_WAIT_S = 10


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A set in a list. `problem` says why it cannot be read, None if it can.

    `foreign`: how many of its questions quote documents that the index does not have.
    """

    name: str
    questions: int
    test: int
    problem: Reason | None = None
    foreign: int = 0


class GoldSets:
    """The embedded set and those in `folder`, each the file `NAME.jsonl`; the folder need not exist yet.

    Several processes may write: a set is replaced as a whole, and never while another writes it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def listed(self, documents: Container[str] | None = None) -> list[GoldSet]:
        """All sets, the embedded one first, then by name. `documents`: the ids of those of the index."""
        names = sorted(path.stem for path in self.folder.glob("*.jsonl") if _NAME.fullmatch(path.stem))
        return [self._described(name, documents) for name in (EMBEDDED, *names)]

    def topics(self, names: Iterable[str]) -> list[Topic]:
        """The questions of the sets. Raises GoldError for what cannot be read, or a set that is not there."""
        paths = [path for name in dict.fromkeys(names) for path in self._paths(name)]
        if not paths:
            raise GoldError(because("no_set_chosen"))
        return load_topics(paths)

    def add(self, name: str, text: str, documents: Container[str] | None = None) -> GoldSet:
        """A new set of the lines of a gold file, described as by `listed`.

        Raises GoldError for what is none, or if the name is taken.
        """
        path = self._own_path(name)
        with self._locked(path):
            if path.exists():
                raise GoldError(because("set_taken", name=name))
            _replace(path, text)
        return self._described(name, documents)

    def append(self, name: str, make: Callable[[str, Sequence[Topic]], Topic]) -> Topic:
        """Append what `make` makes of an id and the questions that are there; the set is made if there is none.

        Raises GoldError, and what `make` raises.
        """
        path = self._own_path(name)
        with self._locked(path):
            there = path.read_text(encoding="utf-8") if path.exists() else ""
            known = load_topics([path]) if there.strip() else []
            topic = make(_next_id(name, (each.id for each in known)), known)
            kept = there if not there or there.endswith("\n") else there + "\n"
            _replace(path, f"{kept}{topic_line(topic)}\n")
        return topic

    def _described(self, name: str, documents: Container[str] | None = None) -> GoldSet:
        try:
            topics = load_topics(self._paths(name))
        except GoldError as error:
            return GoldSet(name, 0, 0, error.reason)
        test = sum(split_of(topic.id) == "test" for topic in topics)
        foreign = sum(
            documents is not None and any(quote.doc_id not in documents for quote in topic.quotes())
            for topic in topics
        )
        return GoldSet(name, len(topics), test, foreign=foreign)

    def _paths(self, name: str) -> list[Path]:
        if name == EMBEDDED:
            return default_gold()
        path = self._own_path(name)
        if not path.is_file():
            raise GoldError(because("no_such_set", name=name))
        return [path]

    def _own_path(self, name: str) -> Path:
        if name == EMBEDDED:
            raise GoldError(because("set_embedded", name=EMBEDDED))
        if not _NAME.fullmatch(name):
            raise GoldError(because("set_name_bad", name=name[:60]))
        return self.folder / f"{name}.jsonl"

    @contextmanager
    def _locked(self, path: Path) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_name(f".{path.stem}.lock"), timeout=_WAIT_S):
                yield
        except Timeout as error:
            raise GoldError(because("set_in_use", name=path.stem)) from error
        except OSError as error:
            raise GoldError(because("set_not_written", name=path.stem, why=of_system(error))) from error


def _replace(path: Path, text: str) -> None:
    """Write the file in one step, once it has been read back as gold questions. Raises GoldError."""
    part = path.with_name(f".{path.stem}-{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            load_topics([part])
        except GoldError as error:
            raise GoldError(error.reason.replaced(str(part), path.name)) from None
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _next_id(name: str, known: Iterable[str]) -> str:
    numbers = (topic_id.removeprefix(f"{name}-") for topic_id in known)
    return f"{name}-{max((int(n) for n in numbers if n.isdecimal()), default=0) + 1:03}"
