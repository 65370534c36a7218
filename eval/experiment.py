"""Systems x topics: the same `ask` that serves users, and what it found held against the labels."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from corpus.document import Document
from eval.answer_measures import AnswerScore, measure_outcome
from eval.errors import RunError
from eval.measures import Ranking, measure
from eval.outcome import Outcome
from eval.qrels import Label, Qrel, find_labels, project
from eval.systems import SYSTEMS, Clock, ServedAssistant, System, named_system, open_system
from eval.topics import Topic
from index.passage import Passage

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result:
    """One system on one topic: `values` by measure name, in [0, 1]; `ranking`: passage ids, best first.

    `ms` is understanding and retrieval, `timings_ms` by stage. `relevant` are the ids of the passages that
    answer. `error` says how the system failed, and is empty otherwise.
    """

    system: str
    topic_id: str
    type: str
    answerable: bool
    values: Mapping[str, float]
    ranking: tuple[str, ...]
    ms: float
    lang: str = ""
    doc_id: str | None = None
    error: str = ""
    relevant: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Experiment:
    """Everything that was seen, by system, then topic. Unanswerable topics have no `values`.

    `answers` are those of every system that answers. `qrels` and `fingerprint` are of the first system;
    others may have cut the `documents`, by id, differently. `outcomes` by system can be gone through again and
    again.
    """

    fingerprint: str
    topics: tuple[Topic, ...]
    systems: tuple[str, ...]
    labels: tuple[Label, ...]
    qrels: tuple[Qrel, ...]
    results: tuple[Result, ...]
    answers: tuple[AnswerScore, ...]
    outcomes: Mapping[str, Iterable[Outcome]]
    documents: Mapping[str, Document]

    def run(self, system: str) -> dict[str, Ranking]:
        """The rankings of one system by topic id."""
        return {r.topic_id: r.ranking for r in self.results if r.system == system}


@dataclass(frozen=True, slots=True)
class Judge:
    """What is right for the topics, over one way of cutting the documents into passages."""

    topics: tuple[Topic, ...]
    documents: Mapping[str, Document]
    labels: tuple[Label, ...]
    qrels: tuple[Qrel, ...]

    def score(
        self, system: str, outcomes: Iterable[Outcome], *, answers: bool
    ) -> tuple[list[Result], list[AnswerScore]]:
        """What one system did, in the order of the topics. A failure scores 0 in everything.

        `answers`: whether it gives answers, or only ranks. Raises RunError if an outcome is of no topic,
        twice there, or missing.
        """
        topics = {topic.id: topic for topic in self.topics}
        labels = _by_topic((label.topic_id, label) for label in self.labels)
        relevant = _by_topic((qrel.topic_id, qrel.passage_id) for qrel in self.qrels)
        results: dict[str, Result] = {}
        scores: dict[str, AnswerScore] = {}
        for outcome in outcomes:
            topic = topics.get(outcome.topic_id)
            if topic is None or topic.id in results:
                raise RunError(f"{system}: an outcome of {outcome.topic_id!r} that was not asked for")
            results[topic.id] = _result(system, topic, outcome, relevant.get(topic.id, ()))
            if answers:
                own = labels.get(topic.id, ())
                scores[topic.id] = measure_outcome(topic, outcome, own, self.documents, system=system)
        missing = next((topic_id for topic_id in topics if topic_id not in results), None)
        if missing is not None:
            raise RunError(f"{system}: there is no outcome of {missing!r}: go on with --resume")
        rankings = {topic_id: result.ranking for topic_id, result in results.items()}
        values = measure((t.id for t in self.topics if t.answerable), self.qrels, rankings)
        return (
            [replace(results[topic_id], values=values.get(topic_id, {})) for topic_id in topics],
            [scores[topic_id] for topic_id in topics if topic_id in scores],
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A system that was asked everything. `answers`: whether it gives answers, or only ranks."""

    name: str
    answers: bool
    judge: Judge
    outcomes: Iterable[Outcome]


def judge(topics: Sequence[Topic], documents: Iterable[Document], passages: Sequence[Passage]) -> Judge:
    """Find the labels in the documents, and the passages that hold them.

    Raises GoldError if a label is not in its document.
    """
    by_id = {document.doc_id: document for document in documents}
    labels = find_labels(topics, by_id)
    return Judge(tuple(topics), by_id, tuple(labels), tuple(project(labels, passages)))


def run_experiment(
    assistant: ServedAssistant,
    topics: Sequence[Topic],
    systems: Sequence[str | System] = tuple(SYSTEMS),
    *,
    clock: Clock = time.perf_counter,
    on_question: Callable[[], None] = lambda: None,
) -> Experiment:
    """Ask every topic of every system, all over one assistant and in memory; `on_question` after each.

    Raises GoldError if a label is not in its document, and UnknownSystemError.
    """
    chosen = list(dict.fromkeys(each if isinstance(each, System) else named_system(each) for each in systems))
    judged = judge(topics, assistant.documents(), assistant.passages)
    asked = [
        Asked(
            system.name,
            system.mode is not None,
            judged,
            list(ask_all(system, assistant, topics, clock=clock, on_question=on_question)),
        )
        for system in chosen
    ]
    return make_experiment(assistant.fingerprint, asked)


def ask_all(
    system: System,
    assistant: ServedAssistant,
    topics: Iterable[Topic],
    *,
    clock: Clock = time.perf_counter,
    on_question: Callable[[], None] = lambda: None,
) -> Iterable[Outcome]:
    """One outcome a topic, in order, as they come.

    The first question is asked once before, untimed, so that what is loaded on first use is not counted.
    """
    ask = open_system(system, assistant, clock)
    for n, topic in enumerate(topics):
        if not n:
            ask(topic)
        yield ask(topic)
        on_question()


def make_experiment(fingerprint: str, asked: Sequence[Asked]) -> Experiment:
    """Hold the outcomes of each system against its judge. Raises RunError as `Judge.score` does."""
    results: list[Result] = []
    answers: list[AnswerScore] = []
    for each in asked:
        scored, answered = each.judge.score(each.name, each.outcomes, answers=each.answers)
        results += scored
        answers += answered
    first = asked[0].judge
    return Experiment(
        fingerprint=fingerprint,
        topics=first.topics,
        systems=tuple(each.name for each in asked),
        labels=first.labels,
        qrels=first.qrels,
        results=tuple(results),
        answers=tuple(answers),
        outcomes={each.name: each.outcomes for each in asked},
        documents=first.documents,
    )


def _result(system: str, topic: Topic, outcome: Outcome, relevant: Iterable[str]) -> Result:
    timings = outcome.timings_ms
    return Result(
        system=system,
        topic_id=topic.id,
        type=topic.type,
        answerable=topic.answerable,
        values={},
        ranking=outcome.ranking,
        ms=sum(timings.get(stage, 0.0) for stage in ("understand", "retrieve")) or outcome.ms,
        lang=topic.lang,
        doc_id=topic.doc_id,
        error=outcome.error,
        relevant=tuple(relevant),
        timings_ms=timings,
    )


def _by_topic(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for topic_id, value in pairs:
        groups.setdefault(topic_id, []).append(value)
    return groups
