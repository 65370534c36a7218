"""The cheapest cutting of a page into articles.

A page is cut into regions along white bands, again and again, in the way that costs least. A region may
be one article; that costs the more the less its text flows from column to column: a sentence that breaks
off must go on at the head of the next column, a column that ends early must be the last, a headline
stands above or beside its text. What is joined in the cheapest cutting is an article.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.formats.pieces import Piece, across, around, headline_groups, in_columns
from corpus.formats.shapes import Box

_BAND = 0.5  # ems of white between regions
_EARLY = 1.9  # lines by which a column may end before its neighbours
_SAME_WIDTH = 0.06
_MISMATCH, _SECOND_HEAD, _NEW_START, _ENDED_EARLY = 4.0, 3.0, 2.5, 2.0
_ARTICLE, _CONTINUED, _OPEN_END, _NO_TEXT = 1.0, 0.7, 2.0, 3.0
_UNCOVERED, _PARAGRAPH_END, _WHITE_BETWEEN, _OTHER_WIDTH = 0.5, 0.3, 0.6, 1.5
_WIDE_SPACE, _WIDE_WHITE = 1.6, 1.6  # lines of white after which a subheading hardly follows
_MOST_BLOCKS = 90  # that are cut


@dataclass(slots=True)
class Cutting:
    """The cheapest cutting of a page's pieces into articles; regions are tuples of places in `pieces`."""

    pieces: Sequence[Piece]
    size: float
    _known: dict[tuple[int, ...], tuple[float, tuple[tuple[int, ...], ...]]] = field(default_factory=dict)

    def best(self) -> tuple[tuple[int, ...], ...]:
        """The articles."""
        every = tuple(range(len(self.pieces)))
        if len(every) > _MOST_BLOCKS:
            return tuple((i,) for i in every)
        return self._best(every)[1]

    def _best(self, region: tuple[int, ...]) -> tuple[float, tuple[tuple[int, ...], ...]]:
        if region not in self._known:
            choice: tuple[float, tuple[tuple[int, ...], ...]] = self._cost(region), (region,)
            for a, b in self._cuts(region):
                first, second = self._best(a), self._best(b)
                if first[0] + second[0] < choice[0]:
                    choice = first[0] + second[0], first[1] + second[1]
            self._known[region] = choice
        return self._known[region]

    def _cuts(self, region: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """The ways to part a region along a white band from edge to edge."""
        for axis in (0, 1):
            ordered = sorted(region, key=lambda i: self.pieces[i].box[axis])
            reach = self.pieces[ordered[0]].box[axis + 2]
            for n in range(1, len(ordered)):
                if self.pieces[ordered[n]].box[axis] - reach > _BAND * self.size:
                    yield tuple(sorted(ordered[:n])), tuple(sorted(ordered[n:]))
                reach = max(reach, self.pieces[ordered[n]].box[axis + 2])

    def _cost(self, region: tuple[int, ...]) -> float:
        """What it costs to take a region for one article."""
        pieces = [self.pieces[i] for i in region]
        heads = headline_groups([p for p in pieces if p.kind == "head"])
        body = in_columns([p for p in pieces if p.kind == "body"], self.size)
        if not body:
            return _NO_TEXT if heads else _ARTICLE
        cost = _ARTICLE + _SECOND_HEAD * max(len(heads) - 1, 0)
        cost += sum(head_cost(group, body) for group in heads)
        flat = [piece for column in body for piece in column]
        cost += _CONTINUED * (flat[0].opens is True) + _OPEN_END * (flat[-1].ends is False)
        others = [p.box for p in pieces if p.kind != "body"]
        leading = _leading(body, self.size)
        for a, b in pairwise(flat):
            cost += self._flow_cost(a, b, others, leading)
        return cost + self._shape_cost(body, others, leading)

    def _flow_cost(self, a: Piece, b: Piece, others: Sequence[Box], leading: float) -> float:
        """What it costs that the text goes on from one block to the next."""
        cost = _NEW_START * b.starts_article + _NEW_START * a.signed
        if (a.ends is False and b.opens is False) or (a.ends is True and b.opens is True):
            return cost + _MISMATCH
        if a.ends is False or b.opens is True:
            return cost
        below = across(a.box, b.box) > 0 and not any(
            across(other, a.box) > 0 and a.box[3] - 1 < other[1] < b.box[1] for other in others
        )
        wide = b.box[1] - a.box[3] > _WIDE_SPACE * leading
        return cost + _PARAGRAPH_END + below * (_WIDE_WHITE if wide else _WHITE_BETWEEN)

    def _shape_cost(self, body: Sequence[Sequence[Piece]], others: Sequence[Box], leading: float) -> float:
        """What it costs that columns end early, are unlike in width, or stand beside the headline."""
        if body[0][0].block.vertical:
            return 0.0
        long = [piece for column in body for piece in column if len(piece.block.lines) > 2]
        full = [piece.box[2] - piece.box[0] for piece in long]
        cost = 0.0
        if full and max(full) - min(full) > max(_SAME_WIDTH * max(full), 1.5 * self.size):
            cost += _OTHER_WIDTH
        for column in body:
            cost += sum(_MISMATCH for a, b in pairwise(column) if b.box[1] < a.box[3] - self.size)
        bottom = max(column[-1].box[3] for column in body)
        for column in body[:-1]:
            last = column[-1].box
            below = [o for o in others if across(o, last) > 0 and o[1] > last[1]]
            if bottom - last[3] > _EARLY * leading and not below:
                cost += _ENDED_EARLY * (column[-1].ends is not False)
        return cost


def _leading(body: Sequence[Sequence[Piece]], size: float) -> float:
    pitches = [
        b.top - a.top
        for column in body
        for piece in column
        for a, b in pairwise(piece.block.lines)
        if not piece.block.vertical
    ]
    return median(pitches) if pitches else 1.5 * size


def head_cost(group: Sequence[Piece], body: Sequence[Sequence[Piece]]) -> float:
    """What it costs that a headline stands where it does."""
    box = around(group)
    uncovered = 0
    above = below = 0
    for column in body:
        for piece in column:
            if across(box, piece.box) > 0:
                above += piece.box[3] <= box[1] + 2
                below += piece.box[1] >= box[3] - 2
        uncovered += not any(across(box, piece.box) > 0 for piece in column)
    if group[0].block.vertical:
        return 0.0 if not above + below else _SECOND_HEAD
    if above and below:
        return _SECOND_HEAD
    if above:
        return 1.0
    if uncovered == len(body):
        return _SECOND_HEAD
    return (_UNCOVERED + 0.1 * uncovered) * (uncovered > 0)
