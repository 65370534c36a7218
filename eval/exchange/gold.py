"""What all formats share: a set as it is read from or written to another program's files."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.records import Lang
from corpus.document import Document
from corpus.names import distinct, slug
from eval.errors import FormatError
from eval.topics import Topic, topic_line
from index.passage import Passage


@dataclass(frozen=True, slots=True)
class Imported:
    """Questions as they come, and the texts that they are about, by doc_id; none where they are indexed."""

    topics: Iterable[Topic]
    texts: Mapping[str, str]


class Indexed(Protocol):
    """What is needed of an index: `assistant.app.Assistant`, or a fake."""

    @property
    def passages(self) -> Sequence[Passage]: ...

    def documents(self) -> Sequence[Document]: ...


Open = Callable[[], Indexed]
"""Opens the index; only formats that need it do."""


def new_id(question: str, *earlier: str) -> str:
    """An id for a question without one, from its words, so that it stays when other questions come or go."""
    digest = hashlib.sha256("\n".join((*earlier, question)).encode()).hexdigest()
    return f"q-{digest[:10]}"


def language(text: str) -> Lang:
    """Chinese if any character is."""
    return "zh" if any("一" <= char <= "鿿" for char in text) else "en"


def doc_ids(names: Iterable[str]) -> dict[str, str]:
    """Ids for documents as building an index from files of these names gives them, by name, in order."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        ids[name] = distinct(slug(name), taken)
        taken.add(ids[name])
    return ids


def write_topics(topics: Iterable[Topic], path: Path) -> int:
    """Write a gold file, one question after the other, in one step; gives how many there are.

    Raises FormatError for an id twice, for none at all, and if the file is there already.
    """
    refuse_existing(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    seen: set[str] = set()
    try:
        with part.open("w", encoding="utf-8") as file:
            for topic in topics:
                if topic.id in seen:
                    raise FormatError(f"the question id {topic.id!r} is there twice: {topic.question[:60]!r}")
                seen.add(topic.id)
                file.write(topic_line(topic) + "\n")
        if not seen:
            raise FormatError("there are no questions in it")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return len(seen)


def write_texts(texts: Mapping[str, str], folder: Path) -> None:
    """Write each text as a file from which `wenju build` makes a document of its id.

    Raises FormatError if there is something in the folder already.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise FormatError(f"{folder} has files in it already: give another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for doc_id, text in texts.items():
        (folder / f"{doc_id}.txt").write_text(text, encoding="utf-8")


def refuse_existing(path: Path) -> None:
    """Raises FormatError if something is at a path that is to be written."""
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise FormatError(f"{path} is there already: give another name, or delete it")
