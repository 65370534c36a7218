"""Pages that are pictures: recognised, set by the same geometry, and marked where the words stand."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpus.document import EditKind
from corpus.errors import DecodeError
from corpus.formats import pdf as reader
from corpus.formats.glyphs import Page
from corpus.formats.ocr import is_installed
from corpus.formats.pdf import read
from corpus.formats.recognise import Found, as_printed, lacks_text, make_page
from corpus.formats.registry import extract
from corpus.load import read_document
from corpus.picture import mark_page
from corpus.sources import find_sources
from tests.corpus.pdf.made import HEIGHT, WIDTH, Sheet, document, pdf, wrapped

LEFT = "青湖镇与柳川市共同建设科技园区，发展产业，改善交通，服务民生。"
RIGHT = "云岭渡口的缆车全长三千六百米，每天运行十二小时，票价八元。"
needs_ocr = pytest.mark.skipif(not is_installed(), reason="the extra ocr is not installed")


def columns(sheet: Sheet) -> None:
    sheet.lines(30, 40, wrapped(LEFT * 2, 12), size=11, leading=16)
    sheet.lines(190, 40, wrapped(RIGHT * 2, 12), size=11, leading=16)


def narrow(sheet: Sheet) -> None:
    sheet.lines(30, 40, wrapped(LEFT, 14), size=11, leading=16)


def picture(data: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    with pdfium.PdfDocument(data) as file:
        return file[page].render(scale=dpi / 72).to_pil().convert("RGB")


def scanned(data: bytes, turn: int = 0) -> bytes:
    """A file of pages that are pictures of another's."""
    out = BytesIO()
    with pdfium.PdfDocument(data) as file:
        count = len(file)
    first, *others = [picture(data, i).rotate(-90 * turn, expand=True) for i in range(count)]
    first.save(out, "PDF", save_all=True, append_images=others, resolution=200, quality=95)
    return out.getvalue()


@needs_ocr
def test_columns_of_a_scan_are_read_one_after_the_other_and_it_says_so() -> None:
    data = scanned(pdf(columns, width=360, height=160))
    made = document(data)
    assert made.reading.replace("\n", "") == LEFT * 2 + RIGHT * 2
    (edit,) = [edit for edit in made.edits if edit.kind is EditKind.RECOGNISED]
    assert (edit.start, edit.end, edit.rule) == (0, 0, "ocr")


@needs_ocr
def test_words_of_a_scan_are_marked_where_they_stand() -> None:
    data = scanned(pdf(narrow, width=220, height=120))
    found = read(data)
    start = found.text.index("柳川市共")
    (box,) = mark_page(data, 1, [(start, start + 4)], pages=found.pages).boxes
    at = 2 + LEFT.index("柳川市共")
    expected = ((30 + 11 * at) / 220, 40 / 120, (30 + 11 * (at + 4)) / 220, 51 / 120)
    assert box == pytest.approx(expected, abs=0.03)


@needs_ocr
@pytest.mark.parametrize("turn", [1, 2])
def test_a_scan_that_was_laid_down_turned_is_read(turn: int) -> None:
    made = document(scanned(pdf(narrow, width=220, height=120), turn))
    assert "".join(made.reading.split()) == LEFT


@needs_ocr
def test_only_pages_without_text_are_recognised() -> None:
    def scan(sheet: Sheet) -> None:
        from reportlab.lib.utils import ImageReader

        image = picture(pdf(narrow, width=220, height=120))
        sheet.canvas.drawImage(ImageReader(image), 0, 0, 220, 120)

    found = read(pdf(narrow, scan, width=220, height=120))
    assert [e.start for e in found.edits if e.kind is EditKind.RECOGNISED] == [found.pages[1][0]]
    first, second = (found.text[slice(*page)].replace("\n", "") for page in found.pages)
    assert first == second == LEFT


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_read_where_it_is_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"扫描.{kind.lower()}"
    picture(pdf(narrow, width=220, height=120)).save(path, kind, quality=95)
    (source,) = find_sources([path])
    made = read_document(source)
    assert "".join(made.reading.split()) == LEFT
    assert made.page(0) == 1


@needs_ocr
def test_a_picture_without_text_is_named() -> None:
    out = BytesIO()
    Image.new("L", (300, 200), 200).save(out, "PNG")
    with pytest.raises(DecodeError, match="no text can be recognised"):
        extract(out.getvalue(), ".png")


def test_a_picture_of_enormous_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.formats.scan._MOST_PIXELS", 1000)
    out = BytesIO()
    Image.new("L", (300, 200), 200).save(out, "PNG")
    with pytest.raises(DecodeError, match="too large"):
        read(out.getvalue())


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0" + b"\x00" * 50, b"II*\x00\xff\xff\xff\xff"]
)
def test_a_broken_picture_is_refused(data: bytes) -> None:
    with pytest.raises(DecodeError):
        read(data)


def test_without_the_extra_a_scan_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "is_installed", lambda: False)
    monkeypatch.setattr("corpus.formats.signature.is_installed", lambda: False)
    data = scanned(pdf(narrow, width=220, height=120))
    with pytest.raises(
        DecodeError, match=r"scanned PDF without a text layer \(1 pages\).*wenju\[ocr\].*ocrmypdf"
    ):
        extract(data, ".pdf")
    out = BytesIO()
    Image.new("L", (30, 20)).save(out, "PNG")
    with pytest.raises(DecodeError, match=r"PNG picture.*wenju\[ocr\]"):
        extract(out.getvalue(), ".png")


def test_a_page_with_its_own_text_is_not_recognised() -> None:
    with pdfium.PdfDocument(pdf(narrow)) as file:
        page = reader.open_page(file, 0)
    assert page is not None
    assert not lacks_text(page)
    assert not page.recognised
    assert lacks_text(Page.empty(100, 100))


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("建设,发展;", "建设，发展；"), ("（一)总则:", "（一）总则："), ("共1,000元", "共1,000元"),
        ("at 8:30, then (b)", "at 8:30, then (b)"), ("比例为3:2", "比例为3:2"), ("  园 区 ", "园 区"),
    ],
)  # fmt: skip
def test_punctuation_is_as_wide_as_its_neighbours(seen: str, printed: str) -> None:
    assert as_printed(seen) == printed


@given(
    texts=st.lists(
        st.text("园区ab 1，。", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=6
    ),
    turn=st.integers(0, 3),
    height=st.floats(5, 60),
    slant=st.floats(-0.05, 0.05),
)
def test_every_character_has_its_box_on_the_page(
    texts: list[str], turn: int, height: float, slant: float
) -> None:
    lines = []
    for i, text in enumerate(texts):
        top, right = 50.0 + 70 * i, 50 + 30.0 * len(text)
        fall = slant * (right - 50)
        corners = ((50, top), (right, top + fall), (right, top + fall + height), (50, top + height))
        lines.append(Found(as_printed(text), corners, 0.99))
    page = make_page([*lines, Found("密", lines[0].corners, 0.2)], turn, WIDTH, HEIGHT, 1.0)
    assert page.text == "\n".join(line.text for line in lines)
    assert page.recognised == "ocr_partly"
    ink = np.array([not char.isspace() for char in page.text])
    assert ((page.size > 0) == ink).all()
    assert set(page.turn[ink].tolist()) <= {turn, (turn + 1) % 4}
    left, top, right, bottom = page.boxes[ink].T
    assert (right > left).all()
    assert (bottom > top).all()
    assert (
        len(page.boxes)
        == len(page.size)
        == len(page.turn)
        == len(page.bold)
        == len(page.lead)
        == len(page.text)
    )
