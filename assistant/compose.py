"""From evidence to an answer: which sentences to quote, in what order, and the short answer among them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant.asked import asks_twice, is_called, is_human, nouns_asked
from assistant.cell import cell_asked
from assistant.choice import choose
from assistant.cite import Quote, cite
from assistant.comparison import side_by_side
from assistant.contradiction import contrary, is_closer
from assistant.elsewhere import elsewhere
from assistant.enumeration import is_item, opens
from assistant.evidence import Selection
from assistant.frame import lead, phrase, source_line
from assistant.locator import located
from assistant.names import names_body
from assistant.outline import document_outline, section_asked, section_outline, with_lists
from assistant.publication import published
from assistant.records import Answer, Citation, Evidence, Kind, Query
from assistant.sentences import Sentences, sentences_of
from assistant.settings import AnswerSettings
from assistant.short import asks_who_somebody_is, has_one_value, is_completed, role_of_person, short_answer
from assistant.silence import not_found, not_of_that_time
from assistant.trim import trimmed
from assistant.value import VALUED, has_value
from assistant.verdict import verdict
from corpus.document import BlockKind
from index.coverage import covering
from index.query import Concept, SearchQuery
from index.searcher import Searcher
from index.segment import folded_once

_SEVERAL = re.compile(r"分别|各(?=[是有为在占]|自)|\brespectively\b|\beach\b", re.I)
"""Asks for more than one value: none of them is the short answer."""
_WHO = re.compile(r"谁|哪一?位|\bwho\b", re.I)
_BROAD = frozenset({Kind.TOPIC, Kind.LIST, Kind.REASON})
_NUMBERS = frozenset({Kind.QUANTITY, Kind.DATE})
_SAME_THING = 0.6  # share of the question that a sentence of another year must speak of to be shown
_AS_MUCH = 0.1  # of the question: of lines that speak of about as much of it the first has the short answer
_SURE = 0.5  # share of the question that a quote and its passage must speak of, on the mean, for its value to count
_SURE_OF_ANSWER = (
    0.65  # confidence from which the number or list of the first sentence answers, whatever its words
)
_SURE_OF_NUMBER = 0.4  # the same for a number or a date, which its unit tells


@dataclass(frozen=True, slots=True)
class _Line:
    """A quotation, and what stands above it: whose side it is of, or where it is from.

    `also` are the same words elsewhere: they are cited with it.
    """

    quote: Quote
    above: str = ""
    also: tuple[Quote, ...] = ()


def compose(
    query: Query, search: SearchQuery, selection: Selection, searcher: Searcher, settings: AnswerSettings
) -> tuple[Answer, tuple[Evidence, ...]]:
    """The answer and the evidence it quotes, or an honest "not found" with the reason.

    Where documents speak only of other years than were asked about, "not found" quotes what they say of those.
    """
    if query.publication and (known := published(query, searcher)):
        return known, ()
    if query.document and (quotes := document_outline(query.document, searcher)):
        return _answer(query, search.concepts, [_Line(quote) for quote in quotes], searcher), ()
    if not selection.evidence or selection.confidence < settings.min_confidence:
        return not_found(query, search.concepts, selection), ()
    if selection.is_off and selection.evidence[0].coverage < _SAME_THING:
        return not_found(query, search.concepts, selection), ()
    if selection.is_off:
        return not_of_that_time(query, selection.evidence[0], searcher), selection.evidence[:1]
    chosen, lines = _lines(query, search.concepts, selection, searcher, settings)
    asked = folded_once(query.standalone)
    lines = [line for line in lines if folded_once(_text(line.quote).strip()) not in asked]  # a bare title
    if not lines:
        return not_found(query, search.concepts, selection), ()
    if _lacks_value(query, lines):
        return not_found(query, search.concepts, replace(selection, missing=(), lacks_value=True)), ()
    lines = [replace(line, also=elsewhere(line.quote, selection.evidence, searcher)) for line in lines]
    is_sure = selection.confidence >= _SURE_OF_ANSWER
    return _answer(query, search.concepts, lines, searcher, is_sure=is_sure), tuple(chosen)


def _lacks_value(query: Query, lines: Sequence[_Line]) -> bool:
    """Whether a number or a date is asked for and nothing that would be quoted has one; or who, and nobody is named."""
    said = [_text(line.quote) for line in lines]
    if query.kind is Kind.NAME and is_called(query.standalone) and any(map(is_human, nouns_asked(query))):
        return not any(has_value(query, text) for text in said)
    if query.kind is Kind.NAME and _WHO.search(query.standalone):
        return not any(has_value(query, text) or names_body(text) for text in said)
    return query.kind in (Kind.QUANTITY, Kind.DATE) and not any(has_value(query, text) for text in said)


def _asks_several(query: Query) -> bool:
    return bool(_SEVERAL.search(query.standalone)) or asks_twice(query.standalone)


def _text(quote: Quote) -> str:
    return quote.passage.text[quote.start - quote.passage.start : quote.end - quote.passage.start]


def _lines(
    query: Query,
    concepts: Sequence[Concept],
    selection: Selection,
    searcher: Searcher,
    settings: AnswerSettings,
) -> tuple[list[Evidence], list[_Line]]:
    """The evidence that is quoted, and its quotations in their order."""
    ranked = selection.evidence
    if selection.sides:
        named = zip(selection.sides, ranked, strict=True)
        return list(ranked), [_Line(_quote(e), f"{name}：") for name, e in named]
    if query.kind is Kind.COMPARISON and (both := side_by_side(query, concepts, ranked)):
        return [e for _, e in both], [_Line(_quote(e), f"{name}：") for name, e in both]
    if query.kind in _BROAD and (points := section_outline(query.standalone, concepts, ranked, searcher)):
        return [], [_Line(quote) for quote in points]
    if query.kind in (Kind.DEFINITION, *_BROAD) and (
        points := section_asked(query, concepts, ranked, searcher)
    ):
        return [], [_Line(quote) for quote in points]
    chosen = choose(query, ranked, settings)
    other = contrary(query, concepts, chosen[0], ranked) if chosen else None
    if other and is_closer(query, concepts, other, chosen[0]):
        chosen = [other]
    elif other and not is_closer(query, concepts, chosen[0], other):
        chosen = [chosen[0], other]
        return chosen, [
            _Line(_quote(e), phrase(query, "contradictory") if n == 0 else "") for n, e in enumerate(chosen)
        ]
    if quotes := with_lists(query, chosen, ranked, searcher):
        return chosen, [_Line(quote) for quote in quotes]
    if len(chosen) == 1 and query.kind in VALUED and not _asks_several(query):
        return chosen, [_Line(_trimmed(query, chosen[0], concepts))]
    return chosen, [_Line(quote) for quote in _join(chosen, searcher)]


def _answer(
    query: Query,
    concepts: Sequence[Concept],
    lines: Sequence[_Line],
    searcher: Searcher,
    *,
    is_sure: bool = False,
) -> Answer:
    cited = cite([quote for line in lines for quote in (line.quote, *line.also)], searcher)
    of_lines = iter(cited)
    by_line = [list(islice(of_lines, 1 + len(line.also))) for line in lines]
    text = list(filter(None, [lead(query, cited, concepts)]))
    for line, same in zip(lines, by_line, strict=True):
        above = source_line(query, same[0]) if query.kind is Kind.SOURCE else line.above
        markers = " ".join(f"[{citation.n}]" for citation in same)
        text += [*filter(None, [above]), f"{' '.join(same[0].quote.split())} {markers}"]
    is_disputed = any(line.above == phrase(query, "contradictory") for line in lines)
    is_one = not is_disputed and (query.kind in _NUMBERS or not asks_twice(query.standalone))
    if not is_one or (_SEVERAL.search(query.standalone) and query.kind is not Kind.LIST):
        return Answer("answered", "\n".join(text), citations=tuple(cited))
    shorts = list(_shorts(query, concepts, lines, [same[0] for same in by_line], searcher, is_sure=is_sure))
    of_all = query.kind not in (*_NUMBERS, Kind.LIST, Kind.YES_NO)
    least = max((share for short, share in shorts if short or of_all), default=0.0) - _AS_MUCH
    short = next((short for short, share in shorts if short and share >= least), None)
    return Answer("answered", "\n".join(text), short=short, citations=tuple(cited))


def _shorts(
    query: Query,
    concepts: Sequence[Concept],
    lines: Sequence[_Line],
    citations: Sequence[Citation],
    searcher: Searcher,
    *,
    is_sure: bool,
) -> Iterator[tuple[str | None, float]]:
    """The short answer of each line, None if it has none, with the share of the question that the line speaks of.

    `is_sure`: the first line answers whatever share of the question it speaks of in the same words.
    """
    covered = covering(concepts)
    is_told_by_form = query.kind is Kind.LIST or (query.kind in _NUMBERS and query.lang == "zh")
    items = [citation.quote for citation in citations if is_item(citation.quote)]
    for n, (line, citation) in enumerate(zip(lines, citations, strict=True)):
        text = " ".join(citation.quote.split())
        if query.kind is Kind.YES_NO:
            decided = verdict(query.standalone, text, concepts)
            short = None if decided is None else phrase(query, "yes" if decided else "no")
        elif query.kind is Kind.SOURCE:
            short = located(query, citation, searcher.documents[citation.doc_id].reading, line.quote.end)
        else:
            short = cell_asked(query, citation, line.quote.passage) or role_of_person(query, text, concepts)
            said = (
                " ".join([text, *items]) if opens(text) else text
            )  # what opens a list says it with its items
            is_first = n == 0 and (
                is_told_by_form or (query.lang == "zh" and has_one_value(query, text, concepts))
            )
            is_said = (is_sure and (is_first or is_completed(query, text))) or _is_spoken_of(
                query, concepts, said, sentences_of(line.quote.passage, searcher)
            )
            if not short and is_said and not asks_who_somebody_is(query):
                short = short_answer(query, text, concepts)
        yield short, covered(folded_once(text))


def _is_spoken_of(query: Query, concepts: Sequence[Concept], text: str, around: Sentences) -> bool:
    """Whether a quotation and what stands around it speak of so much of the question that its value counts."""
    covered, said = covering(concepts), folded_once(text)
    share = (covered(said) + covered(f"{said}\n{around.heads}\n{around.folded}")) / 2
    return share >= (_SURE_OF_NUMBER if query.kind in _NUMBERS else _SURE)


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
