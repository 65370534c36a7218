"""Systems x topics: the same `ask` that serves users, and one familiar baseline beside it."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.records import Message, Turn
from corpus.document import Document
from eval.answer_measures import AnswerScore, measure_answer
from eval.baseline import RankBM25
from eval.errors import UnknownSystemError
from eval.measures import Ranking, measure
from eval.qrels import Label, Qrel, find_labels, project
from eval.topics import Topic
from index.passage import Hit, Passage
from index.settings import Mode

Clock = Callable[[], float]
"""Seconds from any start, rising."""

DEPTH = 10
"""How many hits are looked at: as many as the deepest measure needs."""


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
class Found:
    """What one system found for one topic. `search_ms` is understanding and retrieval, `ms` everything."""

    hits: tuple[Hit, ...]
    search_ms: float
    ms: float
    turn: Turn | None = None


Searcher = Callable[[Topic], Found]


@dataclass(frozen=True, slots=True)
class Result:
    """One system on one topic: `values` by measure name, in [0, 1]; `ranking`: passage ids, best first."""

    system: str
    topic_id: str
    type: str
    answerable: bool
    values: Mapping[str, float]
    ranking: tuple[str, ...]
    ms: float


@dataclass(frozen=True, slots=True)
class Experiment:
    """Everything that was seen, by system, then topic. Unanswerable topics have no `values`.

    `answers` and `turns` (by topic id) are those of the served system, empty if it was not run.
    """

    fingerprint: str
    topics: tuple[Topic, ...]
    systems: tuple[str, ...]
    labels: tuple[Label, ...]
    qrels: tuple[Qrel, ...]
    results: tuple[Result, ...]
    answers: tuple[AnswerScore, ...]
    turns: Mapping[str, Turn]

    def run(self, system: str) -> dict[str, Ranking]:
        """The rankings of one system by topic id."""
        return {r.topic_id: r.ranking for r in self.results if r.system == system}


def _served(mode: Mode) -> Callable[[ServedAssistant, Clock], Searcher]:
    def open_searcher(assistant: ServedAssistant, clock: Clock) -> Searcher:
        def search(topic: Topic) -> Found:
            start = clock()
            turn = assistant.ask(topic.question, topic.history, k=DEPTH, mode=mode)
            ms = (clock() - start) * 1000
            search_ms = sum(turn.timings_ms.get(stage, 0.0) for stage in ("understand", "retrieve"))
            return Found(turn.hits, search_ms, ms, turn)

        return search

    return open_searcher


def _rank_bm25(assistant: ServedAssistant, clock: Clock) -> Searcher:
    baseline = RankBM25(assistant.passages)

    def search(topic: Topic) -> Found:
        start = clock()
        hits = baseline.search(topic.question, k=DEPTH)
        ms = (clock() - start) * 1000
        return Found(tuple(hits), ms, ms)

    return search


SERVED = "hybrid"
"""The system that users get: the only one whose answers are measured."""

SYSTEMS: Mapping[str, Callable[[ServedAssistant, Clock], Searcher]] = {
    SERVED: _served("hybrid"),
    "bm25": _served("bm25"),
    "dense": _served("dense"),
    "rank-bm25": _rank_bm25,
}


def check_systems(names: Iterable[str]) -> tuple[str, ...]:
    """The names without repeats, in order. Raises UnknownSystemError listing the known ones."""
    unique = tuple(dict.fromkeys(names))
    for name in unique:
        if name not in SYSTEMS:
            raise UnknownSystemError(f"unknown system {name!r}: choose from {', '.join(SYSTEMS)}")
    if not unique:
        raise UnknownSystemError(f"no system given: choose from {', '.join(SYSTEMS)}")
    return unique


def run_experiment(
    assistant: ServedAssistant,
    topics: Sequence[Topic],
    systems: Sequence[str] = tuple(SYSTEMS),
    *,
    clock: Clock = time.perf_counter,
    on_question: Callable[[], None] = lambda: None,
) -> Experiment:
    """Ask every topic of every system; `on_question` is called after each.

    Each system first answers one question untimed, so that what it loads on first use is not counted.
    Raises GoldError if a label is not in its document, and UnknownSystemError.
    """
    names = check_systems(systems)
    documents = {document.doc_id: document for document in assistant.documents()}
    labels = find_labels(topics, documents)
    qrels = project(labels, assistant.passages)
    results: list[Result] = []
    answers: list[AnswerScore] = []
    turns: dict[str, Turn] = {}
    for name in names:
        search = SYSTEMS[name](assistant, clock)
        found = _search_all(search, topics, on_question)
        results += _results(name, topics, found, qrels)
        if name == SERVED:
            turns = {topic_id: f.turn for topic_id, f in found.items() if f.turn is not None}
            answers = _answers(topics, found, labels, documents)
    return Experiment(
        fingerprint=assistant.fingerprint,
        topics=tuple(topics),
        systems=names,
        labels=tuple(labels),
        qrels=tuple(qrels),
        results=tuple(results),
        answers=tuple(answers),
        turns=turns,
    )


def _search_all(
    search: Searcher, topics: Sequence[Topic], on_question: Callable[[], None]
) -> dict[str, Found]:
    for topic in topics[:1]:
        search(topic)
    found = {}
    for topic in topics:
        found[topic.id] = search(topic)
        on_question()
    return found


def _results(
    system: str, topics: Sequence[Topic], found: Mapping[str, Found], qrels: Iterable[Qrel]
) -> list[Result]:
    rankings = {topic_id: tuple(h.passage.passage_id for h in f.hits) for topic_id, f in found.items()}
    values = measure((topic.id for topic in topics if topic.answerable), qrels, rankings)
    return [
        Result(
            system=system,
            topic_id=topic.id,
            type=topic.type,
            answerable=topic.answerable,
            values=values.get(topic.id, {}),
            ranking=rankings[topic.id],
            ms=found[topic.id].search_ms,
        )
        for topic in topics
    ]


def _answers(
    topics: Sequence[Topic],
    found: Mapping[str, Found],
    labels: Sequence[Label],
    documents: Mapping[str, Document],
) -> list[AnswerScore]:
    of_topic: dict[str, list[Label]] = {}
    for label in labels:
        of_topic.setdefault(label.topic_id, []).append(label)
    return [
        measure_answer(topic, turn, of_topic.get(topic.id, []), documents, ms=found[topic.id].ms)
        for topic in topics
        if (turn := found[topic.id].turn) is not None
    ]
