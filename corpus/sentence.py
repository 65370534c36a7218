"""Sentences of Chinese and English running text."""

import re
from collections.abc import Iterator

from corpus.document import Span

_END = re.compile(
    r"(?:[。！？!?]+|(?<=[A-Za-z0-9%)])\.(?=[”’\"']*(?:\s+[A-Z“\"]|\s*$))|…{2,}(?=[”’」』]))[”’」』）)》】\"']*|\n+"
)
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
