"""Blocks of a page: lines of one type under each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from corpus.formats.printed import Printed, same_row
from corpus.formats.shapes import Box

_SAME_SIZE = 1.07  # ratio of type sizes that may be one
_SPACE_BELOW = 0.75  # ems by which the space below a line of a block may exceed the usual
_NEAR_EDGE = 4.5  # ems by which lines of a block may differ where they begin, or where they end
_LEAST_SPACE = 0.9  # ems; where no usual space is known


@dataclass(frozen=True)  # without slots: its measures are kept
class Block:
    """Lines under each other, from top to bottom; `vertical` ones stand beside each other, from the right.

    `frame` numbers the drawn frame around it, 0 if there is none.
    """

    lines: tuple[Printed, ...]
    frame: int = 0

    @cached_property
    def left(self) -> float:
        """In points, as are the others."""
        return min(line.left for line in self.lines)

    @cached_property
    def top(self) -> float:
        """Of the first line."""
        return min(line.top for line in self.lines)

    @cached_property
    def right(self) -> float:
        """Of the longest line."""
        return max(line.right for line in self.lines)

    @cached_property
    def bottom(self) -> float:
        """Of the last line."""
        return max(line.bottom for line in self.lines)

    @cached_property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom

    @cached_property
    def size(self) -> float:
        """Usual type size in points."""
        return median(line.size for line in self.lines)

    @cached_property
    def vertical(self) -> bool:
        """Whether its lines run downwards."""
        return self.lines[0].vertical

    @cached_property
    def characters(self) -> int:
        """How many it holds."""
        return sum(len(line.glyphs) for line in self.lines)


def find_blocks(
    lines: Sequence[Printed], frames: Sequence[Box] = (), rules: Sequence[Box] = ()
) -> list[Block]:
    """The blocks of a page's lines. No block reaches over the edge of a frame or a drawn line."""
    found: list[Block] = []
    inside: dict[int, list[Printed]] = {}
    for line in lines:
        inside.setdefault(_frame_of(line, frames), []).append(line)
    for frame, held in inside.items():
        level = [line for line in held if not line.vertical]
        upright = [laid_down(line) for line in held if line.vertical]
        found += [Block(tuple(block), frame) for block in _stack(level, rules)]
        found += [
            Block(tuple(_stood_up(line) for line in block), frame)
            for block in _stack(upright, [(r[1], -r[2], r[3], -r[0]) for r in rules])
        ]
    return found


def _frame_of(line: Printed, frames: Sequence[Box]) -> int:
    """The smallest frame that the line stands in, numbered from 1."""
    around = [
        ((f[2] - f[0]) * (f[3] - f[1]), i)
        for i, f in enumerate(frames, 1)
        if f[0] <= line.left + 1
        and line.right - 1 <= f[2]
        and f[1] <= line.top + 1
        and line.bottom - 1 <= f[3]
    ]
    return min(around)[1] if around else 0


def laid_down(line: Printed) -> Printed:
    """A vertical line as if it were level: what follows it on its left stands below it."""
    return replace(line, left=line.top, top=-line.right, right=line.bottom, bottom=-line.left)


def _stood_up(line: Printed) -> Printed:
    return replace(line, left=-line.bottom, top=line.left, right=-line.top, bottom=line.right)


def _stack(lines: Sequence[Printed], rules: Sequence[Box]) -> list[list[Printed]]:
    """Lines linked with the only line below them, if they are alike and near."""
    ordered = sorted(lines, key=lambda line: (line.top, line.left))
    below = [_next_below(ordered, i) for i in range(len(ordered))]
    above: dict[int, list[int]] = {}
    for i, following in enumerate(below):
        for j in following:
            above.setdefault(j, []).append(i)
    for j, over in above.items():  # only those right above: a paragraph's short last line may see past one
        nearest = max(over, key=lambda i: ordered[i].bottom)
        above[j] = [i for i in over if i == nearest or same_row(ordered[i], ordered[nearest])]
    single = {
        i: following[0]
        for i, following in enumerate(below)
        if len(following) == 1 and above[following[0]] == [i]
    }
    spaces = [
        (ordered[j].top - ordered[i].bottom) / ordered[i].size
        for i, j in single.items()
        if _same_type(ordered[i], ordered[j])
    ]
    near = [space for space in spaces if space < 2.0]
    limit = max(median(near) + _SPACE_BELOW if near else 0.0, _LEAST_SPACE)
    links = {
        i: j
        for i, j in single.items()
        if _same_type(ordered[i], ordered[j])
        and _same_column(_reach([ordered[i]]), _reach([ordered[j]]), ordered[j].size)
        and (ordered[j].top - ordered[i].bottom) < limit * max(ordered[i].size, ordered[j].size)
        and not any(_separates(rule, ordered[i], ordered[j]) for rule in rules)
    }
    blocks: list[list[Printed]] = []
    for i in range(len(ordered)):
        if i not in links.values():
            block = [i]
            while block[-1] in links:
                block.append(links[block[-1]])
            blocks.append([ordered[k] for k in block])
    return _stack_blocks(blocks, limit, rules)


