"""Broken files: whatever the bytes, a reader reads them or says in one sentence why not."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.errors import DecodeError
from corpus.formats.registry import SUFFIXES, extract
from tests.corpus.formats.samples import VALID, zipped

TRIALS = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
READ_HERE = sorted(SUFFIXES - {".pdf"})


def check(data: bytes, suffix: str) -> None:
    """Reads, or is refused in one sentence; what is read can be stored."""
    refusal = ""
    try:
        found = extract(data, suffix)
    except DecodeError as error:
        refusal = str(error)
    if refusal:
        assert "\n" not in refusal
        return
    found.text.encode()
    for text in (found.title, found.publisher, found.date, found.lang):
        assert text is None or text.encode()
    for paragraph in found.paragraphs or ():
        assert all(found.text[line.start : line.end] == line.text for line in paragraph.lines)


@st.composite
def broken(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes cut off, or with some of them changed, left out or doubled."""
    if draw(st.booleans()):
        return data[: draw(st.integers(1, len(data) - 1))]
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(changed) - 1))
        length = draw(st.integers(0, 20))
        changed[place : place + length] = draw(st.binary(max_size=20))
        changed = changed or bytearray(b"x")
    return bytes(changed)


@TRIALS
@given(st.sampled_from(READ_HERE), st.binary(max_size=300))
@example(".eml", b"From: " + b"(" * 5000 + b"\n\nx")  # the parser of addresses recurses
@example(".html", b"<!---->" * 300 + b"x")
@example(".csv", b'"a\nb')
@example(".md", b"---\n---")
@example(".md", b"|" * 400 + b"\n" + b"|-" * 400)
@example(".md", b"\xef\xbb\xbf- \n-")
@example(".html", b"<html><head><title></title></head><frameset></frameset></html>")
@example(".html", b"<html><meta charset='rot13'><body>x")
@example(".html", b"<html><meta charset='idna'><body>x")
@example(".eml", b"Subject: \xff\xfe\xb3\xc9\n\n")
@example(".eml", b"Date: Fri, 99 Foo 0000\nSubject: a\n\nbody")
@example(".eml", b'Content-Type: text/plain; charset="x\x00y"\nSubject: a\n\nbody')
def test_any_bytes(suffix: str, data: bytes) -> None:
    check(data, suffix)


@pytest.mark.parametrize("suffix", VALID)
@TRIALS
@given(data=st.data())
def test_a_broken_file(suffix: str, data: st.DataObject) -> None:
    check(data.draw(broken(VALID[suffix])), suffix)


@pytest.mark.parametrize("suffix", [s for s in VALID if VALID[s].startswith(b"PK")])
@TRIALS
@given(data=st.data())
def test_a_package_with_a_broken_part(suffix: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(BytesIO(VALID[suffix])) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from([name for name in parts if parts[name]]))
    parts[name] = data.draw(broken(bytes(parts[name])))
    check(zipped(parts), suffix)


def test_a_sheet_that_claims_endless_rows_ends() -> None:
    with zipfile.ZipFile(BytesIO(VALID[".xlsx"])) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for row in (b'r="9999999999"', b'r="1048576"'):
        check(zipped({**parts, name: parts[name].replace(b'<row r="2"', b"<row " + row)}), ".xlsx")


def test_a_merged_range_over_the_whole_sheet_is_not_filled() -> None:
    with zipfile.ZipFile(BytesIO(VALID[".xlsx"])) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    found = extract(zipped({**parts, name: parts[name].replace(b"A3:A4", b"A1:XFD1048576")}), ".xlsx")
    assert "森林覆盖率 | % | 35" in found.text


def test_a_cell_that_claims_to_cover_a_whole_table_stays_small() -> None:
    row = "<tr><td colspan=1000 rowspan=60000>aaaaaaaaaaaaaaaaaaaa</td><td>b</td></tr>"
    page = f"<html><body><p>园区建成后，将带动就业两万人。</p><table>{row * 300}</table></body></html>"
    assert len(extract(page.encode(), ".html").text) < 5_000_000


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li"])
def test_deep_nesting_is_read_or_refused(tag: str) -> None:
    check(f"<html><body>{f'<{tag}>x' * 3000}".encode(), ".html")
