"""What went wrong, topic by topic: the list to read before changing anything."""

from dataclasses import dataclass

from eval.answer_measures import AnswerScore
from eval.experiment import Experiment, Result
from eval.systems import SERVED
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


def find_failures(experiment: Experiment, system: str = SERVED) -> list[Failure]:
    """The topics on which a system that answers did less than it should, in order; empty if it was not run."""
    results = {result.topic_id: result for result in experiment.results if result.system == system}
    answers = {answer.topic_id: answer for answer in experiment.answers if answer.system == system}
    topics = {topic.id: topic for topic in experiment.topics if topic.id in answers}
    failures: dict[str, Failure] = {}
    for outcome in experiment.outcomes[system] if topics else ():
        topic = topics[outcome.topic_id]
        if what := _faults(results[topic.id], answers[topic.id]):
            failures[topic.id] = Failure(
                topic_id=topic.id,
                type=topic.type,
                what=what,
                question=_conversation(topic),
                expected=topic.evidence,
                top_hit=next((hit.text for hit in outcome.hits()), None),
                said=outcome.text,
            )
    return [failures[topic_id] for topic_id in topics if topic_id in failures]


def _faults(result: Result, answer: AnswerScore) -> tuple[str, ...]:
    if answer.error:
        return (f"the system failed: {answer.error}",)
    if not answer.answerable:
        faults = {"answered though the documents do not say": not answer.refused}
    else:
        faults = {
            "no relevant passage among the first 5": result.values["hit@5"] == 0,
            "refused though the documents say": answer.refused,
            f"incomplete: recall {answer.recall or 0:.2f}": not answer.refused
            and answer.recall is not None
            and answer.recall < 1,
            "no citation overlaps the expected quotes": answer.is_supported is False,
            "wrong short answer": answer.is_short_right is False,
        }
    faults["a quotation differs from its document"] = answer.is_exact is False
    return tuple(fault for fault, present in faults.items() if present)


def _conversation(topic: Topic) -> str:
    return " / ".join([*(message.content for message in topic.history), topic.question])
