"""PDF with a text layer: paragraphs in reading order, found by where the characters stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Edit, EditKind
from corpus.errors import DecodeError
from corpus.extract import Extract
from corpus.formats.articles import find_articles, is_newspaper
from corpus.formats.blocks import Block, find_blocks
from corpus.formats.glyphs import PDFIUM, Page, read_page
from corpus.formats.grid import Grid, find_grids
from corpus.formats.gutters import MOST_LINES, printed_lines
from corpus.formats.headings import mark_headings
from corpus.formats.metadata import known_title
from corpus.formats.ocr import EXTRA, is_installed
from corpus.formats.order import reading_order, text_zones
from corpus.formats.pieces import body_size
from corpus.formats.placed import Place, make_paragraph
from corpus.formats.printed import Printed
from corpus.formats.recognise import lacks_text, recognise
from corpus.formats.running import find_furniture
from corpus.formats.runs import main_turn, readable, turned
from corpus.formats.scan import is_picture, open_pictures
from corpus.formats.setting import Item, set_paragraphs
from corpus.formats.shapes import Box
from corpus.paragraph import Paragraph
from corpus.wording import because

_UNREADABLE_SHARE = 0.5  # of the characters say nothing: the fonts lack their map to Unicode
_WHOLE_PAGE = 0.6  # of the page's characters: a frame around more is its border
_NEWSPAPER_SHARE = 0.5  # of the pages with text


def read(data: bytes, encoding: str | None = None) -> Extract:
    """Read all pages. Raises DecodeError for what is no PDF, is locked, or has no text that can be read."""
    with PDFIUM:
        pages, title = _read_pages(data)
    _check(pages)
    starts = np.cumsum([0, *(len(page.text) + 1 for page in pages)]).tolist()
    text = "".join(page.text + "\f" for page in pages)
    spans = tuple((start, start + len(page.text)) for start, page in zip(starts, pages, strict=False))
    place = Place(starts, pages)
    lines = [printed_lines(page) for page in pages]
    rules = find_furniture(lines, [_frame_size(page)[1] for page in pages])
    edits = [*_unseen(pages, starts), *_dropped(lines, rules, place)]
    kept = [[x for x in on_page if x.key not in rule] for on_page, rule in zip(lines, rules, strict=True)]
    marks = [
        [x for x in on_page if rule.get(x.key) == "continued"]
        for on_page, rule in zip(lines, rules, strict=True)
    ]
    drafts = set_paragraphs(_items(kept, pages, rules, marks))
    paragraphs: list[Paragraph] = []
    for draft in drafts:
        paragraph, joined = make_paragraph(draft, place)
        paragraphs.append(paragraph)
        edits += joined
    marked, found_title = mark_headings(drafts, paragraphs)
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return Extract(
        text=text,
        paragraphs=tuple(marked),
        pages=spans,
        edits=tuple(edits),
        title=title or found_title,
    )


def open_file(data: bytes) -> pdfium.PdfDocument:
    """Open a PDF, or pictures as one; the caller holds `PDFIUM` and closes it. Raises DecodeError."""
    if is_picture(data):
        return open_pictures(data)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise DecodeError(because("password")) from error
        raise DecodeError(because("damaged_pdf")) from error
    if len(document) == 0:
        document.close()
        raise DecodeError(because("pdf_without_pages"))
    return document


def open_page(document: pdfium.PdfDocument, number: int) -> Page | None:
    """The characters of a page, counted from 0, recognised on its picture where it has none and the extra is there.

    None if the page is damaged.
    """
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return None
    try:
        found = read_page(page)
        return recognise(page, found) if is_installed() and lacks_text(found) else found
    except pdfium.PdfiumError:
        return None
    finally:
        page.close()


def _read_pages(data: bytes) -> tuple[list[Page], str | None]:
    """All pages, and the title that the file gives itself."""
    document = open_file(data)
    try:
        pages = [open_page(document, i) or Page.empty() for i in range(len(document))]
        metadata = document.get_metadata_dict()
    finally:
        document.close()
    title = known_title(metadata.get("Title"))
    return pages, title if title and "\ufffd" not in title else None


def _check(pages: Sequence[Page]) -> None:
    """Raise DecodeError where there is nothing to read."""
    count = sum(int((page.size > 0).sum()) for page in pages)
    if not count:
        if any(page.pictures for page in pages):
            raise DecodeError(because("scanned_pdf", pages=len(pages), install=EXTRA))
        if any(page.recognised for page in pages):
            raise DecodeError(because("nothing_recognised", pages=len(pages)))
        raise DecodeError(because("pdf_without_text", pages=len(pages)))
    unknown = sum(
        page.text.count("\ufffd") + sum("\ue000" <= c <= "\uf8ff" for c in page.text) for page in pages
    )
    if unknown > _UNREADABLE_SHARE * count:
        raise DecodeError(because("unknown_characters", install=EXTRA))


def _frame_size(page: Page) -> tuple[float, float]:
    """Width and height of the page turned so that its text is upright."""
    return (page.height, page.width) if main_turn(page) % 2 else (page.width, page.height)


def _unseen(pages: Sequence[Page], starts: Sequence[int]) -> Iterator[Edit]:
    """Pages without text, and characters that nobody sees."""
    for page, start in zip(pages, starts, strict=False):
        if not page.text.strip():
            yield Edit(EditKind.DROPPED, start, start, "page_without_text")
            continue
        if page.recognised:
            yield Edit(EditKind.RECOGNISED, start, start, page.recognised)
        lost = (page.size > 0) & ~readable(page)
        for run in np.split(np.flatnonzero(lost), np.flatnonzero(np.diff(np.flatnonzero(lost)) > 1) + 1):
            if run.size:
                rule = (
                    "slanted" if page.turn[run[0]] < 0 else "invisible" if page.hidden[run[0]] else "off_page"
                )
                yield Edit(EditKind.DROPPED, start + int(run[0]), start + int(run[-1]) + 1, rule)


def _dropped(
    lines: Sequence[Sequence[Printed]], rules: Sequence[dict[int, str]], place: Place
) -> Iterator[Edit]:
    for page, (on_page, rule) in enumerate(zip(lines, rules, strict=True)):
        for printed in on_page:
            if printed.key in rule:
                for line in place.lines(page, printed):
                    yield Edit(EditKind.DROPPED, line.start, line.end, rule[printed.key])


def _items(
    lines: Sequence[Sequence[Printed]],
    pages: Sequence[Page],
    rules: Sequence[dict[int, str]],
    marks: Sequence[Sequence[Printed]],
) -> list[Item]:
    """Blocks and tables of all pages in reading order."""
    drawn = [_Drawn.of(page, on_page) for page, on_page in zip(pages, lines, strict=True)]
    plain = [each.blocks(on_page) for each, on_page in zip(drawn, lines, strict=True)]
    several = [
        is_newspaper(blocks, set(rule.values()))
        for blocks, rule in zip(plain, rules, strict=True)
        if 0 < len(blocks) <= MOST_LINES
    ]
    newspaper = several and sum(several) >= _NEWSPAPER_SHARE * len(several)
    items: list[Item] = []
    for number, (blocks, on_page) in enumerate(zip(plain, lines, strict=True)):
        if len(on_page) > MOST_LINES:
            items += [Item(number, block, "loose") for block in blocks]
        elif newspaper:
            items += _article_items(number, blocks, marks[number], items[-1].article if items else 0)
        else:
            grids = [g for zone in text_zones(blocks) for g in find_grids([x for b in zone for x in b.lines])]
            in_grid = {x.key for grid in grids for x in grid.lines}
            rest = drawn[number].blocks([x for x in on_page if x.key not in in_grid]) if grids else blocks
            items += _page_items(number, rest, grids)
    return items


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Frames and lines drawn on a page, turned so that its text is upright."""

    frames: list[Box]
    rules: list[Box]

    @classmethod
    def of(cls, page: Page, lines: Sequence[Printed]) -> "_Drawn":
        turn = main_turn(page)
        return cls(_inner_frames(page, turn, lines), [turned(rule, turn, page) for rule in page.rules])

    def blocks(self, lines: Sequence[Printed]) -> list[Block]:
        """The blocks of some of the page's lines."""
        if len(lines) > MOST_LINES:
            return [Block((line,)) for line in sorted(lines, key=lambda x: x.key)]
        return find_blocks(lines, self.frames, self.rules)


