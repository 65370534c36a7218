"""Articles of a newspaper page: which blocks of text belong together, and which headline is theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.formats.blocks import Block
from corpus.formats.cutting import Cutting, head_cost
from corpus.formats.pieces import Piece, across, around, body_size, headline_groups, in_columns, make_piece
from corpus.formats.printed import Printed

_BIG_HEAD = 1.4  # ratio to the type size of the running text
_MORE_WORDS = 0.2  # share of a headline's words
_MOST_PAGE_BLOCKS = 400  # of a newspaper's page
_PAPER = {"masthead", "editor", "hotline"}


@dataclass(frozen=True, slots=True)
class Article:
    """The blocks of one article. `headline` is empty where none is surely its own; `body` in reading order.

    `loose` are captions and headlines whose place is not sure.
    """

    headline: tuple[Block, ...]
    body: tuple[Block, ...]
    loose: tuple[Block, ...]


def is_newspaper(blocks: Sequence[Block], rules: Collection[str] = ()) -> bool:
    """Whether a page holds several articles: text in columns, and more than one headline or a newspaper's head.

    `rules`: what furniture was found on the page.
    """
    if len(blocks) > _MOST_PAGE_BLOCKS:
        return False
    size = body_size(blocks)
    pieces = [make_piece(block, size, blocks) for block in blocks]
    columns = [p for p in pieces if p.kind == "body" and len(p.block.lines) > 3]
    beside = any(
        a.box[2] <= b.box[0] and min(a.box[3], b.box[3]) > max(a.box[1], b.box[1])
        for a in columns
        for b in columns
    )
    heads = headline_groups([p for p in pieces if p.kind == "head"])
    big = [group for group in heads if max(p.block.size for p in group) >= _BIG_HEAD * size]
    under = [group for group in big if any(across(around(group), c.box) > 0 for c in columns)]
    return beside and (
        len(under) > 1 or sum(p.starts_article for p in pieces) > 1 or bool(_PAPER & set(rules))
    )


def find_articles(blocks: Sequence[Block], marks: Sequence[Printed] = ()) -> list[Article]:
    """The articles of a page, from its top. A drawn frame holds articles of its own.

    `marks` are notes that text continues from another page, where an article begins.
    """
    size = body_size(blocks)
    articles: list[Article] = []
    for frame in sorted({block.frame for block in blocks}):
        inside = [block for block in blocks if block.frame == frame]
        pieces = _without_quotes([make_piece(block, size, inside, marks) for block in inside])
        parts = Cutting(pieces, size).best()
        articles += [_article([pieces[i] for i in part], size) for part in parts]
    return sorted(_checked(articles), key=_place)


def _without_quotes(pieces: Sequence[Piece]) -> list[Piece]:
    """Large type in the middle of a column whose text goes on below it is a quotation, no headline."""
    body = [p for p in pieces if p.kind == "body"]

    def is_quote(piece: Piece) -> bool:
        over = [p for p in body if across(p.box, piece.box) > 0 and p.box[3] <= piece.box[1] + 1]
        under = [p for p in body if across(p.box, piece.box) > 0 and p.box[1] >= piece.box[3] - 1]
        if piece.kind != "head" or not over or not under:
            return False
        above, below = max(over, key=lambda p: p.box[3]), min(under, key=lambda p: p.box[1])
        one_column = abs(above.box[0] - below.box[0]) < above.block.size
        return one_column and above.ends is False and below.opens is True

    return [replace(p, kind="small") if is_quote(p) else p for p in pieces]


def _checked(articles: Sequence[Article]) -> list[Article]:
    """The articles, less headlines whose words stand in another article without one, and not in their own."""
    words = [_bigrams(article.body) for article in articles]
    checked: list[Article] = []
    for i, article in enumerate(articles):
        title = _bigrams(article.headline)
        shares = [len(title & w) / len(title) if title else 0.0 for w in words]
        others = [s for k, s in enumerate(shares) if k != i and not articles[k].headline]
        if article.headline and others and max(others) > shares[i] + _MORE_WORDS:
            article = Article((), article.body, article.headline + article.loose)
        checked.append(article)
    return checked


def _bigrams(blocks: Sequence[Block]) -> set[str]:
    text = "".join(c for block in blocks for line in block.lines for c in line.text if c.isalnum())
    return {a + b for a, b in pairwise(text)}


def _place(article: Article) -> tuple[float, float]:
    boxes = [block.box for block in (*article.headline, *article.body, *article.loose)]
    return round(min(b[1] for b in boxes) / 40), min(b[0] for b in boxes)


def _article(pieces: Sequence[Piece], size: float) -> Article:
    heads = headline_groups([p for p in pieces if p.kind == "head"])
    body = in_columns([p for p in pieces if p.kind == "body"], size)
    loose = [p for p in pieces if p.kind == "small"]
    own: list[Piece] = []
    if len(heads) == 1 and body and head_cost(heads[0], body) < 1.0:
        own = heads[0]
    else:
        loose += [p for group in heads for p in group]
    return Article(
        tuple(p.block for p in own),
        tuple(p.block for column in body for p in column),
        tuple(p.block for p in sorted(loose, key=lambda p: (p.box[1], p.box[0]))),
    )
