"""Books and mail messages."""

import pytest

from corpus.errors import DecodeError
from corpus.formats.registry import extract
from tests.corpus.formats.samples import eml, epub, lines, read, zipped


def test_chapters_come_in_the_order_of_the_spine() -> None:
    chapters = {
        "b": "<h1>第二章</h1><p>后。</p>",
        "a": "<h1>第一章</h1><p>先。</p>",
        "x": "<p>不在书脊。</p>",
    }
    data = epub(chapters, spine=("a", "missing", "b"))
    assert lines(data, ".epub") == ["第一章", "先。", "第二章", "后。"]
    document = read(data, ".epub")
    assert (document.title, document.publisher, document.date) == ("青湖镇志", "张三", "2019-03")
    assert document.lang == "zh"
    assert document.blocks[-1].section == ("第二章",)


def test_a_named_publisher_comes_before_the_author() -> None:
    found = extract(epub({"a": "<p>x</p>"}, extra="<dc:publisher>青湖出版社</dc:publisher>"), ".epub")
    assert found.publisher == "青湖出版社"


def test_empty_elements_of_xhtml_hide_nothing() -> None:
    chapter = '<a id="x"/><p>一&nbsp;二&amp;三</p><div/><p>后文。</p><svg xmlns="http://www.w3.org/2000/svg"><text>图</text></svg>'
    data = epub({"a": chapter})
    assert lines(data, ".epub") == ["一 二&三", "后文。"]


def test_a_chapter_that_is_no_xml_is_read_as_html() -> None:
    assert lines(epub({"a": "<p>一<br>二 & 三"}), ".epub") == ["一", "二 & 三"]


def test_a_locked_book_is_named() -> None:
    method = '<EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'
    data = zipped({"META-INF/container.xml": "<x/>", "META-INF/encryption.xml": f"<e><d>{method}</d></e>"})
    with pytest.raises(DecodeError, match="DRM"):
        extract(data, ".epub")


def test_a_book_that_points_outside_of_itself_reads_nothing_there() -> None:
    opf = '<package><manifest><item id="a" href="../../../../etc/hostname" media-type="text/html"/></manifest><spine><itemref idref="a"/></spine></package>'
    data = zipped({"META-INF/container.xml": '<c><rootfile full-path="o.opf"/></c>', "o.opf": opf})
    with pytest.raises(DecodeError, match="empty"):
        extract(data, ".epub")


def test_a_plain_message_with_attachments() -> None:
    document = read(eml("各部门：\n\n请于五月十日参加会议。\n", attached=("议程.pdf", "名单.xlsx")), ".eml")
    assert document.title == "园区会议通知"
    assert (document.publisher, document.date) == ("柳川市政府办公室", "2023-05-05")
    assert document.reading.splitlines() == [
        "园区会议通知", "各部门：", "请于五月十日参加会议。", "附件：议程.pdf, 名单.xlsx",
    ]  # fmt: skip


def test_of_two_bodies_the_one_with_structure_is_read() -> None:
    table = (
        "<p>见下表。</p><table><tr><th>项目</th><th>投资</th></tr><tr><td>道路</td><td>12</td></tr></table>"
    )
    assert lines(eml("见下表。项目 投资 道路 12", table), ".eml") == [
        "园区会议通知",
        "见下表。",
        "项目 | 投资",
        "道路 | 12",
    ]
    assert lines(eml("见附件。", "<p><b>见</b>附件。</p>"), ".eml") == ["园区会议通知", "见附件。"]
    assert lines(eml(html="<p>只有网页。</p>"), ".eml") == ["园区会议通知", "只有网页。"]


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "utf-8", "", "nonsense"])
def test_the_encoding_of_a_body_is_that_of_its_header_or_found(charset: str) -> None:
    text = "请各部门于五月十日参加青湖园区建设推进会议，并提前准备材料。"
    header = f"Content-Type: text/plain; charset={charset}\n" if charset else ""
    raw = f"Subject: a notice\n{header}Content-Transfer-Encoding: 8bit\n\n".encode()
    raw += text.encode("utf-8" if charset == "utf-8" else "gb18030")
    assert text in extract(raw, ".eml").text


def test_a_subject_in_bare_gbk_is_read() -> None:
    raw = b"Subject: " + "青湖园区建设推进会议通知".encode("gb18030") + b"\nFrom: a@b.example\n\nbody"
    assert extract(raw, ".eml").title == "青湖园区建设推进会议通知"


def test_what_has_no_header_of_a_message_is_none() -> None:
    with pytest.raises(DecodeError, match="not a mail message"):
        extract("园区分三期建设。".encode(), ".eml")
