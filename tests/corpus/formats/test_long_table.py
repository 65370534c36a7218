"""A long table is read in groups of rows that each begin with its header, which stands in the file once."""

from corpus.document import BlockKind, without_space
from index.chunk import chunk
from index.settings import BuildSettings
from tests.corpus.formats.samples import read, xlsx

ROWS: list[list[object]] = [["年度", "指标名称", "单位", "数值"]] + [
    [f"第{i}年", f"指标{i}", "万元", i * 3.5] for i in range(200)
]
DOCUMENT = read(xlsx(ROWS, sheet="统计"), ".xlsx")
HEADER = "年度 | 指标名称 | 单位 | 数值"


def test_each_block_of_a_table_begins_with_its_header() -> None:
    tables = [block for block in DOCUMENT.blocks if block.kind is BlockKind.TABLE]
    assert len(tables) > 10
    header = DOCUMENT.text.index(HEADER)
    for block in tables:
        assert DOCUMENT.reading[block.start : block.end].startswith(HEADER)
        assert DOCUMENT.offsets[block.start] == header
        assert block.end - block.start <= 350
        rows = DOCUMENT.reading[block.start : block.end].split("\n")[1:]
        assert DOCUMENT.spans(block.start, block.end)[-1][1] - DOCUMENT.text.index(rows[0]) == len(
            "\n".join(rows)
        )


def test_each_row_is_in_one_passage_with_its_header() -> None:
    passages = chunk(DOCUMENT, BuildSettings())
    for row in DOCUMENT.text.split("\n"):
        if row.startswith("第"):
            (passage,) = [p for p in passages if row in p.text.split("\n")]
            assert HEADER in passage.text
    for passage in passages:
        quoted = "".join(DOCUMENT.text[start:end] for start, end in passage.spans)
        assert without_space(quoted) == without_space(passage.text)


def test_a_table_keeps_the_section_of_the_heading_above_it() -> None:
    document = read(b"# A\n\n## B\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", ".md")
    assert document.blocks[-1].kind is BlockKind.TABLE
    assert document.blocks[-1].section == ("B",)
