"""The serving search on a public set: the same index, analysis and ranking that users get, held in memory."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.document import Document, Source
from corpus.formats import plain
from corpus.structure import build_document
from eval.beir import Entry, PublicSet
from eval.errors import UnknownSystemError
from eval.measures import MEASURES
from eval.significance import paired_p
from eval.trial import Asked, Trial, understood
from index.build import Progress, build_searcher
from index.encoder import Encoder
from index.searcher import Searcher
from index.settings import BuildSettings, Mode

SERVED = "hybrid"
SAMPLE_SEED = 3
_ROUNDS = 2000  # of the paired test: a set has thousands of queries


@dataclass(frozen=True, slots=True)
class System:
    """A way to rank: which of the rankings count, and what of the search settings is other than served."""

    mode: Mode
    changes: Mapping[str, Any]


SYSTEMS: Mapping[str, System] = {
    SERVED: System("hybrid", {}),
    "bm25": System("bm25", {"word_weight": 0.5, "bigram_weight": 1.0}),
    "words": System("bm25", {"word_weight": 1.0, "bigram_weight": 0.0}),
    "bigrams": System("bm25", {"word_weight": 0.0, "bigram_weight": 1.0}),
    "dense": System("dense", {}),
}
"""bm25 is words and bigrams together; hybrid is what is served: bigrams, the vectors, and coverage on top."""


@dataclass(frozen=True, slots=True)
class PublicResult:
    """One system on one set of `n` queries: `means` by measure, in [0, 1].

    `p` is of the paired randomisation test of nDCG@10 against the served system; 1 for itself, and where that was not
    measured. `gains` are the nDCG@10 of the queries, in order.
    """

    set_name: str
    system: str
    n: int
    n_texts: int
    means: Mapping[str, float]
    p: float
    gains: tuple[float, ...]


def sample(found: PublicSet, count: int | None, seed: int = SAMPLE_SEED) -> PublicSet:
    """The set with `count` of its questions by chance, the same for the same seed; the corpus stays whole."""
    if count is None or count >= len(found.questions):
        return found
    chosen = random.Random(seed).sample(range(len(found.questions)), count)
    return replace(found, questions=tuple(found.questions[i] for i in sorted(chosen)))


def index_set(
    found: PublicSet, encoder: Encoder, progress: Progress, settings: BuildSettings = BuildSettings()
) -> Searcher:
    """The texts of a set as documents, cut into passages as a user's would be."""
    documents = [document for entry in found.entries if (document := _document(entry)).reading.strip()]
    return build_searcher(documents, encoder, settings, progress)


def _document(entry: Entry) -> Document:
    """A text of a set as a document of one paragraph, without a title that it does not have."""
    source = Source(entry.id, entry.id, title=entry.title or entry.id)
    document = build_document(source, plain.read(" ".join(entry.text.split("\n")).encode(), None), "")
    return replace(document, title=entry.title)


def of_set(found: PublicSet, searcher: Searcher) -> Trial:
    """A trial of the questions of an indexed set: its texts are ranked, each where its best passage stands."""
    asked = (Asked(q.id, found.name, understood(q.text, [], searcher)) for q in found.questions)
    return Trial(found.name, searcher, tuple(asked), found.qrels, ranks_texts=True)


def measure_set(
    trial: Trial, systems: Sequence[str] = tuple(SYSTEMS), *, on_question: Callable[[], None] = lambda: None
) -> list[PublicResult]:
    """Rank under each system. Raises UnknownSystemError."""
    check_public_systems(systems)
    values = {
        name: trial.values(SYSTEMS[name].changes, mode=SYSTEMS[name].mode, on_question=on_question)
        for name in systems
    }
    gains = {name: tuple(each["nDCG@10"] for each in found.values()) for name, found in values.items()}
    return [
        PublicResult(
            set_name=trial.name,
            system=name,
            n=len(found),
            n_texts=len(trial.searcher.documents),
            means={key: sum(each[key] for each in found.values()) / len(found) for key in MEASURES},
            p=_p(gains.get(SERVED, gains[name]), gains[name]),
            gains=gains[name],
        )
        for name, found in values.items()
    ]


def mean_of_sets(results: Sequence[PublicResult]) -> list[PublicResult]:
    """Each system over all sets, of which each counts alike, however many queries it has; none for a single set.

    The test swaps the systems within each query as it does in one set: a query's difference weighs the inverse of
    the number of queries of its set.
    """
    by_system: dict[str, list[PublicResult]] = {}
    for result in results:
        by_system.setdefault(result.system, []).append(result)
    if any(len(found) < 2 for found in by_system.values()):
        return []
    weighed = {
        name: tuple(gain / result.n for result in found for gain in result.gains)
        for name, found in by_system.items()
    }
    return [
        PublicResult(
            set_name=f"mean of {len(found)} sets",
            system=name,
            n=sum(result.n for result in found),
            n_texts=sum(result.n_texts for result in found),
            means={key: sum(result.means[key] for result in found) / len(found) for key in MEASURES},
            p=_p(weighed.get(SERVED, weighed[name]), weighed[name]),
            gains=(),
        )
        for name, found in by_system.items()
    ]


def _p(served: Sequence[float], other: Sequence[float]) -> float:
    return 1.0 if served == other else paired_p(served, other, rounds=_ROUNDS)


def check_public_systems(names: Sequence[str]) -> None:
    """Raises UnknownSystemError for a name that `SYSTEMS` does not have."""
    for name in names:
        if name not in SYSTEMS:
            raise UnknownSystemError(f"unknown system {name!r}: choose from {', '.join(SYSTEMS)}")
