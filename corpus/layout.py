"""From lines to paragraphs: what the lines of a text file were before they were wrapped and paged.

Every decision is made from the lines alone: their widths, the blank lines between them, their first and
last characters. Where the evidence is not enough lines stay apart: a sentence left in two pieces can be
read, one glued from two articles is false.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.document import Edit, EditKind
from corpus.paragraph import Line, Paragraph, columns, ends_sentence

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_FULL_STOP = re.compile(r"[。！？!?][”’」』）)》】]*$")
_FURNITURE = (
    re.compile(r"[－—–\-·•]+\s*\d{1,4}\s*[－—–\-·•]+"),  # －13－
    re.compile(r"第?\s*\d{1,4}\s*页\s*[,，/共]*\s*(\d{1,4}\s*页)?"),
    re.compile(r"Page\s+\d+(\s+of\s+\d+)?", re.IGNORECASE),
    re.compile(r"<!--.*-->|-->.*-->|<!--|-->|</?[A-Za-z][^<>]*>"),  # leftover markup
    re.compile(
        r"[^。，；]*(国内统一(连续出版物)?刊号|国内统一连续出版物号|CN\d{2}-\d{4})[^。，；]*"
    ),  # masthead
)
OUTLINE = (
    ("part", re.compile(r"第[〇零一二三四五六七八九十百\d]+[编篇](?![幅章])")),
    ("chapter", re.compile(r"第[〇零一二三四五六七八九十百\d]+章")),
    ("section", re.compile(r"第[〇零一二三四五六七八九十百\d]+节")),
    ("一、", re.compile(r"[一二三四五六七八九十]{1,3}、")),
    ("（一）", re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    ("1.", re.compile(r"\d{1,2}(?:[.．](?![\d.．])|、)")),
    ("（1）", re.compile(r"[（(]\d{1,2}[）)]")),
)
"""Numbering styles of Chinese outlines, outermost first."""
MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+")
BOX = re.compile(r"专栏\s*[\d一二三四五六七八九十]+")
_CAPTION = re.compile(r"[图表]\s*\d+\s*\S")
_ARTICLE_START = re.compile(r"(本报讯|本报记者|新华社\S{0,8}电|中新网\S{0,8}电|【)")
_ITEM_START = re.compile(r"(——|[●◆■▪•·○◇□▲△]|[-*+]\s|\|)")
_ARTICLE_OF_LAW = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条[\s　]")
_RUNNING = re.compile(r"[，。、；,;]")
_OPENERS, _CLOSERS = "（(《〈【〔「『“", "）)》〉】〕」』”"
_TOLERANCE = 4  # columns by which a full line may differ from the next: hanging or narrow punctuation
_INDENT = 4
_RECENT_LINES = 30  # of a paragraph that are looked at to see whether the next line continues it
_LATIN_TOLERANCE = 14  # lines of words end where the next word no longer fits
_BOX_MARGIN = 5  # columns by which the smaller type of a box fits more on a line


def read_paragraphs(text: str) -> tuple[list[Paragraph], list[Edit]]:
    """The paragraphs of a text file in reading order, and what was dropped, joined or moved for them."""
    lines, edits = drop_furniture(split_lines(text))
    if not lines:
        return [], edits
    layout = Layout.of(lines)
    paragraphs = mend(join_lines(lines, layout), layout)
    return mark_boxes(group_rows(paragraphs, layout), layout), edits


def drop_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[Edit]]:
    """The lines without page numbers, mastheads and leftover markup, which are named."""
    kept = [line for line in lines if not is_furniture(line.text)]
    dropped = [
        Edit(EditKind.DROPPED, line.start, line.end, "furniture") for line in lines if is_furniture(line.text)
    ]
    return kept, dropped


def split_lines(text: str) -> list[Line]:
    """The lines of a text that hold anything but white space."""
    lines: list[Line] = []
    last_end = 0
    for match in _LINE.finditer(text):
        content = match.group().strip("\ufeff \t\u3000\xa0")
        if not content.strip():
            continue
        start = match.start() + match.group().index(content)
        gap = max(text.count("\n", last_end, start) - 1, 0) if lines else 0
        indent = sum(2 if c == "\u3000" else 1 for c in match.group()[: start - match.start()])
        lines.append(Line(content, start, start + len(content), columns(content), indent, gap))
        last_end = start + len(content)
    return lines


def is_furniture(line: str) -> bool:
    """Whether the line is a page number, a masthead or leftover markup rather than text."""
    return any(pattern.fullmatch(line) for pattern in _FURNITURE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out. `spacing`: blank lines between two lines of one paragraph.

    `wrapped`: lines end where the column does. `body_width`: columns of a full line of running text.
    `headings`: numbering styles whose items are headings in this file.
    """

    wrapped: bool
    spacing: int
    body_width: int
    headings: frozenset[str]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Layout":
        """Found from all lines of the file."""
        pairs = list(pairwise(lines))
        open_ended = [a for a, b in pairs if not ends_sentence(a.text)]
        even = [a for a, b in pairs if not ends_sentence(a.text) and abs(a.width - b.width) <= _slack(a)]
        wrapped = (
            len(pairs) >= 4
            and len(open_ended) > 0.5 * len(pairs)
            and len(even) > 0.5 * len(open_ended)
            and median(line.width for line in lines) >= 16
        )
        double = wrapped and sum(b.gap > 0 for _, b in pairs) > 0.8 * len(pairs)
        widths = Counter(a.width for a in even)
        body_width = widths.most_common(1)[0][0] if wrapped else max(line.width for line in lines)
        votes: dict[str, list[bool]] = {}
        for line in lines:
            if (style := outline_style(line.text)) and style != "markdown":
                short = line.width < 0.8 * body_width if wrapped else line.width <= 80
                votes.setdefault(style, []).append(short and not _has_clause_end(line.text))
        headings = {style for style, seen in votes.items() if sum(seen) >= 0.5 * len(seen)}
        return cls(wrapped, int(double), body_width, frozenset(headings | {"markdown"}))


