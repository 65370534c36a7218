"""Markdown: its blocks, each a stretch of the file, without their marks.

markdown-it says which lines are what. The text stays that of the file, so that citations point into it.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.decode import decode
from corpus.document import Span
from corpus.extract import Extract
from corpus.formats.damage import refused_as
from corpus.formats.inline import text_spans
from corpus.formats.metadata import iso_date, iso_language, known_name, known_title
from corpus.formats.numbered import mark_headings, title_heading
from corpus.paragraph import Line, Paragraph, columns

_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|$)")
_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\r?\n)??(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(
    r"^(title|date|author|publisher|lang|language)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.I
)
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNREAD = ("<script", "<style", "<svg")
_MAX_FRONT_CHARS = 10_000


def read(data: bytes, encoding: str | None = None) -> Extract:
    """The blocks of a Markdown file; front matter is no text but says title, author and date. Raises DecodeError."""
    text = decode(data, encoding)
    with refused_as("broken_markdown"):
        front = _FRONT.match(text[:_MAX_FRONT_CHARS])
        fields = (
            {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front[1] or "")}
            if front
            else {}
        )
        blocks = _Blocks(text, front.end() if front else 0)
        return Extract(
            text,
            paragraphs=tuple(mark_headings(blocks.paragraphs, blocks.typed)),
            title=known_title(fields.get("title")) or known_title(title_heading(blocks.paragraphs)),
            publisher=known_name(fields.get("publisher") or fields.get("author")),
            date=iso_date(fields.get("date")),
            lang=iso_language(fields.get("lang") or fields.get("language")),
        )


class _Blocks:
    """The paragraphs of a text from `start`; `typed` are those of which Markdown says nothing more."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._lines: list[Span] = [match.span(1) for match in _LINE.finditer(text, start)]
        self.paragraphs: list[Paragraph] = []
        self.typed: list[int] = []
        parser = MarkdownIt("commonmark").enable("table").disable("inline")
        self._read(parser.parse(text[start:]))

    def _read(self, tokens: list[Token]) -> None:
        level = 0
        rows: list[Line] = []
        header = 0
        in_table = in_item = False
        for token in tokens:
            match token.type:
                case "heading_open":
                    level = int(token.tag[1:])
                case "heading_close":
                    level = 0
                case "list_item_open" | "list_item_close":
                    in_item = token.type == "list_item_open"
                case "table_open":
                    in_table = True
                case "tr_open":
                    rows += self._whole_lines(token, " \t>|")
                case "thead_close":
                    header = len(rows)
                case "table_close":
                    self._add(rows, rows=True, header=header)
                    rows, header, in_table = [], 0, False
                case "fence" | "code_block":
                    self._add(self._code(token), rows=True)
                case "html_block" if not token.content.lstrip().lower().startswith(_UNREAD):
                    self._add(self._running(token))
                case "inline" if not in_table:
                    if not level and not in_item:
                        self.typed.append(len(self.paragraphs))
                    self._add(self._running(token), level=level)
                    in_item = False

    def _add(self, lines: list[Line], *, level: int = 0, rows: bool = False, header: int = 0) -> None:
        if lines:
            self.paragraphs.append(Paragraph(tuple(lines), level=level, rows=rows, header=header))
        elif self.typed and self.typed[-1] == len(self.paragraphs):
            self.typed.pop()

    def _running(self, token: Token) -> list[Line]:
        """The text of the lines of a token, in pieces between its marks, behind the marker of a list."""
        first, last = token.map or [0, 0]
        lines: list[Line] = []
        position, end = self._lines[first][0], self._lines[last - 1][1]
        for content in _COMMENT.sub(_blank, token.content).split("\n"):
            content = content.strip()
            start = self._text.find(content, position, end) if content else -1
            if start < 0:
                continue
            if not lines and (marker := _MARKER.search(self._text, self._lines[first][0], start)):
                lines.append(self._line(marker.start(), start))
            pieces = [(start + a, start + b) for a, b in text_spans(content)]
            lines += [self._line(a, b) for a, b in _trimmed(self._text, pieces)]
            position = start + len(content)
        return lines

    def _code(self, token: Token) -> list[Line]:
        """The lines of a program, without the fences around it."""
        first, last = token.map or [0, 0]
        is_fenced = token.type == "fence"
        count = token.content.count("\n")
        lines = self._lines[first + is_fenced : min(first + is_fenced + count, last)]
        return [self._line(*span) for pair in lines for span in _trimmed(self._text, [pair])]

    def _whole_lines(self, token: Token, around: str) -> list[Line]:
        first, last = token.map or [0, 0]
        spans = (_trimmed(self._text, [pair], around) for pair in self._lines[first:last])
        return [self._line(*span) for line in spans for span in line]

    def _line(self, start: int, end: int) -> Line:
        text = self._text[start:end]
        return Line(text, start, end, columns(text), 0, 1)


def _trimmed(text: str, pieces: list[Span], around: str | None = None) -> list[Span]:
    """The pieces of a line without what stands at its two ends, white space if nothing is said."""
    while pieces:
        start, end = pieces[0]
        start += len(text[start:end]) - len(text[start:end].lstrip(around))
        if start < end:
            pieces[0] = (start, end)
            break
        del pieces[0]
    while pieces:
        start, end = pieces[-1]
        end = start + len(text[start:end].rstrip(around))
        if start < end:
            pieces[-1] = (start, end)
            break
        del pieces[-1]
    return pieces


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
