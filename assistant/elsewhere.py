"""The words of a quotation where another document has them too."""

from collections.abc import Iterator, Sequence

from assistant.cite import Quote
from assistant.records import Evidence
from corpus.document import without_space
from index.passage import Passage
from index.searcher import Searcher

_MOST = 2  # other places that are cited
_FEWEST_CHARS = 12  # of words that are the same by more than chance


def elsewhere(quote: Quote, ranked: Sequence[Evidence], searcher: Searcher) -> tuple[Quote, ...]:
    """The same words, white space aside, in other documents: in copies of the passage, or in evidence that was found."""
    said = without_space(searcher.documents[quote.passage.doc_id].reading[quote.start : quote.end])
    if len(said) < _FEWEST_CHARS:
        return ()
    found = {quote.passage.doc_id: quote}
    for other in (*_in_copies(quote, said, ranked, searcher), *_in_evidence(said, ranked)):
        if len(found) <= _MOST:
            found.setdefault(other.passage.doc_id, other)
    return tuple(found.values())[1:]


def _in_copies(quote: Quote, said: str, ranked: Sequence[Evidence], searcher: Searcher) -> Iterator[Quote]:
    copies = next((e.copies for e in ranked if e.passage is quote.passage), ())
    for copy in copies:
        if place := _place(said, copy, searcher):
            yield Quote(copy, *place)


def _place(said: str, passage: Passage, searcher: Searcher) -> tuple[int, int] | None:
    """`[start, end)` in the reading text where a passage has these words; None if it has not."""
    reading = searcher.documents[passage.doc_id].reading
    at = [n for n in range(passage.start, passage.end) if not reading[n].isspace()]
    first = "".join(reading[n] for n in at).find(said)
    return (at[first], at[first + len(said) - 1] + 1) if first >= 0 else None


def _in_evidence(said: str, ranked: Sequence[Evidence]) -> Iterator[Quote]:
    return (Quote(e.passage, e.start, e.end) for e in ranked if without_space(e.text) == said)
