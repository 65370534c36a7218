"""Rows of cells, however the cells stand in the file."""

import pytest

from corpus.document import BlockKind
from tests.corpus.layout.strategies import PARK, RAIL, SCHOOL, column, paragraphs
from tests.corpus.strategies import read

ROWS = [
    ["指标", "单位", "青湖"],
    ["生产总值占全省比重", "%", "≥5"],
    ["森林覆盖率", "%", ">25.2"],
    ["进出口总额", "亿美元", "—"],
    ["人均公园绿地面积", "平方米/人", "≥15.8"],
]


def rows_of(text: str) -> list[str]:
    document = read(text)
    tables = [block for block in document.blocks if block.kind is BlockKind.TABLE]
    return [row for table in tables for row in document.reading[table.start : table.end].split("\n")]


def around(table: str, break_: str = "\n\n") -> str:
    return break_.join([column(PARK), column(RAIL), table, column(SCHOOL), column(PARK)])


def test_cells_of_a_line_are_a_row() -> None:
    rows = [" ".join(row) for row in ROWS]
    assert rows_of(around("\n".join(rows))) == rows


def test_cells_on_lines_of_their_own_become_rows() -> None:
    assert rows_of(around("\n".join(cell for row in ROWS for cell in row))) == [" ".join(row) for row in ROWS]


def test_blank_lines_part_the_rows() -> None:
    table = "\n\n".join("\n".join(row) for row in ROWS)
    assert rows_of(around(table, "\n\n\n\n\n")) == [" ".join(row) for row in ROWS]


@pytest.mark.parametrize("columns", range(2, 7))
def test_any_number_of_columns(columns: int) -> None:
    rows = [["指标", *(f"{year}年" for year in range(2020, 2019 + columns))]]
    rows += [
        [name, *(f"{n * 7}.5" for n in range(1, columns))] for name in ("营收", "利润", "税收", "就业率")
    ]
    assert rows_of(around("\n".join(" ".join(row) for row in rows))) == [" ".join(row) for row in rows]
    assert rows_of(around("\n".join(cell for row in rows for cell in row))) == [" ".join(row) for row in rows]


def test_a_label_of_two_lines_is_one_cell() -> None:
    table = "指标 单位 青湖\n创新能力\n研究与试验发展经费支出\n占生产总值比重\n% >3.5\n每万人拥有的专利的数量 件 ≥10\n森林的覆盖率 % >25"
    assert rows_of(around(table)) == [
        "指标 单位 青湖",
        "创新能力",
        "研究与试验发展经费支出占生产总值比重 % >3.5",
        "每万人拥有的专利的数量 件 ≥10",
        "森林的覆盖率 % >25",
    ]


def test_the_header_is_known_and_repeated_in_a_long_table() -> None:
    rows = [" ".join(ROWS[0]), *(f"指标{chr(0x4E00 + n)} 万元 {n}.5" for n in range(80))]
    document = read(around("\n".join(rows)))
    tables = [block for block in document.blocks if block.kind is BlockKind.TABLE]
    assert len(tables) > 1
    assert all(document.reading[t.start : t.end].startswith(rows[0] + "\n") for t in tables)


def test_a_table_is_called_by_its_title() -> None:
    table = "\n".join(" ".join(row) for row in ROWS)
    text = "\n\n".join(
        ["青湖规划", column(PARK), column(RAIL), "2025年主要指标", column(SCHOOL), table, column(PARK)]
    )
    block = next(block for block in read(text).blocks if block.kind is BlockKind.TABLE)
    assert block.section == ("2025年主要指标",)


def test_a_title_that_shares_no_word_with_a_table_further_down_is_not_its_own() -> None:
    table = "\n".join(" ".join(row) for row in ROWS)
    text = "\n\n".join([column(PARK), column(RAIL), "责任分工一览表", column(SCHOOL), table, column(PARK)])
    block = next(block for block in read(text).blocks if block.kind is BlockKind.TABLE)
    assert block.section == ()


def test_running_text_with_numbers_is_no_table() -> None:
    text = "\n".join(f"{n}年两地共建园区{n}个，引进企业{n}家" for n in range(11, 19))
    assert not any(paragraph.header or paragraph.row_starts for paragraph in paragraphs(text))
