"""The text of a file as HTML, line by line as it stands there: what reading made of it, evidence marked. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assistant.marks import Flags, neighbours, with_space
from assistant.markup import marked_html, said
from assistant.wording import WORDING
from corpus.document import Document, Edit, EditKind, Span

_Numbers = npt.NDArray[np.intp]
_Why = tuple[EditKind, str]  # with the name of the rule, empty if none is recorded
_UNRECORDED: _Why = (EditKind.DROPPED, "")
_NONE = -1


def original_html(document: Document, stretch: Span, flags: Flags, first: int) -> str:
    """The characters `[start, end)` of `Document.text`, with the flagged ones marked.

    What the reading text leaves out is of class `dropped`, what is joined or moved of that class; the names
    of the sentences that say why stand in `data-why`. `first` is the character whose mark has the id `evidence`.
    """
    start, end = stretch
    text = document.text[start:end]
    edits = [edit for edit in document.edits if edit.start < end and edit.end >= start]
    reasons = [_UNRECORDED, *dict.fromkeys((edit.kind, edit.rule) for edit in edits)]
    numbers = _reasons(document, stretch, edits, reasons)
    markers = dict(_markers(document, stretch, edits))
    changes = np.flatnonzero(np.diff(numbers)) + 1
    bounds = sorted({0, len(text), *changes.tolist(), *(place for place in markers if place < len(text))})
    parts = []
    for left, right in pairwise(bounds):
        piece = marked_html(text[left:right], flags[start + left : start + right], first - start - left)
        if numbers[left] != _NONE:
            kind, rule = reasons[numbers[left]]
            piece = f'<span class="{kind.value}" data-why="{_why(kind, rule)}">{piece}</span>'
        parts.append(markers.get(left, "") + piece)
    return f'<div class="file">{"".join(parts)}</div>'


def _reasons(document: Document, stretch: Span, edits: Sequence[Edit], reasons: Sequence[_Why]) -> _Numbers:
    """For each character of the stretch the number of the reason why it is shown apart, or -1.

    Dropped is what the reading text does not hold, whatever the edits say: they only say why.
    """
    start, end = stretch
    offsets = document.offsets
    text = document.text[start:end]
    dropped, put = np.full(len(text), _NONE), np.full(len(text), _NONE)
    for edit in sorted(edits, key=lambda edit: edit.start - edit.end):  # the narrowest last: it says most
        layer = {EditKind.DROPPED: dropped, EditKind.JOINED: put, EditKind.MOVED: put}.get(edit.kind)
        if layer is not None:
            number = reasons.index((edit.kind, edit.rule))
            layer[max(edit.start - start, 0) : max(edit.end - start, 0)] = number
    is_read = np.zeros(len(text), dtype=np.bool_)
    is_read[offsets[(offsets >= start) & (offsets < end)] - start] = True
    before, after = neighbours(text)
    reason = np.append(np.maximum(dropped, 0), _NONE)  # -1 and len(text) mean: no neighbour
    is_one = reason[before] == reason[after]  # white space between what was dropped for the same reason
    numbers: _Numbers = np.where(with_space(text, ~is_read) & is_one, reason[before], put)
    return numbers


def _markers(document: Document, stretch: Span, edits: Sequence[Edit]) -> Iterator[tuple[int, str]]:
    """What is shown between characters, by its place in the stretch: page breaks and beginnings of articles."""
    start, end = stretch
    found: dict[int, str] = {}
    for number, (page_start, _) in enumerate(document.pages, 1):
        if start <= page_start < end:
            found[page_start - start] = f'<span class="sheet">{said("on_page", page=str(number))}</span>'
    for edit in edits:
        is_point = edit.start == edit.end and edit.kind is not EditKind.SPLIT
        if start <= edit.start < end and (is_point or edit.kind is EditKind.SPLIT):
            name = "sheet" if is_point else "split"
            marker = f'<span class="{name}" data-why="{_why(edit.kind, edit.rule)}"></span>'
            found[edit.start - start] = found.get(edit.start - start, "") + marker
    yield from found.items()


def _why(kind: EditKind, rule: str) -> str:
    """The names of the sentences that say what was done, and by which rule if there is wording for it."""
    names = (f"edit_{kind.value}", f"rule_{rule}")
    return " ".join(name for name in names if name in WORDING)
