"""From evidence to an answer: which sentences to quote, in what order, and the short answer among them."""

from collections.abc import Sequence

from assistant.cite import Quote, cite
from assistant.evidence import Selection
from assistant.records import Answer, Evidence, Kind, Query
from assistant.settings import AnswerSettings
from assistant.value import find_values, short_answer
from assistant.wording import say
from corpus.document import BlockKind
from index.coverage import match
from index.query import Concept, SearchQuery
from index.searcher import Searcher
from index.segment import fold

_SENTENCES = {Kind.DEFINITION: 2, Kind.QUANTITY: 2, Kind.DATE: 2, Kind.PLACE: 2, Kind.NAME: 2}
_GAIN = 0.12  # share of the query's importance that a further sentence must add for a single fact
_CLOSE = 0.72  # share of the best score that a further sentence must have where several are wanted
_SAME_PASSAGE = 0.55  # the same within the passage of the best
_SAME_SUBJECT = 0.6  # share of the best coverage, so that it is about the same


def compose(
    query: Query, search: SearchQuery, selection: Selection, searcher: Searcher, settings: AnswerSettings
) -> tuple[Answer, tuple[Evidence, ...]]:
    """The answer and the evidence it quotes, or an honest "not found" with the reason and nothing quoted."""
    if not selection.evidence or selection.confidence < settings.min_confidence:
        return _not_found(query, selection), ()
    chosen = _choose(query, search.concepts, selection.evidence, settings)
    quotes = _join(chosen, searcher)
    citations = cite(quotes, searcher)
    lines = [f"{' '.join(c.quote.split())} [{c.n}]" for c in citations]
    shorts = (short_answer(query, " ".join(c.quote.split()), search.concepts) for c in citations)
    return (
        Answer(
            status="answered",
            text="\n".join(lines),
            short=next((short for short in shorts if short), None),
            citations=tuple(citations),
        ),
        tuple(chosen),
    )


def _choose(
    query: Query, concepts: Sequence[Concept], ranked: Sequence[Evidence], settings: AnswerSettings
) -> list[Evidence]:
    """The best sentence, then those that add something: another word of the query, the value asked for,
    or, where several things are asked for, more of the same that is about as good."""
    best = next(
        (e for e in ranked if find_values(query, e.text) and e.score >= _CLOSE * ranked[0].score), ranked[0]
    )
    chosen = [best]
    limit = _SENTENCES.get(query.kind, settings.max_sentences)
    wants_several = query.kind in (Kind.LIST, Kind.REASON, Kind.TOPIC, Kind.DEFINITION)
    total = sum(c.importance for c in concepts) or 1.0
    said = {c.text for c in concepts if match(c, fold(best.text)) > 0.5}
    chars = 0
    for evidence in ranked:
        if len(chosen) == limit:
            break
        if evidence in chosen or evidence.passage.kind is BlockKind.FRAGMENT:
            continue
        if any(evidence.text in other.text or other.text in evidence.text for other in chosen):
            continue
        new = {c.text for c in concepts if c.text not in said and match(c, fold(evidence.text)) > 0.5}
        gain = sum(c.importance for c in concepts if c.text in new) / total
        same = evidence.passage is best.passage
        close = evidence.score >= (_SAME_PASSAGE if same else _CLOSE) * best.score
        close = close and evidence.coverage >= _SAME_SUBJECT * best.coverage
        if not (
            (gain >= _GAIN and evidence.score >= _SAME_PASSAGE * best.score) or (wants_several and close)
        ):
            continue
        if chars + len(evidence.text) > settings.max_chars:
            continue
        chars += len(evidence.text)
        said |= new
        chosen.append(evidence)
    return chosen


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


def _not_found(query: Query, selection: Selection) -> Answer:
    lang = query.lang
    if selection.missing:
        reason = say("lacks_words", lang, words="、".join(selection.missing[:4]))
    elif selection.lacks_value and query.kind in (Kind.QUANTITY, Kind.DATE):
        reason = say("lacks_value", lang, what=say(f"what_{query.kind.value}", lang))
    else:
        reason = say("lacks_all", lang)
    return Answer(
        status="not_found",
        text=f"{say('not_found', lang)}{' ' if lang == 'en' else ''}{reason}",
        reason=reason,
    )
