"""How often test questions were asked: a line for each run, beside the folders of the runs.

What is read again and again while something is made is no test any more. The ledger does not prevent it; it
says how often it happened.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.errors import RunError
from eval.run import GoldFile, Header

LEDGER = "test-runs.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One run. `gold` are the names of the gold files, `looked` why its questions were shown one by one."""

    created: str
    commit: str
    command: str
    systems: tuple[str, ...]
    gold: tuple[str, ...]
    looked: str = ""


def ledger_of(out: Path) -> Path:
    """The ledger for runs written to the folder `out`."""
    return out.resolve().parent / LEDGER


def count_runs(path: Path, gold: Sequence[GoldFile]) -> int:
    """How many entries share a gold file, by name. Raises RunError for a line that is no entry."""
    names = {file.name for file in gold}
    return sum(not names.isdisjoint(entry.gold) for entry in read_ledger(path))


def read_ledger(path: Path) -> list[Entry]:
    """All entries, oldest first; none if there is no such file. Raises RunError for a line that is none."""
    if not path.is_file():
        return []
    entries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            entries.append(Entry(**{**row, "systems": tuple(row["systems"]), "gold": tuple(row["gold"])}))
        except (ValueError, KeyError, TypeError) as error:
            raise RunError(f"{path}:{number} is no entry of the ledger of test runs: {error}") from error
    return entries


def enter(path: Path, header: Header) -> None:
    """Add a line for a finished run of test questions."""
    entry = Entry(
        created=header.created,
        commit=header.commit,
        command=header.command,
        systems=tuple(system.name for system in header.systems),
        gold=tuple(file.name for file in header.gold),
        looked=header.opened_test,
    )
    append(path, entry)


def append(path: Path, entry: Entry) -> None:
    """Add a line."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
