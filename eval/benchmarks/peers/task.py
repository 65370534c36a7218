"""What all systems are given: texts and questions, the same for each, and what is right, which none of them sees."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assistant.app import Assistant
from assistant.records import Message
from eval.beir import Entry, PublicSet, Question
from eval.qrels import Label, Qrel, find_labels, project
from eval.topics import Topic, split_of

Kind = Literal["whole", "passages", "scale"]


@dataclass(frozen=True, slots=True)
class Task:
    """`whole`: texts are documents that a system cuts by itself, and `labels` say where in them the answers are.

    Else they are passages, ranked as they are, and `qrels` say which are right; of `passages` only quality is
    wanted, of `scale` what it costs too. `histories`: the messages before a
    question, where there are any. `test`: ids of the questions that no setting of ours was tuned on.
    """

    name: str
    kind: Kind
    texts: Sequence[Entry]
    questions: Sequence[Question]
    qrels: Sequence[Qrel] = ()
    labels: Sequence[Label] = ()
    histories: Mapping[str, Sequence[Message]] = field(default_factory=dict)
    test: frozenset[str] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether its texts are to be cut."""
        return self.kind == "whole"

    def write(self, folder: Path) -> None:
        """Write `texts.jsonl` and `questions.jsonl`: all that a system is shown."""
        with (folder / "texts.jsonl").open("w", encoding="utf-8") as file:
            for text in self.texts:
                row = {"id": text.id, "title": text.title, "text": text.text}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        with (folder / "questions.jsonl").open("w", encoding="utf-8") as file:
            for question in self.questions:
                messages = [
                    {"role": m.role, "content": m.content} for m in self.histories.get(question.id, ())
                ]
                asked = {"id": question.id, "text": question.text, "history": messages}
                file.write(json.dumps(asked, ensure_ascii=False) + "\n")


def public_task(found: PublicSet, kind: Kind = "passages") -> Task:
    """A public set, its texts ranked as they are."""
    return Task(found.name, kind, found.entries, found.questions, qrels=found.qrels)


def gold_tasks(topics: Sequence[Topic], assistant: Assistant) -> tuple[Task, Task]:
    """The answerable gold questions: over whole documents, and over the passages that this project cuts from them.

    Raises GoldError if a label is not in its document.
    """
    asked = [topic for topic in topics if topic.answerable]
    documents = {document.doc_id: document for document in assistant.documents()}
    labels = find_labels(asked, documents)
    questions = [Question(topic.id, topic.question, topic.answers) for topic in asked]
    histories = {topic.id: topic.history for topic in asked if topic.history}
    test = frozenset(topic.id for topic in asked if split_of(topic.id) == "test")
    whole = Task(
        name="gold",
        kind="whole",
        texts=[Entry(d.doc_id, d.title, d.text) for d in documents.values()],
        questions=questions,
        labels=labels,
        histories=histories,
        test=test,
    )
    cut = Task(
        name="gold, our passages",
        kind="passages",
        texts=[Entry(p.passage_id, documents[p.doc_id].title, p.text) for p in assistant.passages],
        questions=questions,
        qrels=project(labels, assistant.passages),
        test=test,
    )
    return whole, cut
