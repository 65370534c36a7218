"""Tables: merged cells, header rows, and values as they are shown."""

from datetime import date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.formats.number import shown
from corpus.formats.table import Cell, fill_spans, make_table

TEXT = st.text("甲乙丙ab12", max_size=4)


def test_a_merged_cell_stands_in_every_place_that_it_covers() -> None:
    rows = [
        [Cell("地区", down=2), Cell("2023年", across=2)],
        [Cell("产值"), Cell("人口")],
        [Cell("青湖", down=2), Cell("5"), Cell("6")],
        [Cell("7"), Cell("8")],
    ]
    assert fill_spans(rows) == [
        ["地区", "2023年", "2023年"], ["地区", "产值", "人口"], ["青湖", "5", "6"], ["青湖", "7", "8"],
    ]  # fmt: skip


@given(st.lists(st.lists(TEXT, min_size=1, max_size=6), max_size=6))
def test_without_merged_cells_nothing_changes(rows: list[list[str]]) -> None:
    assert fill_spans([[Cell(text) for text in row] for row in rows]) == rows


@given(
    st.lists(st.lists(st.builds(Cell, TEXT, st.integers(0, 5), st.integers(0, 5)), max_size=5), max_size=8)
)
def test_every_cell_is_kept_whatever_it_claims_to_cover(rows: list[list[Cell]]) -> None:
    filled = fill_spans(rows)
    assert len(filled) == len(rows)
    for row, cells in zip(rows, filled, strict=True):
        remaining = list(cells)
        for cell in row:
            assert not cell.text or cell.text in remaining


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["指标", "值"], ["GDP", "5"]], 1),
        ([["指标", "2022", "2023"], ["GDP", "5", "6"]], 1),  # years name columns
        ([["地区", "产值", "产值"], ["地区", "计划", "实际"], ["青湖", "5", "6"]], 2),
        ([["GDP", "5"], ["人口", "6"]], 0),
        ([["姓名", "职务", "电话"], ["张三", "主任", "不详"]], 1),  # text alone: labels that differ
        ([["姓名", "张三"], ["职务", "主任"]], 0),  # names and what they stand for
        ([["甲", "甲", "乙"], ["丙", "丁", "戊"]], 0),
        ([["一项很长的说明，它有一句话那么长，所以不会是一列的名称，而是正文的一部分，不应当重复。", "5"], ["x", "6"]], 0),
        ([["只有一行", "5"]], 0),
        ([["日期", "事项"], ["2023-05-06", "开工"], ["2023年6月", "竣工"]], 1),
    ],
)  # fmt: skip
def test_header_rows(rows: list[list[str]], header: int) -> None:
    assert make_table(rows).header == header


def test_a_title_above_the_columns_is_a_caption() -> None:
    table = make_table([["主要指标"], ["单位：亿元", "", ""], ["", ""], ["指标", "值"], ["GDP", "5"]])
    assert table.captions == ("主要指标", "单位：亿元")
    assert table.rows == (["指标", "值"], ["GDP", "5"])
    assert table.header == 1


def test_a_header_that_the_format_marks_counts_what_is_left_of_it() -> None:
    assert make_table([["主要指标"], ["指标", "说明"], ["GDP", "产值"]], header=2).header == 1
    assert make_table([["指标", "说明"], ["GDP", "产值"]], header=0).header == 0
    assert make_table([], header=1).rows == ()


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.185, "0.0%", "18.5%"), (0.5, "0%", "50%"), (1234567.891, "#,##0.00", "1,234,567.89"), (5, "General", "5"),
        (0.1 + 0.2, "General", "0.3"), (8.05, "0.00", "8.05"), (2.5, "0", "3"), (-3.14159, "0.00", "-3.14"),
        (5, '0"万元"', "5万元"), (5, "¥#,##0", "¥5"), (5, '[$¥-804]#,##0.0', "¥5.0"), (5.5, "0.##", "5.5"), (5, "0.##", "5"),
        (1e20, "0", "100000000000000000000"), (float("inf"), "0.0", "inf"), (12.0, "General", "12"), (3, "0.00E+00", "3"),
        (1500000, "0.0,", "1500000"), (None, "General", ""), (True, "General", "TRUE"), ("文字", "@", "文字"),
        (datetime(2023, 5, 6), "yyyy-mm-dd", "2023-05-06"), (datetime(2023, 5, 6, 9, 30), "yyyy/m/d h:mm", "2023-05-06 09:30"),
        (datetime(2023, 5, 1), 'yyyy"年"m"月"', "2023年5月"), (datetime(2023, 5, 6), 'yyyy"年"m"月"d"日"', "2023年5月6日"),
        (datetime(2023, 5, 1), "yyyy-mm", "2023-05"), (date(2023, 5, 6), "General", "2023-05-06"), (time(9, 30), "h:mm", "09:30"),
    ],
)  # fmt: skip
def test_values_are_shown_as_their_format_says(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@example(float("nan"), "0")
@example(10**400, "#,##0.00%")
@given(st.floats() | st.integers() | st.datetimes(), st.text('0#,.%"年月日yhmd[]$;_\\-E+?/*@ ', max_size=12))
def test_any_format_shows_something(value: object, number_format: str) -> None:
    assert shown(value, number_format)
