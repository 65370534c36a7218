"""What the source pane shows: a stretch of a document around its evidence, as repaired or as in the file. Pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.marks import cited, first_cited
from assistant.original import original_html
from assistant.repaired import repaired_html
from corpus.document import Document, Span

View = Literal["repaired", "file", "page"]
TextView = Literal["repaired", "file"]

_CHARS = 20_000  # shown before the evidence, and as many after it, so that a browser stays quick
_BLOCKS = 200  # the same in paragraphs
_LINES = 4_000  # the same in lines of a file
_DRAWN = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
_UNCUT_CHARS = 2_000  # a stretch begins up to this much earlier so as not to cut a paragraph or line


@dataclass(frozen=True, slots=True)
class SourceView:
    """A stretch of a document as HTML that holds only escaped text and our own tags.

    `start` and `end` bound the stretch in a text of `size` characters: the reading text in the view
    `repaired`, the file's own text in the view `file`. `section` is the heading path and `page` the page
    of the first marked character, whose mark has the id `evidence`. `pages` counts the pages that can be
    shown as pictures; `views` are those that the document has.
    """

    title: str
    date: str | None
    publisher: str | None
    section: tuple[str, ...]
    page: int | None
    pages: int
    views: tuple[View, ...]
    view: TextView
    start: int
    end: int
    size: int
    html: str


def source_view(
    document: Document,
    spans: Sequence[Span],
    view: TextView = "repaired",
    *,
    start: int | None = None,
    end: int | None = None,
) -> SourceView:
    """The stretch around the first character at `spans` (of `Document.text`), with all of theirs marked.

    `start` asks for the stretch that begins there instead, `end` for the one that ends there.
    Characters that the reading text leaves out, and spans outside the text, mark nothing as repaired.
    """
    flags = cited(document, spans)
    first = first_cited(document, flags)
    offset = int(document.offsets[first]) if first >= 0 else int(flags.argmax()) if flags.any() else -1
    text = document.reading if view == "repaired" else document.text
    stretch = _stretch(document, view, first if view == "repaired" else offset, start, end)
    if view == "repaired":
        html = repaired_html(document, stretch, flags, first)
    else:
        html = original_html(document, stretch, flags, offset)
    pages = len(document.pages) if has_pictures(document) else 0
    return SourceView(
        title=document.title,
        date=document.date,
        publisher=document.publisher,
        section=_section(document, first) if first >= 0 else (),
        page=document.page(offset) if offset >= 0 else None,
        pages=pages,
        views=("repaired", "file", "page") if pages else ("repaired", "file"),
        view=view,
        start=stretch[0],
        end=stretch[1],
        size=len(text),
        html=html,
    )


def has_pictures(document: Document) -> bool:
    """Whether the pages of a document can be drawn: those of a PDF and of a picture."""
    return bool(document.pages) and document.path.lower().endswith(_DRAWN)


def _stretch(document: Document, view: TextView, around: int, start: int | None, end: int | None) -> Span:
    size = len(document.reading if view == "repaired" else document.text)
    point = min(max(next((p for p in (start, end) if p is not None), around), 0), size)
    begins = _begins(document, view, point)
    most = _BLOCKS if view == "repaired" else _LINES
    left = point if start is not None else _reach(begins, size, most, point, -1)
    right = point if end is not None else _reach(begins, size, most, point, +1)
    return left, right


def _begins(document: Document, view: TextView, point: int) -> list[int]:
    """Where paragraphs begin, or the lines of the file that are near enough to matter."""
    if view == "repaired":
        return [block.start for block in document.blocks]
    low = max(point - _CHARS - _UNCUT_CHARS, 0)
    return [low + line.end() for line in re.finditer("\n", document.text[low : point + _CHARS])]


def _reach(begins: Sequence[int], size: int, most: int, point: int, direction: Literal[-1, 1]) -> int:
    """How far a stretch goes from `point`: to where a paragraph or line begins, if one is near enough."""
    place = bisect_right(begins, point) + direction * most
    furthest = begins[place] if 0 <= place < len(begins) else size if direction > 0 else 0
    cut = min(point + _CHARS, furthest) if direction > 0 else max(point - _CHARS, furthest)
    before = bisect_right(begins, cut) - 1
    begin = begins[before] if before >= 0 else cut
    is_near = cut - begin <= _UNCUT_CHARS and (direction < 0 or begin > point)
    return begin if is_near and cut < size else cut


def _section(document: Document, position: int) -> tuple[str, ...]:
    """The heading path of the block that holds a reading character."""
    begins = [block.start for block in document.blocks]
    return document.blocks[max(bisect_right(begins, position) - 1, 0)].section
