"""The characters of a PDF page with their places, as pdfium finds them.

pdfium does not bear two threads: whoever opens a file holds `PDFIUM` as long as it is open.
"""

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.formats.shapes import FAR, Box, Placing, find_shapes, near

Floats = npt.NDArray[np.float64]

PDFIUM = RLock()
_ASCENT = 0.88  # share of the type size that stands above the base line
_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy", "simhei", "heiti", "-hei")
_INVISIBLE = 3  # the text rendering mode of what a scanner's software puts behind its picture
_HYPHEN = ("\x02", "\ufffe")  # what pdfium says for a hyphen at the end of a line
_UNKNOWN = "\ufffd"
_SLANTED = -1
_WORD_GAP = 0.4  # ems without ink that part words where the file has no space


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `text` holds each character, in the order of the file; the arrays run parallel to it.

    White space is one space between words and a line break between lines, wherever the file has its
    characters for it or only gaps. `boxes` is `(n, 4)`: each character's em box in points of the page as
    shown. `size` is the type size in points; 0 for white space, which has no box. `turn` counts quarter turns clockwise of the writing direction, -1 for slanted text.
    `hidden` is what is not painted.
    `lead` is the width of the spaces that the file has before the character. `rules` are drawn lines, `frames` drawn rectangles, `pictures` images.
    `recognised`: the name of the rule by which the text was seen on the page's picture, empty if the file tells it.
    """

    width: float
    height: float
    text: str
    boxes: Floats
    size: Floats
    turn: npt.NDArray[np.int8]
    bold: npt.NDArray[np.bool_]
    hidden: npt.NDArray[np.bool_]
    lead: Floats
    rules: tuple[Box, ...] = ()
    frames: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    recognised: str = ""

    @classmethod
    def empty(cls, width: float = 0.0, height: float = 0.0) -> "Page":
        """A page on which nothing can be read."""
        none = np.zeros(0)
        return cls(
            width, height, "", none.reshape(0, 4), none, none.astype(np.int8), none > 0, none > 0, none
        )


@dataclass(frozen=True, slots=True)
class _Type:
    """What the characters of one text object share."""

    size: float
    turn: int
    bold: bool
    hidden: bool


def read_page(page: pdfium.PdfPage) -> Page:
    """All characters and shapes of a page. The caller holds `PDFIUM`. Raises pdfium.PdfiumError."""
    place = Placing.of(page)
    shapes = find_shapes(page, place)
    textpage = page.get_textpage()
    try:
        glyphs = _glyphs(textpage, place, shapes.text_order)
    finally:
        textpage.close()
    text: list[str] = []
    where: list[int] = []
    for i, glyph in enumerate(glyphs):
        if i and (space := _space_between(glyphs[i - 1], glyph)):
            text.append(space)
            where.append(-1)
        text.append(glyph.char)
        where.append(i)
    index = np.array(where, dtype=np.int64)
    ink = index >= 0

    def spread(
        values: Sequence[object], kind: npt.DTypeLike, shape: tuple[int, ...] = ()
    ) -> npt.NDArray[Any]:
        array = np.zeros((len(text), *shape), dtype=kind)
        array[ink] = np.array(values, dtype=kind).reshape(-1, *shape)
        return array

    return Page(
        place.width,
        place.height,
        "".join(text),
        np.clip(np.nan_to_num(spread([g.box for g in glyphs], np.float64, (4,))), -FAR, FAR),
        spread([g.type.size for g in glyphs], np.float64),
        spread([g.type.turn for g in glyphs], np.int8),
        spread([g.type.bold for g in glyphs], np.bool_),
        spread([g.type.hidden for g in glyphs], np.bool_),
        spread([g.lead for g in glyphs], np.float64),
        tuple(shapes.rules),
        tuple(shapes.frames),
        tuple(shapes.pictures),
    )


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character that is not white space. `after_space`: the file or pdfium has white space before it.

    `lead`: width of the file's own spaces before it.
    `start`, `end` along the line and `base` across it, rising in reading direction whatever the turn.
    """

    char: str
    box: Box
    type: _Type
    start: float
    end: float
    base: float
    after_space: bool
    lead: float


def _glyphs(textpage: pdfium.PdfTextPage, place: Placing, drawn: dict[int, int]) -> list[_Glyph]:
    """The characters in the order in which the page draws them, which pdfium changes within a row."""
    numbered: list[tuple[int, _Glyph]] = []
    number = 0
    for address, glyph in _found(textpage, place):
        number = drawn.get(address, number)
        numbered.append((number, glyph))
    numbered.sort(key=lambda pair: pair[0])
    return [glyph for _, glyph in numbered]


