"""Files that cannot be read are named with what to do; damaged and odd ones never crash the reader."""

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import DecodeError
from corpus.formats.pdf import read
from tests.corpus.pdf.made import Sheet, document, pdf, wrapped

TEXT = "青湖镇与柳川市共同建设科技园区，发展产业，改善交通，服务民生。" * 3


def plain(sheet: Sheet) -> None:
    sheet.lines(60, 100, wrapped(TEXT, 40))


def blank(sheet: Sheet) -> None:
    """A page with nothing on it."""


def scan(sheet: Sheet) -> None:
    """A page that is one picture."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet.canvas.drawImage(ImageReader(Image.new("L", (40, 40), 200)), 0, 0, 595, 842)


GOOD = pdf(plain, plain)


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the extra recognises is tested elsewhere."""
    monkeypatch.setattr("corpus.formats.pdf.is_installed", lambda: False)


def test_a_scan_is_named_with_what_to_do() -> None:
    with pytest.raises(
        DecodeError, match=r"scanned PDF without a text layer \(2 pages\).*wenju\[ocr\].*ocrmypdf"
    ):
        read(pdf(scan, scan))


def test_a_page_without_text_among_others_is_recorded() -> None:
    found = read(pdf(plain, scan, plain))
    assert len(found.pages) == 3
    start, end = found.pages[1]
    assert start == end
    assert [(e.start, e.end) for e in found.edits if e.rule == "page_without_text"] == [(start, end)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(plain, password="secret"), "protected by a password"),
        (b"", "damaged PDF, or none"),
        (b"%PDF-1.7\n", "damaged PDF, or none"),
        (b"\x00" * 5000, "damaged PDF, or none"),
        (GOOD[:40], "damaged PDF, or none"),
        (pdf(blank), "without any text"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(DecodeError, match=re.escape(reason)):
        read(data)


def test_fonts_without_unicode_are_named() -> None:
    def signs(sheet: Sheet) -> None:
        sheet.line(60, 100, "\ue000\ue001\ue002\ue003" * 5)

    with pytest.raises(DecodeError, match="do not say which characters"):
        read(pdf(signs))


def test_what_nobody_sees_is_dropped_and_named() -> None:
    def page(sheet: Sheet) -> None:
        plain(sheet)
        sheet.line(60, 900, "页外的文字")
        sheet.line(60, -4000, "远处的文字")
        hidden = sheet.canvas.beginText(60, 400)
        hidden.setTextRenderMode(3)
        hidden.setFont("STSong-Light", 10)
        hidden.textOut("看不见的文字")
        hidden.setTextRenderMode(0)
        sheet.canvas.drawText(hidden)
        sheet.canvas.rotate(40)
        sheet.line(500, 600, "内部资料", 30)

    made = document(pdf(page))
    assert made.reading == TEXT
    assert {e.rule for e in made.edits} == {"off_page", "invisible", "slanted"}


def test_the_hidden_text_behind_a_scan_is_read() -> None:
    def page(sheet: Sheet) -> None:
        scan(sheet)
        hidden = sheet.canvas.beginText(60, 700)
        hidden.setTextRenderMode(3)
        hidden.setFont("STSong-Light", 10)
        hidden.textOut(TEXT[:30])
        sheet.canvas.drawText(hidden)

    assert document(pdf(page)).reading == TEXT[:30]


def test_thousands_of_scattered_characters_are_read_in_bounded_work() -> None:
    def page(sheet: Sheet) -> None:
        for i in range(3000):
            sheet.line(20 + (i * 7919) % 540, 30 + (i * 104729) % 760, "字", 6)

    assert len("".join(document(pdf(page)).reading.split())) == 3000


def test_many_pages() -> None:
    def short(sheet: Sheet) -> None:
        sheet.line(60, 100, "一页。")

    assert len(read(pdf(*[short] * 300)).pages) == 300


fuzz = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def sound(data: bytes) -> None:
    with suppress(DecodeError):
        document(data).text.encode()


@fuzz
@given(st.integers(0, len(GOOD)))
def test_a_truncated_file_is_read_or_named(length: int) -> None:
    sound(GOOD[:length])


@fuzz
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_a_file_with_wrong_bytes_is_read_or_named(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value
    sound(bytes(data))


@fuzz
@given(
    st.lists(st.tuples(*[st.floats(-1e5, 1e5)] * 2, st.floats(0.01, 900), st.text(max_size=8)), max_size=30)
)
def test_text_anywhere_in_any_size_is_read_or_named(pieces: list[tuple[float, float, float, str]]) -> None:
    def page(sheet: Sheet) -> None:
        for left, top, size, text in pieces:
            sheet.line(left, top, text.encode("gbk", "ignore").decode("gbk"), size)

    sound(pdf(page))
