"""The source pane shows a document as repaired and as in the file, escaped, with exactly the cited characters marked."""

from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import source
from assistant.source import TextView, source_view
from assistant.wording import WORDING
from corpus.document import Block, BlockKind, Document, Edit, EditKind, Span, without_space
from tests.assistant.fakes import EVIDENCE, TITLE, make_document

OUR_TAGS = {"h3", "h4", "h5", "h6", "p", "div", "table", "tr", "td", "th", "mark", "span"}
OUR_CLASSES = {"fragment", "table", "article", "headline", "file", "sheet", "split", *EditKind}
OUR_ATTRIBUTES = {"id", "class", "colspan", "data-why"}
VIEWS: tuple[TextView, ...] = get_args(TextView)


class Page(HTMLParser):
    """What a browser would make of the html: its text without ours, its marked and its dropped text, its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.marked = ""
        self.dropped = ""
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self._open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = [name for _, name in self._open]
        if any(name.startswith("say-") for name in classes):
            return
        self.text += data
        if ("mark", "") in self._open:
            self.marked += data
        if "dropped" in classes:
            self.dropped += data

    @property
    def why(self) -> list[str]:
        return [value for name, value in self.attributes if name == "data-why"]


pieces = st.lists(
    st.tuples(
        st.text(st.sampled_from("文字甲乙ab1，。 \n<>&\"'/=;"), min_size=1, max_size=12) | st.just(" | "),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Blocks of kept and dropped pieces, standing in the file in any order, and edits that may be wrong."""
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
    places = st.integers(0, len(text)).flatmap(lambda a: st.tuples(st.just(a), st.integers(a, len(text))))
    rules = st.sampled_from(["page_number", "no_such_rule", '"><b>'])
    edits = draw(
        st.lists(
            st.builds(lambda kind, at, rule: Edit(kind, *at, rule), st.sampled_from(EditKind), places, rules)
        )
    )
    middle = draw(st.integers(0, len(text)))
    return Document(
        "d", "t", None, None, "p.pdf", "0", text, reading, np.array(offsets, dtype=np.int32), tuple(records),
        pages=((0, middle), (middle, len(text))), edits=tuple(edits),
    )  # fmt: skip


def shown(text: str) -> str:
    """What can be seen of a reading text: borders of cells are drawn, not written."""
    return without_space(text.replace(" | ", "")).replace("|", "")


@given(documents(), st.data())
def test_as_repaired_the_text_is_whole_and_the_cited_characters_are_marked(
    document: Document, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(document.reading)))
    end = data.draw(st.integers(start, len(document.reading)))
    page = Page(source_view(document, document.spans(start, end)).html)
    assert shown(page.text) == shown(document.reading)
    assert shown(page.marked) == shown(document.reading[start:end])


@given(documents(), st.data())
def test_as_in_the_file_every_character_is_there_and_what_is_not_read_is_shown_as_dropped(
    document: Document, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(document.reading)))
    end = data.draw(st.integers(start, len(document.reading)))
    spans = document.spans(start, end)
    page = Page(source_view(document, spans, "file").html)
    assert page.text == document.text
    assert page.marked == "".join(document.text[a:b] for a, b in sorted(spans))
    is_read = np.zeros(len(document.text), dtype=np.bool_)
    is_read[document.offsets] = True
    left_out = "".join(char for char, read in zip(document.text, is_read, strict=True) if not read)
    assert without_space(page.dropped) == without_space(left_out)


@pytest.mark.parametrize("view", VIEWS)
@given(documents(), st.data())
def test_only_our_tags_and_one_place_to_scroll_to(
    view: TextView, document: Document, data: st.DataObject
) -> None:
    bounds = data.draw(st.tuples(st.integers(0, 80), st.integers(0, 80)))
    found = source_view(document, [(min(bounds), max(bounds))], view)
    page = Page(found.html)
    assert set(page.tags) <= OUR_TAGS
    assert {name for name, _ in page.attributes} <= OUR_ATTRIBUTES
    assert {value for name, value in page.attributes if name == "class"} - OUR_CLASSES <= {
        "say-on_page",
        "value-page",
    }
    assert {name for why in page.why for name in why.split()} <= set(WORDING)
    assert found.html.count("<") == 2 * len(page.tags)
    places = found.html.count('id="evidence"')
    assert places == min(page.tags.count("mark"), 1) or (
        view == "repaired" and "|" in document.reading and not places
    )


