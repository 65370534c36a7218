"""From printed lines to lines and paragraphs of the file's text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.document import Edit, EditKind
from corpus.formats.glyphs import Page
from corpus.formats.printed import Printed
from corpus.formats.setting import Draft
from corpus.paragraph import Line, Paragraph, columns


@dataclass(frozen=True, slots=True)
class Place:
    """Where printed lines stand in the text of the file."""

    starts: Sequence[int]
    pages: Sequence[Page]

    def lines(self, page: int, printed: Printed, indent: float = 0.0, gap: int = 0) -> Iterator[Line]:
        """The stretches of the text that a printed line is made of: one, unless the file draws it in pieces."""
        text, start = self.pages[page].text, self.starts[page]
        for first, last in _stretches(text, printed.glyphs):
            piece = text[first : last + 1]
            yield Line(piece, start + first, start + last + 1, columns(piece), round(indent), gap)
            indent, gap = 0.0, 0


def _stretches(text: str, glyphs: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = glyphs[0]
    for i in glyphs[1:]:
        if i != last + 1 and not (i == last + 2 and text[last + 1] == " "):
            yield first, last
            first = i
        last = i
    yield first, last


def make_paragraph(draft: Draft, place: Place) -> tuple[Paragraph, list[Edit]]:
    """The record of a paragraph, and what was joined in it."""
    lines: list[Line] = []
    edits: list[Edit] = []
    if draft.grid:
        return _table(draft, place), edits
    joins = dict(draft.joins)
    for i, (page, printed) in enumerate(draft.lines):
        pieces = list(place.lines(page, printed, 4.0 if draft.indented and not i else 0.0))
        if i in joins:
            edits.append(Edit(EditKind.JOINED, pieces[0].start, pieces[0].end, joins[i], lines[-1].end))
        lines += pieces
    return Paragraph(tuple(lines), article=draft.article, in_box=draft.role == "box"), edits


def _table(draft: Draft, place: Place) -> Paragraph:
    assert draft.grid is not None
    page = draft.lines[0][0]
    lines: list[Line] = []
    row_starts: list[int] = []
    continued: list[int] = []
    for row in draft.grid.rows:
        row_starts.append(len(lines))
        for cell in row:
            first = len(lines)
            lines += [line for printed in cell for line in place.lines(page, printed)]
            continued += range(first + 1, len(lines))
    return Paragraph(
        tuple(lines),
        rows=True,
        header=draft.grid.header,
        article=draft.article,
        row_starts=tuple(row_starts),
        continued=tuple(continued),
    )
