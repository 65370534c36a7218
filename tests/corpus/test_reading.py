"""Reading text: whatever the file, each character stands where it says, and nothing but furniture is lost."""

import re
import sys
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.document import Document, EditKind, without_space
from corpus.layout.furniture import furniture_rule
from corpus.load import read_document
from corpus.sources import find_sources
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
    """Independent of how lines are joined: the file less what the record says was dropped, which are whole lines."""
    kept = document.text
    for edit in sorted(document.edits, key=lambda edit: -edit.start):
        if edit.kind is EditKind.DROPPED:
            line = document.text[edit.start : edit.end]
            assert furniture_rule(line) == edit.rule or edit.rule in ("page_number", "running_head")
            assert not re.search(r"[\n\r]", line)
            kept = kept[: edit.start] + kept[edit.end :]
    assert Counter(without_space(document.reading)) == Counter(without_space(kept.replace("\ufeff", "")))


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
    assert furniture_rule(line)
    assert line not in read(f"青湖镇与柳川市共同建设科技园。\n{line}\n园区分三期建设。").reading


@pytest.mark.parametrize(
    "line",
    [
        "13", "2021年", "一、总体要求", "第3条", "第3页说明了园区的建设时序。", "a < b，b > c", "A --> B --> C",
        "——建设“青湖－柳川”毗邻区", "CN", "- 3 项任务", "P<0.05",
    ],
)  # fmt: skip
def test_what_says_something_is_not_furniture(line: str) -> None:
    assert not furniture_rule(line)


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


ODD = {
    "lines of one width": "0123456789abcdefghijklmnopqrstuvwxyz0123456789\n",
    "lines of one character": "青\n",
    "lines apart": "青\n\n\n",
    "open brackets": "（",
    "open brackets on lines": "青（\n",
    "closing quotes": "。””",
    "cells": "指标\n12\n",
    "numbers": "12\n",
    "one long line": "青湖镇与柳川市，",
    "broken columns": "青湖镇与柳川市共同建设科技园区分三期，\n湖镇与柳川市共同建设科技园区分三期推进\n\n",
    "datelines": "本报讯（记者 张三）青湖镇与柳川市共同\n建设科技园区。\n\n",
}


@pytest.mark.parametrize("unit", ODD.values(), ids=ODD)
def test_work_grows_with_the_length_of_a_file(unit: str) -> None:
    """Calls of functions for twice the file: about twice as many, not four times."""

    def calls(count: int) -> int:
        events = 0

        def tick(*_: object) -> None:
            nonlocal events
            events += 1

        sys.setprofile(tick)
        try:
            read(unit * count)
        finally:
            sys.setprofile(None)
        return events

    read(unit * 10)  # dictionaries are loaded once
    assert calls(800) < 2.6 * calls(400)
