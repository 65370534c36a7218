"""Paragraphs that were broken off are joined with what continues them, next to them or further on.

A paragraph that ends in the middle of a sentence goes on somewhere, or what follows is lost. Each rule
here is one kind of evidence for where; without any, the pieces stay apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.document import Edit, EditKind
from corpus.layout.brackets import closes, open_brackets
from corpus.layout.cohesion import Vocabulary, cosine
from corpus.layout.measure import Layout, column_width, slack
from corpus.layout.outline import ARTICLE_START, BYLINE, starts_paragraph
from corpus.layout.words import cuts_word
from corpus.layout.wrap import RUNNING
from corpus.paragraph import Line, Paragraph, ends_sentence

_REACH = 60  # paragraphs further on in which a continuation is looked for
_BRACKET_REACH = 8
_BRACKET_LINES = 40
_MAX_INSERT_CHARS = 40
_BOX_MARGIN = 5  # columns by which the smaller type of a box fits more on a line
_SAME_WIDTH = 3
_INDENT, _EVEN = 3, 1  # columns: at least those of an indent, at most those of a full line
_NEARLY_FULL = 0.8  # of the column
_MOST_PIECES = 1000  # in a longer file only the next piece is asked
_NEXT, _ALIKE = 5.6, 8.0  # what counts beside the log ratio of a cut word: standing next, and like words
_MOST_WORD = 6.0
_LEAST_SCORE = 6.4
_LEAST_AUTHORS = 2  # in a file of several articles: in others the next piece needs no word or likeness
_HANGING = "“‘《〈（【「『"
_LEAST_WORD = 4.0  # of a cut word, without which nothing further on is a continuation


class _Piece:
    """A paragraph with what the rules ask of it; `add` puts its continuation behind it."""

    def __init__(self, paragraph: Paragraph) -> None:
        text = paragraph.text
        self.paragraph = paragraph
        self.lines: list[Line] = list(paragraph.lines)
        self.chars = len(text)
        self.width = paragraph.width
        self.outlined = bool(paragraph.outline) or paragraph.rows
        self.is_sentence = paragraph.is_sentence
        self.finished = self.outlined or ends_sentence(self.lines[-1].text)
        self.running = not self.outlined and (len(self.lines) > 1 or bool(RUNNING.search(text)))
        self.starts = self.outlined or starts_paragraph(self.lines[0])
        self.taken = False

    @property
    def gap(self) -> int:
        return self.lines[0].gap

    @property
    def may_be_headline(self) -> bool:
        """Whether it is one line without a mark that running text has."""
        return len(self.lines) == 1 and not self.running and not self.begins_article

    @property
    def begins_article(self) -> bool:
        """Whether it is a dateline and little more, which has few words to compare."""
        return len(self.lines) < 3 and bool(ARTICLE_START.match(self.lines[0].text))

    @property
    def names_author(self) -> bool:
        """Whether an article seems to begin or to end with it."""
        first = self.lines[0].text
        return bool(ARTICLE_START.match(first) or BYLINE.fullmatch(first))

    @property
    def hangs(self) -> bool:
        """Whether it begins with a mark that hangs out of the column, so that a gap seems to be above it."""
        return self.lines[0].text[0] in _HANGING

    @property
    def is_full(self) -> bool:
        """Whether its last line fills the column, so that it may go on elsewhere."""
        return self.lines[-1].width >= _NEARLY_FULL * self.width

    def add(self, other: "_Piece") -> None:
        other.taken = True
        self.lines += other.lines
        self.chars += other.chars
        self.width = max(self.width, other.width)
        self.is_sentence = self.is_sentence or other.is_sentence
        self.finished = other.finished
        self.running = True

    def close(self) -> Paragraph:
        if len(self.lines) == len(self.paragraph.lines):
            return self.paragraph
        return replace(self.paragraph, lines=tuple(self.lines))


def mend(paragraphs: Sequence[Paragraph], layout: Layout) -> tuple[list[Paragraph], list[Edit]]:
    """Join each broken paragraph with its continuation where there is evidence of one, and say so."""
    pieces = [_Piece(paragraph) for paragraph in paragraphs]
    matches = _matches(pieces, layout)
    for j in matches.values():
        pieces[j].taken = True
    mended: list[Paragraph] = []
    edits: list[Edit] = []
    for i, first in enumerate(pieces):
        piece: _Piece | None = None if first.taken else first
        last, crossed = i, False
        while piece:
            while not piece.finished:
                found = (matches[last], "column_break") if last in matches else None
                found = found or _continuation(pieces, piece, last, layout)
                if not found:
                    break
                j, rule = found
                if j > last + 1:
                    broken = piece.lines[-1]
                    edits.append(
                        Edit(EditKind.JOINED, broken.start, broken.end, rule, pieces[j].lines[0].start)
                    )
                    crossed = True
                piece.add(pieces[j])
                last = j
            mended.append(piece.close())
            boxed = crossed and _is_boxed(piece, layout)
            piece = _more_of_box(pieces, piece, last + 1) if boxed else None
            if piece:
                start, end = piece.lines[0].start, piece.lines[-1].end
                edits.append(Edit(EditKind.MOVED, start, end, "box", mended[-1].lines[-1].end))
                piece.taken = True
                last += 1
    return mended, edits


def _is_boxed(piece: _Piece, layout: Layout) -> bool:
    """Whether it is set in the smaller type of a box, which fits more on a line."""
    return piece.width >= layout.body_width + _BOX_MARGIN


def _more_of_box(pieces: Sequence[_Piece], box: _Piece, i: int) -> _Piece | None:
    """The next paragraph of a box that goes on behind running text, if piece `i` is one."""
    if i == len(pieces):
        return None
    piece = pieces[i]
    fits = len(piece.lines) > 1 and abs(piece.width - box.width) <= _SAME_WIDTH
    return piece if fits and not piece.taken and not piece.outlined else None


def _continuation(
    pieces: Sequence[_Piece], broken: _Piece, last: int, layout: Layout
) -> tuple[int, str] | None:
    """The piece that goes on with a broken one whose last part is `pieces[last]`, and the rule that says so."""
    rules: tuple[tuple[str, Callable[[Sequence[_Piece], _Piece, int, Layout], int | None]], ...] = (
        ("bracket", _closing_bracket),
        ("page_break", _across_pages),
    )
    for name, rule in rules:
        if (j := rule(pieces, broken, last, layout)) is not None:
            return j, name
    return None


def _matches(pieces: Sequence[_Piece], layout: Layout) -> dict[int, int]:
    """Which piece goes on with which in a file of columns: the likeliest pairs first, each piece once."""
    if not layout.wrapped or layout.spacing:
        return {}
    reach = _REACH if len(pieces) <= _MOST_PIECES else 1
    vocabulary = Vocabulary([piece.paragraph.text for piece in pieces] if reach > 1 else [])
    several = sum(piece.names_author for piece in pieces) >= _LEAST_AUTHORS
    pairs = []
    for i, broken in enumerate(pieces):
        if broken.finished or not broken.is_full:
            continue
        for j in range(i + 1, min(i + 1 + reach, len(pieces))):
            rest, next_one = pieces[j], j == i + 1
            if not _fits(broken, rest, layout):
                continue
            word = min(cuts_word(broken.lines[-1].text, rest.lines[0].text), _MOST_WORD)
            if word < (0.0 if next_one else _LEAST_WORD) or (broken.may_be_headline and word <= 0):
                continue
            sure = next_one and (broken.begins_article or rest.hangs or not several or reach == 1)
            alike = 1.0 if sure else cosine(vocabulary.vector(i), vocabulary.vector(j)) if reach > 1 else 0.0
            score = _NEXT * next_one + word + _ALIKE * alike
            if score >= _LEAST_SCORE:
                pairs.append((score, i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[2] - pair[1])):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _fits(broken: _Piece, rest: _Piece, layout: Layout) -> bool:
    """Whether a piece may go on with a broken one: it begins no paragraph and is set to the same width."""
    if rest.starts or not (rest.running or rest.is_sentence):
        return False
    last_line = broken.lines[-1]
    if len(rest.lines) == 1:  # the last line of a paragraph
        return rest.finished and broken.running and rest.width <= broken.width + slack(last_line)
    column = column_width(rest.lines)
    lack = column - rest.lines[0].width
    if layout.indented and lack >= _INDENT and len(rest.lines) > 2:
        return False  # it begins a paragraph
    if broken.may_be_headline and not (layout.indented and lack <= _EVEN):
        return False  # only a line that begins no paragraph goes on with one that is not certain to be text
    short = column - max(last_line.width, broken.width)
    return -slack(last_line) <= short <= slack(last_line) + 2 * (len(broken.lines) == 1)


def _closing_bracket(pieces: Sequence[_Piece], broken: _Piece, last: int, layout: Layout) -> int | None:
    """A bracket is open that a later piece closes, beyond a caption or the like."""
    if len(broken.lines) < 2 and broken.chars <= 30:
        return None
    opened = open_brackets("".join(line.text for line in broken.lines[-_BRACKET_LINES:]))
    if not opened or opened[-1] not in "（(《〈":
        return None
    for j in range(last + 1, min(last + _BRACKET_REACH, len(pieces))):
        piece = pieces[j]
        if not piece.taken and not piece.starts and closes(piece.paragraph.text, opened[-1]):
            return j if j > last + 1 else None
        if piece.chars > _MAX_INSERT_CHARS:
            return None
    return None


def _across_pages(pieces: Sequence[_Piece], broken: _Piece, last: int, layout: Layout) -> int | None:
    """A page of a double-spaced file begins in the middle of a sentence; or box text goes on around text."""
    if not layout.spacing or len(broken.lines) < 2 or not broken.is_full:
        return None
    boxed = _is_boxed(broken, layout)
    sentence_between = wide_between = False
    for j in range(last + 1, min(last + _REACH, len(pieces))):
        piece = pieces[j]
        fits = len(piece.lines) > 1 and abs(piece.width - broken.width) <= _SAME_WIDTH
        if fits and not piece.taken and not piece.starts:
            page_start = piece.gap < layout.spacing
            if (boxed and not wide_between) or (not boxed and page_start and not sentence_between):
                return j
        sentence_between = sentence_between or piece.is_sentence
        wide_between = wide_between or piece.width >= broken.width - _SAME_WIDTH
        if (boxed and wide_between) or (not boxed and sentence_between):
            return None
    return None
