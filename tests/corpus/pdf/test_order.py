"""The order of reading and the paragraphs of pages that are drawn in another order."""

import pytest

from corpus.document import BlockKind, EditKind
from tests.corpus.pdf.made import Sheet, blocks, document, pdf, wrapped

A = "青湖镇与柳川市共同建设科技园区，发展产业，改善交通，服务民生。" * 4
B = "两地签订合作协议，企业创新，人才流动，山水相连，城乡融合发展。" * 4
C = "居民可以在任何一个窗口办理事项，材料不再重复提交，时间缩短。" * 4


def test_columns_are_read_one_after_the_other_whatever_is_drawn_first() -> None:
    lines = wrapped(A, 20) + wrapped(B, 20) + wrapped(C, 20)
    half = len(lines) // 2

    def page(sheet: Sheet) -> None:
        sheet.lines(310, 100, lines[half:])
        sheet.lines(60, 100, lines[:half])

    assert blocks(pdf(page)) == [A, B, C]


def test_rows_drawn_across_two_columns_are_taken_apart() -> None:
    left, right = wrapped(A, 20), wrapped(B, 20)

    def page(sheet: Sheet) -> None:
        for i, (a, b) in enumerate(zip(left, right, strict=False)):
            sheet.lines(60, 100 + 14 * i, [a])
            sheet.lines(310, 100 + 14 * i, [b])

    assert blocks(pdf(page)) == [A, B]


def test_a_title_over_columns_comes_first() -> None:
    def page(sheet: Sheet) -> None:
        sheet.lines(60, 140, wrapped(A, 20))
        sheet.lines(310, 140, wrapped(B, 20))
        sheet.line(180, 80, "园区合作发展报告", 24)

    made = document(pdf(page))
    assert [made.reading[b.start : b.end] for b in made.blocks] == ["园区合作发展报告", A, B]
    assert made.title == "园区合作发展报告"


def test_a_paragraph_goes_on_over_a_page() -> None:
    lines = wrapped(A + B, 40)

    def first(sheet: Sheet) -> None:
        sheet.lines(60, 700, lines[:4])

    def second(sheet: Sheet) -> None:
        sheet.lines(60, 80, lines[4:] + wrapped(C, 40))

    made = document(pdf(first, second))
    assert [made.reading[b.start : b.end] for b in made.blocks] == [A + B, C]
    joined = [edit for edit in made.edits if edit.kind is EditKind.JOINED]
    assert [edit.rule for edit in joined] == ["page_break"]
    assert made.text[joined[0].target - 1] == lines[3][-1]
    assert made.page(joined[0].start) == 2


def test_what_ends_a_paragraph_is_no_continuation() -> None:
    def first(sheet: Sheet) -> None:
        sheet.lines(60, 700, wrapped(A[:70] + "。", 40))

    def second(sheet: Sheet) -> None:
        sheet.lines(60, 80, wrapped(B, 40))

    assert blocks(pdf(first, second)) == [A[:70] + "。", B]


def test_a_caption_in_the_middle_of_a_paragraph_is_lifted_out() -> None:
    lines = wrapped(A + B, 40)

    def page(sheet: Sheet) -> None:
        top = sheet.lines(60, 100, lines[:3])
        sheet.line(200, top, "图 3 园区空间布局示意图")
        sheet.lines(60, top + 14, lines[3:])

    assert blocks(pdf(page)) == [A + B, "图 3 园区空间布局示意图"]


def test_vertical_text_is_read_from_the_right() -> None:
    text = A + B

    def page(sheet: Sheet) -> None:
        for i in range(0, len(text), 30):
            sheet.upright(500 - i / 30 * 16, 100, text[i : i + 30])

    assert blocks(pdf(page)) == [text]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    def page(sheet: Sheet) -> None:
        sheet.lines(60, 100, wrapped(A, 20))
        sheet.lines(310, 100, wrapped(B, 20))
        sheet.canvas.setPageRotation(turn)

    assert sorted(blocks(pdf(page, width=800, height=800))) == sorted([A, B])


