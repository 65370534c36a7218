"""What went wrong, topic by topic: the list to read before changing anything."""

from dataclasses import dataclass

from eval.answer_measures import AnswerScore
from eval.experiment import SERVED, Experiment, Result
from eval.topics import Topic


@dataclass(frozen=True, slots=True)
class Failure:
    """`what` went wrong, in words; `top_hit` is the first passage's text, None if nothing was found."""

    topic_id: str
    type: str
    what: tuple[str, ...]
    question: str
    expected: tuple[str, ...]
    top_hit: str | None
    said: str


def find_failures(experiment: Experiment) -> list[Failure]:
    """The topics on which the served system did less than it should, in order; empty if it was not run."""
    results = {result.topic_id: result for result in experiment.results if result.system == SERVED}
    answers = {answer.topic_id: answer for answer in experiment.answers}
    failures = []
    for topic in experiment.topics:
        turn = experiment.turns.get(topic.id)
        if turn is None or not (what := _faults(results[topic.id], answers[topic.id])):
            continue
        failures.append(
            Failure(
                topic_id=topic.id,
                type=topic.type,
                what=what,
                question=_conversation(topic),
                expected=topic.evidence,
                top_hit=turn.hits[0].passage.text if turn.hits else None,
                said=turn.answer.text,
            )
        )
    return failures


def _faults(result: Result, answer: AnswerScore) -> tuple[str, ...]:
    if not answer.answerable:
        faults = {"answered though the documents do not say": not answer.refused}
    else:
        faults = {
            "no relevant passage among the first 5": result.values["hit@5"] == 0,
            "refused though the documents say": answer.refused,
            f"incomplete: recall {answer.recall or 0:.2f}": not answer.refused and (answer.recall or 0) < 1,
            "no citation overlaps the expected quotes": answer.is_supported is False,
            "wrong short answer": answer.is_short_right is False,
        }
    faults["a quotation differs from its document"] = answer.is_exact is False
    return tuple(fault for fault, present in faults.items() if present)


def _conversation(topic: Topic) -> str:
    return " / ".join([*(message.content for message in topic.history), topic.question])
