"""Tables as their formats give them: merged cells filled, captions told from rows, header rows found."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MAX_HEADER_ROWS = 3
_SAMPLE_ROWS = 50
_MAX_LABEL_CHARS = 40
_MAX_COLUMNS = 1000
_MAX_REPEATED = 100  # characters of a cell whose text is repeated
_MAX_FILLED = 1_000_000
_NUMBER = re.compile(r"[<>≤≥≈±~+\-−]?[¥￥$€£]?\d[\d,，.]*\s*(?:[%％‰]|[千万亿]?元|[千万亿])?")
_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?( \d{1,2}:\d{2}(:\d{2})?)?")
_YEAR = re.compile(r"(19|20|21)\d{2}年?")

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as its format gives it, reaching over `across` columns and `down` rows, both at least 1."""

    text: str
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first `header` of them naming the columns; `captions` stand above it."""

    rows: tuple[Cells, ...]
    header: int = 0
    captions: tuple[str, ...] = ()


def make_table(rows: Iterable[Cells], header: int | None = None) -> Table:
    """The table of some rows, without empty ones. `header`: how many of them name the columns, if known.

    A first row of one filled cell above wider rows is a caption, not a row.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    captions = []
    if any(len(_filled(row)) > 1 for row in filled[:_SAMPLE_ROWS]):
        while len(_filled(filled[0])) == 1:
            captions += _filled(filled.pop(0))
            header = None if header is None else max(header - 1, 0)
    return Table(tuple(filled), _header_rows(filled) if header is None else header, tuple(captions))


def fill_spans(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The rows with a merged cell's text in every place that it covers, so that each row can be read alone.

    A long text is not repeated, and nothing is filled any more once a million characters have been.
    """
    filled: list[list[str]] = []
    budget = _MAX_FILLED
    above: dict[
        int, tuple[str, int]
    ] = {}  # column -> the text that reaches down to it, and how many rows more
    for row in rows:
        cells: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        waiting = deque(row)
        last = max(above, default=-1)
        while (waiting or len(cells) <= last) and len(cells) < _MAX_COLUMNS:
            column = len(cells)
            if column in above:
                text, more = above[column]
                cells.append(text)
                budget -= len(text) + 1
                if more > 1 and budget > 0:
                    below[column] = (text, more - 1)
                continue
            cell = waiting.popleft() if waiting else Cell("")
            repeated = cell.text if len(cell.text) <= _MAX_REPEATED else ""
            for covered in range(column, column + max(cell.across, 1)):
                if covered > column and (covered in above or budget <= 0 or covered >= _MAX_COLUMNS):
                    break  # of two cells that claim one place the upper one has it
                cells.append(repeated if covered > column else cell.text)
                budget -= len(repeated) + 1 if covered > column else 0
                if cell.down > 1 and budget > 0:
                    below[covered] = (repeated, cell.down - 1)
        alone = [cell for cell in row if cell.text.strip()]
        filled.append([alone[0].text] if len(alone) == 1 and alone[0].across >= len(cells) else cells)
        above = below
    return filled


def _filled(row: Cells) -> list[str]:
    return [cell for cell in row if cell.strip()]


def _header_rows(rows: Sequence[Cells]) -> int:
    """How many rows from the first name the columns: labels above a column of values.

    Where no row has a number, the first is the header of three columns or more if its labels are short and
    all differ. Of two columns it is as likely the first of a list of names and what they stand for.
    """
    sample = rows[:_SAMPLE_ROWS]
    width = max((len(row) for row in sample), default=0)
    if len(rows) < 2 or width < 2:
        return 0
    labels = 0
    while labels < len(sample) and _is_label_row(sample[labels]):
        labels += 1
    if labels == len(sample):
        first = [cell.strip() for cell in rows[0]]
        return int(width > 2 and all(first) and len(set(first)) == len(first) == width)
    below = sample[labels:]
    columns = ([row[i] for row in below if i < len(row) and row[i].strip()] for i in range(width))
    has_values = any(cells and 2 * sum(map(_is_value, cells)) >= len(cells) for cells in columns)
    return labels if has_values and labels <= _MAX_HEADER_ROWS else 0


def _is_label_row(row: Cells) -> bool:
    return (
        len(row) > 1 and all(len(cell) <= _MAX_LABEL_CHARS for cell in row) and not any(map(_is_value, row))
    )


def _is_value(cell: str) -> bool:
    """Whether the cell is a number or a date, and not a year, which may name a column."""
    text = cell.strip()
    return not _YEAR.fullmatch(text) and bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text))
