"""What a file is by its first bytes, whatever its name says."""

import re

from corpus.errors import DecodeError
from corpus.formats.archive import open_package
from corpus.formats.ocr import EXTRA, is_installed
from corpus.wording import because

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (  # names of streams, as their directory has them, and of sentences
    ("EncryptedPackage", "password"),
    ("WordDocument", "old_word"),
    ("PowerPoint Document", "old_slides"),
    ("Workbook", "old_sheet"),
    ("Book", "old_sheet"),
    ("__substg1.0_", "outlook"),
)
_PICTURES = ((b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"))
_NOT_READ = (
    (b"GIF8", "gif"),
    (b"Rar!\x1a", "rar"),
    (b"7z\xbc\xaf", "seven_zip"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "rich_text"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3\x00", "database"),
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
        raise DecodeError(because(_ole_kind(data)))
    for start, what in _PICTURES:
        if head.startswith(start):
            if is_installed():
                return "pdf"
            raise DecodeError(because("picture_unread", format=what, install=EXTRA))
    for start, what in _NOT_READ:
        if head.startswith(start):
            raise DecodeError(because(what))
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
        raise DecodeError(because("open_document"))
    if "xl/workbook.bin" in names:
        raise DecodeError(because("binary_sheet"))
    raise DecodeError(because("other_zip"))


def _ole_kind(data: bytes) -> str:
    """The name of the sentence about an old binary file."""
    for name, sentence in _OLE_KINDS:
        if name.encode("utf-16-le") in data:
            return sentence
    return "old_office"
