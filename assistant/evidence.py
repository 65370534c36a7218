"""Which sentences of the hits answer the query, and whether they do."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.records import Evidence, Kind, Query
from assistant.value import find_values
from corpus.document import BlockKind, Document
from corpus.sentence import split_clauses, split_sentences
from index.coverage import PARTLY, match
from index.passage import Hit, Passage
from index.query import Concept, SearchQuery
from index.searcher import Searcher
from index.segment import fold, simplified

_PASSAGES = 8  # hits that are read sentence by sentence
_LONG_SENTENCE = 160  # characters from which the parts between semicolons are evidence of their own
_NEARBY = 0.5  # how much a word counts that stands in the passage or its headings but not in the sentence
_DEFINES = re.compile(
    r"(：|:|，|是|为)?(是指|指的是|指|即|是一种|是由|也称|简称)|^[^，。]{2,24}(：|:)|是[^，。]{4,}"
)

_WEIGHTS = {
    "coverage": 1.0,
    "similarity": 0.5,
    "hit": 0.45,
    "value": 0.25,
    "defines": 0.3,
    "fragment": -0.35,
    "asks": -0.5,
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Candidate sentences, best first, and how sure it is that the best ones answer, in [0, 1].

    `missing` are the words of the query that the best evidence says nothing of.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    missing: tuple[str, ...]
    lacks_value: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: Passage
    start: int
    end: int
    hit_share: float


def select(query: Query, search: SearchQuery, hits: Sequence[Hit], searcher: Searcher) -> Selection:
    """Rank the sentences of the best hits as answers to the query."""
    candidates = [c for hit in hits[:_PASSAGES] for c in _candidates(hit, hits, searcher)]
    if not candidates or not search.concepts:
        return Selection((), 0.0, tuple(c.text for c in search.concepts), False)
    similarity = _similarities(query, candidates, searcher)
    concepts = search.concepts
    total = sum(concept.importance for concept in concepts) or 1.0
    scored = []
    for candidate, cosine in zip(candidates, similarity, strict=True):
        document = searcher.documents[candidate.passage.doc_id]
        text = document.reading[candidate.start : candidate.end]
        own = fold(text)
        around = fold("\n".join([document.title, *candidate.passage.section, candidate.passage.text]))
        matches = [(concept, match(concept, own), match(concept, around)) for concept in concepts]
        coverage = sum(c.importance * max(here, _NEARBY * near) for c, here, near in matches) / total
        features = {
            "coverage": coverage,
            "similarity": float(cosine),
            "hit": candidate.hit_share,
            "value": float(bool(find_values(query, text)) and _is_about(concepts, candidate, own, document)),
            "defines": float(query.kind is Kind.DEFINITION and _defines(query, own)),
            "fragment": float(candidate.passage.kind is BlockKind.FRAGMENT),
            "asks": float(text.rstrip("”’」』").endswith(("？", "?"))),
        }
        score = sum(_WEIGHTS[name] * value for name, value in features.items())
        evidence = Evidence(
            passage=candidate.passage,
            start=candidate.start,
            end=candidate.end,
            text=text,
            spans=document.spans(candidate.start, candidate.end),
            coverage=coverage,
            score=score,
        )
        missing = tuple(c.text for c, _, near in matches if near < PARTLY)
        absent = sum(c.importance for c, _, near in matches if near < PARTLY) / total
        unnamed = sum(c.is_name and c.is_known and near < PARTLY for c, _, near in matches)
        scored.append((evidence, missing, absent, unnamed, features))
    scored.sort(key=lambda row: (-row[0].score, row[0].passage.doc_id, row[0].start))
    best, missing, absent, unnamed, _ = scored[0]
    lacks_value = query.kind in (Kind.QUANTITY, Kind.DATE) and not any(
        features["value"] and _speaks_of_the_same(row, best, concepts) for row, *_, features in scored
    )
    return Selection(
        evidence=tuple(row[0] for row in scored),
        confidence=confidence(
            coverage=best.coverage,
            absent=absent,
            lacks_value=lacks_value,
            asks_value=query.kind in (Kind.QUANTITY, Kind.DATE, Kind.NAME),
            missing_names=unnamed + sum(c.is_name and not c.is_known for c in concepts),
            unknown_words=sum(c.rarity for c in concepts if not c.is_known),
        ),
        missing=missing,
        lacks_value=lacks_value,
    )


def confidence(
    *,
    coverage: float,
    absent: float,
    lacks_value: bool,
    asks_value: bool,
    missing_names: int,
    unknown_words: float,
) -> float:
    """How sure it is that the evidence answers, in [0, 1]: logistic in what the best evidence lacks.

    `coverage`: share of the query's importance that the best sentence accounts for; `absent`: share that
    even its passage has nothing of; `missing_names`: names of the query that its passage, headings and title
    do not have; `unknown_words` (weighted by rarity): words of the query that the corpus does not have. The
    weights stand between two fits (docs/experiments.md).
    """
    logit = (
        0.5
        + 3.5 * coverage
        - 2.0 * absent
        - 2.6 * lacks_value
        - 0.7 * asks_value
        - 0.8 * min(missing_names, 1)
        - 0.5 * unknown_words
    )
    return 1 / (1 + math.exp(-logit))


def _speaks_of_the_same(evidence: Evidence, best: Evidence, concepts: Sequence[Concept]) -> bool:
    """Whether evidence is of the best passage, or of another that has the rarest thing that the best has."""
    if evidence.passage is best.passage:
        return True
    said = [c for c in concepts if match(c, fold(best.text)) >= PARTLY]
    rarest = max(said, key=lambda c: c.importance, default=None)
    return rarest is not None and match(rarest, fold(evidence.passage.text)) >= PARTLY


def _is_about(concepts: Sequence[Concept], candidate: _Candidate, own: str, document: Document) -> bool:
    """Whether a row of a table can speak of all that the query names: only if the table or its headings do."""
    if candidate.passage.kind is not BlockKind.TABLE:
        return True
    header = candidate.passage.text.split("\n")[0]
    said = fold("\n".join([document.title, *candidate.passage.section, header])) + own
    return all(match(c, said) >= PARTLY for c in concepts if c.is_name and c.is_known)


def _defines(query: Query, folded: str) -> bool:
    """Whether a sentence says what the query's subject is: the subject first, then a word that defines."""
    subject = fold(query.content)
    at = folded.find(subject)
    if at < 0 or at > 40:
        return False
    return bool(_DEFINES.match(folded[at + len(subject) :].lstrip("”’」』》")))


