"""Sentences of Chinese and English running text."""

import re
from collections.abc import Iterator

from corpus.document import Span

_CLOSING = r"[”’」』）)》】\"']*+"
_END = re.compile(
    rf"(?:[！？!?]*+。[。！？!?]*+|(?<=[A-Za-z0-9%)])\.(?=[”’\"']*(?:\s+[A-Z“\"]|\s*$))|(?<=[㐀-鿿])(?<![一二三四五六七八九十])\.(?=\s)|…{{2,}}(?=[”’」』])){_CLOSING}"
    rf"|[！？!?]++(?!》){_CLOSING}(?![，、；：,的])|\n+"
)
"""What is called out or asked within a sentence does not end it: 《走吧！》, “好！”的, “去吗？”，他问."""
_CLAUSE_END = re.compile(r"[；;]+[”’」』]*")


def split_sentences(text: str) -> Iterator[Span]:
    """`[start, end)` of each sentence in `text`, in order and without a gap, closing quotes included."""
    yield from _split(text, _END)


def split_clauses(text: str) -> Iterator[Span]:
    """`[start, end)` of each part of a sentence that a semicolon ends, in order and without a gap."""
    yield from _split(text, _CLAUSE_END)


def _split(text: str, end: re.Pattern[str]) -> Iterator[Span]:
    start = 0
    for match in end.finditer(text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)