@pytest.mark.parametrize("view", VIEWS)
@given(documents(), st.integers(1, 30), st.data())
def test_stretches_that_follow_each_other_are_the_whole_text(
    view: TextView, document: Document, chars: int, data: st.DataObject
) -> None:
    text = document.reading if view == "repaired" else document.text
    at = data.draw(st.integers(0, len(document.text) - 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "_CHARS", chars)
        patch.setattr(source, "_BLOCKS", 2)
        patch.setattr(source, "_UNCUT_CHARS", chars // 2)
        middle = source_view(document, [(at, at + 1)], view)
        stretches: list[Span] = [(middle.start, middle.end)]
        while stretches[0][0] > 0:
            before = source_view(document, [], view, end=stretches[0][0])
            stretches.insert(0, (before.start, before.end))
        while stretches[-1][1] < middle.size:
            after = source_view(document, [], view, start=stretches[-1][1])
            stretches.append((after.start, after.end))
    assert middle.size == len(text)
    assert all(start < end for start, end in stretches)
    assert all(left[1] == right[0] for left, right in pairwise(stretches))
    assert stretches[0][0] == 0


def test_evidence_across_a_page_number_is_marked_once_joined() -> None:
    document = make_document()
    start = document.reading.index(EVIDENCE)
    spans = document.spans(start, start + len(EVIDENCE))
    assert len(spans) == 2
    view = source_view(document, spans)
    assert f'<mark id="evidence">{EVIDENCE}</mark>' in view.html
    assert view.section == ("一、产业园区",)
    assert (view.title, view.publisher, view.date) == (TITLE, "青湖镇人民政府", "2021-12")
    assert view.page == 1


def test_in_the_file_evidence_is_marked_around_the_page_number_and_that_says_what_it_is() -> None:
    document = make_document()
    start = document.reading.index(EVIDENCE)
    html = source_view(document, document.spans(start, start + len(EVIDENCE)), "file").html
    first, _, last = EVIDENCE.partition("，")
    dropped = '<span class="dropped" data-why="edit_dropped rule_page_number">－3－</span>'
    turn = (
        '<span class="sheet"><span class="say-on_page">第 <span class="value-page">2</span> 页</span></span>'
    )
    assert f'<mark id="evidence">{first}，</mark>\n{dropped}{turn}\n<mark>{last}</mark>' in html


def test_what_was_dropped_for_the_same_reason_is_shown_as_one() -> None:
    document = _paragraphs(["日报\n电话\n1\n", "正文。\n"])
    document = replace(
        document,
        reading=document.reading[8:],
        offsets=document.offsets[8:],
        edits=tuple(
            Edit(EditKind.DROPPED, start, end, rule)
            for start, end, rule in ((0, 2, "masthead"), (3, 5, "masthead"), (6, 7, "page_number"))
        ),
    )
    assert source_view(document, [], "file").html == (
        '<div class="file"><span class="dropped" data-why="edit_dropped rule_masthead">日报\n电话</span>\n'
        '<span class="dropped" data-why="edit_dropped rule_page_number">1</span>\n正文。\n</div>'
    )


def test_a_rule_without_wording_gets_the_general_sentence() -> None:
    document = replace(make_document(), edits=(Edit(EditKind.MOVED, 0, 4, "some_new_rule"),))
    page = Page(source_view(document, [], "file").html)
    assert page.why[0] == "edit_moved"


def test_evidence_over_block_borders_and_in_tables() -> None:
    document = make_document()
    start = document.reading.index("由青湖镇与柳川市")
    end = document.reading.index("≥35") + 1
    html = source_view(document, document.spans(start, end)).html
    assert html.count("<mark") == 7
    assert "<tr><td><mark>绿地率</mark></td><td><mark>%</mark></td><td><mark>≥</mark>35</td></tr>" in html


def test_spans_outside_the_text_mark_nothing() -> None:
    document = make_document()
    for name in VIEWS:
        for spans in ([], [(10**9, 10**9 + 5)], [(5, 5)]):
            view = source_view(document, spans, name)
            assert "<mark" not in view.html
            assert view.section == ()
            assert view.page is None


@pytest.mark.parametrize("view", VIEWS)
def test_of_a_long_document_only_the_surroundings_are_sent(view: TextView) -> None:
    reading = "园区由青湖镇与柳川市共建，<分三期>建设。" * 9 + "\n"
    document = _paragraphs([reading] * 8_000)
    middle = len(document.text) // 2
    found = source_view(document, [(middle, middle + 5), (middle + 500_000, middle + 500_005)], view)
    assert len(document.text) > 1_500_000
    assert found.end - found.start <= 2 * (source._CHARS + source._UNCUT_CHARS)
    assert document.text[found.start - 1] == "\n"
    assert 'id="evidence"' in found.html


def test_one_endless_line_is_cut() -> None:
    document = _paragraphs(["字" * 1_000_000])
    for view in VIEWS:
        found = source_view(document, [(500_000, 500_003)], view)
        assert (found.start, found.end) == (500_000 - source._CHARS, 500_000 + source._CHARS)
        assert '<mark id="evidence">字字字</mark>' in found.html


def test_a_million_short_lines_are_few_paragraphs() -> None:
    document = _paragraphs(["字\n"] * 100_000)
    assert source_view(document, [(50_000, 50_001)]).html.count("<p>") <= 2 * source._BLOCKS + 1


def _paragraphs(texts: list[str]) -> Document:
    text = "".join(texts)
    starts = np.cumsum([0, *map(len, texts)]).tolist()
    blocks = tuple(Block(BlockKind.PARAGRAPH, a, b - text[a:b].endswith("\n")) for a, b in pairwise(starts))
    offsets = np.arange(len(text), dtype=np.int32)
    return Document("d", "t", None, None, "p", "0", text, text, offsets, blocks)


def _table(parts: list[list[str]]) -> Document:
    """A long table in parts, each of which begins with the same first row."""
    text = "\n".join([parts[0][0], *(row for part in parts for row in part[1:])])
    reading, offsets, blocks = "", [], []
    for part in parts:
        start = len(reading)
        for row in part:
            at = text.index(row)
            reading += row + "\n"
            offsets += range(at, at + len(row) + 1)
        blocks.append(Block(BlockKind.TABLE, start, len(reading) - 1))
    return Document(
        "d", "t", None, None, "p", "0", text + "\n", reading, np.array(offsets, dtype=np.int32), tuple(blocks)
    )


def test_the_header_of_a_long_table_is_shown_once_and_evidence_below_it_is_found() -> None:
    header = "名称 | 说明"
    document = _table([[header, "甲 | 一号"], [header, "乙 | 二号"]])
    row = document.text.index("乙")
    html = source_view(document, [(0, len(header)), (row, row + 1)]).html
    assert html == (
        '<div class="table"><table><tr><th><mark>名称</mark></th><th><mark>说明</mark></th></tr>'
        '<tr><td>甲</td><td>一号</td></tr><tr><td><mark id="evidence">乙</mark></td><td>二号</td></tr></table></div>'
    )


@pytest.mark.parametrize(
    ("rows", "is_header"),
    [
        (["指标 | 单位 | 2025年", "森林覆盖率 | % | 45.5", "绿地率 | % | ≥35"], True),
        (["森林覆盖率 | % | 45.5", "绿地率 | % | ≥35"], False),
        (["名称 | 说明", "甲 | 一种", "乙 | 另一种"], False),
        (["指标", "绿地率 | 35"], False),
    ],
)
def test_a_first_row_that_names_columns_of_numbers_is_a_header(rows: list[str], is_header: bool) -> None:
    assert ("<th>" in source_view(_table([rows]), []).html) is is_header


def test_a_row_of_one_cell_spans_the_table() -> None:
    assert '<td colspan="2">小计</td>' in source_view(_table([["甲 | 1", "小计", "乙 | 2"]]), []).html


def _articles(contents: list[tuple[int, BlockKind, str, str]]) -> Document:
    document = _paragraphs([f"{content}\n" for _, _, content, _ in contents])
    blocks = tuple(
        replace(block, kind=kind, article=article, section=(section,) if section else ())
        for block, (article, kind, _, section) in zip(document.blocks, contents, strict=True)
    )
    return replace(document, blocks=blocks)


def test_articles_begin_with_their_headline_and_say_when_none_is_sure() -> None:
    fragment, paragraph = BlockKind.FRAGMENT, BlockKind.PARAGRAPH
    document = _articles(
        [
            (1, fragment, "园区开工", ""),
            (1, paragraph, "本报讯 青湖科技园今天开工。", "园区开工"),
            (2, paragraph, "柳川市公布新的规划，分三期。", "柳川市公布新的规划"),
            (3, paragraph, "的一半。其余明年完成。", "远处的标题"),
            (0, fragment, "印刷：某厂", ""),
        ]
    )
    start = document.text.index("的一半")
    document = replace(document, edits=(Edit(EditKind.SPLIT, start, start, "continued"),))
    html = source_view(document, []).html
    assert html.split("\n") == [
        '<div class="article"></div>',
        '<h3 class="headline">园区开工</h3>',
        "<p>本报讯 青湖科技园今天开工。</p>",
        f'<div class="article"><span class="say-no_headline">{WORDING["no_headline"]["zh"]}</span></div>',
        "<p>柳川市公布新的规划，分三期。</p>",
        f'<div class="article"><span class="say-continued">{WORDING["continued"]["zh"]}</span></div>'
        '<h3 class="headline">远处的标题</h3>',
        "<p>的一半。其余明年完成。</p>",
        '<div class="article"></div>',
        '<p class="fragment">印刷：某厂</p>',
    ]


def test_only_pages_of_a_pdf_can_be_shown_as_pictures() -> None:
    assert source_view(make_document(), []).views == ("repaired", "file")
    view = source_view(make_document("plan.PDF"), [])
    assert view.views == ("repaired", "file", "page")
    assert view.pages == 2
