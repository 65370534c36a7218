"""The order in which the blocks of a page are read, by cutting it along white bands (XY-cut).

What has a white band from top to bottom is columns, read from the left; for vertical text from the right.
Otherwise the page is cut into strips, and strips that have a band in common stay together, so that a white
line across two columns does not part them.
"""

from collections.abc import Iterator, Sequence

from corpus.formats.blocks import Block
from corpus.formats.shapes import Box

_BAND = 0.6  # ems of white that part columns
_PROSE_EMS = 9.0  # a column of running text is at least as wide
_PROSE_LINES = 4
_FULL_SHARE = 0.5  # of the lines of a column of running text reach its right edge
_DEEPEST = 40  # cuts within cuts
_MOST_BLOCKS = 400  # of a page; more are drawings with labels, and read from the top


def reading_order(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page in the order of reading."""
    if len(blocks) > _MOST_BLOCKS:
        return sorted(blocks, key=lambda b: (b.top, b.left))
    rightwards = not _mostly_vertical(blocks)
    boxes = [b.box if rightwards else (-b.right, b.top, -b.left, b.bottom) for b in blocks]
    return [blocks[i] for i in _ordered(boxes, list(range(len(blocks))), _em(blocks), 0)]


def text_zones(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks by columns of running text; where there are none beside each other all are one zone."""
    level = [block for block in blocks if not block.vertical]
    if len(level) > _MOST_BLOCKS:
        return [level]
    boxes = [block.box for block in level]
    return [[level[i] for i in zone] for zone in _zones(level, boxes, list(range(len(level))), _em(level), 0)]


def _em(blocks: Sequence[Block]) -> float:
    sizes = sorted((block.size, block.characters) for block in blocks)
    half, seen = sum(n for _, n in sizes) / 2, 0
    for size, n in sizes:
        seen += n
        if seen >= half:
            return size
    return 1.0


def _mostly_vertical(blocks: Sequence[Block]) -> bool:
    return sum(b.characters for b in blocks if b.vertical) > 0.5 * sum(b.characters for b in blocks)


def _parts(boxes: Sequence[Box], region: Sequence[int], axis: int, band: float) -> list[list[int]]:
    """The region cut along all its white bands; axis 0 parts columns, 1 strips."""
    parts: list[list[int]] = []
    reach = float("-inf")
    for i in sorted(region, key=lambda i: boxes[i][axis]):
        if parts and boxes[i][axis] - reach < band:
            parts[-1].append(i)
        else:
            parts.append([i])
        reach = max(reach, boxes[i][axis + 2])
    return parts


def _strips(boxes: Sequence[Box], region: Sequence[int], em: float) -> list[list[int]]:
    """Strips from the top, those together that have a band from top to bottom in common.

    One of them must have blocks on both sides of it; what stands above such a strip belongs to its columns
    only if it stands over the first of them.
    """
    groups: list[list[int]] = []
    for strip in _parts(boxes, region, 1, 0.0):
        if groups:
            last, both = groups[-1], groups[-1] + strip
            columns = _parts(boxes, both, 0, _BAND * em)
            beside = len(_parts(boxes, last, 0, _BAND * em)) > 1 or (
                len(_parts(boxes, strip, 0, _BAND * em)) > 1 and set(last) <= set(columns[0])
            )
            if len(columns) > 1 and beside:
                groups[-1] = both
                continue
        groups.append(strip)
    return groups


def _ordered(boxes: Sequence[Box], region: Sequence[int], em: float, depth: int) -> list[int]:
    if len(region) < 2:
        return list(region)
    if depth < _DEEPEST:
        columns = _parts(boxes, region, 0, _BAND * em)
        parts = columns if len(columns) > 1 else _strips(boxes, region, em)
        if len(parts) > 1:
            return [i for part in parts for i in _ordered(boxes, part, em, depth + 1)]
    return _unravelled(boxes, region)


def _unravelled(boxes: Sequence[Box], region: Sequence[int]) -> list[int]:
    """What no band parts: what stands above something that it overlaps across comes first, then from the left."""
    left = set(region)
    order: list[int] = []
    above = {j: {i for i in region if i != j and _is_above(boxes[i], boxes[j], i, j)} for j in region}
    while left:
        free = [i for i in left if not above[i] & left] or list(left)
        order.append(min(free, key=lambda i: (boxes[i][0], boxes[i][1])))
        left.remove(order[-1])
    return order


def _is_above(a: Box, b: Box, i: int, j: int) -> bool:
    across = min(a[2], b[2]) - max(a[0], b[0])
    return across > 0.02 * min(a[2] - a[0], b[2] - b[0]) and (a[1] + a[3], i) < (b[1] + b[3], j)


def _zones(
    blocks: Sequence[Block], boxes: Sequence[Box], region: Sequence[int], em: float, depth: int
) -> Iterator[list[int]]:
    columns = _parts(boxes, region, 0, _BAND * em)
    strips = _strips(boxes, region, em) if len(columns) == 1 else []
    if len(columns) > 1 and sum(_is_prose([blocks[i] for i in column]) for column in columns) > 1:
        for column in columns:
            yield from _zones(blocks, boxes, column, em, depth + 1)
    elif (
        len(strips) > 1
        and depth < _DEEPEST
        and any(len(_parts(boxes, strip, 0, _BAND * em)) > 1 for strip in strips)
    ):
        whole: list[int] = []
        for strip in strips:  # strips of one column stay together
            parts = list(_zones(blocks, boxes, strip, em, depth + 1))
            if len(parts) == 1:
                whole += strip
                continue
            if whole:
                yield whole
            yield from parts
            whole = []
        if whole:
            yield whole
    else:
        yield list(region)


def _is_prose(blocks: Sequence[Block]) -> bool:
    """Whether a column holds running text: lines of some width, most of which fill it."""
    lines = [line for block in blocks for line in block.lines]
    left, right = min(x.left for x in lines), max(x.right for x in lines)
    full = sum(x.right > right - 2 * x.size for x in lines)
    return (
        len(lines) >= _PROSE_LINES
        and right - left > _PROSE_EMS * lines[0].size
        and full > _FULL_SHARE * len(lines)
    )
