"""A page of several articles is read article by article; any other file as it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.document import Edit, EditKind
from corpus.layout.articles import Article, find_articles
from corpus.layout.cohesion import Encoder, Vocabulary
from corpus.layout.headlines import Headline, assign_headlines
from corpus.layout.lead import lead
from corpus.layout.measure import Layout
from corpus.layout.pieces import PagePiece, Role, page_pieces
from corpus.paragraph import Paragraph

_WIDEST_COLUMN = 68  # of a page with columns
_MOST_PIECES = 400  # of one page, however large
_LEAST_SIGNS = 2
_CONTINUED = "continued"
_BESIDE = 8  # characters between a headline and its article where it stands right above it


def read_page(
    paragraphs: Sequence[Paragraph], edits: Sequence[Edit], layout: Layout, encoder: Encoder | None = None
) -> tuple[list[Paragraph], list[Edit]]:
    """Paragraphs by article with their numbers, and what was split and moved; as they were if it is no page."""
    notes = [edit.start for edit in edits if edit.rule == _CONTINUED]
    pieces = page_pieces(paragraphs, layout) if _may_be_page(paragraphs, layout) else []
    if not pieces or _signs(pieces) + len(notes) < _LEAST_SIGNS:
        return list(paragraphs), []
    vocabulary = Vocabulary([piece.text for piece in pieces], encoder)
    articles = find_articles(pieces, vocabulary, layout, notes)
    if len(articles) < 2:
        return list(paragraphs), []
    return _by_article(paragraphs, pieces, articles, assign_headlines(articles, pieces, vocabulary))


def _may_be_page(paragraphs: Sequence[Paragraph], layout: Layout) -> bool:
    """Narrow columns, and no numbered outline."""
    outlined = sum(bool(p.outline) for p in paragraphs)
    return (
        layout.wrapped
        and not layout.spacing
        and layout.body_width <= _WIDEST_COLUMN
        and len(paragraphs) <= _MOST_PIECES
        and outlined <= 0.1 * len(paragraphs)
    )


def _signs(pieces: Sequence[PagePiece]) -> int:
    """How many datelines and bylines stand on the page."""
    return sum(piece.begins_article or piece.role is Role.BYLINE for piece in pieces)


def _by_article(
    paragraphs: Sequence[Paragraph],
    pieces: Sequence[PagePiece],
    articles: Sequence[Article],
    headlines: Sequence[Headline],
) -> tuple[list[Paragraph], list[Edit]]:
    number = {pieces[i].paragraph: n for n, article in enumerate(articles, 1) for i in article.pieces}
    titles = {pieces[headline.title].paragraph for headline in headlines}
    inside, behind = _loose(pieces, number, titles)
    read = [paragraphs[p] for p in behind.get(-1, ())]
    edits: list[Edit] = []
    for n, article in enumerate(articles, 1):
        first = paragraphs[pieces[article.first].paragraph].lines[0]
        edits.append(Edit(EditKind.SPLIT, first.start, first.end, article.rule))
        own = [headline for headline in headlines if headline.article == n - 1]
        members: list[int] = []
        shown: set[int] = set()
        for numbers, heading in _sections(article, own):
            found = list(dict.fromkeys(pieces[i].paragraph for i in numbers))
            if heading and heading.title not in shown:
                shown.add(heading.title)
                title = paragraphs[pieces[heading.title].paragraph]
                read.append(replace(title, article=n, level=1, rows=True, row_starts=(0,)))
                edits += _moved_headline(title, paragraphs[found[0]].lines[0].start)
            first_text = next((p for p in found if paragraphs[p].is_sentence), found[0])
            name = "" if heading else lead(paragraphs[first_text].text)
            for p in found:
                if p in members:
                    continue
                if members and _apart(members[-1], p, number):
                    edits.append(_moved(paragraphs[p], paragraphs[members[-1]]))
                members.append(p)
                read.append(replace(paragraphs[p], article=n, lead=name))
                read += [replace(paragraphs[q], article=n, lead=name) for q in inside.get(p, ())]
        read += [paragraphs[q] for p in members for q in behind.get(p, ())]
    return read, edits


def _sections(article: Article, headlines: Sequence[Headline]) -> Iterator[tuple[list[int], Headline | None]]:
    """The pieces of each part with the headline that stands for them, if one does."""
    for part, numbers in enumerate(article.parts):
        heading = next((headline for headline in headlines if part in headline.parts), None)
        if heading and part == heading.parts[0] and heading.start in numbers[1:]:
            at = numbers.index(heading.start)
            yield numbers[:at], None
            yield numbers[at:], heading
        else:
            yield numbers, heading


def _moved_headline(title: Paragraph, start: int) -> list[Edit]:
    first, last = title.lines[0].start, title.lines[-1].end
    if 0 <= start - last <= _BESIDE:
        return []
    return [Edit(EditKind.MOVED, first, last, "headline", start)]


def _moved(paragraph: Paragraph, before: Paragraph) -> Edit:
    start, end = paragraph.lines[0].start, paragraph.lines[-1].end
    return Edit(EditKind.MOVED, start, end, "same_article", before.lines[-1].end)


def _loose(
    pieces: Sequence[PagePiece], number: dict[int, int], titles: set[int]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """What is no running text, by the paragraph that it stands behind: inside an article, and between two."""
    inside: dict[int, list[int]] = {}
    behind: dict[int, list[int]] = {}
    last, waiting = -1, list[int]()
    for p in dict.fromkeys(piece.paragraph for piece in pieces):
        if p not in number:
            waiting += [] if p in titles else [p]
            continue
        kept = inside if last >= 0 and number[last] == number[p] else behind
        kept.setdefault(last, []).extend(waiting)
        last, waiting = p, []
    behind.setdefault(last, []).extend(waiting)
    return inside, behind


def _apart(before: int, p: int, number: dict[int, int]) -> bool:
    """Whether text of another article stands between two paragraphs."""
    low, high = sorted((before, p))
    return high < low or any(number.get(q, number[p]) != number[p] for q in range(low, high))
