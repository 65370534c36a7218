"""What a document, a section or a list says, point by point: its headings, its items, or how its paragraphs begin."""

import re
from collections.abc import Sequence

from assistant.cite import Quote
from assistant.enumeration import Enumeration, enumeration_of
from assistant.records import Evidence, Kind, Query
from corpus.document import Block, BlockKind, Document
from index.coverage import match
from index.passage import Passage
from index.query import Concept
from index.searcher import Searcher
from index.segment import fold, folded_once

_POINTS = 6  # at most
_FEWEST = 2  # points below which an outline says too little
_DOCUMENTS = 3  # of the best evidence, whose headings are looked at
_ABOUT = re.compile(
    r"[^，。？?：:]{2,16}?(?:方面|领域|这块|这部分)(?=.{0,6}(?:规划|内容|安排|措施|打算|部署|举措|工作|做法|规定|概括|怎么))|\b(?:says?|said) (?:on|about) [^?]+|\babout (?:the )?[^?]+\?*$",
    re.I,
)
_OF_DOCUMENT = re.compile(
    r"(?:规划|计划|方案|纲要|报告|条例|文件)的?(?:主要|总体|具体|发展|工作|基本|指导)*(目标|任务|原则|思想|要求|背景|挑战|机遇|重点|措施|保障)(?:是什么|有哪些|是哪些|包括哪些|包括什么|有什么)"
    r"|\b(goals?|aims?|objectives?|targets?|tasks?|principles?|challenges?|opportunities|measures?|background) (?:of|in) (?:the |this )(?:\w+ )?(?:plan|report|programme|program|document)\b",
    re.I,
)
"""Asks for a part of a document that a heading may name."""
_NAMED = 0.75  # share of the question that a heading must speak of to be what is asked about
_POINT_CHARS = 80  # of the beginning of a paragraph
_WHOLE = frozenset({Kind.LIST, Kind.TOPIC, Kind.REASON})
"""Kinds of question that all items of a list answer; of others only the items that say what is asked."""
_ITEMS = 12  # quoted at most
_LIST_CHARS = 700  # of items that are quoted at most
_AS_LIKELY = 0.25  # how likely a list must be to answer, as a share of how likely the best sentence is
_MATCHING = 2  # items that are quoted at most where not all are
_CLAUSE_END = re.compile(r"[，；。！？][”’」』》）]*|\n")


def section_outline(
    question: str, concepts: Sequence[Concept], ranked: Sequence[Evidence], searcher: Searcher
) -> list[Quote]:
    """The points of the section whose heading is on what the question wants to know all about; empty if the
    question does not ask so (X 方面有哪些规划, what does it say about X), or no heading is."""
    folded = fold(question)
    asked = _OF_DOCUMENT.search(folded) or _ABOUT.search(folded)
    named = asked.group(asked.lastindex or 0) if asked else ""
    about = [c for c in concepts if c.text in named]
    if not about:
        return []
    for doc_id in list(dict.fromkeys(e.passage.doc_id for e in ranked))[:_DOCUMENTS]:
        document = searcher.documents[doc_id]
        headings = [b for b in document.blocks if b.kind is BlockKind.HEADING and _covers(about, document, b)]
        for heading in sorted(headings, key=lambda b: (b.level, b.end - b.start, b.start)):
            text = document.reading[heading.start : heading.end]
            points = _points(document, (*heading.section, text), searcher)
            if len(points) >= _FEWEST:
                return points
    return []


def document_outline(doc_id: str, searcher: Searcher) -> list[Quote]:
    """The outermost headings of a document, or how its first paragraphs begin; empty for an unknown document."""
    document = searcher.documents.get(doc_id)
    if document is None:
        return []
    levels = sorted({block.level for block in document.blocks if block.level})
    for level in levels:
        headings = [b for b in document.blocks if b.level == level]
        if len(headings) >= _FEWEST:
            return _quotes(document, [(b.start, b.end) for b in headings], searcher)
    paragraphs = [b for b in document.blocks if b.kind is BlockKind.PARAGRAPH]
    return _quotes(document, [_beginning(document, b) for b in paragraphs], searcher)


