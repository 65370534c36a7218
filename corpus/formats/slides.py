"""PowerPoint presentations: a page for each slide, its title as heading, its notes at its end."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from corpus.extract import Extract
from corpus.formats.archive import open_package
from corpus.formats.damage import refused_as
from corpus.formats.metadata import known_title
from corpus.formats.office import title_and_author
from corpus.formats.table import Cell, fill_spans, make_table
from corpus.formats.writer import Writer

_MAX_GROUPS = 20  # groups within groups


def read(data: bytes, encoding: str | None = None) -> Extract:
    """The text of a .pptx, slide by slide. Raises DecodeError."""
    from pptx import Presentation

    with open_package(data) as package, refused_as("broken_slides"):
        title, author = title_and_author(package)
        writer = Writer()
        for slide in Presentation(BytesIO(data)).slides:
            writer.page()
            _write_slide(slide, writer)
            title = title or known_title(_title(slide))
        return writer.extract(title=title, publisher=author)


def _title(slide: Any) -> str:
    return slide.shapes.title.text_frame.text if slide.shapes.title is not None else ""


def _write_slide(slide: Any, writer: Writer) -> None:
    heading = slide.shapes.title
    writer.heading(_title(slide), 1)
    for shape in sorted(_flat(slide.shapes), key=_place):
        if heading is None or shape.shape_id != heading.shape_id:
            _write_shape(shape, writer)
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        for paragraph in notes.paragraphs:
            writer.paragraph(paragraph.text)


def _flat(shapes: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    """The shapes, those of a group in its place."""
    for shape in shapes:
        if hasattr(shape, "shapes") and depth < _MAX_GROUPS:
            yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _place(shape: Any) -> tuple[int, int]:
    """Down the slide, then across. A placeholder that inherits its place comes after its title, before others."""
    return (shape.top or 0, shape.left or 0)


def _write_shape(shape: Any, writer: Writer) -> None:
    if shape.has_text_frame:
        paragraphs = [p for p in shape.text_frame.paragraphs if p.text.strip()]
        is_list = shape.is_placeholder and len(paragraphs) > 1
        for paragraph in paragraphs:
            if is_list or paragraph.level:
                writer.item(paragraph.text, "-", paragraph.level)
            else:
                writer.paragraph(paragraph.text)
    elif getattr(shape, "has_table", False):
        rows = [[_cell(cell) for cell in row.cells if not cell.is_spanned] for row in shape.table.rows]
        writer.table(make_table(fill_spans(rows), 1 if shape.table.first_row and len(rows) > 1 else None))
    elif getattr(shape, "has_chart", False):
        _write_chart(shape.chart, writer)


def _cell(cell: Any) -> Cell:
    origin = cell.is_merge_origin
    return Cell(cell.text, cell.span_width if origin else 1, cell.span_height if origin else 1)


def _write_chart(chart: Any, writer: Writer) -> None:
    """The numbers behind a chart, as the table that they are."""
    if chart.has_title and chart.chart_title.has_text_frame:
        writer.paragraph(chart.chart_title.text_frame.text)
    for plot in chart.plots:
        series = list(plot.series)
        names = ["", *(each.name or "" for each in series)]
        values = [
            [str(category), *(_number(each.values, i) for each in series)]
            for i, category in enumerate(plot.categories)
        ]
        writer.table(make_table([names, *values], 1 if values and any(names) else 0))


def _number(values: Any, i: int) -> str:
    return f"{values[i]:.15g}" if i < len(values) and values[i] is not None else ""
