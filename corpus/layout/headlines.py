"""Which headline belongs to which text. A wrong one is worse than none: many texts go without."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.layout.articles import Article
from corpus.layout.brackets import open_brackets
from corpus.layout.cohesion import Vector, Vocabulary, terms
from corpus.layout.pieces import PagePiece, Role

_SENTENCE = re.compile(r"[，。；]|[：:]$|^“[^”]*”$")  # or a quotation taken out of the text
_LEAST_CHARS, _MOST_CHARS = 6, 60
_LEAST_TERMS = 4  # rarer pairs of characters that headline and text must share
_LEAST_SHARE = 0.4  # of what a headline says that its text has to say too
_LEAST_LEAD = 0.25  # by which the share must exceed that of any other article
_ABOVE = 0.2  # less is asked of a headline right above its text
_SPEAKS = 0.3  # of what its part says of a headline: with less a text does not begin below it
_ALSO = 0.5  # of the share of the best part: from here on another part is below the headline too


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline, by the number of its piece, and the parts of an article that it certainly stands for.

    `start`: the piece of the first of these parts from which on it does.
    """

    title: int
    article: int
    parts: tuple[int, ...]
    start: int
    score: float


def assign_headlines(
    articles: Sequence[Article], pieces: Sequence[PagePiece], vocabulary: Vocabulary
) -> list[Headline]:
    """The headlines whose place is certain; no part of an article has two."""
    words = [[[set(terms(pieces[i].text)) for i in part] for part in a.parts] for a in articles]
    below, within = _parts_below(articles, len(pieces))
    claims = [
        replace(claim, start=articles[claim.article].parts[claim.parts[0]][claim.start])
        for i, piece in enumerate(pieces)
        if piece.role is Role.TITLE and _LEAST_CHARS <= len(piece.text) <= _MOST_CHARS
        if i not in within and not _SENTENCE.search(piece.text) and not open_brackets(piece.text)
        if (claim := _claim(i, vocabulary.rarity(piece.text), words, below))
        and all(_agrees(vocabulary.rarity(line.text), claim.article, words) for line in piece.lines)
        and _means(i, claim.article, articles, vocabulary)
    ]
    taken: set[tuple[int, int]] = set()
    kept = []
    for claim in sorted(claims, key=lambda claim: -claim.score):
        parts = tuple(part for part in claim.parts if (claim.article, part) not in taken)
        if claim.parts[0] in parts:
            taken |= {(claim.article, part) for part in parts}
            kept.append(replace(claim, parts=parts))
    return kept


def _claim(
    title: int,
    weights: Vector,
    words: Sequence[Sequence[Sequence[set[str]]]],
    below: Mapping[int, tuple[int, int, bool]],
) -> Headline | None:
    """The part that says most of what the title says, if no other article says nearly as much."""
    total = sum(weights.values())
    if not total:
        return None
    said = [[set().union(*part) & weights.keys() for part in parts] for parts in words]
    shares = [[sum(weights[t] for t in part) / total for part in parts] for parts in said]
    article, part, inside = below.get(title, (-1, -1, False))
    best = (
        (article, part)
        if inside
        else max(
            ((a, p) for a, parts in enumerate(shares) for p in range(len(parts))),
            key=lambda at: shares[at[0]][at[1]],
        )
    )
    ease = _ABOVE if best == (article, part) else 0.0
    share = shares[best[0]][best[1]]
    rest = max((s for a, parts in enumerate(shares) if a != best[0] for s in parts), default=0.0)
    least, lead = _LEAST_SHARE - ease, _LEAST_LEAD - ease
    if len(said[best[0]][best[1]]) < _LEAST_TERMS or share < least or share - rest < lead:
        return None

    def speaks(piece: set[str]) -> bool:
        return sum(weights[t] for t in piece & weights.keys()) >= _SPEAKS * share * total

    start = next((n for n, piece in enumerate(words[best[0]][best[1]]) if speaks(piece)), None)
    if start is None:
        return None
    also = [
        p
        for p, s in enumerate(shares[best[0]])
        if p != best[1] and s >= _ALSO * share and not inside and speaks(words[best[0]][p][0])
    ]
    return Headline(title, best[0], (best[1], *also), start, share - rest + ease)


def _agrees(weights: Vector, article: int, words: Sequence[Sequence[Sequence[set[str]]]]) -> bool:
    """Whether no other article says far more of a line of a headline: lines of two may stand together."""
    said = [set().union(*(piece for part in parts for piece in part)) & weights.keys() for parts in words]
    shares = [sum(weights[t] for t in terms) for terms in said]
    return max(shares) - shares[article] < _LEAST_LEAD * sum(weights.values()) or not weights


def _means(title: int, article: int, articles: Sequence[Article], vocabulary: Vocabulary) -> bool:
    """Whether no other article is nearer to what a headline means; nothing speaks against it without an encoder."""
    likeness = [vocabulary.likeness([title], each.pieces) for each in articles]
    return likeness[article] == max(likeness)


def _parts_below(
    articles: Sequence[Article], count: int
) -> tuple[dict[int, tuple[int, int, bool]], set[int]]:
    """For each piece right above a part, its article and number, and whether the article goes on there.

    And the pieces that stand inside a part: no headlines.
    """
    place = {
        i: (a, p) for a, article in enumerate(articles) for p, part in enumerate(article.parts) for i in part
    }
    starts = {part[0] for article in articles for part in article.parts}
    below: dict[int, tuple[int, int, bool]] = {}
    above: tuple[int, int] | None = None
    waiting: list[int] = []
    within: set[int] = set()
    for i in range(count):
        if i not in place:
            waiting.append(i)
            continue
        if i in starts:
            inside = above is not None and above[0] == place[i][0]
            below |= dict.fromkeys(waiting, (*place[i], inside))
        else:
            within |= set(waiting)
        above, waiting = place[i], []
    return below, within