def with_lists(
    query: Query, chosen: Sequence[Evidence], ranked: Sequence[Evidence], searcher: Searcher
) -> list[Quote]:
    """The chosen sentences with what they need of the lists that they open or are an item of; empty if they need
    nothing: what opens a list says nothing without its items, and an item little without what opens it."""
    lists = [
        (e, found)
        for e in chosen
        if (found := enumeration_of(searcher.documents[e.passage.doc_id], e.start, e.end))
    ]
    whole = [
        (e, found)
        for e, found in lists
        if found.items
        and (e.coverage >= chosen[0].coverage or e.score >= _AS_LIKELY * chosen[0].score)
        and _is_whole_wanted(query, e, found)
    ]
    if whole:
        evidence, found = max(whole, key=lambda each: each[0].coverage)
        document = searcher.documents[evidence.passage.doc_id]
        return _quotes(document, [found.lead, *_first(found.items)], searcher, most=_ITEMS + 1)
    quotes: list[Quote] = []
    for evidence in chosen:
        found = next((found for e, found in lists if e is evidence), None)
        document = searcher.documents[evidence.passage.doc_id]
        spans = _needed(query, evidence, found, ranked) if found else []
        new = (q for q in _quotes(document, spans, searcher) if q not in quotes)
        quotes += new if spans else [_quote(evidence)]
    return quotes if [(q.start, q.end) for q in quotes] != [(e.start, e.end) for e in chosen] else []


def _is_whole_wanted(query: Query, evidence: Evidence, found: Enumeration) -> bool:
    """Whether all of a list answers: where a list is asked for, or how and what, and its lead says that it is that."""
    return query.kind is Kind.LIST or (query.kind in _WHOLE and _is_lead(evidence, found))


def _is_lead(evidence: Evidence, found: Enumeration) -> bool:
    return found.lead[0] <= evidence.start and evidence.end <= found.lead[1]


def _needed(
    query: Query, evidence: Evidence, found: Enumeration, ranked: Sequence[Evidence]
) -> list[tuple[int, int]]:
    """What is quoted of a list with a sentence of it, the sentence among it; empty if it stands alone."""
    if not found.items:
        return [found.lead] if query.kind is Kind.LIST else []
    if query.kind is Kind.LIST:
        return [found.lead, *_first(found.items)]
    if _is_lead(evidence, found):
        return [found.lead, *_said(found, ranked)]
    return [found.lead, (evidence.start, evidence.end)]


def _first(items: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first items of a list, as many as are quoted at most."""
    kept: list[tuple[int, int]] = []
    for start, end in items[:_ITEMS]:
        if sum(b - a for a, b in kept) + end - start <= _LIST_CHARS:
            kept.append((start, end))
    return kept


def _said(found: Enumeration, ranked: Sequence[Evidence]) -> list[tuple[int, int]]:
    """The items of a list that are ranked best, or the first."""
    spans = [(e.start, e.end) for e in ranked]
    return ([item for item in spans if item in found.items] or list(found.items))[:_MATCHING]


def _quote(evidence: Evidence) -> Quote:
    return Quote(evidence.passage, evidence.start, evidence.end)


def _covers(concepts: Sequence[Concept], document: Document, heading: Block) -> bool:
    total = sum(c.importance for c in concepts)
    folded = folded_once(document.reading[heading.start : heading.end])
    return total > 0 and sum(c.importance * match(c, folded) for c in concepts) >= _NAMED * total


def _points(document: Document, section: tuple[str, ...], searcher: Searcher) -> list[Quote]:
    """The headings right below a section, or, where it has none, how its paragraphs begin."""
    inside = [b for b in document.blocks if b.section[: len(section)] == section]
    paragraphs = [b for b in inside if b.kind is BlockKind.PARAGRAPH]
    return _quotes(document, [_beginning(document, b) for b in paragraphs], searcher)


def _beginning(document: Document, block: Block) -> tuple[int, int]:
    """The clauses that a block begins with, as far as a point is long; one clause at least."""
    text = document.reading[block.start : block.end]
    ends = [m.end() for m in _CLAUSE_END.finditer(text)] or [len(text)]
    end = max((e for e in ends if e <= _POINT_CHARS and _is_whole(text[:e])), default=ends[-1])
    piece = text[:end]
    start = len(piece) - len(piece.lstrip())
    return block.start + start, block.start + len(piece.rstrip())


def _is_whole(piece: str) -> bool:
    return all(piece.count(a) == piece.count(b) for a, b in ("“”", "《》", "（）", "()"))


def _quotes(
    document: Document, spans: Sequence[tuple[int, int]], searcher: Searcher, *, most: int = _POINTS
) -> list[Quote]:
    """The stretches as quotes of the passages that hold them."""
    passages = searcher.passages_of(document.doc_id)
    quotes = []
    for start, end in spans:
        passage = _holding(passages, start, end)
        if passage and any(map(str.isalnum, document.reading[start:end])):
            quotes.append(Quote(passage, start, end))
    return quotes[:most]


def _holding(passages: Sequence[Passage], start: int, end: int) -> Passage | None:
    return next((p for p in passages if p.start <= start and end <= p.end), None)
