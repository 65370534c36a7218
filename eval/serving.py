"""The assistant that serves, under some settings: opened from the index, or over one built for the run."""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import SettingsError
from eval.errors import UnknownSystemError
from eval.systems import ServedAssistant

if TYPE_CHECKING:
    from assistant.settings import Settings

_TABLES = ("read", "build", "search", "answer", "llm")
"""Tables of settings that change hits or answers."""
_BUILT = ("read.", "build.")


@dataclass(frozen=True, slots=True)
class Serving:
    """An assistant and what it took to have it. `settings`: all that change hits or answers, by key.

    `encoder` identifies the encoder. `build_s` is None where the index was there, `index_mb` is its size on disk,
    `folder` is where it lies. Fakes know none of these.
    """

    assistant: ServedAssistant
    settings: Mapping[str, Any]
    encoder: str = ""
    folder: Path | None = None
    build_s: float | None = None
    index_mb: float | None = None


def open_serving(index: Path | None, given: Sequence[str], scratch: Path) -> Serving:
    """The assistant as users get it, but for the settings given, each `KEY=VALUE`.

    Settings of reading and building make an index of the same documents in the folder `scratch`. Raises
    UnknownSystemError for a setting that changes no answer, and as opening and building do.
    """
    from assistant.app import open_assistant
    from assistant.building import rebuild
    from assistant.indexes import existing_index
    from index.manifest import current, read_manifest

    for pair in given:
        if not pair.startswith(tuple(f"{table}." for table in _TABLES)):
            raise UnknownSystemError(
                f"{pair!r} changes neither hits nor answers: choose from the tables {', '.join(_TABLES)}"
            )
    settings = _settings(given)
    folder = existing_index(index)
    assistant = open_assistant(folder, settings=settings, notify=_note)
    build_s = None
    if any(pair.startswith(_BUILT) for pair in given):
        collection = read_manifest(folder).origin.collection
        folder = scratch / f"index-{time.time_ns()}"
        started = time.perf_counter()
        rebuild(collection, folder, settings.build, reading=settings.read)
        build_s = time.perf_counter() - started
        assistant = open_assistant(folder, settings=settings)
    manifest = read_manifest(folder)
    keys = {f"build.{key}": value for key, value in manifest.settings.items()}
    size = sum(path.stat().st_size for path in current(folder).rglob("*") if path.is_file())
    return Serving(
        assistant,
        {**_flat(settings), **keys},
        encoder=f"{manifest.encoder} {manifest.encoder_fingerprint}".strip(),
        build_s=build_s,
        index_mb=size / 2**20,
        folder=folder,
    )


def reopen_served(folder: Path, given: Sequence[str]) -> ServedAssistant:
    """The assistant that `open_serving` gave with these settings, in another process: `folder` is its index.

    Raises as opening does.
    """
    from assistant.app import open_assistant

    return open_assistant(folder, settings=_settings(given))


def _settings(given: Sequence[str]) -> "Settings":
    from assistant.config import load_settings

    try:
        return load_settings(given)
    except SettingsError as error:
        raise SettingsError(
            error.reason.replaced("--set: ", "").replaced("--set：", "").replaced("--set ", "")
        ) from error


def _note(line: str) -> None:
    print(line, file=sys.stderr)


def _flat(settings: object) -> dict[str, Any]:
    """The settings of the tables that count, by key."""
    tables = ((name, getattr(settings, name, None)) for name in _TABLES)
    return {
        f"{name}.{each.name}": getattr(table, each.name)
        for name, table in tables
        if is_dataclass(table)
        for each in fields(table)
    }
