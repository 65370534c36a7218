"""From the text of a file to its paragraphs: passes over lines, one after the other.

Every decision is made from the lines: their widths, the blank lines between them, their words and what they mean.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from corpus.document import Edit, EditKind
from corpus.layout.boxes import mark_boxes
from corpus.layout.captions import name_tables
from corpus.layout.cohesion import Encoder
from corpus.layout.furniture import drop_furniture
from corpus.layout.lines import split_lines
from corpus.layout.measure import Layout
from corpus.layout.mend import mend
from corpus.layout.page import read_page
from corpus.layout.rows import group_rows
from corpus.layout.tables import find_tables
from corpus.layout.wrap import join_lines
from corpus.paragraph import Line, Paragraph


def read_paragraphs(text: str, encoder: Encoder | None = None) -> tuple[list[Paragraph], list[Edit]]:
    """The paragraphs of a text file in reading order, and what was dropped, joined or moved for them.

    The encoder tells the articles of a newspaper page apart by what they mean; without one their words do alone.
    """
    lines, edits = drop_furniture(split_lines(text))
    if not lines:
        return [], edits
    layout = Layout.of(lines)
    paragraphs, joined = mend(_with_tables(lines, layout), layout)
    paragraphs = name_tables(mark_boxes(group_rows(paragraphs, layout), layout))
    paragraphs, moved = read_page(paragraphs, edits, layout, encoder)
    return paragraphs, edits + joined + _joined_around(edits, paragraphs) + moved


def _joined_around(dropped: Sequence[Edit], paragraphs: Sequence[Paragraph]) -> list[Edit]:
    """What goes on beyond furniture that cut it in two, by the rule that dropped the furniture."""
    starts = [edit.start for edit in dropped]
    found = []
    for paragraph in paragraphs if dropped else ():
        for line, rest in pairwise(paragraph.lines):
            between = bisect_left(starts, line.end)
            if between < len(starts) and starts[between] < rest.start:
                rule = dropped[between].rule
                found.append(Edit(EditKind.JOINED, line.start, line.end, rule, rest.start))
    return found


def _with_tables(lines: Sequence[Line], layout: Layout) -> list[Paragraph]:
    """Tables, and paragraphs of the lines around them."""
    paragraphs: list[Paragraph] = []
    done = 0
    for (start, end), table in find_tables(lines, layout):
        paragraphs += [*join_lines(lines[done:start], layout), table]
        done = end
    return paragraphs + join_lines(lines[done:], layout)
