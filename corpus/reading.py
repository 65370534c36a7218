"""Writes reading text: joins lines, and remembers where in the file each character stands."""

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from corpus.document import Block, BlockKind
from corpus.paragraph import Line, Paragraph

_REACH = 200  # characters of markup between a line and the white space before it


class ReadingText:
    """Collects paragraphs; `text` is the file's."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        self._starts = array("q")  # of each part in the file
        self._blocks: list[Block] = []
        self._length = 0
        self._last: Line | None = None

    def add(self, paragraph: Paragraph, kind: BlockKind, section: tuple[str, ...], level: int) -> None:
        """Write a paragraph as a block: rows on lines of their own, running text on one."""
        if self._last:
            self._separate("\n", self._last, paragraph.lines[0])
        start = self._length
        rows, continued = frozenset(paragraph.row_starts), frozenset(paragraph.continued)
        for i, line in enumerate(paragraph.lines):
            if i and self._last:
                if paragraph.rows and i not in continued:
                    self._separate("\n" if not rows or i in rows else " ", self._last, line)
                elif _needs_space(self._last.text[-1], line.text[0]):
                    self._separate(" ", self._last, line)
            self._write(line.text, line.start)
            self._last = line
        self._blocks.append(Block(kind, start, self._length, section, level, paragraph.article))

    def result(self) -> tuple[str, npt.NDArray[np.int32], Sequence[Block]]:
        """The text, the offset of each of its characters in the file, and the blocks."""
        lengths = np.fromiter(map(len, self._parts), dtype=np.int64, count=len(self._parts))
        places = np.cumsum(lengths) - lengths  # of each part in the reading text
        shifts = np.frombuffer(self._starts, dtype=np.int64) - places
        offsets = np.arange(self._length, dtype=np.int32) + np.repeat(shifts.astype(np.int32), lengths)
        return "".join(self._parts), offsets, self._blocks

    def _write(self, text: str, start: int) -> None:
        self._parts.append(text)
        self._starts.append(start)
        self._length += len(text)

    def _separate(self, char: str, last: Line, line: Line) -> None:
        """A separator stands for white space of the file: the nearest before the line or after the last one.

        Where there is none it stands behind the text.
        """
        before = range(line.start - 1, max(line.start - 1 - _REACH, -1), -1)
        after = range(last.end, min(last.end + _REACH, len(self._text)))
        found = (i for places in (before, after) for i in places if self._text[i].isspace())
        self._write(char, next(found, len(self._text)))


def _needs_space(last: str, first: str) -> bool:
    """Chinese lines meet without a space; Latin words keep one between them."""
    if not (last.isascii() and first.isascii()):
        return False
    return (last.isalnum() and first.isalnum()) or (last in ",.;:!?)" and first.isalpha())
