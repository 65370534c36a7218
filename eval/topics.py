"""Topics: the gold questions, and the strict reading of the files that hold them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.records import Lang, Message
from corpus.wording import of_system
from eval.errors import GoldError
from eval.wording import because

GOLD = Path(__file__).parent / "gold"
Split = Literal["dev", "test", "all"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote of a document that answers a question: its characters, white space aside."""

    doc_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A gold question. `evidence`: quotes that answer it; `alt_evidence`: others that would do as well.

    `answers` are the strings that a complete answer contains; without them only the hits and the citations
    are measured. All three are empty, and `doc_id` is None, where the question is not answerable from the
    documents. `elsewhere`: quotes of other documents that
    would do as well.
    """

    id: str
    type: str
    lang: Lang
    history: tuple[Message, ...]
    question: str
    doc_id: str | None
    evidence: tuple[str, ...]
    answers: tuple[str, ...]
    answerable: bool
    alt_evidence: tuple[str, ...] = ()
    elsewhere: tuple[Quote, ...] = ()

    def quotes(self) -> list[Quote]:
        """Everything that answers it, with the document that says so."""
        own = [Quote(self.doc_id, quote) for quote in (*self.evidence, *self.alt_evidence) if self.doc_id]
        return [*own, *self.elsewhere]


def default_gold() -> list[Path]:
    """The gold files of the embedded documents, by name."""
    return sorted(GOLD.glob("*.jsonl"))


def load_topics(paths: Sequence[str | Path]) -> list[Topic]:
    """The topics of JSON Lines files, in file order; blank lines are skipped.

    Raises GoldError naming the file and line of the first thing wrong, a repeated id included.
    """
    topics = list(read_topics(paths))
    if not topics:
        raise GoldError(because("no_topics", paths=", ".join(map(str, paths)) or because("no_files")))
    return topics


def read_topics(paths: Sequence[str | Path]) -> Iterator[Topic]:
    """The same one by one, and none from empty files. Raises GoldError when it comes to what is wrong."""
    first_seen: dict[str, str] = {}
    for path in map(Path, paths):
        for where, line in _lines(path):
            topic = _topic(line, where)
            if topic.id in first_seen:
                raise GoldError(because("id_twice", where=where, id=topic.id, first=first_seen[topic.id]))
            first_seen[topic.id] = where
            yield topic


def topic_line(topic: Topic) -> str:
    """The topic as a line of a gold file, without its line break. Empty optional fields are left out."""
    row = asdict(topic)
    for optional in ("alt_evidence", "elsewhere"):
        if not row[optional]:
            del row[optional]
    return json.dumps(row, ensure_ascii=False)


def split_of(topic_id: str) -> Literal["dev", "test"]:
    """The part a topic belongs to, from nothing but its id, about a third of them in test.

    Test is where the sha256's first byte is odd and the second not divisible by 3. Up to version 0.3.0 every
    odd first byte was test, so that what is test now has never been anything else. `-alone` at the end marks
    the question of another id asked without its conversation: both are in the same part.
    """
    first, second, *_ = hashlib.sha256(topic_id.removesuffix("-alone").encode()).digest()
    return "test" if first % 2 and second % 3 else "dev"


def in_split(topics: Iterable[Topic], split: Split) -> list[Topic]:
    """The topics of one part, or all of them, in order."""
    return [topic for topic in topics if split in ("all", split_of(topic.id))]


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield f"{path}:{number}", line
    except OSError as error:
        raise GoldError(because("gold_unreadable", path=path, why=of_system(error))) from error
    except UnicodeDecodeError as error:
        raise GoldError(because("gold_not_utf_8", path=path, fault=error.reason)) from error


def _topic(line: str, where: str) -> Topic:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise GoldError(because("line_not_json", where=where, fault=error)) from error
    if not isinstance(row, dict):
        raise GoldError(because("line_no_object", where=where, found=type(row).__name__))
    fields = _Fields(row, where)
    topic = Topic(
        id=fields.text("id"),
        type=fields.text("type"),
        lang=fields.lang(),
        history=fields.messages(),
        question=fields.text("question"),
        doc_id=None if row.get("doc_id") is None else fields.text("doc_id"),
        evidence=fields.texts("evidence"),
        answers=fields.texts("answers"),
        answerable=fields.flag("answerable"),
        alt_evidence=fields.texts("alt_evidence") if "alt_evidence" in row else (),
        elsewhere=fields.quotes("elsewhere") if "elsewhere" in row else (),
    )
    fields.only_known()
    _check_consistent(topic, where)
    return topic


def _check_consistent(topic: Topic, where: str) -> None:
    labels = {"doc_id": topic.doc_id, "evidence": topic.evidence, "answers": topic.answers}
    if topic.answerable:
        missing = [name for name, value in labels.items() if not value and name != "answers"]
        if missing:
            raise GoldError(because("answerable_without", where=where, id=topic.id, name=missing[0]))
    else:
        others = {"alt_evidence": topic.alt_evidence, "elsewhere": topic.elsewhere}
        present = [name for name, value in {**labels, **others}.items() if value]
        if present:
            raise GoldError(because("unanswerable_with", where=where, id=topic.id, name=present[0]))


@dataclass(frozen=True, slots=True)
class _Fields:
    """One row, read field by field; every error names the place, the field and what was found."""

    row: dict[str, Any]
    where: str

    def text(self, name: str) -> str:
        value = self._value(name)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(name, "some_text", value)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._list(name)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self._wrong(name, "some_texts", values)
        return tuple(values)

    def flag(self, name: str) -> bool:
        value = self._value(name)
        if not isinstance(value, bool):
            raise self._wrong(name, "true_or_false", value)
        return value

    def lang(self) -> Lang:
        value = self.text("lang")
        for lang in get_args(Lang):
            if value == lang:
                return lang  # type: ignore[no-any-return]
        raise self._wrong("lang", "zh_or_en", value)

    def messages(self) -> tuple[Message, ...]:
        return tuple(self._message(value) for value in self._list("history"))

    def quotes(self, name: str) -> tuple[Quote, ...]:
        return tuple(self._quote(name, value) for value in self._list(name))

    def only_known(self) -> None:
        unknown = set(self.row) - set(Topic.__slots__)
        if unknown:
            raise GoldError(
                because(
                    "field_unknown", where=self.where, name=min(unknown), known=", ".join(Topic.__slots__)
                )
            )

    def _quote(self, name: str, value: object) -> Quote:
        match value:
            case {"doc_id": str(doc_id), "quote": str(quote), **rest} if (
                doc_id and quote.strip() and not rest
            ):
                return Quote(doc_id, quote)
        raise self._wrong(name, "some_quotes", value)

    def _message(self, value: object) -> Message:
        match value:
            case {"role": "user" | "assistant" as role, "content": str(content), **rest} if not rest:
                return Message(role, content)
        raise self._wrong("history", "some_messages", value)

    def _value(self, name: str) -> object:
        if name not in self.row:
            raise GoldError(because("field_missing", where=self.where, name=name))
        return self.row[name]

    def _list(self, name: str) -> Sequence[Any]:
        value = self._value(name)
        if not isinstance(value, list):
            raise self._wrong(name, "some_list", value)
        return value

    def _wrong(self, name: str, expected: str, found: object) -> GoldError:
        shown = json.dumps(found, ensure_ascii=False, default=str)
        return GoldError(
            because("value_wrong", where=self.where, name=name, expected=because(expected), found=shown[:80])
        )
