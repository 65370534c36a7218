"""The parts of reading and ranking that can be taken away, to see what each is worth."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.document import Document, Source
from corpus.extract import Extract
from corpus.paragraph import Line, Paragraph, columns
from corpus.structure import build_document
from index.build import build_searcher
from index.searcher import Searcher
from index.settings import BuildSettings

_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Part:
    """What a part does, and what takes it away: search settings, or other documents to index."""

    means: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    documents: Callable[[Document], Document] | None = None


def _untitled(document: Document) -> Document:
    return replace(document, title="")


def _without_outline(document: Document) -> Document:
    return replace(document, blocks=tuple(replace(block, section=()) for block in document.blocks))


def _unrepaired(document: Document) -> Document:
    """The document as its file has it: paragraphs where blank lines are, lines joined, nothing moved or dropped."""
    source = Source(
        document.doc_id,
        document.path,
        title=document.title,
        publisher=document.publisher,
        date=document.date,
        encoding=document.encoding,
        lang=document.lang,
    )
    extract = Extract(document.text, tuple(_paragraphs(document.text)), document.pages)
    return build_document(source, extract, document.sha256)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    start = 0
    for end in [*(gap.end() for gap in _BETWEEN_PARAGRAPHS.finditer(text)), len(text)]:
        if lines := tuple(_lines(text, start, end)):
            yield Paragraph(lines)
        start = end


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    for found in re.finditer(r"[^\n]+", text[start:end]):
        line = found.group().strip()
        if line:
            first = start + found.start() + found.group().index(line)
            yield Line(line, first, first + len(line), columns(line), 0, 0)


PARTS: Mapping[str, Part] = {
    "bigrams": Part("pairs of Chinese characters of the query", {"bigram_weight": 0.0}),
    "vectors": Part(
        "the encoder's ranking beside BM25's", {"dense_weight": 0.0, "bridged_dense_weight": 0.0}
    ),
    "coverage": Part("how much of the query the best passages speak of", {"coverage_weight": 0.0}),
    "characters": Part("how many of the query's characters they have", {"character_weight": 0.0}),
    "alignment": Part("how near their words come to each of the query's", {"alignment_weight": 0.0}),
    "length": Part("long passages marked down among the best", {"length_weight": 0.0}),
    "dictionary": Part("English words translated", {"dictionary": 0}),
    "thesaurus": Part("other words that say about the same", {"thesaurus": 0}),
    "corrections": Part("words mistyped or in pinyin", {"corrections": 0}),
    "context": Part("words of the question before", {"context_weight": 0.0}),
    "titles": Part("the document's title above each passage", documents=_untitled),
    "outline": Part("the headings above each passage", documents=_without_outline),
    "repair": Part("order, joins and headings that reading makes", documents=_unrepaired),
}
"""By the name that tables show."""


def without(
    searcher: Searcher, part: Part, settings: BuildSettings, progress: Callable[[str, int, int], None]
) -> Searcher:
    """The searcher as it would be without a part; documents that change are indexed anew, in memory."""
    served = replace(searcher.settings, **part.changes)
    if part.documents is None:
        return replace(searcher, settings=served)
    documents: Sequence[Document] = [part.documents(document) for document in searcher.documents.values()]
    return replace(build_searcher(documents, searcher.encoder, settings, progress), settings=served)
