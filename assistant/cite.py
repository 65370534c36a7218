"""Numbering of citations, and the checks that every citation passes before it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.records import Citation
from corpus.document import Document, without_space
from index.passage import Passage
from index.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Quote:
    """What is quoted: `[start, end)` in characters of the reading text of the passage's document."""

    passage: Passage
    start: int
    end: int


def cite(quotes: Sequence[Quote], searcher: Searcher) -> list[Citation]:
    """Citations numbered from 1 in the order given. One that is not exact is never shown: AssistantError."""
    citations = []
    for n, quote in enumerate(quotes, 1):
        document = searcher.documents[quote.passage.doc_id]
        citation = Citation(
            n=n,
            doc_id=document.doc_id,
            title=document.title,
            date=document.date,
            section=quote.passage.section,
            page=document.page(int(document.offsets[quote.start])),
            spans=document.spans(quote.start, quote.end),
            quote=document.reading[quote.start : quote.end],
            passage_id=quote.passage.passage_id,
        )
        if not is_exact(citation, document):
            raise AssistantError(
                f"a quotation of {document.doc_id} does not match its source: rebuild with `wenju build`"
            )
        citations.append(citation)
    return citations


def is_exact(citation: Citation, document: Document) -> bool:
    """Whether the quote equals the characters of the document at the spans, white space aside."""
    inside = all(0 <= start < end <= len(document.text) for start, end in citation.spans)
    cited = "".join(document.text[start:end] for start, end in citation.spans)
    return inside and bool(citation.spans) and without_space(cited) == without_space(citation.quote)
