"""Excel workbooks: each sheet a heading and its tables, numbers and dates as they are shown."""

import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from corpus.extract import Extract
from corpus.formats.archive import open_package
from corpus.formats.damage import refused_as
from corpus.formats.metadata import known_title
from corpus.formats.number import shown
from corpus.formats.office import title_and_author
from corpus.formats.table import Cell, Cells, Table, fill_spans, make_table
from corpus.formats.writer import Writer

_MERGED = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384  # of any Excel sheet; a broken file may claim more
_MAX_MERGED_CELLS = 100_000
_MAX_EMPTY_ROWS = 1000
_COVERED = (0, 0)

Merged = Mapping[tuple[int, int], tuple[int, int]]
"""For each cell (row, column) that is merged: how many columns and rows it reaches over; 0, 0 if covered."""


def read(data: bytes, encoding: str | None = None) -> Extract:
    """The tables of an .xlsx; hidden sheets are left out. Raises DecodeError."""
    from openpyxl import load_workbook

    with (
        open_package(data) as package,
        refused_as("broken_sheet"),
        warnings.catch_warnings(action="ignore"),
    ):
        title, author = title_and_author(package)
        workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        writer = Writer()
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets:
            tables = list(split_tables(_rows(sheet, package)))
            if tables and (len(sheets) > 1 or known_title(sheet.title)):
                writer.heading(sheet.title, 1)
            for table in tables:
                writer.table(table)
        workbook.close()
        return writer.extract(title=title, publisher=author)


def split_tables(rows: list[list[str]]) -> Iterator[Table]:
    """The tables of a sheet: an empty row parts two of them if a header follows it."""
    current: list[Cells] = []
    for group in _groups(rows):
        if current and (len(group) > 1 and make_table(group).header):
            yield make_table(current)
            current = []
        current += group
    if current:
        yield make_table(current)


def _groups(rows: list[list[str]]) -> Iterator[list[Cells]]:
    group: list[Cells] = []
    for row in rows:
        if any(row):
            group.append(row)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _rows(sheet: Any, package: ZipFile) -> list[list[str]]:
    """The rows as they are shown. Of many empty ones in a row only the first are kept."""
    merged = _merged_cells(package, sheet._worksheet_path)
    sheet.reset_dimensions()  # what the file says of its size is often wrong
    rows: list[list[Cell]] = []
    empty = 0
    for number, row in enumerate(sheet.iter_rows(max_row=_MAX_ROWS), 1):
        cells = [
            Cell(_text(cell), *merged.get((number, column), (1, 1)))
            for column, cell in enumerate(row[:_MAX_COLUMNS], 1)
            if merged.get((number, column)) != _COVERED
        ]
        while cells and not cells[-1].text and cells[-1].down == 1:
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty <= _MAX_EMPTY_ROWS:
            rows.append(cells)
    return fill_spans(rows)


def _text(cell: Any) -> str:
    value = cell.value
    return "" if value is None else " ".join(shown(value, cell.number_format or "General").split())


def _merged_cells(package: ZipFile, path: str) -> Merged:
    """The merged cells of a sheet, which openpyxl does not tell when it streams."""
    from lxml import etree
    from openpyxl.utils import range_boundaries

    merged: dict[tuple[int, int], tuple[int, int]] = {}
    with package.open(path) as part:
        for _, element in etree.iterparse(part, resolve_entities=False, no_network=True, huge_tree=True):
            if element.tag == _MERGED:
                left, top, right, bottom = range_boundaries(element.get("ref", ""))
                across, down = right - left + 1, bottom - top + 1
                if len(merged) + across * down <= _MAX_MERGED_CELLS:
                    merged.update(
                        {(r, c): _COVERED for r in range(top, bottom + 1) for c in range(left, right + 1)}
                    )
                    merged[top, left] = (across, down)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return merged
