"""The text of a file whose format knows its parts: written part by part, with each line's place noted."""

from collections.abc import Sequence

from corpus.document import Span
from corpus.extract import Extract
from corpus.formats.metadata import known_title
from corpus.formats.numbered import mark_headings, title_heading
from corpus.formats.table import Table
from corpus.paragraph import Line, Paragraph, columns

_BLANK_LINES = 1  # between two parts
CELL_BREAK = " | "


class Writer:
    """Collects the parts of a file in reading order.

    White space within a part becomes single spaces, and a part of nothing else is left out, so that every
    line stands in the text exactly as it is recorded.
    """

    def __init__(self) -> None:
        self._text: list[str] = []
        self._size = 0
        self._paragraphs: list[Paragraph] = []
        self._typed: list[int] = []  # which of them the format says nothing about
        self._pages: list[int] = []

    def heading(self, text: str, level: int) -> None:
        """A heading; `level` 1 is the outermost."""
        self._add([text], level=level)

    def paragraph(self, text: str) -> None:
        """Running text, or a line that stands by itself."""
        before = len(self._paragraphs)
        self._add([text])
        self._typed += range(before, len(self._paragraphs))

    def item(self, text: str, marker: str, depth: int = 0) -> None:
        """An item of a list, behind its marker. `depth` 0 is that of the outermost list."""
        if text.strip():
            self._add([f"{marker} {text}"], indent=2 * depth, gap=0)

    def rows(self, lines: Sequence[str]) -> None:
        """Lines that stay apart, as those of a program or an address do."""
        self._add(lines, rows=True)

    def table(self, table: Table) -> None:
        """A table: its captions as paragraphs, then a line for each row. Of one column it is no table but text."""
        is_text = all(len(row) == 1 for row in table.rows)
        for text in (*table.captions, *(row[0] for row in table.rows if is_text)):
            self.paragraph(text)
        if is_text:
            return
        rows = [CELL_BREAK.join(_squeeze(cell) for cell in row).strip() for row in table.rows]
        header = sum(1 for row in rows[: table.header] if row)
        self._add(rows, rows=True, header=header)

    def page(self) -> None:
        """What follows stands on a new page."""
        self._pages.append(self._size)

    def extract(
        self,
        *,
        title: str | None = None,
        publisher: str | None = None,
        date: str | None = None,
        lang: str | None = None,
    ) -> Extract:
        """All that was written, with what the file says about itself; a lone heading above all is its title."""
        ends = [*self._pages[1:], self._size]
        pages: tuple[Span, ...] = tuple(zip(self._pages, ends, strict=True)) if self._pages else ()
        return Extract(
            text="".join(self._text),
            paragraphs=tuple(mark_headings(self._paragraphs, self._typed)),
            pages=pages,
            title=title or known_title(title_heading(self._paragraphs)),
            publisher=publisher,
            date=date,
            lang=lang,
        )

    def _add(
        self,
        texts: Sequence[str],
        *,
        level: int = 0,
        rows: bool = False,
        header: int = 0,
        indent: int = 0,
        gap: int = _BLANK_LINES,
    ) -> None:
        lines: list[Line] = []
        for text in texts:
            content = _squeeze(text)
            if not content:
                continue
            before = 0 if lines else gap
            if self._size:
                self._put("\n" * (before + 1))
            start = self._size + indent
            self._put(" " * indent + content)
            lines.append(Line(content, start, self._size, columns(content), indent, before))
        if lines:
            self._paragraphs.append(Paragraph(tuple(lines), level=level, rows=rows, header=header))

    def _put(self, text: str) -> None:
        self._text.append(text)
        self._size += len(text)


def _squeeze(text: str) -> str:
    return " ".join(text.replace("\x00", "").replace("\ufeff", "").split())
