"""Which sentences of the hits answer the query, and whether they do."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.attachment import thing_counted
from assistant.candidates import Asked, Candidate, candidates, read_passages
from assistant.confidence import NOTHING, Signals, confidence
from assistant.records import Evidence, Kind, Query
from assistant.relevance import BY_MEANING, score, shares
from assistant.signals import Reading, signals_of
from assistant.units import units
from corpus.document import Document
from index.coverage import PARTLY
from index.passage import Hit
from index.query import Concept, SearchQuery
from index.searcher import Searcher
from index.segment import fold, has_han

__all__ = ["Selection", "select", "units"]

ENCODED = 16  # sentences that are encoded: the best by their words
_SHOWN = 3  # of them that may be quoted
_ELSEWHERE = 0.1  # how sure an answer is at most that is of another place, chapter or year of an event
_BARE = 8.0  # how far behind what says no more than the question, such as a bare title
_COUNTING = 0.5  # of the coverage of the best sentence: what a sentence must have to answer before it
_A_LITTLE = 0.1
_UNTIED = 0.3  # the same of one that never names the measure, the thing counted or the deed that is asked for


@dataclass(frozen=True, slots=True)
class Selection:
    """Candidate sentences, best first, and how sure it is that the best ones answer, in [0, 1].

    `missing` are the words of the query that the best evidence says nothing of. `is_off`: the best evidence is
    of other years than those that are asked about; confidence is then how sure it is to answer for those.
    `sides`: the names of what is compared, where there is one piece of evidence for each, in their order.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    missing: tuple[str, ...]
    lacks_value: bool
    signals: Signals = NOTHING
    is_off: bool = False
    sides: tuple[str, ...] = ()


def select(query: Query, search: SearchQuery, hits: Sequence[Hit], searcher: Searcher) -> Selection:
    """Rank the sentences of the best hits as answers to the query."""
    concepts = sought(query, search)
    read = read_sentences(query, concepts, hits, searcher)
    if not read or not concepts:
        return Selection((), 0.0, tuple(c.text for c in concepts), False)
    ranked = _ranked(query, read, searcher)
    best, cosine, _ = ranked[0]
    near = best.source.near
    is_off = best.fits is False
    then = [candidate for candidate, *_ in ranked[1:_SHOWN]]
    signals = signals_of(
        Reading(query, concepts, search.is_bridged, read, best, then, cosine), searcher.texts
    )
    is_displaced = bool(signals.displaced) and query.kind in (Kind.QUANTITY, Kind.DATE)
    is_elsewhere = bool(signals.unnumbered) or is_displaced or _lacks_place(query, best.source.document)
    is_untied = signals.unattached or signals.roleless or signals.unrelated
    likely = shares([score for *_, score in ranked])
    return Selection(
        evidence=tuple(
            _evidence(concepts, candidate, share)
            for (candidate, *_), share in zip(ranked, likely, strict=True)
        ),
        confidence=min(
            confidence(signals),
            _ELSEWHERE if is_elsewhere else _UNTIED if is_untied else 1.0,
        ),
        missing=tuple(c.text for c, here in zip(concepts, near, strict=True) if here < PARTLY),
        lacks_value=bool(
            signals.unattached or signals.numberless or signals.roleless or signals.instanceless
        ),
        signals=signals,
        is_off=is_off,
    )


def sought(query: Query, search: SearchQuery) -> tuple[Concept, ...]:
    """The words that evidence must speak of: not the years asked about, which it is held against by `fits`."""
    years = [fold(period.text) for period in query.times]
    return tuple(c for c in search.concepts if not any(c.text in year for year in years))


def read_sentences(
    query: Query, concepts: Sequence[Concept], hits: Sequence[Hit], searcher: Searcher
) -> list[Candidate]:
    """What can be quoted of the best hits, the best by its words first."""
    asked = Asked.by(query, concepts)
    read = [c for source in read_passages(concepts, hits, searcher) for c in candidates(asked, source)]
    return sorted(read, key=lambda c: (-c.words, c.passage.doc_id, c.start))


def by_meaning(query: Query, read: Sequence[Candidate], searcher: Searcher) -> list[dict[str, float]]:
    """The features that need the encoder, of the first `ENCODED` candidates."""
    texts = [text for c in read[:ENCODED] for text in (c.sentence.plain, c.sentence.before)]
    question = searcher.question_vector(query.standalone)
    cosines: list[list[float]] = (searcher.texts.encode(texts) @ question[0]).reshape(-1, 2).tolist()
    return [dict(zip(BY_MEANING, pair, strict=True)) for pair in cosines]


def _ranked(
    query: Query, read: Sequence[Candidate], searcher: Searcher
) -> list[tuple[Candidate, float, float]]:
    """The candidates that are encoded with their cosine to the question and their score, best first."""
    asked = fold(query.standalone)
    scored = [
        (c, meant["similarity"], c.words + score(meant) - _BARE * (c.sentence.folded.strip() in asked))
        for c, meant in zip(read, by_meaning(query, read, searcher), strict=False)
    ]
    if scored and query.kind is Kind.QUANTITY and thing_counted(query.standalone):
        scored = _counting_first(scored)
    return sorted(scored, key=lambda row: (-row[2], row[0].passage.doc_id, row[0].start))


def _counting_first(scored: Sequence[tuple[Candidate, float, float]]) -> list[tuple[Candidate, float, float]]:
    """The same with the numbers of what is counted before those of other things, unless the best sentence covers far more."""
    best = max(scored, key=lambda row: row[2])
    least = _COUNTING * best[0].coverage
    counts = [bool(c.features["tied"]) and c.coverage >= least for c, *_ in scored]
    behind = best[2] - max(
        (s for (*_, s), is_tied in zip(scored, counts, strict=True) if is_tied), default=best[2]
    )
    return [
        (c, cosine, s + is_tied * (behind + _A_LITTLE))
        for (c, cosine, s), is_tied in zip(scored, counts, strict=True)
    ]


def _lacks_place(query: Query, document: Document) -> bool:
    """Whether a document does not name a place that the question asks about."""
    places = [place for place in query.places if has_han(place[0]) and place not in document.reading]
    return bool(places) and any(
        place not in fold(f"{document.title}\n{document.reading}") for place in places
    )


def _evidence(concepts: Sequence[Concept], candidate: Candidate, score: float) -> Evidence:
    total = sum(concept.importance for concept in concepts) or 1.0
    return Evidence(
        passage=candidate.passage,
        start=candidate.start,
        end=candidate.sentence.end,
        text=candidate.text,
        coverage=candidate.coverage,
        score=score,
        says=tuple(c.importance * own / total for c, own in zip(concepts, candidate.own, strict=True)),
        copies=candidate.source.hit.copies,
    )
