"""Systems: what can be asked the gold questions, and how it is written on the command line."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, get_args

from assistant.errors import QuestionError
from assistant.records import Message, Turn
from corpus.document import Document
from eval.baseline import RankBM25
from eval.errors import UnknownSystemError
from eval.measures import DEPTH, Ranking
from eval.outcome import Outcome, of_ranking, of_turn
from eval.topics import Topic
from eval.trec import read_run_file
from eval.wording import because
from index.passage import Passage
from index.settings import Mode

Clock = Callable[[], float]
"""Seconds from any start, rising."""

Ask = Callable[[Topic], Outcome]
"""A system, ready to be asked."""


class ServedAssistant(Protocol):
    """What is needed of the assistant that serves: `assistant.app.Assistant`, or a fake."""

    @property
    def passages(self) -> Sequence[Passage]: ...

    @property
    def fingerprint(self) -> str: ...

    def ask(
        self, question: str, history: Sequence[Message] = (), *, k: int = DEPTH, mode: Mode = "hybrid"
    ) -> Turn: ...

    def documents(self) -> Sequence[Document]: ...


@dataclass(frozen=True, slots=True)
class System:
    """One system by its name in tables.

    The assistant that serves, with these rankings (`mode`) and settings (`KEY=VALUE`); without `mode` one
    that only ranks the same passages: rank-bm25, or the TREC run in the file `ranking`.
    """

    name: str
    mode: Mode | None = "hybrid"
    settings: tuple[str, ...] = ()
    ranking: Path | None = None


SERVED = "hybrid"
"""The system that users get."""

SYSTEMS: Mapping[str, System] = {
    SERVED: System(SERVED),
    "bm25": System("bm25", "bm25"),
    "dense": System("dense", "dense"),
    "rank-bm25": System("rank-bm25", None),
}
"""Those that have a name; others are written NAME=SETTINGS."""

_MODE = "mode="
_RUN = "run:"


def parse_systems(given: Iterable[str]) -> tuple[System, ...]:
    """Systems from the command line: names of `SYSTEMS` with commas between, or `NAME=KEY=VALUE,KEY=VALUE`,
    among which `mode=bm25`, or `NAME=run:FILE`. Raises UnknownSystemError for a name twice or unknown."""
    systems: list[System] = []
    for text in given:
        name, equals, settings = text.partition("=")
        if equals:
            systems.append(_own(name.strip(), settings))
        else:
            systems.extend(named_system(each) for each in filter(None, map(str.strip, text.split(","))))
    chosen = {system.name: system for system in systems}
    for system in systems:
        if chosen[system.name] != system:
            raise UnknownSystemError(because("system_twice", name=system.name))
    if not chosen:
        raise UnknownSystemError(because("no_system", known=", ".join(SYSTEMS)))
    return tuple(chosen.values())


def named_system(name: str) -> System:
    """A system of `SYSTEMS`. Raises UnknownSystemError listing them."""
    if name not in SYSTEMS:
        raise UnknownSystemError(because("system_unknown", name=name, known=", ".join(SYSTEMS)))
    return SYSTEMS[name]


def _own(name: str, text: str) -> System:
    if not name or not all(char.isalnum() or char in "-_." for char in name) or name.startswith("."):
        raise UnknownSystemError(because("system_name_bad", name=name))
    if text.startswith(_RUN):
        return System(name, None, ranking=Path(text.removeprefix(_RUN)))
    mode: Mode = "hybrid"
    settings = []
    for pair in filter(None, map(str.strip, text.split(","))):
        if pair.startswith(_MODE):
            mode = _mode(pair.removeprefix(_MODE))
        elif "=" not in pair:
            raise UnknownSystemError(because("no_setting", name=name, pair=pair))
        else:
            settings.append(pair)
    return System(name, mode, tuple(settings))


def _mode(text: str) -> Mode:
    for mode in get_args(Mode):
        if text == mode:
            return mode  # type: ignore[no-any-return]
    raise UnknownSystemError(because("mode_unknown", mode=text, known=", ".join(get_args(Mode))))


def open_system(system: System, assistant: ServedAssistant, clock: Clock = time.perf_counter) -> Ask:
    """The system over an assistant, ready to be asked. What goes wrong with a question is in its outcome.

    Raises FormatError for a ranking that cannot be read.
    """
    ask = _asking(system, assistant)

    def asked(topic: Topic) -> Outcome:
        start = clock()
        try:
            answer = ask(topic)
        except QuestionError as error:
            return Outcome(topic.id, 1000 * (clock() - start), None, str(error))
        except Exception as error:  # the system's, whatever it is: this question failed, the next may not
            return Outcome(topic.id, 1000 * (clock() - start), None, f"{type(error).__name__}: {error}")
        ms = 1000 * (clock() - start)
        return of_turn(topic.id, answer, ms) if isinstance(answer, Turn) else of_ranking(topic, answer, ms)

    return asked


def _asking(system: System, assistant: ServedAssistant) -> Callable[[Topic], Turn | list[Passage]]:
    if system.mode is not None:
        mode = system.mode
        return lambda topic: assistant.ask(topic.question, topic.history, k=DEPTH, mode=mode)
    if system.ranking is not None:
        return _ranked(read_run_file(system.ranking), assistant.passages)
    baseline = RankBM25(assistant.passages)
    return lambda topic: [hit.passage for hit in baseline.search(topic.question, k=DEPTH)]


def _ranked(run: Mapping[str, Ranking], passages: Sequence[Passage]) -> Callable[[Topic], list[Passage]]:
    by_id = {passage.passage_id: passage for passage in passages}

    def ranking(topic: Topic) -> list[Passage]:
        try:
            return [by_id[passage_id] for passage_id in run.get(topic.id, ())[:DEPTH]]
        except KeyError as error:
            raise LookupError(f"the index has no passage {error.args[0]!r}") from error

    return ranking
