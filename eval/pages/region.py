"""Setting one article in a region of columns: headline, text, byline, picture, pull quote."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from eval.pages.copydesk import Article, write_caption
from eval.pages.sheet import SetLine, Sheets, line_box
from eval.pages.truth import Box, Role, TrueLine
from eval.pages.typeset import ems, fitting, full_width, wrap

_HEADLINES = {"top": 55, "part": 18, "upright": 9, "below": 6, "none": 12}
"""Where headlines stand, and how often."""
_UPRIGHT = 0.02
"""The share of articles whose text is set upright, from the right to the left."""
_MIN_SLOTS = 6


@dataclass(frozen=True, slots=True)
class Style:
    """Type of the running text, and white, in points: between lines, columns and articles."""

    size: float
    leading: float
    gutter: float
    space: float


@dataclass(slots=True)
class _Column:
    """A column of running text: `[top, bottom)` is free but for `gap`."""

    left: float
    top: float
    bottom: float
    gap: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class _Slot:
    """Room for one line: it begins at `left`, `top` and has `length`. `piece`: what is printed together."""

    piece: tuple[int, int]
    left: float
    top: float
    length: float


class Region:
    """Sets one article in a box of columns."""

    def __init__(
        self, sheets: Sheets, random: Random, style: Style, box: Box, count: int, article: int
    ) -> None:
        self._sheets, self._random, self._style, self._box, self._article = (
            sheets,
            random,
            style,
            box,
            article,
        )
        self._width = (box[2] - box[0] - (count - 1) * style.gutter) / count
        self._columns = [
            _Column(box[0] + i * (self._width + style.gutter), box[1], box[3]) for i in range(count)
        ]
        self._upright = False

    def room_for_side_box(self) -> Box | None:
        """Sometimes take a corner out of the region for another article."""
        height = self._box[3] - self._box[1]
        if len(self._columns) < 3 or height < 330 or self._random.random() > 0.35:
            return None
        column = self._columns[-1]
        top = column.bottom - height * self._random.uniform(0.4, 0.55)
        inset = (column.left, top, column.left + self._width, column.bottom)
        column.bottom = top - self._style.space / 2
        return inset

    def set_article(self, article: Article, headline: str = "") -> None:
        """Set headline, text, byline and perhaps a picture; add them in reading order."""
        where = headline or self._random.choices(list(_HEADLINES), list(_HEADLINES.values()))[0]
        if article.continued and self._random.random() < 0.5:
            where = "none"
        even = len({column.bottom for column in self._columns}) == 1
        if even and not headline and self._random.random() < _UPRIGHT:
            self._upright, where = True, "top"
        headings, upper = self._set_headline(article, where) if where != "none" else ((), [])
        apart = [] if self._upright else self._set_picture() or self._set_pull_quote(article)
        self._sheets.add(upper)
        if article.continued and not self._upright and self._random.random() < 0.7:
            self._note(f"{self._random.choice(('上接', '紧接'))}{self._random.randint(1, 8):02}版")
        self._set_text(article, headings)
        for piece in apart:
            self._sheets.add(piece)

    def _note(self, text: str) -> None:
        column = self._columns[0]
        number = self._sheets.new_paragraph()
        line = TrueLine(
            text,
            Role.NOTE,
            self._article,
            number,
            box=line_box(text, column.left, column.top, self._style.size),
        )
        self._sheets.add([SetLine(line, self._style.size)])
        column.top += self._style.leading

    def _set_headline(self, article: Article, where: str) -> tuple[tuple[int, ...], list[SetLine]]:
        """The headline's number, and its kicker, lines and deck."""
        columns = self._columns
        if where == "part" and len(columns) >= 2:
            count = self._random.randint(1, len(columns) - 1)
            columns = columns[:count] if self._random.random() < 0.8 else columns[-count:]
        left, right = columns[0].left, columns[-1].left + self._width
        if where == "upright" and len(self._columns) >= 2:
            return self._set_upright(article)
        size = min(34.0, max(15.0, (right - left) / max(max(map(len, article.headline)), 8)))
        parts = [(article.kicker, 12.0), *((line, size) for line in article.headline), (article.deck, 12.5)]
        rows = [(row, s) for text, s in parts for row in (wrap(text, (right - left) / s) if text else [])]
        height = sum(s * 1.3 for _, s in rows) + 8
        top = columns[0].top
        if where == "below":
            top = min(column.bottom for column in columns) - height + 8
            for column in columns:
                column.bottom = min(column.bottom, top - 6)
        else:
            for column in columns:
                column.top = top + height
        number = self._sheets.new_paragraph()
        piece = []
        centred = self._random.random() < 0.6
        for row, s in rows:
            x = left + (right - left - ems(row) * s) / 2 if centred else left
            line = TrueLine(row, Role.HEADLINE, self._article, number, box=line_box(row, x, top, s))
            piece.append(SetLine(line, s))
            top += s * 1.3
        return (number,), piece

    def _set_upright(self, article: Article) -> tuple[tuple[int, ...], list[SetLine]]:
        """The headline as columns of characters, read from the right to the left, at the left edge."""
        text = [line.replace(" ", "") for line in article.headline]
        height = min(column.bottom for column in self._columns) - self._box[1]
        size = min(24.0, height / max(map(len, text)))
        room = len(text) * size * 1.3 + 6
        if size < 13 or room > 0.7 * self._width:
            return self._set_headline(article, "top")
        number = self._sheets.new_paragraph()
        piece = []
        for i, row in enumerate(text):
            x = self._box[0] + (len(text) - 1 - i) * size * 1.3
            box = (x, self._box[1], x + size, self._box[1] + len(row) * size)
            piece.append(
                SetLine(TrueLine(row, Role.HEADLINE, self._article, number, box=box), size, upright=True)
            )
        self._width -= room / len(self._columns)
        for i, column in enumerate(self._columns):
            column.left = self._box[0] + room + i * (self._width + self._style.gutter)
        return (number,), piece

    def _set_picture(self) -> list[list[SetLine]]:
        """Sometimes a picture in a corner, with a caption and a credit below it."""
        free = min(column.bottom - column.top for column in self._columns)
        if free < 260 or self._random.random() > 0.35:
            return []
        count = self._random.randint(1, max(1, len(self._columns) - 1))
        at = self._random.choice((0, len(self._columns) - count))
        columns = self._columns[at : at + count]
        left, right = columns[0].left, columns[-1].left + self._width
        height = self._random.uniform(0.25, 0.4) * free
        where = self._random.choices(("high", "low", "middle"), (40, 30, 30))[0]
        highest, lowest = max(c.top for c in columns), min(c.bottom for c in columns)
        top = {"high": highest, "low": lowest - height, "middle": (highest + lowest - height) / 2}[where]
        for column in columns:
            if where == "middle":
                column.gap = (top - 6, top + height)
            elif where == "low":
                column.bottom = top - 6
            else:
                column.top = top + height
        caption, credit = write_caption(self._random)
        size = self._style.size - 1
        texts = [(caption, Role.CAPTION), (credit, Role.CREDIT)]
        if self._random.random() < 0.5:
            texts = [(f"{caption} {credit}", Role.CAPTION)]
        below = [(wrap(text, (right - left) / size), role) for text, role in texts]
        foot = top + height - 6 - size * 1.4 * sum(len(rows) for rows, _ in below)
        self._sheets.pictures.append((1, (left, top, right, foot - 3)))
        pieces = []
        for rows, role in below:
            number = self._sheets.new_paragraph()
            piece = []
            for row in rows:
                line = TrueLine(row, role, self._article, number, box=line_box(row, left, foot, size))
                piece.append(SetLine(line, size))
                foot += size * 1.4
            pieces.append(piece)
        return pieces

    def _set_pull_quote(self, article: Article) -> list[list[SetLine]]:
        """Sometimes a sentence of the text once more, in larger type in the middle of a column."""
        column = self._random.choice(self._columns)
        sentence = article.paragraphs[-1].text.split("。")[0]
        if column.bottom - column.top < 300 or len(sentence) > 60 or self._random.random() > 0.2:
            return []
        size = self._style.size + 3
        rows = wrap(f"“{sentence}”", self._width / size)
        top = (column.top + column.bottom) / 2
        column.gap = (top - 10, top + len(rows) * size * 1.4 + 10)
        number = self._sheets.new_paragraph()
        piece = []
        for row in rows:
            line = TrueLine(row, Role.NOTE, self._article, number, box=line_box(row, column.left, top, size))
            piece.append(SetLine(line, size))
            top += size * 1.4
        return [piece]

    def _set_text(self, article: Article, headings: tuple[int, ...]) -> None:
        """Fill the columns, ending with a whole sentence; the byline stands at the end if there is one."""
        slots = list(self._upright_slots() if self._upright else self._slots())
        if len(slots) < _MIN_SLOTS:
            return
        reserved = 1 if article.byline else 0
        width = slots[0].length / self._style.size
        pieces: dict[tuple[int, int], list[SetLine]] = {}
        used = 0
        for paragraph in article.paragraphs:
            indent = 0.0 if paragraph.subheading or (article.continued and not used) else 2.0
            text = full_width(paragraph.text) if self._upright else paragraph.text
            rows = fitting(text, width, indent, len(slots) - reserved - used)
            if not rows or (paragraph.subheading and len(slots) - reserved - used < 5):
                break
            number = self._sheets.new_paragraph()
            used += paragraph.subheading
            role = Role.SUBHEADING if paragraph.subheading else Role.BODY
            line = TrueLine("", role, self._article, number, () if paragraph.subheading else headings)
            for i, row in enumerate(rows):
                spread = not paragraph.subheading and i < len(rows) - 1
                slot = slots[used]
                set_line = self._in_slot(replace(line, text=row), slot, 0.0 if i else indent, spread=spread)
                pieces.setdefault(slot.piece, []).append(set_line)
                used += 1
        for place in sorted(pieces):
            self._sheets.add(pieces[place])
        if article.byline and used < len(slots):
            byline = full_width(article.byline) if self._upright else article.byline
            indent = max(0.0, width - ems(byline))
            line = TrueLine(byline, Role.BYLINE, self._article, self._sheets.new_paragraph())
            self._sheets.add([self._in_slot(line, slots[used], indent)])

    def _in_slot(self, line: TrueLine, slot: "_Slot", indent: float, *, spread: bool = False) -> SetLine:
        """A line in its place, `indent` ems from where the slot begins."""
        size = self._style.size
        if self._upright:
            top = slot.top + indent * size
            box = (
                round(slot.left, 2),
                round(top, 2),
                round(slot.left + size, 2),
                round(top + len(line.text) * size, 2),
            )
            return SetLine(replace(line, box=box), size, upright=True)
        box = line_box(line.text, slot.left + indent * size, slot.top, size)
        if spread:
            box = (box[0], box[1], round(slot.left + slot.length, 2), box[3])
        return SetLine(replace(line, box=box), size, spread=spread)

    def _slots(self) -> Iterator["_Slot"]:
        """The places for lines, column by column, past what stands in a column's middle."""
        for i, column in enumerate(self._columns):
            top, part = column.top, 0
            while top + self._style.leading <= column.bottom:
                if column.gap and top + self._style.size > column.gap[0] and top < column.gap[1]:
                    top, part = column.gap[1], 1
                    continue
                yield _Slot((i, part), column.left, top, self._width)
                top += self._style.leading

    def _upright_slots(self) -> Iterator["_Slot"]:
        """The places for upright lines, from the right to the left, in bands one below the other."""
        top, bottom = max(c.top for c in self._columns), min(c.bottom for c in self._columns)
        left, right = self._columns[0].left, self._columns[-1].left + self._width
        bands = max(1, round((bottom - top) / (20 * self._style.size)))
        length = (bottom - top - (bands - 1) * self._style.gutter) / bands
        for band in range(bands):
            x = right - self._style.size
            while x >= left:
                yield _Slot((band, 0), x, top + band * (length + self._style.gutter), length)
                x -= self._style.leading
