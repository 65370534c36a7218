"""Where a phrase stands in a document. Pure."""

import re
from itertools import pairwise

from corpus.document import Document, Span

MAX_PHRASE_CHARS = 100
MOST = 500  # places given; all are counted


def find(document: Document, phrase: str) -> tuple[int, list[tuple[Span, ...]]]:
    """How often the reading text holds a phrase, and the first `MOST` places as spans of `Document.text`.

    Capitals do not matter, nor what white space stands between words, nor any beside Chinese characters.
    """
    pattern = _pattern(phrase)
    if pattern is None:
        return 0, []
    places = [match.span() for match in pattern.finditer(document.reading)]
    return len(places), [document.spans(start, end) for start, end in places[:MOST]]


def _pattern(phrase: str) -> re.Pattern[str] | None:
    words = phrase[:MAX_PHRASE_CHARS].split()
    if not words:
        return None
    parts = [_word(words[0])]
    for before, word in pairwise(words):
        parts.append((r"\s+" if before[-1].isascii() and word[0].isascii() else r"\s*") + _word(word))
    return re.compile("".join(parts), re.IGNORECASE)


def _word(word: str) -> str:
    parts = [re.escape(word[0])]
    for left, right in pairwise(word):
        parts.append(("" if left.isascii() and right.isascii() else r"\s*") + re.escape(right))
    return "".join(parts)
