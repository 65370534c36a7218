"""Word, PowerPoint and Excel: structure as the writer marked it."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from corpus.document import BlockKind
from corpus.errors import DecodeError
from corpus.formats.registry import extract
from tests.corpus.formats.samples import VALID, docx, lines, read, saved, word_paragraph, word_table, xlsx


def test_a_word_document_keeps_headings_tables_and_their_sections() -> None:
    body = (
        word_paragraph("青湖园区规划", 3)
        + word_paragraph("目录 1", 4)
        + word_paragraph("总体要求", 1)
        + word_paragraph("指标", 2)
        + word_paragraph("到2025年，森林覆盖率达到35%。")
        + word_table([["指标", "单位", "2025年"], ["森林覆盖率", "%", "35"]])
    )
    document = read(docx(body, title="Microsoft Word - 文档1", author="Administrator"), ".docx")
    assert (document.title, document.publisher, document.date) == ("青湖园区规划", None, None)
    kinds = [(block.kind, block.section) for block in document.blocks]
    assert kinds == [
        (BlockKind.HEADING, ()),
        (BlockKind.HEADING, ()),
        (BlockKind.HEADING, ("总体要求",)),
        (BlockKind.PARAGRAPH, ("总体要求", "指标")),
        (BlockKind.TABLE, ("总体要求", "指标")),
    ]
    assert "目录" not in document.text


def test_headings_numbered_by_hand_are_found_in_word() -> None:
    body = "".join(
        word_paragraph(text)
        for text in ("一、总体要求", "园区分三期建设。", "二、主要任务", "（一）产业", "发展新能源。", "（二）交通", "修路。")
    )  # fmt: skip
    document = read(docx(body), ".docx")
    assert document.blocks[-1].section == ("二、主要任务", "（二）交通")


def test_styles_of_ones_own_are_headings_if_the_outline_has_them() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="一级标题"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="章名"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="正文样式"/><w:basedOn w:val="c"/></w:style>'
    )
    body = "".join(
        word_paragraph(text, style)
        for text, style in (("甲", "a"), ("文。", "c"), ("乙", "b"), ("文。", "c"))
    )
    blocks = read(docx(body, styles=styles), ".docx").blocks
    assert [block.level for block in blocks] == [1, 0, 1, 0]
    assert blocks[-1].section == ("乙",)


def test_a_list_numbered_by_hand_is_no_outline() -> None:
    body = "".join(
        word_paragraph(text) for text in ("会议内容如下。", "1.产业", "2.交通", "3.民生", "请参加。")
    )
    assert all(block.kind is not BlockKind.HEADING for block in read(docx(body), ".docx").blocks)


def test_the_properties_of_a_word_document_count_if_somebody_wrote_them() -> None:
    found = extract(docx(word_paragraph("园区。"), title="园区规划", author="柳川市发展改革委"), ".docx")
    assert (found.title, found.publisher) == ("园区规划", "柳川市发展改革委")


def test_slides_are_pages_with_their_notes() -> None:
    assert lines(VALID[".pptx"], ".pptx") == [
        "青湖科技园", "- 分三期建设", "- 引进企业", "说明投资来源。",
        "主要指标", "指标 | 单位 | 2025年", "森林覆盖率 | % | 35",
    ]  # fmt: skip
    document = read(VALID[".pptx"], ".pptx")
    assert document.page(document.text.index("说明")) == 1
    assert document.page(document.text.index("主要指标")) == 2
    assert document.blocks[-1].section == ("主要指标",)


def test_a_chart_is_read_as_its_numbers() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["青湖", "柳川"]
    data.add_series("产值", (5.5, 6))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(1), Inches(4), Inches(3), data)
    found = lines(saved(presentation), ".pptx")
    assert found[-2:] == ["青湖 | 5.5", "柳川 | 6"]


def test_shapes_are_read_down_the_slide() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    for top, text in ((4, "下"), (1, "上"), (2, "中")):
        slide.shapes.add_textbox(Inches(1), Inches(top), Inches(4), Inches(1)).text_frame.text = text
    assert lines(saved(presentation), ".pptx") == ["上", "中", "下"]


def test_a_sheet_with_merged_cells_captions_and_two_tables() -> None:
    rows: list[list[object]] = [
        ["主要指标", None, None],
        ["地区", "产值", None],
        [None, 2022, 2023],
        ["青湖", 5.5, 6],
        [None, 7, 8],
        [],
        ["项目", "投资"],
        ["道路", 12],
    ]
    data = xlsx(rows, merged=("A1:C1", "A2:A3", "B2:C2", "A4:A5"), sheet="Sheet1")
    assert lines(data, ".xlsx") == [
        "主要指标", "地区 | 产值 | 产值", "地区 | 2022 | 2023", "青湖 | 5.5 | 6", "青湖 | 7 | 8",
        "项目 | 投资", "道路 | 12",
    ]  # fmt: skip
    tables = [p for p in extract(data, ".xlsx").paragraphs or () if p.rows]
    assert [table.header for table in tables] == [2, 1]


def test_values_are_shown_with_their_formats_and_hidden_sheets_left_out() -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "统计"
    sheet.append(["日期", "占比", "是否", "公式"])
    sheet.append([datetime(2023, 5, 6), 0.185, True, "=1+1"])
    sheet["A2"].number_format, sheet["B2"].number_format = 'yyyy"年"m"月"d"日"', "0.0%"
    workbook.create_sheet("说明").append(["一份说明"])
    workbook.create_sheet("下拉").append(["不可见"])
    workbook["下拉"].sheet_state = "hidden"
    assert lines(saved(workbook), ".xlsx") == [
        "统计", "日期 | 占比 | 是否 | 公式", "2023年5月6日 | 18.5% | TRUE", "说明", "一份说明",
    ]  # fmt: skip


def test_a_sheet_of_one_column_is_text_and_an_empty_one_nothing() -> None:
    found = extract(xlsx([["园区分三期建设。"], ["明年开工。"]], sheet="Sheet1"), ".xlsx")
    assert found.text == "园区分三期建设。\n\n明年开工。"
    with pytest.raises(DecodeError, match="empty"):
        extract(xlsx([[]], sheet="说明"), ".xlsx")


def test_a_sheet_whose_size_is_misstated_is_read_whole() -> None:
    with zipfile.ZipFile(BytesIO(VALID[".xlsx"])) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert b'<dimension ref="A1:C4"' in parts[name] or b"<dimension" in parts[name]
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content.replace(b'<dimension ref="A1:C2"', b'<dimension ref="A1"'))
    assert lines(buffer.getvalue(), ".xlsx")[-1] == "森林覆盖率 | % | 35"
