"""Web pages: the content with its structure, none of what stands around it."""

import pytest

from corpus.errors import DecodeError
from corpus.formats.registry import extract
from tests.corpus.formats.samples import HTML, lines, read

SENTENCE = "青湖镇与柳川市共同建设科技园区，规划面积8.05平方公里，总投资120亿元，预计2026年建成投用。"


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_a_news_page() -> None:
    assert lines(HTML.encode(), ".html") == [
        "青湖镇建设科技园",
        "发布时间：2023-05-06 来源：柳川日报",
        SENTENCE,
        "建设内容",
        "园区分三期建设，重点发展新能源、新材料产业，吸引企业入驻，带动就业。",
        "- 第一项任务",
        "- 第二项任务",
        "  1. 小项",
        "指标 | 单位 | 目标 | 目标",
        "森林覆盖率 | % | 35 | 40",
        "园区建成后，将带动就业两万人，成为柳川市新的增长点。",
    ]
    document = read(HTML.encode(), ".html")
    assert (document.title, document.publisher) == ("青湖镇建设科技园", "柳川市政府网")
    assert (document.date, document.lang) == ("2023-05-06", "zh")


@pytest.mark.parametrize("tag", ["main", "article"])
def test_a_short_page_is_read_without_what_is_around(tag: str) -> None:
    body = (
        f"<nav><a href=/>首页</a></nav><{tag}><h2>通知</h2><p>明日放假。</p></{tag}><footer>版权所有</footer>"
    )
    found = extract(page(body), ".html")
    assert found.text == "通知\n\n明日放假。"
    assert found.paragraphs
    assert found.paragraphs[0].level == 2


def test_hidden_text_is_left_out() -> None:
    body = '<p>明日放假。</p><p style="display: none">不显示</p><p hidden>也不</p><template>x</template>'
    assert extract(page(body), ".html").text == "明日放假。"


def test_running_text_in_a_block_with_a_telling_name_stays() -> None:
    text = "园区分三期建设。产业正在聚集。明年开工。就业将增加两万人。"
    assert text in extract(page(f'<div class="related"><p>{text}</p></div><p>{SENTENCE}</p>'), ".html").text


def test_a_table_for_placing_things_is_no_table() -> None:
    body = f"<table><tr><td><h2>左</h2><p>{SENTENCE}</p></td><td><p>右栏。</p></td></tr></table>"
    found = extract(page(body), ".html")
    assert "|" not in found.text
    assert all(not paragraph.rows for paragraph in found.paragraphs or ())


def test_lines_of_a_program_stay_apart_and_lines_of_a_paragraph_do_not() -> None:
    found = extract(page("<p>青湖\n镇在 the\n park</p><pre>a = 1\n\nb = 2</pre><p>一<br>二</p>"), ".html")
    assert found.text == "青湖镇在 the park\n\na = 1\nb = 2\n\n一\n\n二"


def test_text_between_the_items_of_a_list_is_kept() -> None:
    found = extract(
        page("<ul>前<li>a</li>中<ul><li>c</li></ul></ul><ol start=3><li>x<li value=7>y</ol>"), ".html"
    )
    assert found.text == "前\n- a\n\n中\n  - c\n3. x\n7. y"


def test_readings_beside_characters_are_left_out() -> None:
    assert extract(page("<p><ruby>德阳<rt>déyáng</rt></ruby>市</p>"), ".html").text == "德阳市"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("GBK", "gbk"), ("big5", "big5"), ("utf-8", "utf-8"), ("utf-16", "utf-8")],
)
def test_the_declared_encoding_counts(declared: str, encoding: str) -> None:
    text = "青湖小城共同建設科技園區"
    data = page(f"<p>{text}</p>", f'<meta charset="{declared}">').decode().encode(encoding)
    assert extract(data, ".html").text == text


def test_a_declared_encoding_that_does_not_fit_is_not_believed() -> None:
    data = page(f"<p>{SENTENCE * 3}</p>", '<meta charset="utf-8">').decode().encode("gb18030")
    assert extract(data, ".html").text == SENTENCE * 3


def test_one_wrong_byte_does_not_lose_a_page() -> None:
    data = page(f"<p>{SENTENCE * 9}</p><p>坏X字</p>", '<meta charset="utf-8">').replace(b"X", b"\xff")
    assert extract(data, ".html").text.endswith("坏\ufffd字")


def test_a_page_made_by_scripts_is_named() -> None:
    with pytest.raises(DecodeError, match="scripts"):
        extract(page('<div id="app"></div><script>render()</script>'), ".html")


def test_nothing_outside_is_fetched() -> None:
    entity = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    data = f"{entity}<html><body><p>园区&x;建设</p><img src='http://a.example/'></body></html>".encode()
    assert "园区" in extract(data, ".html").text
