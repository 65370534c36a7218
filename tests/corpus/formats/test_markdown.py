"""Markdown: structure known, marks gone, and the text that of the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import BlockKind, Document
from corpus.formats.inline import text_spans
from corpus.formats.registry import extract
from tests.corpus.formats.samples import MARKDOWN, read

PIECES = st.sampled_from(
    ["# 题", "**粗**", "- 项", "1. 一", "> 引", "| a | b |\n|---|---|\n| 1 | 2 |", "```\nx\n```", "", "\n", "  ", "<b>x</b>",
     "[链](http://a)", "---", "===", "<!-- ", "-->", "`a`", "\t", "\r\n", "文字。", "    code", "[r]: http://x", "\\*", "***", "&amp;"]
)  # fmt: skip


def shown(line: str) -> str:
    return "".join(line[start:end] for start, end in text_spans(line))


def test_a_whole_file() -> None:
    document = read(MARKDOWN.encode(), ".md")
    assert (document.title, document.date) == ("青湖规划", "2023-05-06")
    assert document.text == MARKDOWN
    assert document.reading.split("\n") == [
        "总则",
        "这是重点内容，the bold word x*y - bar，见链接。第二行",
        "- 粗体项",
        "- 任务",
        "1. 小项",
        "引用",
        "指标 | 值",
        "GDP | 5",
        'x = "**no**"',
    ]
    assert document.blocks[0].kind is BlockKind.HEADING
    assert {block.section for block in document.blocks[1:]} == {("总则",)}
    assert document.blocks[6].kind is BlockKind.TABLE


def test_the_first_heading_is_the_title_and_levels_nest() -> None:
    document = read("# 规划\n\n## 一\n\n### 甲\n\n文。\n\n## 二\n\n又。\n".encode(), ".md")
    assert document.title == "规划"
    assert [block.section for block in document.blocks if block.kind is BlockKind.PARAGRAPH] == [
        ("一", "甲"),
        ("二",),
    ]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("a **b** c", "a b c"), ("2*3*4", "2*3*4"), ("a_b_c", "a_b_c"), ("*斜* 体", "斜 体"), ("~~x~~", "x"),
        ("`**x**`", "**x**"), ("[a](http://b) c", "a c"), ("![图](a.png)", "图"), ("<http://a.b>", "http://a.b"),
        ("a < b > c", "a < b > c"), ("x<br>y", "x<br>y"), ("甲<br>乙", "甲乙"), ("\\*a\\*", "*a*"), ("**a", "**a"), ("***a***", "a"), ("[1] 注", "[1] 注"),
        ("__init__ 与 a__b__", "init 与 a__b__"), ("un**believ**able", "un**believ**able"), ("**注**：x", "注：x"),
    ],
)  # fmt: skip
def test_marks_within_a_line(line: str, text: str) -> None:
    assert shown(line) == text


def check_separators(document: Document) -> None:
    for char, offset in zip(document.reading, document.offsets.tolist(), strict=True):
        original = document.text[offset : offset + 1]
        assert char == original or (char.isspace() and (not original or original.isspace()))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["\n", "\n\n", "\r\n", ""]))
def test_any_markdown_is_read_in_place_and_in_order(pieces: list[str], between: str) -> None:
    text = between.join(["文", *pieces])
    found = extract(text.encode(), ".md")
    assert found.text == text
    check_separators(read(text.encode(), ".md"))
    end = 0
    for paragraph in found.paragraphs or ():
        for line in paragraph.lines:
            assert end <= line.start < line.end
            assert text[line.start : line.end] == line.text
            end = line.end


def test_a_file_without_any_mark_is_read_as_paragraphs() -> None:
    document = read("一、总体要求\n\n园区分三期建设。\n\n二、任务\n\n修路。\n".encode(), ".md")
    assert document.blocks[-1].section == ("二、任务",)
