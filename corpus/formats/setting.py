"""Paragraphs out of blocks: where type indents, ends a line early, leaves space or changes, one begins.

A paragraph goes on in the next column or page if its last line is full and unfinished and the next one
does not begin a paragraph. What stands between the two, a table or a box, follows it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.formats.blocks import Block, laid_down
from corpus.formats.grid import Grid
from corpus.formats.printed import Printed
from corpus.layout.outline import CAPTION, outline_style
from corpus.paragraph import ends_sentence

_INDENT = 1.2  # ems
_SHORT = 1.3  # ems by which a line of Chinese may end before its column does
_SHORT_LATIN = 7.0
_MORE_SPACE = 0.4  # ems above the usual distance of lines
_MOST_BLOCKS = 400  # of a page that are compared with each other
_SAME_TYPE = 1.07  # ratio of type sizes
_FULL_STOP = re.compile(r"[。！？!?.][”’」』）)》】\"']*$")
_ITEM = re.compile(r"(——|[●◆■▪•·○◇□▲△★➢]|[-–*]\s)")


@dataclass(frozen=True, slots=True)
class Item:
    """A block or table in its place in the reading order. `role`: body, headline, loose or box."""

    page: int
    content: Block | Grid
    role: str = "body"
    article: int = 0


@dataclass(slots=True)
class Draft:
    """A paragraph in the making: lines with their pages. `joins`: places in `lines` reached over a break."""

    lines: list[tuple[int, Printed]]
    role: str
    article: int
    grid: Grid | None = None
    joins: list[tuple[int, str]] = field(default_factory=list)
    indented: bool = False
    sure_start: bool = True
    full: bool = False
    first: bool = False  # of its block
    aside: bool = False  # a caption or title between lines of text

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(line.text for _, line in self.lines)

    @property
    def size(self) -> float:
        """Type size in points."""
        return median(line.size for _, line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for _, line in self.lines)


def set_paragraphs(items: Sequence[Item]) -> list[Draft]:
    """The paragraphs of items in reading order."""
    edges = _edges(items)
    drafts: list[Draft] = []
    unfinished: dict[str, Draft] = {}  # by role: the text around a box goes on after it
    page = 0
    for item in items:
        if isinstance(item.content, Grid):
            drafts.append(
                Draft([(item.page, x) for x in item.content.lines], "table", item.article, item.content)
            )
            continue
        for part in _split(item, edges[item.page, id(item.content)]):
            if item.role not in ("body", "box") or part.aside:
                drafts.append(part)
                continue
            open_draft = unfinished.get(item.role)
            breaks = open_draft is not None and (part.first or drafts[-1] is not open_draft)
            if open_draft and breaks and open_draft.role == part.role and _goes_on(open_draft, part):
                broken = "page_break" if page != item.page else "column_break"
                rule = broken if drafts[-1] is open_draft else "interruption"
                open_draft.joins.append((len(open_draft.lines), rule))
                open_draft.lines += part.lines
                open_draft.full = part.full
            else:
                drafts.append(part)
                unfinished[item.role] = part
            page = item.page
    return drafts


def _goes_on(last: Draft, draft: Draft) -> bool:
    """Whether a paragraph goes on in the first one of another block."""
    alike = max(last.size, draft.size) < _SAME_TYPE * min(last.size, draft.size)
    if not alike or last.article != draft.article or draft.indented or not last.full:
        return False
    if _FULL_STOP.search(last.text):
        return draft.sure_start and not last.text.isascii()
    begins = outline_style(draft.text) or _ITEM.match(draft.text)
    return not begins and not (ends_sentence(last.text) and not draft.sure_start)


def _edges(items: Iterable[Item]) -> dict[tuple[int, int], tuple[float, float, bool]]:
    """For each block: where its column begins and ends, and whether that is known from other lines."""
    columns: dict[tuple[int, int, int], list[tuple[Block, float, float]]] = {}
    for item in items:
        if isinstance(item.content, Block):
            lines = [laid_down(x) if x.vertical else x for x in item.content.lines]
            left, right = min(x.left for x in lines), max(x.right for x in lines)
            key = item.page, item.article, item.content.frame
            columns.setdefault(key, []).append((item.content, left, right))
    found: dict[tuple[int, int], tuple[float, float, bool]] = {}
    for (page, _, _), blocks in columns.items():
        for block, left, right in blocks:
            if len(blocks) > _MOST_BLOCKS:
                found[page, id(block)] = left, right, False
                continue
            like = [
                (a, b)
                for other, a, b in blocks
                if max(other.size, block.size) < _SAME_TYPE * min(other.size, block.size)
                and abs(a - left) < 4.5 * block.size
                and min(b, right) >= max(a, left)
            ]
            begin = min((a for a, _ in like), default=left) if len(block.lines) < 3 else left
            end = max((b for a, b in like if a - begin < 4.5 * block.size), default=right)
            if wide := [b - a for other, a, b in blocks if other.size == block.size and len(other.lines) > 2]:
                end = max(end, begin + median(wide)) if len(block.lines) < 3 else end
            found[page, id(block)] = begin, end, len(block.lines) > 1 or len(like) > 1
    return found


def _split(item: Item, edges: tuple[float, float, bool]) -> list[Draft]:
    """The paragraphs of a block."""
    assert isinstance(item.content, Block)
    block = item.content
    left, right, sure = edges
    if item.role == "headline":
        return [Draft([(item.page, line) for line in block.lines], item.role, item.article)]
    lines = [laid_down(x) if x.vertical else x for x in block.lines]
    pitch = median(b.top - a.top for a, b in pairwise(lines)) if len(lines) > 1 else 0.0
    drafts: list[Draft] = []
    for i, line in enumerate(lines):
        indented = line.left - left > _INDENT * line.size
        full = right - line.right < (_SHORT_LATIN if _is_latin(line.text) else _SHORT) * line.size
        if i and not _begins(lines, i, left, right, pitch):
            drafts[-1].lines.append((item.page, block.lines[i]))
            drafts[-1].full = full
            continue
        draft = Draft([(item.page, block.lines[i])], item.role, item.article)
        draft.indented, draft.full, draft.sure_start = indented, full, sure
        draft.aside = _is_aside(line, left, right)
        drafts.append(draft)
    drafts[0].first = True
    return drafts


def _is_aside(line: Printed, left: float, right: float) -> bool:
    """Whether a line is a caption, or stands in the middle of its column as a title does."""
    before, after = line.left - left, right - line.right
    centred = before > 2.5 * line.size and abs(before - after) < line.size
    return bool(CAPTION.match(line.text) and after > line.size) or (centred and not ends_sentence(line.text))


def _is_latin(text: str) -> bool:
    return sum(c.isascii() for c in text) > 0.7 * len(text)


def _begins(lines: Sequence[Printed], i: int, left: float, right: float, pitch: float) -> bool:
    """Whether a paragraph begins with a line of a block."""
    last, line = lines[i - 1], lines[i]
    if _is_aside(last, left, right) or _is_aside(line, left, right):
        return not (_is_aside(last, left, right) and _is_aside(line, left, right))
    size = line.size
    latin = _is_latin(last.text) and _is_latin(line.text)
    short = right - last.right > (_SHORT_LATIN if latin else _SHORT) * size
    if max(last.size, size) > _SAME_TYPE * min(last.size, size) or (
        last.bold != line.bold and (short or last.bold)
    ):
        return True
    if line.top - last.top > pitch + _MORE_SPACE * size:
        return True
    if _ITEM.match(line.text) or (outline_style(line.text) and (short or ends_sentence(last.text))):
        return True
    indent, before = line.left - left, last.left - left
    if indent > _INDENT * size:
        hangs = abs(indent - before) < 0.5 * size or (
            i > 1 and abs(lines[i - 2].left - line.left) < 0.3 * size
        )
        hanging = (
            not short
            and not ends_sentence(last.text)
            and (hangs or bool(_ITEM.match(last.text) or outline_style(last.text)))
        )
        return not hanging
    if latin and short:
        word = line.text.split()[0] if line.text.split() else ""
        fits = right - last.right > (len(word) + 1) * 0.55 * size
        return fits and (ends_sentence(last.text) or right - last.right > 0.4 * (right - left))
    return short
