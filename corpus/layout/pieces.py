"""A newspaper page as a row of pieces: running text, and what stands between it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from corpus.layout.lead import DATELINE
from corpus.layout.measure import Layout, column_width
from corpus.layout.outline import ARTICLE_START, BYLINE, is_caption
from corpus.paragraph import Line, Paragraph, ends_sentence

_MIN_BODY_CHARS = 12
_EVEN, _MOST_INDENT = 2, 6  # columns


class Role(Enum):
    """What a piece of a page is, by its own look."""

    BODY = "body"
    BYLINE = "byline"
    CAPTION = "caption"
    TITLE = "title"  # a headline, a kicker, a subheading: a page does not say which
    SCRAP = "scrap"  # running text, too little of it to tell what it speaks of
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class PagePiece:
    """Lines that follow each other in the file. `paragraph`: the number of the paragraph that they are of.

    `first`: the paragraph begins with them.
    """

    paragraph: int
    lines: tuple[Line, ...]
    role: Role
    first: bool = True

    @property
    def text(self) -> str:
        """The lines, one after the other."""
        return "".join(line.text for line in self.lines)

    @property
    def start(self) -> int:
        """Where it begins in the file's text."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where it ends in the file's text."""
        return self.lines[-1].end

    @property
    def width(self) -> int:
        """Columns of the widest line."""
        return max(line.width for line in self.lines)

    @property
    def begins_article(self) -> bool:
        """Whether it begins as the text of an article does."""
        return self.first and bool(ARTICLE_START.match(self.lines[0].text)) and self.role is Role.BODY

    @property
    def finished(self) -> bool:
        """Whether it ends where a sentence can end."""
        return ends_sentence(self.lines[-1].text)


def page_pieces(paragraphs: Sequence[Paragraph], layout: Layout) -> list[PagePiece]:
    """The pieces in the order of the file; a paragraph that was mended is several."""
    found = [
        PagePiece(n, lines, role, first=not i)
        for n, paragraph in enumerate(paragraphs)
        for role in (_role(paragraph, layout),)
        for i, lines in enumerate(_runs(paragraph, paragraphs))
    ]
    found.sort(key=lambda piece: piece.start)
    return [
        replace(piece, role=Role.SCRAP) if below and _is_first_line(piece, below, layout) else piece
        for piece, below in zip(found, [*found[1:], None], strict=True)
    ]


def is_headless(piece: PagePiece, layout: Layout) -> bool:
    """Whether the piece begins in the middle of a paragraph: its first line is not indented."""
    return (
        layout.indented and len(piece.lines) > 2 and column_width(piece.lines) - piece.lines[0].width < _EVEN
    )


def _is_first_line(piece: PagePiece, below: PagePiece, layout: Layout) -> bool:
    """Whether what looks like a headline may as well be the line that the text below it begins with."""
    if piece.role is not Role.TITLE or len(piece.lines) > 1:
        return False
    if below.role is not Role.BODY or not layout.indented:
        return False
    column = column_width(below.lines)
    return column - below.lines[0].width < _EVEN and -_EVEN <= column - piece.width <= _MOST_INDENT


def _runs(paragraph: Paragraph, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Line, ...]]:
    """The lines of a paragraph, cut where another paragraph stands between two of them."""
    run = [paragraph.lines[0]]
    for line in paragraph.lines[1:]:
        if line.start < run[-1].end or line.start - run[-1].end > _NEAR:
            yield tuple(run)
            run = []
        run.append(line)
    yield tuple(run)


_NEAR = 8  # characters of white space at most between two lines that stand together


def _role(paragraph: Paragraph, layout: Layout) -> Role:
    text = paragraph.text
    if paragraph.rows and paragraph.header:
        return Role.TABLE
    if not re.search(r"[。！？；]", text) and (len(paragraph.lines) < 3 or paragraph.rows):
        if DATELINE.match(text) and ARTICLE_START.match(text):
            return Role.BODY
        if BYLINE.fullmatch(text):
            return Role.BYLINE
        if is_caption(text):
            return Role.CAPTION
        if text[-1] in "：:" or not ("，" in text or text[-1] == "、" or text.count("“") > text.count("”")):
            return Role.TITLE
        return Role.BODY if paragraph.lines[0].width >= 0.8 * layout.body_width else Role.SCRAP
    if text.endswith("：") and len(paragraph.lines) < 3:
        return Role.TITLE  # who speaks in what follows
    is_text = len(text) >= _MIN_BODY_CHARS and (
        len(paragraph.lines) > 2 or ends_sentence(text) or "。" in text
    )
    if is_text and not paragraph.rows:
        return Role.BODY
    return Role.SCRAP if ends_sentence(text) and not paragraph.rows else Role.TITLE
