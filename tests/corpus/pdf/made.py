"""Small PDF files whose reading is known, drawn with a font that PDF readers bring themselves."""

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Document, Source
from corpus.formats.pdf import read
from corpus.structure import build_document

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0


class Sheet:
    """A canvas whose places are counted in points from the top left corner."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas, self.height = canvas, height

    def line(self, left: float, top: float, text: str, size: float = 10, font: str = FONT) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(left, self.height - top - 0.88 * size, text)

    def lines(
        self, left: float, top: float, texts: list[str], size: float = 10, leading: float = 14
    ) -> float:
        """Lines under each other; an ideographic space at their head is an indent. Gives the next top."""
        for text in texts:
            bare = text.lstrip("\u3000")
            self.line(left + (len(text) - len(bare)) * size, top, bare, size)
            top += leading
        return top

    def upright(self, left: float, top: float, text: str, size: float = 10) -> None:
        """Characters under each other."""
        for i, char in enumerate(text):
            self.line(left, top + i * size, char, size)

    def frame(self, left: float, top: float, right: float, bottom: float, fill: int = 0) -> None:
        self.canvas.setFillGray(0.8)
        self.canvas.rect(left, self.height - bottom, right - left, bottom - top, fill=fill)
        self.canvas.setFillGray(0)


Drawing = Callable[[Sheet], object]


def pdf(
    *pages: Drawing, width: float = WIDTH, height: float = HEIGHT, password: str = "", title: str = ""
) -> bytes:
    """A file with a page drawn by each function."""
    if FONT not in getRegisteredFontNames():
        registerFont(UnicodeCIDFont(FONT))
    buffer = BytesIO()
    encryption = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, encrypt=encryption)
    if title:
        canvas.setTitle(title)
    for draw in pages:
        draw(Sheet(canvas, height))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def wrapped(text: str, columns: int, indent: int = 2) -> list[str]:
    """Lines of so many characters, the first indented."""
    text = "\u3000" * indent + text
    return [text[i : i + columns] for i in range(0, len(text), columns)]


def document(data: bytes) -> Document:
    """The document of a file; its reading text must be the characters of its text."""
    extract = read(data)
    made = build_document(Source("doc", "doc.pdf"), extract, "0" * 64)
    for char, offset in zip(made.reading, made.offsets.tolist(), strict=True):
        assert made.text[offset] == char or (made.text[offset].isspace() and char.isspace())
    for paragraph in extract.paragraphs or ():
        assert all(extract.text[line.start : line.end] == line.text for line in paragraph.lines)
    return made


def blocks(data: bytes) -> list[str]:
    """The reading text of each block."""
    made = document(data)
    return [made.reading[b.start : b.end] for b in made.blocks]