def test_a_sideways_page_is_read_along_its_text() -> None:
    def page(sheet: Sheet) -> None:
        sheet.canvas.rotate(90)
        sheet.canvas.translate(0, -595)
        sheet.height = 595
        sheet.lines(60, 100, wrapped(A, 20))
        sheet.lines(310, 100, wrapped(B, 20))

    assert blocks(pdf(page)) == [A, B]


def test_running_heads_and_page_numbers_are_dropped_and_named() -> None:
    def page(number: int) -> object:
        def draw(sheet: Sheet) -> None:
            sheet.line(200, 40, "柳川市发展规划", 9)
            sheet.lines(60, 100, wrapped(f"第{number}页" + A, 40))
            sheet.line(290, 800, f"－{number}－", 9)

        return draw

    made = document(pdf(*(page(n) for n in (1, 2, 3))))  # type: ignore[arg-type]
    assert "柳川市发展规划" not in made.reading
    assert "－1－" not in made.reading
    dropped = sorted((e.rule, made.text[e.start : e.end]) for e in made.edits if e.kind is EditKind.DROPPED)
    assert dropped == [
        *(("page_number", f"－{n}－") for n in (1, 2, 3)),
        *[("running_head", "柳川市发展规划")] * 3,
    ]


def test_a_table_is_rows_with_its_header() -> None:
    rows = [
        ("指标", "单位", "2025年"),
        ("森林覆盖率", "%", "35"),
        ("用水量", "万吨", "120"),
        ("道路", "公里", "8.5"),
    ]

    def page(sheet: Sheet) -> None:
        sheet.lines(60, 100, wrapped(A, 40))
        for column, left in enumerate((60, 250, 400)):
            for i, row in enumerate(rows):
                sheet.line(left, 200 + 20 * i, row[column])
        sheet.lines(60, 300, wrapped(B, 40))

    made = document(pdf(page))
    table = next(block for block in made.blocks if block.kind is BlockKind.TABLE)
    assert made.reading[table.start : table.end].split("\n") == [" ".join(row) for row in rows]
    assert blocks(pdf(page))[::2] == [A, B]


def test_a_boxed_insert_does_not_cut_the_text() -> None:
    lines = wrapped(A + B, 40)

    def page(sheet: Sheet) -> None:
        top = sheet.lines(60, 100, lines[:3])
        sheet.frame(56, top + 4, 466, top + 70)
        sheet.line(200, top + 10, "专栏 1 重点工程")
        sheet.lines(64, top + 28, wrapped(C[:60], 40), 9)
        sheet.lines(60, top + 80, lines[3:])

    made = document(pdf(page))
    assert [made.reading[b.start : b.end] for b in made.blocks] == [A + B, "专栏 1 重点工程", C[:60]]
    assert made.blocks[2].section == ("专栏 1 重点工程",)
    assert made.blocks[0].section == ()


def test_numbered_headings_are_an_outline() -> None:
    def page(sheet: Sheet) -> None:
        top = 100.0
        for heading, text in (("一、总体要求", A), ("（一）指导思想", B), ("二、空间布局", C)):
            top = sheet.lines(60, top, ["\u3000\u3000" + heading, *wrapped(text, 40)])

    made = document(pdf(page))
    text = [block for block in made.blocks if block.kind is BlockKind.PARAGRAPH]
    assert [block.section for block in text] == [
        ("一、总体要求",),
        ("一、总体要求", "（一）指导思想"),
        ("二、空间布局",),
    ]


def test_characters_beyond_the_first_plane_and_english_words() -> None:
    def page(sheet: Sheet) -> None:
        sheet.line(60, 100, "地名𠮷野。")
        sheet.line(60, 130, "two words and more", font="Times-Roman")

    made = document(pdf(page))
    assert "two words and more" in made.reading
    assert made.text.encode()


def test_the_metadata_title_is_taken_unless_a_program_made_it() -> None:
    def page(sheet: Sheet) -> None:
        sheet.lines(60, 100, wrapped(A, 40))

    assert document(pdf(page, title="柳川市年度报告")).title == "柳川市年度报告"
    assert document(pdf(page, title="Microsoft Word - 文档1.doc")).title != "Microsoft Word - 文档1.doc"
