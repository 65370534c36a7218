"""Which lines go on with which, and what stands apart although it is as wide."""

import pytest

from corpus.layout.words import cuts_word
from tests.corpus.layout.strategies import PARK, RAIL, SCHOOL, column, paragraphs

COLUMNS = [column(RAIL), column(SCHOOL), column(PARK)]


def texts(*parts: str) -> list[str]:
    return ["".join(line.text for line in p.lines) for p in paragraphs("\n\n".join([*parts, *COLUMNS]))]


@pytest.mark.parametrize(
    "above",
    [
        "青湖日报记者 张三",  # a byline
        "科技园一角 本报资料图片",  # a caption
        "建设云山新城的新路径",  # a headline
        "科技园建设提速迎来新气象了",
        "保护湖泊 造福子孙后代人",  # of two parts
    ],
)
def test_what_stands_right_above_a_text_is_no_line_of_it(above: str) -> None:
    assert texts(f"{above}\n{column(PARK)}")[:2] == [above, PARK]


def test_a_first_line_without_a_mark_goes_on_where_the_break_cuts_a_word() -> None:
    text = "青湖科技园区和云山新城的产业规划已经由两地共同编制完成，今年开始实施。"
    rows = column(text, width=14).split("\n")
    assert cuts_word(rows[0], rows[1]) > 0
    wider = [column(each, width=14) for each in (RAIL, SCHOOL, PARK)]
    read = paragraphs("\n\n".join(["\n".join(rows), *wider]))
    assert "".join(line.text for line in read[0].lines) == text


def test_a_text_that_is_set_wider_does_not_go_on_with_a_narrower_one() -> None:
    narrow = column(RAIL, width=14).split("\n")[:3]
    read = paragraphs("\n".join([*narrow, column(PARK, width=22)]) + "\n\n" + "\n\n".join(COLUMNS))
    assert "".join(line.text for line in read[0].lines) == "".join(narrow)
