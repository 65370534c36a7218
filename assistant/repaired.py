"""The reading text of a document as HTML: headings, paragraphs, tables and articles, evidence marked. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from html import escape
from itertools import islice, takewhile

from assistant.marks import Flags, with_space
from assistant.markup import marked_html, said
from assistant.table import Row, table_html
from corpus.document import Block, BlockKind, Document, EditKind, Span, without_space

_OUTERMOST_HEADING = 3  # the pane's own title is the h2
_INNERMOST_HEADING = 6
_FIRST_BLOCKS = 8  # of an article, among which its headline stands


def repaired_html(document: Document, stretch: Span, flags: Flags, first: int) -> str:
    """The reading characters `[start, end)` of `stretch`, with those flagged in `Document.text` marked.

    `first` is the reading character whose mark has the id `evidence`. The header that a long table
    repeats is shown once.
    """
    return "\n".join(_Writer(document, stretch, flags, first).parts())


class _Writer:
    """Writes a stretch of reading text."""

    def __init__(self, document: Document, stretch: Span, flags: Flags, first: int) -> None:
        self._document = document
        self._start, self._end = stretch
        self._first = first
        text = document.reading[self._start : self._end]
        self._marked = with_space(text, flags[document.offsets[self._start : self._end]])
        self._continued = {
            edit.start for edit in document.edits if edit.kind is EditKind.SPLIT and edit.rule == "continued"
        }

    def parts(self) -> Iterator[str]:
        """The HTML of each block or table, and of what stands between articles."""
        blocks = self._document.blocks
        table: list[Row] = []
        header = 0  # rows that the table repeats
        begin = max(bisect_right(blocks, self._start, key=lambda block: block.start) - 1, 0)
        for index in range(begin, bisect_left(blocks, self._end, key=lambda block: block.start)):
            block = blocks[index]
            start, end = max(block.start, self._start), min(block.end, self._end)
            opens = start == block.start and block.article != (blocks[index - 1].article if index else 0)
            rows = list(self._rows(start, end)) if block.kind is BlockKind.TABLE else []
            if table and (opens or not rows or rows[0].place != table[0].place):
                yield table_html(table, header)
                table, header = [], 0
            if opens:
                yield self._article_start(index)
            if rows:
                shown = {row.place for row in table}
                fresh = [row for row in rows if row.place not in shown]
                header = len(rows) - len(fresh) or header
                table += fresh
            elif start < end:
                yield self._block(index, block, start, end)
        if table:
            yield table_html(table, header)

    def _block(self, index: int, block: Block, start: int, end: int) -> str:
        content = self._inline(start, end)
        if block.article and self._title(index) == self._text(block):
            return f'<h3 class="headline">{content}</h3>'
        match block.kind:
            case BlockKind.HEADING:
                level = min(_OUTERMOST_HEADING + max(block.level, 1) - 1, _INNERMOST_HEADING)
                return f"<h{level}>{content}</h{level}>"
            case BlockKind.FRAGMENT:
                return f'<p class="fragment">{content}</p>'
            case _:
                return f"<p>{content}</p>"

    def _rows(self, start: int, end: int) -> Iterator[Row]:
        for line in self._document.reading[start:end].splitlines(keepends=True):
            cells = []
            position = start
            for cell in line.rstrip("\n").split(Row.BORDER):
                cells.append((cell.strip(), self._inline(position, position + len(cell))))
                position += len(cell) + len(Row.BORDER)
            yield Row(int(self._document.offsets[start]), tuple(cells))
            start += len(line)

    def _article_start(self, index: int) -> str:
        """A rule above an article, and what a reader has to know of its headline and beginning."""
        block = self._document.blocks[index]
        if not block.article:
            return '<div class="article"></div>'
        title = self._title(index)
        texts = [self._text(other) for other in self._first_blocks(index)]
        offsets = {int(self._document.offsets[other.start]) for other in self._first_blocks(index)}
        notes = said("continued") if offsets & self._continued else ""
        headline = ""
        if not title or any(text != title and text.startswith(title.rstrip("…")) for text in texts):
            notes += said("no_headline")
        elif title not in texts:
            headline = f'<h3 class="headline">{escape(self._section(index))}</h3>'
        return f'<div class="article">{notes}</div>{headline}'

    def _title(self, index: int) -> str:
        return without_space(self._section(index))

    def _section(self, index: int) -> str:
        """What the text of an article is filed under: its headline, or the beginning of its first sentence."""
        return next((block.section[0] for block in self._first_blocks(index) if block.section), "")

    def _first_blocks(self, index: int) -> Iterator[Block]:
        blocks = self._document.blocks
        ahead = islice(blocks, index, index + _FIRST_BLOCKS)
        return takewhile(lambda block: block.article == blocks[index].article, ahead)

    def _text(self, block: Block) -> str:
        return without_space(self._document.reading[block.start : block.end])

    def _inline(self, start: int, end: int) -> str:
        text = self._document.reading[start:end]
        flags = self._marked[start - self._start : end - self._start]
        return marked_html(text, flags, self._first - start)