def _stack_blocks(blocks: list[list[Printed]], limit: float, rules: Sequence[Box]) -> list[list[Printed]]:
    """Link blocks as lines: a paragraph's short last line need not overlap the indented one below it."""
    standing = [_Standing(block, *_reach(block)) for block in sorted(blocks, key=lambda block: block[0].top)]
    i = 0
    while i < len(standing):
        a = standing[i]
        last = a.lines[-1]
        touched = [
            k
            for k, b in enumerate(standing)
            if last.top < b.lines[0].top < last.bottom + limit * last.size
            and k != i
            and a.overlap(b) > 0.25 * last.size
        ]
        if len(touched) == 1 and _may_stack(a, standing[touched[0]], standing, limit, rules):
            b = standing.pop(touched[0])
            a.lines += b.lines
            a.left, a.right = min(a.left, b.left), max(a.right, b.right)
            i -= touched[0] < i
        else:
            i += 1
    return [each.lines for each in standing]


@dataclass(slots=True)
class _Standing:
    """Lines of a block and what they reach across."""

    lines: list[Printed]
    left: float
    right: float

    def overlap(self, other: "_Standing") -> float:
        """How far both reach over each other across; negative if something is between them."""
        return min(self.right, other.right) - max(self.left, other.left)


def _may_stack(
    a: _Standing, b: _Standing, standing: Sequence[_Standing], limit: float, rules: Sequence[Box]
) -> bool:
    last, first = a.lines[-1], b.lines[0]
    return (
        not same_row(last, first)
        and abs(a.left - b.left) < _NEAR_EDGE * first.size
        and _same_type(last, first)
        and first.top - last.bottom < limit * first.size
        and not any(_separates(rule, last, first) for rule in rules)
        and not any(
            c.lines[0].top < first.top - 1
            and c.lines[-1].bottom > last.top
            and c is not a
            and c is not b
            and c.overlap(b) > 0.25 * first.size
            for c in standing
        )
    )


def _reach(block: Sequence[Printed]) -> tuple[float, float]:
    return min(line.left for line in block), max(line.right for line in block)


def _next_below(ordered: Sequence[Printed], i: int) -> list[int]:
    """The lines right below a line: the nearest that it overlaps, with those in the same row."""
    line, found = ordered[i], list[int]()
    for j in range(i + 1, len(ordered)):
        other = ordered[j]
        if found and other.top > ordered[found[0]].bottom:
            break
        if other.top > line.bottom + 6 * line.size:
            break
        overlap = min(line.right, other.right) - max(line.left, other.left)
        under = other.top > line.top + 0.4 * line.size and not same_row(line, other)
        if overlap > 0.25 * line.size and under and (not found or same_row(ordered[found[0]], other)):
            found.append(j)
    return found


def _same_column(a: tuple[float, float], b: tuple[float, float], size: float) -> bool:
    """Whether two stretches across may be of one column: an edge or the middle of both agrees."""
    left, right = abs(a[0] - b[0]), abs(a[1] - b[1])
    return min(left, right) < _NEAR_EDGE * size or abs(a[0] + a[1] - b[0] - b[1]) < 3 * size


def _same_type(a: Printed, b: Printed) -> bool:
    return max(a.size, b.size) <= _SAME_SIZE * min(a.size, b.size)


def _separates(rule: Box, a: Printed, b: Printed) -> bool:
    """Whether a drawn line runs between two lines, along most of the shorter."""
    across = min(rule[2], a.right, b.right) - max(rule[0], a.left, b.left)
    return (
        a.middle < rule[1] and rule[3] < b.middle and across > 0.5 * min(a.right - a.left, b.right - b.left)
    )
