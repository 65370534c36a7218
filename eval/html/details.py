"""What a reader of a report looks into question by question: gold in its context, rankings, answers. As plain data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from corpus.document import Document
from eval.outcome import Found, Outcome
from eval.qrels import Label, find_labels
from eval.topics import Topic

CONTEXT_CHARS = 90
"""How much of a document is shown on either side of a gold quote."""

MOST_PLACES = 6
"""How many places of gold quotes are shown of one question."""

MOST_PASSAGE_CHARS = 1200
"""How much of a passage is shown."""

MOST_HITS = 10
"""How many hits of a ranking are shown."""

MOST_QUESTIONS = 1_000
"""What systems made of this many questions is held in memory, and can be shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence of a gold quote, with what stands around it, as a reader sees the text."""

    doc_id: str
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one system made of one question. `ranking` names passages by number; `turn` is JSON for the page."""

    ranking: tuple[int, ...]
    turn: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Details:
    """Everything about single questions. `places` and `tenths` are by topic id, `said` by system, then topic id.

    `passages` are (passage id, doc_id, text), each once. `tenths`: in which tenth of its document, 0 to 9, the
    first place of a question's answer begins. `topics` are the first `MOST_QUESTIONS`. `titles` are by doc_id.
    """

    topics: tuple[Topic, ...]
    titles: Mapping[str, str]
    passages: tuple[tuple[str, str, str], ...]
    places: Mapping[str, tuple[Place, ...]]
    tenths: Mapping[str, int]
    said: Mapping[str, Mapping[str, Said]]


def details_of(
    topics: Sequence[Topic], documents: Iterable[Document], outcomes: Mapping[str, Iterable[Outcome]]
) -> Details:
    """The details of questions and what systems, by name, made of them. Outcomes are gone through once.

    Raises GoldError if a gold quote is not in its document.
    """
    known = {document.doc_id: document for document in documents}
    labels: dict[str, list[Label]] = {}
    for label in find_labels(topics, known):
        labels.setdefault(label.topic_id, []).append(label)
    shelf = _Shelf()
    shown = {topic.id for topic in topics[:MOST_QUESTIONS]}
    said = {
        system: {outcome.topic_id: _said(outcome, shelf) for outcome in given if outcome.topic_id in shown}
        for system, given in outcomes.items()
    }
    return Details(
        topics=tuple(topics[:MOST_QUESTIONS]),
        titles={doc_id: document.title for doc_id, document in known.items()},
        passages=tuple(shelf.numbers),
        places={
            topic_id: tuple(_place(known[label.doc_id], label) for label in found[:MOST_PLACES])
            for topic_id, found in labels.items()
        },
        tenths={topic_id: _tenth(known[found[0].doc_id], found[0]) for topic_id, found in labels.items()},
        said=said,
    )


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Passages as they are shown, each once, and their numbers."""

    numbers: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def number(self, hit: Found) -> int:
        text = hit.text[:MOST_PASSAGE_CHARS] + "…" * (len(hit.text) > MOST_PASSAGE_CHARS)
        return self.numbers.setdefault((hit.passage_id, hit.doc_id, text), len(self.numbers))


def _said(outcome: Outcome, shelf: _Shelf) -> Said:
    ranking = tuple(shelf.number(hit) for hit in outcome.hits()[:MOST_HITS])
    if outcome.turn is None or not outcome.has_answer:
        return Said(ranking, None)
    turn = {
        "standalone": outcome.turn["standalone"],
        "text": outcome.text,
        "short": outcome.short,
        "confidence": outcome.confidence,
        "citations": [(c.n, c.doc_id, " › ".join(c.section), c.quote, c.page) for c in outcome.citations()],
    }
    return Said(ranking, turn)


def _place(document: Document, label: Label) -> Place:
    """The quote in the reading text, or in the text of the file where only that has it in one piece."""
    found = np.flatnonzero(np.isin(document.offsets, label.characters))
    if found.size and found[-1] - found[0] < len(label.characters) + CONTEXT_CHARS:
        text, start, end = document.reading, int(found[0]), int(found[-1]) + 1
    else:
        text, start, end = document.text, label.characters[0], label.characters[-1] + 1
    return Place(
        document.doc_id,
        _one_line(text[max(0, start - CONTEXT_CHARS) : start]),
        _one_line(text[start:end]),
        _one_line(text[end : end + CONTEXT_CHARS]),
    )


def _tenth(document: Document, label: Label) -> int:
    return min(9, 10 * label.characters[0] // max(1, len(document.text)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
