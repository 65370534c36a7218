"""A document as HTML for the source pane, with the cited characters marked. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpus.document import Block, BlockKind, Document, Span

_OUTERMOST_HEADING = 3  # the pane's own title is the h2
_INNERMOST_HEADING = 6


@dataclass(frozen=True, slots=True)
class SourceView:
    """What the source pane shows. `section` is the heading path of the first marked character.

    `html` holds only escaped text and our own tags; the first mark has the id `evidence`.
    """

    title: str
    date: str | None
    publisher: str | None
    section: tuple[str, ...]
    html: str


def source_view(document: Document, spans: Sequence[Span]) -> SourceView:
    """The reading text with the characters at `spans` (of `Document.text`) marked.

    Characters that the reading text leaves out, and spans outside the text, mark nothing.
    """
    marked = _marked(document, spans)
    first = int(marked.argmax()) if marked.any() else -1
    section: tuple[str, ...] = ()
    parts = []
    for block in document.blocks:
        if block.start <= first < block.end:
            section = block.section
        parts.append(_block_html(document, block, marked, first))
    return SourceView(document.title, document.date, document.publisher, section, "\n".join(parts))


def _marked(document: Document, spans: Sequence[Span]) -> npt.NDArray[np.bool_]:
    """Which reading characters are evidence; white space is where both its neighbours are."""
    cited = np.zeros(len(document.text), dtype=np.bool_)
    for start, end in spans:
        cited[max(start, 0) : max(end, 0)] = True
    size = len(document.reading)
    solid = np.fromiter((not char.isspace() for char in document.reading), np.bool_, size)
    positions = np.arange(size)
    before = np.maximum.accumulate(np.where(solid, positions, -1))
    after = np.minimum.accumulate(np.where(solid, positions, size)[::-1])[::-1]
    marked = np.append(cited[document.offsets], False)  # both -1 and size mean: no neighbour, not marked
    evidence: npt.NDArray[np.bool_] = marked[before] & marked[after]
    return evidence


def _block_html(document: Document, block: Block, marked: npt.NDArray[np.bool_], first: int) -> str:
    match block.kind:
        case BlockKind.HEADING:
            level = min(_OUTERMOST_HEADING + max(block.level, 1) - 1, _INNERMOST_HEADING)
            opening, closing = f"<h{level}>", f"</h{level}>"
        case BlockKind.TABLE:
            rows = (
                f"<tr><td>{_inline(document.reading, start, end, marked, first)}</td></tr>"
                for start, end in _lines(document.reading, block.start, block.end)
            )
            return f"<table>{''.join(rows)}</table>"
        case BlockKind.FRAGMENT:
            opening, closing = '<p class="fragment">', "</p>"
        case BlockKind.PARAGRAPH:
            opening, closing = "<p>", "</p>"
    return opening + _inline(document.reading, block.start, block.end, marked, first) + closing


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for line in text[start:end].splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def _inline(text: str, start: int, end: int, marked: npt.NDArray[np.bool_], first: int) -> str:
    """Escaped text of `[start, end)`, each run of marked characters in its own `<mark>`."""
    changes = np.flatnonzero(np.diff(marked[start:end])) + 1 + start
    bounds = [start, *changes.tolist(), end]
    parts = []
    for left, right in pairwise(bounds):
        piece = escape(text[left:right])
        if left < right and marked[left]:
            name = ' id="evidence"' if left <= first < right else ""
            piece = f"<mark{name}>{piece}</mark>"
        parts.append(piece)
    return "".join(parts)
