"""Rows of a table as HTML, with its header told from its rows by what stands in the columns. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

_NUMBER = re.compile(r"[<>＜＞≤≥≦≧±+\-－−—约]?\s*\d[\d,，.．]*\s*\D{0,6}")
_YEAR = re.compile(r"(19|20)\d\d(年|$)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the text and the HTML of each cell, and the offset in the file at which it begins."""

    BORDER: ClassVar[str] = " | "

    place: int
    cells: tuple[tuple[str, str], ...]


def table_html(rows: Sequence[Row], header: int = 0) -> str:
    """A table that scrolls on its own if it is too wide; a row of one cell spans all columns.

    `header` is the number of rows that are known to name the columns; 0 if they have to be told from the others.
    """
    width = max(len(row.cells) for row in rows)
    header = header or int(has_header(rows))
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if number < header else "td"
        span = f' colspan="{width}"' if len(row.cells) == 1 < width else ""
        lines.append("".join(f"<{tag}{span}>{html}</{tag}>" for _, html in row.cells))
    return f'<div class="table"><table>{"".join(f"<tr>{line}</tr>" for line in lines)}</table></div>'


def has_header(rows: Sequence[Row]) -> bool:
    """Whether the first row names columns: it holds no number, and a column below it holds mostly numbers."""
    names, *others = [[text for text, _ in row.cells] for row in rows]
    if len(names) < 2 or any(_is_number(name) for name in names):
        return False
    columns = ([row[n] for row in others if n < len(row) and row[n]] for n in range(len(names)))
    return any(column and sum(map(_is_number, column)) * 2 > len(column) for column in columns)


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(cell)) and not _YEAR.match(cell)
