"""What does a follow-up lose against the same asked alone? `python -m eval.conversations` prints it, with what was lost.

The follow-ups are about the embedded documents, each with the same question in full. They were written without looking at the
assistant; what failed was looked at afterwards, so they show what is lost of what is known, not of what is to come.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from assistant.app import Assistant, open_assistant
from assistant.records import Message, Turn
from eval.answer_measures import answer_recall

CONVERSATIONS = Path(__file__).parent / "conversations.jsonl"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question after others, the same asked `alone`, and strings that a complete answer has, none if there is no answer."""

    id: str
    history: tuple[Message, ...]
    question: str
    alone: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """How both ways of asking ended: in [0, 1] how much of the answers the turn has, or whether it rightly has none."""

    follow_up: FollowUp
    turn: Turn
    score: float
    score_alone: float


def conversations(path: Path = CONVERSATIONS) -> list[FollowUp]:
    """All follow-ups, in the order of the file."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        FollowUp(
            id=row["id"],
            history=tuple(Message(said["role"], said["content"]) for said in row["history"]),
            question=row["question"],
            alone=row["alone"],
            answers=tuple(row["answers"]),
        )
        for row in rows
    ]


def ask(follow_ups: Iterable[FollowUp], assistant: Assistant, *, own: bool = False) -> Iterator[Asked]:
    """Each asked after its history and alone. With `own` the answers of the history are the assistant's, as in a page."""
    for each in follow_ups:
        history = _answered(each.history, assistant) if own else each.history
        turn = assistant.ask(each.question, history)
        yield Asked(each, turn, _score(turn, each), _score(assistant.ask(each.alone), each))


def _answered(history: Sequence[Message], assistant: Assistant) -> tuple[Message, ...]:
    """The questions of a history with the assistant's answers."""
    said: tuple[Message, ...] = ()
    for message in history:
        if message.role == "user":
            answer = assistant.ask(message.content, said).answer.text
            said = (*said, message, Message("assistant", answer))
    return said


def _score(turn: Turn, asked: FollowUp) -> float:
    is_answered = turn.answer.status == "answered"
    if not asked.answers:
        return float(not is_answered)
    return answer_recall(asked.answers, [turn.answer.text, turn.answer.short or ""]) if is_answered else 0.0


def summary(asked: Sequence[Asked]) -> str:
    """One line: how many, and both means."""
    if not asked:
        return "0"
    after = sum(each.score for each in asked) / len(asked)
    alone = sum(each.score_alone for each in asked) / len(asked)
    return f"{len(asked)}: after others {after:.3f}, alone {alone:.3f}"


def main(
    file: Annotated[Path, typer.Option(help="Other conversations of the same form.")] = CONVERSATIONS,
    index: Annotated[
        str | None, typer.Option(help="The index they are about, instead of the default one.")
    ] = None,
    own: Annotated[
        bool, typer.Option("--own", help="Earlier answers are the assistant's own, as in a page.")
    ] = False,
) -> None:
    """Ask them all, print what was lost, and the means."""
    asked = list(ask(conversations(file), open_assistant(index), own=own))
    for each in asked:
        if each.score < each.score_alone:
            typer.echo(f"{each.follow_up.id}  {each.follow_up.question} → {each.turn.query.standalone}")
    typer.echo(f"answerable    {summary([each for each in asked if each.follow_up.answers])}")
    typer.echo(f"not answered  {summary([each for each in asked if not each.follow_up.answers])}")


if __name__ == "__main__":
    typer.run(main)
