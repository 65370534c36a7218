"""The source pane shows the whole reading text, escaped, and marks exactly the cited characters."""

import time
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.source import source_view
from corpus.document import Block, BlockKind, Document, without_space
from tests.assistant.fakes import EVIDENCE, TITLE, make_document

OUR_TAGS = {"h3", "h4", "h5", "h6", "p", "table", "tr", "td", "mark"}
OUR_ATTRIBUTES = {("id", "evidence"), ("class", "fragment")}


class Page(HTMLParser):
    """What a browser would make of the html: its text, its marked text, its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.marked = ""
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self.open:
            self.marked += data


pieces = st.lists(
    st.tuples(
        st.text(st.sampled_from("文字甲乙ab1，。 \n<>&\"'/=;"), min_size=1, max_size=12), st.booleans()
    ),
    min_size=1,
    max_size=4,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Blocks of kept and dropped pieces, standing in the file in any order."""
    blocks = draw(st.lists(st.tuples(st.sampled_from(BlockKind), pieces), min_size=1, max_size=5))
    order = draw(st.permutations(range(len(blocks))))
    text = ""
    begins: dict[int, int] = {}
    for index in order:
        begins[index] = len(text)
        text += "".join(piece for piece, _ in blocks[index][1]) + "\n"
    reading = ""
    offsets: list[int] = []
    records = []
    for index, (kind, content) in enumerate(blocks):
        start, position = len(reading), begins[index]
        for piece, is_kept in content:
            if is_kept:
                reading += piece
                offsets += range(position, position + len(piece))
            position += len(piece)
        level = draw(st.integers(1, 5)) if kind is BlockKind.HEADING else 0
        records.append(Block(kind, start, len(reading), (f"section {index}",), level))
        reading += "\n"
        offsets.append(position)
    return Document(
        "d", "t", None, None, "p", "0", text, reading, np.array(offsets, dtype=np.int32), tuple(records)
    )


@given(documents(), st.data())
def test_marks_are_the_cited_characters_and_the_text_is_whole(
    document: Document, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(document.reading)))
    end = data.draw(st.integers(start, len(document.reading)))
    page = Page(source_view(document, document.spans(start, end)).html)
    assert without_space(page.text) == without_space(document.reading)
    assert without_space(page.marked) == without_space(document.reading[start:end])


@given(documents(), st.data())
def test_only_our_tags(document: Document, data: st.DataObject) -> None:
    bounds = data.draw(st.tuples(st.integers(0, 80), st.integers(0, 80)))
    html = source_view(document, [(min(bounds), max(bounds))]).html
    page = Page(html)
    assert set(page.tags) <= OUR_TAGS
    assert set(page.attributes) <= OUR_ATTRIBUTES
    assert html.count("<") == 2 * len(page.tags)
    assert page.open == []
    assert html.count('id="evidence"') == min(page.tags.count("mark"), 1)


def test_evidence_across_a_page_number_is_marked_once_joined() -> None:
    document = make_document()
    start = document.reading.index(EVIDENCE)
    spans = document.spans(start, start + len(EVIDENCE))
    assert len(spans) == 2
    view = source_view(document, spans)
    assert f'<mark id="evidence">{EVIDENCE}</mark>' in view.html
    assert view.section == ("一、产业园区",)
    assert (view.title, view.publisher, view.date) == (TITLE, "青湖镇人民政府", "2021-12")


def test_evidence_over_block_borders_and_in_tables() -> None:
    document = make_document()
    start = document.reading.index("由青湖镇与柳川市")
    end = document.reading.index("≥35") + 1
    html = source_view(document, document.spans(start, end)).html
    assert html.count("<mark") == 3
    assert "<tr><td><mark>绿地率 % ≥</mark>35</td></tr>" in html


def test_spans_outside_the_text_mark_nothing() -> None:
    document = make_document()
    for spans in ([], [(10**9, 10**9 + 5)], [(5, 5)]):
        view = source_view(document, spans)
        assert "<mark" not in view.html
        assert view.section == ()


def test_a_long_document_is_quick() -> None:
    reading = ("园区由青湖镇与柳川市共建，<分三期>建设。" * 9 + "\n") * 320
    size = len(reading)
    assert size > 60_000
    starts = [0, *(i + 1 for i, char in enumerate(reading) if char == "\n")]
    blocks = tuple(Block(BlockKind.PARAGRAPH, a, b - 1) for a, b in pairwise(starts))
    offsets = np.arange(size, dtype=np.int32)
    document = Document("d", "t", None, None, "p", "0", reading, reading, offsets, blocks)
    spans = [(n, n + 20) for n in range(0, size, 400)]
    seconds = []
    for _ in range(5):
        begun = time.perf_counter()
        source_view(document, spans)
        seconds.append(time.perf_counter() - begun)
    assert min(seconds) < 0.1
