"""Printed lines: characters that stand beside each other on a page."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed line, or the part of it in one column.

    `glyphs`: the places of its characters in `Page.text`, in reading order; `text` those characters, with
    the spaces that the page has between them. The box is in points of the page turned so that most of its
    text is upright. `size`: type size in points. `vertical`: it runs downwards.
    """

    glyphs: tuple[int, ...]
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool = False
    vertical: bool = False

    @property
    def key(self) -> int:
        """Tells the line from all others of its page."""
        return self.glyphs[0]

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2


def joined(a: Printed, b: Printed) -> Printed:
    """Two parts of one line, from the left."""
    main = a if len(a.glyphs) >= len(b.glyphs) else b
    return replace(
        main,
        glyphs=a.glyphs + b.glyphs,
        text=a.text + " " * (b.left - a.right > 0.15 * main.size) + b.text,
        left=min(a.left, b.left),
        top=min(a.top, b.top),
        right=max(a.right, b.right),
        bottom=max(a.bottom, b.bottom),
    )


def same_row(a: Printed, b: Printed) -> bool:
    """Whether two lines share a row: most of the lower one's height."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.6 * min(a.bottom - a.top, b.bottom - b.top)
