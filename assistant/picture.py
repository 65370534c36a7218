"""The picture of a page with its evidence marked, drawn from the very file that was indexed."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.errors import AssistantError
from corpus.document import Document, Span
from corpus.errors import CorpusError
from corpus.load import read_bytes

_SCALE = 2.0  # pixels for each point of the page: 144 dpi


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG. `top`: where its evidence begins, as a share of the height in [0, 1]; None if it has none."""

    png: bytes
    top: float | None


Drawer = Callable[[bytes, int, Sequence[Span], Sequence[Span]], Picture]
"""Draws a page (from 1) of a file with the characters of its text at spans marked; then all pages' spans.

Raises CorpusError.
"""


class PictureError(AssistantError):
    """A page cannot be shown; `name` is that of the sentence that says why."""

    def __init__(self, name: Literal["file_gone", "file_changed", "not_drawn"]) -> None:
        super().__init__(name)
        self.name = name


def draw_pdf(data: bytes, page: int, spans: Sequence[Span], pages: Sequence[Span]) -> Picture:
    """The drawer of PDF pages."""
    from corpus.picture import mark_page  # loads pdfium: only where a page is looked at

    marked = mark_page(data, page, spans, pages=pages, scale=_SCALE)
    return Picture(marked.png, min((top for _, top, _, _ in marked.boxes), default=None))


def draw(drawer: Drawer, document: Document, page: int, spans: Sequence[Span]) -> Picture:
    """The page as a picture. Only the file that was indexed is drawn: marks on another would be wrong.

    Raises PictureError.
    """
    try:
        data = read_bytes(document.path)
    except CorpusError:
        raise PictureError("file_gone") from None
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise PictureError("file_changed")
    try:
        return drawer(data, page, spans, document.pages)
    except CorpusError as error:
        raise PictureError("not_drawn") from error
