"""Is a gold set any good? Labels that are not there, questions twice, wording taken from the text, coverage.

Topics are looked at one by one; of those seen before only what their wording is made of is kept.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from corpus.document import Document
from eval.answer_measures import comparable
from eval.duplicates import Duplicates
from eval.errors import GoldError
from eval.grounding import plain
from eval.qrels import Label, Labeller
from eval.topics import Topic, split_of

LEAKED = 0.6
"""The share of a question that stands in its evidence in one piece, from which on it is a warning."""
LEAKED_PAIRS = 0.85
"""The same for its pairs of neighbouring characters."""
_MIN_CHARS = 6
"""Shorter questions are too short to tell a copy from chance."""
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a topic, in words. An error makes measures wrong, a warning makes them doubtful."""

    topic_id: str
    kind: str
    says: str
    is_error: bool


@dataclass(slots=True)
class Coverage:
    """How many topics there are of each kind. `place`: by tenth of the document in which the answer starts,
    1 to 10; `doc_id` also holds documents without a topic."""

    topics: int = 0
    doc_id: Counter[str] = field(default_factory=Counter)
    place: Counter[str] = field(default_factory=Counter)
    type: Counter[str] = field(default_factory=Counter)
    lang: Counter[str] = field(default_factory=Counter)
    split: Counter[str] = field(default_factory=Counter)


def check(
    topics: Iterable[Topic], documents: Mapping[str, Document], coverage: Coverage
) -> Iterator[Finding]:
    """What is wrong or doubtful, as it is found; `coverage` is counted on the way.

    What reading the topics raises ends the check as its last finding.
    """
    labeller = Labeller(documents)
    duplicates = Duplicates()
    coverage.doc_id.update(dict.fromkeys(documents, 0))
    coverage.place.update({str(tenth): 0 for tenth in range(1, TENTHS + 1)})
    rows = iter(topics)
    while True:
        try:
            topic = next(rows, None)
        except GoldError as error:
            yield Finding("", "malformed", str(error), is_error=True)
            return
        if topic is None:
            return
        yield from _check_labels(topic, labeller, documents, coverage)
        yield from _check_wording(topic)
        if alike := sorted(duplicates.add(topic), key=lambda each: -each[1]):
            yield _duplicate(topic, alike)
        coverage.topics += 1
        coverage.type[topic.type] += 1
        coverage.lang[topic.lang] += 1
        coverage.split[split_of(topic.id)] += 1


def _duplicate(topic: Topic, alike: Sequence[tuple[str, float]]) -> Finding:
    """One finding however many questions it is like: the first of the likest."""
    other, share = alike[0]
    what = "the same question as" if share == 1 else f"nearly the same question ({share:.2f}) as"
    more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
    return Finding(topic.id, "duplicate", f"{what} {other}{more}", is_error=False)


def _check_labels(
    topic: Topic, labeller: Labeller, documents: Mapping[str, Document], coverage: Coverage
) -> Iterator[Finding]:
    found: list[Label] = []
    for quote in topic.quotes():
        try:
            labels = labeller.quoted(topic.id, quote)
        except GoldError as error:
            yield Finding(topic.id, "label", str(error).removeprefix(f"{topic.id}: "), is_error=True)
        else:
            found += labels[:1]
    if topic.doc_id is not None:
        coverage.doc_id[topic.doc_id] += 1
    if found and found[0].doc_id == topic.doc_id:
        label = found[0]
        coverage.place[str(1 + TENTHS * label.characters[0] // len(documents[label.doc_id].text))] += 1
    evidence = [comparable(quote.quote) for quote in topic.quotes()]
    for answer in topic.answers:
        if not any(comparable(answer) in text for text in evidence):
            yield Finding(
                topic.id, "answer", f"the answer {answer!r} is in none of its quotes", is_error=True
            )


def _check_wording(topic: Topic) -> Iterator[Finding]:
    question = plain(topic.question)
    if len(question) < _MIN_CHARS:
        return
    for quote in topic.evidence:
        piece, pairs = leakage(question, plain(quote))
        if piece >= LEAKED or pairs >= LEAKED_PAIRS:
            says = f"{piece:.0%} of the question stand in its evidence in one piece, {pairs:.0%} of its pairs of characters"
            yield Finding(topic.id, "leakage", says, is_error=False)
            return


def leakage(question: str, evidence: str) -> tuple[float, float]:
    """How much of a question is its evidence's wording: the share of it, in [0, 1], that the longest piece in
    common is, and the share of its pairs of neighbouring characters that the evidence has. 0 if it is empty."""
    if not question:
        return 0.0, 0.0
    matcher = SequenceMatcher(None, question, evidence, autojunk=False)
    piece = matcher.find_longest_match().size / len(question)
    pairs = _pairs(question)
    return piece, len(pairs & _pairs(evidence)) / len(pairs) if pairs else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
