"""Near misses: questions that speak of what documents speak of and ask what they do not say, with answerable ones.

Written by hand, of the embedded documents (`own`) and of four other small collections, which are put together from
public data that is not part of the project: regulations (`laws`), news (`news`), readmes of Python packages (`tools`), and
regulations, a report and news together (`mixed`).
"""

import gzip
import json
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.records import Message
from corpus.document import Document
from corpus.load import read_documents
from corpus.sources import find_sources
from eval.errors import GoldError
from index.build import build_searcher
from index.encoder import load_encoder
from index.searcher import Searcher
from index.settings import BuildSettings

QUESTIONS = Path(__file__).parent / "near_misses.jsonl"
OWN = "own"
_LAWS = frozenset({9, 26, 48, 49, 52, 54, 59, 64, 69, 113})  # by number: regulations of one city
_NEWS = (
    301, 983, 1971, 2336, 2744, 3902, 4139, 5569, 5942, 6168, 9292, 10321, 12101, 12201, 12445, 12465, 12800, 15312,
    15855, 19277, 19883, 21383,
)  # lines of the file, from 0  # fmt: skip
_MIXED_LAWS = frozenset({818, 928, 1864, 1963, 3194, 3332})
_MIXED_REPORTS = frozenset({2362})
_MIXED_NEWS = frozenset({12172, 25295, 42524, 44002})
_TOOLS = ("filelock", "hypothesis", "ir-measures", "platformdirs", "trafilatura", "typer")


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A question, what was asked before it, and whether the documents `of` this name answer it."""

    of: str
    question: str
    history: tuple[Message, ...]
    answerable: bool


def near_misses() -> list[NearMiss]:
    """All of them, in the order of the file."""
    rows = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    return [
        NearMiss(
            row["of"],
            row["question"],
            tuple(Message("user", said) for said in row["history"]),
            row["answerable"],
        )
        for row in rows
    ]


def index_collection(name: str, data: Path) -> Searcher:
    """An index of one of `COLLECTIONS`, held in memory. Raises GoldError where `data` lacks what it is made of."""
    with TemporaryDirectory() as folder:
        for file, text in COLLECTIONS[name](data):
            (Path(folder) / file).write_text(text, encoding="utf-8")
        read = [found for found in read_documents(find_sources([folder])) if isinstance(found, Document)]
    if not read:
        raise GoldError(f"{data} has none of the documents of {name!r}")
    return build_searcher(read, load_encoder(), BuildSettings(), lambda *_: None)


def _laws(data: Path, numbers: Container[int] = _LAWS) -> Iterator[tuple[str, str]]:
    for row in _rows(data / "laws.jsonl.gz"):
        if int(row["_id"].removeprefix("law")) in numbers:
            yield f"{row['title']}.txt", row["text"]


def _news(
    data: Path, lines: Collection[int] = _NEWS, file: str = "crud_lead_rest"
) -> Iterator[tuple[str, str]]:
    rows = islice(_rows(data / "pairs" / f"{file}.jsonl.gz"), max(lines) + 1)
    for n, row in enumerate(rows):
        if n in lines:
            yield f"{n}.txt", f"{row['a']}\n{row['b']}\n"


def _mixed(data: Path) -> Iterator[tuple[str, str]]:
    yield from _laws(data, _MIXED_LAWS)
    yield from _news(data, _MIXED_REPORTS, "gov_reports_lead_rest")
    yield from _news(data, _MIXED_NEWS)


def _tools(data: Path) -> Iterator[tuple[str, str]]:
    """Of the packages as they are installed here; those that are not are left out."""
    for name in _TOOLS:
        try:
            found = metadata.metadata(name).json["description"]
        except (metadata.PackageNotFoundError, KeyError):
            continue
        yield f"{name}.md", str(found)


COLLECTIONS: Mapping[str, Callable[[Path], Iterator[tuple[str, str]]]] = {
    "laws": _laws,
    "news": _news,
    "tools": _tools,
    "mixed": _mixed,
}
"""What makes the files of a collection, each with its text, from the folder of public data."""


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file():
        raise GoldError(f"there is no file {path}: give the folder with the public data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
