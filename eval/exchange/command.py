"""`wenju eval import` and `wenju eval export`: gold sets from and to the formats of other programs."""

import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from corpus.document import Document
from eval.errors import FormatError
from eval.exchange.beir import export_beir, import_beir
from eval.exchange.gold import Imported, Indexed, Open, refuse_existing, write_texts, write_topics
from eval.exchange.sheet import read_csv, read_xlsx, write_csv, write_xlsx
from eval.exchange.squad import read_squad, write_squad
from eval.exchange.trec import export_trec, import_trec
from eval.qrels import Qrel, find_labels, project
from eval.serving import open_serving
from eval.topics import Topic, default_gold, load_topics

Read = Callable[[Path, Open], Imported]
Write = Callable[[Sequence[Topic], Open, Path], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of other programs, and what reads and writes it."""

    read: Read
    write: Write


def _written_beir(topics: Sequence[Topic], opened: Open, folder: Path) -> None:
    index = opened()
    titles = {document.doc_id: document.title for document in index.documents()}
    export_beir(topics, _qrels(topics, index), index.passages, titles, folder)


FORMATS: Mapping[str, Format] = {
    "beir": Format(lambda path, _: import_beir(path), _written_beir),
    "trec": Format(
        lambda path, opened: import_trec(path, opened().passages),
        lambda topics, opened, path: export_trec(topics, _qrels(topics, opened()), path),
    ),
    "csv": Format(
        lambda path, _: Imported(read_csv(path), {}), lambda topics, _, path: write_csv(topics, path)
    ),
    "xlsx": Format(
        lambda path, _: Imported(read_xlsx(path), {}), lambda topics, _, path: write_xlsx(topics, path)
    ),
    "squad": Format(
        lambda path, _: read_squad(path),
        lambda topics, opened, path: write_squad(topics, _documents(opened()), path),
    ),
}

_Index = Annotated[
    Path | None, typer.Option(help="The index of the documents. Default: the one `wenju ask` uses.")
]


def import_command(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")],
    source: Annotated[Path, typer.Argument(metavar="SRC", help="The file, or the folder of BEIR or TREC.")],
    out: Annotated[Path, typer.Option(help="The gold file to write.")],
    texts: Annotated[
        Path | None,
        typer.Option(help="A folder for the texts that BEIR and SQuAD bring along, to build an index from."),
    ] = None,
    index: _Index = None,
) -> None:
    """Make a gold file from another program's set."""
    chosen = _format(format_name)
    imported = chosen.read(source, lambda: _open(index))
    if imported.texts and texts is None:
        raise FormatError(
            f"{source} brings its own texts: say with --texts where to write them, then `wenju build` that folder"
        )
    try:
        n = write_topics(imported.topics, out)
    except FormatError as error:
        raise FormatError(f"{source}: {error}" if str(source) not in str(error) else str(error)) from error
    if texts is not None:
        write_texts(imported.texts, texts)
    print(
        f"{n} questions in {out}" + (f", {len(imported.texts)} texts in {texts}" if texts else ""),
        file=sys.stderr,
    )


def export_command(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")],
    out: Annotated[Path, typer.Option(help="The file to write, or the folder for BEIR and TREC.")],
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="A gold file; repeatable. Default: those of the embedded documents."),
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="No questions: an empty table to fill in, CSV or XLSX.")
    ] = False,
    index: _Index = None,
) -> None:
    """Write a gold set for another program, or a table for a team to fill in."""
    chosen = _format(format_name)
    if template and format_name not in ("csv", "xlsx"):
        raise FormatError("--template is for csv and xlsx")
    refuse_existing(out)
    topics = [] if template else load_topics(gold or default_gold())
    chosen.write(topics, lambda: _open(index), out)


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise FormatError(f"unknown format {name!r}: choose from {', '.join(FORMATS)}")
    return FORMATS[name]


def _open(index: Path | None) -> Indexed:
    with tempfile.TemporaryDirectory(prefix="wenju-eval-") as scratch:
        return open_serving(index, (), Path(scratch)).assistant


def _documents(index: Indexed) -> dict[str, Document]:
    return {document.doc_id: document for document in index.documents()}


def _qrels(topics: Iterable[Topic], index: Indexed) -> list[Qrel]:
    return project(find_labels(topics, _documents(index)), index.passages)
