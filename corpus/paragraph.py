"""The records between a file and its document: lines with their place in the text, and paragraphs of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from unicodedata import east_asian_width

_TABLE_CHARS = 300  # of a long table that stand together below its header
_SENTENCE_END = re.compile(r"[。！？!?；;：:…⋯][”’」』）)》】\"']*$|[A-Za-z]\.$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its surrounding white space: `[start, end)` in characters of the file's text.

    `width` in columns, a Chinese character counting two. `gap`: blank lines before it.
    """

    text: str
    start: int
    end: int
    width: int
    indent: int
    gap: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together. `outline` names the numbering style of a heading, else empty.

    `level`: how deep the format says that a heading stands, 1 the outermost; 0 if it is none or does not say.
    `in_box`: part of a boxed insert (专栏). `rows`: its lines are rows that stay apart, not running text.
    `header`: the rows among them, from the first, that say what the columns are. `article` as in `Block`.
    `row_starts`: which lines begin a row, all if it is empty; `continued`: which go on with the cell before.
    `lead`: what its part of an article is called where no headline is certain to stand above it.
    """

    lines: tuple[Line, ...]
    outline: str = ""
    level: int = 0
    in_box: bool = False
    rows: bool = False
    header: int = 0
    article: int = 0
    row_starts: tuple[int, ...] = ()
    continued: tuple[int, ...] = ()
    lead: str = ""

    @property
    def text(self) -> str:
        """The lines, one after the other."""
        return "".join(line.text for line in self.lines)

    @property
    def width(self) -> int:
        """Columns of the widest line."""
        return max(line.width for line in self.lines)

    @property
    def is_sentence(self) -> bool:
        """Whether it holds a finished sentence, as running text does and a headline does not."""
        return bool(re.search(r"[。！？；]", self.text) or ends_sentence(self.text))


def ends_sentence(text: str) -> bool:
    """Whether the text ends where a sentence or a clause can end."""
    return bool(_SENTENCE_END.search(text))


def columns(text: str) -> int:
    """Width in print: two for a Chinese character or full-width mark, one for others, none for spaces."""
    if text.isascii():
        return len(text) - sum(map(text.count, " \t"))
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text if not c.isspace())


def split_table(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The rows of a table in groups that can be read alone: each begins with the header, if there is one.

    A group takes no further row beyond 300 characters, or beyond twice those of the header.
    """
    starts = paragraph.row_starts or range(len(paragraph.lines))
    rows = [range(*bounds) for bounds in pairwise((*starts, len(paragraph.lines)))]
    header = rows[: paragraph.header]
    fixed = sum(_row_chars(paragraph, row) for row in header)
    limit = max(_TABLE_CHARS, 2 * fixed)
    group, size = list(header), fixed
    for row in rows[paragraph.header :]:
        chars = _row_chars(paragraph, row)
        if len(group) > len(header) and size + chars > limit:
            yield _part(paragraph, group)
            group, size = list(header), fixed
        group.append(row)
        size += chars
    yield _part(paragraph, group)


def _row_chars(paragraph: Paragraph, row: range) -> int:
    return sum(len(paragraph.lines[i].text) for i in row)


def _part(table: Paragraph, rows: Sequence[range]) -> Paragraph:
    """A table of some rows of another."""
    continued = frozenset(table.continued)
    lines: list[Line] = []
    row_starts: list[int] = []
    goes_on: list[int] = []
    for row in rows:
        row_starts.append(len(lines))
        goes_on += [len(lines) + i - row.start for i in row if i in continued]
        lines += (table.lines[i] for i in row)
    starts = tuple(row_starts) if table.row_starts else ()
    return replace(table, lines=tuple(lines), row_starts=starts, continued=tuple(goes_on))
