"""Tables in plain text: lines of cells, or cells that stand on lines of their own, become rows.

A row is told by its values: numbers, signs and dashes that follow a label. Tables of words alone are
recognised only where tabs, bars or runs of spaces part their cells.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.document import Span
from corpus.layout.cells import LEAST_ROWS, MOST_CELLS, YEAR, Row, is_value, tables_of_cells
from corpus.layout.measure import Layout
from corpus.layout.outline import BOX, CAPTION, is_heading
from corpus.paragraph import Line, Paragraph, ends_sentence

_SENTENCE = re.compile(r"[，。；！？：]|[,;:!?]\s")
_CELL_GAP = re.compile(r"\t+|\s{2,}|\s*[|│┃]\s*")
_MAX_HEADER_CELL = 12
_HEADER_REACH = 3
_NARROW = 0.6  # of the column: a cell on a line of its own
_SAME_LABEL = 4  # columns by which a wrapped label may be narrower than the widest


def find_tables(lines: Sequence[Line], layout: Layout) -> list[tuple[Span, Paragraph]]:
    """Each table and the lines `[start, end)` that it takes."""
    tables = []
    for start, end in _candidates(lines, layout):
        cells = [_cells(line.text) for line in lines[start:end]]
        whole = _rows_of_lines(lines[start:end], cells) or _rows_of_blocks(lines[start:end], cells, layout)
        for header, rows in [whole] if whole else _rows_of_cells(lines[start:end], cells, layout):
            tables.append(
                ((start + rows[0].start, start + rows[-1].end), _table(lines[start:end], rows, header))
            )
    return tables


def _table(lines: Sequence[Line], rows: Sequence[Row], header: int) -> Paragraph:
    first = rows[0].start
    return Paragraph(
        tuple(lines[first : rows[-1].end]),
        rows=True,
        header=header,
        row_starts=tuple(row.start - first for row in rows),
        continued=tuple(i - first for row in rows for i in row.continued),
    )


def _candidates(lines: Sequence[Line], layout: Layout) -> Iterator[Span]:
    """Runs of lines that hold no sentence and stand close to each other."""
    start = 0
    for i, line in enumerate(lines):
        if not _may_be_row(line, layout):
            if i - start > LEAST_ROWS:
                yield start, i
            start = i + 1
        elif i > start and line.gap > layout.spacing + 2:
            if i - start > LEAST_ROWS:
                yield start, i
            start = i
    if len(lines) - start > LEAST_ROWS:
        yield start, len(lines)


def _may_be_row(line: Line, layout: Layout) -> bool:
    return not (
        _SENTENCE.search(line.text)
        or ends_sentence(line.text)
        or is_heading(line, layout.headings)
        or BOX.match(line.text)
        or CAPTION.match(line.text)
    )


def _cells(text: str) -> list[str]:
    """The cells of a line: parted by tabs, bars or wide gaps where it has any, else by spaces."""
    strong = [cell for cell in _CELL_GAP.split(text.strip("|│┃ ")) if cell]
    return strong if len(strong) > 1 else text.split()


def _rows_of_lines(lines: Sequence[Line], cells: Sequence[Sequence[str]]) -> tuple[int, list[Row]] | None:
    """A row is a line that ends with a value; a label too long for its column stands on lines before it."""
    valued = {
        i
        for i, row in enumerate(cells)
        if len(row) > 1 and (is_value(row[-1]) or (i and len(cells[i - 1]) == 1 and any(map(is_value, row))))
    }
    if len(valued) < LEAST_ROWS:
        return None
    width = Counter(len(cells[i]) for i in valued).most_common(1)[0][0]
    complete = [i for i in sorted(valued) if len(cells[i]) >= width and not is_value(cells[i][0])]
    if len(complete) < LEAST_ROWS:
        return None
    first, last = min(valued), max(valued)
    while (
        first and first < complete[0] and len(cells[first - 1]) == 1 and min(valued) - first < _HEADER_REACH
    ):
        first -= 1  # a label that is too long for its column
    if 2 * len(complete) < last + 1 - first - 2 * LEAST_ROWS:
        return None  # values here and there are no table
    labels = [i for i in range(first, last + 1) if len(cells[i]) == 1]
    label_width = max((lines[i].width for i in labels), default=0)
    rows: list[Row] = []
    for i in range(first, last + 1):
        row = Row(i, i + 1)
        if i in valued and len(cells[i]) < width and rows and len(cells[i - 1]) == 1:
            row = Row(rows.pop().start, i + 1)
            while (
                rows
                and len(cells[rows[-1].start]) == 1
                and (lines[rows[-1].start].width >= label_width - _SAME_LABEL)
            ):
                row = Row(rows.pop().start, i + 1, (row.start, *row.continued))
        rows.append(row)
    return _with_header(rows, cells, width)


def _with_header(rows: list[Row], cells: Sequence[Sequence[str]], width: int) -> tuple[int, list[Row]] | None:
    """The rows with the line above them if it names the columns, and how many rows are such a header."""
    above = rows[0].start - 1
    while above > 0 and len(cells[above]) == 1 and rows[0].start - above < _HEADER_REACH:
        above -= 1  # the title of the first group of rows
    if above >= 0 and 2 <= len(cells[above]) <= width + 1 and _names_columns(cells[above]):
        return 1, [Row(i, i + 1) for i in range(above, rows[0].start)] + rows
    return 0, rows


def _names_columns(cells: Sequence[str]) -> bool:
    return all(
        len(cell) <= _MAX_HEADER_CELL and (YEAR.fullmatch(cell) or not is_value(cell)) for cell in cells
    )


def _rows_of_blocks(
    lines: Sequence[Line], cells: Sequence[Sequence[str]], layout: Layout
) -> tuple[int, list[Row]] | None:
    """Every cell has a line of its own, and a blank line parts the rows."""
    if layout.spacing:
        return None
    starts = [i for i, line in enumerate(lines) if not i or line.gap]
    blocks = [Row(a, b) for a, b in pairwise((*starts, len(lines)))]
    valued = [
        block.end - block.start > 1
        and any(is_value("".join(cells[i])) for i in range(block.start, block.end))
        for block in blocks
    ]
    if sum(valued) < LEAST_ROWS:
        return None
    first, last = valued.index(True), len(valued) - valued[::-1].index(True)
    rows = blocks[first:last]
    if 3 * sum(valued[first:last]) < 2 * len(rows) or any(row.end - row.start > MOST_CELLS for row in rows):
        return None
    least = min(row.end - row.start for row, has in zip(rows, valued[first:last], strict=True) if has)
    if first and least <= blocks[first - 1].end - blocks[first - 1].start <= least + 2:
        return 1, [blocks[first - 1], *rows]
    return 0, rows


def _rows_of_cells(
    lines: Sequence[Line], cells: Sequence[Sequence[str]], layout: Layout
) -> Iterator[tuple[int, list[Row]]]:
    """Every cell has a line of its own."""
    for start, end in _narrow(lines, layout):
        for header, rows in tables_of_cells(["".join(row) for row in cells[start:end]]):
            yield (
                header,
                [
                    Row(row.start + start, row.end + start, tuple(i + start for i in row.continued))
                    for row in rows
                ],
            )


def _narrow(lines: Sequence[Line], layout: Layout) -> Iterator[Span]:
    """Runs of lines far narrower than the text."""
    limit = _NARROW * layout.body_width if layout.wrapped else 40
    start = 0
    for i, line in enumerate(lines):
        if line.width > limit:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(lines):
        yield start, len(lines)
