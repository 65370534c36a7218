"""Measures of one answer: does it say what it should, and is every quotation what the document says?"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.records import Citation, Turn
from corpus.document import Document, without_space
from eval.grounding import citation_precision, citation_recall, plain
from eval.outcome import Outcome, of_turn
from eval.qrels import Label
from eval.topics import Topic

_VERDICTS = frozenset(("是", "否", "yes", "no"))


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """How one system's answer to one topic did; None where a measure does not apply.

    `recall` in [0, 1]: the share of the topic's answers that it contains, 0 if refused; only if answerable
    and the topic has any.
    `is_exact`: every quote equals the document's text at its spans; only if something is cited.
    `is_supported`: some citation overlaps a label; only if answerable and not refused.
    `is_short_right`: the short answer agrees with one of the topic's; only if answerable and there is one
    that is more than yes or no.
    `short_em` and `short_f1` in [0, 1]: the short answer against the nearest of the topic's, in letters and
    digits: whether they are the same, and the F1 of their characters; likewise.
    `citation_recall` and `citation_precision` in [0, 1] as in `grounding`; only if not refused.
    `answer_chars` is the length of the answer's text, `ms` the time of the whole question. `confidence` in
    [0, 1] is the system's own. `error` says how it failed: the answer counts as wrong in everything then,
    neither right nor refused.
    """

    topic_id: str
    type: str
    answerable: bool
    refused: bool
    recall: float | None
    is_exact: bool | None
    is_supported: bool | None
    is_short_right: bool | None
    answer_chars: int
    ms: float
    system: str = "hybrid"
    lang: str = ""
    doc_id: str | None = None
    short_em: float | None = None
    short_f1: float | None = None
    citation_recall: float | None = None
    citation_precision: float | None = None
    confidence: float | None = None
    error: str = ""

    @property
    def is_right_to_answer(self) -> bool:
        """Whether it answered what is answerable, or refused what is not."""
        return not self.error and self.refused is not self.answerable

    @property
    def loss(self) -> float:
        """What answering cost, in [0, 1]: 1 for what is not answerable, else what the answer lacks.

        Where the topic has no answers it lacks nothing if it cites a label.
        """
        if not self.answerable or self.error:
            return 1.0
        return 1.0 - (float(self.is_supported or False) if self.recall is None else self.recall)


def measure_answer(
    topic: Topic, turn: Turn, labels: Sequence[Label], documents: Mapping[str, Document], *, ms: float = 0.0
) -> AnswerScore:
    """Score one turn; `labels` are those of this topic, `documents` are by doc_id."""
    return measure_outcome(topic, of_turn(topic.id, turn, ms), labels, documents)


def measure_outcome(
    topic: Topic,
    outcome: Outcome,
    labels: Sequence[Label],
    documents: Mapping[str, Document],
    *,
    system: str = "hybrid",
) -> AnswerScore:
    """Score one line of a run."""
    refused = outcome.refused
    citations = outcome.citations()
    recall = supported = short_right = short_em = short_f1 = cited_recall = cited_precision = None
    if topic.answerable:
        parts = [outcome.text, outcome.short or "", *(citation.quote for citation in citations)]
        failed = refused or bool(outcome.error)
        if topic.answers:
            recall = 0.0 if failed else answer_recall(topic.answers, parts)
        supported = None if refused else any(_overlaps(c, labels) for c in citations)
        if outcome.short is not None and not refused and _is_comparable(outcome.short, topic):
            short_right = agrees(outcome.short, topic.answers)
            short_em = max(float(plain(outcome.short) == plain(answer)) for answer in topic.answers)
            short_f1 = max(character_f1(outcome.short, answer) for answer in topic.answers)
    if outcome.has_answer and not refused:
        cited = {c.n: text_at(c, documents) or "" for c in citations}
        cited_recall = citation_recall(outcome.text, cited)
        cited_precision = citation_precision(outcome.text, cited)
    return AnswerScore(
        topic_id=topic.id,
        type=topic.type,
        answerable=topic.answerable,
        refused=refused,
        recall=recall,
        is_exact=all(is_exact(c, documents) for c in citations) if citations else None,
        is_supported=supported,
        is_short_right=short_right,
        answer_chars=len(outcome.text),
        ms=outcome.ms,
        system=system,
        lang=topic.lang,
        doc_id=topic.doc_id,
        short_em=short_em,
        short_f1=short_f1,
        citation_recall=cited_recall,
        citation_precision=cited_precision,
        confidence=outcome.confidence,
        error=outcome.error,
    )


def comparable(text: str) -> str:
    """The form in which answers are compared: NFKC (one width, one form), no white space."""
    return without_space(unicodedata.normalize("NFKC", text))


def answer_recall(answers: Sequence[str], parts: Iterable[str]) -> float:
    """The share in [0, 1] of `answers`, at least one, that stand in one of the parts."""
    said = [comparable(part) for part in parts]
    return sum(any(comparable(answer) in part for part in said) for answer in answers) / len(answers)


def agrees(short: str, answers: Iterable[str]) -> bool:
    """Whether the short answer contains one of the answers or the reverse; an empty one agrees with none."""
    form = comparable(short)
    return bool(form) and any(form in other or other in form for other in map(comparable, answers))


def character_f1(said: str, expected: str) -> float:
    """The F1 in [0, 1] of the letters and digits of both, as many times as they occur, in any order."""
    a, b = Counter(plain(said)), Counter(plain(expected))
    if not a or not b:
        return float(a == b)
    return 2 * (a & b).total() / (a.total() + b.total())


def is_exact(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Whether the quote equals the document's text at the citation's spans, white space aside."""
    said = text_at(citation, documents)
    return said is not None and without_space(said) == without_space(citation.quote)


def text_at(citation: Citation, documents: Mapping[str, Document]) -> str | None:
    """What the document says at the citation's spans; None if there is no such place."""
    document = documents.get(citation.doc_id)
    if document is None or not citation.spans:
        return None
    if not all(0 <= start < end <= len(document.text) for start, end in citation.spans):
        return None
    return "".join(document.text[start:end] for start, end in citation.spans)


def _is_comparable(short: str, topic: Topic) -> bool:
    """A verdict is of no text: unless it is expected as such there is nothing to hold it against."""
    return bool(topic.answers) and (
        plain(short) not in _VERDICTS or plain(short) in map(plain, topic.answers)
    )


def _overlaps(citation: Citation, labels: Iterable[Label]) -> bool:
    return any(label.doc_id == citation.doc_id and label.covered(citation.spans) for label in labels)
