"""Pictures of pages with evidence marked."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from corpus.errors import DecodeError
from corpus.formats.pdf import read
from corpus.picture import mark_page
from tests.corpus.pdf.made import HEIGHT, WIDTH, Drawing, Sheet, pdf, wrapped

TEXT = "青湖镇与柳川市共同建设科技园区，发展产业，改善交通，服务民生。" * 3
YELLOW = (255, 235, 90)


def plain(sheet: Sheet) -> None:
    sheet.lines(60, 100, wrapped(TEXT, 40))


def turned(sheet: Sheet) -> None:
    plain(sheet)
    sheet.canvas.setPageRotation(90)


@pytest.fixture
def data() -> bytes:
    return pdf(plain, plain)


def test_boxes_are_where_the_characters_were_drawn(data: bytes) -> None:
    found = read(data)
    start = found.text.index("，发展产业", found.pages[1][0])
    boxes = mark_page(data, 2, [(start, start + 5)], pages=found.pages).boxes
    at = 2 + TEXT.index("，发展产业")
    expected = ((60 + 10 * at) / WIDTH, 100 / HEIGHT, (60 + 10 * (at + 5)) / WIDTH, 110 / HEIGHT)
    assert boxes == (pytest.approx(expected, abs=0.003),)


def test_each_line_has_its_box_and_other_pages_none(data: bytes) -> None:
    pages = read(data).pages
    assert len(mark_page(data, 1, [pages[0]], pages=pages).boxes) == len(wrapped(TEXT, 40))
    assert mark_page(data, 2, [pages[0]], pages=pages).boxes == ()


@pytest.mark.parametrize("draw", [plain, turned])
def test_the_picture_is_marked_where_the_boxes_are(draw: Drawing) -> None:
    data = pdf(draw, width=600, height=600)
    found = read(data)
    start = found.text.index("科技园区")
    marked_page = mark_page(data, 1, [(start, start + 4)], pages=found.pages)
    ((left, top, right, bottom),) = marked_page.boxes
    image = np.asarray(Image.open(BytesIO(marked_page.png)))
    height, width, _ = image.shape
    rows, columns = np.nonzero((image == YELLOW).all(axis=2))
    assert columns.min() == pytest.approx(left * width, abs=2)
    assert rows.max() == pytest.approx(bottom * height, abs=2)
    marked = image[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
    assert (marked.sum(axis=2) < 300).sum() > 50  # the characters themselves are under the mark


def test_a_huge_page_is_drawn_small() -> None:
    data = pdf(plain, width=14000, height=14000)
    image = Image.open(BytesIO(mark_page(data, 1, [], pages=read(data).pages, scale=5.0).png))
    assert image.width * image.height <= 16_100_000


def test_what_cannot_be_drawn_is_named(data: bytes) -> None:
    pages = read(data).pages
    with pytest.raises(DecodeError, match="no page 3"):
        mark_page(data, 3, [], pages=pages)
    changed = pdf(plain, lambda sheet: sheet.line(60, 100, "改过的。"))
    with pytest.raises(DecodeError, match="other text than was indexed"):
        mark_page(changed, 2, [], pages=pages)
