"""From evidence to an answer: which sentences to quote, in what order, and the short answer among them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.cell import cell_asked
from assistant.choice import choose
from assistant.cite import Quote, cite
from assistant.comparison import side_by_side
from assistant.contradiction import contrary
from assistant.evidence import Selection
from assistant.frame import lead, phrase, source_line
from assistant.outline import document_outline, section_outline, with_lists
from assistant.records import Answer, Citation, Evidence, Kind, Query
from assistant.settings import AnswerSettings
from assistant.silence import not_found, not_of_that_time
from assistant.trim import trimmed
from assistant.value import VALUED, role_of_person, short_answer
from assistant.verdict import verdict
from corpus.document import BlockKind
from index.coverage import coverage
from index.query import Concept, SearchQuery
from index.searcher import Searcher
from index.segment import fold

_SEVERAL = re.compile(r"分别|各(?=[是有为在占]|自)|\brespectively\b|\beach\b", re.I)
"""Asks for more than one value: none of them is the short answer."""
_BROAD = frozenset({Kind.TOPIC, Kind.LIST, Kind.REASON})
_SAME_THING = 0.6  # share of the question that a sentence of another year must speak of to be shown
_SURE = 0.5  # share of the question that a quote and its passage must speak of, on the mean, for its value to count


@dataclass(frozen=True, slots=True)
class _Line:
    """A quotation, and what stands above it: whose side it is of, or where it is from."""

    quote: Quote
    above: str = ""


def compose(
    query: Query, search: SearchQuery, selection: Selection, searcher: Searcher, settings: AnswerSettings
) -> tuple[Answer, tuple[Evidence, ...]]:
    """The answer and the evidence it quotes, or an honest "not found" with the reason.

    Where documents speak only of other years than were asked about, "not found" quotes what they say of those.
    """
    if query.document and (quotes := document_outline(query.document, searcher)):
        return _answer(query, search.concepts, [_Line(quote) for quote in quotes], searcher), ()
    if not selection.evidence or selection.confidence < settings.min_confidence:
        return not_found(query, search.concepts, selection), ()
    if selection.is_off and selection.evidence[0].coverage < _SAME_THING:
        return not_found(query, search.concepts, selection), ()
    if selection.is_off:
        return not_of_that_time(query, selection.evidence[0], searcher), selection.evidence[:1]
    chosen, lines = _lines(query, search.concepts, selection, searcher, settings)
    if not lines:
        return not_found(query, search.concepts, selection), ()
    return _answer(query, search.concepts, lines, searcher), tuple(chosen)


def _lines(
    query: Query,
    concepts: Sequence[Concept],
    selection: Selection,
    searcher: Searcher,
    settings: AnswerSettings,
) -> tuple[list[Evidence], list[_Line]]:
    """The evidence that is quoted, and its quotations in their order."""
    ranked = selection.evidence
    if query.kind is Kind.COMPARISON and (both := side_by_side(query, concepts, ranked)):
        return [e for _, e in both], [_Line(_quote(e), f"{name}：") for name, e in both]
    if query.kind in _BROAD and (points := section_outline(query.standalone, concepts, ranked, searcher)):
        return [], [_Line(quote) for quote in points]
    chosen = choose(query, ranked, settings)
    if chosen and (other := contrary(query, concepts, chosen[0], ranked)):
        chosen = [chosen[0], other]
        return chosen, [
            _Line(_quote(e), phrase(query, "contradictory") if n == 0 else "") for n, e in enumerate(chosen)
        ]
    if quotes := with_lists(query, chosen, ranked, searcher):
        return chosen, [_Line(quote) for quote in quotes]
    if len(chosen) == 1 and query.kind in VALUED and not _SEVERAL.search(query.standalone):
        return chosen, [_Line(_trimmed(query, chosen[0], concepts))]
    return chosen, [_Line(quote) for quote in _join(chosen, searcher)]


def _answer(query: Query, concepts: Sequence[Concept], lines: Sequence[_Line], searcher: Searcher) -> Answer:
    citations = cite([line.quote for line in lines], searcher)
    text = list(filter(None, [lead(query, citations, concepts)]))
    for line, citation in zip(lines, citations, strict=True):
        above = source_line(query, citation) if query.kind is Kind.SOURCE else line.above
        text += [*filter(None, [above]), f"{' '.join(citation.quote.split())} [{citation.n}]"]
    is_disputed = any(line.above == phrase(query, "contradictory") for line in lines)
    is_one = not is_disputed and not _SEVERAL.search(query.standalone)
    shorts = _shorts(query, concepts, lines, citations) if is_one else ()
    short = next((short for short in shorts if short), None)
    return Answer("answered", "\n".join(text), short=short, citations=tuple(citations))


def _shorts(
    query: Query, concepts: Sequence[Concept], lines: Sequence[_Line], citations: Sequence[Citation]
) -> Iterator[str | None]:
    for line, citation in zip(lines, citations, strict=True):
        text = " ".join(citation.quote.split())
        if query.kind is Kind.YES_NO:
            decided = verdict(query.standalone, text, concepts)
            yield None if decided is None else phrase(query, "yes" if decided else "no")
        else:
            certain = cell_asked(query, citation, line.quote.passage) or role_of_person(query, text)
            around = "\n".join([text, line.quote.passage.text, *line.quote.passage.section, citation.title])
            spoken_of = (coverage(concepts, fold(text)) + coverage(concepts, fold(around))) / 2
            is_sure = spoken_of >= _SURE
            yield certain or (short_answer(query, text, concepts) if is_sure else None)


def _quote(evidence: Evidence) -> Quote:
    return Quote(evidence.passage, evidence.start, evidence.end)


def _trimmed(query: Query, evidence: Evidence, concepts: Sequence[Concept]) -> Quote:
    """Only the clauses with the value and the words of the question, if the sentence is long."""
    value = short_answer(query, evidence.text, concepts)
    at = evidence.text.find(value) if value else -1
    if value is None or at < 0 or evidence.passage.kind is BlockKind.TABLE:
        return _quote(evidence)
    start, end = trimmed(evidence.text, (at, at + len(value)), concepts)
    return Quote(evidence.passage, evidence.start + start, evidence.start + end)


def _join(chosen: Sequence[Evidence], searcher: Searcher) -> list[Quote]:
    """One quote for sentences that follow each other, in the order of the best of each."""
    groups: list[list[Evidence]] = []
    for evidence in chosen:
        for group in groups:
            if group[0].passage is evidence.passage and _touches(group, evidence, searcher):
                group.append(evidence)
                break
        else:
            groups.append([evidence])
    return [
        Quote(group[0].passage, min(e.start for e in group), max(e.end for e in group)) for group in groups
    ]


def _touches(group: Sequence[Evidence], evidence: Evidence, searcher: Searcher) -> bool:
    reading = searcher.documents[evidence.passage.doc_id].reading
    start, end = min(e.start for e in group), max(e.end for e in group)
    between = reading[end : evidence.start] if evidence.start >= end else reading[evidence.end : start]
    return not between.strip() and "\n" not in between
