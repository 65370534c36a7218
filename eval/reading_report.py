"""The report of `wenju eval reading`: what is measured, its tables and its JSON."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.pages.texts import Texts
from eval.reading import Reading, SeedSplit, by_kind, read_generated, score_json, score_table, seeds_of
from eval.reading_gold import read_gold
from eval.tables import Table


@dataclass(frozen=True, slots=True)
class Measured:
    """Documents read: `generated` from `seeds` and texts of a sha256, and the embedded ones that are `labelled`."""

    seeds: range
    texts_sha256: str
    generated: tuple[Reading, ...]
    labelled: tuple[Reading, ...]


def measure_reading(
    texts: Path | None,
    split: SeedSplit,
    seed: int | None,
    count: int | None,
    *,
    gold: bool,
    on_document: Callable[[], object],
) -> Measured:
    """Read generated documents if there are `texts` to make them of, and the labelled ones if `gold`.

    Raises GoldError.
    """
    seeds = seeds_of(split, seed, count) if texts else range(0)
    generated = tuple(read_generated(Texts.read(texts), seeds, on_document)) if texts else ()
    digest = hashlib.sha256(texts.read_bytes()).hexdigest() if texts else ""
    return Measured(seeds, digest, generated, tuple(read_gold()) if gold else ())


def reading_report(measured: Measured) -> tuple[list[Table], dict[str, Any]]:
    """As tables, and as JSON."""
    generated = by_kind(measured.generated)
    labelled = [(each.sample.replace("-", " "), each.counts) for each in measured.labelled]
    tables = []
    if generated:
        tables.append(score_table("Generated documents", generated))
    if labelled:
        tables.append(score_table("Embedded documents", labelled))
    report = {
        "seeds": [measured.seeds.start, measured.seeds.stop],
        "texts_sha256": measured.texts_sha256,
        "generated": score_json(generated),
        "labelled": score_json(labelled),
        "failures": [
            {"sample": each.sample, "source": each.source, "reason": each.failure}
            for each in measured.generated
            if each.failure
        ],
    }
    return tables, report
