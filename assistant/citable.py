"""The sentences of a passage that a claim may rest on."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.cite import Quote
from assistant.claims import Number, clauses, numbers
from assistant.units import units
from index.passage import Passage
from index.searcher import Searcher
from index.segment import fold

_POINTS_BACK = ("该", "此", "这", "其", "本", "it ", "its ", "this ", "these ", "they ", "their ", "the ")


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of a passage, or two of which the second points back to the first. Texts are folded.

    `heads` are the headings above it, `before` the sentence before it.
    """

    quote: Quote
    text: str
    heads: str
    before: str
    numbers: tuple[Number, ...]
    pieces: tuple[str, ...]


def source_sentences(passage: Passage, searcher: Searcher) -> Iterator[SourceSentence]:
    """Each sentence, and each that points back together with the one before it."""
    document = searcher.documents[passage.doc_id]
    heads = fold("\n".join([document.title, *passage.section]))
    before: tuple[int, int] | None = None
    for start, end in units(passage, document):
        text = document.reading[start:end]
        previous = fold(document.reading[before[0] : before[1]]) if before else ""
        yield _source(Quote(passage, start, end), text, heads, previous)
        if before and fold(text).startswith(_POINTS_BACK) and start - before[1] <= 1:
            both = document.reading[before[0] : end]
            yield _source(Quote(passage, before[0], end), both, heads, "")
        before = (start, end)


def _source(quote: Quote, text: str, heads: str, before: str) -> SourceSentence:
    folded = fold(text)
    pieces = tuple(fold(piece) for start, end in clauses(text) for piece in text[start:end].split("、"))
    return SourceSentence(quote, folded, heads, before, tuple(numbers(folded)), pieces)
