"""What a document, a section or a list says, point by point: its headings, its items, or how its paragraphs begin."""

import re
from collections.abc import Iterator, Sequence

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
_ASKED_NOUN = re.compile(
    r"(?:哪些|哪几[个条项点]|什么)(?:方面的)?([^，。？?：:的]{2,10})[？?。]*$"
    r"|([^，。？?：:的有]{2,12}?)(?:主要|具体|都|分别)*(?:有|包括|包含|是|为)(?:哪些|哪几[个条项点](?:方面)?|什么|啥)呢?[？?。]*$"
    r"|(?:如何|怎样|怎么)([^，。？?：:]{4,20})[？?。]*$|的([^，。？?：:的]{2,10})[？?。]*$"
    r"|\b(?:what|which)(?: (?:are|were|is|was|the|its|their|main|major|key|some|of))*((?: [a-z-]+){1,2})",
    re.I,
)
"""What a question for things of a kind asks for: the noun beside its question word."""
_HAVING = frozenset(
    "面临 存在 取得 具有 具备 遵循 坚持 包括 包含 提出 确定 明确 face have has include set plan".split()
)
"""Verbs that only ask what there is: no heading has them."""
_LIGHT = re.compile(r"主要|重要|重大|总体|基本|具体|有关|相关|\W")
"""What of a heading need not be asked for."""
_NUMBERED = re.compile(
    r"^\s*(?:第?[\d一二三四五六七八九十百]+[章节条部分]*[、.．\s]|[（(][\d一二三四五六七八九十]+[)）])\s*"
)
_OF_HEADING = 0.7  # share of a heading that the question must speak of for it to be what is asked for
_OF_BROAD_HEADING = 0.4  # the same where the question asks how and the headings below say it
_TELLING = 8  # letters of a heading from which it says something by itself
_FEWEST = 2  # points below which an outline says too little
_DOCUMENTS = 3  # of the best evidence, whose headings are looked at
_ABOUT = re.compile(
    r"[^，。？?：:]{2,16}?(?:方面|领域|这块|这部分)(?=.{0,6}(?:规划|内容|安排|措施|打算|部署|举措|工作|做法|规定|概括|怎么))|\b(?:says?|said) (?:on|about) [^?]+|\babout (?:the )?[^?]+\?*$",
    re.I,
)
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


def section_asked(
    query: Query, concepts: Sequence[Concept], ranked: Sequence[Evidence], searcher: Searcher
) -> list[Quote]:
    """The points of the section that has what is asked for as its heading (面临哪些挑战 under 主要挑战); empty without one."""
    noun = _ASKED_NOUN.search(fold(query.standalone))
    named = next(filter(None, noun.groups()), "") if noun else ""
    is_how = query.kind is Kind.REASON
    concepts = [c for c in concepts if c.text not in _HAVING]
    about = [c for c in concepts if c.text in named]
    if not about:
        return []
    for doc_id in list(dict.fromkeys(e.passage.doc_id for e in ranked))[:_DOCUMENTS]:
        document = searcher.documents[doc_id]
        headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
        asked = [(_share_asked(concepts, about, document, b), b) for b in headings]
        for share, heading in sorted(asked, key=lambda each: (-each[0], each[1].start)):
            section = (*heading.section, document.reading[heading.start : heading.end])
            points = _headings(document, section, searcher) if share >= _OF_BROAD_HEADING and is_how else []
            if share >= _OF_HEADING:
                points = _headings(document, section, searcher) or _points(document, section, searcher)
            if len(points) >= _FEWEST:
                return points
    return []


def _share_asked(
    concepts: Sequence[Concept], about: Sequence[Concept], document: Document, heading: Block
) -> float:
    """How much of a heading the question speaks of, in [0, 1]; 0 if it is not what is asked for, or of something else."""
    text = _NUMBERED.sub("", fold(document.reading[heading.start : heading.end]))
    if any(match(c, text) < _NAMED for c in about):
        return 0.0
    above = "\n".join((fold("\n".join((document.title, *heading.section))), text))
    total = sum(c.importance for c in concepts)
    if sum(c.importance * match(c, above) for c in concepts) < _NAMED * total:
        return 0.0
    forms = (re.escape(a.form) for c in concepts for a in c.alternatives)
    spoken = {
        n for form in (*forms, _LIGHT.pattern) for m in re.finditer(form, text) for n in range(*m.span())
    }
    return len(spoken) / len(text)


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
    """How the paragraphs of a section begin, those right below its heading if they are several."""
    inside = [b for b in document.blocks if b.section[: len(section)] == section]
    paragraphs = [b for b in inside if b.kind is BlockKind.PARAGRAPH]
    right_below = [b for b in paragraphs if b.section == section]
    chosen = right_below if len(right_below) >= _FEWEST else paragraphs
    return _quotes(document, [_beginning(document, b) for b in chosen], searcher)


def _headings(document: Document, section: tuple[str, ...], searcher: Searcher) -> list[Quote]:
    """The headings right below a section if they say something by themselves; else empty."""
    below = [b for b in document.blocks if b.kind is BlockKind.HEADING and b.section == section]
    is_telling = all(b.end - b.start >= _TELLING for b in below)
    return (
        _quotes(document, [(b.start, b.end) for b in below], searcher)
        if is_telling and len(below) >= _FEWEST
        else []
    )


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
    quotes = [quote for start, end in spans for quote in _held(document, passages, start, end)]
    return quotes[:most]


def _held(document: Document, passages: Sequence[Passage], start: int, end: int) -> Iterator[Quote]:
    """A stretch as a quote of the passage that holds it, or, where none does, of each that holds a part."""
    whole = next((p for p in passages if p.start <= start and end <= p.end), None)
    for passage in [whole] if whole else [p for p in passages if p.start < end and start < p.end]:
        first, last = max(start, passage.start), min(end, passage.end)
        if any(map(str.isalnum, document.reading[first:last])):
            yield Quote(passage, first, last)
