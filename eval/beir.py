"""Public sets in the folder format of BEIR: a corpus, queries, and which texts answer which query.

`corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`, perhaps `answers`) and `qrels.tsv` or
`qrels/test.tsv` (query, text, grade; a header is skipped). Any of them may be compressed with gzip.
Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval Models", 2021.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import GoldError
from eval.qrels import Qrel

_QRELS = ("qrels.tsv", "qrels/test.tsv", "qrels/dev.tsv")
_MAX_COLUMNS = 4  # of a line of judgements in the format of TREC


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of the corpus; `title` may be empty."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query of the set; `answers` are strings of which one answers it, empty if the set has none."""

    id: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A set as it was read. `questions` are those with a judgement; in `qrels` an entry is a passage."""

    name: str
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]
    qrels: tuple[Qrel, ...]


def read_beir(folder: Path) -> PublicSet:
    """The set that stands in a folder, named like it. Raises GoldError saying which file and line is wrong."""
    if not folder.is_dir():
        raise GoldError(
            f"there is no folder {folder}: give one with corpus.jsonl, queries.jsonl and qrels.tsv"
        )
    entries = tuple(
        Entry(_text(row, "_id", where), str(row.get("title") or ""), _text(row, "text", where))
        for where, row in _rows(_file(folder, "corpus.jsonl"))
    )
    questions = tuple(
        Question(_text(row, "_id", where), _text(row, "text", where), _answers(row, where))
        for where, row in _rows(_file(folder, "queries.jsonl"))
    )
    for what, ids in (("text", [e.id for e in entries]), ("query", [q.id for q in questions])):
        if len(set(ids)) < len(ids):
            twice = next(each for at, each in enumerate(ids) if each in ids[:at])
            raise GoldError(f"{folder}: the {what} {twice!r} is there twice")
    qrels = tuple(_judgements(_file(folder, *_QRELS)))
    asked = {qrel.topic_id for qrel in qrels if qrel.grade > 0}
    judged = tuple(question for question in questions if question.id in asked)
    if not judged or not entries:
        raise GoldError(f"{folder}: no query of queries.jsonl has a text that answers it in the judgements")
    return PublicSet(folder.resolve().name, entries, judged, qrels)


def _file(folder: Path, *names: str) -> Path:
    for name in names:
        for path in (folder / name, folder / f"{name}.gz"):
            if path.is_file():
                return path
    raise GoldError(f"{folder} has no {' or '.join(names)} (nor the same with .gz)")


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines that are not blank, each with where it stands."""
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8-sig")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8-sig") as file
        ):
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield f"{path}:{number}", line.rstrip("\n")
    except UnicodeDecodeError as error:
        raise GoldError(f"cannot read {path}: it is not UTF-8 ({error.reason})") from error
    except (OSError, EOFError, zlib.error) as error:
        raise GoldError(f"cannot read {path}: {error}") from error


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for where, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{where}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise GoldError(f"{where}: expected an object, found {type(row).__name__}")
        yield where, row


def _text(row: dict[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if name == "_id" and isinstance(value, int):
        return str(value)
    if not isinstance(value, str) or (name == "_id" and not value):
        raise GoldError(f"{where}: {name} must be a text, found {json.dumps(value)[:80]}")
    return value


def _answers(row: dict[str, Any], where: str) -> tuple[str, ...]:
    values = row.get("answers") or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise GoldError(f"{where}: answers must be a list of texts, found {json.dumps(values)[:80]}")
    return tuple(value for value in values if value.strip())


def _judgements(path: Path) -> Iterator[Qrel]:
    """Judgements with two columns (query, text), three (and a grade) or TREC's four."""
    for at, (where, line) in enumerate(_lines(path)):
        cells = line.split("\t") if "\t" in line else line.split()
        if at == 0 and cells[0] in ("query-id", "query_id", "qid"):
            continue
        if not 2 <= len(cells) <= _MAX_COLUMNS:
            raise GoldError(f"{where}: expected query, text and grade, found {len(cells)} columns")
        if len(cells) == _MAX_COLUMNS:
            cells = [cells[0], *cells[2:]]
        try:
            grade = int(cells[2]) if len(cells) > 2 else 1
        except ValueError as error:
            raise GoldError(f"{where}: the grade must be a whole number, found {cells[2]!r}") from error
        yield Qrel(cells[0], cells[1], grade)
