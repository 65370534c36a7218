"""The sentences of a passage as candidates to answer a question, and what speaks for each of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.covered import fits
from assistant.enumeration import enumeration_of, is_item, opens
from assistant.records import Kind, Query
from assistant.relevance import score
from assistant.units import units
from assistant.value import VALUED, beside_question_word, find_values
from corpus.document import BlockKind, Document
from index.coverage import PARTLY, match
from index.passage import Hit, Passage
from index.query import Concept
from index.searcher import Searcher
from index.segment import bigrams, fold

_PASSAGES = 8  # hits that are read sentence by sentence
_NEARBY = 0.5  # how much a word counts that stands in the passage or its headings but not in the sentence
_THIN = 8  # letters and digits below which a sentence says nothing by itself
_LONG = 120  # characters from which a sentence is as long as can be
_DEFINES = re.compile(
    r"(：|:|，|是|为)?(是指|指的是|指|即|是一种|是由|也称|简称)|^[^，。]{2,24}(：|:)|是[^，。]{4,}"
)
_BECAUSE = re.compile(
    r"因为|因此|由于|因而|原因|所以|是因|为了|以便|旨在|助力|从而|以免|以防|是为|受.{1,12}影响|\bbecause\b"
)
_WHY = re.compile(r"为什么|为何|为啥|原因|\bwhy\b", re.I)
_SEPARATOR = re.compile(r"[、，,；;]|以及|和|与|及")
_MANY = 6  # separators from which a sentence lists as much as can be


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that is read: `near` is how much of each concept it has with its headings and title.

    `share` in [0, 1] is where its score stands between the least and the greatest of the hits.
    """

    hit: Hit
    document: Document
    share: float
    heads: str
    near: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: `own` is how much of each concept it has, `words` its score by
    `features`, those of `relevance` that need no encoder.

    `coverage` in [0, 1] is the share of the query's importance that it accounts for, its passage half as much.
    `has_value`: it holds what is asked for; `fits`: it is of a year that is asked about, None if none is.
    `before` is it with what opens the list that it is an item of, or with the sentence before it in its passage.
    """

    source: ReadPassage
    start: int
    end: int
    text: str
    before: str
    own: tuple[float, ...]
    coverage: float
    has_value: bool
    fits: bool | None
    features: Mapping[str, float]
    words: float

    @property
    def passage(self) -> Passage:
        return self.source.hit.passage


def read_passages(concepts: Sequence[Concept], hits: Sequence[Hit], searcher: Searcher) -> list[ReadPassage]:
    """The best of the hits' passages with what they have of the concepts."""
    low, high = min((h.score for h in hits), default=0.0), max((h.score for h in hits), default=0.0)
    read = []
    for hit in hits[:_PASSAGES]:
        document = searcher.documents[hit.passage.doc_id]
        heads = folded_once("\n".join([document.title, *hit.passage.section]))
        around = f"{heads}\n{folded_once(hit.passage.text)}"
        share = (hit.score - low) / (high - low) if high > low else 1.0
        read.append(ReadPassage(hit, document, share, heads, tuple(match(c, around) for c in concepts)))
    return read


@lru_cache(maxsize=4096)
def folded_once(text: str) -> str:
    """The text folded. The same passages are read again for one question after the other."""
    return fold(text)


def candidates(query: Query, concepts: Sequence[Concept], source: ReadPassage) -> Iterator[Candidate]:
    """What can be quoted of a passage, in its order."""
    document, passage = source.document, source.hit.passage
    spans = list(units(passage, document))
    texts = [document.reading[start:end] for start, end in spans]
    rows = [_matched(concepts, text) for text in texts]
    of_passage = _passage_features(concepts, source)
    beside = beside_question_word(query.standalone, concepts)
    importances = [concept.importance for concept in concepts]
    for n, ((start, end), text, own) in enumerate(zip(spans, texts, rows, strict=True)):
        opener = _opener(document, start, end, text)
        neighbours = [*rows[max(n - 1, 0) : n + 2], *([_matched(concepts, opener)] if opener else [])]
        around = [max(column) for column in zip(*neighbours, strict=True)]
        said = _share(importances, own)
        has_value = _has_value(query, concepts, source, text)
        fit = fits(query, text, *_around(source))
        features = of_passage | {
            "said": said,
            "beside": _share(importances, around),
            "asked": next((m for c, m in zip(concepts, own, strict=True) if c.text == beside), said),
            "pairs": _pairs(query, folded_once(text), otherwise=said),
            "value": has_value and query.kind in VALUED,
            "instance": has_value and query.kind not in VALUED,
            "defines": query.kind is Kind.DEFINITION and defines(query, folded_once(text)),
            "because": _asks_why(query) and bool(_BECAUSE.search(text)),
            "items": _items(query, text),
            "length": min(len(text), _LONG) / _LONG,
            "fragment": passage.kind is BlockKind.FRAGMENT and not is_item(text),
            "thin": _is_thin(passage, document, start, text),
            "opens": opens(text) and not (_lists(query) and enumeration_of(document, start, end)),
            "asks": text.rstrip("”’」』").endswith(("？", "?")),
            "off": fit is False,
            "on": fit is True,
        }
        coverage = _share(importances, [max(a, _NEARBY * b) for a, b in zip(own, source.near, strict=True)])
        before = f"{opener or (texts[n - 1] if n else '')}{text}"
        yield Candidate(
            source, start, end, text, before, own, coverage, has_value, fit, features, score(features)
        )


