"""Boxed inserts (专栏) are told from the text around them."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.layout.measure import Layout
from corpus.layout.outline import BOX
from corpus.paragraph import Paragraph

_MARGIN = 5  # columns by which the smaller type of a box fits more on a line
_MAX_TITLE_CHARS = 60


def mark_boxes(paragraphs: Sequence[Paragraph], layout: Layout) -> list[Paragraph]:
    """Tell boxed inserts by their smaller type, which fits more on a line.

    Where the type is the same only the box's title is known, and nothing is claimed to be inside.
    """
    marked = list(paragraphs)
    start = None
    for i, paragraph in enumerate(paragraphs):
        if is_box_title(paragraph):
            start = i
            marked[i] = replace(paragraph, in_box=True, outline="box")
        elif paragraph.outline:
            start = None
        elif start is not None and layout.wrapped and paragraph.width >= layout.body_width + _MARGIN:
            for j in range(start + 1, i + 1):
                marked[j] = replace(marked[j], in_box=True)
            start = i
        elif start is not None and len(paragraph.lines) > 1 and not paragraph.rows:
            start = None
    return marked


def is_box_title(paragraph: Paragraph) -> bool:
    """Whether the paragraph is the title line of a box."""
    return bool(BOX.match(paragraph.lines[0].text)) and len(paragraph.text) <= _MAX_TITLE_CHARS
