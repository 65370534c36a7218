"""What an extractor makes of a plan-like document: lines in the order of the page, cells and boxes astray."""

from collections.abc import Sequence
from itertools import groupby
from random import Random

from eval.pages.scramble import Extracted, Row, number_rows
from eval.pages.sheet import SetLine, Sheets
from eval.pages.truth import Role


def extract_plan(sheets: Sheets, random: Random) -> Extracted:
    """The pages' lines from top to bottom, spaced in one of the ways that are seen."""
    lines = [each for piece in sheets.pieces for each in piece.lines]
    spacing = random.choices(("double", "paragraphs", "none"), (60, 20, 20))[0]
    cells = random.choice(("rows", "lines", "mixed"))
    indented = random.random() < 0.5
    rows: list[Row] = []
    stream: list[SetLine] = []
    before: SetLine | None = None
    for page, group in groupby(sorted(lines, key=_place), key=lambda s: s.line.page):
        ordered = _astray(list(group), random)
        stream += ordered
        for i, shared in enumerate(_share_rows(ordered, cells)):
            first, indent = shared[0], ""
            new = before is not None and before.line.paragraph != first.line.paragraph
            if i == 0 and page > 1:
                indent = " " if spacing == "double" else ""
            elif before and (spacing == "double" or (spacing == "paragraphs" and new)):
                rows += [Row()] * (3 if first.line.role is Role.FURNITURE else 1)
            elif new and indented and spacing == "none" and first.line.role is Role.BODY:
                indent = "　　"
            rows.append(Row(shared, indent))
            before = shared[-1]
    return number_rows(rows, [each.line for each in lines], stream)


def _place(each: SetLine) -> tuple[int, float, float]:
    box = each.line.box
    return (each.line.page, box[1], box[0]) if box else (each.line.page, 0.0, 0.0)


def _astray(page: list[SetLine], random: Random) -> list[SetLine]:
    """The lines of a page, where sometimes a table stands after the text and a box is taken apart."""
    if random.random() < 0.4:
        cells = [s for s in page if s.line.role is Role.TABLE]
        foot = [s for s in page if s.line.role is Role.FURNITURE and s is page[-1]]
        page = [s for s in page if s not in cells and s not in foot] + cells + foot
    boxed = [i for i, s in enumerate(page) if s.line.role is Role.BOX]
    if len(boxed) > 3 and random.random() < 0.3:
        cut, to = boxed[len(boxed) // 2], boxed[-1] + 1 + random.randint(2, 8)
        page = page[:cut] + page[boxed[-1] + 1 : to] + page[cut : boxed[-1] + 1] + page[to:]
    return page


def _share_rows(page: Sequence[SetLine], cells: str) -> list[tuple[SetLine, ...]]:
    """Cells of a table's row share a line of text, or not; other lines stand alone."""
    rows: list[tuple[SetLine, ...]] = []
    for each in page:
        last = rows[-1] if rows else ()
        beside = (
            last
            and cells != "lines"
            and each.line.role is Role.TABLE
            and last[-1].line.paragraph == each.line.paragraph
            and (cells == "rows" or len(last) > 1 or _same_height(last[0], each))
        )
        if beside and last:
            rows[-1] = (*last, each)
        else:
            rows.append((each,))
    return rows


def _same_height(a: SetLine, b: SetLine) -> bool:
    return a.line.box is not None and b.line.box is not None and abs(a.line.box[1] - b.line.box[1]) < 1
