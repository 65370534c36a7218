"""Picture files (PNG, JPEG, TIFF) as PDF files in memory: a page for each picture, to be recognised like a scan."""

from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence

from corpus.errors import DecodeError
from corpus.formats.damage import refused_as
from corpus.wording import because

_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_FORMATS = ("PNG", "JPEG", "TIFF")
_MOST_PIXELS = 120_000_000  # of a picture; twice those of a broadsheet page at 300 dpi
_MOST_PAGES = 2_000
_LONG_SIDE = 842.0  # points: as if it were A4, since what a file says of its size is often made up


def is_picture(data: bytes) -> bool:
    """Whether a file is of one of these formats."""
    return data.startswith(_STARTS)


def open_pictures(data: bytes) -> pdfium.PdfDocument:
    """The pictures of a file as pages; the caller holds `PDFIUM` and closes it. Raises DecodeError."""
    document = pdfium.PdfDocument.new()
    try:
        with refused_as("broken_picture"), Image.open(BytesIO(data), formats=_FORMATS) as file:
            for number, frame in enumerate(ImageSequence.Iterator(file)):
                if number == _MOST_PAGES:
                    raise DecodeError(because("many_pictures", most=_MOST_PAGES))
                if frame.width * frame.height > _MOST_PIXELS:
                    raise DecodeError(because("large_picture", width=frame.width, height=frame.height))
                _add_page(document, ImageOps.exif_transpose(frame))
    except BaseException:
        document.close()
        raise
    return document


def _add_page(document: pdfium.PdfDocument, image: Image.Image) -> None:
    """A page that is the picture, on white where it is transparent."""
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    scale = _LONG_SIDE / max(image.size)
    width, height = image.width * scale, image.height * scale
    page = document.new_page(width, height)
    try:
        picture = pdfium.PdfImage.new(document)
        picture.set_bitmap(pdfium.PdfBitmap.from_pil(image.convert("RGB")))
        picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
        page.insert_obj(picture)
        page.gen_content()
    finally:
        page.close()
