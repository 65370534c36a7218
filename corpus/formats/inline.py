"""Markdown within a line: which characters are text and which are marks."""

import re
from collections.abc import Iterator

from corpus.document import Span

_CODE = re.compile(r"(?P<open>`{1,3})(?!`)[^`]{1,500}?(?P<close>(?P=open))(?!`)")
_LINK = re.compile(
    r"(?P<open>!?\[)[^\[\]]{0,500}(?P<close>\](?:\([^()\s]{0,500}(?:\s+\"[^\"]{0,200}\")?\)|\[[^\[\]]{0,100}\]))"
)
_AUTOLINK = re.compile(r"(?P<open><)(?:https?|mailto):[^<>\s]{1,500}(?P<close>>)")
_STRONG = re.compile(r"(?P<open>(?<!\\)\*{2,3}|~~|(?<!\w)__)(?=\S).{1,500}?(?<=\S)(?P<close>(?P=open))")
_EMPHASIS = re.compile(
    r"(?P<open>(?<![\w*\\])\*|(?<![\w\\])_)(?=[^\s*_])[^*_]{1,500}?(?<=[^\s*_])(?P<close>(?P=open))(?!\w)"
)
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]{0,500}>")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_PAIRED = (_LINK, _AUTOLINK, _STRONG, _EMPHASIS)
_ALONE = (_TAG, _ESCAPE)


def text_spans(line: str) -> Iterator[Span]:
    """`[start, end)` of the stretches of a line that are text; a mark within a Latin word stays."""
    is_mark = bytearray(len(line))
    is_code = bytearray(len(line))
    for match in _CODE.finditer(line):
        _set(is_mark, *match.span("open"))
        _set(is_mark, *match.span("close"))
        _set(is_code, *match.span())
    for pattern in _PAIRED:
        for match in pattern.finditer(line):
            if not is_code[match.start("open")] and not is_code[match.start("close")]:
                _set(is_mark, *match.span("open"))
                _set(is_mark, *match.span("close"))
    for pattern in _ALONE:
        for match in pattern.finditer(line):
            if not is_mark[match.start()] and not is_code[match.start()]:
                _set(is_mark, *match.span())
    start = end = -1
    for piece in re.finditer(b"\x00+", is_mark):
        if start >= 0 and not _parts_words(line, end, piece.start()):
            end = piece.end()
            continue
        if start >= 0:
            yield start, end
        start, end = piece.span()
    if start >= 0:
        yield start, end


def _parts_words(line: str, end: int, start: int) -> bool:
    """Whether a mark between two pieces can go without a space being read in its place, as between Latin words."""
    before, after = line[end - 1], line[start]
    return not (before.isascii() and after.isascii() and after.isalnum() and not before.isspace())


def _set(flags: bytearray, start: int, end: int) -> None:
    flags[start:end] = b"\x01" * (end - start)
