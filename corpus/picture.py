"""Pictures of PDF pages with characters of their text marked, for a citation to be seen where it is printed."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from corpus.document import Span
from corpus.errors import DecodeError
from corpus.formats.glyphs import PDFIUM, Page
from corpus.formats.pdf import open_file, open_page
from corpus.formats.shapes import Box
from corpus.wording import because

_MOST_PIXELS = 16_000_000
_MARK = (255, 235, 90)  # multiplied with the page: black text stays black
_NEAR = 1.6  # ems by which marked characters of one line may stand apart
_MARGIN = 0.08  # ems around marked characters


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page as PNG, and where its marks are: left, top, right, bottom of each line of them.

    Boxes are in shares of the page's width and height from its top left corner.
    """

    png: bytes
    boxes: tuple[Box, ...]


def mark_page(
    data: bytes, page: int, spans: Iterable[Span], *, pages: Sequence[Span], scale: float = 2.0
) -> MarkedPage:
    """Draw a page (from 1) of a PDF, the characters of `Document.text` at `spans` marked in translucent yellow.

    `pages` is `Document.pages`. `scale` in pixels for each point, less where the page is so large that the
    picture would have more than 16 million. Raises DecodeError if it cannot be drawn or is not the one indexed.
    """
    with PDFIUM:
        document = open_file(data)
        try:
            boxes = _boxes(document, page, spans, pages)
            image = _render(document, page, scale)
        finally:
            document.close()
    marks = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(marks)
    for left, top, right, bottom in boxes:
        corners = (left * image.width, top * image.height, right * image.width, bottom * image.height)
        draw.rectangle(corners, fill=_MARK)
    out = BytesIO()
    ImageChops.multiply(image, marks).save(out, "PNG")
    return MarkedPage(out.getvalue(), tuple(boxes))


def _boxes(
    document: pdfium.PdfDocument, number: int, spans: Iterable[Span], pages: Sequence[Span]
) -> list[Box]:
    if not 1 <= number <= len(document) or len(pages) != len(document):
        raise DecodeError(because("no_page", page=number))
    page = open_page(document, number - 1) or Page.empty()
    start, end = pages[number - 1]
    if end - start != len(page.text):
        raise DecodeError(because("other_page_text", page=number))
    marked = [
        i
        for first, last in spans
        for i in range(max(first - start, 0), min(last - start, len(page.text)))
        if page.size[i] > 0
    ]
    if not page.width or not page.height:
        return []
    return [
        (
            min(max(left / page.width, 0.0), 1.0),
            min(max(top / page.height, 0.0), 1.0),
            min(max(right / page.width, 0.0), 1.0),
            min(max(bottom / page.height, 0.0), 1.0),
        )
        for left, top, right, bottom in _merged(page, marked)
    ]


def _merged(page: Page, marked: Sequence[int]) -> Iterator[Box]:
    """One box for the characters that follow each other in a line."""
    current: Box | None = None
    for i in marked:
        size = float(page.size[i])
        margin = _MARGIN * size
        left, top, right, bottom = page.boxes[i].tolist()
        box = (left - margin, top - margin, right + margin, bottom + margin)
        if current and _in_line(current, box, size):
            current = (
                min(current[0], box[0]),
                min(current[1], box[1]),
                max(current[2], box[2]),
                max(current[3], box[3]),
            )
            continue
        if current:
            yield current
        current = box
    if current:
        yield current


def _in_line(a: Box, b: Box, size: float) -> bool:
    """Whether a box goes on with the line of another, level or upright."""
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    level = down > 0.6 * (b[3] - b[1]) and -_NEAR * size < across and a[3] - a[1] < 2 * (b[3] - b[1])
    upright = across > 0.6 * (b[2] - b[0]) and -0.4 * size < down and a[2] - a[0] < 1.5 * (b[2] - b[0])
    return level or upright


def _render(document: pdfium.PdfDocument, number: int, scale: float) -> Image.Image:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise DecodeError(because("damaged_page", page=number)) from error
    try:
        width, height = page.get_size()
        if not (scale > 0 and np.isfinite([width, height]).all() and width >= 1 and height >= 1):
            raise DecodeError(because("page_without_size", page=number))
        most = math.sqrt(_MOST_PIXELS / (width * height))
        bitmap = page.render(scale=min(scale, most))
        try:
            image: Image.Image = bitmap.to_pil().convert("RGB")
            return image
        finally:
            bitmap.close()
    except (pdfium.PdfiumError, ValueError, MemoryError) as error:
        raise DecodeError(because("page_not_drawn", page=number)) from error
    finally:
        page.close()
