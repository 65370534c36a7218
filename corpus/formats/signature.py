"""What a file is by its first bytes, whatever its name says."""

import re

from corpus.errors import DecodeError
from corpus.formats.archive import open_package
from corpus.formats.ocr import EXTRA, is_installed

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (  # names of streams, as their directory has them
    ("EncryptedPackage", "it is protected by a password: save it without one"),
    ("WordDocument", "it is an old binary Word file: save it as .docx"),
    ("PowerPoint Document", "it is an old binary PowerPoint file: save it as .pptx"),
    ("Workbook", "it is an old binary Excel file: save it as .xlsx"),
    ("Book", "it is an old binary Excel file: save it as .xlsx"),
    ("__substg1.0_", "it is an Outlook message: save it as .eml"),
)
_PICTURES = ((b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"))
_NOT_READ = (
    (b"GIF8", "a GIF picture: save it as PNG"),
    (b"Rar!\x1a", "a RAR archive, which must be unpacked first"),
    (b"7z\xbc\xaf", "a 7z archive, which must be unpacked first"),
    (b"\x1f\x8b", "compressed with gzip, and must be unpacked first"),
    (b"{\\rtf", "a rich text file: save it as .docx"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_PARTS = (
    ("word/document.xml", "word"),
    ("ppt/presentation.xml", "slides"),
    ("xl/workbook.xml", "sheet"),
    ("META-INF/container.xml", "epub"),
)
_HTML = re.compile(
    rb"\s*(<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(!doctype\s+html|html[\s>])", re.I | re.S
)
_HEAD_BYTES = 4096


def reader_of(data: bytes) -> str | None:
    """The reader for what the bytes surely are; None where only the name can tell, as for text.

    Raises DecodeError for a kind of file that is not read, with what to do.
    """
    head = data[:_HEAD_BYTES]
    if head.lstrip().startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _package_reader(data)
    if head.startswith(_OLE):
        raise DecodeError(_ole_kind(data))
    for start, what in _PICTURES:
        if head.startswith(start):
            if is_installed():
                return "pdf"
            raise DecodeError(f"it is a {what} picture: {EXTRA} to have its text recognised")
    for start, what in _NOT_READ:
        if head.startswith(start):
            raise DecodeError(f"it is {what}")
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return None


def _package_reader(data: bytes) -> str:
    with open_package(data) as package:
        names = set(package.namelist())
    for part, reader in _PARTS:
        if part in names:
            return reader
    if "content.xml" in names:
        raise DecodeError("it is an OpenDocument file: save it as .docx, .pptx or .xlsx")
    if "xl/workbook.bin" in names:
        raise DecodeError("it is a binary Excel file: save it as .xlsx")
    raise DecodeError("it is a zip archive of something else: give it a name that ends in .zip")


def _ole_kind(data: bytes) -> str:
    for name, advice in _OLE_KINDS:
        if name.encode("utf-16-le") in data:
            return advice
    return "it is an old binary Office file: save it as .docx, .pptx or .xlsx"
