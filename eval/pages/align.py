"""Which true line each character of a document is from, and in what order a reader put them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from corpus.document import Document, without_space
from eval.errors import GoldError
from eval.pages.truth import TrueLine

Owners = npt.NDArray[np.int32]
"""For each character of `Document.text` the index of its true line, -1 for none and for white space."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of reading text from one true line: `[start, end)` of `Document.reading` within one block.

    `row`: which line of the reading text it is on, from 0.
    """

    line: int
    block: int
    start: int
    end: int
    row: int


def owners_in_text(lines: Sequence[TrueLine], text: str) -> Owners:
    """Of an extracted text: each line stands where the truth says. Raises GoldError if it does not."""
    starts = [0, *accumulate(len(row) + 1 for row in text.split("\n"))]
    owners = np.full(len(text), -1, dtype=np.int32)
    for index, line in enumerate(lines):
        start = starts[line.row] + line.column
        if text[start : start + len(line.text)] != line.text:
            raise GoldError(
                f"the text has no {line.text!r} at line {line.row + 1}: it is not the one of the truth"
            )
        for offset, char in enumerate(line.text, start):
            if not char.isspace():
                owners[offset] = index
    return owners


def owners_in_pdf(lines: Sequence[TrueLine], document: Document) -> Owners:
    """Of a PDF's text: lines are looked for on their page, in the order in which they were drawn.

    A line whose text is not found has no characters. White space is looked past.
    """
    owners = np.full(len(document.text), -1, dtype=np.int32)
    pages = document.pages or ((0, len(document.text)),)
    drawn = sorted(
        (i for i in range(len(lines)) if lines[i].box), key=lambda i: (lines[i].row, lines[i].column)
    )
    for number, (start, end) in enumerate(pages, 1):
        offsets = [i for i in range(start, end) if not document.text[i].isspace()]
        text = "".join(document.text[i] for i in offsets)
        taken = bytearray(len(text))
        expected = 0
        for index in drawn:
            if document.pages and lines[index].page != number:
                continue
            sought = without_space(lines[index].text)
            found = _find(text, sought, expected, taken)
            if found < 0:
                continue
            for i in range(found, found + len(sought)):
                taken[i] = 1
                owners[offsets[i]] = index
            expected = found + len(sought)
    return owners


def _find(text: str, sought: str, expected: int, taken: bytearray) -> int:
    """Where `sought` stands that is not taken: at the expected place, else nearest to it; -1 if nowhere."""
    if text.startswith(sought, expected) and not any(taken[expected : expected + len(sought)]):
        return expected
    places = []
    at = text.find(sought)
    while at >= 0:
        if not any(taken[at : at + len(sought)]):
            places.append(at)
        at = text.find(sought, at + 1)
    return min(places, key=lambda place: abs(place - expected), default=-1)


def runs(document: Document, owners: Owners) -> list[Run]:
    """The lines in the order of the reading text; a line that is read twice is there twice."""
    return list(_runs(document, owners))


def _runs(document: Document, owners: Owners) -> Iterator[Run]:
    row = 0
    for number, block in enumerate(document.blocks):
        open_line, start, end = -1, 0, 0
        for position in range(block.start, block.end):
            if document.reading[position] == "\n":
                if open_line >= 0:
                    yield Run(open_line, number, start, end, row)
                open_line = -1
                row += 1
                continue
            owner = -1 if document.reading[position].isspace() else int(owners[document.offsets[position]])
            if owner < 0:
                continue
            if owner != open_line:
                if open_line >= 0:
                    yield Run(open_line, number, start, end, row)
                open_line, start = owner, position
            end = position + 1
        if open_line >= 0:
            yield Run(open_line, number, start, end, row)
        row += 1