def outline_style(text: str) -> str:
    """The numbering style that a line begins with, or an empty string."""
    if MARKDOWN_HEADING.match(text):
        return "markdown"
    return next((name for name, pattern in OUTLINE if pattern.match(text)), "")


def _has_clause_end(text: str) -> bool:
    return bool(re.search(r"[。；;！？!?]", text)) or ends_sentence(text)


def _slack(line: Line) -> int:
    """Columns by which a full line may differ from its neighbour."""
    return _LATIN_TOLERANCE if line.text.isascii() else max(_TOLERANCE, line.width // 10)


def _even(line: Line, following: Line, *, first: bool) -> bool:
    """Whether two lines fill one column; the first of a paragraph may lack the width of an indent."""
    short = following.width - line.width
    return -_slack(line) <= short <= _slack(line) + (_INDENT if first else 0)


def is_heading(line: Line, layout: Layout) -> bool:
    """Whether the line is a numbered heading of this file's outline."""
    style = outline_style(line.text)
    return style == "markdown" or (
        style in layout.headings and not _has_clause_end(line.text) and line.width <= 100
    )


def starts_paragraph(line: Line) -> bool:
    """Whether the line by its own look cannot continue the one before."""
    patterns = (MARKDOWN_HEADING, BOX, _CAPTION, _ARTICLE_START, _ITEM_START, _ARTICLE_OF_LAW)
    return bool(outline_style(line.text)) or line.indent >= 3 or any(p.match(line.text) for p in patterns)


def open_brackets(text: str) -> str:
    """The brackets and quotation marks that are opened and not closed, outermost first."""
    stack: list[str] = []
    for char in text:
        if char in _OPENERS:
            stack.append(char)
        elif char in _CLOSERS and stack and _OPENERS.index(stack[-1]) == _CLOSERS.index(char):
            stack.pop()
    return "".join(stack)


def _closes(text: str, opened: str) -> bool:
    """Whether the text closes the innermost of the brackets left open before it."""
    close = _CLOSERS[_OPENERS.index(opened[-1])]
    return close in text and opened[-1] not in text[: text.index(close)]


def join_lines(lines: Sequence[Line], layout: Layout) -> list[Paragraph]:
    """Lines that continue each other become one paragraph."""
    paragraphs: list[Paragraph] = []
    current: list[Line] = []
    for line in lines:
        after_text = bool(
            paragraphs and current and current[0].gap <= layout.spacing and ends_sentence(paragraphs[-1].text)
        )
        if current and _continues(current, line, layout, after_text=after_text):
            current.append(line)
            continue
        if current:
            paragraphs.append(_paragraph(current, layout))
        current = [line]
    return [*paragraphs, _paragraph(current, layout)]


def _paragraph(lines: Sequence[Line], layout: Layout) -> Paragraph:
    is_title = len(lines) == 1 and is_heading(lines[0], layout)
    return Paragraph(tuple(lines), outline=outline_style(lines[0].text) if is_title else "")


def _continues(current: Sequence[Line], line: Line, layout: Layout, *, after_text: bool) -> bool:
    """Whether `line` goes on with the paragraph. `after_text`: it began right below a finished sentence."""
    last = current[-1]
    recent = current[-_RECENT_LINES:]
    if starts_paragraph(line) or (len(current) == 1 and is_heading(last, layout)):
        return False
    opened = open_brackets("".join(each.text for each in recent))
    near = line.gap <= layout.spacing + 1
    if opened and near and _closes(line.text, opened):
        return True
    if not layout.wrapped:
        return False
    finished = ends_sentence(last.text)
    even = _even(last, line, first=len(current) == 1)
    tail = last.width > line.width and ends_sentence(line.text)
    if len(current) == 1:
        full = even or tail
    else:
        full = last.width >= max(each.width for each in recent) - _slack(last)
    if line.gap > layout.spacing:  # perhaps a column break; two lines of one width prove nothing alone
        in_text = after_text or (len(current) > 1 and _RUNNING.search("".join(each.text for each in recent)))
        return full and not finished and bool(in_text) and (even or tail)
    if layout.spacing and (_FULL_STOP.search(last.text) or last.width < 0.7 * layout.body_width):
        return False  # where nothing marks a paragraph, one that ends with a full line is better split
    return full and (even or tail or (not finished and line.width > last.width))


def mend(paragraphs: list[Paragraph], layout: Layout) -> list[Paragraph]:
    """Join a paragraph that was broken off with its continuation beyond what interrupted it.

    Three kinds of evidence count: a bracket that the continuation closes; in a paged file, a page that
    begins in the middle of a sentence after a table; and box text broken off by the text around the box.
    """
    mended: list[Paragraph] = []
    taken: set[int] = set()
    for i, paragraph in enumerate(paragraphs):
        if i in taken:
            continue
        if not paragraph.outline and not ends_sentence(paragraph.text):
            follower = _find_continuation(paragraphs, i, layout, taken)
            if follower is not None:
                taken.add(follower)
                paragraph = replace(paragraph, lines=paragraph.lines + paragraphs[follower].lines)
        mended.append(paragraph)
    return mended


def _find_continuation(
    paragraphs: Sequence[Paragraph], i: int, layout: Layout, taken: set[int]
) -> int | None:
    broken = paragraphs[i]
    opened = open_brackets(broken.text)
    long_enough = len(broken.lines) > 1 or len(broken.text) > 30
    for j in range(i + 2, min(i + 8, len(paragraphs))):
        candidate = paragraphs[j]
        between = paragraphs[i + 1 : j]
        if j in taken or candidate.outline or starts_paragraph(candidate.lines[0]):
            continue
        closes = opened and opened[-1] in "（(《〈" and _closes(candidate.text, opened)
        if closes and long_enough and all(len(p.text) <= 40 for p in between):
            return j
    if not layout.spacing or len(broken.lines) < 2 or not _is_full(broken):
        return None
    is_wide = broken.width >= layout.body_width + _BOX_MARGIN
    for j in range(i + 1, min(i + 60, len(paragraphs))):
        candidate = paragraphs[j]
        if j in taken or len(candidate.lines) < 2 or starts_paragraph(candidate.lines[0]):
            continue
        if abs(candidate.width - broken.width) > 3:
            continue
        if is_wide and all(p.width < broken.width - 3 for p in paragraphs[i + 1 : j]):
            return j
        page_start = candidate.lines[0].gap < layout.spacing
        if not is_wide and page_start and not any(p.is_sentence for p in paragraphs[i + 1 : j]):
            return j
    return None


def _is_full(paragraph: Paragraph) -> bool:
    return paragraph.lines[-1].width >= paragraph.width - _TOLERANCE


def group_rows(paragraphs: Sequence[Paragraph], layout: Layout) -> list[Paragraph]:
    """Short lines without sentences that follow each other become one block of rows."""
    grouped: list[Paragraph] = []
    for paragraph in paragraphs:
        last = grouped[-1] if grouped else None
        loose = not paragraph.outline and not paragraph.is_sentence
        if (
            last
            and loose
            and not last.outline
            and not last.is_sentence
            and not BOX.match(last.text)
            and paragraph.lines[0].gap <= layout.spacing
            and (paragraph.lines[0].gap or not layout.spacing)
            and not starts_paragraph(paragraph.lines[0])
        ):
            grouped[-1] = Paragraph(last.lines + paragraph.lines, rows=True)
        else:
            grouped.append(paragraph)
    return grouped


def mark_boxes(paragraphs: Sequence[Paragraph], layout: Layout) -> list[Paragraph]:
    """Tell boxed inserts from the text around them by their smaller type, which fits more on a line.

    Where the type is the same only the box's title is known, and nothing is claimed to be inside.
    """
    marked = list(paragraphs)
    start = None
    for i, paragraph in enumerate(paragraphs):
        if BOX.match(paragraph.text) and len(paragraph.text) <= 60:
            start = i
            marked[i] = replace(paragraph, in_box=True, outline="box")
        elif paragraph.outline:
            start = None
        elif start is not None and layout.wrapped and paragraph.width >= layout.body_width + _BOX_MARGIN:
            for j in range(start + 1, i + 1):
                marked[j] = replace(marked[j], in_box=True)
            start = i
        elif start is not None and len(paragraph.lines) > 1 and not paragraph.rows:
            start = None
    return marked
