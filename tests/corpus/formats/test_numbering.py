"""Word's automatic numbers are read as the document shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.counting import chinese, counted
from tests.corpus.formats.samples import docx, lines

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(number: int, style: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, second: str = "") -> str:
    """List 1 with these levels, and list 2 of the same definition."""
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{second}</w:num></w:numbering>'
    )


def item(text: str, depth: int = 0, number: int = 1) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def plain(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


OUTLINE = (
    level(0, "chineseCountingThousand", "第%1章"),
    level(1, "chineseCounting", "%2、"),
    level(2, "chineseCounting", "（%3）"),
    level(3, "decimal", "%4."),
)


def test_the_levels_of_an_outline_are_counted_each_below_its_own() -> None:
    body = "".join(
        item(text, depth)
        for text, depth in [
            ("总则", 0), ("目的", 1), ("范围", 1), ("甲项", 2), ("细目", 3), ("乙项", 2), ("附则", 0), ("施行", 1),
        ]
    )  # fmt: skip
    assert lines(docx(body, numbering=numbering(*OUTLINE)), ".docx") == [
        "第一章总则", "一、目的", "二、范围", "（一）甲项", "1. 细目", "（二）乙项", "第二章附则", "一、施行",
    ]  # fmt: skip


def test_a_list_goes_on_behind_what_interrupts_it() -> None:
    body = item("园区") + item("铁路") + plain("以下从略。") + item("税收")
    assert lines(docx(body, numbering=numbering(level(0, "decimal", "%1."))), ".docx") == [
        "1. 园区", "2. 铁路", "以下从略。", "3. 税收",
    ]  # fmt: skip


def test_a_list_that_begins_anew_begins_where_it_says() -> None:
    begin = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = item("园区") + item("铁路", number=2) + item("税收", number=2) + item("学校")
    found = lines(docx(body, numbering=numbering(level(0, "decimal", "%1."), second=begin)), ".docx")
    assert found == ["1. 园区", "5. 铁路", "6. 税收", "2. 学校"]


def test_numbers_of_several_levels_and_legal_ones() -> None:
    levels = (level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
    body = item("总则") + item("目的", 1) + item("范围", 1)
    assert lines(docx(body, numbering=numbering(*levels)), ".docx") == ["一、总则", "1.1 目的", "1.2 范围"]


@pytest.mark.parametrize(("style", "text"), [("bullet", "·"), ("hindiVowels", "%1."), ("decimal", "%3.")])
def test_what_cannot_be_told_is_left_to_the_list(style: str, text: str) -> None:
    found = lines(docx(item("园区"), numbering=numbering(level(0, style, text))), ".docx")
    assert len(found) == 1
    assert found[0].endswith(" 园区")


def test_an_unknown_list_and_an_empty_paragraph_count_nothing() -> None:
    body = item("园区", number=9) + item("") + item("铁路")
    found = lines(docx(body, numbering=numbering(level(0, "decimal", "%1."))), ".docx")
    assert [line[-2:] for line in found] == ["园区", "铁路"]
    assert found[1] == "1. 铁路"


@given(st.integers(1, 9999))
def test_chinese_numbers_have_the_value_that_they_say(value: int) -> None:
    digits, units = {c: i for i, c in enumerate("零一二三四五六七八九")}, {"十": 10, "百": 100, "千": 1000}
    total = digit = 0
    for char in chinese(value):
        if char in units:
            total, digit = total + (digit or 1) * units[char], 0
        else:
            digit = digits[char]
    assert total + digit == value


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (4, "decimalZero", "04"), (12, "decimalFullWidth", "１２"), (3, "decimalEnclosedCircleChinese", "③"),
        (2, "ideographTraditional", "乙"), (27, "lowerLetter", "aa"), (1994, "upperRoman", "MCMXCIV"),
        (12, "chineseLegalSimplified", "壹拾贰"), (110, "chineseCounting", "一百一十"), (21, "decimalEnclosedCircle", None),
        (10_000, "chineseCounting", None), (1, "cardinalText", None),
    ],
)  # fmt: skip
def test_styles_of_numbers(value: int, style: str, shown: str | None) -> None:
    assert counted(value, style) == shown
