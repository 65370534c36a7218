"""The records of this package: a document, its blocks, and the spans that tie both to the file.

Two texts belong to every document. `Document.text` is the file as decoded, untouched; every citation
points into it. `Document.reading` is what a person would read: wrapped lines rejoined, page furniture
gone. Each character of `reading` stands for exactly one character of `text` (`Document.offsets`), the
same character, or a space or line break where the file has other white space.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Span = tuple[int, int]
"""`[start, end)` in characters. Of `Document.text` unless a docstring says otherwise."""


class BlockKind(StrEnum):
    """What a stretch of reading text is."""

    HEADING = "heading"  # a numbered heading of an outline: we are sure what it belongs to
    PARAGRAPH = "paragraph"
    TABLE = "table"  # rows, one a line
    FRAGMENT = "fragment"  # headline, caption, byline: real text whose place we cannot be sure of


class EditKind(StrEnum):
    """What reading did to a stretch of the file."""

    DROPPED = "dropped"  # it is not in the reading text
    JOINED = "joined"  # it goes on with the edit's `target`, across something else
    MOVED = "moved"  # it is read elsewhere than where it stands
    SPLIT = "split"  # another article begins here
    RECOGNISED = "recognised"  # a page from here on is text that was seen on its picture


@dataclass(frozen=True, slots=True)
class Edit:
    """One repair: `[start, end)` in characters of `Document.text`, and the name of the rule that did it.

    `target` is where in `Document.text` the stretch was put, or -1.
    """

    kind: EditKind
    start: int
    end: int
    rule: str
    target: int = -1


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of reading text: `[start, end)` in characters of `Document.reading`.

    `section` is the path of headings above the block, outermost first, empty where none is certain.
    `level` is 1 for the outermost heading and 0 for what is not a heading. `article` numbers the articles
    of a page from 1; 0 where the document is one text, or the block belongs to no article.
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    level: int = 0
    article: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a document before it is read, by its catalogue or the file beside it.

    `path` is that of its file, or `ARCHIVE!/MEMBER`. `date` is ISO, perhaps only year or month; `lang` is
    ISO 639-1. `encoding`: that of a text file, where it should not be guessed. `sha256`: that of the bytes
    that are expected.
    """

    doc_id: str
    path: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    lang: str | None = None
    encoding: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `offsets` is int32 `(len(reading),)`: where each reading character stands in `text`.

    Offsets rise except where a broken paragraph was mended across something that interrupted it, an
    article's pieces were brought together, or the header of a table is repeated.
    Blocks are in reading order, do not overlap, and with the line breaks between them cover `reading`.
    """

    doc_id: str
    title: str
    publisher: str | None
    date: str | None
    path: str
    sha256: str
    text: str
    reading: str
    offsets: npt.NDArray[np.int32]
    blocks: tuple[Block, ...]
    lang: str = ""  # ISO 639-1: zh, en
    pages: tuple[Span, ...] = ()  # of a paged file: `[start, end)` of each page in `text`
    edits: tuple[Edit, ...] = ()
    encoding: str | None = None  # as it was given; None if it was found

    def page(self, offset: int) -> int | None:
        """The number of the page, from 1, on which a character of `text` stands; None if unpaged."""
        return bisect_right(self.pages, (offset, len(self.text))) or None

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Where reading characters `[start, end)` stand in `text`: maximal spans, in reading order.

        White space alone never splits a span; dropped text (a page number, markup) does. White space
        at either end is left out; a stretch of nothing else has no spans.
        """
        return tuple(self._runs(start, end))

    def _runs(self, start: int, end: int) -> Iterator[Span]:
        run_start = run_end = -1
        for first, last in self._pieces(start, end):
            piece = self.reading[first:last]
            stripped = piece.strip()
            if not stripped:
                continue
            offset = int(self.offsets[first]) + len(piece) - len(piece.lstrip())
            if run_start < 0:
                run_start = offset
            elif offset < run_end or self.text[run_end:offset].strip():
                yield run_start, run_end
                run_start = offset
            run_end = offset + len(stripped)
        if run_start >= 0:
            yield run_start, run_end

    def _pieces(self, start: int, end: int) -> Iterator[Span]:
        """`[start, end)` of the reading text cut wherever the next character is not the next one of the file."""
        breaks = np.flatnonzero(np.diff(self.offsets[start:end]) != 1) + start + 1
        return pairwise((start, *breaks.tolist(), end)) if start < end else iter(())


def without_space(text: str) -> str:
    """The text with all white space removed: the form in which quotations are compared."""
    return "".join(text.split())
