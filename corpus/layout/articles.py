"""The articles of a page: stretches between boundaries, brought together where their words agree."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from math import log

from corpus.layout.cohesion import Vector, Vocabulary, cosine, merge
from corpus.layout.measure import Layout
from corpus.layout.pieces import PagePiece, Role
from corpus.layout.segment import Boundary, boundaries

_LIKELY = 0.3  # probability from which a boundary is believed until the stretches it parts are compared
_CERTAIN = frozenset({"dateline", "byline"})  # signs that no likeness speaks against
_ODDS, _LIKENESS, _SINGLE, _CONSTANT = 0.7, -12.0, -2.6, 3.5
"""What speaks for a boundary between two stretches: the log odds found for it, how like their words are,
and that one is a single piece. A logistic regression on 300 generated newspaper pages (`eval.pages`,
development seeds), rounded."""
_POSSIBLE = 0.05  # from which what stands above one says nothing of what stands below
_SAME = 0.5  # likeness from which stretches that stand apart are one article; with less they stay apart
_LEAST_PIECES = 2  # of text in a stretch whose words can be compared


@dataclass(slots=True)
class Article:
    """Numbers of pieces of running text, in reading order, in parts that certainly speak of one thing.

    `rule`: why an article begins where it does, `probability`: how likely it does.
    """

    parts: list[list[int]]
    rule: str
    probability: float = 1.0
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
    articles = _together(_compared(_stretches(pieces, vocabulary, list(found))), pieces)
    _add_scraps(articles, pieces)
    return articles


def _add_scraps(articles: Sequence[Article], pieces: Sequence[PagePiece]) -> None:
    """Put each scrap before the text that it begins or behind that which it ends, if such text is beside it."""
    parts = {i: part for article in articles for part in article.parts for i in part}
    for i, piece in enumerate(pieces):
        if piece.role is not Role.SCRAP:
            continue
        beside = [(i + 1, 0), (i - 1, 1)]
        for other, behind in reversed(beside) if piece.finished else beside:
            if other in parts:
                parts[i] = parts[other]
                parts[i].insert(parts[i].index(other) + behind, i)
                break


def _stretches(
    pieces: Sequence[PagePiece], vocabulary: Vocabulary, found: Sequence[Boundary]
) -> list[Article]:
    first = next((i for i, piece in enumerate(pieces) if piece.role is Role.BODY), None)
    if first is None:
        return []
    stretches = [Article([[first]], "first")]
    for boundary in found:
        if _goes_on(boundary, pieces) or boundary.probability < _POSSIBLE:
            stretches[-1].parts[-1].append(boundary.after)
        elif boundary.probability < _LIKELY:
            stretches[-1].parts.append([boundary.after])
        else:
            stretches.append(Article([[boundary.after]], boundary.rule, boundary.probability))
    for stretch in stretches:
        stretch.vector = merge(vocabulary.vector(i) for i in stretch.pieces)
    return stretches


def _goes_on(boundary: Boundary, pieces: Sequence[PagePiece]) -> bool:
    """Whether one paragraph stands on both sides, or the dateline that begins one right above the rest of it."""
    before, after = pieces[boundary.before], pieces[boundary.after]
    begun = before.begins_article and not before.finished and len(before.lines) < 3
    beside = boundary.after == boundary.before + 1 and not after.begins_article
    return before.paragraph == after.paragraph or (begun and beside)


def _compared(stretches: list[Article]) -> list[Article]:
    """Take back the boundaries that the words of all that they part speak against, the weakest first."""
    kept = list(stretches)
    while len(kept) > 1:
        weight, at = min((_weight(one, two), i) for i, (one, two) in enumerate(pairwise(kept)))
        if weight >= 0:
            break
        _append(kept[at], kept.pop(at + 1))
    return kept


def _weight(one: Article, two: Article) -> float:
    """Log odds that an article ends between two stretches that follow each other."""
    if two.rule in _CERTAIN:
        return 1.0
    odds = log(two.probability / (1 - two.probability))
    single = min(len(one.pieces), len(two.pieces)) == 1
    return _ODDS * odds + _LIKENESS * cosine(one.vector, two.vector) + _SINGLE * single + _CONSTANT


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
    _append(articles[one], articles.pop(two))


def _append(first: Article, second: Article) -> None:
    first.parts += second.parts
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
