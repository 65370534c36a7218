"""The lines of a text, each with its place in it."""

import re

from corpus.paragraph import Line, columns

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_EDGE = "\ufeff \t\u3000\xa0"


def split_lines(text: str) -> list[Line]:
    """The lines of a text that hold anything but white space."""
    lines: list[Line] = []
    line_break = "\n" if "\n" in text else "\r"
    last_end = 0
    for match in _LINE.finditer(text):
        content = match.group().strip(_EDGE)
        if not content.strip():
            continue
        start = match.start() + match.group().index(content)
        gap = max(text.count(line_break, last_end, start) - 1, 0) if lines else 0
        indent = sum(2 if c == "\u3000" else 1 for c in match.group()[: start - match.start()])
        lines.append(Line(content, start, start + len(content), columns(content), indent, gap))
        last_end = start + len(content)
    return lines
