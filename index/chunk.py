"""From a document to passages that follow its structure: whole sentences, one section, one kind of text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.document import Block, BlockKind, Document
from corpus.sentence import split_sentences
from index.passage import Passage
from index.settings import BuildSettings

_LONGEST_SENTENCE = 2000  # beyond this it is no sentence, and is cut so that it can be shown


@dataclass(slots=True)
class _Open:
    """The passage being filled: `[start, end)` of the reading text."""

    start: int
    end: int
    section: tuple[str, ...]
    kind: BlockKind
    article: int


def chunk(document: Document, settings: BuildSettings) -> list[Passage]:
    """The passages of a document in reading order. With the white space between them they cover its text.

    A heading opens the passage of the text below it. A passage ends where the section or the kind of text
    changes, at the end of a paragraph, or before a sentence that would make it longer than
    `passage_chars`; a paragraph of fewer than `min_passage_chars` shares a passage with the next.
    """
    passages = []
    for number, part in enumerate(_parts(document, settings), 1):
        text = document.reading[part.start : part.end]
        start = part.start + len(text) - len(text.lstrip())
        end = part.end - (len(text) - len(text.rstrip()))
        passages.append(
            Passage(
                passage_id=f"{document.doc_id}#{number}",
                doc_id=document.doc_id,
                start=start,
                end=end,
                text=document.reading[start:end],
                spans=document.spans(start, end),
                section=part.section,
                kind=part.kind,
            )
        )
    return passages


def _parts(document: Document, settings: BuildSettings) -> Iterator[_Open]:
    current: _Open | None = None
    for block in document.blocks:
        if current and not _joins(current, block, settings):
            yield current
            current = None
        for start, end in _sentences(document, block):
            if current is None:
                current = _Open(start, end, _section(block, document), block.kind, block.article)
            elif end - current.start > settings.passage_chars and current.kind is not BlockKind.HEADING:
                yield current
                current = _Open(start, end, _section(block, document), block.kind, block.article)
            else:
                current.end = end
                if current.kind is BlockKind.HEADING:
                    current.kind, current.section = block.kind, _section(block, document)
    if current:
        yield current


def _section(block: Block, document: Document) -> tuple[str, ...]:
    if block.kind is not BlockKind.HEADING:
        return block.section
    return (*block.section, document.reading[block.start : block.end])


def _joins(current: _Open, block: Block, settings: BuildSettings) -> bool:
    """Whether a block may go on with the passage being filled."""
    if block.article != current.article:
        return False
    if current.kind is BlockKind.HEADING:
        return block.kind is BlockKind.HEADING or bool(block.section)
    if block.kind is not current.kind or block.section != current.section:
        return False
    return block.kind is BlockKind.FRAGMENT or current.end - current.start < settings.min_passage_chars


def _sentences(document: Document, block: Block) -> Iterator[tuple[int, int]]:
    text = document.reading[block.start : block.end]
    if block.kind is BlockKind.HEADING:
        yield block.start, block.end
        return
    parts: Iterable[tuple[int, int]]
    if block.kind is BlockKind.TABLE:
        parts = [(0, len(text))]  # the rows below their header: reading cuts a long table into such blocks
    else:
        parts = split_sentences(text) if block.kind is BlockKind.PARAGRAPH else _lines(text)
    for start, end in parts:
        for cut in range(start, end, _LONGEST_SENTENCE):
            yield block.start + cut, block.start + min(cut + _LONGEST_SENTENCE, end)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)
