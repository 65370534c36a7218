"""Blocks of a newspaper page as pieces of articles: headlines, columns of text, captions."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.formats.blocks import Block
from corpus.formats.printed import Printed
from corpus.formats.shapes import Box
from corpus.layout.furniture import furniture_rule
from corpus.layout.outline import ARTICLE_START
from corpus.paragraph import ends_sentence

_HEAD_SIZE = 1.15  # ratio to the type size of the running text
_SMALL_SIZE = 0.96
_MOST_HEAD_LINES, _MOST_CAPTION_LINES = 5, 5
_INDENT = 1.2  # ems


@dataclass(frozen=True, slots=True)
class Piece:
    """A block and what can be told of it: `opens` in the middle of a sentence, `ends` with one; None unsure."""

    block: Block
    box: Box
    kind: str
    opens: bool | None
    ends: bool | None
    starts_article: bool
    signed: bool


def body_size(blocks: Sequence[Block]) -> float:
    """The type size of most characters, in points."""
    weights: dict[float, int] = {}
    for block in blocks:
        for line in block.lines:
            size = round(line.size * 2) / 2
            weights[size] = weights.get(size, 0) + len(line.glyphs)
    return max(weights, key=lambda size: weights[size]) if weights else 0.0


def make_piece(block: Block, size: float, blocks: Sequence[Block], marks: Sequence[Printed] = ()) -> Piece:
    """A block among `blocks` of running text of `size` points; `marks` are notes that an article goes on there."""
    first, last = block.lines[0], block.lines[-1]
    kind = "body"
    if block.size >= _HEAD_SIZE * size and len(block.lines) <= _MOST_HEAD_LINES:
        kind = "head"
    elif (block.size <= _SMALL_SIZE * size and len(block.lines) <= _MOST_CAPTION_LINES) or (
        len(block.lines) == 1 and furniture_rule(first.text) == "credit"
    ):
        kind = "small"
    column = [b for b in blocks if abs(b.left - block.left) < 3 * size and abs(b.size - size) < 0.1 * size]
    if len(block.lines) > 2:
        column = [block]
    left = min((b.left for b in column if across(b.box, block.box) > 0), default=block.left)
    right = max((b.right for b in column if abs(b.left - left) < 0.5 * size), default=block.right)
    indented = first.left - left > _INDENT * size
    titled = right - first.right > 2 * size and not ends_sentence(first.text)  # a heading within the article
    sure = len(block.lines) > 1 or indented
    stop = ends_sentence(last.text) and not last.text.endswith(("：", ":", "；", ";"))
    short = right - last.right > _INDENT * size
    signed = _is_signature(last.text)
    return Piece(
        block,
        block.box,
        kind,
        (not indented and not titled) if sure else None,
        True if (short or signed) and (stop or signed) else (None if stop or short else False),
        bool(ARTICLE_START.match(first.text)) or any(_is_above(mark, block) for mark in marks),
        signed,
    )


def _is_above(mark: Printed, block: Block) -> bool:
    """Whether a note such as "continued from page 1" stands right above the block."""
    over = min(mark.right, block.right) - max(mark.left, block.left)
    return over > 0 and -1 < block.top - mark.bottom < 1.5 * mark.size


def _is_signature(text: str) -> bool:
    """Whether a line is the reporter's name that closes an article."""
    bare = text.strip("（()）□■● ")
    return len(bare) <= 24 and not ends_sentence(text) and "记者" in bare[:8] and "，" not in bare


def across(a: Box, b: Box) -> float:
    """How far two boxes overlap across; negative if they do not."""
    return min(a[2], b[2]) - max(a[0], b[0])


def _down(a: Box, b: Box) -> float:
    return min(a[3], b[3]) - max(a[1], b[1])


def around(pieces: Sequence[Piece]) -> Box:
    """The box of all pieces."""
    boxes = [piece.box for piece in pieces]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def headline_groups(heads: Sequence[Piece]) -> list[list[Piece]]:
    """Headlines that stand together: lines over each other, or upright lines side by side."""
    groups: list[list[Piece]] = []
    for head in sorted(heads, key=lambda p: (p.box[1], p.box[0])):
        for group in groups:
            box_around, size = around(group), max(p.block.size for p in group)
            near = 0.5 * max(size, head.block.size)
            upright = head.block.vertical and group[0].block.vertical
            level = not head.block.vertical and not group[0].block.vertical
            if level and across(box_around, head.box) > 0 and -1 < head.box[1] - box_around[3] < near:
                group.append(head)
                break
            if upright and _down(box_around, head.box) > 0 and -near < across(box_around, head.box) <= 0:
                group.append(head)
                break
        else:
            groups.append([head])
    return groups


def in_columns(body: Sequence[Piece], size: float) -> list[list[Piece]]:
    """The blocks by columns, from the left, each from its top; vertical text by tiers, each from the right."""
    upright = sum(p.block.vertical for p in body) * 2 > len(body)
    overlap, first = (_down, 1) if upright else (across, 0)
    columns: list[list[Piece]] = []
    for piece in sorted(body, key=lambda p: p.box[first]):
        for column in columns:
            if any(overlap(piece.box, p.box) > size for p in column):
                column.append(piece)
                break
        else:
            columns.append([piece])
    for column in columns:
        column.sort(key=lambda p: -p.box[2] if upright else p.box[1])
    return columns
