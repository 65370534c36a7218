"""Setting a newspaper page: regions of columns, an article in each, with headlines, pictures and side boxes."""

from collections.abc import Iterator
from random import Random

from eval.pages.copydesk import newspaper_name, write_article
from eval.pages.masthead import MARGIN, set_furniture
from eval.pages.region import Region, Style
from eval.pages.sheet import Sheets
from eval.pages.texts import Texts
from eval.pages.truth import Box

_LEAST_HEIGHT = 190.0


def set_newspaper(texts: Texts, random: Random) -> Sheets:
    """A page with 3 to 8 articles in 2 to 6 columns."""
    columns = random.randint(2, 6)
    size = random.choice((9.0, 9.5, 10.0))
    style = Style(size, size * random.uniform(1.3, 1.6), random.uniform(10, 18), random.uniform(9, 20))
    column_ems = random.randint(12, 20) if columns > 3 else random.randint(18, 30)
    column_width = column_ems * size + style.gutter
    width = columns * column_width - style.gutter + 2 * MARGIN
    height = max(900.0, width * random.uniform(1.0, 1.5))
    sheets = Sheets(width, height)
    paper, spaced, ruled = newspaper_name(random), random.random() < 0.5, random.random() < 0.5
    regions = list(_split((0, 0.0, columns, height - 2 * MARGIN - 60), random.randint(3, 8), random))
    copies = iter(texts.choose(random, 2 * len(regions)))
    number = 0
    for first, top, last, bottom in sorted(regions, key=lambda r: (r[1], r[0])):
        left = MARGIN + first * column_width
        box = (
            left,
            MARGIN + 40 + top,
            left + (last - first) * column_width - style.gutter,
            MARGIN + 40 + bottom - style.space,
        )
        if (copy := next(copies, None)) is None:
            break
        number += 1
        count = last - first - (1 if last - first > 2 and random.random() < 0.3 else 0)
        article = write_article(copy, paper, random, spaced=spaced)
        if ruled:
            sheets.rules += _rules(box, style, width, height)
        setter = Region(sheets, random, style, box, count, number)
        inset = setter.room_for_side_box()
        setter.set_article(article)
        if inset and (second := next(copies, None)):
            number += 1
            sheets.frames.append((1, inset))
            inner = (inset[0] + 7, inset[1] + 7, inset[2] - 7, inset[3] - 7)
            side = write_article(second, paper, random, spaced=spaced)
            Region(sheets, random, style, inner, 1, number).set_article(side, headline="top")
    set_furniture(sheets, paper, random)
    return sheets


def _split(
    region: tuple[int, float, int, float], count: int, random: Random
) -> Iterator[tuple[int, float, int, float]]:
    """Cut a region (first column, top, last column, bottom) into about `count` regions."""
    first, top, last, bottom = region
    across, down = last - first >= 2, bottom - top >= 2 * _LEAST_HEIGHT
    if count < 2 or not (across or down):
        yield region
        return
    share = random.randint(1, count - 1)
    if across and (not down or random.random() < 0.45):
        at = min(max(first + round((last - first) * share / count), first + 1), last - 1)
        yield from _split((first, top, at, bottom), share, random)
        yield from _split((at, top, last, bottom), count - share, random)
    else:
        cut = top + (bottom - top) * share / count + random.uniform(-30, 30)
        cut = min(max(cut, top + _LEAST_HEIGHT), bottom - _LEAST_HEIGHT)
        yield from _split((first, top, last, cut), share, random)
        yield from _split((first, cut, last, bottom), count - share, random)


def _rules(box: Box, style: Style, width: float, height: float) -> Iterator[Box]:
    """Rules below a region and to its right, unless the page ends there."""
    right, below = box[2] + style.gutter / 2, box[3] + style.space / 2
    if right < width - MARGIN:
        yield (right, box[1], right, box[3])
    if below < height - MARGIN - 40:
        yield (box[0], below, box[2], below)
