"""Lines that were wrapped at the width of their column become paragraphs again.

Only lines that follow each other without a break are joined here. Where the evidence is not enough they
stay apart: a sentence left in two pieces can be read, one glued from two articles is false.
"""

import re
from collections import deque
from collections.abc import Sequence

from corpus.layout.brackets import OpenBrackets, closes
from corpus.layout.measure import FULL_STOP, Layout, even, slack
from corpus.layout.outline import ARTICLE_START, is_aside, is_heading, outline_style, starts_paragraph
from corpus.layout.words import cuts_word
from corpus.paragraph import Line, Paragraph, ends_sentence

RUNNING = re.compile(r"[，。、；,;]")
"""Marks that running text has and a headline seldom has."""
_TWO_PARTS = re.compile(r"[\u3400-\u9fff][ \u3000][\u3400-\u9fff]")  # of a headline, with a space for a comma
_RECENT_LINES = 30  # of a paragraph that are looked at to see whether the next line continues it
_LEAST_REST = 0.6  # of the column: a shorter line that ends no sentence is no rest of one
_INDENT, _EVEN = 3, 1  # columns: at least those of an indent, at most those of a full line
_MOST_INDENT = 5
_NEARLY_FULL = 0.8  # of the column: narrow figures and marks make a justified line look short


def join_lines(lines: Sequence[Line], layout: Layout) -> list[Paragraph]:
    """Lines that continue each other become one paragraph."""
    if not lines:
        return []
    paragraphs: list[Paragraph] = []
    current = _Open(lines[0])
    for line, after in zip(lines[1:], [*lines[2:], None], strict=False):
        if _continues(current, line, after, layout):
            current.add(line)
        else:
            paragraphs.append(current.close(layout))
            current = _Open(line)
    return [*paragraphs, current.close(layout)]


class _Open:
    """The paragraph being filled, and what decides whether the next line goes on with it."""

    def __init__(self, line: Line) -> None:
        self.lines: list[Line] = []
        self.running = False
        self._widths: deque[int] = deque(maxlen=_RECENT_LINES)
        self._brackets = OpenBrackets(_RECENT_LINES)
        self.add(line)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        self.running = self.running or bool(RUNNING.search(line.text))
        self._widths.append(line.width)
        self._brackets.add(line.text)

    @property
    def width(self) -> int:
        return max(self._widths)

    @property
    def open_bracket(self) -> str:
        return self._brackets.innermost

    def close(self, layout: Layout) -> Paragraph:
        is_title = len(self.lines) == 1 and is_heading(self.lines[0], layout.headings)
        return Paragraph(tuple(self.lines), outline=outline_style(self.lines[0].text) if is_title else "")


def _continues(current: _Open, line: Line, after: Line | None, layout: Layout) -> bool:
    """Whether `line` goes on with the paragraph. `after` is the line below it."""
    last, single = current.lines[-1], len(current.lines) == 1
    if single and is_heading(last, layout.headings):
        return False
    finished = ends_sentence(last.text)
    nearly_full = (
        not finished and not single and current.running and last.width >= _NEARLY_FULL * current.width
    )
    if starts_paragraph(line) and not (nearly_full and _is_mere_number(line, layout)):
        return False
    if current.open_bracket and line.gap <= layout.spacing + 1 and closes(line.text, current.open_bracket):
        return True
    if not layout.wrapped or line.gap > layout.spacing:
        return False
    if nearly_full and line.width <= current.width + slack(last):
        return line.width >= _LEAST_REST * current.width or ends_sentence(line.text)
    if layout.indented and FULL_STOP.search(last.text):
        lack = _lack(current, line, after, layout)
        is_tail = ends_sentence(line.text) and lack > 2 * _INDENT
        if (lack >= _INDENT and not is_tail) or last.width < current.width - slack(last):
            return False
        if lack <= _EVEN and not single:
            return True
    if layout.spacing and (FULL_STOP.search(last.text) or last.width < 0.7 * layout.body_width):
        return False  # where nothing marks a paragraph, one that ends with a full line is better split
    if not finished and not layout.spacing and _stands_apart(current, line, after, layout):
        return False
    same = even(last, line, first=single)
    tail = last.width > line.width and ends_sentence(line.text)
    full = same or tail if single else last.width >= current.width - slack(last)
    most = line.width if layout.spacing else current.width + slack(last)
    wider = not finished and last.width < line.width <= most
    return full and (same or tail or wider)


def _stands_apart(current: _Open, line: Line, after: Line | None, layout: Layout) -> bool:
    """Whether no word goes from a headline or the like to the line below it, or from text to an indented line."""
    last = current.lines[-1]
    if ends_sentence(line.text) or ARTICLE_START.match(last.text) or cuts_word(last.text, line.text) > 0:
        return False
    below = after.width if after and after.gap <= layout.spacing else 0
    single = len(current.lines) == 1
    full = max(below, line.width if single else current.width)
    indented = below > line.width + _EVEN and _INDENT <= full - line.width <= _MOST_INDENT
    if not single or current.running:
        return layout.indented and indented and not single
    lack = full - last.width
    like_first = _EVEN < lack <= _MOST_INDENT + 2 if layout.indented else -slack(last) <= lack <= _MOST_INDENT
    return (
        not like_first
        or (layout.indented and indented)
        or bool(_TWO_PARTS.search(last.text))
        or is_aside(last.text)
    )


def _lack(current: _Open, line: Line, after: Line | None, layout: Layout) -> int:
    """Columns that a line lacks of a full one: about four if it is indented."""
    below = after.width if after and after.gap <= layout.spacing else 0
    full = max(below, current.width if len(current.lines) > 1 else 0)
    return (full or min(layout.body_width, line.width + 2 * _INDENT)) - line.width


def _is_mere_number(line: Line, layout: Layout) -> bool:
    """Whether what looks like the number of an item may as well be a number inside a sentence."""
    return line.indent < 3 and bool(outline_style(line.text)) and not is_heading(line, layout.headings)
