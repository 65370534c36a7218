"""How well documents are read: generated ones, whose truth is known, through the reader that the product uses."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from corpus.document import Source as DocumentSource
from corpus.errors import CorpusError
from corpus.load import read_document
from eval.pages.align import owners_in_pdf, owners_in_text
from eval.pages.measures import Counts, count
from eval.pages.mistakes import mistakes
from eval.pages.texts import Texts
from eval.pages.truth import FIRST_TEST_SEED, Kind, Sample
from eval.tables import Table, number
from index.encoder import Encoder, load_encoder

SOURCES = ("text", "pdf")
SeedSplit = Literal["dev", "test"]
SEEDS: dict[SeedSplit, tuple[int, int]] = {"dev": (0, 50), "test": (FIRST_TEST_SEED, 100)}
"""First seed and number of seeds, by split."""
_LABELS = {
    "found": "lines found in the file",
    "pairs": "line pairs right",
    "join_precision": "joins, precision",
    "join_recall": "joins, recall",
    "tau": "order, Kendall's tau",
    "boundary_precision": "article boundaries, precision",
    "boundary_recall": "article boundaries, recall",
    "boundary_f1": "article boundaries, F1",
    "article_f1": "lines in one article, pairwise F1",
    "heading_precision": "headings, precision",
    "heading_recall": "headings, recall",
    "titles": "titles by a sentence, of the own article",
    "furniture_precision": "dropped lines, precision",
    "furniture_recall": "dropped lines, recall",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One document read. If it could not be, `counts` are those of nothing, and `failure` says why.

    `mistakes` are in words.
    """

    sample: str
    kind: str
    source: str
    counts: Counts
    failure: str = ""
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares in [0, 1], tau in [-1, 1]; None where nothing was there to be right or wrong."""

    found: float | None
    pairs: float | None
    join_precision: float | None
    join_recall: float | None
    tau: float | None
    boundary_precision: float | None
    boundary_recall: float | None
    boundary_f1: float | None
    article_f1: float | None
    heading_precision: float | None
    heading_recall: float | None
    titles: float | None
    furniture_precision: float | None
    furniture_recall: float | None
    glued: float | None
    mixed: float | None


def seeds_of(split: SeedSplit, seed: int | None, count: int | None) -> range:
    """The seeds to generate: those of the split unless others are named."""
    first, many = SEEDS[split]
    start = first if seed is None else seed
    return range(start, start + (many if count is None else count))


def read_generated(
    texts: Texts, seeds: Iterable[int], on_document: Callable[[], object] = lambda: None
) -> Iterator[Reading]:
    """Read each generated document as text and as PDF. Raises EvalError where pages cannot be drawn."""
    from eval.pages.generate import generate  # needs what only drawing needs

    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            for kind in Kind:
                sample = generate(kind, seed, texts)
                for source in SOURCES:
                    yield _read(sample, source, Path(folder))
                    on_document()


def scores(counts: Counts) -> Scores:
    """The measures of a document, or of several together."""
    c = counts
    return Scores(
        found=_share(c.found, c.lines),
        pairs=_share(c.pairs_right, c.pairs),
        join_precision=_share(c.joined_right, c.joined),
        join_recall=_share(c.joined_right, c.joined_true),
        tau=_share(sum(c.taus), len(c.taus)),
        boundary_precision=_share(c.boundaries_right, c.boundaries),
        boundary_recall=_share(c.boundaries_right, c.boundaries_true),
        boundary_f1=_share(2 * c.boundaries_right, c.boundaries + c.boundaries_true),
        article_f1=_share(2 * c.together_right, c.together + c.together_true),
        heading_precision=_share(c.claims_right, c.claims),
        heading_recall=_share(c.headings_right, c.headings),
        titles=_share(c.titled_right, c.titled),
        furniture_precision=_share(c.furniture_dropped, c.dropped),
        furniture_recall=_share(c.furniture_dropped, c.furniture),
        glued=_share(c.glued, c.sentences),
        mixed=_share(c.mixed, c.sentences),
    )


def by_kind(readings: Iterable[Reading]) -> list[tuple[str, Counts]]:
    """The counts of each kind and source, summed, by name."""
    ordered = sorted(readings, key=lambda r: (r.kind, SOURCES.index(r.source)))
    groups = groupby(ordered, key=lambda r: f"{r.kind} {r.source}")
    return [(name, sum((r.counts for r in group), Counts())) for name, group in groups]


def score_table(title: str, columns: Sequence[tuple[str, Counts]]) -> Table:
    """The scores, a column for each name; of sentences that are wrong the number, as one is too many."""
    counted = [counts for _, counts in columns]
    scored = [scores(counts) for counts in counted]
    return Table(
        title=title,
        header=("measure", *(name for name, _ in columns)),
        rows=(
            ("documents", *(str(counts.documents) for counts in counted)),
            *((label, *(number(getattr(each, name)) for each in scored)) for name, label in _LABELS.items()),
            ("sentences", *(str(counts.sentences) for counts in counted)),
            ("sentences of two articles", *(str(counts.glued) for counts in counted)),
            ("sentences with other lines inside", *(str(counts.mixed) for counts in counted)),
        ),
        labels=1,
    )


def score_json(columns: Sequence[tuple[str, Counts]]) -> list[dict[str, Any]]:
    """The scores and the counts that they are of, by name."""
    return [
        {"name": name, **asdict(scores(counts)), "counts": {**asdict(counts), "taus": len(counts.taus)}}
        for name, counts in columns
    ]


def _read(sample: Sample, source: str, folder: Path) -> Reading:
    path = folder / f"{sample.name}.{'txt' if source == 'text' else source}"
    path.write_bytes(sample.text.encode() if source == "text" else sample.pdf)
    try:
        document = read_document(DocumentSource(doc_id=sample.name, path=str(path)), encoder=_encoder())
    except CorpusError as error:
        return Reading(sample.name, sample.kind, source, Counts(), str(error))
    finally:
        path.unlink()
    if source == "text":
        lines = sample.lines
        owners = owners_in_text(lines, document.text)
    else:
        lines = tuple(line for line in sample.lines if line.box)
        owners = owners_in_pdf(lines, document)
    wrong = tuple(mistakes(document, lines, owners))
    return Reading(sample.name, sample.kind, source, count(document, lines, owners), mistakes=wrong)


@cache
def _encoder() -> Encoder:
    """The one that reads when an index is built."""
    return load_encoder()


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