def _matched(concepts: Sequence[Concept], text: str) -> tuple[float, ...]:
    folded = folded_once(text)
    return tuple(match(concept, folded) for concept in concepts)


def _opener(document: Document, start: int, end: int, text: str) -> str:
    """What opens the list that a sentence is an item of; empty if it is none."""
    found = enumeration_of(document, start, end) if is_item(text) else None
    return document.reading[slice(*found.lead)] if found and found.items else ""


def separators(text: str) -> int:
    """How many marks and words a text has that stand between the items of a list."""
    return len(_SEPARATOR.findall(text))


def _share(importances: Sequence[float], matched: Sequence[float]) -> float:
    """Share of the importance of concepts that is matched, in [0, 1]; 0 without any."""
    total = sum(importances)
    return sum(i * m for i, m in zip(importances, matched, strict=True)) / total if total else 0.0


def _passage_features(concepts: Sequence[Concept], source: ReadPassage) -> dict[str, float]:
    nearby = _share([c.importance for c in concepts], source.near)
    names = [(c.importance, near) for c, near in zip(concepts, source.near, strict=True) if c.is_name]
    called = _share(*zip(*names, strict=True)) if names else nearby
    return {"rank": source.share, "nearby": nearby, "called": called}


def _has_value(query: Query, concepts: Sequence[Concept], source: ReadPassage, text: str) -> bool:
    return bool(find_values(query, text)) and _is_about(concepts, source, folded_once(text))


def _is_about(concepts: Sequence[Concept], source: ReadPassage, own: str) -> bool:
    """Whether a row of a table can speak of all that the query names: only if the table or its headings do."""
    passage = source.hit.passage
    if passage.kind is not BlockKind.TABLE:
        return True
    said = source.heads + folded_once(passage.text.split("\n")[0]) + own
    return all(match(c, said) >= PARTLY for c in concepts if c.is_name and c.is_known)


def _pairs(query: Query, folded: str, *, otherwise: float) -> float:
    pairs = _pairs_of(query.content)
    return sum(pair in folded for pair in pairs) / len(pairs) if pairs else otherwise


@lru_cache(maxsize=64)
def _pairs_of(content: str) -> frozenset[str]:
    return frozenset(pair for run in re.findall(r"[㐀-鿿]{2,}", fold(content)) for pair in bigrams(run))


def _asks_why(query: Query) -> bool:
    return query.kind is Kind.REASON or bool(_WHY.search(query.standalone))


def _items(query: Query, text: str) -> float:
    return min(separators(text), _MANY) / _MANY if query.kind is Kind.LIST else 0.0


def _around(source: ReadPassage) -> tuple[str, ...]:
    """What tells the years of a sentence that names none: the header of its table, its headings, its title."""
    passage = source.hit.passage
    header = (passage.text.split("\n")[0],) if passage.kind is BlockKind.TABLE else ()
    return (*header, *reversed(passage.section), source.document.title, source.document.date or "")


def _is_thin(passage: Passage, document: Document, start: int, text: str) -> bool:
    """Whether a text says nothing by itself: a few words, the header of a table."""
    if passage.kind is BlockKind.TABLE and not any(map(str.isdigit, text)):
        return start == passage.start or "\n" in document.reading[start - 1 : start]
    return sum(map(str.isalnum, text)) < _THIN


def _lists(query: Query) -> bool:
    """Whether the items of a list may be what is asked for."""
    return query.kind in (Kind.LIST, Kind.TOPIC, Kind.REASON)


def defines(query: Query, folded: str) -> bool:
    """Whether a sentence says what the query's subject is: the subject first, then a word that defines."""
    subject = fold(query.content)
    at = folded.find(subject)
    if at < 0 or at > 40:
        return False
    return bool(_DEFINES.match(folded[at + len(subject) :].lstrip("”’」』》")))
