"""Who published a document, when, and under which number, as its file or the catalogue gives it, with the words of the document that say so."""

import re
from collections.abc import Sequence

from assistant.cite import Quote, cite
from assistant.frame import phrase
from assistant.records import Answer, Query
from assistant.understanding.publication import known
from assistant.units import units
from corpus.document import Document
from index.passage import Passage
from index.searcher import Searcher

_HEAD, _TAIL = 1500, 600  # characters of a document that may say how it came out
_YEAR, _MONTH, _DAY = r"{}\s*[年.／/-]", r"\s*0?{}\s*[月.／/-]", r"\s*0?{}(?!\d)"


def published(query: Query, searcher: Searcher) -> Answer | None:
    """What is known of the publication that the query asks about, with the sentence of the document that says it, or
    with how it begins; None if it is not known."""
    document = searcher.documents[query.document]
    value = known(query.publication, document) if query.publication else ""
    passages = searcher.passages_of(document.doc_id)
    if not value or not passages:
        return None
    said = _saying(value, document, passages)
    sentence = said or _sentence(document, passages, passages[0].start)
    citations = cite([sentence], searcher)
    name = f"{query.publication}_{'said' if said else 'noted'}"
    line = phrase(query, name, title=document.title, value=value)
    text = f"{line}\n{' '.join(citations[0].quote.split())} [1]"
    return Answer("answered", text, short=value, citations=tuple(citations))


def _saying(value: str, document: Document, passages: Sequence[Passage]) -> Quote | None:
    """The first sentence at the beginning or the end of a document that has a name or a date."""
    wanted = re.compile(_date_pattern(value) or r"\s*".join(map(re.escape, value)))
    ends = len(document.reading) - _TAIL
    found = (m for m in wanted.finditer(document.reading) if m.start() < _HEAD or m.start() >= ends)
    places = (m.start() for m in found if any(p.start <= m.start() and m.end() <= p.end for p in passages))
    at = next(places, -1)
    return _sentence(document, passages, at) if at >= 0 else None


def _date_pattern(value: str) -> str:
    """The ways to write a date that is given as 2021-12-27 or a beginning of it; empty for what is no date."""
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", value):
        return ""
    parts = [str(int(part)) for part in value.split("-")]
    return "".join(shape.format(part) for shape, part in zip((_YEAR, _MONTH, _DAY), parts, strict=False))


def _sentence(document: Document, passages: Sequence[Passage], at: int) -> Quote:
    """The sentence that has this character; all of its passage where none has."""
    passage = next(p for p in passages if p.start <= at < p.end)
    start, end = next(
        ((a, b) for a, b in units(passage, document) if a <= at < b), (passage.start, passage.end)
    )
    return Quote(passage, start, end)
