"""Runs: characters that follow each other in the file and stand beside or under each other on the page."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from unicodedata import east_asian_width

import numpy as np
import numpy.typing as npt

from corpus.formats.glyphs import Page, is_below
from corpus.formats.printed import Printed, joined, same_row
from corpus.formats.shapes import Box

_WIDE_GAP, _LATIN_GAP = 0.3, 0.8  # ems without ink that may be a gutter, between Chinese and Latin text
_WIDEST_LEAD = 1.5  # ems; wider white of the file's own spaces may part columns
_SLOT, _MOST_IN_SLOT = 12.0, 200  # points; lines of that height that are compared


def find_runs(page: Page) -> list[Printed]:
    """The runs of all that a person sees on the page, in the order of the file."""
    return _Runs(page).result()


def merge_rows(runs: Sequence[Printed], page: Page) -> list[Printed]:
    """Runs that touch in a row become one, in whatever order the file has them."""
    merged: list[Printed] = []
    rows: defaultdict[int, list[int]] = defaultdict(list)  # by height, so that only near ones are compared
    for run in sorted(runs, key=lambda r: r.left):
        near = sorted({k for slot in _slots(run) for k in rows[slot][-_MOST_IN_SLOT:]}, reverse=True)
        last = next((k for k in near if _touches(merged[k], run, page.text)), None)
        line, at = run, len(merged)
        if last is not None:
            line, at = joined(merged[last], run), last
            merged[last] = line
        else:
            merged.append(run)
        for slot in _slots(line):
            if not rows[slot] or rows[slot][-1] != at:
                rows[slot].append(at)
    return merged


def _slots(line: Printed) -> range:
    first = int(line.top // _SLOT)
    return range(first, min(int(line.bottom // _SLOT), first + 20) + 1)


def _touches(last: Printed, run: Printed, text: str) -> bool:
    """Whether a run goes on with a line on its left."""
    least = min(last.size, run.size)
    small = least < 0.8 * max(last.size, run.size)  # raised or lowered figures
    level = small or abs(last.bottom - run.bottom) < 0.35 * run.size
    limit = _least_gap(text, last.glyphs[-1], run.glyphs[0]) * least
    return -0.5 * run.size < run.left - last.right < limit and same_row(last, run) and level


def readable(page: Page) -> npt.NDArray[np.bool_]:
    """Which characters of the page's text a person sees: on the page, painted, not across it.

    Where most of the text is not painted it lies behind the picture of a scanned page, and counts.
    """
    ink = page.size > 0
    middle = (page.boxes[:, :2] + page.boxes[:, 2:]) / 2
    on_page = ((middle >= 0) & (middle <= (page.width, page.height))).all(axis=1)
    scanned = page.hidden[ink].mean() > 0.5 if ink.any() else False
    return ink & on_page & (page.turn >= 0) & (~page.hidden | scanned)


def main_turn(page: Page) -> int:
    """The quarter turns clockwise by which most of the page's text is turned."""
    turns = page.turn[(page.size > 0) & (page.turn >= 0)]
    return int(np.bincount(turns, minlength=4).argmax()) if turns.size else 0


def turned(box: Sequence[float], turn: int, page: Page) -> Box:
    """A box of the page after turning the page back by `turn` quarter turns."""
    left, top, right, bottom = box
    if turn == 1:
        return top, page.width - right, bottom, page.width - left
    if turn == 2:
        return page.width - right, page.height - bottom, page.width - left, page.height - top
    if turn == 3:
        return page.height - bottom, left, page.height - top, right
    return left, top, right, bottom


class _Runs:
    """Follows the characters in the order of the file as long as each stands beside or under the last."""

    def __init__(self, page: Page) -> None:
        self._text = page.text
        turn = main_turn(page)
        self._boxes = [turned(box, turn, page) for box in page.boxes.tolist()]
        self._size = page.size.tolist()
        self._turn = ((page.turn - turn) % 4).tolist()
        self._bold = page.bold
        self._lead = np.minimum(page.lead, _WIDEST_LEAD * page.size).tolist()
        self._seen = np.flatnonzero(readable(page)).tolist()
        self._runs: list[Printed] = []

    def result(self) -> list[Printed]:
        run: list[int] = []
        downwards: bool | None = None
        for i in self._seen:
            if run:
                direction = self._direction(run[-1], i, downwards=bool(downwards))
                if direction is not None and downwards in (None, direction):
                    run.append(i)
                    downwards = direction
                    continue
                self._finish(run, downwards)
            run, downwards = [i], None
        self._finish(run, downwards)
        return self._runs

    def _direction(self, last: int, i: int, *, downwards: bool) -> bool | None:
        """True if the character stands under the last one, False if beside it, None if neither.

        In a run that goes `downwards` already a narrow character may stand at the left or in the middle.
        """
        a, b, turn = self._boxes[last], self._boxes[i], self._turn[i]
        size = max(self._size[last], self._size[i])
        if turn == self._turn[last] == 0:
            gap = b[0] - a[2] - self._lead[i]
            least = min(self._size[last], self._size[i])
            if (
                abs(a[3] - b[3]) < 0.5 * size
                and b[0] - a[2] > -0.5 * size
                and gap < _least_gap(self._text, last, i) * least
            ):
                return False
            under = abs(b[0] - a[0]) < 0.4 * size or abs(a[0] + a[2] - b[0] - b[2]) < 0.6 * size
            if downwards and under and 0.75 * size < b[1] - a[1] < 1.2 * size:
                return True
            return True if is_below(self._text[last], self._text[i], a, b, 0) else None
        if {turn, self._turn[last]} <= {0, 1}:
            return (
                True if abs(a[0] + a[2] - b[0] - b[2]) < size and -0.5 * size < b[1] - a[3] < size else None
            )
        if turn == self._turn[last] == 3:
            return True if abs(a[2] - b[2]) < 0.5 * size and -0.5 * size < a[1] - b[3] < size else None
        if turn == self._turn[last] == 2:
            return False if abs(a[1] - b[1]) < 0.5 * size and -0.5 * size < a[0] - b[2] < size else None
        return None

    def _finish(self, run: Sequence[int], downwards: bool | None) -> None:
        if run:
            vertical = bool(downwards) or self._turn[run[0]] in (1, 3)
            bold = bool(self._bold[list(run)].mean() > 0.5)
            text = _spaced(self._text, run)
            self._runs.append(_printed(run, text, self._boxes, self._size, bold=bold, vertical=vertical))


def _least_gap(text: str, last: int, i: int) -> float:
    wide = east_asian_width(text[last]) in "WFA" or east_asian_width(text[i]) in "WFA"
    return _WIDE_GAP if wide else _LATIN_GAP


def _printed(
    glyphs: Sequence[int],
    text: str,
    boxes: Sequence[Box],
    size: Sequence[float],
    *,
    bold: bool,
    vertical: bool,
) -> Printed:
    lefts, tops, rights, bottoms = zip(*(boxes[i] for i in glyphs), strict=True)
    em = median(size[i] for i in glyphs)
    return Printed(tuple(glyphs), text, min(lefts), min(tops), max(rights), max(bottoms), em, bold, vertical)


def _spaced(text: str, run: Sequence[int]) -> str:
    chars = [text[run[0]]]
    for last, i in pairwise(run):
        chars += [" ", text[i]] if i == last + 2 and text[last + 1].isspace() else [text[i]]
    return "".join(chars)
