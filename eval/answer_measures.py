"""Measures of one answer: does it say what it should, and is every quotation what the document says?"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.records import Citation, Turn
from corpus.document import Document, without_space
from eval.qrels import Label
from eval.topics import Topic


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """How the answer to one topic did; None where a measure does not apply.

    `recall` in [0, 1]: the share of the topic's answers that it contains, 0 if refused; only if answerable.
    `is_exact`: every quote equals the document's text at its spans; only if something is cited.
    `is_supported`: some citation overlaps a label; only if answerable and not refused.
    `is_short_right`: the short answer agrees with one of the topic's; only if answerable and there is one.
    `answer_chars` is the length of the answer's text, `ms` the time of the whole question.
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


def measure_answer(
    topic: Topic, turn: Turn, labels: Sequence[Label], documents: Mapping[str, Document], *, ms: float = 0.0
) -> AnswerScore:
    """Score one turn; `labels` are those of this topic, `documents` are by doc_id."""
    answer = turn.answer
    refused = answer.status == "not_found"
    recall = supported = short_right = None
    if topic.answerable:
        parts = [answer.text, answer.short or "", *(citation.quote for citation in answer.citations)]
        recall = 0.0 if refused else answer_recall(topic.answers, parts)
        supported = None if refused else any(_overlaps(c, labels) for c in answer.citations)
        if answer.short is not None and not refused:
            short_right = agrees(answer.short, topic.answers)
    return AnswerScore(
        topic_id=topic.id,
        type=topic.type,
        answerable=topic.answerable,
        refused=refused,
        recall=recall,
        is_exact=all(is_exact(c, documents) for c in answer.citations) if answer.citations else None,
        is_supported=supported,
        is_short_right=short_right,
        answer_chars=len(answer.text),
        ms=ms,
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


def is_exact(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Whether the quote equals the document's text at the citation's spans, white space aside."""
    document = documents.get(citation.doc_id)
    if document is None or not citation.spans:
        return False
    if not all(0 <= start < end <= len(document.text) for start, end in citation.spans):
        return False
    said = "".join(document.text[start:end] for start, end in citation.spans)
    return without_space(said) == without_space(citation.quote)


def _overlaps(citation: Citation, labels: Iterable[Label]) -> bool:
    return any(label.doc_id == citation.doc_id and label.covered(citation.spans) for label in labels)
