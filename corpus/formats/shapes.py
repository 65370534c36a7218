"""What a PDF page draws besides text, and where anything on a page stands as the page is shown."""

import ctypes
import math
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left corner of the page as it is shown."""

_MOST_OBJECTS = 20_000  # of a page that are looked at; a map has more
_THIN = 3.0  # points: what is drawn thinner is a line
_WHOLE = 0.97  # share of the page's width and height
FAR = 1e6
"""Points; a coordinate beyond is nonsense."""


@dataclass(frozen=True, slots=True)
class Placing:
    """From the coordinates of a file to those of its page as shown: cropped, turned, downwards."""

    width: float
    height: float
    turn: int
    crop: Box

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "Placing":
        """That of a page."""
        media, crop = page.get_mediabox(), page.get_cropbox()
        left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
        right, top = min(media[2], crop[2]), min(media[3], crop[3])
        if right <= left or top <= bottom:
            left, bottom, right, top = media
        turn = page.get_rotation() // 90 % 4
        width, height = right - left, top - bottom
        if turn % 2:
            width, height = height, width
        return cls(width, height, turn, (left, top, right, bottom))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file on the page as shown."""
        left, top, right, bottom = self.crop
        if self.turn == 0:
            return x - left, top - y
        if self.turn == 1:
            return y - bottom, x - left
        if self.turn == 2:
            return right - x, y - bottom
        return top - y, right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box between two corners of the file."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


@dataclass(slots=True)
class Shapes:
    """Drawn lines, drawn rectangles and pictures; and the order in which the objects of text are drawn, by address."""

    rules: list[Box] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    text_order: dict[int, int] = field(default_factory=dict)


def find_shapes(page: pdfium.PdfPage, place: Placing) -> Shapes:
    """The shapes of a page."""
    found = Shapes()
    bounds = [ctypes.c_float() for _ in range(4)]
    for i in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        shape = raw.FPDFPage_GetObject(page.raw, i)
        kind = raw.FPDFPageObj_GetType(shape)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if address := ctypes.cast(shape, ctypes.c_void_p).value:
                found.text_order[address] = i
            continue
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            continue
        if not raw.FPDFPageObj_GetBounds(shape, *bounds):
            continue
        box = near_box(place.box(*(bound.value for bound in bounds)))
        across, down = box[2] - box[0], box[3] - box[1]
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(box)
        elif kind == raw.FPDF_PAGEOBJ_PATH and min(across, down) < _THIN:
            found.rules.append(box)
        elif kind == raw.FPDF_PAGEOBJ_PATH and (
            across < _WHOLE * place.width or down < _WHOLE * place.height
        ):
            found.frames.append(box)
    return found


def near(value: float) -> float:
    """The coordinate; nonsense becomes a place far outside the page."""
    return min(max(value, -FAR), FAR) if math.isfinite(value) else -FAR


def near_box(box: Box) -> Box:
    """The box without nonsense."""
    return near(box[0]), near(box[1]), near(box[2]), near(box[3])
