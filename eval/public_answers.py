"""Answers to the questions of a public set, from all of its texts: does the answer hold what the set expects?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.app import Assistant
from assistant.errors import AssistantError
from assistant.records import Turn
from corpus.sentence import split_sentences
from eval.answer_measures import agrees, answer_recall, is_exact
from eval.beir import PublicSet, Question
from eval.errors import GoldError
from index.searcher import Searcher

SHORT = 3
"""An answer of at most so many sentences is short enough to be read at a glance."""
_READ = 5


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """How one question was answered.

    `holds`: the quoted text holds one of the expected answers. `could`: one of the first `_READ` passages does.
    `short_right` is None where there is no short answer; `is_exact` None where nothing is cited.
    """

    question_id: str
    question: str
    expected: tuple[str, ...]
    said: str
    answered: bool
    holds: bool
    could: bool
    sentences: int
    characters: int
    short: str | None
    short_right: bool | None
    is_exact: bool | None
    ms: float


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """Shares in [0, 1] of `n` questions. `holds_short`: held, in at most `SHORT` sentences.

    `sentences`, `characters` and `median_characters` are of the answers that were given, `ms` the median of the answer stage.
    """

    set_name: str
    n: int
    answered: float
    holds: float
    holds_short: float
    could: float
    sentences: float
    characters: float
    median_characters: float
    short_given: float
    short_right: float | None
    inexact: int
    answer_ms: float


def answer_set(
    found: PublicSet, assistant: Assistant, *, on_question: Callable[[], None] = lambda: None
) -> list[PublicAnswer]:
    """Ask every question that has expected answers. Raises GoldError if none has."""
    questions = [question for question in found.questions if question.answers]
    if not questions:
        raise GoldError(f"the set {found.name} has no answers to compare with")
    answers = []
    for question in questions:
        answers.append(_answer(question, assistant))
        on_question()
    return answers


def _answer(question: Question, assistant: Assistant) -> PublicAnswer:
    try:
        turn = assistant.ask(question.text)
    except AssistantError as error:
        return PublicAnswer(
            question.id, question.text, question.answers, str(error),
            answered=False, holds=False, could=False, sentences=0, characters=0,
            short=None, short_right=None, is_exact=None, ms=0.0,
        )  # fmt: skip
    answer = turn.answer
    answered = answer.status == "answered"
    return PublicAnswer(
        question_id=question.id,
        question=question.text,
        expected=question.answers,
        said=answer.text,
        answered=answered,
        holds=answered and _holds(question, _said(turn)),
        could=any(_holds(question, [hit.passage.text]) for hit in turn.hits[:_READ]),
        sentences=sum(_sentences(citation.quote) for citation in answer.citations) if answered else 0,
        characters=len(answer.text),
        short=answer.short,
        short_right=agrees(answer.short, question.answers) if answered and answer.short else None,
        is_exact=_is_exact(turn, assistant.searcher) if answer.citations else None,
        ms=turn.timings_ms.get("answer", 0.0),
    )


def _said(turn: Turn) -> list[str]:
    """What the answer quotes, together, so that an answer across two quotes is not lost."""
    return ["".join(citation.quote for citation in turn.answer.citations)]


def _holds(question: Question, texts: Sequence[str]) -> bool:
    """Whether the texts hold one of the expected answers, widths and white space aside."""
    return any(answer_recall([expected], texts) for expected in question.answers)


def _sentences(quote: str) -> int:
    return sum(any(char.isalnum() for char in quote[start:end]) for start, end in split_sentences(quote))


def _is_exact(turn: Turn, searcher: Searcher) -> bool:
    return all(is_exact(citation, searcher.documents) for citation in turn.answer.citations)


def summarise(set_name: str, answers: Sequence[PublicAnswer]) -> AnswerSummary:
    """The shares over all questions, refused ones counted as not held."""
    given = [answer for answer in answers if answer.answered]
    shorts = [answer.short_right for answer in given if answer.short_right is not None]
    return AnswerSummary(
        set_name=set_name,
        n=len(answers),
        answered=len(given) / len(answers),
        holds=_mean([answer.holds for answer in answers]),
        holds_short=_mean([answer.holds and answer.sentences <= SHORT for answer in answers]),
        could=_mean([answer.could for answer in answers]),
        sentences=_mean([answer.sentences for answer in given]),
        characters=_mean([answer.characters for answer in given]),
        median_characters=_median([answer.characters for answer in given]),
        short_given=len(shorts) / len(answers),
        short_right=_mean(shorts) if shorts else None,
        inexact=sum(answer.is_exact is False for answer in answers),
        answer_ms=_median([answer.ms for answer in answers]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return float(ordered[middle]) if ordered else 0.0
