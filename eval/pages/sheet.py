"""What a page is composed of before it is drawn or extracted: pieces of lines, frames, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from eval.pages.truth import Box, Role, TrueLine
from eval.pages.typeset import ems


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line with its type: `size` in points. `spread`: set to the full width of its box.

    `upright`: its characters stand one below the other.
    """

    line: TrueLine
    size: float
    spread: bool = False
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines printed together: a column of an article, a headline, a caption, a table."""

    lines: tuple[SetLine, ...]

    @property
    def role(self) -> Role:
        """That of its first line."""
        return self.lines[0].line.role

    @property
    def article(self) -> int:
        """That of its first line."""
        return self.lines[0].line.article

    @property
    def page(self) -> int:
        """The page on which it is printed."""
        return self.lines[0].line.page

    @property
    def left_top(self) -> tuple[float, float]:
        """Where it begins on its page, in points."""
        box = self.lines[0].line.box
        return (box[0], box[1]) if box else (0.0, 0.0)


@dataclass(slots=True)
class Sheets:
    """A document as set: its pieces in true reading order, and what else is drawn, by page."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    frames: list[tuple[int, Box]] = field(default_factory=list)
    pictures: list[tuple[int, Box]] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)  # on the first page
    paragraphs: int = 0

    def new_paragraph(self) -> int:
        """A number that no paragraph has yet, from 1."""
        self.paragraphs += 1
        return self.paragraphs

    def add(self, lines: Sequence[SetLine]) -> None:
        """Add a piece, if there is anything in it."""
        if lines:
            self.pieces.append(Piece(tuple(lines)))


def line_box(text: str, left: float, top: float, size: float) -> Box:
    """The box of a horizontal line of type that begins at `left`, `top`."""
    return (round(left, 2), round(top, 2), round(left + ems(text) * size, 2), round(top + size, 2))
