"""Text recognised on the picture of a page, as characters with their places (extra `ocr`, by rapidocr).

Its models are part of its package: nothing is fetched. The characters go where those of a text layer go, so
that columns, tables and articles are found by the same geometry.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from statistics import median
from typing import Any
from unicodedata import category, east_asian_width

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from corpus.formats.glyphs import Page
from corpus.formats.runs import readable, turned
from corpus.formats.shapes import Box

_DPI = 180
_MOST_PIXELS = 9_000_000
_THREADS = 2  # several files are read at once already
_STAMP_CHARS = 40  # a scanner's own line of text does not make a text layer
_PICTURE_SHARE = 0.5  # of the page: a picture of that size is the page itself
_UNREADABLE_SHARE = 0.5  # of the characters say nothing: the fonts lack their map to Unicode
_SURE = 0.75  # how sure the model is of a line, in [0, 1]; below it, none is better than a wrong one
_SURE_OF_PAGE = 0.85  # below it, the page is perhaps not upright
_TALL = 1.5  # ratio of height to width from which a line runs downwards
_WIDE, _NARROW, _SPACE = 1.0, 0.5, 0.3  # ems that characters take
_LONG_EMS = 6.0  # of a Chinese line whose length tells its type size
_LINE_EMS = 1.05  # height of a found line
_ONE_SIZE = 1.2  # ratio of sizes that are one: they are measured, not told
_STRAIGHT = 10  # ratio of length to height of a line that tells how the page slants
_FULL_WIDTH = str.maketrans(",;:?!()", "，；：？！（）")


@dataclass(frozen=True, slots=True)
class Found:
    """A recognised line: its corners from the upper left one, clockwise, in pixels, and how sure it is, in [0, 1]."""

    text: str
    corners: tuple[tuple[float, float], ...]
    score: float

    @property
    def width(self) -> float:
        """Of its upper edge."""
        return math.dist(self.corners[0], self.corners[1])

    @property
    def height(self) -> float:
        """Of its left edge."""
        return math.dist(self.corners[0], self.corners[3])

    @property
    def is_tall(self) -> bool:
        """Whether it runs downwards."""
        return len(self.text) > 1 and self.height > _TALL * self.width


def lacks_text(page: Page) -> bool:
    """Whether a page is but a picture, has no text at all, or text of which nobody knows the characters."""
    seen = int(readable(page).sum())
    if not seen:
        return True
    unknown = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in page.text)
    pictured = sum((box[2] - box[0]) * (box[3] - box[1]) for box in page.pictures)
    is_picture = pictured > _PICTURE_SHARE * page.width * page.height
    return unknown > _UNREADABLE_SHARE * seen or (seen < _STAMP_CHARS and is_picture)


def recognise(page: pdfium.PdfPage, found: Page) -> Page:
    """The page with the characters seen on its picture. `found` is what its text layer gives.

    The caller holds `PDFIUM`. A page on which nothing is surely text has none. Raises pdfium.PdfiumError.
    """
    if not (found.width > 0 and found.height > 0):
        return found
    scale = min(_DPI / 72, math.sqrt(_MOST_PIXELS / (found.width * found.height)))
    bitmap = page.render(scale=scale)
    try:
        image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    low, high = image.convert("L").getextrema()
    lines, turn = _upright(image) if low != high else ([], 0)
    return make_page(lines, turn, found.width, found.height, image.width / found.width)


def _upright(image: Image.Image) -> tuple[list[Found], int]:
    """The lines of a picture, and the quarter turns clockwise by which its text is turned."""
    best, best_turn, best_worth = list[Found](), 0, 0.0
    for turn in (0, 2, 1, 3):
        pixels = image.rotate(90 * turn, expand=True)
        lines = list(_lines(pixels.tobytes(), pixels.width, pixels.height))
        worth = sum(line.score * len(line.text) for line in lines if line.score >= _SURE)
        if worth > 1.1 * best_worth:
            best, best_turn, best_worth = lines, turn, worth
        if worth and worth >= _SURE_OF_PAGE * sum(len(line.text) for line in lines):
            break
    return best, best_turn


@lru_cache(maxsize=4)  # a page that is read is looked at soon after, perhaps several times
def _lines(pixels: bytes, width: int, height: int) -> tuple[Found, ...]:
    """The lines that the model sees, from the top."""
    image = np.frombuffer(pixels, dtype=np.uint8).reshape(height, width, 3)
    result = _engine()(np.ascontiguousarray(image[:, :, ::-1]))
    if not getattr(result, "txts", None):
        return ()
    return tuple(
        Found(as_printed(text), tuple((float(x), float(y)) for x, y in corners), float(score))
        for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        if as_printed(text)
    )


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # whole pages are turned, not lines
            "Global.max_side_len": 10_000,
            "Global.text_score": 0.0,  # what is unsure is counted here
            "Det.limit_side_len": 64,  # as it is rendered
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def as_printed(text: str) -> str:
    """The text of a line with full-width punctuation between Chinese characters, which the model tells by chance."""
    chars = list(" ".join(text.split()))
    wide = [east_asian_width(char) in "WF" for char in chars]
    for i, char in enumerate(chars):
        beside = wide[max(i - 1, 0) : i + 2]
        if char in ",;:?!()" and any(beside) and not _is_figure(chars, i):
            chars[i] = char.translate(_FULL_WIDTH)
    return "".join(chars)


def _is_figure(chars: Sequence[str], i: int) -> bool:
    """Whether a mark stands within a number, as in 1,000 and 8:30."""
    return 0 < i < len(chars) - 1 and chars[i - 1].isdigit() and chars[i + 1].isdigit()


def make_page(lines: Sequence[Found], turn: int, width: float, height: float, scale: float) -> Page:
    """A page of recognised lines, `scale` pixels a point, that were upright after turning it back by `turn`.

    `width` and `height` in points of the page as it is shown.
    """
    sure = [line for line in lines if line.score >= _SURE]
    upright = Page.empty(height, width) if turn % 2 else Page.empty(width, height)
    slope = _slope(sure)
    sizes = _sizes(sure)
    text: list[str] = []
    boxes: list[Box] = []
    ems: list[float] = []
    turns: list[int] = []
    for line, size in zip(sure, sizes, strict=True):
        if text:
            text.append("\n")
            boxes.append((0.0, 0.0, 0.0, 0.0))
            ems.append(0.0)
            turns.append(0)
        is_turned = line.is_tall and sum(char.isascii() for char in line.text) > 0.5 * len(line.text)
        for char, box in zip(line.text, _char_boxes(line, size, slope, upright.width * scale), strict=True):
            is_ink = not char.isspace()
            text.append(char)
            boxes.append(tuple(np.divide(box, scale).tolist()) if is_ink else (0.0, 0.0, 0.0, 0.0))
            ems.append(size / scale if is_ink else 0.0)
            turns.append((turn + is_turned) % 4 if is_ink else 0)
    placed = [turned(box, (4 - turn) % 4, upright) if em else box for box, em in zip(boxes, ems, strict=True)]
    none = np.zeros(len(text))
    return Page(
        width,
        height,
        "".join(text),
        np.array(placed, dtype=np.float64).reshape(-1, 4),
        np.array(ems),
        np.array(turns, dtype=np.int8),
        none > 0,
        none > 0,
        none,
        recognised="ocr" if len(sure) == len(lines) else "ocr_partly",
    )


def _slope(lines: Sequence[Found]) -> float:
    """How far lines fall for each pixel to the right: the page lay askew on the scanner."""
    slopes = [
        (line.corners[1][1] - line.corners[0][1]) / (line.corners[1][0] - line.corners[0][0])
        for line in lines
        if line.width > _STRAIGHT * line.height and line.corners[1][0] > line.corners[0][0]
    ]
    return median(slopes) if slopes else 0.0


def _weights(text: str) -> list[float]:
    """Ems that each character takes. Of a mark at either end of a line only the ink was found."""
    weights = [_WIDE if east_asian_width(c) in "WFA" else _SPACE if c.isspace() else _NARROW for c in text]
    for end in (0, -1):
        if weights[end] == _WIDE and category(text[end]).startswith("P"):
            weights[end] = _NARROW
    return weights


def _sizes(lines: Sequence[Found]) -> list[float]:
    """The type size of each line in pixels; sizes that are about the same are made the same."""
    measured = []
    for line in lines:
        length, across = (line.height, line.width) if line.is_tall else (line.width, line.height)
        weights = _weights(line.text)
        is_told = sum(weight == _WIDE for weight in weights) >= _LONG_EMS
        by_length = length / sum(weights)
        measured.append(by_length if is_told else min(by_length, across / _LINE_EMS))
    sizes = [0.0] * len(measured)
    left = set(range(len(measured)))
    while left:  # the size of most characters first
        usual = max((len(lines[i].text), measured[i]) for i in left)[1]
        same = {i for i in left if max(measured[i], usual) <= _ONE_SIZE * min(measured[i], usual)}
        exact = median(measured[i] for i in same for _ in lines[i].text)
        for i in same:
            sizes[i] = exact
        left -= same
    return sizes


def _char_boxes(line: Found, size: float, slope: float, width: float) -> list[Box]:
    """A box for each character: they share the length of the line by the ems that they take."""
    x, y = (sum(corner[axis] for corner in line.corners) / 4 for axis in (0, 1))
    y -= slope * (x - width / 2)
    weights = _weights(line.text)
    length = line.height if line.is_tall else line.width
    ends = np.cumsum([0.0, *weights]) * (length / sum(weights)) - length / 2
    half = size / 2
    if line.is_tall:
        return [(x - half, y + a, x + half, y + b) for a, b in pairwise(ends.tolist())]
    return [(x + a, y - half, x + b, y + half) for a, b in pairwise(ends.tolist())]
