"""A run: a folder with what was run, on what, and every outcome, written as it comes.

`run.json` is the header, `topics.jsonl` the questions, `<system>.turns.jsonl` the outcomes, a line each. An
interrupted run is gone on with where it stopped, if all that it was made with is still the same.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, get_args

from corpus.document import Document
from corpus.load import fingerprint
from eval.errors import RunError
from eval.machine import Machine
from eval.outcome import Outcome, outcome_line, parse_outcome
from eval.topics import Split, Topic, topic_line

HEADER = "run.json"
TOPICS = "topics.jsonl"


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A file of questions as it was; `topics` is how many of them were asked."""

    name: str
    sha256: str
    topics: int


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """What a system was: its index by fingerprint, and all settings that change hits or answers.

    `build_s` is None where the index was there before; `index_mb` is its size on disk.
    """

    name: str
    mode: str | None
    fingerprint: str
    encoder: str
    passages: int
    settings: Mapping[str, Any]
    build_s: float | None = None
    index_mb: float | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What was run. `corpus` identifies the documents. `created` is an ISO time.

    `opened_test` says why somebody asked to see test questions one by one; empty if nobody did. `test_runs`
    is how often test questions had been asked with these gold files before. `peak_rss_mb` is the most memory
    held, None until `finished`.
    """

    created: str
    command: str
    commit: str
    corpus: str
    documents: int
    machine: Machine
    gold: tuple[GoldFile, ...]
    split: Split
    systems: tuple[SystemFacts, ...]
    opened_test: str = ""
    test_runs: int = 0
    peak_rss_mb: float | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcomes of one system, read from its file each time that they are gone through."""

    path: Path

    def __iter__(self) -> Iterator[Outcome]:
        with self.path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                yield parse_outcome(line, f"{self.path}:{number}")


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was read: its header, and the outcomes by system."""

    header: Header
    folder: Path

    @property
    def outcomes(self) -> Mapping[str, Outcomes]:
        """By the name of the system."""
        return {s.name: Outcomes(turns_file(self.folder, s.name)) for s in self.header.systems}


def turns_file(folder: Path, system: str) -> Path:
    """Where the outcomes of a system stand."""
    return folder / f"{system}.turns.jsonl"


def gold_files(paths: Iterable[Path], topics: Iterable[Topic], asked: Iterable[str]) -> tuple[GoldFile, ...]:
    """The gold files as they are now, and how many of the topics asked, by id, are theirs.

    `topics` are those of all files, in their order.
    """
    wanted = set(asked)
    files = []
    rest = iter(topics)
    for path in paths:
        data = path.read_bytes()
        count = sum(bool(line.strip()) for line in data.split(b"\n"))
        own = sum(next(rest).id in wanted for _ in range(count))
        files.append(GoldFile(path.name, hashlib.sha256(data).hexdigest(), own))
    return tuple(files)


def corpus_of(documents: Iterable[Document]) -> str:
    """Identifies the documents, whatever index they are in."""
    return fingerprint(document.sha256 for document in documents)


def start_run(folder: Path, header: Header, topics: Iterable[Topic], *, resume: bool) -> Header:
    """Begin a run in a folder, or go on with the one that is there. Gives the header to go on with.

    A finished run is replaced. Raises RunError for one that was interrupted, unless it is to be resumed, and
    for one that is to be resumed but is not there or was made with something else.
    """
    path = folder / HEADER
    if resume:
        if not path.is_file():
            raise RunError(f"there is no run in {folder} to go on with: leave out --resume")
        there = read_header(folder)
        for name in ("corpus", "gold", "split"):
            if getattr(there, name) != getattr(header, name):
                raise _other(folder, name, getattr(there, name), getattr(header, name))
        return replace(there, finished=False)
    if path.is_file() and not read_header(folder).finished:
        raise RunError(f"{folder} holds an interrupted run: go on with --resume, or give another --out")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.turns.jsonl"):
        old.unlink()
    (folder / TOPICS).write_text("".join(topic_line(topic) + "\n" for topic in topics), encoding="utf-8")
    write_header(folder, header)
    return header


def with_system(folder: Path, header: Header, facts: SystemFacts) -> Header:
    """The header with one more system, written. Raises RunError if the run had another one of that name."""
    for there in header.systems:
        if there.name != facts.name:
            continue
        for name in ("mode", "fingerprint", "encoder", "settings"):
            if getattr(there, name) != getattr(facts, name):
                raise _other(folder, f"{name} of {facts.name}", getattr(there, name), getattr(facts, name))
        return header
    grown = replace(header, systems=(*header.systems, facts))
    write_header(folder, grown)
    return grown


def done_topics(path: Path) -> set[str]:
    """The ids of the topics in a file of outcomes. What an interruption left of a line is cut off."""
    if not path.is_file():
        return set()
    data_end = 0
    done = set()
    with path.open("rb+") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                break
            done.add(parse_outcome(line.decode("utf-8", "replace"), f"{path}:{number}").topic_id)
            data_end += len(line)
        file.truncate(data_end)
    return done


def append_outcomes(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Write outcomes at the end of a file, each as soon as it is there."""
    with path.open("a", encoding="utf-8", buffering=1) as file:
        for outcome in outcomes:
            file.write(outcome_line(outcome))


def write_header(folder: Path, header: Header) -> None:
    """Write the header in one step."""
    text = json.dumps(asdict(header), ensure_ascii=False, indent=1) + "\n"
    part = folder / f".{HEADER}-{os.getpid()}"
    part.write_text(text, encoding="utf-8")
    os.replace(part, folder / HEADER)


def read_run(folder: Path) -> Run:
    """The run in a folder. Raises RunError if there is none."""
    return Run(read_header(folder), folder)


def read_header(folder: Path) -> Header:
    """The header of the run in a folder. Raises RunError if it cannot be read."""
    path = folder / HEADER
    try:
        return parse_header(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunError(f"{path} is not the header of a run: {error}") from error


def parse_header(row: Mapping[str, Any]) -> Header:
    """The header of a parsed object; ValueError, KeyError, TypeError or AttributeError if it is none."""
    if row["split"] not in get_args(Split):
        raise ValueError(f"unknown split {row['split']!r}")
    systems: Sequence[Mapping[str, Any]] = row["systems"]
    return Header(
        **{
            **row,
            "machine": Machine(**row["machine"]),
            "gold": tuple(GoldFile(**each) for each in row["gold"]),
            "systems": tuple(SystemFacts(**each) for each in systems),
        }
    )


def _other(folder: Path, what: str, there: object, now: object) -> RunError:
    if isinstance(there, Mapping) and isinstance(now, Mapping):
        differing = [key for key in {**there, **now} if there.get(key) != now.get(key)]
        there, now = ({key: each.get(key) for key in differing} for each in (there, now))
    return RunError(
        f"the run in {folder} cannot be gone on with: its {what} was {_short(there)} and is {_short(now)} now; give another --out"
    )


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
