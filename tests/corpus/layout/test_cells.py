"""Tables whose cells stand on lines of their own."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.layout.cells import tables_of_cells

LABELS = ["生产总值", "森林覆盖率", "进出口总额", "公园绿地面积", "专利拥有量", "研发投入强度"]
OFFICES = ["市财政局", "市交通局", "市住建局", "市教育局", "市交通局", "市财政局"]
NUMBERS = st.sampled_from(["5", "≥25.2", "—", ">1313", "约47.0", "85.5%"])


def rows_of(texts: list[str]) -> list[list[str]]:
    return [texts[row.start : row.end] for _, rows in tables_of_cells(texts) for row in rows]


@given(st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=3, max_size=6), st.integers(1, 3))
def test_rows_are_found_below_the_names_of_their_columns(values: list[list[str]], many: int) -> None:
    rows = [["指标", "单位", "2020 年", "2025 年", "2030 年"][: 2 + many]]
    rows += [[label, "万元", *row[:many]] for label, row in zip(LABELS, values, strict=False)]
    assert rows_of([cell for row in rows for cell in row]) == rows


def test_tables_that_follow_each_other_are_two() -> None:
    first = [["指标", "单位", "现状"], *([label, "件", "7.5"] for label in LABELS)]
    second = [["指标", "单位", "2020 年", "2025 年"], *([label, "项", "3", "—"] for label in LABELS)]
    texts = [cell for row in first + second for cell in row]
    assert [len(rows) for _, rows in tables_of_cells(texts)] == [7, 7]
    assert rows_of(texts) == first + second


def test_the_rest_of_a_long_label_stands_behind_the_values() -> None:
    rows = [
        ["指标", "单位", "现状"],
        ["台湾同胞投资权益保护人均", "件", "56.21", "面积"],
        ["音像制品管理投入强度", "公里", "89.2"],
        ["证券期货投资咨询管理覆盖", "项", "≥39.9", "率"],
        ["文明行为促进总量", "亿元", "14.2"],
        ["案件适用法律的若干的问题", "项", "2.5", "比重"],
    ]
    assert rows_of([cell for row in rows for cell in row]) == rows


def test_a_label_of_two_lines_goes_on_before_the_values() -> None:
    texts = "指标 单位 现状 总量 项 5 台湾同胞投资权益保护人均 面积增长 件 7 总量增长 项 8".split()
    table = list(tables_of_cells(texts))
    assert [(row.start, row.end, row.continued) for row in table[0][1]][2] == (6, 10, (7,))


def test_two_columns_of_words() -> None:
    rows = [["项目", "责任单位"], *([a, b] for a, b in zip(LABELS, OFFICES, strict=True))]
    assert rows_of([cell for row in rows for cell in row]) == rows
    assert rows_of(["重点任务分工", *(cell for row in rows for cell in row)]) == rows


def test_words_that_are_all_alike_or_all_different_are_no_table() -> None:
    assert rows_of(OFFICES * 2 + ["市统计局"]) == []
    assert rows_of([*LABELS, "湿地", "候鸟", "监测", "浮岛", "芦苇", "菖蒲"]) == []


@given(st.lists(st.sampled_from([*LABELS, *OFFICES, "指标", "5", "—", "2020 年", "率"]), max_size=40))
def test_no_line_is_in_two_rows_and_none_is_out_of_range(texts: list[str]) -> None:
    taken = [i for _, rows in tables_of_cells(texts) for row in rows for i in range(row.start, row.end)]
    assert taken == sorted(set(taken))
    assert not taken or taken[-1] < len(texts)
    assert all(
        row.start < i < row.end for _, rows in tables_of_cells(texts) for row in rows for i in row.continued
    )
