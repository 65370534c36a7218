"""What can be quoted of a passage: sentences, parts of long ones, rows of tables, headlines."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from corpus.document import BlockKind, Document
from corpus.sentence import split_clauses, split_sentences
from index.passage import Passage

_LONG_SENTENCE = 160  # characters from which the parts between semicolons are evidence of their own


def units(passage: Passage, document: Document) -> Iterator[tuple[int, int]]:
    """`[start, end)` in the reading text of what can be quoted from a passage: sentences, rows, headlines.

    Headings are left out, and so is white space around a unit.
    """
    first_block = bisect_right(document.blocks, passage.start, key=lambda block: block.end)
    for block in islice(document.blocks, first_block, None):
        if block.start >= passage.end:
            break
        if block.kind is BlockKind.HEADING:
            continue
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        text = document.reading[start:end]
        pieces = _rows(text) if block.kind is BlockKind.TABLE else _parts(text)
        for piece_start, piece_end in pieces:
            piece = text[piece_start:piece_end]
            first = start + piece_start + len(piece) - len(piece.lstrip())
            last = start + piece_end - (len(piece) - len(piece.rstrip()))
            if any(char.isalnum() for char in document.reading[first:last]):
                yield first, last


def _parts(text: str) -> Iterator[tuple[int, int]]:
    for start, end in split_sentences(text):
        if end - start <= _LONG_SENTENCE:
            yield start, end
            continue
        for clause_start, clause_end in split_clauses(text[start:end]):
            yield start + clause_start, start + clause_end


def _rows(text: str) -> Iterator[tuple[int, int]]:
    for row in re.finditer(r"[^\n]+", text):
        yield row.span()
