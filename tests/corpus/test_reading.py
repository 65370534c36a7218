"""Reading text: whatever the file, each character stands where it says, and nothing but furniture is lost."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.document import Document, without_space
from corpus.layout import is_furniture
from corpus.load import find_sources, read_document
from tests.corpus.strategies import ODDITIES, read, texts

SOURCES = {source.doc_id: source for source in find_sources()}


@cache
def embedded(doc_id: str) -> Document:
    return read_document(SOURCES[doc_id])


def check_reading(document: Document) -> None:
    """Everything that `Document` promises of its two texts."""
    text, reading, offsets = document.text, document.reading, document.offsets.tolist()
    assert len(reading) == len(offsets)
    for char, offset in zip(reading, offsets, strict=True):
        original = text[offset : offset + 1]
        assert char == original or (char.isspace() and (original.isspace() or offset == len(text)))
    solid = [offset for char, offset in zip(reading, offsets, strict=True) if not char.isspace()]
    assert len(solid) == len(set(solid)), "a character is read twice"
    check_blocks(document)
    check_nothing_lost(document)


def check_blocks(document: Document) -> None:
    end = -1
    for block in document.blocks:
        assert block.start == end + 1, "blocks touch, with one line break between them"
        assert block.start < block.end
        assert end < 0 or document.reading[end] == "\n"
        assert document.reading[block.start : block.end].strip()
        assert block.level == 0 or block.kind == "heading"
        end = block.end
    assert len(document.reading) == max(end, 0)


def check_nothing_lost(document: Document) -> None:
    """Independent of how lines are joined: the file's lines less those that are furniture."""
    lines = [
        line.strip(" \t\u3000\xa0\ufeff")
        for line in re.split(r"[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]", document.text)
    ]
    kept = Counter("".join(without_space(line) for line in lines if not is_furniture(line)))
    assert Counter(without_space(document.reading)) == kept


def check_spans(document: Document, start: int, end: int) -> None:
    spans = document.spans(start, end)
    quoted = "".join(document.text[a:b] for a, b in spans)
    assert without_space(quoted) == without_space(document.reading[start:end])
    for a, b in spans:
        assert 0 <= a < b <= len(document.text)
        assert not document.text[a].isspace()
        assert not document.text[b - 1].isspace()
    for (_, end_before), (start_after, _) in pairwise(spans):
        mended_backwards = start_after < end_before
        assert mended_backwards or document.text[end_before:start_after].strip(), "two spans should be one"


@settings(max_examples=150)
@given(texts())
@example("")
@example("－13－")
@example("\f\f\n　")
@example("\n".join(ODDITIES))
@example("（" * 40 + "\n" + "）" * 40)
def test_any_text_is_read_without_loss(text: str) -> None:
    check_reading(read(text))


@settings(max_examples=80)
@given(texts(), st.data())
def test_spans_quote_any_stretch(text: str, data: st.DataObject) -> None:
    document = read(text)
    start = data.draw(st.integers(0, len(document.reading)))
    check_spans(document, start, data.draw(st.integers(start, len(document.reading))))


@settings(max_examples=150)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff")))
def test_arbitrary_unicode_never_crashes(text: str) -> None:
    check_reading(read(text))


@pytest.mark.xfail(
    strict=True, reason="a line break between two stray byte order marks is said to stand at the mark"
)
def test_stray_byte_order_marks_are_dropped_and_not_pointed_at() -> None:
    check_reading(read("青湖\ufeff\n\ufeff柳川"))


@pytest.mark.parametrize("doc_id", SOURCES)
def test_the_embedded_documents_are_read_without_loss(doc_id: str) -> None:
    document = embedded(doc_id)
    check_reading(document)
    for block in document.blocks:
        check_spans(document, block.start, block.end)


@pytest.mark.parametrize("doc_id", SOURCES)
@settings(max_examples=30)
@given(data=st.data())
def test_spans_quote_any_stretch_of_the_embedded_documents(doc_id: str, data: st.DataObject) -> None:
    document = embedded(doc_id)
    start = data.draw(st.integers(0, len(document.reading)))
    check_spans(document, start, data.draw(st.integers(start, min(start + 400, len(document.reading)))))


@pytest.mark.parametrize(
    "line",
    [
        "－13－",
        "— 7 —",
        "-7-",
        "第3页",
        "第 3 页 共 9 页",
        "Page 4 of 12",
        "page 4",
        "<p>",
        "</div>",
        "<!-- x -->",
    ],
)
def test_furniture_is_recognised_and_left_out(line: str) -> None:
    assert is_furniture(line)
    assert line not in read(f"青湖镇与柳川市共同建设科技园。\n{line}\n园区分三期建设。").reading


@pytest.mark.parametrize(
    "line",
    [
        "13", "2021年", "一、总体要求", "第3条", "第3页说明了园区的建设时序。", "a < b，b > c", "A --> B --> C",
        "——建设“青湖－柳川”毗邻区", "CN", "- 3 项任务", "P<0.05",
    ],
)  # fmt: skip
def test_what_says_something_is_not_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "《青湖日报》（国内统一连续出版物号CN00-0001）创刊于1956年，2023年发行量为12万份，读者遍布柳川各地。",
        "--> 园区2023年实现营收8.5亿元，同比增长12%。",
        "园区2023年实现营收8.5亿元，同比增长12%。 -->",
    ],
)
def test_a_sentence_is_never_furniture(line: str) -> None:
    assert "2023年" in read(f"青湖镇与柳川市共同建设科技园。\n{line}\n园区分三期建设。").reading


@pytest.mark.timeout(60)
def test_reading_time_grows_with_the_length_of_a_paragraph() -> None:
    """Lines of one width that end no sentence are one paragraph: 1,500 of them take no minute."""

    def seconds(lines: int) -> float:
        text = "\n".join("0123456789abcdefghijklmnopqrstuvwxyz0123456789" for _ in range(lines))
        started = process_time()
        read(text)
        return process_time() - started

    assert seconds(800) < 8 * max(seconds(200), 0.02)
