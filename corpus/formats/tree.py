"""From the elements of an HTML tree to the parts of a text: headings, paragraphs, list items, tables, code."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from corpus.formats.table import Cell, fill_spans, make_table
from corpus.formats.writer import Writer

_SKIPPED = frozenset(
    "head script style template noscript svg canvas iframe object embed audio video select option button input textarea"
    " rt rp map".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body br center dd details dialog div dl dt fieldset figcaption figure footer form"
    " header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "menu"})
_LAYOUT = ".//table|.//h1|.//h2|.//h3|.//ul/li/ul|.//article"  # no table of data has these in a cell
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_WIDE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=[{_WIDE}])")
_MAX_LAYOUT_CELL_CHARS = 2000


def write_tree(element: HtmlElement, writer: Writer) -> None:
    """Write everything below `element` that is text, in the order of the tree."""
    walk = _Walk(writer)
    walk.content(element)
    walk.flush()


def element_text(element: HtmlElement) -> str:
    """The text of an element as one line, with a space where a part of it begins."""
    return _joined("".join(_pieces(element)))


def _pieces(element: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if _is_shown(child):
            is_block = child.tag in _BLOCKS or child.tag in _HEADINGS
            yield " " if is_block else ""
            yield from _pieces(child)
            yield " " if is_block else ""
        yield child.tail or ""


def _joined(text: str) -> str:
    """The text without the line breaks of its source within running Chinese."""
    return _WIDE_BREAK.sub("", text.strip())


def _is_shown(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] not in _SKIPPED


class _Walk:
    """Goes through a tree once; running text is collected until a block begins or ends."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._running: list[str] = []
        self._depth = -1  # of the list that we are in
        self._marker = ""  # of the item whose text comes next

    def content(self, element: HtmlElement) -> None:
        """The text and the children of an element."""
        self._running.append(element.text or "")
        for child in element:
            if _is_shown(child):
                self._child(child)
            self._running.append(child.tail or "")

    def flush(self) -> None:
        """End the running text."""
        text = _joined("".join(self._running))
        self._running.clear()
        if not text:
            return
        if self._marker:
            self._writer.item(text, self._marker, self._depth)
            self._marker = ""
        else:
            self._writer.paragraph(text)

    def _child(self, child: HtmlElement) -> None:
        if child.tag not in _BLOCKS and child.tag not in _HEADINGS:
            self.content(child)
            return
        self.flush()
        if child.tag in _HEADINGS:
            self._writer.heading(element_text(child), _HEADINGS[child.tag])
        elif child.tag in _LISTS:
            self._list(child)
        elif child.tag == "pre":
            self._writer.rows("".join(_pieces(child)).splitlines())
        elif child.tag == "table" and (rows := _data_rows(child)):
            self._table(child, rows)
        else:
            self.content(child)
        self.flush()

    def _list(self, element: HtmlElement) -> None:
        self._depth += 1
        self._running.append(element.text or "")
        number = _number(element.get("start"), 1)
        for child in element:
            self.flush()
            if child.tag == "li":
                number = _number(child.get("value"), number)
                self._marker = f"{number}." if element.tag == "ol" else "-"
                number += 1
                self.content(child)
                self.flush()
                self._marker = ""
            elif _is_shown(child):
                self._child(child)
            self._running.append(child.tail or "")
        self.flush()
        self._depth -= 1

    def _table(self, element: HtmlElement, rows: list[HtmlElement]) -> None:
        for caption in element.findall("caption"):
            self._writer.paragraph(element_text(caption))
        cells = [
            [
                Cell(element_text(cell), _number(cell.get("colspan"), 1), _number(cell.get("rowspan"), 1))
                for cell in _cells(row)
            ]
            for row in rows
        ]
        marked = 0
        while marked < len(rows) and _is_header(rows[marked]):
            marked += 1
        named = [row for row in rows if _cells(row)[:1] and _cells(row)[0].tag == "th"]
        header = marked if marked or len(named) == len(rows) else None
        self._writer.table(make_table(fill_spans(cells), header if header != len(rows) else None))


def _data_rows(table: HtmlElement) -> list[HtmlElement]:
    """The rows of a table of data; none if it only places things on the page."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    widest = max((len(_cells(row)) for row in rows), default=0)
    if widest < 2 or table.get("role") == "presentation" or table.xpath(f"boolean({_LAYOUT})"):
        return []
    longest = max(len(cell.text_content()) for row in rows for cell in _cells(row))
    return [] if longest > _MAX_LAYOUT_CELL_CHARS else rows


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_header(row: HtmlElement) -> bool:
    cells = _cells(row)
    return row.getparent().tag == "thead" or (bool(cells) and all(cell.tag == "th" for cell in cells))


def _number(text: str | None, default: int) -> int:
    """A small whole number that an attribute holds."""
    return int(text) if text and re.fullmatch(r"\s*\d{1,5}\s*", text, re.ASCII) else default