def _inner_frames(page: Page, turn: int, lines: Sequence[Printed]) -> list[Box]:
    """Drawn rectangles that set something apart: not the border of the whole page, nor one line's."""
    frames = []
    count = sum(len(x.glyphs) for x in lines)
    for box in dict.fromkeys(turned(frame, turn, page) for frame in page.frames):
        inside = [
            x
            for x in lines
            if box[0] - 1 <= x.left
            and x.right <= box[2] + 1
            and box[1] - 1 <= x.top
            and x.bottom <= box[3] + 1
        ]
        if len(inside) > 1 and sum(len(x.glyphs) for x in inside) < _WHOLE_PAGE * count:
            frames.append(box)
    return frames


def _article_items(
    page: int, blocks: Sequence[Block], marks: Sequence[Printed], numbered: int
) -> Iterator[Item]:
    for number, article in enumerate(find_articles(blocks, marks), numbered + 1):
        for block in article.headline:
            yield Item(page, block, "headline", number)
        for block in article.body:
            yield Item(page, block, "body", number)
        for block in article.loose:
            yield Item(page, block, "loose", number)


def _page_items(page: int, blocks: Sequence[Block], grids: Sequence[Grid]) -> Iterator[Item]:
    """Blocks and tables of a page that is one text; a table takes its place like a block."""
    stand_ins = [Block(tuple(grid.lines)) for grid in grids]
    tables = {id(block): grid for block, grid in zip(stand_ins, grids, strict=True)}
    size = body_size(blocks)
    for block in reading_order([*blocks, *stand_ins]):
        if id(block) in tables:
            yield Item(page, tables[id(block)], "table")
        else:
            small = block.size < 0.96 * size and len(block.lines) <= 4
            yield Item(page, block, "box" if block.frame else "loose" if small else "body")
