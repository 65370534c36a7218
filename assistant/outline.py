"""What a document or a section says, point by point: its headings, or how its paragraphs begin."""

import re
from collections.abc import Sequence

from assistant.cite import Quote
from assistant.records import Evidence
from corpus.document import Block, BlockKind, Document
from index.coverage import match
from index.passage import Passage
from index.query import Concept
from index.searcher import Searcher
from index.segment import fold

_POINTS = 6  # at most
_FEWEST = 2  # points below which an outline says too little
_DOCUMENTS = 3  # of the best evidence, whose headings are looked at
_ABOUT = re.compile(
    r"[^，。？?：:]{2,16}?(?:方面|领域|这块|这部分)(?=.{0,6}(?:规划|内容|安排|措施|打算|部署|举措|工作|做法|规定|概括|怎么))|\b(?:says?|said) (?:on|about) [^?]+|\babout (?:the )?[^?]+\?*$",
    re.I,
)
_NAMED = 0.75  # share of the question that a heading must speak of to be what is asked about
_POINT_CHARS = 80  # of the beginning of a paragraph
_CLAUSE_END = re.compile(r"[，；。！？][”’」』》）]*|\n")


def section_outline(
    question: str, concepts: Sequence[Concept], ranked: Sequence[Evidence], searcher: Searcher
) -> list[Quote]:
    """The points of the section whose heading is on what the question wants to know all about; empty if the
    question does not ask so (X 方面有哪些规划, what does it say about X), or no heading is."""
    asked = _ABOUT.search(fold(question))
    about = [c for c in concepts if asked and c.text in asked.group()]
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


def _covers(concepts: Sequence[Concept], document: Document, heading: Block) -> bool:
    total = sum(c.importance for c in concepts)
    folded = fold(document.reading[heading.start : heading.end])
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


def _quotes(document: Document, spans: Sequence[tuple[int, int]], searcher: Searcher) -> list[Quote]:
    """The stretches as quotes of the passages that hold them."""
    passages = [p for p in searcher.passages if p.doc_id == document.doc_id]
    quotes = []
    for start, end in spans:
        passage = _holding(passages, start, end)
        if passage and any(map(str.isalnum, document.reading[start:end])):
            quotes.append(Quote(passage, start, end))
    return quotes[:_POINTS]


def _holding(passages: Sequence[Passage], start: int, end: int) -> Passage | None:
    return next((p for p in passages if p.start <= start and end <= p.end), None)