def _candidates(hit: Hit, hits: Sequence[Hit], searcher: Searcher) -> Iterator[_Candidate]:
    document = searcher.documents[hit.passage.doc_id]
    low, high = min(h.score for h in hits), max(h.score for h in hits)
    share = (hit.score - low) / (high - low) if high > low else 1.0
    for start, end in units(hit.passage, document):
        yield _Candidate(hit.passage, start, end, share)


def units(passage: Passage, document: Document) -> Iterator[tuple[int, int]]:
    """`[start, end)` in the reading text of what can be quoted from a passage: sentences, rows, headlines.

    Headings are left out, and so is white space around a unit.
    """
    for block in document.blocks:
        if block.end <= passage.start or block.start >= passage.end or block.kind is BlockKind.HEADING:
            continue
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        text = document.reading[start:end]
        pieces = _rows(text) if block.kind is BlockKind.TABLE else _parts(text)
        for piece_start, piece_end in pieces:
            piece = text[piece_start:piece_end]
            first = start + piece_start + len(piece) - len(piece.lstrip())
            last = start + piece_end - (len(piece) - len(piece.rstrip()))
            if any(char.isalnum() for char in document.reading[first:last]):
                yield first, last


def _parts(text: str) -> Iterator[tuple[int, int]]:
    for start, end in split_sentences(text):
        if end - start <= _LONG_SENTENCE:
            yield start, end
            continue
        for clause_start, clause_end in split_clauses(text[start:end]):
            yield start + clause_start, start + clause_end


def _rows(text: str) -> Iterator[tuple[int, int]]:
    for row in re.finditer(r"[^\n]+", text):
        yield row.span()


def _similarities(
    query: Query, candidates: Sequence[_Candidate], searcher: Searcher
) -> npt.NDArray[np.float32]:
    texts = [searcher.documents[c.passage.doc_id].reading[c.start : c.end] for c in candidates]
    question = searcher.encoder.encode([simplified(query.standalone)], query=True)
    vectors = searcher.encoder.encode([simplified(text) for text in texts])
    similarities: npt.NDArray[np.float32] = vectors @ question[0]
    return similarities
