"""What is true of a generated document: its printed lines in the order in which a person reads them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

FIRST_TEST_SEED = 10_000
"""Seeds below are for development; committed results come from those above, on which nobody tunes."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the top left corner of the page."""


class Kind(StrEnum):
    """What a generated document imitates."""

    NEWSPAPER = "newspaper"  # one page with several articles in columns
    PLAN = "plan"  # several pages with an outline, tables and boxed inserts


class Role(StrEnum):
    """What a printed line is."""

    BODY = "body"  # running text
    BOX = "box"  # running text of a boxed insert
    TABLE = "table"  # one line of a cell; a row of the table counts as a paragraph
    HEADLINE = "headline"  # of an article, with kicker and deck; or a numbered heading
    SUBHEADING = "subheading"  # within an article
    BYLINE = "byline"
    CAPTION = "caption"
    CREDIT = "credit"  # of a picture; it may be kept or dropped
    NOTE = "note"  # "continued from page 1"; it may be kept or dropped
    FURNITURE = "furniture"  # page number, masthead, running head, markup: no part of the text


RUNNING = frozenset({Role.BODY, Role.BOX})
"""Running text."""


@dataclass(frozen=True, slots=True)
class TrueLine:
    """One printed line, or one line of a table's cell.

    `article` counts from 1; 0 is no article. Lines of one `paragraph` follow each other and belong
    together. `headings`: the paragraphs that are headings of this line. In the extracted text the line
    begins at character `column` of line `row`, both from 0. `page` counts from 1; `box` is None for what
    is not printed.
    """

    text: str
    role: Role
    article: int
    paragraph: int
    headings: tuple[int, ...] = ()
    page: int = 1
    box: Box | None = None
    row: int = -1
    column: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """A generated document: as PDF, as the text that an extractor makes of it, and the truth.

    The PDF draws the lines in the order of the text.
    """

    kind: Kind
    seed: int
    pdf: bytes
    text: str
    lines: tuple[TrueLine, ...]

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.kind}-{self.seed:05}"


def truth_json(sample: Sample) -> dict[str, Any]:
    """The truth as JSON: kind, seed, and the lines in true reading order."""
    return {"kind": sample.kind, "seed": sample.seed, "lines": [asdict(line) for line in sample.lines]}


def read_lines(truth: str) -> tuple[TrueLine, ...]:
    """The lines of a truth file."""
    return tuple(_line(entry) for entry in json.loads(truth)["lines"])


def _line(entry: dict[str, Any]) -> TrueLine:
    box: Sequence[float] | None = entry["box"]
    return TrueLine(
        **{
            **entry,
            "role": Role(entry["role"]),
            "headings": tuple(entry["headings"]),
            "box": (box[0], box[1], box[2], box[3]) if box else None,
        }
    )
