"""What the reader of a format hands on: the text of a file, and what the file itself says about it."""

from dataclasses import dataclass

from corpus.document import Edit, Span
from corpus.paragraph import Paragraph


@dataclass(frozen=True, slots=True)
class Extract:
    """A file as its format tells it, before any repair.

    `text` holds every character, in the order of the file; citations point into it. `paragraphs` are those
    that the format marks as such (Word, HTML), in reading order; None where they must be found from the
    lines of `text`. `pages` are `[start, end)` in `text`, one a page, empty if the file has none.
    `title`, `publisher`, `date` (ISO, perhaps only year or month) and `lang` are None if it does not say.
    """

    text: str
    paragraphs: tuple[Paragraph, ...] | None = None
    pages: tuple[Span, ...] = ()
    edits: tuple[Edit, ...] = ()
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    lang: str | None = None
