"""Tables of a page, told by cells that stand beside each other row after row and are no columns of text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.formats.printed import Printed

_LEAST_ROWS, _LEAST_WIDE_ROWS = 3, 2  # of two columns, and of more
_LARGE = 1.35  # ratio to the usual type size from which lines are headlines, not cells
_MOST_CELL_LINES = 8
_FULL_SHARE = 0.5  # of the lines of a column of running text reach its right edge
_CLAUSE = re.compile(r"[，。；,;]")
_PROSE_EMS = 9.0  # a column of running text is at least as wide
_WIDEST_ROW_SPACE = 2.2  # ems between two rows


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, each of one line or several. `header`: how many of the first rows name columns."""

    rows: tuple[tuple[tuple[Printed, ...], ...], ...]
    header: int

    @property
    def lines(self) -> list[Printed]:
        """All lines, row by row and cell by cell."""
        return [line for row in self.rows for cell in row for line in cell]


def find_grids(lines: Sequence[Printed]) -> list[Grid]:
    """The tables among the level lines of a page."""
    size = _body_size(lines)
    bands = _bands([line for line in lines if not line.vertical and line.size < _LARGE * size])
    grids: list[Grid] = []
    run: list[list[list[Printed]]] = []
    for band in [*bands, []]:
        cells = _columns(band)
        near = (
            run
            and band
            and min(x.top for x in band) - max(x.bottom for cell in run[-1] for x in cell)
            < _WIDEST_ROW_SPACE * band[0].size
        )
        if run and near and _fits(run, cells):
            run.append(cells)
            continue
        if grid := _grid(run):
            grids.append(grid)
        run = [cells] if len(cells) > 1 else []
    return grids


def _body_size(lines: Sequence[Printed]) -> float:
    """The type size of the middle character."""
    sizes = sorted((line.size, len(line.glyphs)) for line in lines)
    half, seen = sum(n for _, n in sizes) / 2, 0
    for size, n in sizes:
        seen += n
        if seen >= half:
            return size
    return 0.0


def _bands(lines: Sequence[Printed]) -> list[list[Printed]]:
    """Lines that overlap in height, one way or another, from the top of the page."""
    bands: list[list[Printed]] = []
    bottom = float("-inf")
    for line in sorted(lines, key=lambda x: x.top):
        inset = 0.1 * line.size
        if bands and line.top + inset < bottom:
            bands[-1].append(line)
        else:
            bands.append([line])
            bottom = float("-inf")
        bottom = max(bottom, line.bottom - inset)
    return bands


def _columns(band: Sequence[Printed]) -> list[list[Printed]]:
    """The cells of a band: lines that overlap across, from the left."""
    cells: list[list[Printed]] = []
    right = float("-inf")
    for line in sorted(band, key=lambda x: x.left):
        if cells and line.left < right:
            cells[-1].append(line)
        else:
            cells.append([line])
            right = float("-inf")
        right = max(right, line.right)
    return [sorted(cell, key=lambda x: x.top) for cell in cells]


def _span(cell: Sequence[Printed]) -> tuple[float, float]:
    return min(x.left for x in cell), max(x.right for x in cell)


def _fits(run: Sequence[Sequence[Sequence[Printed]]], cells: Sequence[Sequence[Printed]]) -> bool:
    """Whether a row's cells stand below different columns of the rows so far."""
    columns = _column_spans(run)
    if len(cells) == 1 and _span(cells[0])[1] - _span(cells[0])[0] > 0.6 * (columns[-1][1] - columns[0][0]):
        return False
    hit: list[int] = []
    for cell in cells:
        left, right = _span(cell)
        over = [i for i, (a, b) in enumerate(columns) if min(right, b) - max(left, a) > 0.2 * cell[0].size]
        if len(over) > 1:
            return False
        hit += over
    return bool(hit) and len(hit) == len(set(hit))


def _column_spans(run: Sequence[Sequence[Sequence[Printed]]]) -> list[tuple[float, float]]:
    """What the columns of the rows span, cells of different rows that overlap being of one column."""
    spans: list[tuple[float, float]] = []
    for left, right in sorted(_span(cell) for row in run for cell in row):
        if spans and left < spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], right)
        else:
            spans.append((left, right))
    return spans


def _grid(run: Sequence[Sequence[Sequence[Printed]]]) -> Grid | None:
    rows = [row for row in run if row]
    while rows and len(rows[-1]) < 2:
        rows = rows[:-1]
    least = _LEAST_WIDE_ROWS if rows and min(len(row) for row in rows) > 2 else _LEAST_ROWS
    if sum(len(row) > 1 for row in rows) < least:
        return None
    held = [x for row in rows for cell in row for x in cell]
    if 2 * sum(x.right - x.left > _PROSE_EMS * x.size and bool(_CLAUSE.search(x.text)) for x in held) > len(
        held
    ):
        return None
    sizes = [x.size for x in held]
    if max(sizes) > 1.3 * min(sizes) or max(len(cell) for row in rows for cell in row) > _MOST_CELL_LINES:
        return None
    spans = _column_spans(rows)
    prose = sum(_is_prose(span, rows) for span in spans)
    if len(spans) < 2 or prose >= max(1, len(spans) - 1):
        return None
    return Grid(tuple(tuple(tuple(cell) for cell in row) for row in rows), _header(rows))


def _is_prose(span: tuple[float, float], rows: Sequence[Sequence[Sequence[Printed]]]) -> bool:
    """Whether a column holds running text: most of its lines fill it."""
    lines = [x for row in rows for cell in row for x in cell if span[0] <= x.left < span[1]]
    size = lines[0].size
    full = sum(x.right > span[1] - 1.2 * size for x in lines)
    return span[1] - span[0] > _PROSE_EMS * size and full > _FULL_SHARE * len(lines)


def _header(rows: Sequence[Sequence[Sequence[Printed]]]) -> int:
    """1 if the first row names what the others hold as figures."""

    def figures(row: Sequence[Sequence[Printed]]) -> int:
        return sum(
            any(c.isdigit() for x in cell for c in x.text) and not _is_label("".join(x.text for x in cell))
            for cell in row
        )

    full = len(rows[0]) >= max(len(row) for row in rows)
    alike = full and not figures(rows[0])
    return int(
        alike and (sum(figures(row) > 0 for row in rows[1:]) * 2 >= len(rows) - 1 or len(rows) > _LEAST_ROWS)
    )


def _is_label(text: str) -> bool:
    """A year names a column; other figures are values."""
    return text.endswith("年") or (text.isdigit() and 1900 <= int(text[:4] or 0) <= 2100 and len(text) == 4)
