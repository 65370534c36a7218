"""Where one article of a page ends and another begins, in the order of the file."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from math import exp

from corpus.layout.cohesion import Vocabulary, cosine, merge
from corpus.layout.measure import Layout, column_width
from corpus.layout.pieces import PagePiece, Role, is_headless

_WINDOW = 3  # pieces of text on either side whose words are compared
_SAME_WIDTH = 2


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands for or against a boundary between two pieces of running text, each from 0 to 1."""

    dateline: float  # the second begins as articles do
    byline: float  # a byline stands between them
    continued: float  # a note between them says that the text goes on from another page
    headline: float  # a headline or subheading stands between them
    vocabulary: float  # how like the words of three pieces before are to those of three after
    nearest: float  # how like the words of the two are
    broken: float  # the first ends in the middle of a sentence that the second does not go on with
    headless: float  # the second begins in the middle of a sentence that the first has not begun
    width: float  # they are set to different widths
    meaning: float = 0.0  # how alike three pieces before and three after are in what they mean, from -1 to 1
    nearest_meaning: float = 0.0  # how alike the two are in it


_WORDS = Signs(
    dateline=5.1,
    byline=5.4,
    continued=2.0,
    headline=2.8,
    vocabulary=-14.7,
    nearest=-13.2,
    broken=1.8,
    headless=1.6,
    width=0.7,
)
_WORDS_CONSTANT = 0.15
_MEANINGS = Signs(
    dateline=2.5,
    byline=3.2,
    continued=2.4,
    headline=2.2,
    vocabulary=-4.4,
    nearest=-0.2,
    broken=0.7,
    headless=1.7,
    width=1.1,
    meaning=-5.5,
    nearest_meaning=-14.9,
)
_MEANINGS_CONSTANT = -0.64
"""Logistic regressions on 300 generated newspaper pages each (`eval.pages`, development seeds), rounded: one for pages of
which only the words are known, one with an encoder."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """Between pieces `before` and `after`, with its probability, and the sign that says most for it."""

    before: int
    after: int
    probability: float
    rule: str


def boundaries(
    pieces: Sequence[PagePiece], vocabulary: Vocabulary, layout: Layout, notes: Collection[int]
) -> Iterator[Boundary]:
    """How likely an article ends between each two pieces of running text that follow each other.

    `notes`: where notes stand that the text goes on from another page, in characters of the file's text.
    """
    known = vocabulary.knows_meaning
    weights, constant = (_MEANINGS, _MEANINGS_CONSTANT) if known else (_WORDS, _WORDS_CONSTANT)
    for before, after, signs in signs_between(pieces, vocabulary, layout, notes):
        terms = [w * s for w, s in zip(astuple(weights), astuple(signs), strict=True)]
        names = [name for name, term in zip(Signs.__slots__, terms, strict=True) if term > 0]
        rule = max(names, key=lambda name: getattr(weights, name), default="vocabulary")
        yield Boundary(before, after, 1 / (1 + exp(-sum(terms) - constant)), _RULES.get(rule, rule))


_RULES = {
    "broken": "vocabulary",
    "width": "vocabulary",
    "headless": "continued",
    "meaning": "vocabulary",
    "nearest_meaning": "vocabulary",
}


def signs_between(
    pieces: Sequence[PagePiece], vocabulary: Vocabulary, layout: Layout, notes: Collection[int]
) -> Iterator[tuple[int, int, Signs]]:
    """Each two pieces of running text that follow each other, and the signs between them."""
    texts = [i for i, piece in enumerate(pieces) if piece.role is Role.BODY]
    for k, (before, after) in enumerate(pairwise(texts)):
        one, two = pieces[before], pieces[after]
        between = {piece.role for piece in pieces[before + 1 : after]}
        upper, lower = texts[max(0, k - _WINDOW + 1) : k + 1], texts[k + 1 : k + 1 + _WINDOW]
        above = merge(vocabulary.vector(i) for i in upper)
        below = merge(vocabulary.vector(i) for i in lower)
        signs = Signs(
            dateline=float(two.begins_article),
            byline=float(Role.BYLINE in between),
            continued=float(any(one.end <= note < two.start for note in notes)),
            headline=float(Role.TITLE in between),
            vocabulary=cosine(above, below),
            nearest=cosine(vocabulary.vector(before), vocabulary.vector(after)),
            broken=float(not one.finished and one.paragraph != two.paragraph),
            headless=float(one.finished and is_headless(two, layout)),
            width=float(
                len(one.lines) > 1 < len(two.lines)
                and abs(column_width(one.lines) - column_width(two.lines)) > _SAME_WIDTH
            ),
            meaning=vocabulary.likeness(upper, lower),
            nearest_meaning=vocabulary.likeness([before], [after]),
        )
        yield before, after, signs
