"""Lists in running text: the sentence that opens one, and its items."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from corpus.document import Block, BlockKind, Document, Span
from corpus.sentence import split_clauses, split_sentences

_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[（(][一二三四五六七八九十]+[）)]",
        r"[（(]\d{1,2}[）)]",
        r"\d{1,2}\s?[.．、)）](?!\d)",
        r"[①-⑳]",
        r"[一二三四五六七八九十]+、",
        r"[-–—•·*●○■◆▪]+\s+",
    )
)
"""How an item begins; all items of a list begin alike."""
_OPENS = re.compile(r"[：:][”’」』*]*$")
_INLINE = re.compile(r"[：:]\s*[一1①（(]|(?:^|[，；。])\s*一是")
_GOES_ON = re.compile(r"\s*(?:其?[二三四五六七八九十]是|第[二三四五六七八九十]，)")
"""How a sentence begins that is a further part of the list in the sentence before."""
_MOST_ITEMS = 30
_FEWEST = 2  # items below which it is no list
_MOST_CHARS = 420  # of one sentence that is a list


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list: what opens it and its items, each `[start, end)` in characters of the reading text.

    A sentence that holds all of a list is its own `lead`, without items.
    """

    lead: Span
    items: tuple[Span, ...]


def is_item(text: str) -> bool:
    """Whether a text begins as the items of a list do."""
    return bool(_mark(text))


def opens(text: str) -> bool:
    """Whether a text ends as what opens a list does."""
    return bool(_OPENS.search(text.rstrip()))


def enumeration_of(document: Document, start: int, end: int) -> Enumeration | None:
    """The list that a stretch of the reading text opens or is an item of; None if there is none.

    The items may stand in other passages; they follow each other in the document.
    """
    blocks = document.blocks
    at = bisect_right(blocks, start, key=lambda block: block.start) - 1
    if at < 0:
        return None
    text = document.reading[start:end]
    if opens(text):
        return _opened_by(document, (start, end), at)
    if mark := _mark(_text(document, blocks[at])):
        first = at
        while (
            first > 0
            and _mark(_text(document, blocks[first - 1])) == mark
            and not opens(_text(document, blocks[first - 1]))
        ):
            first -= 1
        before = blocks[first - 1] if first else None
        if before and opens(_text(document, before)):
            return _opened_by(document, _last_sentence(document, before), first - 1)
        return None
    return _inline(document, blocks[at], start)


def _opened_by(document: Document, lead: Span, at: int) -> Enumeration | None:
    following = document.blocks[at + 1 : at + 1 + _MOST_ITEMS]
    mark = _mark(_text(document, following[0])) if following else ""
    items = []
    for block in following:
        text = _text(document, block)
        if (
            not mark
            or _mark(text) != mark
            or block.kind in (BlockKind.HEADING, BlockKind.TABLE)
            or opens(text)
        ):
            break
        items.append(_stripped(document, block.start, block.end))
    return Enumeration(lead, tuple(items)) if len(items) >= _FEWEST else None


def _inline(document: Document, block: Block, start: int) -> Enumeration | None:
    """The sentence around a stretch if it opens a list and goes on with its parts: 主要有：一是…；二是…。"""
    text = document.reading[block.start : block.end]
    lists: list[Span] = []
    for first, last in split_sentences(text):
        if lists and _GOES_ON.match(text, first):
            lists[-1] = lists[-1][0], last
        else:
            lists.append((first, last))
    for first, last in lists:
        sentence = text[first:last]
        parts = sum(1 for _ in split_clauses(sentence)) + len(_GOES_ON.findall(sentence))
        is_list = parts >= _FEWEST and _INLINE.search(sentence) and len(sentence) <= _MOST_CHARS
        if is_list and first <= start - block.start < last:
            return Enumeration(_stripped(document, block.start + first, block.start + last), ())
    return None


def _last_sentence(document: Document, block: Block) -> Span:
    text = document.reading[block.start : block.end]
    spans = [(first, last) for first, last in split_sentences(text) if text[first:last].strip()]
    first, last = spans[-1]
    return _stripped(document, block.start + first, block.start + last)


def _text(document: Document, block: Block) -> str:
    return document.reading[block.start : block.end].strip()


def _mark(text: str) -> str:
    """The pattern by which a text begins as an item; empty if it does not."""
    return next((mark.pattern for mark in _MARKS if mark.match(text)), "")


def _stripped(document: Document, start: int, end: int) -> Span:
    text = document.reading[start:end]
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