def _found(textpage: pdfium.PdfTextPage, place: Placing) -> Iterator[tuple[int, _Glyph]]:
    """Each character with the address of the object that draws it, in the order of pdfium."""
    handle = textpage.raw
    types: dict[int, _Type] = {}
    loose, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    space, lead = False, 0.0
    for char, i in _characters(textpage):
        text_object = raw.FPDFText_GetTextObject(handle, i)
        address = ctypes.cast(text_object, ctypes.c_void_p).value
        if char.isspace() or address is None:  # what pdfium made up has no object
            space = True
            if address is not None:
                raw.FPDFText_GetLooseCharBox(handle, i, loose)
                lead += near(abs(loose.right - loose.left))
            continue
        kind = types.get(address)
        if kind is None:
            kind = types[address] = _type(handle, text_object, i, place.turn)
        raw.FPDFText_GetLooseCharBox(handle, i, loose)
        raw.FPDFText_GetCharOrigin(handle, i, x, y)
        left, top, right, bottom = place.box(loose.left, loose.bottom, loose.right, loose.top)
        at_x, at_y = place.point(x.value, y.value)
        if kind.turn == 0 and right - left < 0.6 * kind.size and east_asian_width(char) in "WF":
            left, right = at_x, at_x + kind.size  # of a form for vertical text only the ink is known
        size, below = kind.size, (1 - _ASCENT) * kind.size
        if kind.turn in (0, 2):
            down = kind.turn == 0
            box = (
                left,
                at_y - (size - below if down else below),
                right,
                at_y + (below if down else size - below),
            )
            line = (left, right, at_y) if down else (-right, -left, -at_y)
        elif kind.turn in (1, 3):
            down = kind.turn == 1
            box = (
                at_x - (below if down else size - below),
                top,
                at_x + (size - below if down else below),
                bottom,
            )
            line = (top, bottom, -at_x) if down else (-bottom, -top, at_x)
        else:
            box, line = (left, top, right, bottom), (left, right, at_y)
        start, end, base = line
        yield address, _Glyph(char, box, kind, start, end, base, space, lead)
        space, lead = False, 0.0


def _space_between(last: _Glyph, glyph: _Glyph) -> str:
    """What stands between two characters that follow each other in the file."""
    if last.type.turn != glyph.type.turn:
        return "\n"
    if glyph.type.turn == _SLANTED:
        return "\n" if glyph.after_space else ""
    size = max(last.type.size, glyph.type.size)
    gap = glyph.start - last.end
    if abs(glyph.base - last.base) < 0.5 * size and gap > -0.5 * size:
        return " " if glyph.after_space or gap > _WORD_GAP * size else ""
    return "" if is_below(last.char, glyph.char, last.box, glyph.box, glyph.type.turn) else "\n"


def is_below(last: str, char: str, last_box: Box, box: Box, turn: int) -> bool:
    """Whether a character stands right under the last one, as in text that runs downwards."""
    size = last_box[3] - last_box[1]
    return (
        turn == 0
        and not (last.isascii() or char.isascii())
        and abs(box[0] + box[2] - last_box[0] - last_box[2]) < 0.6 * size
        and 0.75 * size < box[1] - last_box[1] < 1.2 * size
        and abs(box[3] - box[1] - size) < 0.2 * size
    )


def _type(handle: raw.FPDF_TEXTPAGE, text_object: raw.FPDF_PAGEOBJECT, i: int, page_turn: int) -> _Type:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, i, matrix)
    size = near(abs(raw.FPDFText_GetFontSize(handle, i)) * math.hypot(matrix.c, matrix.d))
    turns = -math.degrees(math.atan2(matrix.b, matrix.a)) / 90
    turn = (round(turns) + page_turn) % 4 if abs(turns - round(turns)) < 0.06 else _SLANTED
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(handle, i, name, 128, None)
    bold = raw.FPDFText_GetFontWeight(handle, i) >= _BOLD_WEIGHT or any(
        part in name.value.decode("utf-8", "replace").lower() for part in _BOLD_NAMES
    )
    hidden = raw.FPDFTextObj_GetTextRenderMode(text_object) == _INVISIBLE
    return _Type(size, turn, bold, hidden)


def _characters(textpage: pdfium.PdfTextPage) -> Iterator[tuple[str, int]]:
    """Each character with pdfium's number for it: one beyond U+FFFF has two numbers."""
    count = textpage.count_chars()
    if count <= 0:
        return
    units = (ctypes.c_ushort * (count + 1))()
    got = raw.FPDFText_GetText(textpage.raw, 0, count, units) - 1
    codes = (
        list(units[:count])
        if got == count
        else [raw.FPDFText_GetUnicode(textpage.raw, i) for i in range(count)]
    )
    i = 0
    while i < count:
        code = codes[i]
        if 0xD800 <= code < 0xDC00 and i + 1 < count and 0xDC00 <= codes[i + 1] < 0xE000:
            yield chr(0x10000 + ((code - 0xD800) << 10) + codes[i + 1] - 0xDC00), i
            i += 2
            continue
        yield _clean(code), i
        i += 1


def _clean(code: int) -> str:
    """The character of a code; what cannot stand in a text is replaced."""
    char = chr(code) if code <= 0x10FFFF else _UNKNOWN
    if char in _HYPHEN:
        return "-"
    if 0xD800 <= code < 0xE000 or code == 0xFFFF or (char < " " and not char.isspace()) or char == "\x7f":
        return _UNKNOWN
    return char
