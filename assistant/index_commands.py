"""The commands about indexes and their documents: they read arguments, call and print."""

import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.building import add, build, refresh, remove
from assistant.config import load_settings
from assistant.indexes import delete_index, existing_index, index_folder, list_indexes
from assistant.reading_report import document_named, reading_dict, reading_text
from assistant.render import document_dict
from assistant.terminal import (
    FAILED,
    Encoder,
    Encoding,
    Index,
    Json,
    Set,
    chosen,
    note,
    open_index,
    print_json,
    progress,
)
from assistant.verify import verify_index
from corpus.catalogue import is_encoding
from corpus.names import shown
from index.settings import BuildSettings
from index.update import Update

_MOST_NAMED = 20
_Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Files, folders, archives, and patterns like 'reports/**/*.pdf'."),
]


def build_command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="Files, folders, archives, patterns like 'reports/**/*.pdf'; none: the embedded documents.",
        ),
    ] = None,
    index: Index = None,
    encoder: Encoder = None,
    encoding: Encoding = None,
    given: Set = None,
) -> None:
    """Read documents and build the index.

    Example: wenju build ~/reports notes.txt --index work
    """
    settings = load_settings(given or ())
    folder = index_folder(chosen(index, settings))
    of_index = settings.build if encoder is None else _with_encoder(settings.build, encoder)
    with progress() as update:
        made = build(
            paths or [], folder, of_index, update, encoding=_checked(encoding), reading=settings.read
        )
    _report(made, folder)


def add_command(paths: _Paths, index: Index = None, encoding: Encoding = None, given: Set = None) -> None:
    """Add files or folders to an index; what it has is not read again.

    Example: wenju add ~/reports/2024 --index work
    """
    settings = load_settings(given or ())
    folder = existing_index(chosen(index, settings))
    with progress() as update:
        made = add(paths, folder, update, encoding=_checked(encoding), reading=settings.read)
    _report(made, folder)


def remove_command(
    names: Annotated[
        list[str], typer.Argument(metavar="DOC_ID_OR_PATH...", help="As `wenju docs` shows them.")
    ],
    index: Index = None,
    given: Set = None,
) -> None:
    """Take documents out of an index. The files themselves stay.

    Example: wenju remove old-report --index work
    """
    settings = load_settings(given or ())
    folder = existing_index(chosen(index, settings))
    with progress() as update:
        made = remove(names, folder, update, reading=settings.read)
    _report(made, folder)


def refresh_command(index: Index = None, given: Set = None) -> None:
    """Bring an index up to date: read new and changed files, forget those that are gone.

    Example: wenju refresh --index work
    """
    settings = load_settings(given or ())
    folder = existing_index(chosen(index, settings))
    with progress() as update:
        made = refresh(folder, update, reading=settings.read)
    _report(made, folder)


def indexes_command(
    as_json: Json = False,
    delete: Annotated[
        str | None, typer.Option("--delete", metavar="NAME", help="Delete this index; documents stay.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
) -> None:
    """List the indexes, or delete one.

    Example: wenju indexes --delete work
    """
    if delete is not None:
        folder = existing_index(delete)
        if not yes:
            if not sys.stdin.isatty():
                raise typer.BadParameter("nobody can be asked here: add --yes to delete without asking")
            typer.confirm(f"Delete the index in {folder}?", abort=True, err=True)
        note(f"deleted the index in {delete_index(delete)}")
        return
    infos = list_indexes()
    if as_json:
        print_json([asdict(info) for info in infos])
        return
    for info in infos:
        print(
            f"{info.name}\t{info.documents} documents\t{info.passages} passages\t{info.bytes / 1e6:.1f} MB\t"
            f"{info.built or '-'}\t{info.state}"
        )
        if info.reason:
            note(f"{info.name}: {info.reason}")


def docs_command(
    doc: Annotated[
        str | None, typer.Argument(metavar="[DOC_ID]", help="One document; none: all of them.")
    ] = None,
    as_json: Json = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="What reading dropped, joined and moved in it, and why.")
    ] = False,
    index: Index = None,
) -> None:
    """List the documents of the index, or say how one was read.

    Example: wenju docs --json
    """
    if explain and doc is None:
        raise typer.BadParameter("--explain is about one document: name it, as `wenju docs` lists it")
    assistant = open_index(index)
    documents = [document_named(doc, assistant.searcher)] if doc is not None else assistant.documents()
    if explain:
        (document,) = documents
        if as_json:
            print_json(reading_dict(document))
        else:
            print(reading_text(document))
        return
    own: dict[str, list[Any]] = {document.doc_id: [] for document in assistant.documents()}
    for passage in assistant.passages:
        own[passage.doc_id].append(passage)
    entries = [document_dict(d, own[d.doc_id], os.path.relpath(d.path)) for d in documents]
    if as_json:
        print_json(entries)
        return
    for entry in entries:
        print(f"{entry['doc_id']}\t{entry['date'] or '-'}\t{entry['passages']}\t{entry['title']}")


def verify_command(index: Index = None) -> None:
    """Prove that every passage of the index equals the characters of its file.

    Example: wenju verify
    """
    report = verify_index(open_index(index).searcher)
    for fault in report.faults:
        print(fault)
    print(f"{report.documents} documents, {report.passages} passages, {report.characters} characters checked")
    if report.faults:
        raise typer.Exit(FAILED)
    print("every passage equals its source")


def _with_encoder(settings: BuildSettings, encoder: str) -> BuildSettings:
    from dataclasses import replace

    return replace(settings, encoder=encoder)


def _checked(encoding: str | None) -> str | None:
    if encoding is not None and not is_encoding(encoding):
        raise typer.BadParameter(f"there is no text encoding {encoding!r}: utf-8, gb18030 and big5 are some")
    return encoding


def _report(made: Update, folder: Path) -> None:
    """Say what was done, and everything that was left out; ends with FAILED if files could not be read."""
    for file in made.origin.skipped:
        note(f"skipped: {file.reason}")
    duplicates = [f"{shown(path)} is the same as {shown(of)}" for path, of in made.origin.duplicates.items()]
    for line in duplicates[:_MOST_NAMED]:
        note(f"left out: {line}")
    if len(duplicates) > _MOST_NAMED:
        note(f"left out: {len(duplicates) - _MOST_NAMED} more files that are the same as others")
    if made.others:
        note(f"not looked at: {_counts(made.others)}")
    skipped = len(made.origin.skipped)
    note(f"read {made.read}, reused {made.reused}, removed {len(made.removed)}, skipped {skipped}")
    searcher = made.searcher
    note(
        f"{len(searcher.documents)} documents, {len(searcher.passages)} passages, index {searcher.fingerprint} in {folder}"
    )
    if skipped:
        raise typer.Exit(FAILED)


def _counts(others: Mapping[str, int]) -> str:
    """How many files of which endings, the most frequent first."""
    ordered = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{count} {shown(ending) or 'without an ending'}" for ending, count in ordered[:_MOST_NAMED]]
    rest = sum(count for _, count in ordered[_MOST_NAMED:])
    return ", ".join([*named, *([f"{rest} others"] if rest else [])])
