"""Setting text in lines: widths, and the rules of which marks may not begin or end a Chinese line."""

import re
from unicodedata import east_asian_width

_NO_START = "，。、；：？！”’）》〉】〕」』％…—·,.;:?!)%"
_NO_END = "“‘（《〈【〔「『("
_PIECE = re.compile(r"[A-Za-z0-9.%+\-]+|\s+|.", re.DOTALL)
_HANG = 0.5
"""By how much of a character a mark may stick out of the column: it is set narrower."""


def ems(text: str) -> float:
    """Width of a text in units of the type size: a Chinese character is one, a Latin one a half."""
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def wrap(text: str, width: float, indent: float = 0.0) -> list[str]:
    """The lines of a paragraph in a column of `width` ems, the first `indent` ems shorter.

    Words and numbers stay whole; closing marks do not begin a line and opening ones do not end it.
    White space at the ends of lines is left out, as an extractor does.
    """
    lines: list[str] = []
    line, room = "", width - indent
    for piece in _PIECE.findall(text):
        fits = ems(line + piece) <= room
        if fits or not line or (piece in _NO_START and ems(line + piece) <= room + _HANG):
            line += piece
            continue
        carried = ""
        while line and (carried + piece)[0] in _NO_START:  # it takes the character before it along
            line, carried = line[:-1], line[-1] + carried
        while line and line[-1] in _NO_END:
            line, carried = line[:-1], line[-1] + carried
        if line:
            lines.append(line)
        line, room = carried + piece, width
    lines.append(line)
    return [stripped for each in lines if (stripped := each.strip())]


def fitting(text: str, width: float, indent: float, room: int) -> list[str]:
    """The lines of a text, or of as many of its sentences as `room` lines have room for; none for nothing."""
    rows = wrap(text, width, indent)
    sentences = [sentence + "。" for sentence in text.split("。")[:-1]]
    while len(rows) > room and len(sentences) > 1:
        sentences.pop()
        rows = wrap("".join(sentences), width, indent)
    return rows if len(rows) <= room else []


def full_width(text: str) -> str:
    """The text without spaces and with each character as wide as a Chinese one, as it is set upright."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text if char != " ")
