"""Setting a plan-like document: a numbered outline over several pages, with tables, boxes and captions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from eval.pages.sheet import SetLine, Sheets, line_box
from eval.pages.texts import Copy, Texts
from eval.pages.truth import Role, TrueLine
from eval.pages.typeset import ems, wrap

_WIDTH, _HEIGHT, _TOP, _FOOT = 595.0, 842.0, 84.0, 768.0
_DIGITS = "一二三四五六七八九十"
_VERBS = "加强 完善 推进 健全 优化 深化 落实 规范 强化".split()
_NOUNS = "体系 机制 建设 管理 工作".split()
_UNITS = "% 亿元 万元 个 件 公里 万人 平方米/人 万吨 项".split()
_MEASURES = "总量 覆盖率 增长率 达标率 比重 拥有量 人均面积 投入强度".split()
_PAGE_NUMBERS = ("－{}－", "- {} -", "{}", "第 {} 页", "— {} —", "")
_HEADING_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A part of the document: text at a heading's `level`, or running text at level 0."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Insert:
    """What interrupts the running text: a table of `rows`, a box of `paragraphs`, or a caption of neither."""

    title: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def set_plan(texts: Texts, random: Random) -> Sheets:
    """A document of some pages with an outline of up to three levels."""
    copies = texts.choose(random, 8)
    sheets = Sheets(_WIDTH, _HEIGHT)
    title = f"{copies[0].subject}“十四五”规划"
    setter = _Setter(sheets, random, title)
    setter.set_title()
    for item in _write(copies, random):
        if isinstance(item, Insert):
            setter.keep(item)
        else:
            setter.set_text(item)
    setter.finish()
    return sheets


def _write(copies: Sequence[Copy], random: Random) -> Iterator[Item | Insert]:
    """Chapters, sections and paragraphs, with inserts between them."""
    numbers, boxes, figures = count(1), count(1), count(1)
    heads = [
        section.heading for copy in copies for section in copy.sections if 3 <= len(section.heading) <= 14
    ]
    for chapter, copy in enumerate(copies[: random.randint(2, 4)]):
        yield Item(
            f"{_DIGITS[chapter]}、{random.choice(_VERBS)}{copy.subject[:16]}{random.choice(_NOUNS)}", 1
        )
        paragraphs = copy.paragraphs[: random.randint(6, 14)]
        section = 0
        for i, text in enumerate(paragraphs):
            if i and i % 3 == 1 and section < len(_DIGITS) and heads:
                yield Item(f"（{_DIGITS[section]}）{random.choice(_VERBS)}{random.choice(heads)}", 2)
                section, numbers = section + 1, count(1)
            elif i % 3 == 2 and random.random() < 0.6 and heads:
                yield Item(
                    f"{next(numbers)}.{random.choice(_VERBS)}{random.choice(heads)}{random.choice(_NOUNS)}", 3
                )
            yield Item(text)
            chance = random.random()
            if chance < 0.12:
                other = random.choice(copies[4:] or copies)
                start = random.randrange(max(len(other.paragraphs) - 3, 1))
                yield Insert(
                    f"专栏 {next(boxes)} {other.subject[:14]}重点工程",
                    paragraphs=tuple(
                        p for p in other.paragraphs[start : start + random.randint(1, 3)] if len(p) < 260
                    ),
                )
            elif chance < 0.2:
                title = f"{random.choice(heads) if heads else copy.subject}2025 年主要指标"
                yield Insert(title, rows=tuple(_table(copies, random)))
            elif chance < 0.25:
                yield Insert(f"图 {next(figures)} {copy.subject[:12]}空间布局示意图")


def _table(copies: Sequence[Copy], random: Random) -> Iterator[tuple[str, ...]]:
    width = random.randint(2, 5)
    years = (
        [f"{2020 + 5 * i} 年" for i in range(width - 2)]
        if random.random() < 0.5
        else ["现状", "目标", "属性"][: width - 2]
    )
    yield ("指标", "单位", *years) if width > 2 else ("项目", "责任单位")
    for _ in range(random.randint(4, 11)):
        label = random.choice(copies).subject[-10:] + random.choice(_MEASURES)
        if width == 2:
            yield label, random.choice(("市发展改革委", "市财政局", "市交通局", "市住建局"))
        else:
            yield label, random.choice(_UNITS), *(_value(random) for _ in range(width - 2))


def _value(random: Random) -> str:
    number = random.choice(
        (str(random.randint(1, 9999)), f"{random.uniform(0, 100):.2f}", f"{random.uniform(0, 100):.1f}")
    )
    return random.choice(("", "", "", "≥", ">", "约")) + number if random.random() < 0.95 else "—"


class _Setter:
    """Sets one thing after the other, from page to page."""

    def __init__(self, sheets: Sheets, random: Random, title: str) -> None:
        self._sheets, self._random, self._title = sheets, random, title
        self._size = random.choice((12.0, 14.0, 15.0))
        self._leading = self._size * random.uniform(1.5, 1.9)
        self._ems = int((_WIDTH - 120) / self._size)
        self._left = (_WIDTH - self._ems * self._size) / 2
        self._box_size = self._size - random.choice((0.0, 2.0, 2.0))
        self._number = random.choice(_PAGE_NUMBERS)
        self._running_head = random.random() < 0.4
        self._page, self._top = 1, _TOP
        self._path: list[tuple[int, int]] = []
        self._waiting: list[Insert] = []
        self._interrupting: list[list[SetLine]] = []
        self._furniture: list[SetLine] = []
        self._begin_page()

    def set_title(self) -> None:
        """The document's title over the first page."""
        number = self._sheets.new_paragraph()
        size = self._size + 6
        lines = []
        for row in wrap(self._title, (_WIDTH - 120) / size):
            left = (_WIDTH - ems(row) * size) / 2
            lines.append(self._line(row, Role.HEADLINE, number, left, size))
            self._top += size * 1.5
        self._sheets.add(lines)

    def keep(self, insert: Insert) -> None:
        """An insert stands here, in the middle of the next paragraph, or at the head of the next page."""
        if self._random.random() < 0.4:
            self._sheets.add(self._set_insert(insert))
        else:
            self._waiting.append(insert)

    def set_text(self, item: Item) -> None:
        """A heading or a paragraph; what interrupts it comes after it in reading order."""
        if item.level:
            while self._waiting:  # an insert belongs to the section in which it is mentioned
                self._sheets.add(self._set_insert(self._waiting.pop(0)))
        number = self._sheets.new_paragraph()
        if item.level:
            self._path = [entry for entry in self._path if entry[0] < item.level]
        above = tuple(paragraph for _, paragraph in self._path)
        role = Role.HEADLINE if item.level else Role.BODY
        rows = wrap(item.text, self._ems, 2.0)
        cut = (
            self._random.randrange(1, len(rows))
            if self._waiting and len(rows) > 2 and self._random.random() < 0.5
            else -1
        )
        lines = []
        for i, row in enumerate(rows):
            if self._top + self._leading > _FOOT:
                self._begin_page(following=True)
                if self._waiting and i:
                    self._interrupting.append(self._set_insert(self._waiting.pop(0)))
            if i == cut and self._waiting:
                self._interrupting.append(self._set_insert(self._waiting.pop(0)))
            left = self._left + (0.0 if i else 2 * self._size)
            spread = i < len(rows) - 1
            lines.append(self._line(row, role, number, left, self._size, above, spread=spread))
            self._top += self._leading
        self._sheets.add(lines)
        for piece in self._interrupting:
            self._sheets.add(piece)
        self._interrupting = []
        if item.level:
            self._path.append((item.level, number))

    def finish(self) -> None:
        """What still waits, then the furniture of all pages."""
        for insert in self._waiting:
            self._sheets.add(self._set_insert(insert))
        self._sheets.add(self._furniture)

    def _set_insert(self, insert: Insert) -> list[SetLine]:
        needed = self._leading * (
            2 + 2 * len(insert.rows) + sum(len(p) // (self._ems - 3) + 1 for p in insert.paragraphs)
        )
        if self._top + needed > _FOOT:
            self._begin_page(following=True)
        if insert.rows:
            return self._set_table(insert)
        number = self._sheets.new_paragraph()
        role = Role.HEADLINE if insert.paragraphs else Role.CAPTION
        left = self._left + (self._ems - ems(insert.title)) / 2 * self._size
        above = tuple(paragraph for _, paragraph in self._path)
        top = self._top
        lines = [self._line(insert.title, role, number, left, self._size, above)]
        self._top += self._leading
        width = int(self._ems * self._size / self._box_size) - 1
        for text in insert.paragraphs:
            paragraph = self._sheets.new_paragraph()
            rows = wrap(text, width, 2.0)
            for i, row in enumerate(rows):
                x = self._left + (4.0 if i else 4 + 2 * self._box_size)
                spread = i < len(rows) - 1
                line = self._line(
                    row, Role.BOX, paragraph, x, self._box_size, (*above, number), spread=spread
                )
                lines.append(line)
                self._top += self._leading
        if insert.paragraphs:
            box = (self._left - 4, top - 6, self._left + self._ems * self._size + 6, self._top - 2)
            self._sheets.frames.append((self._page, box))
            self._top += 6
        return lines

    def _set_table(self, table: Insert) -> list[SetLine]:
        left = self._left + (self._ems - ems(table.title)) / 2 * self._size
        lines = [self._line(table.title, Role.CAPTION, self._sheets.new_paragraph(), left, self._size)]
        self._top += self._leading
        size = self._size - 1
        room = self._ems * self._size
        first = room * self._random.uniform(0.34, 0.5)
        rest = (room - first) / (len(table.rows[0]) - 1)
        ruled = self._random.random() < 0.6
        for cells in table.rows:
            number = self._sheets.new_paragraph()
            set_cells = [wrap(cell, ((rest if i else first) - 6) / size) for i, cell in enumerate(cells)]
            height = max(map(len, set_cells)) * size * 1.25
            for i, rows in enumerate(set_cells):
                x = self._left + (first + (i - 1) * rest if i else 0.0)
                if ruled:
                    box = (x - 3, self._top - 3, x + (rest if i else first) - 3, self._top + height + 2)
                    self._sheets.frames.append((self._page, box))
                for j, row in enumerate(rows):
                    y = self._top + (height - len(rows) * size * 1.25) / 2 + j * size * 1.25
                    lines.append(self._line(row, Role.TABLE, number, x, size, top=y))
            self._top += height + 5
        self._top += 4
        return lines

    def _begin_page(self, *, following: bool = False) -> None:
        self._page, self._top = self._page + following, _TOP
        if self._running_head:
            line = self._line(
                self._title, Role.FURNITURE, self._sheets.new_paragraph(), self._left, 9.0, top=50.0
            )
            self._furniture.append(line)
        if self._number:
            text = self._number.format(self._page)
            left = (_WIDTH - ems(text) * 10) / 2
            line = self._line(text, Role.FURNITURE, self._sheets.new_paragraph(), left, 10.0, top=_FOOT + 24)
            self._furniture.append(line)

    def _line(
        self,
        text: str,
        role: Role,
        paragraph: int,
        left: float,
        size: float,
        headings: tuple[int, ...] = (),
        *,
        top: float | None = None,
        spread: bool = False,
    ) -> SetLine:
        box = line_box(text, left, self._top if top is None else top, size)
        if spread:
            right = self._left + self._ems * self._size
            box = (box[0], box[1], round(right, 2), box[3])
        article = 0 if role is Role.FURNITURE else 1
        return SetLine(TrueLine(text, role, article, paragraph, headings, self._page, box), size, spread)
