"""The articles of a page: stretches between boundaries, brought together where their words agree."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from corpus.layout.cohesion import Vector, Vocabulary, cosine, merge
from corpus.layout.measure import Layout
from corpus.layout.pieces import PagePiece, Role
from corpus.layout.segment import Boundary, boundaries

_LIKELY = 0.3  # probability from which a boundary is believed
_POSSIBLE = 0.05  # from which what stands above one says nothing of what stands below
_SAME = 0.5  # likeness from which stretches that stand apart are one article; with less they stay apart
_LEAST_PIECES = 2  # of text in a stretch whose words can be compared


@dataclass(slots=True)
class Article:
    """Numbers of pieces of running text, in reading order, in parts that certainly speak of one thing.

    `rules`: why a stretch begins at the piece with which it does.
    """

    parts: list[list[int]]
    rules: dict[int, str]
    vector: Vector = field(default_factory=dict)

    @property
    def pieces(self) -> list[int]:
        """Those of all parts."""
        return [i for part in self.parts for i in part]

    @property
    def first(self) -> int:
        """The piece that is read first."""
        return self.parts[0][0]


def find_articles(
    pieces: Sequence[PagePiece], vocabulary: Vocabulary, layout: Layout, notes: Collection[int]
) -> list[Article]:
    """The articles of a page in the order of their first pieces. Stretches that may not belong together stay apart."""
    found = boundaries(pieces, vocabulary, layout, notes)
    return _together(_stretches(pieces, vocabulary, list(found)), pieces)


def _stretches(
    pieces: Sequence[PagePiece], vocabulary: Vocabulary, found: Sequence[Boundary]
) -> list[Article]:
    first = next((i for i, piece in enumerate(pieces) if piece.role is Role.BODY), None)
    if first is None:
        return []
    stretches = [Article([[first]], {first: "first"})]
    for boundary in found:
        goes_on = pieces[boundary.before].paragraph == pieces[boundary.after].paragraph
        if goes_on or boundary.probability < _POSSIBLE:
            stretches[-1].parts[-1].append(boundary.after)
        elif boundary.probability < _LIKELY:
            stretches[-1].parts.append([boundary.after])
        else:
            stretches.append(Article([[boundary.after]], {boundary.after: boundary.rule}))
    for stretch in stretches:
        stretch.vector = merge(vocabulary.vector(i) for i in stretch.pieces)
    return stretches


def _together(stretches: Sequence[Article], pieces: Sequence[PagePiece]) -> list[Article]:
    """Join stretches that share a mended paragraph, then those that are most alike, as long as any are."""
    articles = dict(enumerate(stretches))
    for one, two in _mended(stretches, pieces):
        _join(articles, one, two)
    likeness = {(a, b): _likeness(articles[a], articles[b], pieces) for a, b in combinations(articles, 2)}
    while likeness:
        (one, two), best = max(likeness.items(), key=lambda item: item[1])
        if best < _SAME:
            break
        _join(articles, one, two)
        likeness = {pair: value for pair, value in likeness.items() if two not in pair}
        for a, b in likeness:
            if one in (a, b):
                likeness[a, b] = _likeness(articles[a], articles[b], pieces)
    return list(articles.values())


def _join(articles: dict[int, Article], one: int, two: int) -> None:
    first, second = articles[one], articles.pop(two)
    first.parts += second.parts
    first.rules |= second.rules
    first.vector = merge((first.vector, second.vector))


def _mended(stretches: Sequence[Article], pieces: Sequence[PagePiece]) -> list[tuple[int, int]]:
    """Numbers of stretches that share a paragraph, each with the first of those that it hangs together with."""
    owner: dict[int, int] = {}
    group = list(range(len(stretches)))
    for n, stretch in enumerate(stretches):
        for i in stretch.pieces:
            other = owner.setdefault(pieces[i].paragraph, n)
            one, two = sorted((group[other], group[n]))
            group = [one if g == two else g for g in group]
    return [(g, n) for n, g in enumerate(group) if g != n]


def _likeness(one: Article, two: Article, pieces: Sequence[PagePiece]) -> float:
    """How alike two stretches are; 0 where one is too short to say, or the second begins an article itself."""
    if min(len(one.pieces), len(two.pieces)) < _LEAST_PIECES or pieces[two.first].begins_article:
        return 0.0
    return cosine(one.vector, two.vector)
