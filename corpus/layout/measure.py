"""How a file is set: whether its lines are wrapped, how they are spaced, how wide its text runs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.layout.outline import heading_styles
from corpus.paragraph import Line, ends_sentence

_TOLERANCE = 4  # columns by which a full line may differ from the next: hanging or narrow punctuation
_INDENT = 4
_LEAST_COLUMN = 16
_LEAST_INDENTS = 3
_RECENT_LINES = 30
FULL_STOP = re.compile(r"[。！？!?][”’」』）)》】]*$")
"""The end of a sentence, which may be that of a paragraph."""
_LATIN_TOLERANCE = 14  # lines of words end where the next word no longer fits
_HEADING_COLUMNS = 80


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out. `spacing`: blank lines between two lines of one paragraph.

    `wrapped`: lines end where the column does. `body_width`: columns of a full line of running text.
    `headings`: numbering styles whose items are headings in this file. `indented`: the first line of a
    paragraph is narrower than the others, by the width of an indent.
    """

    wrapped: bool
    spacing: int
    body_width: int
    headings: frozenset[str]
    indented: bool = False

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Layout":
        """Found from all lines of the file."""
        pairs = list(pairwise(lines))
        open_ended = [(a, b) for a, b in pairs if not ends_sentence(a.text)]
        even = [(a, b) for a, b in open_ended if abs(a.width - b.width) <= slack(a)]
        margin = _at_margin([(a, b) for a, b in open_ended if a.width >= _LEAST_COLUMN])
        common = Counter(a.width for a, _ in margin).most_common(1)[0][0] if margin else 0
        wide = sum(a.width > common / 2 for a, _ in pairs)
        wide_open = sum(a.width > common / 2 for a, _ in open_ended)
        wrapped = len(pairs) >= 4 and (
            (len(margin) > 0.25 * wide and len(margin) > 0.6 * wide_open)
            or (
                median(line.width for line in lines) >= _LEAST_COLUMN
                and len(open_ended) > 0.5 * len(pairs)
                and len(even) > 0.5 * len(open_ended)
            )
        )
        inside = [b for a, b in margin if b.width > common / 2] or [b for _, b in pairs]
        double = wrapped and sum(line.gap > 0 for line in inside) > 0.8 * len(inside)
        widths = Counter(a.width for a, _ in [*even, *margin] if a.width > common / 2)
        body_width = widths.most_common(1)[0][0] if wrapped else max(line.width for line in lines)
        headings = heading_styles(lines, 0.8 * body_width if wrapped else _HEADING_COLUMNS + 1)
        return cls(wrapped, int(double), body_width, headings, wrapped and _is_indented(lines))


def _at_margin(pairs: Sequence[tuple[Line, Line]]) -> list[tuple[Line, Line]]:
    """The pairs whose first line ends where that of many others does."""
    widths = Counter(line.width for line, _ in pairs)
    least = max(3, len(pairs) // 10)
    crowded = {w for w in widths if sum(widths[w + d] for d in (-2, -1, 0, 1, 2)) >= least}
    return [pair for pair in pairs if pair[0].width in crowded]


def _is_indented(lines: Sequence[Line]) -> bool:
    """Whether the line below a finished sentence mostly lacks some columns of the next one."""
    lacks = [
        c.width - b.width
        for a, b, c in zip(lines, lines[1:], lines[2:], strict=False)
        if FULL_STOP.search(a.text) and not FULL_STOP.search(b.text) and c.width >= _LEAST_COLUMN
    ]
    near = [lack for lack in lacks if abs(lack) <= 2 * _INDENT]
    return len(near) >= _LEAST_INDENTS and sum(lack >= 2 for lack in near) >= 0.7 * len(near)


def column_width(lines: Sequence[Line]) -> int:
    """Columns of a full line of a paragraph: without the first, which may be indented, and the last."""
    if len(lines) < 3:
        return max(line.width for line in lines)
    return int(median(line.width for line in lines[1:-1][:_RECENT_LINES]))


def slack(line: Line) -> int:
    """Columns by which a full line may differ from its neighbour."""
    return _LATIN_TOLERANCE if line.text.isascii() else max(_TOLERANCE, line.width // 10)


def even(line: Line, following: Line, *, first: bool) -> bool:
    """Whether two lines fill one column; the first of a paragraph may lack the width of an indent."""
    short = following.width - line.width
    return -slack(line) <= short <= slack(line) + (_INDENT if first else 0)
