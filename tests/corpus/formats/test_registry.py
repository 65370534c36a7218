"""Every format is read to the same promises, whatever the name of the file says."""

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.document import without_space
from corpus.errors import DecodeError
from corpus.formats.registry import SUFFIXES, extract
from tests.corpus.formats.samples import VALID, docx, read, word_paragraph, zipped

ROOT = Path(__file__).parents[3]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize("suffix", VALID)
def test_each_line_of_a_paragraph_is_a_slice_of_the_text(suffix: str) -> None:
    found = extract(VALID[suffix], suffix)
    for paragraph in found.paragraphs or ():
        assert paragraph.lines
        for line in paragraph.lines:
            assert found.text[line.start : line.end] == line.text
    for (_, end), (start, _) in zip(found.pages, found.pages[1:], strict=False):
        assert end == start


@pytest.mark.parametrize("suffix", VALID)
def test_each_character_read_stands_where_it_says(suffix: str) -> None:
    document = read(VALID[suffix], suffix)
    for char, offset in zip(document.reading, document.offsets.tolist(), strict=True):
        original = document.text[offset : offset + 1]
        assert char == original or (char.isspace() and (not original or original.isspace()))
    for block in document.blocks:
        quoted = "".join(document.text[a:b] for a, b in document.spans(block.start, block.end))
        assert without_space(quoted) == without_space(document.reading[block.start : block.end])


@pytest.mark.parametrize("suffix", [s for s in VALID if s not in (".csv", ".eml")])
def test_nothing_but_marks_is_lost_between_text_and_reading(suffix: str) -> None:
    document = read(VALID[suffix], suffix)
    if suffix != ".md":
        assert without_space(document.reading) == without_space(document.text)
    else:
        assert set(without_space(document.reading)) <= set(document.text)


@pytest.mark.parametrize("suffix", VALID)
def test_reading_twice_gives_the_same(suffix: str) -> None:
    assert extract(VALID[suffix], suffix) == extract(VALID[suffix], suffix)


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx", ".epub", ".html"])
@pytest.mark.parametrize("named", [".txt", ".docx", ".xls", ".doc", ".csv", ""])
def test_a_wrong_name_does_not_matter_where_the_bytes_are_sure(suffix: str, named: str) -> None:
    assert extract(VALID[suffix], named) == extract(VALID[suffix], suffix)


@pytest.mark.parametrize(
    ("data", "suffix", "said"),
    [
        (b"", ".txt", "empty"),
        (b" \r\n\t", ".docx", "empty"),
        (b"\xef\xbb\xbf \n", ".txt", "empty"),
        ("\ufeff".encode("utf-16"), ".txt", "empty"),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc", r"save it as \.docx"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), ".ppt", r"save it as \.pptx"),
        (OLE + "Workbook".encode("utf-16-le"), ".xlsx", r"save it as \.xlsx"),
        (OLE + "__substg1.0_".encode("utf-16-le"), ".msg", r"save it as \.eml"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".docx", "password"),
        (OLE, ".doc", "old binary"),
        (VALID[".docx"][:-40], ".docx", "damaged or cut off"),
        (VALID[".xlsx"][:200], ".xlsx", "damaged or cut off"),
        (zipped({"a.txt": "x"}), ".docx", "zip archive"),
        (zipped({"content.xml": "<x/>", "mimetype": "application/vnd.oasis.opendocument.text"}), ".docx", "OpenDocument"),
        ("这是文字。".encode(), ".docx", "no Word document, though its name"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ".txt", "picture"),
        (b"{\\rtf1\\ansi }", ".doc", "rich text"),
        (b"\x1f\x8b\x08\x00", ".csv", "gzip"),
        (b"a\x00b\x01\x02", ".txt", "NUL bytes"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_what_to_do(data: bytes, suffix: str, said: str) -> None:
    with pytest.raises(DecodeError, match=said) as caught:
        extract(data, suffix)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("it ")


def test_declared_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with pytest.raises(DecodeError, match="entities"):
        extract(docx(word_paragraph("&b;"), head=bomb), ".docx")


def test_a_folder_names_old_formats_rather_than_passing_over_them() -> None:
    assert {".doc", ".xls", ".ppt", ".pdf", ".md"} <= SUFFIXES


def test_plain_text_needs_no_library() -> None:
    code = (
        "import sys; from corpus.formats.registry import extract; extract('园区。'.encode(), '.txt');"
        "print([m for m in ('lxml', 'mammoth', 'pptx', 'openpyxl', 'trafilatura', 'markdown_it', 'pypdfium2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
