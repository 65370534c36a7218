"""A Word file is read as it stands after its tracked changes, and without what nobody sees."""

import pytest

from tests.corpus.formats.samples import docx, lines
from tests.corpus.formats.test_numbering import item, level, numbering, plain

AUTHOR = 'w:id="1" w:author="a" w:date="2025-01-01T00:00:00Z"'
LIST = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))


def inserted(text: str) -> str:
    return f"<w:ins {AUTHOR}><w:r><w:t>{text}</w:t></w:r></w:ins>"


def deleted(text: str) -> str:
    return f"<w:del {AUTHOR}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def moved(where: str, text: str) -> str:
    return f"<w:move{where} {AUTHOR}><w:r><w:t>{text}</w:t></w:r></w:move{where}>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def read(*body: str, styles: str = "", with_list: bool = False) -> list[str]:
    return lines(docx("".join(body), styles=styles, numbering=LIST if with_list else ""), ".docx")


def test_deletions_are_gone_and_insertions_there() -> None:
    body = paragraph(run("园区"), deleted("不"), inserted("应当"), run("建设。"))
    assert read(body) == ["园区应当建设。"]


def test_what_was_moved_stands_where_it_was_moved_to() -> None:
    assert read(paragraph(moved("From", "铁路。"), run("园区。")), paragraph(moved("To", "铁路。"))) == [
        "园区。",
        "铁路。",
    ]


def test_comments_are_no_text() -> None:
    start, end = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
    reference = '<w:r><w:commentReference w:id="1"/></w:r>'
    assert read(paragraph(start, run("园区。"), end, reference)) == ["园区。"]


@pytest.mark.parametrize(
    ("properties", "is_seen"),
    [
        ("<w:vanish/>", False),
        ('<w:vanish w:val="true"/>', False),
        ('<w:vanish w:val="0"/>', True),
        ("<w:b/>", True),
    ],
)
def test_hidden_text_is_left_out(properties: str, is_seen: bool) -> None:
    assert read(paragraph(run("园区"), run("密", properties), run("建设。"))) == [
        "园区密建设。" if is_seen else "园区建设。"
    ]


HIDING = (
    '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="k"><w:name w:val="k"/><w:basedOn w:val="h"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="p"><w:name w:val="p"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def test_text_of_a_hidden_style_is_left_out() -> None:
    body = (
        paragraph(run("园区"), run("密", '<w:rStyle w:val="k"/>'), run("建设。")),
        paragraph(run("密"), run("铁路。", '<w:vanish w:val="0"/>'), style="p"),
        paragraph(run("密"), style="p"),
    )
    assert read(*body, styles=HIDING) == ["园区建设。", "铁路。"]


def test_a_deleted_item_has_no_number() -> None:
    gone = item("密").replace("<w:r><w:t>密</w:t></w:r>", deleted("密") + moved("From", "密"))
    assert read(item("园区"), gone, item("铁路"), with_list=True) == ["1. 园区", "2. 铁路"]


def test_a_paragraph_whose_end_was_deleted_goes_on_with_the_next_and_has_its_number() -> None:
    mark = f"<w:rPr><w:del {AUTHOR}/></w:rPr></w:pPr>"
    joined = item("园区").replace("</w:pPr>", mark)
    assert read(joined, item("与铁路"), item("税收"), with_list=True) == ["1. 园区与铁路", "2. 税收"]


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{more}</w:style>'
    for name, more in (
        ("one", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        ("two", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
        ("three", '<w:basedOn w:val="two"/>'),
    )
)


def test_a_level_that_belongs_to_a_style_numbers_its_paragraphs() -> None:
    levels = (
        level(0, "decimal", "%1.", more='<w:pStyle w:val="one"/>'),
        level(1, "decimal", "%1.%2", more='<w:pStyle w:val="two"/>'),
    )
    body = "".join(
        paragraph(run(text), style=style)
        for text, style in (("总则", "one"), ("目的", "two"), ("范围", "three"), ("附则", "one"))
    )
    found = lines(docx(body + plain("正文。"), styles=STYLES, numbering=numbering(*levels)), ".docx")
    assert found == ["1. 总则", "1.1 目的", "1.2 范围", "2. 附则", "正文。"]
