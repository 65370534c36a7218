"""Writing gold questions: what a person marked becomes a question, and what readers asked becomes a candidate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.feedback import FeedbackStore
from assistant.records import Lang
from corpus.document import Document, without_space
from eval.answer_measures import comparable
from eval.qrels import find_labels
from eval.topics import Quote, Topic
from index.passage import Passage

UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that answers, or with `quote` the words of it that do."""

    passage_id: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as it was typed, and what was marked. Without marks the documents do not answer it."""

    question: str
    type: str
    lang: Lang
    answers: tuple[str, ...]
    marks: tuple[Mark, ...]


class DraftError(Exception):
    """What is wrong with a draft, as the name of a sentence of `eval.studio.wording`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that readers asked, and why it may be worth having: unanswered, bad or wrong_source.

    `times` is how often it was asked, `comment` what a reader said of its answer.
    """

    question: str
    why: str
    times: int
    comment: str = ""


def topic_of(
    draft: Draft,
    topic_id: str,
    passages: Mapping[str, Passage],
    documents: Mapping[str, Document],
    known: Iterable[Topic] = (),
) -> Topic:
    """The gold question of a draft, with what is marked in the first document as its evidence.

    It must not be one of those that are `known`.

    Raises DraftError for what a person can put right, GoldError if the words are not in their document.
    """
    question = " ".join(draft.question.split())
    if not any(char.isalnum() for char in question):
        raise DraftError("draft_no_question")
    if any(not topic.history and _form(topic.question) == _form(question) for topic in known):
        raise DraftError("draft_known")
    answers = tuple(dict.fromkeys(filter(None, (" ".join(answer.split()) for answer in draft.answers))))
    quotes = [_quote(mark, passages) for mark in draft.marks]
    if not quotes:
        if answers:
            raise DraftError("draft_no_evidence")
        return Topic(topic_id, UNANSWERABLE, draft.lang, (), question, None, (), (), False)
    said = comparable(" ".join(quote.quote for quote in quotes))
    if not answers:
        raise DraftError("draft_no_answer")
    if not all(comparable(answer) in said for answer in answers):
        raise DraftError("draft_answer_elsewhere")
    first = quotes[0].doc_id
    topic = Topic(
        id=topic_id,
        type=" ".join(draft.type.split()) or "factoid",
        lang=draft.lang,
        history=(),
        question=question,
        doc_id=first,
        evidence=tuple(quote.quote for quote in quotes if quote.doc_id == first),
        answers=answers,
        answerable=True,
        elsewhere=tuple(quote for quote in quotes if quote.doc_id != first),
    )
    find_labels([topic], documents)
    return topic


def candidates(store: FeedbackStore, known: Iterable[str], index: str) -> list[Candidate]:
    """What readers asked `index`: questions that stayed unanswered, then those whose answers they found bad.

    None that is `known`. Those of which the index was not kept are among them.
    """
    seen = {_form(question) for question in known}
    found = [
        *(
            Candidate(each.question, "unanswered", each.times)
            for each in store.unanswered()
            if each.index in ("", index)
        ),
        *(
            Candidate(each.feedback.question, each.feedback.rating, 1, each.feedback.comment)
            for each in store.feedback()
            if each.feedback.rating != "good"
            and each.feedback.question.strip()
            and each.feedback.index in ("", index)
        ),
    ]
    fresh = []
    for candidate in found:
        if (form := _form(candidate.question)) not in seen:
            seen.add(form)
            fresh.append(candidate)
    return fresh


def _quote(mark: Mark, passages: Mapping[str, Passage]) -> Quote:
    passage = passages.get(mark.passage_id)
    if passage is None:
        raise DraftError("draft_index_changed")
    quote = without_space(mark.quote) or without_space(passage.text)
    if quote not in without_space(passage.text):
        raise DraftError("draft_not_in_passage")
    return Quote(passage.doc_id, quote)


def _form(question: str) -> str:
    return "".join(char for char in comparable(question).lower() if char.isalnum())
