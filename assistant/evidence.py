"""Which sentences of the hits answer the query, and whether they do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.confidence import NOTHING, Signals, confidence
from assistant.covered import fits
from assistant.records import Evidence, Kind, Query
from assistant.units import units
from assistant.value import VALUED, asks_role, find_values
from corpus.document import BlockKind, Document
from index.coverage import PARTLY, match
from index.passage import Hit, Passage
from index.query import Concept, SearchQuery
from index.searcher import Searcher
from index.segment import bigrams, fold, has_han, simplified

__all__ = ["Selection", "select", "units"]

_PASSAGES = 8  # hits that are read sentence by sentence
_ENCODED = 16  # sentences that are encoded: the best by their words
_NEARBY = 0.5  # how much a word counts that stands in the passage or its headings but not in the sentence
_THIN = 8  # letters and digits below which a sentence says nothing by itself
_DEFINES = re.compile(
    r"(：|:|，|是|为)?(是指|指的是|指|即|是一种|是由|也称|简称)|^[^，。]{2,24}(：|:)|是[^，。]{4,}"
)
_BECAUSE = re.compile(
    r"因为|因此|由于|因而|原因|所以|是因|为了|以便|旨在|助力|从而|以免|以防|是为|受.{1,12}影响|\bbecause\b"
)
_WHY = re.compile(r"为什么|为何|为啥|原因|\bwhy\b", re.I)
_MOST = 0.5  # share of a question that no passage has, so that an unknown name makes it one of another world
_ELSEWHERE = 0.1  # how sure an answer to such a question is at most
_AS_MUCH = 0.5  # share of the best coverage that a sentence must have for its value to count
_NUMBERED = re.compile(
    r"[㐀-鿿]{2}\d+(?![\d年月日.万亿个家])|\d+号|第[一二三四五六七八九十\d]+[届期条章节版次]"
)
_HOW_MANY = re.compile(r"哪([二两三四五六七八九十])")
_SEPARATOR = re.compile(r"[、，,；;]|以及|和|与|及")
_ITEMS = 3  # commas between items that make a sentence a list

_WEIGHTS = {
    "coverage": 1.0,
    "similarity": 0.5,
    "bridged": 0.5,
    "hit": 0.45,
    "value": 0.25,
    "defines": 0.3,
    "explains": 0.1,
    "lists": 0.1,
    "thin": -0.35,
    "asks": -0.5,
    "off": -0.5,
    "on": 0.1,
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Candidate sentences, best first, and how sure it is that the best ones answer, in [0, 1].

    `missing` are the words of the query that the best evidence says nothing of. `is_off`: the best evidence is
    of other years than those that are asked about; confidence is then how sure it is to answer for those.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    missing: tuple[str, ...]
    lacks_value: bool
    signals: Signals = NOTHING
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage that is read: `near` is how much of each concept it has with its headings and title."""

    hit: Hit
    document: Document
    share: float
    heads: str
    near: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may answer: `own` is how much of each concept it has, `words` its score without vectors."""

    source: _Passage
    start: int
    end: int
    text: str
    own: tuple[float, ...]
    coverage: float
    has_value: bool
    fits: bool | None
    words: float

    @property
    def passage(self) -> Passage:
        return self.source.hit.passage


def select(query: Query, search: SearchQuery, hits: Sequence[Hit], searcher: Searcher) -> Selection:
    """Rank the sentences of the best hits as answers to the query."""
    concepts = tuple(c for c in search.concepts if not _is_asked_year(query, c))
    sources = _sources(concepts, hits, searcher)
    candidates = [c for source in sources for c in _candidates(query, concepts, source)]
    if not candidates or not concepts:
        return Selection((), 0.0, tuple(c.text for c in concepts), False)
    candidates.sort(key=lambda c: (-c.words, c.passage.doc_id, c.start))
    cosines = _similarities(query, candidates[:_ENCODED], searcher)
    weight = _WEIGHTS["bridged" if search.is_bridged else "similarity"]
    ranked = sorted(
        (
            (candidate, cosine, candidate.words + weight * cosine)
            for candidate, cosine in zip(candidates, cosines, strict=False)
        ),
        key=lambda row: (-row[2], row[0].passage.doc_id, row[0].start),
    )
    best, cosine, _ = ranked[0]
    near = best.source.near
    lacks_value = query.kind in VALUED and not any(
        c.has_value and _speaks_of_the_same(c, best, concepts) for c in candidates
    )
    lacks_value = lacks_value or _lacks_items(query, candidates, best)
    is_off = best.fits is False
    signals = _signals(query, search.is_bridged, concepts, best, cosine, lacks_value=lacks_value)
    is_elsewhere = signals.absent >= _MOST and any(c.is_name and not c.is_known for c in concepts)
    is_elsewhere = is_elsewhere or _lacks_place(query, best.source.document)
    return Selection(
        evidence=tuple(_evidence(candidate, score) for candidate, _, score in ranked),
        confidence=min(confidence(signals), _ELSEWHERE if is_elsewhere else 1.0),
        missing=tuple(c.text for c, here in zip(concepts, near, strict=True) if here < PARTLY),
        lacks_value=lacks_value,
        signals=signals,
        is_off=is_off,
    )


def _lacks_place(query: Query, document: Document) -> bool:
    """Whether a document does not name a place that the question asks about."""
    places = [place for place in query.places if has_han(place[0]) and place not in document.reading]
    return bool(places) and any(
        place not in fold(f"{document.title}\n{document.reading}") for place in places
    )


def _is_asked_year(query: Query, concept: Concept) -> bool:
    """Whether a word is one of the years asked about: evidence is held against these by `fits`."""
    return any(concept.text in fold(period.text) for period in query.times)


def _sources(concepts: Sequence[Concept], hits: Sequence[Hit], searcher: Searcher) -> list[_Passage]:
    low, high = min((h.score for h in hits), default=0.0), max((h.score for h in hits), default=0.0)
    sources = []
    for hit in hits[:_PASSAGES]:
        document = searcher.documents[hit.passage.doc_id]
        heads = _folded("\n".join([document.title, *hit.passage.section]))
        around = f"{heads}\n{_folded(hit.passage.text)}"
        share = (hit.score - low) / (high - low) if high > low else 1.0
        sources.append(_Passage(hit, document, share, heads, tuple(match(c, around) for c in concepts)))
    return sources


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """The same passages are read again for one question after the other."""
    return fold(text)


def _candidates(query: Query, concepts: Sequence[Concept], source: _Passage) -> Iterator[_Candidate]:
    document, passage = source.document, source.hit.passage
    total = sum(concept.importance for concept in concepts) or 1.0
    for start, end in units(passage, document):
        text = document.reading[start:end]
        folded = _folded(text)
        own = tuple(match(concept, folded) for concept in concepts)
        pairs = zip(concepts, own, source.near, strict=True)
        coverage = sum(c.importance * max(here, _NEARBY * near) for c, here, near in pairs) / total
        has_value = (
            query.kind in VALUED and bool(find_values(query, text)) and _is_about(concepts, source, folded)
        )
        features = {
            "coverage": coverage,
            "hit": source.share,
            "value": has_value,
            "defines": query.kind is Kind.DEFINITION and _defines(query, folded),
            "explains": bool(_WHY.search(query.standalone) and _BECAUSE.search(text)),
            "lists": query.kind is Kind.LIST and text.count("、") >= _ITEMS,
            "thin": _is_thin(passage, document, start, text),
            "asks": text.rstrip("”’」』").endswith(("？", "?")),
        }
        fit = fits(query, text, *_around(source))
        features |= {"off": fit is False, "on": fit is True}
        words = sum(_WEIGHTS[name] * value for name, value in features.items())
        yield _Candidate(source, start, end, text, own, coverage, has_value, fit, words)


def _around(source: _Passage) -> tuple[str, ...]:
    """What tells the years of a sentence that names none: the header of its table, its headings, its title."""
    passage = source.hit.passage
    header = (passage.text.split("\n")[0],) if passage.kind is BlockKind.TABLE else ()
    return (*header, *reversed(passage.section), source.document.title, source.document.date or "")


def _is_thin(passage: Passage, document: Document, start: int, text: str) -> bool:
    """Whether a text says nothing by itself: a headline, a few words, the header of a table."""
    if passage.kind is BlockKind.TABLE and not any(map(str.isdigit, text)):
        return start == passage.start or "\n" in document.reading[start - 1 : start]
    return passage.kind is BlockKind.FRAGMENT or sum(map(str.isalnum, text)) < _THIN


def _evidence(candidate: _Candidate, score: float) -> Evidence:
    return Evidence(
        passage=candidate.passage,
        start=candidate.start,
        end=candidate.end,
        text=candidate.text,
        spans=candidate.source.document.spans(candidate.start, candidate.end),
        coverage=candidate.coverage,
        score=score,
    )


def _signals(
    query: Query,
    is_bridged: bool,
    concepts: Sequence[Concept],
    best: _Candidate,
    cosine: float,
    *,
    lacks_value: bool,
) -> Signals:
    near = best.source.near
    total = sum(c.importance for c in concepts) or 1.0
    own = sum(c.importance * here for c, here in zip(concepts, best.own, strict=True)) / total
    hit = best.source.hit
    has = [here >= PARTLY for here in near]
    is_unnamed = any(c.is_name and not known for c, known in zip(concepts, has, strict=True))
    is_called = query.kind in (Kind.NAME, Kind.PLACE) and not asks_role(query)
    return Signals(
        coverage=best.coverage,
        absent=sum(c.importance for c, known in zip(concepts, has, strict=True) if not known) / total,
        phrase=own if is_bridged else _phrase(query, best.source.heads + _folded(hit.passage.text)),
        similarity=cosine,
        nearness=hit.similarity,
        unnamed=float(is_unnamed or not _has_numbered(query, best)),
        valueless=float(lacks_value and not is_called),
        asks_value=float(query.kind in VALUED),
        bridged=float(is_bridged),
    )


def _phrase(query: Query, folded: str) -> float:
    """Share of the neighbouring characters of what is searched for that a text has."""
    pairs = {p for run in re.findall(r"[㐀-鿿]{2,}", fold(query.content)) for p in bigrams(run)}
    return sum(pair in folded for pair in pairs) / len(pairs) if pairs else 0.0


def _speaks_of_the_same(candidate: _Candidate, best: _Candidate, concepts: Sequence[Concept]) -> bool:
    """Whether a sentence says about as much of the query as the best, and is of its passage, or of another that
    has the rarest thing that the best has."""
    if candidate.coverage < _AS_MUCH * best.coverage:
        return False
    if candidate.passage is best.passage:
        return True
    said = [n for n, here in enumerate(best.own) if here >= PARTLY]
    rarest = max(said, key=lambda n: concepts[n].importance, default=None)
    return rarest is not None and match(concepts[rarest], _folded(candidate.passage.text)) >= PARTLY


def _lacks_items(query: Query, candidates: Sequence[_Candidate], best: _Candidate) -> bool:
    """Whether so many things are asked for (哪五治) and no sentence of the best passage lists as many."""
    asked = _HOW_MANY.search(query.standalone)
    if not asked:
        return False
    least = "一二三四五六七八九十".index(asked[1].replace("两", "二"))
    same = (c for c in candidates if c.passage is best.passage)
    return not any(len(_SEPARATOR.findall(c.text)) >= least for c in same)


def _has_numbered(query: Query, best: _Candidate) -> bool:
    """Whether the best passage has all that the query names by a number: 专栏9, 3号线, 第二届."""
    said = "".join(f"{best.source.heads}{_folded(best.passage.text)}".split())
    return all("".join(m.group().split()) in said for m in _NUMBERED.finditer(fold(query.standalone)))


def _is_about(concepts: Sequence[Concept], source: _Passage, own: str) -> bool:
    """Whether a row of a table can speak of all that the query names: only if the table or its headings do."""
    passage = source.hit.passage
    if passage.kind is not BlockKind.TABLE:
        return True
    said = source.heads + _folded(passage.text.split("\n")[0]) + own
    return all(match(c, said) >= PARTLY for c in concepts if c.is_name and c.is_known)


def _defines(query: Query, folded: str) -> bool:
    """Whether a sentence says what the query's subject is: the subject first, then a word that defines."""
    subject = fold(query.content)
    at = folded.find(subject)
    if at < 0 or at > 40:
        return False
    return bool(_DEFINES.match(folded[at + len(subject) :].lstrip("”’」』》")))


def _similarities(query: Query, candidates: Sequence[_Candidate], searcher: Searcher) -> list[float]:
    texts = [simplified(query.standalone), *(simplified(c.text) for c in candidates)]
    question: npt.NDArray[np.float32] = searcher.encoder.encode(texts[:1], query=True)
    cosines: list[float] = (searcher.encoder.encode(texts[1:]) @ question[0]).tolist()
    return cosines
