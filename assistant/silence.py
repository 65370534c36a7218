"""What is said where the documents do not answer: that they do not, why, and what they say of other years."""

from collections.abc import Sequence

from assistant.cite import Quote, cite
from assistant.covered import named_years
from assistant.evidence import Selection
from assistant.frame import phrase
from assistant.records import Answer, Evidence, Kind, Lang, Query
from assistant.strangeness import real_words
from corpus.document import BlockKind
from index.query import Concept
from index.searcher import Searcher

_WORDS = 4  # named at most as what is missing
_ASKED = {Kind.QUANTITY: "quantity", Kind.DATE: "date", Kind.PLACE: "place", Kind.NAME: "name"}


def not_found(query: Query, concepts: Sequence[Concept], selection: Selection) -> Answer:
    """That the documents do not answer, and why: words that none of them has, words that no passage has
    together with the rest, or no number, date, place or name of the kind that is asked for."""
    lang = query.lang
    unknown = real_words(query.standalone, [c.text for c in concepts if not c.is_known])
    missing = real_words(query.standalone, selection.missing)
    if unknown:
        reason = phrase(query, "unmentioned", words=_listed(unknown, lang))
    elif missing:
        reason = phrase(query, "lacks_words", words=_listed(missing, lang))
    elif selection.lacks_value and query.kind in _ASKED:
        reason = phrase(query, "lacks_value", what=phrase(query, f"what_{_ASKED[query.kind]}"))
    elif selection.evidence:
        reason = phrase(query, "lacks_answer")
    else:
        reason = phrase(query, "lacks_all")
    text = phrase(query, "not_found") + (" " if lang == "en" else "") + reason
    return Answer("not_found", text, reason=reason)


def not_of_that_time(query: Query, evidence: Evidence, searcher: Searcher) -> Answer:
    """That the documents have nothing of the years asked about, and what they say of others, cited."""
    asked = "、".join(dict.fromkeys(period.text for period in query.times))
    document = searcher.documents[evidence.passage.doc_id]
    header = (evidence.passage.text.split("\n")[0],) if evidence.passage.kind is BlockKind.TABLE else ()
    years = named_years(evidence.text, *header, *reversed(evidence.passage.section), document.title)
    if years:
        reason = phrase(query, "other_time", asked=asked, years=years)
    else:
        reason = phrase(query, "other_date", asked=asked, date=document.date)
    citations = cite([Quote(evidence.passage, evidence.start, evidence.end)], searcher)
    text = f"{reason}\n{' '.join(citations[0].quote.split())} [1]"
    return Answer("not_found", text, citations=tuple(citations), reason=reason)


def _listed(words: Sequence[str], lang: Lang) -> str:
    return ("”、“" if lang == "zh" else "”, “").join(words[:_WORDS])
