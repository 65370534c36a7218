"""Columns: runs in a row are one line unless a gutter parts them.

A gap in a row is a gutter if the rows above or below have it too, or if the text behind it begins where
its neighbours begin; otherwise it is a wide space in one line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.formats.glyphs import Page
from corpus.formats.printed import Printed, joined, same_row
from corpus.formats.runs import find_runs, merge_rows

MOST_LINES = 2500
"""Lines of a page from which on it is not laid out; no page of text has as many."""

_WIDEST_SPACE = 2.6  # ems: a wider gap is never a space in a line
_SAME_EDGE = 0.3  # ems
_GUTTER = 0.45  # ems that the rows of a gutter share
_LARGE = 1.3  # ratio to the usual size; lines of such type are not joined over a gap
_GUTTER_ROWS = 3
_ONE_TYPE = 0.93  # ratio of the sizes of type that may stand in one line with a wide space between
_MARKER = re.compile(r"[●◆■▪•·○◇□▲△★☆➢\-–—*]|[（(\[]?[\dA-Za-z一二三四五六七八九十]{1,3}[)）.、．:：\]]")


def printed_lines(page: Page) -> list[Printed]:
    """All lines of what is painted on the page, in no order."""
    runs = find_runs(page)
    upright = [run for run in runs if run.vertical]
    short = [run for run in runs if len(run.glyphs) == 1 and _ends_upright(run, upright)]
    upright += [replace(run, vertical=True) for run in short]
    taken = {run.key for run in upright}
    level = merge_rows([run for run in runs if run.key not in taken], page)
    return [*(_join_spaces(level) if len(level) <= MOST_LINES else level), *upright]


def _ends_upright(run: Printed, upright: Sequence[Printed]) -> bool:
    """Whether a single character is the last line of upright text: at the head of the line left of another."""
    return any(
        0 <= other.left - run.right < 1.5 * run.size
        and abs(other.size - run.size) < 0.1 * run.size
        and other.top - 0.5 * run.size < run.top
        and run.bottom < other.bottom
        for other in upright
    )


@dataclass(slots=True)
class _Gap:
    """The space between two lines of a row; `[left, right)` is what the rows of its chain share."""

    before: int
    after: int
    left: float
    right: float
    top: float
    bottom: float
    chain: int = 1


def _join_spaces(lines: Sequence[Printed]) -> list[Printed]:
    """The lines with those joined that only a wide space keeps apart."""
    ordered = sorted(lines, key=lambda line: (line.top, line.left))
    gaps = _gaps(ordered)
    gutters = _gutters(gaps, ordered)
    usual = median(line.size for line in ordered) if ordered else 0.0
    result: dict[int, Printed] = dict(enumerate(ordered))
    head = list(range(len(ordered)))
    for gap in sorted(gaps, key=lambda g: g.left):
        size = max(ordered[gap.before].size, ordered[gap.after].size)
        width = ordered[gap.after].left - ordered[gap.before].right
        marks = _MARKER.fullmatch(ordered[gap.before].text)  # of a list, text hangs behind it
        if ((gap.before, gap.after) in gutters and not marks) or width > _WIDEST_SPACE * size:
            continue
        if min(ordered[gap.before].size, ordered[gap.after].size) < _ONE_TYPE * size or size > _LARGE * usual:
            continue
        first = head[gap.before]
        while head[first] != first:
            first = head[first]
        if gap.after in result and first in result and gap.after != first:
            result[first] = joined(result[first], result.pop(gap.after))
            head[gap.after] = first
    return list(result.values())


def _gaps(ordered: Sequence[Printed]) -> list[_Gap]:
    """Each line with its next to the right in the same row."""
    gaps = []
    for i, line in enumerate(ordered):
        best = -1
        for j in _row_of(ordered, i):
            other = ordered[j]
            if (
                other.left >= line.right - 0.5 * line.size
                and other.left > line.left
                and (best < 0 or other.left < ordered[best].left)
            ):
                best = j
        if best >= 0:
            other = ordered[best]
            top, bottom = min(line.top, other.top), max(line.bottom, other.bottom)
            gaps.append(_Gap(i, best, line.right, other.left, top, bottom))
    return gaps


def _row_of(ordered: Sequence[Printed], i: int) -> list[int]:
    line, found = ordered[i], []
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(ordered) and abs(ordered[j].top - line.top) < 2 * line.size:
            if same_row(line, ordered[j]):
                found.append(j)
            j += step
    return found


def _gutters(gaps: Sequence[_Gap], ordered: Sequence[Printed]) -> set[tuple[int, int]]:
    """The gaps that separate columns."""
    found: set[tuple[int, int]] = set()
    chains: list[list[_Gap]] = []
    for gap in sorted(gaps, key=lambda g: g.top):
        size = ordered[gap.after].size
        for chain in chains:
            last = chain[-1]
            left, right = max(last.left, gap.left), min(last.right, gap.right)
            if 0 <= gap.top - last.top < 3 * size and right - left >= _GUTTER * size:
                gap.left, gap.right = left, right
                chain.append(gap)
                break
        else:
            chains.append([gap])
    for chain in chains:
        if len(chain) >= _GUTTER_ROWS:
            found.update((gap.before, gap.after) for gap in chain)
    for gap in gaps:
        if _edge_continues(ordered, gap.after):
            found.add((gap.before, gap.after))
    return found


def _edge_continues(ordered: Sequence[Printed], i: int) -> bool:
    """Whether the line right above or below begins at the same left edge."""
    line = ordered[i]
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(ordered) and abs(ordered[j].top - line.top) < 2.2 * line.size:
            other = ordered[j]
            over = min(line.right, other.right) - max(line.left, other.left)
            if over > 0 and not same_row(line, other):
                if abs(other.left - line.left) < _SAME_EDGE * line.size:
                    return True
                break
            j += step
    return False
